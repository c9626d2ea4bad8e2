"""The table for families: to how many of 100 people something happened, never a plan or a ratio."""

from __future__ import annotations

from pathlib import Path

from lxml import html

from macros.features.how_often import how_often_table
from macros.page.context import Context
from tests.conftest import edit, load, project

TRIAL = "trials/nct99999901.yml"
RESULT = '{endpoint: orr, value: "75.30", unit: percent, n: 73, sources: [example-paper-2024]}'


def rows(data: Path, endpoint: str = "orr", language: str = "en") -> list[str]:
    atlas = load(data)
    context = Context(atlas, language, "", project())
    made = how_often_table(context, [atlas.records["example-cel"]], endpoint)
    found = html.fromstring(f"<main>{made}</main>").xpath("//tbody/tr")
    return [" ".join(row.text_content().split()) for row in found]


def test_a_share_is_said_of_100_people_with_the_figures_behind_it(small: Path):
    [row] = rows(small)
    assert "about 75" in row and "75.30 %" in row and "73" in row
    assert "약 75명" in rows(small, language="ko")[0]


def test_counts_without_a_share_do_and_none_and_few_are_said(small: Path):
    for given, said in (("responders: 0", "none"), ("responders: 1", "fewer than 1")):
        before = (
            RESULT
            if "none" in said
            else RESULT.replace('value: "75.30", unit: percent, n: 73', "responders: 0, n: 400")
        )
        edit(
            small,
            TRIAL,
            before,
            RESULT.replace('value: "75.30", unit: percent, n: 73', f"{given}, n: 400"),
        )
        assert said in rows(small)[0]


def test_the_first_result_of_a_trial_counts_and_a_plan_does_not(small: Path):
    second = RESULT.replace("75.30", "50")
    edit(small, TRIAL, f"  - {RESULT}", f"  - {RESULT}\n  - {second}")
    assert len(rows(small)) == 1 and "about 75" in rows(small)[0]
    edit(small, TRIAL, f"  - {RESULT}", f"  - {RESULT[:-1]}, planned: true}}")
    assert "about 50" in rows(small)[0]


def test_what_is_no_share_and_an_endpoint_of_no_trial_have_no_row(small: Path):
    assert rows(small, "crs-any") == []
    edit(small, TRIAL, "unit: percent", "unit: months")
    assert rows(small) == []


def test_results_of_a_trial_of_several_products_may_be_of_another(small: Path):
    edit(small, TRIAL, "products: [example-cel]", "products: [example-cel, sample-nk]")
    assert rows(small) == []
