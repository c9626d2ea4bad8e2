"""A trial's status agrees with its dates, its sites are hospitals, its contacts no persons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.model.atlas import Atlas
from macros.model.derived import known
from macros.model.kinds import Institution, Trial
from macros.model.partial_dates import is_after
from macros.model.problems import Trouble
from macros.model.topic import TOPIC
from macros.store.checks.base import check


@check(
    Trial,
    en=(
        "Status and dates of a trial agree; sites are hospitals, with the registry's status;"
        " contacts are not persons."
    ),
    ko=(
        "임상시험의 상태와 날짜가 맞고, 실시기관은 병원이며 그 상태는 등록정보에 따른 것이고,"
        " 문의처는 개인이 아님."
    ),
)
def trials(atlas: Atlas, trial: Trial) -> Iterator[Trouble]:
    yield from _status(trial)
    yield from _sites(atlas, trial)
    yield from _contacts(trial)


def _status(trial: Trial) -> Iterator[Trouble]:
    status = trial.status.known if trial.status else None
    if trial.status is None or status is None:
        return

    def wrong(
        field: str,
        message: str,
        fix: str = "Check the registry, or mark a plan with `planned: true`.",
    ) -> Trouble:
        return trial.trouble((field,), "status-against-dates", message, fix)

    as_of, end = trial.status.as_of, known(trial.completion)
    if status == TOPIC.terms.waiting and known(trial.start_date):
        yield wrong("start_date", f'the trial has begun, but its status is "{status}"')
    if status in TOPIC.terms.over and trial.completion and trial.completion.planned:
        fix = "Write the date of the end without `planned`, or correct the status."
        yield wrong("completion", f'the end is planned, but the status is "{status}"', fix)
    if status in TOPIC.terms.open and end and as_of and not is_after(end, as_of):
        yield wrong("status", f"the trial ended on {end}, but is open as of {as_of}")


def _sites(atlas: Atlas, trial: Trial) -> Iterator[Trouble]:
    for site in trial.sites:
        place = atlas.records.get(site.value)
        kind = place.type.known if isinstance(place, Institution) and place.type else None
        if place is not None and kind is not None and kind != TOPIC.terms.hospital:
            message = f'the site "{place.id}" is not a hospital ({kind})'
            fix = "Name the hospital, or correct the type in its record."
            yield trial.trouble(site.path, "site-no-hospital", message, fix)
        if site.known and site.status and site.known_by not in TOPIC.terms.by_registry:
            # Such a site would be missing where the trial recruits, and nobody would see why.
            message = f'"{site.value}" has a status, but `known_by` does not name the registry'
            words = " or ".join(f"`known_by: {word}`" for word in TOPIC.terms.by_registry)
            fix = f"Add {words}; if only the press reports it, remove `status`."
            yield trial.trouble(site.path, "site-status-without-registry", message, fix)


def _contacts(trial: Trial) -> Iterator[Trouble]:
    """Find contacts that are somebody's own: a person did not agree to stand here."""
    for contact in trial.contacts:
        names = contact.name.texts.values()
        own_name = any(re.search(TOPIC.person["name"], name) for name in names)
        if own_name or re.search(TOPIC.person["phone"], contact.phone or ""):
            message = "this contact appears to be a person"
            fix = "Name the office and its own number, or leave the contact out."
            yield trial.trouble(contact.path, "contact-is-person", message, fix)
