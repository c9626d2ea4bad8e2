"""A trial's status agrees with its dates, and its sites are hospitals."""

from __future__ import annotations

from collections.abc import Iterator

from macros.model.atlas import Atlas
from macros.model.facts import Cited
from macros.model.kinds import Institution, Trial
from macros.model.problems import Trouble
from macros.model.values import PartialDate
from macros.store.checks.base import Check
from macros.store.checks.dates import is_after

# The registry's word for what has not begun, and for what has ended.
_NOT_BEGUN = "not-yet-recruiting"
_ENDED = ("completed", "terminated")
_OPEN = ("recruiting", "enrolling-by-invitation", "not-yet-recruiting")


def _run(atlas: Atlas, known: set[str]) -> Iterator[Trouble]:
    for trial in atlas.of(Trial):
        yield from _status(trial)
        yield from _sites(atlas, trial)


def _status(trial: Trial) -> Iterator[Trouble]:
    status = trial.status.known if trial.status else None
    if trial.status is None or status is None:
        return

    def amiss(field: str, message: str) -> Trouble:
        fix = "Look at the registry again, or mark a plan with `planned: true`."
        return trial.trouble((field,), "status-against-dates", message, fix)

    seen, end = trial.status.as_of, _happened(trial.completion)
    if status == _NOT_BEGUN and _happened(trial.start_date):
        yield amiss("start_date", f'the trial has begun, but its status is "{status}"')
    if status in _ENDED and trial.completion is not None and trial.completion.planned:
        yield amiss("completion", f'the end is planned, but the status is "{status}"')
    if status in _OPEN and end and seen and not is_after(end, seen):
        yield amiss("status", f"the trial ended on {end}, but is open as of {seen}")


def _happened(date: Cited[PartialDate] | None) -> PartialDate | None:
    return date.known if date is not None and not date.planned else None


def _sites(atlas: Atlas, trial: Trial) -> Iterator[Trouble]:
    for site in trial.sites:
        place = atlas.records.get(site.value)
        kind = place.type.known if isinstance(place, Institution) and place.type else None
        if place is not None and kind is not None and kind != "hospital":
            message = f'the site "{place.id}" is no hospital ({kind})'
            fix = "Name the hospital, or mend the type in its record."
            yield trial.trouble(site.path, "site-no-hospital", message, fix)


TRIALS = Check("trials", "Status and dates of a trial agree; its sites are hospitals.", _run)
