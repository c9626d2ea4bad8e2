"""The search: what people type finds what they mean, from the real files, in a real browser.

Bytes that a first search downloads (names, compressed; then 4–10 KB for each part of the lines
that is shown): about 25 KB for the 550 records of November 2026 that are no sources, 230 KB for
10,000 made-up records. The titles of sources (31 KB for 800) come when all results are asked for.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from macros.features.search.index import LONGEST, HandWritten, hand_written, search_files, shortened
from macros.model.atlas import Atlas
from macros.model.kinds import KINDS
from macros.page.context import Context
from macros.store.loading import Loader
from tests.accessibility import violations_on
from tests.benchmark.generate import write
from tests.sites import ROOT

QUERIES = yaml.safe_load((ROOT / "tests" / "search_queries.yml").read_text(encoding="utf-8"))
PREFIX = {"en": "", "ko": "ko/"}
MOST_BYTES = 300_000

LOADED = "atlasLater.load('search').then(() => atlasSearch.loadSources())"

FIND = """queries => queries.map(query => {
  const hits = atlasSearch.find(query);
  return hits.slice(0, 3).map(hit => hit.entry.url);
})"""


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


@pytest.mark.parametrize("language", QUERIES)
def test_the_first_result_is_what_was_meant(open_page, language: str) -> None:
    wanted = {str(q): hit for group in QUERIES[language].values() for q, hit in group.items()}
    page = open_page(PREFIX[language] + "about/")
    page.evaluate(LOADED)
    found = dict(zip(wanted, page.evaluate(FIND, list(wanted)), strict=True))
    wrong = {q: found[q] for q, hit in wanted.items() if found[q][:1] != [f"../{hit}"]}
    assert wrong == {}


def test_there_are_queries_enough_and_they_ask_for_what_exists(site: Path) -> None:
    numbers = [sum(map(len, groups.values())) for groups in QUERIES.values()]
    assert sum(numbers) >= 120
    assert min(numbers) * 3 > max(numbers) * 2
    for language, groups in QUERIES.items():
        for group in groups.values():
            for address in group.values():
                page = site / PREFIX[language] / address.partition("#")[0] / "index.html"
                assert page.is_file(), address


@pytest.mark.parametrize("query", ["AT102", "NCT04836508", "CRC02", "CD191"])
def test_a_number_that_is_nearly_right_finds_nothing_else(open_page, query: str) -> None:
    page = open_page("about/")
    page.evaluate(LOADED)
    assert page.evaluate(FIND, [query]) == [[]]


@pytest.mark.parametrize(
    "query", ["", " ", "-", "<>&\"'", "한글없는말뭉치", "x" * 5000, "ㅁ", "\\", "("]
)
def test_odd_queries_do_no_harm(open_page, query: str) -> None:
    page = open_page("about/")
    page.evaluate(LOADED)
    assert isinstance(page.evaluate(FIND, [query])[0], list)


def test_sources_come_last(open_page) -> None:
    page = open_page("search/?q=큐로셀")
    page.locator(".search-page h2").first.wait_for()
    kinds = page.locator(".search-page h2").all_inner_texts()
    assert kinds[0].startswith("Companies")
    assert kinds[-1].startswith("Sources")


# What is written


@pytest.fixture(scope="module")
def real() -> Atlas:
    return Loader(ROOT / "data").load()


def files_of(atlas: Atlas, language: str = "en", pages: list[HandWritten] = ()) -> dict[str, str]:
    return dict(search_files(Context(atlas, language, ""), pages))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_record_is_in_the_index_once_with_a_line(real: Atlas, language: str) -> None:
    files = files_of(real, language)
    names = json.loads(files["search/names.json"])
    later = json.loads(files[names["later"]])
    found = []
    for file in (names, later):
        rows = [
            (kind["path"] + row[0] + kind["end"], row[1:])
            for kind in file["kinds"]
            for row in kind["rows"]
        ]
        lines = [line for part in file["parts"] for line in json.loads(files[part])]
        assert len(lines) == len(rows)
        assert max(map(len, lines)) <= LONGEST
        for (address, _), line in zip(rows, lines, strict=True):
            assert line and "[[" not in line and "[@" not in line and "  " not in line, address
        found += rows
    assert sorted(address for address, _ in found) == sorted(
        f"{record.about.id}/{record.id}/" for record in real.records.values()
    )
    for _, others in found:
        assert len(set(others)) == len(others)
    assert [kind["id"] for kind in later["kinds"]] == ["sources"]


def test_a_claim_is_never_listed_without_its_verdict(real: Atlas) -> None:
    files = files_of(real)
    names = json.loads(files["search/names.json"])
    lines = [line for part in names["parts"] for line in json.loads(files[part])]
    ids = [row[0] for kind in names["kinds"] for row in kind["rows"]]
    verdicts = real.vocabularies["verdict"].terms
    for record in real.of_kind("claims"):
        line = lines[ids.index(record.id)]
        assert line.startswith(str(verdicts[record.verdict.value].en)), record.id


def test_the_files_are_the_same_each_time_and_named_by_what_they_hold(atlas: Atlas) -> None:
    files = files_of(atlas)
    assert files == files_of(atlas)
    page = HandWritten("guides/x/", "A guide", "About it.", [("part", "A part")])
    more = files_of(atlas, pages=[page])
    kinds = {kind["id"]: kind["rows"] for kind in json.loads(more["search/names.json"])["kinds"]}
    assert kinds["pages"] == [["guides/x/", "A guide"]]
    assert kinds["headings"] == [["guides/x/#part", "A part"]]
    assert {name for name in files if "lines" in name} != {name for name in more if "lines" in name}


def test_a_page_is_read_from_its_html() -> None:
    html = (
        '<p class="untranslated">No.</p><h1>T</h1><p>What <em>it</em> says &amp; means.</p><p>x</p>'
    )
    page = hand_written(
        "a/", "T &amp; U", html, [("b", 'Part<a class="headerlink" href="#b">#</a>')]
    )
    assert page == HandWritten("a/", "T & U", "What it says & means.", [("b", "Part")])


def test_a_long_line_is_cut_between_words() -> None:
    assert shortened("word " * 30, LONGEST) == " ".join(["word"] * 17) + "…"
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
    parts = sorted((size for name, size in sizes.items() if "lines" in name), reverse=True)
    # The parts of the lines in which the results of a first search could stand, at the worst.
    assert sizes["search/names.json"] + sum(parts[:5]) < MOST_BYTES
    rows = [k["rows"] for n, t in large.items() if "lines" not in n for k in json.loads(t)["kinds"]]
    assert sum(map(len, rows)) == 10_000


def test_ten_thousand_records_are_scanned_at_once(open_page, large: dict[str, str]) -> None:
    page = open_page("about/")
    names = json.loads(large["search/names.json"])
    files = [names, json.loads(large[names["later"]])]
    page.evaluate("atlasLater.load('search')")
    page.evaluate("files => { files.forEach(atlasSearch.add); atlasSearch.prepare(); }", files)
    last = names["kinds"][-1]["rows"][-1][1]
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
    page.goto(served(site) + "companies/curocell/", wait_until="networkidle")
    assert not [url for url in asked if ".json" in url]
    with page.expect_request("**/search/names.json"):
        field_of(page).focus()
    assert [url for url in asked if ".json" in url] == ["search/names.json"]
    ask(page, "curocell")
    ask(page, "kymriah")
    page.wait_for_load_state("networkidle")
    assert asked.count("search/names.json") == 1
    assert not [url for url in asked if "later" in url]


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
    assert first == "Curocell"
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
    page.wait_for_url("**/companies/curocell/")


def test_enter_leads_to_all_results(open_page) -> None:
    page = open_page("ko/companies/curocell/")
    ask(page, "림카토")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ko/search/?q=*")
    page.locator(".search-page .hit").first.wait_for()
    assert page.locator(".search-page .hit-name").first.inner_text() == "림카토(안발셀)"
    assert page.locator("#search-again").input_value() == "림카토"
    page.locator("#search-again").fill("큐로셀의")
    page.locator(".search-page .hit-name", has_text="큐로셀").first.wait_for()
    assert "q=%ED%81%90" in page.url


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
    expect(hit.locator(".hit-name")).to_have_text("Rimqarto (anbal-cel)")
    expect(hit.locator(".hit-by")).to_have_text("CRC01")
    expect(hit.locator(".hit-line")).to_contain_text("Approved · Curocell · CD19")


def test_nothing_found_is_said(open_page) -> None:
    page = open_page("about/")
    field_of(page).fill("qqqqqqzzzz")
    expect(page.locator(".atlas-search-panel [role=status]")).to_have_text("Nothing found")
    assert not page.locator("[role=listbox]").is_visible()


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
    page.wait_for_url("**/atlas/companies/curocell/")
    page.goto(served(tmp_path) + "atlas/ko/404.html")
    ask(page, "curocell")
    options_of(page).first.click()
    page.wait_for_url("**/atlas/ko/companies/curocell/")
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
