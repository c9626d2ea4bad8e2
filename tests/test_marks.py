"""What qualifies a fact goes along: to the page of its source, into tables."""

from __future__ import annotations

from pathlib import Path

from lxml import html

from macros.features.approvals import approval_table
from macros.model.atlas import Atlas
from macros.page.context import Context
from macros.page.tables import cell
from tests.conftest import edit, load, page_of


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def resting(atlas: Atlas, source: str, record: str, field: str) -> html.HtmlElement:
    """Return what the page of a source has as the value of a field of a record."""
    page = html.fromstring(page_of(atlas, source).html)
    rows = page.xpath('.//section[h2/@id="citing"]//tbody/tr')
    [value] = [row[2] for row in rows if (words(row[0]), words(row[1])) == (record, field)]
    return value


def test_the_page_of_a_source_gives_what_this_source_says(atlas: Atlas) -> None:
    first = resting(atlas, "example-register", "Examplecell", "Founded")
    assert words(first) == "Dec 2016 note Other sources say: 2017"
    other = resting(atlas, "examplecell-release", "Examplecell", "Founded")
    assert words(other) == "2017 note"
    assert other.xpath(".//a/@href") == ["../../companies/examplecell/#founded"]


def test_a_source_that_gives_another_result_is_not_said_to_give_the_first(atlas: Atlas) -> None:
    said = words(resting(atlas, "example-blog", "Example-cel", "Results"))
    assert "71.5" in said and "70" not in said
    said = words(resting(atlas, "example-paper-2024", "Example-cel", "Results"))
    assert "70" in said and "Other sources say: 71.5" in said


def test_another_value_that_is_a_plan_says_so(small: Path) -> None:
    edit(small, "companies/examplecell.yml", '{value: "2017",', '{value: "2017", planned: true,')
    atlas = load(small)
    shown = html.fromstring(
        f"<p>{cell(Context(atlas, 'en', ''), atlas.records['examplecell'], 'founded')}</p>"
    )
    assert words(shown) == "Dec 2016 note Other sources say: 2017 (planned)"


def test_the_date_of_an_approval_has_its_note(small: Path) -> None:
    date = 'date: {value: "2024-03-02", note: Day of the report.}'
    edit(small, "decisions/example-cel-approval-2024.yml", 'date: "2024-03-02"', date)
    atlas = load(small)
    made = approval_table(Context(atlas, "en", ""), [atlas.records["example-cel"]])
    [approved] = html.fromstring(made).xpath('.//td[@data-label="Approved"]')
    assert words(approved) == "2 Mar 2024 Copy or reference note"
    assert approved.xpath('.//a[@class="note-mark"]/@title') == ["Day of the report."]
