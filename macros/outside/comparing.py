"""What a trial here and its entry in the registry say otherwise, field by field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from macros.model.facts import Cited
from macros.model.identity import loosely_folded
from macros.model.kinds import Site, Trial
from macros.model.partial_dates import PartialDate
from macros.model.values import Json, Reading, Text, Value, Words
from macros.outside.facilities import postcode_in
from macros.outside.shape import clean
from macros.outside.study import Registered

FIELDS = (
    *(
        "title",
        "registry_numbers",
        "phase",
        "status",
        "why_stopped",
        "sponsors",
        "age",
        "enrolment",
    ),
    *("start_date", "primary_completion", "completion", "registry_updated"),
    *("countries", "sites", "site_count"),
)
"""What is compared: values that both sides state in the same form. Prose is the curator's own."""

REGISTRY, POSTCODE, NEWS = "registry", "postcode", "news"
"""Words of site-basis: named by the registry; known by its postcode; reported elsewhere alone."""

_FIGURES = re.compile(r"\d+|month|week|day")
_ESTIMATED = ("start_date", "primary_completion", "completion", "enrolment")
"""Fields of which the registry says whether they are estimates."""


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
    if "sponsors" not in registered.fields:
        differences.append(_compare_unknown_sponsor(trial, registered.sponsor_name))
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
    if isinstance(here, Words) and isinstance(there, Words):  # an age: its figures count
        mine, theirs = (
            _FIGURES.findall(words.texts.get("en", "").lower()) for words in (here, there)
        )
        return not mine or mine == theirs
    if isinstance(here, Text) and isinstance(there, Text):
        return clean(here).casefold() == clean(there).casefold()
    return here == there


def _compare_lists(name: str, mine: Sequence[Cited], theirs: Sequence[Cited]) -> Difference | None:
    here, there = ([str(fact.known) for fact in facts if fact.known] for facts in (mine, theirs))
    more = tuple(item for item in there if item not in here)
    # The registry knows one number of its own, but all the countries.
    whole = name == "countries" or (name == "sponsors" and more)
    less = tuple(item for item in here if item not in there) if whole else ()
    if not more and not less:
        return None
    return Difference(name, here or [str(fact.value) for fact in mine] or None, there, less, more)


def _compare_unknown_sponsor(trial: Trial, name: str) -> Difference | None:
    """Compare a sponsor that is none of our records: it may be one of ours under another name."""
    ours = [str(fact.known) for fact in trial.sponsors if fact.known]
    recorded = [str(trial.registered_sponsor.value)] if trial.registered_sponsor else []
    notes = [text for fact in trial.sponsors if fact.note for text in fact.note.texts.values()]
    folded = loosely_folded(name)
    if not name or any(folded in loosely_folded(text) for text in (*recorded, *notes)):
        return None
    if not ours:
        return Difference("registered_sponsor", recorded[0] if recorded else None, name)
    not_matched = f"not matched: {name}, perhaps {' or '.join(ours)}"
    return Difference("sponsors", ours, [name], changed=(not_matched,))


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
        changed += [f"not matched: {h}, perhaps {' or '.join(maybe)}" for h in gone]
    more = [_told(there[hospital]) for hospital in there if hospital not in here]
    less = [] if maybe else gone
    ours, others = (Counter(_told(s) for s in sites if not s.known) for sites in (mine, theirs))
    more += (others - ours).elements()
    less += (ours - others).elements()
    if not more and not less and not changed:
        return None
    texts = [[_told(site) for site in sites] for sites in (mine, theirs)]
    return Difference(name, texts[0] or None, texts[1], tuple(less), tuple(more), tuple(changed))


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
