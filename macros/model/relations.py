"""Relations: written once, in one record, and shown on both pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from macros.model.base import Cited, Fact, Part, Record, Spec
from macros.model.values import PartialDate, Ref, Words


@dataclass(frozen=True)
class Link:
    """A relation from a record's field to another record's id."""

    record: Record
    spec: Spec
    path: tuple[Any, ...]
    to: Ref


def values_of(fact: Fact) -> Iterator[tuple[Spec, tuple[Any, ...], Any]]:
    """Yield declaration, path and value of everything that a fact holds, inside parts too."""
    for below, value in fact.item.all_values():
        spec = fact.item.specs[below[0]] if isinstance(fact.item, Part) else fact.spec
        yield spec, (*fact.path, *below), value


def links_of(record: Record) -> Iterator[Link]:
    """Yield every relation that a record's fields state. Citations of sources are none."""
    for fact in record.all_facts():
        for spec, path, value in values_of(fact):
            if isinstance(value, Ref):
                yield Link(record, spec, path, value)
    for spec, path, value in record.plain_values():
        if isinstance(value, Ref):
            yield Link(record, spec, path, value)


@dataclass
class Backlinks:
    """Records of one kind that link to a record through one relation, in order."""

    title: Words
    kind: str
    records: list[Record] = field(default_factory=list)


def date_of(record: Record) -> PartialDate | None:
    """Return the date that orders a record among its kind, as its `dated_by` fields give it."""
    for name in record.about.dated_by:
        value = getattr(record, name)
        date = value.value if isinstance(value, Cited) else value
        if isinstance(date, PartialDate):
            return date
    return None


def by_date(record: Record) -> tuple[str, str]:
    """Sort key: date, then id; records without a date come last."""
    return date_of(record) or "9999", record.id


def invert(records: Iterable[Record]) -> dict[str, list[Backlinks]]:
    """Return, for each id that is linked to, the relations that lead to it with their records."""
    found: dict[str, dict[tuple[str, str], Backlinks]] = {}
    for record in records:
        for link in links_of(record):
            if link.spec.inverse is None:
                continue
            kind = record.about.id
            groups = found.setdefault(link.to, {})
            group = groups.setdefault(
                (kind, link.spec.inverse.en), Backlinks(link.spec.inverse, kind)
            )
            if not group.records or group.records[-1] is not record:
                group.records.append(record)
    for groups in found.values():
        for group in groups.values():
            group.records.sort(key=by_date)
    return {to: list(groups.values()) for to, groups in found.items()}
