"""Trials here against their registry: differences are reported, never written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from macros.model.kinds import Trial
from macros.model.reports import Report
from macros.outside.answer import Leftover
from macros.outside.clinicaltrials import Fetched, nct_of
from macros.outside.comparing import Difference, compare
from macros.outside.http import FetchError
from macros.outside.names import KnownNames
from macros.outside.places import SITES, UNKNOWN_SITE
from macros.outside.reports import Failure
from macros.outside.study import Registered, read_study

NEEDED = "ProtocolSection|MiscInfoModule"
"""The parts of a study that are compared; results are many times as long."""

_COMPARED = (
    "statusModule.overallStatus",
    "designModule.phases",
    "contactsLocationsModule.locations.country",
)
"""Parts of an answer that are reported where their terms are unknown and cannot be compared."""


@dataclass(frozen=True)
class Drift:
    """A trial that differs; `unmapped` are unknown terms of the registry."""

    id: str
    path: str
    nct: str
    as_of: str | None
    differs: list[Difference]
    unmapped: list[Leftover]


@dataclass(frozen=True)
class NotCompared(Failure):
    id: str
    nct: str


@dataclass
class DriftReport(Report):
    """What differs between trials and the registry.

    `unknown_sites` has the trials of each Korean site that is not a hospital here.
    """

    compared: int = 0
    drifted: list[Drift] = field(default_factory=list)
    failed: list[NotCompared] = field(default_factory=list)
    unknown_sites: dict[str, list[str]] = field(default_factory=dict)
    without_number: list[str] = field(default_factory=list)

    def add(self, trial: Trial, nct: str, registered: Registered) -> None:
        """Take in what a trial and its entry say otherwise."""
        trial_id = str(trial.id)
        self.compared += 1
        for left in registered.leftovers:
            if (left.path, left.reason) == (SITES, UNKNOWN_SITE):
                self.unknown_sites.setdefault(left.value, []).append(trial_id)
        differs = compare(trial, registered)
        unmapped = [left for left in registered.leftovers if left.path in _COMPARED]
        if differs or unmapped:
            one = Drift(trial_id, trial.path, nct, registered.as_of, differs, unmapped)
            self.drifted.append(one)

    def unanswered(self) -> str:
        """Return why nothing follows from it: where all of several fail alike, else ""."""
        reasons = {(failure.code, failure.message) for failure in self.failed}
        several = len(self.failed) > 1 and not self.compared
        return str(self.failed[0]) if several and len(reasons) == 1 else ""

    def lines(self) -> Iterator[str]:
        for drift in self.drifted:
            as_of = f", registry as of {drift.as_of}" if drift.as_of else ""
            yield f"{drift.path} ({drift.nct}{as_of})"
            yield from (f"  {what}" for what in (*drift.differs, *drift.unmapped))
        for site, ids in sorted(self.unknown_sites.items()):
            yield f"no hospital here: {site} ({', '.join(ids)})"
        for failure in self.failed:
            yield f"{failure.id}: not compared, {failure}"

    def summary(self) -> str:
        return (
            f"{self.compared:,} trials compared, {len(self.drifted):,} differ, "
            f"{len(self.failed):,} failed, {len(self.without_number):,} without an NCT number"
        )

    def wants_attention(self) -> bool:
        return bool(self.drifted or self.failed)


def drift(
    trials: Iterable[Trial], names: KnownNames, fetch: Callable[[list[str]], Iterable[Fetched]]
) -> DriftReport:
    """Return the differences between trials and their entries in the registry.

    `fetch` yields the number and the study, or the error, of each of some NCT numbers.
    """
    report = DriftReport()
    by_number: dict[str, list[Trial]] = {}
    for trial in trials:
        if nct := nct_of(trial):
            by_number.setdefault(nct, []).append(trial)
        else:
            report.without_number.append(str(trial.id))
    for nct, study in fetch(list(by_number)):
        for trial in by_number[nct]:
            if isinstance(study, FetchError):
                report.failed.append(NotCompared.of(study, id=str(trial.id), nct=nct))
            else:
                report.add(trial, nct, read_study(study, names))
    return report
