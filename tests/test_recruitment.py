"""Where a trial takes participants follows from what the registry says of each site."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from macros.features.recruitment import taking_part
from macros.model.atlas import Atlas
from macros.model.kinds import Trial
from macros.model.paths import path
from macros.model.recruitment import (
    days_since_comparison,
    gives_cells,
    recruiting_sites,
    recruitment,
    years_between,
)
from macros.model.selecting import select
from macros.model.topic import TOPIC
from macros.page.context import Context
from tests.conftest import TESTS, load, page_of, write

SITE = {"value": "a-hospital", "status": "recruiting", "known_by": "registry"}


def trial(status: str, *sites: dict[str, object]) -> Trial:
    return Trial.of({"name": "A trial", "status": status, "sites": list(sites)})


@pytest.mark.parametrize(
    ("status", "change"),
    [
        ("unknown-status", {}),
        ("active-not-recruiting", {}),
        ("recruiting", {"status": "not-yet-recruiting"}),
        ("recruiting", {"status": "withdrawn"}),
        ("recruiting", {"status": "completed"}),
        ("recruiting", {"known_by": "news"}),
        ("recruiting", {"planned": True}),
    ],
)
def test_a_site_does_not_recruit(status: str, change: dict[str, object]) -> None:
    found = trial(status, SITE | change)
    assert recruiting_sites(found) == []
    assert recruitment(Atlas(), found) != TOPIC.terms.recruits


def test_a_site_recruits_by_name_by_postcode_and_without_a_name() -> None:
    nameless = {"value": "unknown", "status": "recruiting", "postcode": "03312"}
    by_postcode = SITE | {"value": "b-hospital", "known_by": "postcode"}
    found = trial("recruiting", SITE, by_postcode, nameless, nameless | {"postcode": "07985"})
    assert len(recruiting_sites(found)) == 4
    assert recruitment(Atlas(), found) == TOPIC.terms.recruits


def test_a_trial_of_which_no_site_has_begun_is_about_to_recruit() -> None:
    found = trial("recruiting", SITE | {"status": "not-yet-recruiting"})
    assert recruitment(Atlas(), found) == TOPIC.terms.recruits_later


@pytest.mark.parametrize(
    ("status", "fields", "word"),
    [
        # A site that is planned, a country, or without both a sponsor, is a tie to the country.
        ("not-yet-recruiting", {"sites": [{"value": "a-hospital", "planned": True}]}, "later"),
        ("not-yet-recruiting", {"countries": ["south-korea"]}, "later"),
        ("not-yet-recruiting", {"sponsors": ["example-university"]}, "later"),
        ("not-yet-recruiting", {"sponsors": ["samplegen"]}, "elsewhere"),
        (
            "not-yet-recruiting",
            {"sponsors": ["example-university"], "countries": ["united-states"]},
            "elsewhere",
        ),
        # Nobody knows whether what was cleared has begun.
        ("cleared", {"sponsors": ["example-university"]}, "perhaps"),
        ("recruiting", {"sites": [{"value": "none"}]}, "elsewhere"),
    ],
)
def test_a_trial_is_of_the_country(
    small: Path, status: str, fields: dict[str, object], word: str
) -> None:
    found = Trial.of({"name": "A trial", "status": status} | fields)
    assert recruitment(load(small), found) == getattr(TOPIC.terms, f"recruits_{word}")


def test_a_withdrawn_site_does_not_count() -> None:
    assert [s.counts for s in trial("recruiting", SITE | {"status": "withdrawn"}).sites] == [False]


@pytest.mark.parametrize(
    ("earlier", "later", "years"),
    [
        ("2024-02-08", "2026-11-22", 2),
        ("2024-11-23", "2026-11-22", 1),
        ("2024-11", "2026-11-22", 1),
        ("2024", "2026-11-22", 1),
        ("2022-05-26", "2026-11-22", 4),
    ],
)
def test_whole_years(earlier: str, later: str, years: int) -> None:
    assert years_between(earlier, later) == years


@pytest.fixture(scope="module")
def whole() -> Atlas:
    return load(TESTS.parent / "data")


def test_the_two_lists_share_no_trial_and_leave_none_out(whole: Atlas) -> None:
    """Every recruiting trial is in one of the lists of the guide, by what it gives."""
    recruiting = {r.id for r in select(whole, "trials", {"recruitment": TOPIC.terms.recruits})}
    cells = {r.id for r in select(whole, "trials", {"gives": TOPIC.terms.gives})} & recruiting
    others = ["no-treatment", "other-medicine", "not-confirmed"]
    rest = {r.id for r in select(whole, "trials", {"gives": others})} & recruiting
    assert not cells & rest and cells | rest == recruiting


def test_hospitals_and_trials_tell_the_same(whole: Atlas) -> None:
    """A hospital's trials that recruit there are those whose recruiting sites name it."""
    at_hospitals = {
        (item.value, hospital.id)
        for hospital in whole.of_kind("institutions")
        for item in path("institutions", "recruiting_trials").items(whole, hospital)
    }
    of_trials = {
        (found.id, site.value)
        for found in whole.of(Trial)
        for site in recruiting_sites(found)
        if site.known and gives_cells(found)
    }
    assert at_hospitals == of_trials and of_trials


def test_a_hospital_known_by_its_postcode_is_marked_on_its_own_page(small: Path) -> None:
    write(
        small,
        "trials/a-trial.yml",
        "name: A trial\nsources: [example-register]\ngives: engineered-cells\nstatus: recruiting\n"
        "sites: [{value: example-hospital, status: recruiting, known_by: postcode}]\n",
    )
    context = Context(load(small), "en", "")
    (section,) = taking_part(context, context.atlas.records["example-hospital"])
    assert "Inferred from the postcode" in section.html


def test_the_number_to_name_on_the_phone_stands_where_one_reads_whom_to_call(small: Path) -> None:
    context = Context(load(small), "en", "")
    recruiting = trial("recruiting", SITE | {"value": "example-hospital"})
    assert "NCT" not in taking_part(context, recruiting)[0].html
    numbered = Trial.of(
        {
            "name": "A trial",
            "status": "recruiting",
            "sites": [SITE],
            "registry_numbers": ["NCT99999901"],
        }
    )
    assert "NCT99999901" in taking_part(context, numbered)[0].html


def test_the_build_says_how_old_the_statuses_are_by_the_dates_of_the_data(small: Path) -> None:
    recruiting = (
        "name: A trial\nsources: [example-register]\ngives: engineered-cells\n"
        "sites: [{value: example-hospital, status: recruiting, known_by: registry}]\nstatus: "
    )
    assert days_since_comparison(load(small)) == 0  # nothing recruits
    newest = load(small).checked
    day = (date.fromisoformat(newest) - timedelta(days=61)).isoformat()
    write(small, "trials/a-trial.yml", f'{recruiting}{{value: recruiting, as_of: "{day}"}}\n')
    assert days_since_comparison(load(small)) == 61


def test_a_disease_lists_the_trials_that_recruit_for_it(small: Path) -> None:
    def section() -> str:
        page = page_of(load(small), "example-lymphoma").html
        return page.partition('id="taking-part"')[2].partition("</section>")[0]

    assert "is recruiting in Korea for this disease" in section()
    site = "{value: example-hospital, status: recruiting, known_by: registry}"
    text = "name: A trial\nsources: [example-register]\nindications: [example-lymphoma]\n"
    text += f"status: recruiting\nsites: [{site}]\ngives: "
    write(small, "trials/a-trial.yml", f"{text}engineered-cells\n")
    assert "A trial" in section()
    write(small, "trials/a-trial.yml", f"{text}no-treatment\n")
    assert "is recruiting in Korea for this disease" in section()


def test_a_hospital_lists_its_trials_without_the_other_hospitals(small: Path) -> None:
    site = "{value: example-hospital, status: recruiting, known_by: registry}"
    text = "name: A trial\nsources: [example-register]\ngives: engineered-cells\n"
    write(small, "trials/a-trial.yml", f"{text}status: recruiting\nsites: [{site}]\n")
    page = page_of(load(small), "example-hospital").html
    assert "Trials recruiting here" in page and "Trials at this site" in page
    assert "Recruiting at" not in page
