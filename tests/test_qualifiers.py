"""What qualifies a fact goes along to every place where the fact is shown or counted.

The places are those of the table in `macros/page/qualifiers.py`; the facts are those of the small
set, above all of the trial `example-follow-up`.
"""

from __future__ import annotations

import posixpath
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Page

from macros.features.compare.table import rows as rows_of_comparison
from macros.features.search.index import line_of
from macros.model.atlas import Atlas
from macros.model.kinds import KINDS
from macros.model.paths import path
from macros.model.selecting import select
from macros.page import labels
from macros.page.context import Context
from tests.conftest import edit, load
from tests.sites import ROOT, SMALL_DOCS, built
from tests.test_explorer_page import counts, csv_of, facet, ready, shown, tick

TRIAL = "example-follow-up"
COLUMNS = [
    *("phase", "status", "status.as_of", "status.checked", "enrolment", "enrolment.as_of"),
    *("sponsor_type", "registry_numbers", "collaborators", "products", "sites", "year"),
]
DOCS = f"""# Calls

{{{{ count("trials", sites="example-hospital") }}}} of {{{{ count("trials", has="sites") }}}}

{{{{ table("trials", columns={COLUMNS}) }}}}

{{{{ table("institutions", columns=["trials.sites", "trials.sites.status.as_of"]) }}}}
"""

WORDS = {
    "en": {
        "planned": "planned",
        "note": "note",
        "unknown": "unknown (searched, not found)",
        "none": "none, according to the source",
        "phase": "Phase 2 Other sources say: Phase 1/2",
    },
    "ko": {
        "planned": "예정",
        "note": "참고",
        "unknown": "찾아보았으나 확인되지 않음",
        "none": "출처에 따르면 없음",
        "phase": "2상 다른 출처의 값: 1/2상",
    },
}
every_language = pytest.mark.parametrize("language", WORDS)
PREFIX = {"en": "", "ko": "ko/"}


@pytest.fixture(scope="module")
def out(small_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the small records in both languages, with a page of calls."""
    folder = tmp_path_factory.mktemp("qualifiers")
    docs = folder / "docs"
    docs.mkdir()
    for name in ("compare.md", "compare.ko.md"):
        shutil.copy(SMALL_DOCS / name, docs)
    for name in ("index.md", "index.ko.md"):
        (docs / name).write_text(DOCS, encoding="utf-8")
    built(folder / "out", data=small_data, docs=docs)
    return built(folder / "out" / "ko", data=small_data, docs=docs, language="ko").parent


@pytest.fixture(scope="module")
def tree(out: Path) -> Callable[[str], html.HtmlElement]:
    """A function from the address of a page to what it holds."""
    return cache(lambda address: html.fromstring((out / address / "index.html").read_bytes()))


@pytest.fixture
def opened(out: Path, browser: Browser, served) -> Iterator[Callable[[str], Page]]:
    """A function that opens a page with an explorer."""
    context = browser.new_context()

    def open_(address: str) -> Page:
        page = context.new_page()
        page.goto(served(out) + address)
        ready(page)
        return page

    yield open_
    context.close()


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def row_of(tree: html.HtmlElement, record_id: str) -> html.HtmlElement:
    """Return the first row of a table that begins with a link to a record."""
    return tree.xpath(f'.//tr[th/a[1][contains(@href, "/{record_id}/")]]')[0]


def cell(tree: html.HtmlElement, kind: str, record_id: str, column: str, language: str = "en"):
    """Return the cell of a record in a column."""
    label = path(kind, column).label.in_(language)
    [found] = row_of(tree, record_id).xpath(f'./td[@data-label="{label}"]')
    return found


def cell_in_browser(page: Page, record_id: str, column: str) -> str:
    """Return the text of a cell of the explorer after choosing its column."""
    tick(page, "columns")
    facet(page, "columns").locator(f"input[value='{column}']").check()
    label = path("trials", column).label.in_("en")
    row = page.locator(f"tbody tr:has(th a[href*='/{record_id}/'])")
    return " ".join(row.locator(f"td[data-label='{label}']").inner_text().split())


def section(tree: html.HtmlElement, section_id: str) -> html.HtmlElement:
    [found] = tree.xpath(f'//section[h2/@id="{section_id}"]')
    return found


@cache
def rows_in(language: str) -> dict[str, str]:
    """Return id and label of the rows of the comparison."""
    return rows_of_comparison(Context(load(ROOT / "data"), language, ""))


def compared(tree: html.HtmlElement, row: str, product: int, language: str) -> html.HtmlElement:
    """Return the cell of a product, by its number, in a row of the comparison."""
    label = rows_in(language)[row]
    [found] = tree.xpath(f'//table[@class="compare"]//tr[th="{label}"]/td[{product}]')
    return found


def tags(element: html.HtmlElement) -> list[str]:
    return [words(tag) for tag in element.xpath('.//*[contains(@class, "tag--planned")]')]


class TestPlanned:
    @every_language
    def test_it_is_marked_in_a_cell(self, tree, language: str):
        page, planned = tree(PREFIX[language]), WORDS[language]["planned"]
        enrolment = cell(page, "trials", TRIAL, "enrolment", language)
        assert words(enrolment) == f"120 {planned}"
        assert tags(enrolment) == [planned]
        sites = cell(page, "trials", TRIAL, "sites", language)
        [tag] = sites.xpath('.//span[contains(@class, "tag--planned")]')
        assert tag.getprevious().get("href").endswith("/institutions/example-hospital/")
        for record_id in ("nct99999901", "sample-study"):
            assert tags(row_of(page, record_id)) == []

    def test_what_is_at_the_end_of_a_path_through_a_plan_is_planned(self, tree):
        trials = cell(tree(""), "institutions", "example-hospital", "trials.sites")
        assert words(trials).endswith("Follow-up of example-cel planned note")
        dates = cell(tree(""), "institutions", "example-hospital", "trials.sites.status.as_of")
        assert words(dates) == "May 2024, Apr 2024 planned"
        assert tags(cell(tree(""), "institutions", "example-clinic", "trials.sites")) == []

    def test_a_year_is_planned_where_its_date_is(self, tree):
        assert words(cell(tree(""), "trials", TRIAL, "year")) == "2024 planned"

    def test_it_is_marked_in_the_explorer_after_choosing_its_column(self, opened):
        page = opened("trials/")
        sites = "Example Clinic, Example Hospital planned"
        assert cell_in_browser(page, TRIAL, "sites").startswith(sites)
        assert cell_in_browser(page, TRIAL, "completion") == "not recorded"  # in the later file
        assert cell_in_browser(page, "nct99999901", "completion") == "9 Apr 2029 planned"
        assert cell_in_browser(page, "nct99999901", "start_date") == "Mar 2021"

    def test_it_is_marked_in_the_csv(self, opened):
        page = opened("trials/?columns=sites,enrolment,start_date")
        [row] = [row for row in csv_of(page) if row["id"] == TRIAL]
        assert row["Enrolment"] == "120 (planned)"
        assert row["Start"] == "2024-09 (planned)"
        assert row["Korean sites"] == "Example Clinic; Example Hospital (planned)"

    @every_language
    def test_it_is_marked_in_the_list_on_the_other_page_and_not_counted_over_it(
        self, tree, language: str
    ):
        page = tree(f"{PREFIX[language]}institutions/example-hospital/")
        found = section(page, "trials-trials-at-this-site")
        assert words(found.xpath('./h2/span[@class="count"]')[0]) == "1"
        assert len(found.xpath(".//tbody/tr")) == 2
        name = row_of(found, TRIAL).xpath("./th")[0]
        assert tags(name) == [WORDS[language]["planned"]]
        assert tags(row_of(found, "nct99999901")) == []

    def test_who_links_by_another_value_and_by_a_fact_counts(self, small: Path):
        other = "also: [{value: example-hospital, sources: [example-blog]}]"
        site = f"  - {{value: example-clinic, sources: [example-blog], {other}}}\n"
        plan = (
            "  - {value: example-hospital, planned: true, note: The ethics board has not decided.}"
        )
        edit(small, f"trials/{TRIAL}.yml", "  - example-clinic\n", site)
        edit(small, f"trials/{TRIAL}.yml", plan, "  - example-hospital")
        for group in load(small).backlinks("example-hospital"):
            assert not any(fact and fact.alternative for fact in group.facts.values())

    def test_who_links_by_a_plan_and_by_a_fact_is_no_plan(self, atlas: Atlas):
        groups = atlas.backlinks("example-hospital")
        [sites] = [group for group in groups if (group.kind, group.relation) == ("trials", "sites")]
        fact, plan = sites.links
        assert sites.count == 1 and plan.fact and plan.fact.planned
        both = replace(sites, links=[plan, replace(fact, record=plan.record)])
        assert both.count == 1 and both.facts == {TRIAL: fact.fact}

    @every_language
    def test_it_is_marked_in_the_comparison(self, tree, language: str):
        page, planned = tree(f"{PREFIX[language]}compare/"), WORDS[language]["planned"]
        own, other = (compared(page, "trials", product, language) for product in (1, 2))
        assert tags(other) == [planned]
        assert tags(own) == []
        assert tags(compared(page, "marketed_by", 1, language)) == [planned]

    @every_language
    def test_it_is_marked_on_the_page_of_its_source_and_in_the_table_of_a_picture(
        self, tree, language: str
    ):
        planned = WORDS[language]["planned"]
        source = section(tree(f"{PREFIX[language]}sources/example-register/"), "citing")
        label = KINDS["trials"].fields["enrolment"].labelled().in_(language)
        [row] = [
            r for r in source.xpath(".//tbody/tr") if words(r[1]) == label and "120" in words(r)
        ]
        assert tags(row) == [planned]
        trial = tree(f"{PREFIX[language]}trials/nct99999901/")
        rows = trial.xpath("//details[@class='picture-table']//tr[contains(., '2029')]")
        assert rows and all(planned in words(row) for row in rows)

    def test_it_is_not_counted_and_passes_no_filter(self, tree, atlas: Atlas):
        [said] = tree("").xpath("//article//p[contains(., ' of ')]")
        assert words(said) == "1 of 2"
        for name, value in (
            ("sites", "example-hospital"),
            ("products", "sample-nk"),
            ("products__stage", "preclinical"),
        ):
            assert TRIAL not in [r.id for r in select(atlas, "trials", {name: value})], name
        [hospital] = select(atlas, "institutions", {"trials__sites__status": "not-yet-recruiting"})
        assert hospital.id == "example-clinic"
        asked = {"has": "trials.products"}
        assert [r.id for r in select(atlas, "products", asked)] == ["example-cel"]

    def test_no_facet_lists_or_counts_it_and_no_text_finds_it(self, opened):
        page = opened("trials/")
        tick(page, "sites")
        assert counts(page, "sites") == {
            "example-clinic": 1,
            "example-hospital": 1,
            "not-recorded": 2,
        }
        tick(page, "year")
        assert "2024" not in counts(page, "year")
        # Nothing but a plan: the products do not differ, so there is no facet.
        assert facet(page, "products").count() == 0
        tick(page, "sites", "example-hospital")
        assert shown(page) == ["nct99999901"]
        page.goto(page.url.partition("?")[0] + "?q=hospital")
        ready(page)
        assert "nct99999901" in shown(page) and TRIAL not in shown(page)

    def test_it_sorts_among_what_is_recorded(self, opened):
        page = opened("trials/?sort=-enrolment")
        assert shown(page)[:2] == [TRIAL, "nct99999901"]

    def test_no_line_of_the_search_has_it(self, atlas: Atlas):
        line = line_of(Context(atlas, "en", ""), atlas.records[TRIAL])
        assert "Example-cel" in line and "Example lymphoma" in line
        assert "Sample-NK" not in line and "Example cancer" not in line


class TestOtherValues:
    @every_language
    def test_they_are_marked_in_a_cell_and_in_lists(self, tree, language: str):
        said = WORDS[language]["phase"]
        for address in ("", "trials/", "institutions/example-hospital/"):
            page = tree(PREFIX[language] + address)
            assert words(cell(page, "trials", TRIAL, "phase", language)) == said, address

    def test_they_are_in_the_explorer_and_in_the_remarks_of_the_csv(self, opened):
        page = opened("trials/")
        start = "Sep 2024 planned Other sources say: Oct 2024"
        assert cell_in_browser(page, TRIAL, "start_date") == start
        [row] = [row for row in csv_of(page) if row["id"] == TRIAL]
        assert row["Start"] == "2024-09 (planned)"
        assert "Start: Other sources say: Oct 2024" in row["Remarks"]
        assert row["Phase"] == "Phase 2"
        assert "Phase: Other sources say: Phase 1/2" in row["Remarks"]

    @every_language
    def test_they_have_receipts_on_the_page_and_in_the_comparison(self, tree, language: str):
        [phase] = tree(f"{PREFIX[language]}trials/{TRIAL}/").xpath('//div[@id="phase"]')
        results = compared(tree(f"{PREFIX[language]}compare/"), "result-orr", 1, language)
        for place, said, source in (
            (phase, "", "example-daily-2023"),
            (results, "71.5", "example-blog"),
        ):
            [other] = place.xpath('.//div[@class="also"]')
            assert said in words(other)
            [number] = other.xpath('.//details[@class="citation"]//li/a/@href')
            [line] = place.xpath("//li[@id = $id]", id=number.removeprefix("#"))
            assert line.xpath(".//a[contains(@href, $source)]", source=source)

    def test_the_page_of_a_source_shows_the_value_that_it_gives(self, tree):
        [row] = [
            row
            for row in section(tree("sources/example-daily-2023/"), "citing").xpath(".//tbody/tr")
            if words(row[1]) == "Phase" and "Follow-up" in words(row)
        ]
        assert words(row[2]) == "Phase 1/2"
        results = section(tree("sources/example-blog/"), "citing").xpath(".//tbody/tr")
        [row] = [row for row in results if "71.5" in words(row)]
        assert "70.0" not in words(row)


class TestStates:
    @every_language
    @pytest.mark.parametrize(
        ("column", "state"),
        [("registry_numbers", "unknown"), ("sponsor_type", "unknown"), ("collaborators", "none")],
    )
    def test_they_are_words_in_a_cell(self, tree, language: str, column: str, state: str):
        found = cell(tree(PREFIX[language]), "trials", TRIAL, column, language)
        assert words(found) == WORDS[language][state]

    def test_they_are_words_in_lists_and_on_the_page_of_the_source(self, tree):
        company = section(tree("companies/examplecell/"), "products-products")
        assert words(cell(company, "products", "sample-nk", "targets")) == WORDS["en"]["unknown"]
        source = section(tree("sources/example-register/"), "citing").xpath(".//tbody/tr")
        [row] = [r for r in source if "Follow-up" in words(r) and words(r[1]) == "Collaborator"]
        assert words(row[2]) == WORDS["en"]["none"]

    @every_language
    def test_they_are_words_in_the_comparison_and_on_the_page(self, tree, language: str):
        said = WORDS[language]["unknown"]
        page = tree(f"{PREFIX[language]}compare/")
        assert words(compared(page, "targets", 2, language)).startswith(said)
        page = tree(f"{PREFIX[language]}trials/{TRIAL}/")
        [fact] = page.xpath('//div[@id="registry-numbers"]/dd')
        assert words(fact).startswith(said)

    def test_they_are_words_in_the_explorer_its_facets_and_the_csv(self, opened):
        page = opened("trials/")
        for column, state in (("registry_numbers", "unknown"), ("collaborators", "none")):
            assert cell_in_browser(page, TRIAL, column) == WORDS["en"][state]
        [row] = [row for row in csv_of(page) if row["id"] == TRIAL]
        assert row["Registry number"] == WORDS["en"]["unknown"]
        assert row["Collaborator"] == WORDS["en"]["none"]
        tick(page, "sponsor_type", "unknown")
        assert shown(page) == [TRIAL]
        assert WORDS["en"]["unknown"] in facet(page, "sponsor_type").inner_text()

    def test_no_cell_of_an_explorer_is_empty(self, opened):
        page = opened("trials/")
        page.get_by_role("button", name="Columns").click()
        for box in page.locator("[data-field=columns] input").all():
            box.check()
        cells = page.locator(".explorer tbody td").all_inner_texts()
        assert len(cells) > 80 and all(text.strip() for text in cells)

    def test_they_can_be_asked_for_but_are_nothing_that_a_record_has(self, atlas: Atlas):
        asked = [r.id for r in select(atlas, "trials", {"registry_numbers": "unknown"})]
        assert asked == [TRIAL]
        there = [r.id for r in select(atlas, "trials", {"has": "registry_numbers"})]
        assert there == ["nct99999901"]

    def test_no_line_of_the_search_has_them(self, atlas: Atlas):
        for record in atlas.records.values():
            line = line_of(Context(atlas, "en", ""), record)
            assert WORDS["en"]["unknown"] not in line and WORDS["en"]["none"] not in line


class TestNotes:
    @every_language
    def test_each_is_reached_by_a_link_from_where_its_fact_is_shown(
        self, out: Path, tree, language: str
    ):
        places = set()
        root = out / PREFIX[language]
        for file in sorted(root.rglob("index.html")):
            address = file.parent.relative_to(out).as_posix().removeprefix(".")
            if language == "en" and address.startswith("ko"):
                continue
            for link in tree(address).xpath('//a[@class="note-mark"]'):
                assert words(link) == WORDS[language]["note"]
                page, _, anchor = link.get("href").partition("#")
                target = posixpath.normpath(posixpath.join(address or ".", page))
                [place] = tree(target).xpath(f'//*[@id="{anchor}"]')
                place = place.getparent() if place.tag == "h2" else place
                notes = place.xpath('.//details[@class="citation"]//p[@class="note"]')
                bare = link.get("title").rstrip(".")
                assert any(bare in words(note) for note in notes), (address, link.get("href"))
                places.add((address.removeprefix("ko").strip("/"), target.split("/")[-1], anchor))
        wanted = {
            ("", TRIAL, "status"),
            ("", TRIAL, "sites"),
            ("trials", TRIAL, "status"),
            ("institutions/example-hospital", TRIAL, "sites"),
            ("products/sample-nk", TRIAL, "products"),
            ("compare", TRIAL, "products"),
            ("sources/example-register", TRIAL, "sites"),
        }
        assert wanted <= places

    def test_it_is_in_words_in_the_explorer_and_in_the_remarks_of_the_csv(self, opened):
        page = opened("trials/")
        assert cell_in_browser(page, TRIAL, "sites").endswith(
            "Example Hospital planned Example Hospital: note: The ethics board has not decided."
        )
        [row] = [row for row in csv_of(page) if row["id"] == TRIAL]
        assert row["Status"] == "Not yet recruiting"
        assert "Status: note: Opens in summer, says the company." in row["Remarks"]

    def test_the_comparison_has_it_in_the_receipt(self, tree):
        indications = compared(tree("compare/"), "indications", 1, "en")
        [note, _] = indications.xpath('.//details[@class="citation"]//p[@class="note"]')
        assert words(note) == "Licensed for adults."


class TestDates:
    @pytest.mark.parametrize(
        ("language", "as_of", "checked"),
        [
            ("en", ("Status, as of", "Apr 2024"), ("Status, last checked", "6 May 2024")),
            (
                "ko",
                ("진행 상태(기준일)", "2024년 4월"),
                ("진행 상태(최종 확인일)", "2024년 5월 6일"),
            ),
        ],
    )
    def test_the_date_of_a_fact_is_a_column(self, tree, language: str, as_of, checked):
        page = tree(PREFIX[language])
        for column, (label, date) in (("status.as_of", as_of), ("status.checked", checked)):
            assert path("trials", column).label.in_(language) == label
            found = cell(page, "trials", TRIAL, column, language)
            assert words(found) == date
            assert found.xpath("./time/@datetime") in (["2024-04"], ["2024-05-06"])
        absent = words(cell(page, "trials", "sample-study", "status.as_of", language))
        assert absent == labels.label("not_recorded", language)

    def test_what_qualifies_the_value_does_not_qualify_its_date(self, tree):
        assert words(cell(tree(""), "trials", TRIAL, "enrolment.as_of")) == "Apr 2024"

    def test_it_is_a_path_like_any_other(self, atlas: Atlas, monkeypatch):
        def dates(record_id: str, text: str) -> list[str]:
            record = atlas.records[record_id]
            return [str(i.value) for i in path(record.about.id, text).items(atlas, record)]

        assert dates("example-cel", "stage.as_of") == ["2024-03-02"]
        assert dates("example-cel", "marketed_by.as_of") == ["2025"]
        assert dates("example-cel", "indications.as_of") == ["2024-03-02"]
        assert dates("nct99999901", "products.stage.as_of") == ["2024-03-02"]
        assert dates("example-hospital", "trials.sites.status.as_of") == ["2024-05", "2024-04"]
        assert dates("sample-nk", "targets.checked") == ["2024-05"]
        asked = {"status__as_of": "2024-05"}
        assert [r.id for r in select(atlas, "trials", asked)] == ["nct99999901"]
