"""What to look at again, and what to add."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from macros.curating.worklists import GAPS, age_in_days, gaps, last_checked, links_to, stale
from macros.model.atlas import Atlas
from macros.model.kinds import KINDS
from tests.conftest import edit, load

TODAY = datetime.date(2024, 5, 16)


def test_never_checked_comes_first_then_the_oldest_then_the_most_linked(small: Path) -> None:
    edit(small, "companies/samplegen.yml", 'checked: "2024-05-06"', 'checked: "2020-01"')
    found = stale(load(small), [kind for kind in KINDS if kind != "sources"], TODAY)
    keys = [(one.checked, -one.links) for one in found]
    assert keys == sorted(keys)
    assert found[0].checked == ""
    checked = [one.record.id for one in found if one.checked]
    assert checked[0] == "samplegen"


def test_a_fact_looked_for_counts_as_a_look(atlas: Atlas) -> None:
    assert last_checked(atlas.records["sample-nk"]) == "2024-05"
    assert last_checked(atlas.records["example-daily-2023"]) == "2024-05-06"


def test_only_the_kinds_asked_for_are_listed(atlas: Atlas) -> None:
    assert {one.record.about.id for one in stale(atlas, ["trials"], TODAY)} == {"trials"}


@pytest.mark.parametrize(
    "checked, days", [("2024-05-06", 25), ("2024-05", 0), ("2024", -214), ("2023", 152), ("", None)]
)
def test_an_age_is_counted_from_the_last_day_of_a_partial_date(
    checked: str, days: int | None
) -> None:
    assert age_in_days(checked, datetime.date(2024, 5, 31)) == days


def found_in(atlas: Atlas, record: str) -> set[tuple[str, str]]:
    """Return field and gap of every gap of a record."""
    return {(g.field, g.gap) for g in gaps(atlas, KINDS, GAPS) if g.record.id == record}


def test_each_sort_of_gap_is_found(atlas: Atlas) -> None:
    assert ("stage", "company") in found_in(atlas, "sample-nk")
    assert ("indications", "absent") in found_in(atlas, "sample-nk")
    assert ("headquarters", "one-source") in found_in(atlas, "examplecell")
    assert ("facts", "korean") in found_in(atlas, "examplecell")


def test_a_plan_that_was_over_by_the_newest_date_of_the_data_is_one(small: Path) -> None:
    gap = ("start_date", "passed")
    assert gap not in found_in(load(small), "example-follow-up")
    edit(small, "companies/examplecell.yml", 'checked: "2024-05-06"', 'checked: "2024-10-01"')
    assert gap in found_in(load(small), "example-follow-up")
    edit(
        small,
        "trials/example-follow-up.yml",
        "planned: true\n  also",
        "planned: true\n  note: N\n  also",
    )
    assert gap not in found_in(load(small), "example-follow-up")


def test_what_needs_nothing_is_no_gap(atlas: Atlas, small: Path) -> None:
    fields = {field for field, _gap in found_in(atlas, "examplecell")}
    assert "founded" not in fields  # the register is a primary source
    assert "listing" not in fields  # there is none, says the source
    assert ("targets", "company") not in found_in(atlas, "sample-nk")  # looked for, not found
    assert not any(field == "name" for field, _ in found_in(atlas, "nct99999901"))


def test_the_most_useful_come_first(atlas: Atlas) -> None:
    found = gaps(atlas, KINDS, GAPS)
    assert [g.score for g in found] == sorted((g.score for g in found), reverse=True)
    assert all(g.links == links_to(atlas, g.record.id) for g in found)
