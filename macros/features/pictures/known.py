"""What pictures ask of records: those of a kind, and what facts give as so. Plans are apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from macros.model.atlas import Atlas
from macros.model.derived import known
from macros.model.facts import Cited
from macros.model.record import Record
from macros.model.values import Value
from macros.page.context import Context

R = TypeVar("R", bound=Record)
V = TypeVar("V", bound=Value)


def every(atlas: Atlas, kind: type[R]) -> list[R]:
    """Return the records of a kind in the order of their ids."""
    return [record for record in atlas.of_kind(kind.about.id) if isinstance(record, kind)]


def given(fact: Cited[V] | None) -> V | None:
    """Return the value of a fact, a plan too; None where it is absent, unknown or none."""
    return fact.known if fact else None


def each_known(facts: Iterable[Cited[V]]) -> list[V]:
    """Return the values of facts, each once, in the order of the facts; no plans."""
    return list(dict.fromkeys(value for fact in facts if (value := known(fact)) is not None))


def each_planned(facts: Iterable[Cited[V]]) -> list[V]:
    """Return the values that facts give as plans only, each once."""
    facts = list(facts)
    values = dict.fromkeys(fact.known for fact in facts if fact.known is not None)
    return [value for value in values if value not in each_known(facts)]


def records_of(atlas: Atlas, facts: Iterable[Cited[Any]]) -> list[Record]:
    """Return the records that facts name, each once; those that do not exist are left out."""
    return [atlas.records[id_] for id_ in each_known(facts) if id_ in atlas.records]


def marked(context: Context, words: str, planned: object = True) -> str:
    """Return words, marked as planned where they are."""
    return f"{words} ({context.label('planned')})" if planned else words
