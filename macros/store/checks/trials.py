"""A trial's status agrees with its dates, and its sites are hospitals."""

from __future__ import annotations

from collections.abc import Iterator

from macros.model.atlas import Atlas
from macros.model.base import Cited, Record
from macros.model.values import PartialDate, State
from macros.store.checks.base import Check, Trouble
from macros.store.checks.dates import is_after

# The registry's word for what has not begun, and for what has ended.
_NOT_BEGUN = "not-yet-recruiting"
_ENDED = ("completed", "terminated")
_OPEN = ("recruiting", "enrolling-by-invitation", "not-yet-recruiting")


def _run(atlas: Atlas, known: set[str]) -> Iterator[Trouble]:
    for trial in atlas.of_kind("trials"):
        yield from _status(trial)
        yield from _sites(atlas, trial)


def _status(trial: Record) -> Iterator[Trouble]:
    if trial.status is None or isinstance(trial.status.value, State):
        return

    def amiss(field: str, message: str) -> Trouble:
        fix = "Look at the registry again, or mark a plan with `planned: true`."
        return Trouble(trial.path, (field,), "status-against-dates", message, fix)

    status, seen = trial.status.value, trial.status.as_of
    start, end = trial.start_date, trial.completion
    if status == _NOT_BEGUN and _happened(start):
        yield amiss("start_date", f'the trial has begun, but its status is "{status}"')
    if status in _ENDED and end is not None and end.planned:
        yield amiss("completion", f'the end is planned, but the status is "{status}"')
    if status in _OPEN and _happened(end) and seen and not is_after(end.value, seen):
        yield amiss("status", f"the trial ended on {end.value}, but is open as of {seen}")


def _happened(date: Cited | None) -> bool:
    return date is not None and isinstance(date.value, PartialDate) and not date.planned


def _sites(atlas: Atlas, trial: Record) -> Iterator[Trouble]:
    for index, site in enumerate(trial.sites):
        place = atlas.records.get(site.value)
        if place is None or place.about.id != "institutions" or place.type is None:
            continue
        if not isinstance(place.type.value, State) and place.type.value != "hospital":
            message = f'the site "{place.id}" is no hospital ({place.type.value})'
            fix = "Name the hospital, or mend the type in its record."
            yield Trouble(trial.path, ("sites", index), "site-no-hospital", message, fix)


TRIALS = Check("trials", "Status and dates of a trial agree; its sites are hospitals.", _run)
