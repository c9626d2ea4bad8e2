"""What a decision is based on follows from the kinds of its sources, and is shown with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from macros.features.approvals import approval_table
from macros.model.basis import basis, reservation
from macros.model.paths import path
from macros.model.selecting import select
from macros.page.context import Context
from macros.page.qualifiers import in_words
from tests.conftest import edit, load, page_of

APPROVAL = "decisions/example-cel-approval-2024.yml"
PRODUCT = "products/example-cel.yml"
MARK = '//span[@class="tag tag--basis"]/text()'
NOTICE = """\
title: Notice
kind: regulator
publisher: Example Agency
url: https://agency.example/notice
"""


def citing(data: Path, *sources: str) -> Path:
    """Give the outcome of the approval sources of its own."""
    (data / "sources/notice.yml").write_text(NOTICE, encoding="utf-8")
    edit(
        data,
        APPROVAL,
        "outcome: granted",
        f"outcome: {{value: granted, sources: [{', '.join(sources)}]}}",
    )
    return data


@pytest.mark.parametrize(
    ("sources", "word"),
    [
        (["example-blog"], "press"),
        (["example-daily-2023", "examplecell-release"], "company"),
        (["example-daily-2023", "example-register"], "reference"),
        (["example-daily-2023", "notice"], "authority"),
    ],
)
def test_the_strongest_source_of_the_outcome_counts(
    small: Path, sources: list[str], word: str
) -> None:
    atlas = load(citing(small, *sources))
    record = atlas.records["example-cel-approval-2024"]
    assert basis(atlas, record) == word
    assert reservation(atlas, record) == (None if word == "authority" else word)
    assert record in select(atlas, "decisions", {"basis": word})


def test_a_kind_without_such_a_fact_has_none(small: Path) -> None:
    atlas = load(small)
    assert basis(atlas, atlas.records["example-cel"]) is None


@pytest.mark.parametrize(("source", "marks"), [("example-daily-2023", 1), ("notice", 0)])
def test_a_decision_says_so_on_its_page_and_beside_its_date(
    small: Path, source: str, marks: int
) -> None:
    atlas = load(citing(small, source))
    page = html.fromstring(page_of(atlas, "example-cel-approval-2024").html)
    said = page.xpath('//p[@class="record-basis"]')
    assert len(said) == marks
    for line in said:
        assert "We have not seen the authority's document" in line.text_content()
    table = approval_table(Context(atlas, "en", ""), [atlas.records["example-cel"]])
    assert html.fromstring(table).xpath(MARK) == ["Press only"] * marks


def test_the_day_of_the_search_is_said(small: Path) -> None:
    citing(small, "example-daily-2023")
    edit(small, APPROVAL, "type:", 'document_sought: "2024-05-06"\ntype:')
    said = html.fromstring(page_of(load(small), "example-cel-approval-2024").html)
    assert "6 May 2024" in said.xpath('//p[@class="record-basis"]')[0].text_content()


def test_approved_carries_it_wherever_it_is_shown(small: Path) -> None:
    atlas = load(small)
    page = html.fromstring(page_of(atlas, "example-cel").html)
    assert page.xpath(f'//p[@class="chips"]{MARK}') == ["Copy or reference"]
    [item] = path("products", "stage").items(atlas, atlas.records["example-cel"])
    assert in_words(Context(atlas, "en", ""), item).startswith("Copy or reference")
