"""Trials here against their registry: differences are reported, never written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from macros.model.facts import Cited
from macros.model.kinds import Trial
from macros.model.reports import Report
from macros.model.values import State
from macros.outside.answer import Leftover
from macros.outside.clinicaltrials import nct_of
from macros.outside.http import FetchError
from macros.outside.names import Names
from macros.outside.reports import Failure
from macros.outside.shape import Json, clean
from macros.outside.study import SITES, UNKNOWN_SITE, Registered, read_study

DATES = ("start_date", "primary_completion", "completion", "registry_updated")
LISTS = ("registry_numbers", "countries", "sites")
FIELDS = (
    *("title", "registry_numbers", "phase", "status", "enrolment"),
    *DATES,
    *("countries", "sites", "site_count"),
)
"""What is compared: values that both sides state in the same form. Prose is the curator's own."""

_COMPARED = (
    "statusModule.overallStatus",
    "designModule.phases",
    "contactsLocationsModule.locations.country",
)
"""Parts of an answer that are reported where their terms are unknown and cannot be compared."""


@dataclass(frozen=True)
class Difference:
    """A field on which a trial and its registry do not agree.

    `here` is None where the trial has no value. For lists, `only_here` and `only_there` list the
    parts that differ.
    """

    field: str
    here: Json
    there: Json
    only_here: tuple[str, ...] = ()
    only_there: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.field in LISTS and self.here is not None:
            parts = [f"+ {item}" for item in self.only_there]
            parts += [f"not in the registry: {item}" for item in self.only_here]
            return f"{self.field}: {'; '.join(parts)}"
        here = "not given" if self.here is None else _shown(self.here)
        return f"{self.field}: {here} → {_shown(self.there)}"


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


def drift(trials: Iterable[Trial], names: Names, fetch: Callable[[str], Json]) -> DriftReport:
    """Return the differences between trials and their entries in the registry.

    `fetch` returns the study of an NCT number or raises FetchError.
    """
    report = DriftReport()
    for trial in trials:
        trial_id, nct = str(trial.id), nct_of(trial)
        if not nct:
            report.without_number.append(trial_id)
            continue
        try:
            registered = read_study(fetch(nct), names)
        except FetchError as error:
            report.failed.append(NotCompared.of(error, id=trial_id, nct=nct))
            continue
        report.compared += 1
        for left in registered.leftovers:
            if (left.path, left.reason) == (SITES, UNKNOWN_SITE):
                report.unknown_sites.setdefault(left.value, []).append(trial_id)
        differs = compare(trial, registered)
        unmapped = [left for left in registered.leftovers if left.path in _COMPARED]
        if differs or unmapped:
            one = Drift(trial_id, trial.path, nct, registered.as_of, differs, unmapped)
            report.drifted.append(one)
    return report


def compare(trial: Trial, registered: Registered) -> list[Difference]:
    """Return what differs, in the order of FIELDS; what the registry leaves out does not."""
    differences = []
    for name in FIELDS:
        there = registered.fields.get(name)
        if there is not None:
            compare_field = _compare_lists if name in LISTS else _compare_one
            planned = name in registered.planned
            differences.append(compare_field(name, getattr(trial, name), there, planned))
    return [difference for difference in differences if difference]


def _compare_one(name: str, fact: Cited | None, there: Json, planned: bool) -> Difference | None:
    if fact is None:
        return Difference(name, None, _marked(there, planned))
    values = [fact.value, *(other.value for other in fact.also)]
    if any(_same(name, value, there) for value in values):
        dated = name in (*DATES, "enrolment") and len(values) == 1
        passed = dated and fact.planned and not planned  # the plan has become a fact
        if not passed:
            return None
    here = int(fact.value) if isinstance(fact.value, int) else str(fact.value)
    return Difference(name, _marked(here, bool(fact.planned)), _marked(there, planned))


def _same(name: str, here: object, there: Json) -> bool:
    if isinstance(here, State):
        return False
    if name in DATES:  # as precise as both are
        known = min(len(str(here)), len(str(there)))
        return str(here)[:known] == str(there)[:known]
    if name == "title":
        return clean(str(here)).casefold() == clean(there).casefold()
    return here == there


def _compare_lists(
    name: str, facts: tuple[Cited, ...], there: Json, _plan: bool
) -> Difference | None:
    listed = there if isinstance(there, list) else []
    there_ids = [str(item["value"] if isinstance(item, dict) else item) for item in listed]
    here_ids = [str(fact.value) for fact in facts if not isinstance(fact.value, State)]
    more = tuple(item for item in there_ids if item not in here_ids)
    # The registry knows one number of its own; a hospital that it hides is not a disagreement.
    whole = name == "countries" or (name == "sites" and isinstance(there, list))
    less = tuple(item for item in here_ids if item not in there_ids) if whole else ()
    if not more and not less:
        return None
    here = here_ids or [str(fact.value) for fact in facts] or None
    return Difference(name, here, there_ids, less, more)


def _marked(value: Json, planned: bool) -> Json:
    return f"{value} (planned)" if planned else value


def _shown(value: Json) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
