"""Which trials take participants, and where: by what the registry says of each site.

A site recruits where the trial does, the registry lists the site, and says that it recruits. What
the press reports, what is planned, and what a trial of unconfirmed status once said of its sites is
not enough: somebody would call a hospital that takes no one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.model.atlas import Atlas
from macros.model.derived import country_of, known
from macros.model.kinds import Institution, Site, Trial
from macros.model.partial_dates import PartialDate, days_between
from macros.model.topic import TOPIC
from macros.model.values import Term, term

RECRUITMENT = term("recruitment")
AGE_GROUP = term("age-group")
CAUTION = term("caution")

YEARS_UNTIL_OLD = 2
"""After so many years without an update the registries themselves no longer trust an open entry:
see "unknown status" in the glossary of ClinicalTrials.gov."""

AGE_GROUPS = {"under-18": (0, 17), "18-to-64": (18, 64), "65-and-over": (65, 200)}
"""The first and the last year of life of each word of `age-group`."""

_AGES = re.compile(r"from (\d+) years|(\d+) to (\d+) years|up to (\d+) years", re.I)

DAYS_UNTIL_WARNING = 60
"""After so many days pages and the build say that statuses may have changed meanwhile."""


def recruits_at(trial: Trial, site: Site) -> bool:
    """Return whether a trial takes participants at one of its sites, by the registry."""
    return (
        known(trial.status) == TOPIC.terms.recruiting
        and site.counts
        and site.status == TOPIC.terms.recruiting
        and (site.known_by in TOPIC.terms.by_registry or site.known is None)
    )


def age_groups(trial: Trial) -> Iterator[Term]:
    """Yield the groups of which people may take part; of limits in other words than usual none."""
    stated = _AGES.fullmatch(trial.age.known.en or "") if trial.age and trial.age.known else None
    if stated:
        least = int(stated[1] or stated[2] or 0)
        most = int(stated[3] or stated[4] or 200)
        for word, (first, last) in AGE_GROUPS.items():
            if least <= last and most >= first:
                yield AGE_GROUP(word)


def recruiting_sites(trial: Trial) -> list[Site]:
    """Return the sites at which a trial takes participants, those without a name too."""
    return [site for site in trial.sites if recruits_at(trial, site)]


def recruiting_at(atlas: Atlas, hospital: Institution) -> Iterator[tuple[Trial, Site]]:
    """Yield each trial that takes participants at a hospital, with its site there."""
    for trial in atlas.linking(hospital.id, Trial):
        for site in recruiting_sites(trial):
            if site.value == hospital.id:
                yield trial, site


def gives_cells(trial: Trial) -> bool:
    """Return whether a trial gives engineered cells: only such count among those that recruit.

    The others follow people up, record ordinary care, test something else, or do not say.
    """
    return known(trial.gives) == TOPIC.terms.gives


def recruitment(atlas: Atlas, trial: Trial) -> Term:
    """Return whether a trial takes participants in the country, as a word of `recruitment`."""
    terms, status = TOPIC.terms, known(trial.status)
    sites = [site for site in trial.sites if site.counts and site.state != "none"]
    if recruiting_sites(trial):
        word = terms.recruits
    elif not _at_home(atlas, trial):
        word = terms.recruits_elsewhere
    elif status in terms.not_confirmed or status is None:
        word = terms.recruits_perhaps
    elif status == terms.waiting:
        word = terms.recruits_later
    elif status != terms.recruiting:
        word = terms.recruits_not
    elif sites and all(site.status == terms.waiting for site in sites):
        word = terms.recruits_later
    else:
        word = terms.recruits_perhaps
    return RECRUITMENT(word)


def _at_home(atlas: Atlas, trial: Trial) -> bool:
    """Return whether a trial has a site in the country, planned or not, or names the country.

    Of a trial that names no country yet, its sponsors are asked.
    """
    if any(site.state != "none" and (site.counts or site.planned) for site in trial.sites):
        return True
    if countries := {known(fact) for fact in trial.countries}:
        return TOPIC.country in countries
    sponsors = (atlas.records.get(sponsor.value) for sponsor in trial.sponsors)
    return any(sponsor and country_of(sponsor) == TOPIC.country for sponsor in sponsors)


def cautions(atlas: Atlas, trial: Trial) -> Iterator[Term]:
    """Yield why an open entry may be out of date, as words of `caution`.

    Measured against the newest date of the data: a page that somebody opens later is older still.
    """
    if known(trial.status) not in TOPIC.terms.open:
        return
    updated, end = known(trial.registry_updated), trial.completion
    if updated and atlas.checked and years_between(updated, atlas.checked) >= YEARS_UNTIL_OLD:
        yield CAUTION(TOPIC.terms.old_entry)
    if end and end.known and str(end.known) < atlas.checked[: len(end.known)]:
        yield CAUTION(TOPIC.terms.end_passed)


def recruiting_of_cells(atlas: Atlas) -> list[str]:
    """Return the ids of the trials of engineered cells that take participants here."""
    return [t.id for t in atlas.of(Trial) if recruiting_sites(t) and gives_cells(t)]


def days_compared(atlas: Atlas) -> list[str]:
    """Return the days of which the registry's statuses are, of all that recruits, oldest first."""
    return sorted(
        str(trial.status.as_of)
        for trial in atlas.of(Trial)
        if recruiting_sites(trial) and trial.status and trial.status.as_of
    )


def days_since_comparison(atlas: Atlas) -> int:
    """Return the days from the last comparison with a registry to the newest date of the data.

    0 where nothing recruits. Both dates come from the data: no clock is read.
    """
    compared = days_compared(atlas)
    days = days_between(compared[-1], atlas.checked) if compared and atlas.checked else None
    return days[0] if days else 0


def years_between(earlier: PartialDate | str, later: str) -> int:
    """Return the whole years between two dates; a month or year without a day is its last day."""
    month_and_day = f"{earlier}-12-31"[5:10] if len(earlier) == 4 else f"{earlier}-31"[5:10]
    return int(later[:4]) - int(earlier[:4]) - (later[5:10] < month_and_day)
