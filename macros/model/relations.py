"""Relations: written once, in one record, and shown on both pages."""

from __future__ import annotations

import dataclasses
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from sys import intern
from typing import Any

from macros.model.facts import Fact, shared_path
from macros.model.fields import Field
from macros.model.partial_dates import PartialDate
from macros.model.problems import KeyPath
from macros.model.record import Record, fact_at
from macros.model.refs import Ref
from macros.model.values import Words


@dataclass(frozen=True, slots=True)
class Link:
    """A relation from a record's field to another record's id; `fact` is None for plain values.

    `relation` names the field by its path: "sites", of a part "parties.party".
    """

    record: Record
    field: Field[Any]
    relation: str
    fact: Fact | None
    path: KeyPath
    to: Ref


def links_of(record: Record) -> tuple[Link, ...]:
    """Return every relation that a record's fields state, by what other sources say instead too.

    Citations of sources are none. Found once: a record does not change.
    """
    if LINKS not in record.__dict__:
        record.__dict__[LINKS] = tuple(_links(record))
    return record.__dict__[LINKS]


LINKS = " links"
"""Where a record keeps its links: no field has such a name."""


def _links(record: Record) -> Iterator[Link]:
    for fact in record.every_fact:
        for one in (fact, *fact.also):
            for own, path, value in one.values():
                if isinstance(value, Ref):
                    name = own.name if own is fact.field else f"{fact.field.name}.{own.name}"
                    yield Link(record, own, intern(name), one, shared_path(path), value)
    for own, path, value in record.plain_values():
        if isinstance(value, Ref):
            yield Link(record, own, own.name, None, shared_path(path), value)


@dataclass(slots=True)
class Backlinks:
    """What links to a record from one kind through one field, in the order of the records."""

    kind: str
    relation: str
    title: Words
    links: list[Link] = dataclasses.field(default_factory=list)

    @property
    def records(self) -> list[Record]:
        """The records that link, each once; not those of which only other sources say so."""
        links = (link for link in self.links if not (link.fact and link.fact.alternative))
        return list({link.record.id: link.record for link in links}.values())

    @property
    def facts(self) -> dict[str, Fact | None]:
        """The fact through which each record links: one that counts where there is one."""
        facts: dict[str, Fact | None] = {}
        for link in self.links:
            known = facts.setdefault(link.record.id, link.fact)
            if known and not known.counts:
                facts[link.record.id] = link.fact
        return facts

    @property
    def count(self) -> int:
        """How many records link by facts that count."""
        return sum(fact is None or fact.counts for fact in self.facts.values())


def _dates(record: Record) -> Iterator[tuple[PartialDate, Fact | None]]:
    for name in record.about.dated_by:
        fact = fact_at(record, name)
        date = fact.value if fact else record.__dict__.get(name)
        if isinstance(date, PartialDate):
            yield date, fact


def date_of(record: Record) -> PartialDate | None:
    """Return the date that orders a record among its kind, as its `dated_by` fields give it."""
    return next((date for date, _fact in _dates(record)), None)


def date_fact(record: Record) -> Fact | None:
    """Return the fact that gives this date; None where it is a plain value or there is none."""
    return next((fact for _date, fact in _dates(record)), None)


def by_date(record: Record) -> tuple[str, str]:
    """Sort key: date, then id; records without a date come last."""
    return date_of(record) or "9999", record.id


def invert(
    records: Iterable[Record], only: Container[str] | None = None
) -> dict[str, list[Backlinks]]:
    """Return, for each id that is linked to, or only for some, the relations that lead to it."""
    inverse: dict[str, dict[tuple[str, str], Backlinks]] = {}
    for record in records:
        kind = record.about.id
        for link in links_of(record):
            title = link.field.inverse
            if title is not None and (only is None or link.to in only):
                groups = inverse.setdefault(link.to, {})
                new = Backlinks(kind, link.relation, title)
                groups.setdefault((kind, link.relation), new).links.append(link)
    for groups in inverse.values():
        for group in groups.values():
            group.links.sort(key=lambda link: by_date(link.record))
    return {to: list(groups.values()) for to, groups in inverse.items()}
