"""What pictures ask of records: those of a kind, and what facts give as known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from macros.model.atlas import Atlas
from macros.model.facts import Cited
from macros.model.record import Record
from macros.model.values import Value

R = TypeVar("R", bound=Record)
V = TypeVar("V", bound=Value)


def every(atlas: Atlas, kind: type[R]) -> list[R]:
    """Return the records of a kind in the order of their ids."""
    return [record for record in atlas.of_kind(kind.about.id) if isinstance(record, kind)]


def known(fact: Cited[V] | None) -> V | None:
    """Return the value of a fact; None where it is absent, unknown or none."""
    return fact.known if fact else None


def each_known(facts: Iterable[Cited[V]]) -> list[V]:
    """Return the values of facts, each once, in the order of the facts."""
    return list(dict.fromkeys(value for fact in facts if (value := known(fact)) is not None))


def records_of(atlas: Atlas, facts: Iterable[Cited[Any]]) -> list[Record]:
    """Return the records that facts name, each once; those that do not exist are left out."""
    return [atlas.records[id_] for id_ in each_known(facts) if id_ in atlas.records]
