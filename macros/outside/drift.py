"""A trial here against its registry: what differs, said and never written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from macros.model.base import Cited, Record
from macros.model.values import State
from macros.outside.shape import clean
from macros.outside.study import Registered

FIELDS = (
    "title",
    "registry_numbers",
    "phase",
    "status",
    "enrolment",
    "start_date",
    "primary_completion",
    "completion",
    "registry_updated",
    "countries",
    "sites",
    "site_count",
)
"""What is compared: values that both sides state in the same form. Prose is the curator's own."""

DATES = ("start_date", "primary_completion", "completion", "registry_updated")
LISTS = ("registry_numbers", "countries", "sites")


@dataclass(frozen=True)
class Difference:
    """A field on which a trial and its registry do not agree.

    `here` is None where the trial says nothing. For lists, `only_here` and `only_there` say which
    parts differ.
    """

    field: str
    here: Any
    there: Any
    only_here: tuple[str, ...] = ()
    only_there: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.field in LISTS and self.here is not None:
            parts = [f"+ {item}" for item in self.only_there]
            parts += [f"not in the registry: {item}" for item in self.only_here]
            return f"{self.field}: {'; '.join(parts)}"
        here = "not given" if self.here is None else _shown(self.here)
        return f"{self.field}: {here} → {_shown(self.there)}"


def compare(trial: Record, registered: Registered) -> list[Difference]:
    """Return what differs, in the order of FIELDS; what the registry leaves out does not."""
    found = []
    for name in FIELDS:
        there = registered.fields.get(name)
        if there is None:
            continue
        fact = getattr(trial, name)
        if name in LISTS:
            difference = _compare_lists(name, fact, there)
        else:
            difference = _compare_one(name, fact, there, name in registered.planned)
        if difference:
            found.append(difference)
    return found


def _compare_one(name: str, fact: Cited | None, there: Any, planned: bool) -> Difference | None:
    if fact is None:
        return Difference(name, None, _marked(there, planned))
    told = [fact.value, *(other.value for other in fact.also)]
    if any(_same(name, value, there) for value in told):
        passed = name in (*DATES, "enrolment") and fact.planned and not planned and len(told) == 1
        if not passed:
            return None
    here = str(fact.value) if not isinstance(fact.value, int) else int(fact.value)
    return Difference(name, _marked(here, fact.planned), _marked(there, planned))


def _same(name: str, here: Any, there: Any) -> bool:
    if isinstance(here, State):
        return False
    if name in DATES:  # as precise as both are
        known = min(len(here), len(there))
        return here[:known] == there[:known]
    if name == "title":
        return clean(str(here)).casefold() == clean(there).casefold()
    return here == there


def _compare_lists(name: str, facts: list[Cited], there: Any) -> Difference | None:
    there_ids = [
        str(item.get("value") if isinstance(item, dict) else item)
        for item in (there if isinstance(there, list) else [])
    ]
    given = [fact.value for fact in facts]
    here_ids = [str(value) for value in given if not isinstance(value, State)]
    if not facts:
        return Difference(name, None, there_ids, (), tuple(there_ids)) if there_ids else None
    more = tuple(item for item in there_ids if item not in here_ids)
    # The registry knows one number of its own; a hospital that it hides is no disagreement.
    less = tuple(i for i in here_ids if i not in there_ids) if name == "countries" else ()
    if name == "sites" and isinstance(there, list):
        less = tuple(item for item in here_ids if item not in there_ids)
    if not more and not less:
        return None
    here = here_ids or [str(value) for value in given]
    return Difference(name, here, there_ids, less, more)


def _marked(value: Any, planned: bool) -> Any:
    return f"{value} (planned)" if planned else value


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
