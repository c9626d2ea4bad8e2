"""The tables of approvals and of a product's decisions: a plan is marked and counts for nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.features.approvals import approval_table
from macros.features.steps import step_table
from macros.page.context import Context
from tests.conftest import edit, load, project, write

APPROVAL = "decisions/example-cel-approval-2024.yml"
PLANNED = ">planned</span>"
LISTING = """\
name: Listing
sources: [example-register]
type: reimbursement-listing
products: [example-cel]
authorities: [example-agency]
date: {value: "2024-05-01", planned: true}
outcome: granted
amount: {value: {amount: 5, currency: krw}, planned: true}
"""


def steps(data: Path) -> str:
    context = Context(load(data), "en", "", project())
    return step_table(context, context.atlas.records["example-cel"])


def approvals(data: Path) -> str:
    context = Context(load(data), "en", "", project())
    return approval_table(context, [context.atlas.records["example-cel"]])


def test_a_step_shows_the_days_from_asking_to_deciding(small: Path) -> None:
    assert "62 to 426 days" in steps(small)  # applied for in 2023, decided on 2 March 2024
    edit(small, APPROVAL, '"2023"', '"2022-12-31"')
    assert "427 days" in steps(small) and PLANNED not in steps(small)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('value: "2022-12-31"', 'value: "2022-12-31", planned: true'),
        ('date: "2024-03-02"', 'date: {value: "2024-03-02", planned: true}'),
    ],
    ids=["applied", "date"],
)
def test_a_planned_date_is_marked_and_gives_no_days(small: Path, old: str, new: str) -> None:
    edit(small, APPROVAL, '"2023"', '"2022-12-31"')
    edit(small, APPROVAL, old, new)
    if old.startswith("date"):
        edit(small, "products/example-cel.yml", "stage: {value: approved", "stage: {value: filed")
    assert steps(small).count(PLANNED) == 1 and "427 days" not in steps(small)


def test_a_planned_application_gives_no_days(small: Path) -> None:
    edit(small, APPROVAL, "applied: {", "# applied: {")
    application = (
        "name: Application\nsources: [example-register]\ntype: marketing-application\n"
        "products: [example-cel]\nauthorities: [example-agency]\noutcome: filed\n"
        "indications: [example-lymphoma]\ndate: "
    )
    write(small, "decisions/asked.yml", f'{application}"2022-12-31"\n')
    assert "427 days" in steps(small)
    plan = 'date: {value: "2022-12-31", planned: true}'
    edit(small, "decisions/asked.yml", 'date: "2022-12-31"', plan)
    assert "427 days" not in steps(small)


def test_a_month_comes_after_its_days_and_an_unknown_date_says_what_is_unknown(small: Path) -> None:
    application = "decisions/example-cel-application.yml"
    assert ">date not found<" in steps(small)
    edit(small, application, "date: unknown", 'date: "2024-03"')
    table = steps(small)
    assert table.index("2 Mar 2024") < table.index(">Mar 2024<")


def test_approval_and_listing_without_a_plan_carry_no_mark(small: Path) -> None:
    write(small, "decisions/listing.yml", LISTING.replace(", planned: true", ""))
    assert "2 Mar 2024" in approvals(small) and "1 May 2024" in approvals(small)
    assert PLANNED not in approvals(small)


def test_planned_dates_and_amounts_are_marked(small: Path) -> None:
    write(small, "decisions/listing.yml", LISTING)
    assert approvals(small).count(PLANNED) == 2
    edit(small, APPROVAL, 'date: "2024-03-02"', 'date: {value: "2024-03-02", planned: true}')
    edit(small, "products/example-cel.yml", "stage: {value: approved", "stage: {value: filed")
    assert approvals(small).count(PLANNED) == 3


def test_a_planned_or_unknown_hospital_is_not_counted(small: Path) -> None:
    product = small / "products" / "example-cel.yml"
    lines = product.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("treatment_centres:")]
    for given, count in (
        ("[example-hospital]", 1),
        ("[{value: example-hospital, planned: true}]", 0),
        ('{value: unknown, checked: "2024-05"}', 0),
    ):
        product.write_text("\n".join([*kept, f"treatment_centres: {given}", ""]), encoding="utf-8")
        assert ("1 hospital" in approvals(small)) is bool(count), given
