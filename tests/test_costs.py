"""What it costs: no figure without its year and its citation, the same in both languages."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from macros.features.approvals import approval_table
from macros.features.costs import ceiling_table, price_table
from macros.model.atlas import Atlas
from macros.model.kinds import Ceiling, Regulation
from macros.model.languages import LANGUAGES
from macros.page.context import Context
from tests.conftest import edit, load, write
from tests.sites import CONFIGS, now, real_atlas

GUIDE = "guides/cost-and-coverage/index.html"
FIGURE = re.compile(r"KRW|USD|\d원|[만억조] 원|달러|\d ?%|\d percent")
YEAR = re.compile(r"\b(19|20)\d\d(?!\d)|(19|20)\d\d년")
CITATION = (
    './/details[@class="citation"] | .//sup[@class="cite"] | .//a[contains(@href, "decisions/")]'
)
CEILING = """\
name: Ceiling
sources: [example-register]
checked: "2026-01-05"
type: scheme
ceilings:
  - {year: "2025", group: tenth-10, amount: {amount: 8260000, currency: krw}}
  - {year: "2026", group: tenth-1, amount: {amount: 900000, currency: krw}}
  - {year: "2025", group: tenth-1, amount: {amount: 890000, currency: krw}, sources: [example-blog]}
"""


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def rows(table: str) -> list[list[str]]:
    return [[words(cell) for cell in row] for row in html.fromstring(table).iterfind(".//tr")]


def insurance(data: Path) -> str:
    context = Context(load(data), "en", "")
    table = approval_table(context, [context.atlas.records["example-cel"]])
    return rows(table)[1][3]


def test_where_no_listing_is_found_the_newest_page_on_who_pays_is_dated(small: Path) -> None:
    assert insurance(small) == "No listing found in sources up to Jan 2024"
    edit(small, "products/example-cel.yml", "coverage: [Fully covered]", "")
    assert insurance(small) == "No listing found in sources up to 5 Apr 2023"
    application = "decisions/example-cel-application.yml"
    edit(small, application, "type: reimbursement-application", "type: marketing-application")
    assert insurance(small) == "No listing found"


def test_ceilings_are_a_table_with_the_newest_year_first(small: Path) -> None:
    write(small, "regulations/ceiling.yml", CEILING)
    context = Context(load(small), "en", "")
    rule = context.atlas.get(Regulation, "ceiling")
    assert rule
    table = html.fromstring(ceiling_table(context, rule.ceilings))
    found = [[words(cell).split(" example")[0] for cell in row] for row in table.iterfind(".//tr")]
    assert found[0] == ["Income group", "2026", "2025"]
    assert [row[0] for row in found[1:]] == [
        "1st tenth (lowest income)",
        "10th tenth (highest income)",
    ]
    lowest, highest = table.xpath(".//tbody/tr")
    assert words(lowest[1]).startswith("KRW 900,000") and lowest[1].xpath(CITATION)
    assert words(lowest[2]).startswith("KRW 890,000 Unconfirmed")
    assert words(highest[1]) == "" and words(highest[2]).startswith("KRW 8.26 million")


def test_prices_are_chosen_by_what_they_mean_and_need_a_year(small: Path) -> None:
    context = Context(load(small), "en", "")
    products = context.atlas.of_kind("products")
    assert rows(price_table(context, products, "reimbursed-ceiling"))[1][1:3] == [
        "KRW 360,039,359",
        "Apr 2024",
    ]
    assert "None with a year" in price_table(context, products, "foreign-list")
    edit(small, "products/example-cel.yml", '    date: "2024-04"\n', "")
    context = Context(load(small), "en", "")
    products = context.atlas.of_kind("products")
    assert "None with a year" in price_table(context, products, "reimbursed-ceiling")


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    """The project's own data."""
    return real_atlas()


def guide(site: Path, language: str) -> html.HtmlElement:
    folder = site if language == "en" else site / language
    return html.fromstring((folder / GUIDE).read_text(encoding="utf-8")).xpath("//article")[0]


@pytest.mark.parametrize("language", CONFIGS)
@pytest.mark.parametrize(
    ("field", "heading"), [("ceilings", "patient-share"), ("long_stay_ceilings", "long-stay")]
)
def test_the_guide_has_every_ceiling_with_its_year_and_its_sources(
    site: Path, atlas: Atlas, language: str, field: str, heading: str
) -> None:
    rule = atlas.get(Regulation, now("co-payment-ceiling"))
    assert rule
    ceilings: tuple[Ceiling, ...] = getattr(rule, field)
    own = LANGUAGES[language]
    cells = cells_under(guide(site, language), heading)
    for ceiling in ceilings:
        group = atlas.term(ceiling.group)
        assert group
        cell = cells[group.label.in_(language), own.year(int(ceiling.year))]
        amount = cell.xpath('./span[@class="number"]')[0]
        assert words(amount) == ceiling.amount.words(atlas, language)
        assert len(cell.xpath(".//details//li")) == len(ceiling.sources)
    assert len(cells) >= len(ceilings) >= 35


def cells_under(page: html.HtmlElement, heading: str) -> dict[tuple[str, str], html.HtmlElement]:
    """Return the cells of the first table after a heading by row and column."""
    table = page.xpath(f'.//*[@id="{heading}"]/following::table[1]')[0]
    return {
        (words(row[0]), cell.get("data-label")): cell
        for row in table.iterfind(".//tbody/tr")
        for cell in row[1:]
    }


@pytest.mark.data("The guide to costs shows this figure: give its fact a source and a year.")
@pytest.mark.parametrize("language", CONFIGS)
def test_no_figure_of_the_guide_is_without_its_year_and_citation(site: Path, language: str) -> None:
    found = list(figures(guide(site, language)))
    assert len(found) > 30
    for block, said in found:
        assert block.xpath(CITATION), f"no citation: {said}"
        assert YEAR.search(said), f"no year: {said}"


def figures(page: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str]]:
    """Yield each row, paragraph, point and single value with a figure, and its words in sight."""
    for block in page.xpath(
        './/tr[td] | .//p | .//li | .//div[@class="field"][not(.//ul[@class="values"])]'
    ):
        if block.xpath("ancestor::details | ancestor::ol[@class='references']"):
            continue
        seen = copy.deepcopy(block)
        for hidden in seen.xpath('.//div[@class="citation-body"]'):
            hidden.drop_tree()
        if FIGURE.search(words(seen)):
            columns = [cell.get("data-label") for cell in seen.iter("td")]
            yield block, " ".join([*seen.itertext(), *columns])


def test_both_languages_give_the_same_number_of_figures(site: Path) -> None:
    english, korean = (
        [len(list(figures(section))) for section in guide(site, language).iterfind(".//table")]
        for language in ("en", "ko")
    )
    assert english == korean
