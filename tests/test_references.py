"""References are numbered when a page is made, in the order of reading, whatever was made first."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from lxml import html as parsed
from markupsafe import Markup

from macros.features.compare.table import compare_file, compare_table
from macros.features.record.page import record_page
from macros.model.atlas import Atlas
from macros.page.context import Context
from macros.page.facts import field_value
from macros.page.references import LIST, cited_in, finished, numbered, references
from macros.page.text import attribute, citation, html, json_in_script, prose, reference, text
from tests.conftest import edit, problems_of

FORGED = "<n\ue010example-blog> <a\ue010example-blog>"


def context_of(atlas: Atlas) -> Context:
    return Context(atlas, "en", "../../")


def test_numbers_follow_the_order_of_reading() -> None:
    later, first = citation(["c", "a"]), html("<b>{}</b>", reference("b"))
    pieces, sources = numbered(first + later, reference("a"))
    assert sources == ["b", "c", "a"]
    assert pieces[0].startswith("<b>1</b>")
    assert '[<a href="#ref-2">2</a>, <a href="#ref-3">3</a>]' in pieces[0]
    assert pieces[1] == "3"
    assert cited_in(first + later) == {"a", "b", "c"}


def test_the_list_stands_in_its_place_in_that_order(atlas: Atlas) -> None:
    page = reference("example-register") + reference("example-blog") + Markup(LIST)
    made = parsed.fromstring(f"<div>{finished(context_of(atlas), page)}</div>")
    ids = [li.xpath(".//a/@href")[0] for li in made.xpath("//ol[@class='references']/li")]
    assert ids == ["../../sources/example-register/", "../../sources/example-blog/"]
    assert made.xpath("//li/@id") == ["ref-1", "ref-2"]


def test_programs_read_the_addresses_of_the_list_as_citations_of_the_page(atlas: Atlas) -> None:
    ids = ["example-paper-2024", "example-register"]
    listed = parsed.fromstring(references(context_of(atlas), ids))
    assert "itemscope" in listed.attrib and listed.get("itemid") == "./"
    assert listed.get("itemtype") == "https://schema.org/WebPage"
    cited = listed.xpath(".//a[@itemprop='citation']/@href")
    assert cited == [str(atlas.records[source].url) for source in ids]


def test_programs_read_no_citation_of_the_article_that_made_a_claim(atlas: Atlas) -> None:
    claim, context = atlas.records["claim-example-approved-2019"], context_of(atlas)
    page = parsed.fromstring(f"<div>{record_page(context, claim).html}</div>")
    cited = page.xpath(".//a[@itemprop='citation']/@href")
    made_in = {str(atlas.records[id_].url) for id_ in claim.made_in}
    assert cited and made_in and made_in.isdisjoint(cited)


def test_what_was_made_before_leaves_no_trace(atlas: Atlas) -> None:
    record = atlas.records["example-cel"]
    context = context_of(atlas)
    for other in ("examplecell", "nct99999901"):
        record_page(context, atlas.records[other])
    for field in reversed(record.declared().values()):
        if field.items(record):
            field_value(context, field, record)
    assert record_page(context, record).html == record_page(context_of(atlas), record).html


def test_a_comparison_counts_along_its_rows(atlas: Atlas) -> None:
    products = [atlas.records["example-cel"], atlas.records["sample-nk"]]
    [made], sources = numbered(compare_table(context_of(atlas), products))
    assert list(dict.fromkeys(numbers_in(made))) == list(range(1, len(sources) + 1))
    file = json.loads(compare_file(context_of(atlas), products[0]))
    used = numbers_in("".join(cell for cell, _plain in file["cells"].values()))
    assert set(used) == set(range(1, len(file["sources"]) + 1))


def numbers_in(made: str) -> list[int]:
    """Return the numbers in citations, in order."""
    citations = re.findall(r"<summary[^>]*>([\d, ]+)</summary>", made)
    return [int(number) for citation in citations for number in citation.split(",")]


@pytest.mark.parametrize(
    "door",
    [
        text,
        attribute,
        json_in_script,
        lambda value: html("{}", value),
        lambda v: prose(v, link, list),
    ],
)
def test_no_text_from_data_is_taken_for_a_source(door) -> None:
    assert cited_in(str(door(FORGED))) == set()


def link(id_: str, words: str | None, inside: bool) -> Markup:
    return Markup(id_)


def test_no_such_text_is_data(small: Path) -> None:
    edit(small, "companies/examplecell.yml", "en: Examplecell", f"en: 'Examplecell {FORGED}'")
    assert {problem.code for problem in problems_of(small)} == {"control-character"}


def test_no_mark_is_left_on_the_site(site: Path) -> None:
    left = [
        file.relative_to(site)
        for file in site.rglob("*.*")
        if file.suffix in (".html", ".json", ".svg")
        and "\ue010" in file.read_text(encoding="utf-8")
    ]
    assert left == []
