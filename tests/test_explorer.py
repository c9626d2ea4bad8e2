"""The explorer: its data against the Atlas, and the real site in a real browser.

What it loads, compressed: 3.6 KB for the 57 trials of November 2026 and 6.4 KB more for a further
column or the CSV; 20 and 19 KB for the 797 sources. How quickly it answers at 2,000 rows:
`python -m tests.benchmark.explorer`.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Browser, Page, expect

from macros.atlas import Atlas
from macros.derive import evidence, year
from macros.explorer import NOT_RECORDED, Explorer
from macros.facets import RESERVED, columns_of, facets_of, values_at
from macros.loading import Loader
from macros.pages.context import Context
from macros.pages.explorer import explorer_block
from macros.records import KINDS
from macros.selection import select
from tests.conftest import edit, load
from tests.hostile import TEXTS
from tests.sites import ROOT


def explorer_of(atlas: Atlas, kind: str, language: str = "en") -> Explorer:
    return Explorer(Context(atlas, language, ""), kind)


def field_of(explorer: Explorer, name: str):
    [field] = [field for field in explorer.fields if field.column.id == name]
    return field


def values_of(explorer: Explorer, name: str) -> dict[str, list[str]]:
    """Return, for each record, the keys of its values in a column."""
    field = field_of(explorer, name)
    cells = [[cell] if isinstance(cell, int) else cell for cell in field.cells]
    keys = ([field.values[at][0] for at in cell] for cell in cells)
    return dict(zip((record.id for record in explorer.records), keys, strict=True))


class TestColumns:
    @pytest.mark.parametrize("kind", KINDS)
    def test_every_kind_has_facets_with_names_of_their_own(self, kind: str):
        facets = [facet.id for facet in facets_of(kind)]
        assert facets and "evidence" in facets
        columns = [column.id for column in columns_of(kind)]
        assert len(columns) == len(set(columns))
        assert not set(RESERVED) & set(columns)
        assert list(KINDS[kind].about.columns) == columns[: len(KINDS[kind].about.columns)]

    @pytest.mark.parametrize(
        "path", ["nothing", "products.nothing", "phase.label", "trials.phase", "nobody.products"]
    )
    def test_a_wrong_facet_is_an_error_that_names_it(self, path: str, monkeypatch):
        about = KINDS["trials"].about
        monkeypatch.setattr(KINDS["trials"], "about", about.__class__(**vars(about) | {"facets": (path,)}))
        with pytest.raises(ValueError, match="facet"):
            list(facets_of("trials"))

    def test_a_path_leads_through_relations_and_back(self, atlas: Atlas):
        def at(id_: str, path: str) -> list[str]:
            return list(map(str, values_at(atlas, atlas.records[id_], path.split("."))))

        assert at("nct99999901", "products.therapies") == ["example-therapy"]
        assert at("example-hospital", "trials.sites") == ["nct99999901"]
        assert at("example-hospital", "trials.sites.status") == ["active-not-recruiting"]
        assert at("examplecell", "products.developers.stage") == ["approved", "preclinical"]
        assert "examplecell" in at("examplecell-samplegen-2023", "parties.party")


class TestEvidence:
    def test_more_than_half_of_the_facts_decide(self, small: Path):
        def grade_of(id_: str) -> str | None:
            return evidence(load(small), load(small).records[id_])

        assert grade_of("nct99999901") == "primary"
        assert grade_of("sample-nk") == "company"
        # Half of the facts is not enough: a record of news does not become one of a register.
        edit(small, "trials/sample-study.yml", "sponsors: [example-university]",
             "sponsors: {value: [example-university], sources: [example-register]}")
        edit(small, "trials/sample-study.yml", 'start_date: "2019"', 'start_date: "2019"\nage: adults')
        assert grade_of("sample-study") == "press"
        edit(small, "trials/sample-study.yml", "age: adults",
             "age: {value: adults, sources: [example-register]}\ncell_source: {value: autologous, sources: [example-register]}")
        assert grade_of("sample-study") == "primary"

    def test_a_source_has_the_grade_of_its_kind(self, atlas: Atlas):
        assert evidence(atlas, atlas.records["example-register"]) == "primary"
        assert evidence(atlas, atlas.records["example-blog"]) == "unconfirmed"

    def test_the_year_is_that_of_the_date_that_orders_the_kind(self, atlas: Atlas):
        assert year(atlas.records["nct99999901"]) == 2021
        assert year(atlas.records["example-iit"]) is None


class TestData:
    def test_what_is_unknown_none_or_absent_is_a_value_at_the_end(self, atlas: Atlas):
        products = explorer_of(atlas, "products")
        assert values_of(products, "targets") == {"example-cel": ["exa1"], "sample-nk": ["unknown"]}
        trials = explorer_of(atlas, "trials")
        assert values_of(trials, "registry_numbers")["example-iit"] == ["none"]
        assert values_of(trials, "phase")["sample-study"] == [NOT_RECORDED]
        field = field_of(trials, "phase")
        assert [value[0] for value in field.values[field.known :]] == [NOT_RECORDED]

    def test_words_of_a_list_stand_in_its_order_years_the_newest_first(self, atlas: Atlas):
        trials = explorer_of(atlas, "trials")
        assert [v[0] for v in field_of(trials, "phase").values][:2] == ["early-phase-1", "phase-1-2"]
        assert [v[0] for v in field_of(trials, "year").values][:2] == ["2021", "2019"]

    def test_a_wider_disease_finds_those_within_it(self, atlas: Atlas):
        field = field_of(explorer_of(atlas, "trials"), "indications")
        keys = [value[0] for value in field.values]
        narrow, wide = keys.index("example-lymphoma"), keys.index("example-cancer")
        assert field.broader == {narrow: [wide]}

    def test_a_ring_of_wider_diseases_ends(self, small: Path):
        atlas = load(small)
        atlas.records["example-cancer"].part_of = atlas.records["example-lymphoma"].part_of
        field = field_of(explorer_of(atlas, "trials"), "indications")
        assert all(own not in wide for own, wide in field.broader.items())

    @pytest.mark.parametrize("kind", KINDS)
    def test_files_are_json_in_both_languages_and_named_by_what_they_hold(self, atlas: Atlas, kind: str):
        for language in ("en", "ko"):
            explorer = explorer_of(atlas, kind, language)
            more, first = explorer.files
            assert explorer.path == first
            file, later = (json.loads(explorer.files[path]) for path in (first, more))
            assert file["more"] == more
            assert file["ids"] == [record.id for record in atlas.of_kind(kind)]
            for field in file["fields"]:
                data = field if "cells" in field else later["fields"][field["id"]]
                assert len(data["cells"]) == len(file["ids"])
                assert field["known"] <= len(data["values"])
        assert set(explorer_of(atlas, kind, "en").files).isdisjoint(explorer.files)

    def test_other_names_do_not_repeat_the_one_that_is_shown(self, atlas: Atlas):
        file = json.loads(explorer_of(atlas, "products").files[explorer_of(atlas, "products").path])
        assert file["also"][0].split("\n") == ["예시캡타젠", "EXA101"]

    def test_hostile_texts_stay_values(self, hostile_data: Path):
        atlas, _ = Loader(hostile_data).read()
        for kind in KINDS:
            for content in explorer_of(atlas, kind).files.values():
                json.loads(content)
                assert not set(content) & {chr(n) for n in (*range(32), *range(127, 160))}
        field = field_of(explorer_of(atlas, "institutions"), "city")
        assert len(field.values) == len(TEXTS) - 1  # one of them is written twice


class TestBlock:
    def block(self, atlas: Atlas, kind: str, records=None):
        explorer = explorer_of(atlas, kind)
        records = explorer.records if records is None else records
        columns = KINDS[kind].about.columns
        made = explorer_block(Context(atlas, "en", "../"), explorer, records, columns, "x.js")
        return html.fragment_fromstring(str(made), create_parent="div")

    def test_the_table_is_there_without_the_script(self, atlas: Atlas):
        block = self.block(atlas, "trials")
        assert len(block.xpath(".//tbody/tr")) == len(atlas.of_kind("trials"))
        assert "not recorded" in block.xpath("string(.//tbody/tr[3])")

    def test_facets_in_which_records_do_not_differ_are_left_out(self, atlas: Atlas):
        trials = select(atlas, "trials", {"products": "example-cel"})
        names = self.block(atlas, "trials", trials).xpath(".//*[@data-field]/@data-field")
        assert "status" in names and "products" not in names

    def test_part_of_a_kind_says_which_records_it_has(self, atlas: Atlas):
        trials = select(atlas, "trials", {"phase": ["phase-1-2", "early-phase-1"]})
        [block] = self.block(atlas, "trials", trials).xpath("./div")
        assert block.get("data-ids").split() == [record.id for record in trials]
        [block] = self.block(atlas, "trials").xpath("./div")
        assert block.get("data-ids") == ""

    def test_one_record_is_a_table(self, atlas: Atlas):
        assert not self.block(atlas, "targets").xpath(".//*[@data-file]")


# The real site ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real() -> Atlas:
    """The real records."""
    return Loader(ROOT / "data").load()


@pytest.fixture
def open_page(browser: Browser, site: Path, served):
    """A function that opens an explorer of the site, in a context of its own, and waits for it."""
    contexts = []

    def open_(address: str, **options: object) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("console", lambda message: page.errors.append(message.text))
        page.goto(served(site) + address)
        if options.get("java_script_enabled", True) and page.locator(".explorer").count():
            ready(page)
        return page

    yield open_
    for context in contexts:
        context.close()


def ready(page: Page) -> None:
    page.locator(".explorer[data-ready]").wait_for()


def shown(page: Page) -> list[str]:
    """Return the ids of the records that the table shows, in order."""
    hrefs = page.locator(".explorer tbody th a").evaluate_all("all => all.map(a => a.href)")
    return [href.rstrip("/").split("/")[-1] for href in hrefs]


def facet(page: Page, name: str):
    return page.locator(f".facet[data-field={name}]")


def tick(page: Page, name: str, *values: str) -> None:
    """Open a facet and tick values."""
    button = facet(page, name).locator("> button")
    if button.get_attribute("aria-expanded") == "false":
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
        "all => all.map(li => [li.querySelector('input').value, li.querySelector('.facet-count').textContent])"
    )
    return {value: int(n.replace(",", "")) for value, n in pairs}


def query(page: Page) -> str:
    return page.evaluate("location.search")


class TestNarrowing:
    def test_facets_narrow_within_one_by_or_between_them_by_and(self, open_page, real):
        page = open_page("trials/")
        assert shown(page) == [record.id for record in real.of_kind("trials")]
        tick(page, "status", "recruiting", "completed")
        wanted = {"status": ["recruiting", "completed"]}
        assert shown(page) == [r.id for r in select(real, "trials", wanted)]
        tick(page, "sites", "samsung-medical-center")
        wanted["sites"] = "samsung-medical-center"
        assert shown(page) == [r.id for r in select(real, "trials", wanted)]
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
        wanted = {"status": "recruiting", "products__therapies": "car-nk"}
        assert counts(page, "therapies")["car-nk"] == len(select(real, "trials", wanted))

    def test_what_is_not_recorded_can_be_asked_for(self, open_page, real):
        page = open_page("trials/")
        tick(page, "phase", NOT_RECORDED)
        without = [record.id for record in real.of_kind("trials") if record.phase is None]
        assert without and shown(page) == without
        assert facet(page, "phase").locator("li").last.inner_text().startswith("not recorded")

    def test_a_wider_disease_includes_its_kinds(self, open_page, real):
        page = open_page("trials/")
        tick(page, "indications", "lymphoma") if "lymphoma" in real.records else tick(page, "indications", "b-nhl")
        wide = "lymphoma" if "lymphoma" in real.records else "b-nhl"
        direct = {r.id for r in select(real, "trials", {"indications": wide})}
        assert direct < set(shown(page))

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
    def test_text_finds_names_numbers_and_what_the_filters_list(self, open_page, address, words, found):
        page = open_page(address)
        before = len(shown(page))
        page.locator("#explorer-text").fill(words)
        expect(page.locator(".explorer tbody tr")).not_to_have_count(before)
        assert found in shown(page)

    def test_a_long_facet_can_be_searched_and_shown_whole(self, open_page, real):
        page = open_page("sources/")
        facet(page, "publisher").locator("> button").click()
        items = facet(page, "publisher").locator("li")
        assert items.count() == 10
        every = facet(page, "publisher").locator(".facet-all")
        publishers = {" ".join(record.publisher.split()) for record in real.of_kind("sources")}
        expect(every).to_have_text(f"Show all {len(publishers)}")
        facet(page, "publisher").locator(".facet-find").fill("yonhap")
        assert 0 < items.count() < 10
        facet(page, "publisher").locator(".facet-find").fill("")
        every.click()
        assert items.count() == len(publishers)
        focused = page.evaluate("document.activeElement.closest('li') === document.querySelectorAll('[data-field=publisher] li')[10]")
        assert focused

    def test_many_rows_come_when_they_are_asked_for(self, open_page, real):
        page = open_page("sources/")
        assert page.locator(".explorer tbody tr").count() == 50
        page.locator(".explorer-rest button").click()
        assert page.locator(".explorer tbody tr").count() == len(real.of_kind("sources"))
        page.reload()
        ready(page)
        assert page.locator(".explorer tbody tr").count() == len(real.of_kind("sources"))


class TestAddress:
    def test_a_view_can_be_linked_and_survives_reload(self, open_page):
        page = open_page("trials/")
        tick(page, "targets", "cd19", "bcma")
        page.locator("#explorer-text").fill("lymphoma")
        page.get_by_role("button", name="Start").or_(page.locator("thead button").nth(1)).first.click()
        before, address = shown(page), query(page)
        assert "targets=cd19,bcma" in address and "q=lymphoma" in address
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
        assert "Left out:" in note.inner_text()
        tick(page, "phase", "phase-1")
        expect(note).to_be_hidden()
        assert "nosuch" not in query(page)

    def test_what_others_put_into_the_address_stays(self, open_page):
        page = open_page("trials/?utm_source=letter")
        expect(page.locator(".explorer-note")).to_be_hidden()
        tick(page, "status", "recruiting")
        assert query(page) == "?utm_source=letter&status=recruiting"

    def test_a_value_with_a_comma_goes_through(self, open_page, real):
        comma = next(r for r in real.of_kind("sources") if "," in r.publisher)
        page = open_page("sources/")
        facet(page, "publisher").locator("> button").click()
        facet(page, "publisher").locator(".facet-find").fill(comma.publisher)
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
        ready(page)
        assert set(shown(page)) == before
        assert "/ko/" in page.url and "status=recruiting" in page.url


class TestTable:
    def test_headers_sort_up_and_down_unknown_last(self, open_page, real):
        page = open_page("trials/")
        header = page.locator("thead th").filter(has_text="Enrolment")
        header.locator("button").click()
        trials = {r.id: r.enrolment.value for r in real.of_kind("trials") if r.enrolment}
        known = [trials[id_] for id_ in shown(page) if id_ in trials]
        assert known == sorted(known)
        assert [id_ in trials for id_ in shown(page)] == [True] * len(known) + [False] * (len(shown(page)) - len(known))
        assert header.get_attribute("aria-sort") == "ascending"
        header.locator("button").click()
        assert [trials[id_] for id_ in shown(page) if id_ in trials] == known[::-1]
        assert shown(page)[0] in trials
        assert header.get_attribute("aria-sort") == "descending"
        assert page.evaluate("document.activeElement.closest('th').textContent") == "Enrolment"

    def test_korean_names_sort_as_koreans_expect(self, open_page):
        page = open_page("ko/companies/?sort=name")
        names = page.locator("tbody th").all_inner_texts()
        wanted = page.evaluate("names => [...names].sort(new Intl.Collator('ko', {numeric: true}).compare)", names)
        assert names == wanted

    def test_columns_can_be_chosen_and_are_kept(self, open_page, real):
        page = open_page("trials/")
        page.get_by_role("button", name="Columns").click()
        columns = page.locator("[data-field=columns]")
        columns.locator("input[value=sites]").check()
        columns.locator("input[value=start_date]").check()
        columns.locator("input[value=phase]").uncheck()
        heads = [head for head in page.locator("thead th").all_inner_texts()]
        assert "Korean sites" in heads and "Start" in heads and "Phase" not in heads
        row = page.locator("tbody tr").filter(has=page.locator("a[href*=nct04836507]"))
        assert row.locator("a[href*='institutions/samsung-medical-center/']").count() == 1
        page.reload()
        ready(page)
        assert page.locator("thead th").all_inner_texts() == heads
        for cells in page.locator("tbody tr").evaluate_all("all => all.map(tr => tr.cells.length)"):
            assert cells == len(heads)

    def test_without_javascript_the_address_shows_the_whole_table(self, open_page, real):
        page = open_page("trials/?status=recruiting", java_script_enabled=False)
        assert shown(page) == [record.id for record in real.of_kind("trials")]
        assert not page.locator(".explorer-tools").is_visible()
        assert "not recorded" in page.locator(".explorer tbody").inner_text()

    def test_where_the_file_fails_the_table_stays_and_says_so(self, browser, site, served):
        page = browser.new_page()
        page.route("**/explorer/*.json", lambda route: route.abort())
        page.goto(f"{served(site)}trials/")
        expect(page.locator(".explorer-note")).to_contain_text("could not be loaded")
        assert len(shown(page)) > 50
        page.close()


class TestCsv:
    def rows(self, page: Page) -> tuple[list[str], list[dict[str, str]]]:
        """Return the comments and the rows of the file that the button gives."""
        with page.expect_download() as waiting:
            page.locator(".explorer-csv").click()
        content = Path(waiting.value.path()).read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        lines = content.decode("utf-8-sig").splitlines(keepends=True)
        comments = [line.strip() for line in lines if line.startswith("#")]
        return comments, list(csv.DictReader(line for line in lines if not line.startswith("#")))

    def test_it_holds_what_is_shown(self, open_page, real, site, served):
        page = open_page("trials/?status=recruiting&sort=name&columns=phase,start_date,enrolment")
        comments, rows = self.rows(page)
        assert [row["id"] for row in rows] == shown(page)
        newest = max(str(r.checked) for r in real.records.values() if r.checked)
        said = "\n".join(comments)
        for part in (newest, "Status: Recruiting", f"{served(site)}trials/?status=recruiting", "CC BY 4.0", "Trials"):
            assert part in said
        row = next(row for row in rows if row["id"] == "nct05338931")
        trial = real.records["nct05338931"]
        assert row["Start"] == trial.start_date.value
        assert row["Enrolment"] == str(trial.enrolment.value)
        assert row["Address"] == f"{served(site)}trials/nct05338931/"
        assert "NCT05338931" in row["Registry number"]
        assert set(row["Sources"].split("; ")) == {s for f in trial.all_facts() for s in f.item.sources}

    @pytest.mark.parametrize("begin", ["=", "+", "-", "@"])
    def test_no_cell_begins_like_a_formula(self, open_page, begin):
        page = open_page("about/")

        def changed(route) -> None:
            answer = route.fetch()
            route.fulfill(response=answer, body=answer.text().replace(">ZUMA-1<", f">{begin}ZUMA-1<"))

        page.route("**/trials/", changed)
        page.goto(page.url.replace("about/", "trials/"))
        ready(page)
        _, rows = self.rows(page)
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
        assert shown(page) == [r.id for r in select(real, "trials", {"status": value})]
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
        page = open_page(address, viewport={"width": width, "height": 900}, color_scheme="dark" if width == 360 else "light")
        if width == 360:
            page.locator(".explorer-open").click()
        page.locator(".facet > button").nth(1).click()
        violations = Axe().run(page).response["violations"]
        assert {v["id"]: v["nodes"][0]["html"][:200] for v in violations} == {}

    @pytest.mark.parametrize("width", [320, 360, 768, 1440])
    def test_nothing_is_wider_than_the_screen(self, open_page, width):
        page = open_page("trials/?status=recruiting&targets=cd19", viewport={"width": width, "height": 800})
        if width < 700:
            page.locator(".explorer-open").click()
        for name in ("status", "indications", "evidence", "columns"):
            facet(page, name).locator("> button").click()
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
            panel = facet(page, name).locator(".facet-panel").bounding_box()
            assert panel["x"] >= 0 and panel["x"] + panel["width"] <= width, name

    @pytest.mark.parametrize("address", ["trials/", "sources/", "ko/trials/?status=recruiting&sort=name"])
    def test_nothing_moves_when_the_script_starts(self, open_page, address):
        for width in (360, 1440):
            page = open_page(address, viewport={"width": width, "height": 900})
            moved = page.evaluate(
                """() => new Promise((resolve) => {
                  let sum = 0;
                  new PerformanceObserver((list) => {
                    for (const entry of list.getEntries()) sum += entry.value;
                  }).observe({ type: "layout-shift", buffered: true });
                  setTimeout(() => resolve(sum), 300);
                })"""
            )
            assert moved < 0.05, width

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
    inside = page.locator(".explorer *").evaluate_all("all => [...new Set(all.map(e => e.localName))]")
    assert not set(inside) & {"img", "script", "iframe", "svg", "b"}
    page.close()
