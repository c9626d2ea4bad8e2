"""The search: what people type finds what they mean, in a real browser.

Bytes of a first search, compressed, in November 2026 (1,700 records): script 10 KB, names 21 KB,
then 0.6 KB for each part of the rows that is shown and, where the names leave a word open, 1 KB for
each word: 33 to 40 KB in all.
"""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page, Route, expect

from macros.features.search.index import LONGEST, HandWritten, hand_written, search_files, shortened
from macros.features.search.texts import (
    EXACT,
    INSIDE,
    LEVELS,
    SIZE,
    TEXT,
    sections_of,
    word_files,
    words_in,
    words_of_names,
)
from macros.features.search.vocabulary import DOORS, WORDS
from macros.model.atlas import Atlas
from macros.model.kinds import KINDS
from macros.page.context import Context
from macros.store.loading import Loader
from tests.accessibility import violations_on
from tests.benchmark.generate import write
from tests.conftest import edit, load
from tests.frozen_search import frozen
from tests.search_index import Index
from tests.sites import ROOT, name_now, now, real_atlas

QUERIES = yaml.safe_load((ROOT / "tests" / "search_queries.yml").read_text(encoding="utf-8"))
PREFIX = {"en": "", "ko": "ko/"}
MOST_BYTES = 300_000

LOADED = "atlasLater.load('search').then(() => atlasSearch.load())"

FIND = """async queries => {
  const found = {};
  for (const query of queries) {
    const hits = await atlasSearch.search(query, false);
    found[query] = hits.slice(0, 3).map(atlasSearch.addressOf);
  }
  return found;
}"""


def field_of(page: Page):
    return page.locator("#atlas-search-field")


def options_of(page: Page):
    return page.locator("[role=option]")


def ask(page: Page, query: str) -> None:
    """Type a query and wait for what it finds."""
    field_of(page).fill(query)
    options_of(page).first.wait_for()


def active_of(page: Page) -> str:
    return page.locator("[role=option][aria-selected=true] .hit-name").inner_text()


# What is found


NO_QUESTIONS = re.compile(
    "brands|registry numbers|companies|institutions|science|rules|glossary|near misses|several|"
    "codes|people|keyboard|제품|임상시험|기업|기관|과학|제도|용어|붙은|붙여|틀리게|여러|코드|재임|자판|조사"
)
"""Groups of queries that are names, aliases, codes or slips of them."""


@pytest.fixture(scope="module")
def kept() -> dict[str, dict[str, str]]:
    return frozen()


def on_frozen(open_page, kept: dict[str, dict[str, str]], language: str) -> Page:
    """Open a page whose search loads the frozen files, and load them."""
    page = open_page(PREFIX[language] + "about/")

    def answer(route: Route) -> None:
        route.fulfill(body=kept[language]["search/" + route.request.url.rpartition("/")[2]])

    page.route("**/search/*.json", answer)
    page.evaluate(LOADED)
    return page


@pytest.mark.parametrize("language", QUERIES)
def test_the_first_result_is_what_was_meant(open_page, kept, language: str) -> None:
    wanted = {
        str(query): [f"../{hit}" for hit in (hits if isinstance(hits, list) else [hits])]
        for group in QUERIES[language].values()
        for query, hits in group.items()
    }
    found = on_frozen(open_page, kept, language).evaluate(FIND, list(wanted))
    first = {query: (hits or [""])[0] for query, hits in found.items()}
    wrong = {q: found[q] for q, hits in wanted.items() if first[q] not in (hits or [""])}
    assert wrong == {}, json.dumps(wrong, ensure_ascii=False)


def test_there_are_queries_enough_and_most_are_questions() -> None:
    numbers = [sum(map(len, groups.values())) for groups in QUERIES.values()]
    assert sum(numbers) >= 500
    assert min(numbers) * 10 > max(numbers) * 9
    asked = {
        language: sum(len(own) for name, own in groups.items() if not NO_QUESTIONS.search(name))
        for language, groups in QUERIES.items()
    }
    assert min(asked.values()) >= 120, asked


def test_every_address_of_the_vocabulary_is_on_the_site(site: Path) -> None:
    for address in (*WORDS, *DOORS):
        path, _, anchor = address.partition("#")
        for prefix in PREFIX.values():
            page = site / prefix / path / "index.html"
            assert page.is_file(), address
            assert not anchor or f'id="{anchor}"' in page.read_text(encoding="utf-8"), address


def test_a_word_of_the_vocabulary_is_there_once_in_a_place() -> None:
    for address, words in WORDS.items():
        assert len({word.casefold() for word in words}) == len(words), address


@pytest.mark.parametrize(
    "query",
    [
        "AT102",
        "NCT04836508",
        "CRC02",
        "CD191",
        "10.5045/br.2023.2023016",
        "C83.39",
        "보톡스",
        "qqzz",
    ],
)
def test_a_number_that_is_nearly_right_finds_nothing_else(open_page, query: str) -> None:
    page = open_page("about/")
    page.evaluate(LOADED)
    assert page.evaluate(FIND, [query]) == {query: []}


@pytest.mark.parametrize(
    "query", ["", " ", "-", "<>&\"'", "한글없는말뭉치", "x" * 5000, "ㅁ", "\\", "("]
)
def test_odd_queries_do_no_harm(open_page, query: str) -> None:
    page = open_page("about/")
    page.evaluate(LOADED)
    assert isinstance(page.evaluate(FIND, [query])[query], list)
    assert page.errors == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("zlaflk", "킴리아"),
        ("zbfhtpf", "큐로셀"),
        ("ekqkfrhftnwhd", "다발골수종"),
        ("ㅏㅛㅡ갸모", "kymriah"),
        ("ㅊㅇ19", "cd19"),
    ],
)
def test_what_was_typed_on_the_other_keyboard_is_found(open_page, kept, typed, meant) -> None:
    page = on_frozen(open_page, kept, "ko")
    found = page.evaluate(FIND, [typed, meant])
    assert found[typed][0] == found[meant][0]


def test_a_result_of_a_part_of_a_page_leads_to_it(open_page) -> None:
    page = open_page("about/")
    ask(page, "kymriah price")
    hit = options_of(page).first
    expect(hit.locator(".hit-name")).to_have_text(name_now("tisagenlecleucel"))
    expect(hit.locator(".hit-by")).to_have_text("Price")
    hit.click()
    page.wait_for_url(now("**/products/tisagenlecleucel/#prices"))
    assert page.locator("#prices").count() == 1


def test_a_heading_is_named_with_its_page(open_page) -> None:
    page = open_page("about/")
    ask(page, "where can i get kymriah")
    hit = options_of(page).first
    expect(hit.locator(".hit-name")).to_have_text("Where it is given › Kymriah")
    expect(hit.locator(".hit-line")).to_contain_text(name_now("tisagenlecleucel"))


def test_nothing_lies_over_the_results(open_page) -> None:
    page = open_page("guides/cost-and-coverage/", viewport={"width": 1440, "height": 900})
    ask(page, "kymriah")
    assert page.locator(".contents").is_visible()
    covered = """panel => {
      const {left, right, top, bottom} = panel.getBoundingClientRect();
      const places = [];
      for (let x = left + 5; x < right; x += 20) {
        for (let y = top + 5; y < bottom; y += 20) places.push([x, y]);
      }
      return places.filter(([x, y]) => !panel.contains(document.elementFromPoint(x, y))).length;
    }"""
    assert page.locator(".atlas-search-panel").evaluate(covered) == 0


def test_who_is_in_office_is_named_with_what_qualifies_it(open_page, real: Atlas) -> None:
    name = real.records[now("curocell")].chief_executive.value.in_("en")
    page = open_page("about/")
    ask(page, name)
    hit = options_of(page).first
    expect(hit.locator(".hit-name")).to_have_text(name_now("curocell"))
    expect(hit.locator(".hit-by")).to_contain_text(f"Chief executive: {name} (as of ")
    assert hit.get_attribute("href").endswith(now("companies/curocell/#chief-executive"))


def test_sources_come_last(open_page) -> None:
    page = open_page("search/?q=큐로셀")
    page.locator(".search-page h2").first.wait_for()
    kinds = page.locator(".search-page h2").all_inner_texts()
    assert kinds[0].startswith("Companies")
    assert kinds[-1].startswith("Sources")


# What is written


@pytest.fixture(scope="module")
def real() -> Atlas:
    return real_atlas()


def files_of(atlas: Atlas, language: str = "en", pages: list[HandWritten] = ()) -> dict[str, str]:
    return dict(search_files(Context(atlas, language, ""), pages))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_record_is_in_the_index_once_with_a_line(real: Atlas, language: str) -> None:
    index = Index(files_of(real, language))
    assert max(map(len, index.lines)) <= LONGEST
    for address, names, line in zip(index.addresses, index.names, index.lines, strict=True):
        assert line and "[[" not in line and "[@" not in line and "  " not in line, address
        assert names and all(names) and len(set(names)) == len(names), address
    assert sorted(address for address in index.addresses if "#" not in address) == sorted(
        f"{record.about.id}/{record.id}/" for record in real.records.values()
    )
    named = {kind["id"] for kind in index.file["kinds"] if "rows" in kind}
    assert "products" in named
    assert not named & {"decisions", "claims", "sources"}
    for kind in index.file["kinds"]:
        assert "size" in kind or kind["has"].count(",") == kind["rows"].count("\n")


def test_every_name_is_found_by_its_words(real: Atlas) -> None:
    index = Index(files_of(real))
    rows = [*zip(index.addresses, index.names, strict=True)]
    later = sum(kind.get("size", 0) for kind in index.file["kinds"])
    for address, names in rows[-later::40]:
        own = names[1:] if "#" in address else names
        for word, fit in words_of_names(own).items():
            assert index.fits(word)[address] == fit, (address, word)


def test_a_claim_is_never_listed_without_its_verdict(real: Atlas) -> None:
    files = files_of(real)
    index = Index(files)
    verdicts = real.vocabularies["verdict"].terms
    for record in real.of_kind("claims"):
        line = index.lines[index.addresses.index(f"claims/{record.id}/")]
        assert line.startswith(str(verdicts[record.verdict.value].en)), record.id


def test_the_files_are_the_same_each_time_and_named_by_what_they_hold(atlas: Atlas) -> None:
    files = files_of(atlas)
    assert files == files_of(atlas)
    page = HandWritten("guides/x/", "A guide", "About it.", [("part", "A part")])
    notes = HandWritten("contribute/x/", "To do", "", [("how", "How")])
    more = files_of(atlas, pages=[page, notes])
    index = Index(more)
    assert index.names_of("pages") == {"guides/x/": ["A guide"], "contribute/x/": ["To do"]}
    assert index.names_of("headings") == {"guides/x/#part": ["A part"]}
    assert index.names_of("notes") == {"contribute/x/#how": ["How"]}
    assert index.file["doors"] == []
    assert {name for name in files if "rows" in name} & {*more} == set()


def test_a_page_is_read_from_its_html() -> None:
    html = (
        '<p class="untranslated">No.</p><h1>T</h1><p>What <em>it</em> says &amp; means.</p><p>x</p>'
    )
    page = hand_written(
        "a/", "T &amp; U", html, [("b", 'Part<a class="headerlink" href="#b">#</a>')]
    )
    texts = {"": ["No.", "What it says & means.", "x"]}
    assert page == HandWritten("a/", "T & U", "What it says & means.", [("b", "Part")], texts)


def test_the_words_of_a_page_belong_to_their_heading() -> None:
    html = (
        '<p>Before</p><h2 id="a">Title</h2><p>One <em>two</em><sup class="cite">three</sup></p>'
        "<table><tr><td><p>Cell</p></td></tr></table>"
        '<h3 id="b">T</h3><ul><li>토실리주맙을</li></ul>'
    )
    assert sections_of(html) == {"": ["Before"], "a": ["One two"], "b": ["토실리주맙을"]}
    words = ("one", "two", "토실리주맙", "words")
    assert words_in("One two 토실리주맙을 [[id|words]] [@source]") == dict.fromkeys(words, TEXT)


def test_a_word_fits_a_name_the_better_the_more_of_it_it_is() -> None:
    words = words_of_names(["Approval of CAR-T 1", "첨단재생의료법 개정", "10.1/x", "P15391"])
    assert words["p15391"] == EXACT
    assert words["approvalofcart1"] == EXACT
    assert EXACT > words["approval"] > words["cart"] > INSIDE
    assert words["재생의료법"] == INSIDE and words["첨단재생의료법"] > words["개정"]
    assert words_of_names(["doi 10.1234/A.b"])["101234"] > INSIDE
    assert words_of_names(["10.1234/A.b"])["101234ab"] == EXACT


def test_words_are_in_files_in_order_that_say_what_they_begin_with() -> None:
    rows = [{f"word{n:05}": EXACT, "everywhere": TEXT} for n in range(4000)]
    files = list(word_files(rows))
    assert len(files) > 1
    words, last = {}, ""
    for begin, content in files:
        part = json.loads(content)
        assert last < begin <= next(iter(part))
        assert len(content) < 2 * SIZE
        words |= part
        last = [*part][-1]
    assert list(words) == sorted(words)
    assert {int(word[4:]) for word in words} == {*range(4000)}  # what is everywhere says nothing
    best = LEVELS.index(EXACT)
    for word, coded in words.items():
        assert int(coded, 36) == len(LEVELS) * int(word[4:]) + best


def test_a_record_is_found_by_the_words_of_its_facts_but_not_of_its_plans(small: Path) -> None:
    edit(
        small,
        "companies/examplecell.yml",
        "facts:",
        """facts:
  - about: {en: Sort, ko: 종류}
    value: {en: Uncommonword, ko: 드문낱말}
    sources: [example-daily-2023]
  - about: {en: Sort, ko: 종류}
    value: {en: Plannedword, ko: 예정낱말}
    planned: true
    sources: [example-daily-2023]""",
    )
    files = files_of(load(small))
    assert Index(files).fits("uncommonword") == {"companies/examplecell/": TEXT}
    assert not any("plannedword" in content for content in files.values())


def test_codes_and_who_is_in_office_lead_to_their_fact(real: Atlas) -> None:
    index = Index(files_of(real))
    names = dict(zip(index.addresses, index.names, strict=True))
    assert index.fits("p15391") == {now("targets/cd19/#uniprot"): EXACT}
    assert index.fits("c833")[now("indications/dlbcl/#icd10")] == EXACT
    executive = real.records[now("curocell")].chief_executive.value.in_("en")
    rows = zip(index.addresses, index.names, strict=True)
    found = [
        name for at, own in rows if at == now("companies/curocell/#chief-executive") for name in own
    ]
    assert any(executive in name for name in found)
    source = now("sources/blood-res-2023023015/")
    assert {"10.5045/br.2023.2023015", "36843380"} < {*names[source]}
    assert index.fits("36843380")[source] == EXACT
    assert index.fits("105045br20232023015")[source] == EXACT


def test_a_long_line_is_cut_between_words() -> None:
    assert shortened("word " * 30, LONGEST) == " ".join(["word"] * 15) + "…"
    assert len(shortened("가" * 200, LONGEST)) == LONGEST
    assert shortened("a\n b", LONGEST) == "a b"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The files of the search for 10,000 made-up records, in Korean, which has more bytes."""
    data = tmp_path_factory.mktemp("large") / "data"
    write(data, 10_000)
    return files_of(Loader(data).load(), "ko")


def test_ten_thousand_records_stay_small(large: dict[str, str]) -> None:
    sizes = {name: len(gzip.compress(text.encode(), mtime=0)) for name, text in large.items()}
    parts, words = (
        sorted((size for path, size in sizes.items() if f"/{name}-" in path), reverse=True)
        for name in ("rows", "words")
    )
    # The parts in which the results of a first search and its words could be, at the worst.
    assert sizes["search/names.json"] + sum(words[:8]) + sum(parts[:12]) < MOST_BYTES
    assert len([address for address in Index(large).addresses if "#" not in address]) == 10_000


def test_ten_thousand_records_are_scanned_at_once(open_page, large: dict[str, str]) -> None:
    page = open_page("about/")
    names = Index(large)
    page.evaluate("atlasLater.load('search')")
    page.evaluate("file => { atlasSearch.add(file); atlasSearch.prepare(); }", names.file)
    last = [*names.names_of("indications").values()][-1][0]
    for query in (last, "NCT10000500", "큐로셀의", "rimqrto"):
        # The best of several, so that a busy machine fails nothing.
        best = page.evaluate(
            """query => Math.min(...Array.from({length: 15}, () => {
              const start = performance.now();
              atlasSearch.find(query);
              return performance.now() - start;
            }))""",
            query,
        )
        assert best < 20, query


# The field


def test_the_index_is_fetched_when_the_field_is_first_used(open_page, served, site) -> None:
    page = open_page("about/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(served(site))))
    page.goto(served(site) + now("companies/curocell/"), wait_until="networkidle")
    assert not [url for url in asked if ".json" in url]
    with page.expect_request("**/search/names.json"):
        field_of(page).focus()
    assert [url for url in asked if ".json" in url] == ["search/names.json"]
    ask(page, "curocell")
    ask(page, "kymriah")
    page.wait_for_load_state("networkidle")
    assert asked.count("search/names.json") == 1
    assert not [url for url in asked if "/words-" in url]


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(
    "query",
    ["kymriah", "side effects", "부작용", "enterocolitis", "qqqqqqzzzz", "36843380", "수지상세포"],
)
def test_a_first_search_is_light(open_page, language: str, query: str) -> None:
    page = open_page(PREFIX[language] + "about/", service_workers="block")
    page.wait_for_load_state("networkidle")
    loaded: list[bytes] = []
    page.on("response", lambda response: loaded.append(response.body()))
    page.keyboard.press("/")
    ask(page, query)
    page.wait_for_load_state("networkidle")
    assert len(loaded) >= 3
    assert sum(len(gzip.compress(body, mtime=0)) for body in loaded) < 40_000


def test_the_search_works_by_keyboard(open_page) -> None:
    page = open_page("about/")
    page.keyboard.press("/")
    field = field_of(page)
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("curocell")
    options_of(page).first.wait_for()
    expect(field).to_have_attribute("aria-expanded", "true")
    assert page.locator(".atlas-search-panel [role=status]").inner_text().endswith(" results")
    groups = page.locator("[role=listbox] [role=group]")
    assert groups.first.get_attribute("aria-labelledby") == "atlas-kind-companies"
    page.keyboard.press("ArrowDown")
    first = active_of(page)
    assert first == name_now("curocell")
    assert field.get_attribute("aria-activedescendant") == "atlas-hit-0"
    page.keyboard.press("ArrowDown")
    second = active_of(page)
    assert second != first
    page.keyboard.press("Home")
    assert active_of(page) == first
    page.keyboard.press("End")
    assert options_of(page).last.get_attribute("aria-selected") == "true"
    page.keyboard.press("ArrowDown")
    assert active_of(page) == first
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Home")
    page.keyboard.press("Escape")
    assert not page.locator(".atlas-search-panel").is_visible()
    expect(field).to_have_value("curocell")
    page.keyboard.press("ArrowDown")
    options_of(page).first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(now("**/companies/curocell/"))


def test_enter_leads_to_all_results(open_page) -> None:
    page = open_page("ko/companies/curocell/")
    ask(page, "림카토")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ko/search/?q=*")
    page.locator(".search-page .hit").first.wait_for()
    assert page.locator(".search-page .hit-name").first.inner_text() == name_now("anbal-cel", "ko")
    assert page.locator("#search-again").input_value() == "림카토"
    page.locator("#search-again").fill("큐로셀의")
    page.locator(".search-page .hit-name", has_text="큐로셀").first.wait_for()
    page.wait_for_url("**q=%ED%81%90*")


def test_keys_belong_to_the_input_method_while_a_syllable_is_composed(open_page) -> None:
    page = open_page("ko/about/")
    ask(page, "큐로셀")
    for key in ("ArrowDown", "Enter", "Escape"):
        page.evaluate(
            """key => document.activeElement.dispatchEvent(new KeyboardEvent(
              "keydown", {key, isComposing: true, bubbles: true, cancelable: true}))""",
            key,
        )
    assert page.locator("[role=option][aria-selected=true]").count() == 0
    assert page.locator(".atlas-search-panel").is_visible()
    assert page.url.endswith("/ko/about/")


def test_a_result_shows_the_name_that_was_found_and_a_line(open_page) -> None:
    page = open_page("about/")
    ask(page, "CRC01")
    hit = options_of(page).first
    expect(hit.locator(".hit-name")).to_have_text(name_now("anbal-cel"))
    expect(hit.locator(".hit-by")).to_have_text("CRC01")
    expect(hit.locator(".hit-line")).to_contain_text(
        f" · {name_now('curocell')} · {name_now('cd19')}"
    )


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Nothing found."), ("ko", "검색 결과가 없습니다.")]
)
def test_where_nothing_is_found_doors_are_open(open_page, language: str, said: str) -> None:
    page = open_page(PREFIX[language] + "about/")
    field_of(page).fill("qqqqqqzzzz")
    expect(page.locator(".atlas-search-panel [role=status]")).to_contain_text(said)
    links = options_of(page).evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert links == [f"../{door}" for door in DOORS]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{DOORS[0]}")
    page.goto(page.url.replace(DOORS[0], "search/?q=qqqqqqzzzz"))
    page.locator(".search-page .hit").first.wait_for()
    assert page.locator(".search-page .hit").count() == len(DOORS)
    expect(page.locator(".search-page [role=status]")).to_contain_text(said)


def test_what_is_there_is_shown_when_a_later_file_is_gone(open_page) -> None:
    page = open_page("about/")
    page.route(re.compile("search/(rows|words)-"), lambda route: route.abort())
    ask(page, "kymriah orphanage")
    expect(options_of(page).first.locator(".hit-name")).to_have_text(name_now("tisagenlecleucel"))


def test_a_search_that_cannot_be_loaded_says_so(open_page) -> None:
    page = open_page("about/")
    page.route("**/search/*.json", lambda route: route.abort())
    field_of(page).fill("curocell")
    status = page.locator(".atlas-search-panel [role=status]")
    expect(status).to_have_text("The search could not be loaded.")
    page.unroute("**/search/*.json")
    ask(page, "curocel")


@pytest.mark.parametrize("width", [320, 360, 768])
def test_on_a_narrow_screen_the_field_opens_from_its_icon(open_page, width: int) -> None:
    page = open_page("trials/", viewport={"width": width, "height": 700})
    assert not field_of(page).is_visible()
    opener = page.locator(".atlas-search-open")
    opener.click()
    expect(field_of(page)).to_be_focused()
    ask(page, "samsung")
    panel = page.locator(".atlas-search-panel").bounding_box()
    assert (panel["x"], round(panel["width"])) == (0, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(".atlas-search-close").click()
    assert not field_of(page).is_visible()
    expect(opener).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_axe_finds_nothing_in_the_search(open_page, language, width, scheme) -> None:
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    page = open_page(PREFIX[language] + "about/", **options)
    page.keyboard.press("/")
    ask(page, "car-t")
    page.keyboard.press("ArrowDown")
    page.wait_for_load_state("networkidle")
    violations = violations_on(page)
    page.goto(page.url.replace("about/", "search/?q=car-t"))
    page.locator(".search-page .hit").first.wait_for()
    violations += violations_on(page)
    assert {v["id"]: v["nodes"][0]["html"][:200] for v in violations} == {}


def test_the_search_works_on_the_page_for_wrong_addresses(
    browser: Browser, site: Path, served, tmp_path: Path
) -> None:
    # Its links count from the root of the host, where the site stands in the folder "atlas".
    (tmp_path / "atlas").symlink_to(site)
    page = browser.new_page()
    page.goto(served(tmp_path) + "atlas/404.html")
    ask(page, "curocell")
    options_of(page).first.click()
    page.wait_for_url(now("**/atlas/companies/curocell/"))
    page.goto(served(tmp_path) + "atlas/ko/404.html")
    ask(page, "curocell")
    options_of(page).first.click()
    page.wait_for_url(now("**/atlas/ko/companies/curocell/"))
    page.close()


@pytest.mark.parametrize(("address", "said"), [("", "JavaScript"), ("ko/", "자바스크립트")])
def test_without_javascript_the_form_leads_to_the_section_pages(open_page, address, said) -> None:
    page = open_page(address + "trials/", java_script_enabled=False)
    field_of(page).fill("curocell")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{address}search/?q=curocell")
    assert said in page.locator("main noscript").inner_text()
    for kind in KINDS:
        link = page.locator(f"main noscript a[href='../{kind}/']")
        assert link.count() == 1 and link.inner_text()
    narrow = open_page(address, java_script_enabled=False, viewport={"width": 360, "height": 700})
    narrow.locator(".atlas-search-open").click()
    narrow.wait_for_url(f"**/{address}search/")


def test_the_themes_own_index_is_gone(site: Path) -> None:
    assert not list(site.rglob("search_index.json"))
