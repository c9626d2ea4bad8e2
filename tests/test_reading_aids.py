"""Reading aids and the comparison in a real browser, with and without JavaScript."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect

from macros.model.kinds import KINDS
from tests.accessibility import violations_on
from tests.hostile import TEXTS
from tests.sites import name_now, now

ONE, OTHER, THIRD = map(now, ("anbal-cel", "tisagenlecleucel", "axicabtagene-ciloleucel"))
COMPANY = now("companies/curocell/")
PRODUCT = f"products/{ONE}/"
COMPARED = f"compare/?products={ONE},{OTHER}"
SIX = f"{ONE},{THIRD},ciltacabtagene-autoleucel,{OTHER},immuncell-lc"


@pytest.fixture
def open_with_aids(open_page):
    """A function that opens an address with the aids there, as when somebody moves on it."""

    def open_(address: str, **options: object) -> Page:
        page = open_page(address, **options)
        page.evaluate("atlasLater.load('reading')")
        return page

    return open_


def columns(page: Page) -> list[str]:
    return page.locator("table.compare thead a").evaluate_all(
        "links => links.map(link => link.pathname.split('/').at(-2))"
    )


def wait_for_columns(page: Page, wanted: list[str]) -> None:
    expect(page.locator("table.compare thead a")).to_have_count(len(wanted))
    page.wait_for_function(
        "wanted => [...document.querySelectorAll('table.compare thead a')]"
        ".map(link => link.pathname.split('/').at(-2)).join() === wanted",
        arg=",".join(wanted),
    )


class TestPreview:
    LINK = f'.record-summary a[href="../../{COMPANY}"]'

    def test_it_shows_what_a_link_leads_to_and_goes_with_escape(self, open_page) -> None:
        page = open_page(PRODUCT)
        page.locator(self.LINK).hover()
        preview = page.locator("#atlas-preview")
        expect(preview).to_be_visible()
        for words in ("Company", name_now("curocell")):
            expect(preview).to_contain_text(words)
        assert page.locator(self.LINK).get_attribute("aria-describedby") == "atlas-preview"
        place = page.evaluate(
            """([link, box]) => {
                const at = q => document.querySelector(q).getBoundingClientRect();
                const [a, b] = [at(link), at(box)];
                const across = a.left < b.right && b.left < a.right;
                const gap = Math.max(b.top - a.bottom, a.top - b.bottom);
                return [across && gap < 0, Math.abs(gap), b.width];
            }""",
            [self.LINK, "#atlas-preview"],
        )
        overlaps, distance, width = place
        assert not overlaps and distance < 10 and width < 500
        page.keyboard.press("Escape")
        expect(preview).to_be_hidden()
        assert page.locator(self.LINK).get_attribute("aria-describedby") is None

    def test_the_keyboard_gets_it_too(self, open_page) -> None:
        page = open_page(PRODUCT)
        page.locator(".record-compare a").focus()
        for _ in range(7):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.getAttribute('href')") == (f"../../{COMPANY}"):
                break
        expect(page.locator("#atlas-preview")).to_contain_text(name_now("curocell"))
        page.keyboard.press("Tab")
        expect(page.locator("#atlas-preview")).to_be_hidden()

    def test_the_pointer_may_move_onto_it(self, open_page) -> None:
        page = open_page(PRODUCT)
        page.locator(self.LINK).hover()
        page.locator("#atlas-preview").hover()
        page.wait_for_timeout(400)  # longer than it stays behind
        expect(page.locator("#atlas-preview")).to_be_visible()
        page.locator("h1").hover()
        expect(page.locator("#atlas-preview")).to_be_hidden()

    def test_a_page_is_asked_for_once_and_none_that_is_no_record(self, open_page) -> None:
        page = open_page(PRODUCT)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for _ in range(2):
            page.locator(self.LINK).hover()
            expect(page.locator("#atlas-preview")).to_be_visible()
            page.locator("h1").hover()
            expect(page.locator("#atlas-preview")).to_be_hidden()
        page.locator(".path a").last.hover()
        page.wait_for_timeout(500)
        pages = [url for url in asked if "/assets/" not in url]
        assert [url.rsplit("/", 3)[1:3] for url in pages] == [COMPANY.split("/")[:2]]

    def test_those_who_save_data_are_asked_for_nothing(self, open_page) -> None:
        page = open_page("about/")
        page.add_init_script(
            "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
        )
        page.goto(page.url.replace("about/", PRODUCT))
        page.locator(self.LINK).hover()
        page.wait_for_timeout(600)
        expect(page.locator("#atlas-preview")).to_be_hidden()


class TestTerms:
    def test_a_term_opens_by_keyboard_and_leads_to_the_glossary(self, open_with_aids) -> None:
        page = open_with_aids(PRODUCT)
        term = page.locator(".record-summary abbr").first
        term.focus()
        meaning = page.get_by_role("tooltip")
        expect(meaning).to_be_visible()
        assert len(meaning.inner_text()) > 20
        assert term.get_attribute("aria-describedby") == meaning.get_attribute("id")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Glossary"
        page.keyboard.press("Escape")
        expect(meaning).to_have_count(0)
        assert page.evaluate("document.activeElement.localName") == "abbr"

    def test_a_term_opens_by_touch(self, open_page) -> None:
        page = open_page(PRODUCT, has_touch=True, viewport={"width": 360, "height": 800})
        page.locator(".record-summary abbr").first.tap()
        box = page.locator(".meaning")
        expect(box).to_be_visible()
        place = box.bounding_box()
        assert place["x"] >= 0 and place["x"] + place["width"] <= 360
        page.locator("h1").tap()
        expect(box).to_have_count(0)

    def test_without_a_script_it_has_its_title(self, open_page) -> None:
        page = open_page(PRODUCT, java_script_enabled=False)
        assert len(page.locator(".record-summary abbr").first.get_attribute("title")) > 20


class TestSections:
    @pytest.mark.parametrize("address", [PRODUCT, "guides/cost-and-coverage/"])
    def test_the_mark_beside_a_heading_copies_its_address(self, open_with_aids, address) -> None:
        page = open_with_aids(address, permissions=["clipboard-read", "clipboard-write"])
        link = page.locator("h2 a.headerlink").first
        link.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".md-content > [role=status]")).to_have_text("Copied")
        wanted = link.evaluate("link => link.href")
        assert page.evaluate("navigator.clipboard.readText()") == wanted
        page.wait_for_url(wanted)  # still a link


class TestBreadcrumb:
    def test_a_record_and_a_guide_say_where_they_are(self, open_page) -> None:
        for address, wanted in (
            (PRODUCT, ["Home", "Treatments", "Products", name_now(ONE)]),
            ("trials/", ["Home", "Treatments", "Trials"]),
            ("guides/glossary/", ["Home", "Guides", "Glossary"]),
            ("about/", ["Home", "About", "About this site"]),
        ):
            page = open_page(address, java_script_enabled=False)
            (way,) = page.get_by_role("navigation", name="You are here").all()
            items = way.locator("li")
            assert items.all_inner_texts()[:-1] == wanted[:-1]
            last = items.last
            assert last.get_attribute("aria-current") == "page"
            assert last.locator("a").count() == 0
            data = json.loads(page.locator("script[type='application/ld+json']").inner_text())
            (listed,) = (node for node in data["@graph"] if node["@type"] == "BreadcrumbList")
            steps = listed["itemListElement"]
            assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
            assert all(step["item"]["@id"].startswith("https://") for step in steps)
            assert steps[-1]["item"]["@id"].endswith(address)

    def test_home_needs_none(self, open_page) -> None:
        assert open_page("").locator("nav.path").count() == 0


class TestCitation:
    def test_it_can_be_copied_and_downloaded(self, open_page) -> None:
        page = open_page(PRODUCT, permissions=["clipboard-read", "clipboard-write"])
        page.get_by_text("Cite this page").click()
        page.get_by_role("button", name="Copy").first.click()
        expect(page.locator(".md-content > [role=status]")).to_have_text("Copied")
        words = page.locator(".cite-words").inner_text()
        assert page.evaluate("navigator.clipboard.readText()") == words
        for ending in ("bib", "ris", "json"):
            form = page.locator(f"pre[data-file='{ONE}.{ending}']")
            with page.expect_download() as got:
                form.locator("+ p").get_by_role("button", name="Download").click()
            assert got.value.suggested_filename == f"{ONE}.{ending}"
            content = Path(got.value.path()).read_bytes().decode()
            end = "\r\n" if ending == "ris" else "\n"
            assert content == (form.inner_text() + "\n").replace("\n", end)

    def test_without_a_script_it_is_text(self, open_page) -> None:
        page = open_page("ko/" + PRODUCT, java_script_enabled=False)
        page.get_by_text("이 페이지 인용").click()
        expect(page.locator(".cite-words")).to_be_visible()
        assert page.locator(".cite-words").inner_text().startswith(f"「{name_now(ONE, 'ko')}")
        assert page.locator("pre[data-file]").count() == 3
        assert page.locator(".cite button").count() == 0

    def test_in_print_it_stands_open_in_words_only(self, open_page) -> None:
        page = open_page(PRODUCT)
        page.emulate_media(media="print")
        expect(page.locator(".cite-words")).to_be_visible()
        for hidden in (".cite-form >> nth=0", ".cite-buttons >> nth=0", ".path", ".history"):
            expect(page.locator(hidden)).to_be_hidden()


class TestComparison:
    def test_without_a_script_the_licensed_products_stand_there(self, open_page) -> None:
        page = open_page("compare/", java_script_enabled=False)
        assert {ONE, OTHER} <= set(columns(page))
        citation = page.locator("table.compare details.citation").first
        citation.locator("summary").click()
        expect(citation.locator(".citation-body")).to_be_visible()

    def test_the_address_chooses_and_is_obeyed(self, open_page) -> None:
        page = open_page(COMPARED)
        wait_for_columns(page, [ONE, OTHER])
        assert page.locator("table.compare tr").count() > 15
        marks = page.locator("table.compare details.citation > summary").all_inner_texts()
        cited = {int(n) for mark in marks for n in mark.replace("…", "").split(", ") if n}
        listed = page.locator("ol.references > li")
        assert cited <= set(range(1, listed.count() + 1))
        links = page.locator("table.compare sup.cite a").evaluate_all(
            "links => links.map(link => Boolean(document.querySelector(link.hash)))"
        )
        assert all(links)

    def test_a_number_leads_to_the_source_that_the_citation_names(self, open_page) -> None:
        page = open_page(COMPARED)
        wait_for_columns(page, [ONE, OTHER])
        wrong = page.evaluate(
            """() => [...document.querySelectorAll("table.compare details.citation")].filter(o => {
                const numbers = o.querySelector("summary").textContent.match(/\\d+/g) ?? [];
                const named = [...o.querySelectorAll(".citation-body > ul > li > a")];
                const publisher = ({ parentElement: { textContent } }) =>
                    textContent.replace(/^\\d+ /, "").split(" · ")[0];
                return numbers.length > named.length || named.some((mark) =>
                    mark.hash !== `#ref-${mark.textContent}` ||
                    !numbers.includes(mark.textContent) ||
                    !document.querySelector(mark.hash).textContent.includes(publisher(mark)));
            }).length"""
        )
        assert wrong == 0

    def test_products_are_added_by_korean_name_and_removed_and_back_goes_back(
        self, open_page
    ) -> None:
        page = open_page(COMPARED)
        wait_for_columns(page, [ONE, OTHER])
        field = page.get_by_role("combobox", name="Add a product")
        field.fill(name_now(THIRD, "ko"))
        option = page.get_by_role("option").first
        expect(option).to_be_visible()
        assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
        page.keyboard.press("Enter")
        three = [ONE, OTHER, THIRD]
        wait_for_columns(page, three)
        page.wait_for_url(f"**/compare/?products={','.join(three)}")
        page.get_by_role("button", name=f"Remove {name_now(ONE)}").press("Enter")
        wait_for_columns(page, three[1:])
        assert page.evaluate("document.activeElement.className") == "compare-remove"
        page.go_back()
        wait_for_columns(page, three)
        page.go_back()
        wait_for_columns(page, three[:2])
        page.reload()
        wait_for_columns(page, three[:2])

    def test_codes_are_found_and_what_is_no_product_is_not_offered(self, open_page) -> None:
        page = open_page(COMPARED)
        field = page.get_by_role("combobox", name="Add a product")
        field.fill("curocell")
        field.fill("AT101")
        expect(page.get_by_role("option").first).to_be_visible()
        addresses = page.get_by_role("option").evaluate_all("all => all.map(one => one.id)")
        products = page.evaluate(
            "atlasSearch.index.entries.filter(e => e.kind.id === 'products')"
            ".map(e => `compare-option-${e.url.split('/').at(-2)}`)"
        )
        assert addresses and set(addresses) <= set(products)

    def test_what_does_not_exist_is_said(self, open_page) -> None:
        page = open_page(f"compare/?products={ONE},nothing-like-it,<b>x</b>")
        notes = page.locator(".compare-notes")
        expect(notes).to_contain_text("Unknown product in the address: nothing-like-it, <b>x</b>.")
        expect(notes).to_contain_text("Add a second product")
        assert columns(page) == [ONE]

    def test_more_than_six_are_refused(self, open_page) -> None:
        page = open_page(f"compare/?products={SIX},snk01,snk02")
        notes = page.locator(".compare-notes")
        expect(notes).to_contain_text("At most 6 products fit side by side. Left out: snk02.")
        assert len(columns(page)) == 6
        page.get_by_role("combobox", name="Add a product").fill("AT101")
        page.get_by_role("option").first.click()
        expect(notes).to_contain_text("Left out:")
        assert len(columns(page)) == 6

    def test_only_differences(self, open_page) -> None:
        page = open_page(COMPARED)
        wait_for_columns(page, [ONE, OTHER])
        same = page.locator("table.compare tr.same")
        assert same.count() > 0
        page.get_by_label("Show only differences").check()
        expect(same.first).to_be_hidden()
        expect(page.locator("table.compare tbody tr:not(.same)").first).to_be_visible()
        page.wait_for_url("**&differences=1")
        page.reload()
        wait_for_columns(page, [ONE, OTHER])
        expect(same.first).to_be_hidden()

    def test_names_and_rows_stay_in_sight(self, open_page) -> None:
        page = open_page("compare/", viewport={"width": 360, "height": 800})
        frame = page.locator(".compare-frame")
        frame.evaluate("frame => frame.scrollTo(300, 900)")
        inside = frame.bounding_box()
        head = page.locator("table.compare thead th").nth(1).bounding_box()
        rows = page.locator("table.compare tbody th").nth(0).bounding_box()
        assert abs(head["y"] - inside["y"]) < 3
        assert abs(rows["x"] - inside["x"]) < 3

    def test_a_product_that_was_chosen_on_its_page(self, open_page) -> None:
        page = open_page("ko/" + PRODUCT)
        page.get_by_role("link", name="다른 제품과 비교").click()
        names = page.locator("table.compare thead a")
        expect(names.first).to_have_attribute("href", re.compile(f"/{ONE}/$"))
        assert names.count() > 1  # beside it are the page's own


@pytest.mark.parametrize(("address", "width"), [(COMPARED, 360), ("ko/" + COMPARED, 1440)])
def test_the_comparison_fits_and_is_accessible(open_page, address: str, width: int) -> None:
    page = open_page(address, viewport={"width": width, "height": 900})
    wait_for_columns(page, [ONE, OTHER])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations_on(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_with_its_aids_open_is_accessible(open_page, scheme: str) -> None:
    page = open_page(PRODUCT, color_scheme=scheme, viewport={"width": 360, "height": 900})
    for name in ("Cite this page", "History"):
        page.locator("summary", has_text=name).click()
    page.locator(TestPreview.LINK).hover()
    expect(page.locator("#atlas-preview")).to_be_visible()
    violations = violations_on(page)
    page.mouse.move(1, 1)  # scrolling to the term would move other links under it
    page.locator(".record-summary abbr").first.focus()
    expect(page.locator(".meaning")).to_be_visible()
    expect(page.locator("#atlas-preview")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    violations += violations_on(page)
    assert {v["id"]: v["nodes"][0]["html"][:200] for v in violations} == {}


def test_one_box_is_open_at_a_time(open_with_aids) -> None:
    page = open_with_aids(PRODUCT, viewport={"width": 1440, "height": 900})
    page.locator(".record-summary abbr").first.focus()
    expect(page.locator(".meaning")).to_be_visible()
    page.locator(TestPreview.LINK).hover()
    expect(page.locator("#atlas-preview")).to_be_visible()
    expect(page.locator(".meaning")).to_have_count(0)
    page.locator(".record-summary abbr").first.hover()
    expect(page.locator(".meaning")).to_be_visible()
    expect(page.locator("#atlas-preview")).to_be_hidden()


def test_hostile_records_do_nothing_in_previews_and_comparison(
    hostile_site: Path, browser: Browser, served
) -> None:
    page = browser.new_page()
    base = served(hostile_site)
    for number, kind in enumerate(KINDS):  # a text of each sort, each on another kind of page
        page.goto(f"{base}{kind}/")
        page.locator("main tbody th a").nth(number % len(TEXTS)).focus()
        page.locator("#atlas-preview:visible").wait_for()
        inside = page.locator("#atlas-preview *").evaluate_all(
            "all => [...new Set(all.map(element => element.localName))]"
        )
        assert set(inside) <= {"p", "span"}
    for ids in (list(TEXTS)[:6], list(TEXTS)[6:12], list(TEXTS)[12:]):
        chosen = ",".join(f"products-{name}" for name in ids)
        page.goto(f"{base}compare/?products={chosen}")
        wait_for_columns(page, chosen.split(","))
        inside = page.locator("table.compare *").evaluate_all(
            "all => [...new Set(all.map(element => element.localName))]"
        )
        assert not set(inside) & {"script", "img", "iframe", "object", "plaintext", "textarea"}
        handlers = page.locator("table.compare *").evaluate_all(
            "all => all.flatMap(e => e.getAttributeNames()).filter(name => name.startsWith('on'))"
        )
        assert handlers == []
    assert page.evaluate("window.hit") is None
    page.close()


def test_hostile_names_stay_inside_their_blocks_of_data(hostile_site: Path) -> None:
    for kind in KINDS:
        for name, text in TEXTS.items():
            page = hostile_site / kind / f"{kind}-{name}" / "index.html"
            tree = html.fromstring(page.read_bytes().decode())
            (block,) = tree.xpath("//script[@type='application/ld+json']")
            listed = json.loads(block.text)["@graph"][-1]
            names = [step["name"] for step in listed["itemListElement"]]
            assert " ".join(text.split())[:3] in names[-1]
