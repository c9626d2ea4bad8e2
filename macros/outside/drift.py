"""Trials here against their registry: differences are reported, never written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from macros.model.facts import Cited
from macros.model.kinds import Site, Trial
from macros.model.reports import Report
from macros.model.values import Json, PartialDate, Reading, Text, Value
from macros.outside.answer import Leftover
from macros.outside.clinicaltrials import nct_of
from macros.outside.facilities import postcode_in
from macros.outside.http import FetchError
from macros.outside.names import KnownNames
from macros.outside.reports import Failure
from macros.outside.shape import clean
from macros.outside.study import SITES, UNKNOWN_SITE, Registered, read_study

FIELDS = (
    *("title", "registry_numbers", "phase", "status", "enrolment"),
    *("start_date", "primary_completion", "completion", "registry_updated"),
    *("countries", "sites", "site_count"),
)
"""What is compared: values that both sides state in the same form. Prose is the curator's own."""

REGISTRY, POSTCODE, NEWS = "registry", "postcode", "news"
"""Words of site-basis: named by the registry; known by its postcode; reported elsewhere alone."""

_ESTIMATED = ("start_date", "primary_completion", "completion", "enrolment")
"""Fields of which the registry says whether they are estimates."""

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
    parts that differ, `changed` those of which something else is said.
    """

    field: str
    here: Json
    there: Json
    only_here: tuple[str, ...] = ()
    only_there: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def __str__(self) -> str:
        if Trial.fields[self.field].several and self.here is not None:
            parts = [f"+ {item}" for item in self.only_there]
            parts += [f"not in the registry: {item}" for item in self.only_here]
            parts += self.changed
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


def drift(trials: Iterable[Trial], names: KnownNames, fetch: Callable[[str], Json]) -> DriftReport:
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
    planned = {name: {"planned": True} for name in registered.planned}
    raw = {
        name: Trial.fields[name].written(value, planned.get(name, {}))
        for name, value in registered.fields.items()
        if name in FIELDS
    }
    differences = []
    if theirs := Trial.read_at(raw, (), Reading()):
        for name in FIELDS:
            field = Trial.fields[name]
            here, there = field.items(trial), field.items(theirs)
            if there:
                compare_field = _compare_lists if field.several else _compare_one
                compare_field = _compare_sites if name == "sites" else compare_field
                differences.append(compare_field(name, here, there))
    return [difference for difference in differences if difference]


def _compare_one(name: str, mine: Sequence[Cited], theirs: Sequence[Cited]) -> Difference | None:
    [there] = theirs
    if not mine:
        return Difference(name, None, _marked(there))
    [here] = mine
    values = [here.value, *(other.value for other in here.also)]
    if any(_same(value, there.value) for value in values):
        estimated = name in _ESTIMATED and here.planned and not there.planned and not here.also
        if not estimated:  # here still, while it has become a fact there
            return None
    return Difference(name, _marked(here), _marked(there))


def _same(here: Value, there: Value) -> bool:
    if isinstance(here, PartialDate) and isinstance(there, PartialDate):  # as precise as both are
        known = min(len(here), len(there))
        return here[:known] == there[:known]
    if isinstance(here, Text) and isinstance(there, Text):
        return clean(here).casefold() == clean(there).casefold()
    return here == there


def _compare_lists(name: str, mine: Sequence[Cited], theirs: Sequence[Cited]) -> Difference | None:
    here, there = ([str(fact.known) for fact in facts if fact.known] for facts in (mine, theirs))
    more = tuple(item for item in there if item not in here)
    # The registry knows one number of its own, but all the countries.
    less = tuple(item for item in here if item not in there) if name == "countries" else ()
    if not more and not less:
        return None
    return Difference(name, here or [str(fact.value) for fact in mine] or None, there, less, more)


def _compare_sites(name: str, mine: Sequence[Site], theirs: Sequence[Site]) -> Difference | None:
    """Compare hospitals with their states, and sites without a hospital by what is said of them.

    What is reported elsewhere alone does not disagree. A hospital here may be one that the registry
    calls something else, or hides: then it is not said to be missing there.
    """
    here = {str(site.known): site for site in mine if site.known}
    # Of hospitals that share a postcode, a person may have found out which one it is.
    ours_at = {_code(s): h for h, s in here.items() if _inferred(s) and _code(s)}
    there = {
        ours_at.get(_code(s), str(s.known)) if _inferred(s) else str(s.known): s
        for s in theirs
        if s.known
    }
    maybe = [_place(s) for s in theirs if not s.known and (s.known_by or not s.postcode)]
    reported = {hospital for hospital in here if str(here[hospital].known_by) == NEWS}
    gone = [hospital for hospital in here if hospital not in there and hospital not in reported]
    changed = [
        f"{_told(here[hospital])} → {_said(there[hospital])}"
        for hospital in here
        if hospital in there
        and (_status(here[hospital]) != _status(there[hospital]) or hospital in reported)
    ]
    if maybe:
        changed += [f"{h} is not named there, unless it is {' or '.join(maybe)}" for h in gone]
    more = [_told(there[hospital]) for hospital in there if hospital not in here]
    less = [] if maybe else gone
    ours, others = (Counter(_told(s) for s in sites if not s.known) for sites in (mine, theirs))
    more += (others - ours).elements()
    less += (ours - others).elements()
    if not more and not less and not changed:
        return None
    told = [[_told(site) for site in sites] for sites in (mine, theirs)]
    return Difference(name, told[0] or None, told[1], tuple(less), tuple(more), tuple(changed))


def _place(site: Site) -> str:
    hidden = f"a site without a name ({_code(site) or site.city or 'nowhere'})"
    return str(site.known or (site.known_by and site.registered_as) or hidden)


def _code(site: Site) -> str:
    return postcode_in(str(site.postcode or ""))


def _inferred(site: Site) -> bool:
    return str(site.known_by) == POSTCODE


def _told(site: Site) -> str:
    return f"{_place(site)}: {_said(site)}"


def _said(site: Site) -> str:
    """Return the status of a site, and how it is known where the registry does not name it."""
    known_by = str(site.known_by) if site.known_by else ""
    known_by = "" if known_by == REGISTRY else f" (by {known_by})" if known_by else ""
    return f"{_status(site) or 'no status'}{known_by}"


def _status(site: Site) -> str:
    return str(site.status) if site.status else ""


def _marked(fact: Cited) -> Json:
    value = fact.value.as_json()
    return f"{value} (planned)" if fact.planned else value


def _shown(value: Json) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
