"""What facts give pictures: values, each once, and records; plans are apart and marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from macros.model.atlas import Atlas
from macros.model.facts import Cited
from macros.model.record import Record
from macros.model.values import Value
from macros.page.context import Context

V = TypeVar("V", bound=Value)


def given(fact: Cited[V] | None) -> V | None:
    """Return the value of a fact, a plan too; None where it is absent, unknown or none."""
    return fact.known if fact else None


def each_known(facts: Iterable[Cited[V]]) -> list[V]:
    """Return the values of facts, each once, in the order of the facts; no plans."""
    return [value for value, planned in each_given(facts).items() if not planned]


def each_given(facts: Iterable[Cited[V]]) -> dict[V, bool]:
    """Return the values of facts with whether each is a plan only; the plans come last."""
    values: dict[V, bool] = {}
    for fact in sorted(facts, key=lambda fact: bool(fact.planned)):
        if fact.known is not None:
            values.setdefault(fact.known, bool(fact.planned))
    return values


def leader(counts: Mapping[str, int]) -> str:
    """Return the id that is counted most often; "" where none leads another alone."""
    first, second, *_rest = [*sorted(counts, key=lambda id_: -counts[id_]), "", ""]
    return first if second and counts[first] > counts[second] else ""


def records_of(atlas: Atlas, facts: Iterable[Cited[Any]]) -> list[Record]:
    """Return the records that facts name, each once; those that do not exist are left out."""
    return [atlas.records[id_] for id_ in each_known(facts) if id_ in atlas.records]


def marked(context: Context, words: str, planned: object = True) -> str:
    """Return words, marked as planned where they are."""
    return f"{words} ({context.label('planned')})" if planned else words


def in_words(context: Context, fact: Cited[Any]) -> str:
    """Return the value of a fact, or its state, marked as planned where it is."""
    return marked(context, context.plain(fact.value), fact.planned)
