"""The explorer of the real site in a real browser: what it narrows, sorts, keeps and gives away."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from macros.features.explorer.data import NOT_RECORDED, Explorer
from macros.model.atlas import Atlas
from macros.model.record import Record
from macros.model.selecting import select
from macros.page.context import Context
from tests.accessibility import violations_on
from tests.sites import now, real_atlas


@pytest.fixture(scope="module")
def real() -> Atlas:
    """The real records."""
    return real_atlas()


@pytest.fixture
def open_page(open_page):
    """A function that opens an explorer of the site and waits for it."""

    def open_(address: str, **options: object) -> Page:
        page = open_page(address, **options)
        if options.get("java_script_enabled", True) and page.locator(".explorer").count():
            ready(page)
        return page

    return open_


def ready(page: Page) -> None:
    """Turn to the explorer and wait until it answers."""
    page.locator(".explorer-count").dispatch_event("pointerover")
    page.locator(".explorer[data-ready]").wait_for()


WIDTHS = (
    """() => [...document.querySelectorAll(".explorer thead th")].map((th) => th.offsetWidth)"""
)


def shown(page: Page) -> list[str]:
    """Return the ids of the records that the table shows, in order."""
    hrefs = page.locator(".explorer tbody th a").evaluate_all("all => all.map(a => a.href)")
    return [href.rstrip("/").split("/")[-1] for href in hrefs]


def facet(page: Page, name: str):
    return page.locator(f".facet[data-field={name}]")


def tick(page: Page, name: str, *values: str) -> None:
    """Open a facet and tick values, as a reader does who first closes a list that covers it."""
    button = facet(page, name).locator("> button")
    if button.get_attribute("aria-expanded") == "false":
        page.keyboard.press("Escape")
        button.click()
    every = facet(page, name).locator(".facet-all")
    if every.is_visible():
        every.click()
    for value in values:
        facet(page, name).locator(f"input[value='{value}']").click()


def counts(page: Page, name: str) -> dict[str, int]:
    """Return the counts of a facet that is open."""
    items = facet(page, name).locator("li")
    pairs = items.evaluate_all(
        """all => all.map(li =>
          [li.querySelector("input").value, li.querySelector(".facet-count").textContent])"""
    )
    return {value: int(n.replace(",", "")) for value, n in pairs}


def in_order(real: Atlas, records: list[Record]) -> list[str]:
    """Return the ids of records of a kind in the order in which its English page lists them."""
    chosen = {record.id for record in records}
    listed = Explorer(Context(real, "en", ""), records[0].about.id).listed
    return [record.id for record in listed if record.id in chosen]


def query(page: Page) -> str:
    return page.evaluate("location.search")


def csv_of(page: Page) -> list[dict[str, str]]:
    """Return the rows of the file that the button gives, read as any program would."""
    with page.expect_download() as waiting:
        page.locator(".explorer-csv").click()
    content = Path(waiting.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")  # or a spreadsheet garbles the Hangul
    header, *rows = csv.reader(content.decode("utf-8-sig").splitlines())
    assert len(set(header)) == len(header) and {len(row) for row in rows} <= {len(header)}
    return [dict(zip(header, row, strict=True)) for row in rows]


class TestNarrowing:
    def test_facets_narrow_within_one_by_or_between_them_by_and(self, open_page, real):
        page = open_page("trials/")
        assert shown(page) == in_order(real, real.of_kind("trials"))
        tick(page, "status", "recruiting", "completed")
        wanted = {"status": ["recruiting", "completed"]}
        assert shown(page) == in_order(real, select(real, "trials", wanted))
        wanted["sites"] = now("samsung-medical-center")
        tick(page, "sites", wanted["sites"])
        assert shown(page) == in_order(real, select(real, "trials", wanted))
        status = page.locator(".explorer-count")
        expect(status).to_have_text(f"{len(shown(page))} of {len(real.of_kind('trials'))} records")
        assert status.get_attribute("role") == "status"
        assert page.errors == []

    def test_counts_answer_to_the_other_facets(self, open_page, real):
        page = open_page("trials/")
        tick(page, "status", "recruiting")
        own = counts(page, "status")
        assert own["completed"] == len(select(real, "trials", {"status": "completed"}))
        tick(page, "phase")
        for phase, n in counts(page, "phase").items():
            if phase != NOT_RECORDED:
                both = {"status": "recruiting", "phase": phase}
                assert n == len(select(real, "trials", both)), phase
        tick(page, "therapies")
        for therapy, n in counts(page, "therapies").items():
            wanted = {"status": "recruiting", "products__therapies": therapy}
            if therapy != NOT_RECORDED:
                assert n == len(select(real, "trials", wanted)), therapy

    def test_trials_are_found_by_what_a_family_knows(self, open_page, real):
        page = open_page("trials/")
        for name, value in (
            ("age_groups", "under-18"),
            ("earlier_lines", "two-or-more"),
            ("indications", now("b-nhl")),
            ("region", "seoul"),
        ):
            tick(page, name, value)
            field = "sites__region" if name == "region" else name
            wanted = len(select(real, "trials", {field: value}))
            assert counts(page, name)[value] == wanted == len(shown(page)) > 0, name
            assert counts(page, name)[NOT_RECORDED] > 0, name
            page.keyboard.press("Escape")
            page.locator(".explorer-clear").click()

    @pytest.mark.parametrize("language", ["", "ko/"])
    def test_counts_agree_with_home_and_guides(self, open_page, language):
        def numbers(page: Page, place: str) -> list[int]:
            said = page.locator(place).first.inner_text()
            return [int(number) for number in re.findall(r"\d+", said)]

        page = open_page(f"{language}trials/?recruitment=recruiting&gives=engineered-cells")
        open_ = shown(page)
        page = open_page(language)
        assert len(open_) in numbers(page, "#recruiting ~ p")
        page = open_page(f"{language}guides/recruiting-trials/")
        for place in ("article p", "#all + p"):
            assert len(open_) in numbers(page, place)
        rows = page.locator("#all ~ .table-wrap, #all ~ * .table-wrap").first.locator("tbody tr")
        assert rows.count() == len(open_)

    def test_what_is_not_recorded_can_be_asked_for(self, open_page, real):
        page = open_page("trials/")
        tick(page, "phase", NOT_RECORDED)
        without = in_order(real, [r for r in real.of_kind("trials") if r.phase is None])
        assert without and shown(page) == without
        assert facet(page, "phase").locator("li").last.inner_text().startswith("not recorded")

    def test_a_wider_disease_includes_its_kinds(self, open_page, real):
        page = open_page("trials/")
        wider = now("b-nhl")
        tick(page, "indications", wider)
        trials = real.of_kind("trials")
        direct = {r.id for r in trials if wider in [fact.value for fact in r.indications]}
        assert direct < set(shown(page))
        assert shown(page) == in_order(real, select(real, "trials", {"indications": wider}))

    @pytest.mark.parametrize(
        ("address", "words", "found"),
        [
            ("trials/", "nct04836507", "nct04836507"),
            ("trials/", "  AT-101 ", "nct05338931"),
            ("products/", "림카토를", "anbal-cel"),
            ("ko/products/", "rimqarto", "anbal-cel"),
            ("ko/trials/", "삼성서울병원", "nct04836507"),
            ("companies/", "큐로", "curocell"),
        ],
    )
    def test_text_finds_names_numbers_and_what_the_filters_list(
        self, open_page, address, words, found
    ):
        page = open_page(address)
        before = len(shown(page))
        page.locator("#explorer-text").fill(words)
        expect(page.locator(".explorer tbody tr")).not_to_have_count(before)
        assert now(found) in shown(page)

    def test_a_long_facet_can_be_searched_and_shown_whole(self, open_page, real):
        page = open_page("sources/")
        facet(page, "publisher").locator("> button").click()
        items = facet(page, "publisher").locator("li")
        assert items.count() == 10
        every = facet(page, "publisher").locator(".facet-all")
        publishers = {" ".join(str(record.publisher).split()) for record in real.of_kind("sources")}
        expect(every).to_have_text(f"Show all {len(publishers)}")
        facet(page, "publisher").locator(".facet-find").fill("yonhap")
        assert 0 < items.count() < len(publishers)
        assert all("yonhap" in said.casefold() for said in items.all_inner_texts())
        facet(page, "publisher").locator(".facet-find").fill("")
        every.click()
        assert items.count() == len(publishers)
        focused = page.evaluate(
            """() => {
              const all = [...document.querySelectorAll("[data-field=publisher] li")];
              return all.indexOf(document.activeElement.closest("li"));
            }"""
        )
        assert focused == 10

    def test_many_rows_come_when_they_are_asked_for(self, open_page, real):
        page = open_page("sources/")
        rows = page.locator(".explorer tbody tr:not([aria-hidden])")
        assert rows.count() == 50
        page.locator(".explorer-rest button").click()
        expect(page.locator(".explorer-rest")).to_be_hidden()
        names = in_order(real, real.of_kind("sources"))
        for _ in range(2):
            assert 50 < rows.count() < len(names)
            widths = page.evaluate(WIDTHS)
            page.evaluate("scrollTo(0, document.querySelector('table.records').offsetHeight)")
            link = page.locator(f".explorer tbody th a[href$='/{names[-1]}/']")
            expect(link).to_be_in_viewport()
            assert rows.count() < len(names)
            assert page.evaluate(WIDTHS) == widths
            page.reload()
            ready(page)

    def test_nothing_found_says_so(self, open_page):
        page = open_page("trials/?q=nosuchthing")
        nothing = page.locator(".explorer-none")
        expect(nothing).to_be_in_viewport()
        expect(nothing).to_contain_text("does not mean that there is none")
        page.locator("#explorer-text").fill("lymphoma")
        expect(nothing).to_be_hidden()

    def test_paper_gets_every_row(self, open_page, real):
        page = open_page("sources/?kind=paper")
        rows = page.locator(".explorer tbody tr")
        assert rows.count() == 50
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert shown(page) == in_order(real, select(real, "sources", {"kind": "paper"}))
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert rows.count() == 50
        expect(page.locator(".explorer-rest button")).to_be_visible()


class TestAddress:
    def test_a_view_can_be_linked_and_survives_reload(self, open_page):
        page = open_page("trials/")
        targets = now("cd19,bcma")
        tick(page, "targets", *targets.split(","))
        page.locator("#explorer-text").fill("lymphoma")
        page.locator("thead button").nth(1).click()
        before, address = shown(page), query(page)
        assert f"targets={targets}" in address and "q=lymphoma" in address
        page.reload()
        ready(page)
        assert shown(page) == before and query(page) == address
        assert page.locator("#explorer-text").input_value() == "lymphoma"

    def test_back_and_forward_go_through_choices_not_letters(self, open_page):
        page = open_page("trials/")
        whole = shown(page)
        tick(page, "status", "recruiting")
        recruiting = shown(page)
        page.locator("#explorer-text").press_sequentially("lymphoma")
        page.go_back()
        expect(page.locator(".explorer-count")).to_have_text(f"{len(whole)} records")
        assert shown(page) == whole
        assert not facet(page, "status").locator("input[value=recruiting]").is_checked()
        page.go_forward()
        expect(page.locator("#explorer-text")).to_have_value("lymphoma")
        assert set(shown(page)) <= set(recruiting)

    @pytest.mark.parametrize(
        "address",
        [
            "?status=recruiting,nosuch",
            "?status=recruiting&sort=nosuch",
            "?status=recruiting&columns=phase,nosuch",
            "?status=recruiting&targets=%E0%A4%A",
            "?status=recruiting&phase=<script>",
        ],
    )
    def test_what_the_list_does_not_have_is_left_out_and_said(self, open_page, real, address):
        page = open_page(f"trials/{address}")
        assert len(shown(page)) == len(select(real, "trials", {"status": "recruiting"}))
        note = page.locator(".explorer-note")
        expect(note).to_be_visible()
        assert "Ignored:" in note.inner_text()
        tick(page, "phase", "phase-1")
        expect(note).to_be_hidden()
        assert "nosuch" not in query(page)

    def test_what_others_put_into_the_address_stays(self, open_page):
        page = open_page("trials/?utm_source=letter")
        expect(page.locator(".explorer-note")).to_be_hidden()
        tick(page, "status", "recruiting")
        assert query(page) == "?utm_source=letter&status=recruiting"

    def test_a_value_with_a_comma_goes_through(self, open_page, real):
        comma = next(r for r in real.of_kind("sources") if "," in str(r.publisher))
        page = open_page("sources/")
        facet(page, "publisher").locator("> button").click()
        facet(page, "publisher").locator(".facet-find").fill(str(comma.publisher))
        facet(page, "publisher").locator(f'input[value="{comma.publisher}"]').click()
        before = shown(page)
        assert comma.id in before
        page.reload()
        ready(page)
        assert shown(page) == before

    def test_the_other_language_shows_the_same(self, open_page):
        page = open_page("trials/?status=recruiting&sort=name")
        before = set(shown(page))
        page.locator(".atlas-languages a[hreflang=ko]").click()
        page.wait_for_url("**/ko/**status=recruiting*")
        ready(page)
        assert set(shown(page)) == before


class TestTable:
    def test_headers_sort_up_and_down_unknown_last(self, open_page, real):
        page = open_page("trials/?columns=phase,enrolment")
        ready(page)
        header = page.locator("thead th").filter(has_text="Enrolment")
        header.locator("button").click()
        trials = {r.id: r.enrolment.value for r in real.of_kind("trials") if r.enrolment}
        known = [trials[id_] for id_ in shown(page) if id_ in trials]
        assert known == sorted(known)
        assert [id_ in trials for id_ in shown(page)] == [True] * len(known) + [False] * (
            len(shown(page)) - len(known)
        )
        assert header.get_attribute("aria-sort") == "ascending"
        header.locator("button").click()
        assert [trials[id_] for id_ in shown(page) if id_ in trials] == known[::-1]
        assert shown(page)[0] in trials
        assert header.get_attribute("aria-sort") == "descending"
        assert page.evaluate("document.activeElement.closest('th').textContent") == "Enrolment"

    def test_korean_names_sort_as_koreans_expect(self, open_page):
        page = open_page("ko/companies/?sort=name")
        names = page.locator("tbody th").all_inner_texts()
        wanted = page.evaluate(
            "names => [...names].sort(new Intl.Collator('ko', {numeric: true}).compare)", names
        )
        assert names == wanted

    def test_columns_can_be_chosen_and_are_kept(self, open_page, real):
        page = open_page("trials/")
        page.get_by_role("button", name="Columns").click()
        columns = page.locator("[data-field=columns]")
        columns.locator("input[value=sites]").check()
        columns.locator("input[value=start_date]").check()
        columns.locator("input[value=recruiting_sites]").uncheck()
        heads = page.locator("thead th").all_inner_texts()
        assert "Korean sites" in heads and "Start" in heads and "Recruiting at" not in heads
        trial = next(r for r in real.of_kind("trials") if r.sites)
        row = page.locator("tbody tr").filter(has=page.locator(f"a[href$='trials/{trial.id}/']"))
        sites = {fact.value for fact in trial.sites}
        assert row.locator("a[href*='institutions/']").count() == len(sites)
        page.reload()
        ready(page)
        assert page.locator("thead th").all_inner_texts() == heads
        for cells in page.locator("tbody tr").evaluate_all("all => all.map(tr => tr.cells.length)"):
            assert cells == len(heads)

    def test_without_javascript_the_address_shows_the_whole_table(self, open_page, real):
        page = open_page("trials/?status=recruiting", java_script_enabled=False)
        assert shown(page) == in_order(real, real.of_kind("trials"))
        assert not page.locator(".explorer-tools").is_visible()
        assert "not recorded" in page.locator(".explorer tbody").inner_text()

    def test_where_the_file_fails_the_table_stays_and_says_so(self, browser, site, served):
        page = browser.new_page()
        page.route("**/explorer/*.json", lambda route: route.abort())
        page.goto(f"{served(site)}trials/")
        page.locator(".explorer-count").hover()
        expect(page.locator(".explorer-note")).to_contain_text("could not be loaded")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert len(shown(page)) > 50
        page.close()


class TestCsv:
    def test_it_holds_what_is_shown(self, open_page, real, site, served):
        page = open_page("trials/?status=recruiting&sort=name&columns=phase,start_date,enrolment")
        rows = csv_of(page)
        assert [row["id"] for row in rows] == shown(page)
        newest = max(str(r.checked) for r in real.records.values() if r.checked)
        assert {row["Data as of"] for row in rows} == {newest}
        assert all("licenses/by/4.0" in row["Licence (CC BY 4.0)"] for row in rows)
        trials = [real.records[row["id"]] for row in rows]
        trial, row = next(
            (trial, row)
            for trial, row in zip(trials, rows, strict=True)
            if trial.registry_numbers
            and all(f and f.known for f in (trial.phase, trial.start_date, trial.enrolment))
        )
        phase = real.vocabularies["phase"].terms[trial.phase.value].label.in_("en")
        assert (row["phase"], row["Phase"]) == (trial.phase.value, phase)
        assert row["Start"] == trial.start_date.value
        assert row["Enrolment"] == str(trial.enrolment.value)
        assert row["Page in the atlas"] == f"{served(site)}trials/{trial.id}/"
        assert str(trial.registry_numbers[0].value) in row["Registry number"]
        assert set(row["Sources"].split()) == {s for f in trial.every_fact for s in f.sources}

    @pytest.mark.parametrize("kind", ["trials", "sources"])
    def test_a_cell_is_empty_in_both_languages_or_in_none(self, open_page, kind):
        english, korean = (csv_of(open_page(f"{folder}{kind}/")) for folder in ("", "ko/"))

        def empty(rows):
            return {row["id"]: [not cell for cell in row.values()] for row in rows}

        assert empty(english) == empty(korean)
        assert ("Sources" in english[0]) == (kind != "sources")  # a source has none

    @pytest.mark.parametrize("begin", ["=", "+", "-", "@"])
    def test_no_cell_begins_like_a_formula(self, open_page, begin):
        page = open_page("about/")

        def changed(route) -> None:
            answer = route.fetch()
            route.fulfill(
                response=answer, body=answer.text().replace(">ZUMA-1<", f">{begin}ZUMA-1<")
            )

        page.route("**/trials/", changed)
        page.goto(page.url.replace("about/", "trials/"))
        ready(page)
        rows = csv_of(page)
        [row] = [row for row in rows if "ZUMA-1" in row["Name"]]
        assert row["Name"] == f"'{begin}ZUMA-1"


class TestAccess:
    def test_it_works_by_keyboard_alone(self, open_page, real):
        page = open_page("trials/")
        facet(page, "status").locator("> button").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        value = page.evaluate("document.activeElement.value")
        assert page.evaluate("document.activeElement.checked") is True
        assert shown(page) == in_order(real, select(real, "trials", {"status": value}))
        page.keyboard.press("Escape")
        assert not facet(page, "status").locator(".facet-panel").is_visible()
        assert page.evaluate("document.activeElement.textContent").startswith("Status (1)")
        page.get_by_role("button", name="Remove filter: Status:").focus()
        page.keyboard.press("Enter")
        assert len(shown(page)) == len(real.of_kind("trials"))
        assert page.evaluate("document.activeElement.id") == "explorer-text"

    def test_clear_all_brings_everything_back(self, open_page, real):
        page = open_page("trials/?status=recruiting&q=lymphoma")
        page.get_by_role("button", name="Clear all").click()
        assert len(shown(page)) == len(real.of_kind("trials"))
        assert query(page) == ""
        assert page.evaluate("document.activeElement.id") == "explorer-text"

    @pytest.mark.parametrize("width", [360, 1440])
    @pytest.mark.parametrize("address", ["trials/?status=recruiting,nosuch", "ko/sources/"])
    def test_axe_finds_nothing(self, open_page, width, address):
        page = open_page(
            address,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if width == 360 else "light",
        )
        if width == 360:
            page.locator(".explorer-open").click()
        page.locator(".facet > button").nth(1).click()
        violations = violations_on(page)
        assert {v["id"]: v["nodes"][0]["html"][:200] for v in violations} == {}

    @pytest.mark.parametrize("width", [320, 360, 768, 1440])
    def test_nothing_is_wider_than_the_screen(self, open_page, width):
        page = open_page(
            "trials/?status=recruiting&targets=cd19", viewport={"width": width, "height": 800}
        )
        if page.locator(".explorer-open").is_visible():
            page.locator(".explorer-open").click()
        for name in ("status", "indications", "evidence", "columns"):
            facet(page, name).locator("> button").click()
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
            panel = facet(page, name).locator(".facet-panel").bounding_box()
            assert panel["x"] >= 0 and panel["x"] + panel["width"] <= width, name
            page.keyboard.press("Escape")  # a panel may lie on the buttons below

    def test_it_speaks_korean(self, open_page):
        page = open_page("ko/trials/?status=recruiting")
        assert "건 중" in page.locator(".explorer-count").inner_text()
        tick(page, "phase")
        assert "기록 없음" in facet(page, "phase").inner_text()
        expect(page.get_by_role("button", name="CSV 내려받기")).to_be_visible()


@pytest.mark.parametrize("kind", ["institutions", "claims", "sources", "trials"])
def test_hostile_values_do_nothing(browser, hostile_site, served, kind: str) -> None:
    page = browser.new_page()
    page.goto(f"{served(hostile_site)}{kind}/")
    ready(page)
    for button in page.locator(".facet > button").all():
        button.click()
        for input_ in page.locator(".facet-panel:not([hidden]) input[type=checkbox]").all()[:3]:
            input_.click()
    page.locator("#explorer-text").fill("<img src=x onerror=window.hit=1>")
    assert page.evaluate("window.hit") is None
    inside = page.locator(".explorer *").evaluate_all(
        "all => [...new Set(all.map(e => e.localName))]"
    )
    assert not set(inside) & {"img", "script", "iframe", "svg", "b"}
    page.close()
