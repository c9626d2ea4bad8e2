"""What is computed from the records and never written in YAML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, TypeVar

from macros.model.atlas import Atlas
from macros.model.facts import Cited, Fact
from macros.model.fields import Field
from macros.model.identifiers import RegistryNumber
from macros.model.kinds import Institution, Source
from macros.model.numbers import Year
from macros.model.partial_dates import PartialDate
from macros.model.record import Record, fact_at
from macros.model.relations import date_of
from macros.model.topic import TOPIC
from macros.model.values import GRADES, UNKNOWN, Grade, Value

V = TypeVar("V", bound=Value)


def known(fact: Cited[V] | None) -> V | None:
    """Return the value of a fact; None where it is absent, unknown, none or a plan."""
    return None if fact is None or fact.planned else fact.known


def country_of(record: Record | None) -> str | None:
    """Return the country of a company or institution, as a word of `country`; None where unknown.

    An institution gives its country only where that is not the one that the atlas covers.
    """
    country = fact_at(record, "country") if record else None
    if country is None and isinstance(record, Institution):
        return TOPIC.country
    return known(country)


def grade_of_source(source: Source) -> Grade:
    """Return the evidence grade of a source: that of its kind."""
    return _grade_of_kind(source.kind)


@cache
def _grade_of_kind(kind: str) -> Grade:
    return Grade(TOPIC.grades.get(kind, "unconfirmed"))


def strongest(atlas: Atlas, sources: Iterable[str]) -> Grade | None:
    """Return the strongest grade among some sources, or None where there are none."""
    known = (atlas.records.get(source) for source in sources)
    grades = {grade_of_source(source) for source in known if isinstance(source, Source)}
    return next((Grade(name) for name in GRADES if name in grades), None)


def give_grades(atlas: Atlas, records: Iterable[Record] | None = None) -> None:
    """Give the facts of some records, or all, and other sources' values their sources' grade."""
    by_sources: dict[tuple[str, ...], Grade | None] = {}
    for record in atlas.records.values() if records is None else records:
        for fact in record.every_fact:
            for one in (fact, *fact.also):
                if one.sources not in by_sources:
                    by_sources[one.sources] = strongest(atlas, one.sources)
                one.grade = by_sources[one.sources]


def evidence(record: Record) -> Grade | None:
    """Return the grade that more than half of a record's facts reach, or None where none has one.

    One fact from a registry does not make a record of company news a primary one, and one figure
    from a company does not unmake a registry's record. A source has the grade of its kind.
    """
    if isinstance(record, Source):
        return grade_of_source(record)
    grades = [fact.grade for fact in record.every_fact if fact.grade]
    reached = 0
    for name in GRADES:
        reached += grades.count(Grade(name))
        if reached > len(grades) / 2:
            return Grade(name)
    return None


def year(record: Record) -> Year | None:
    """Return the year of the date that orders a record among its kind."""
    date = date_of(record)
    return Year(date[:4]) if date else None


def not_known(record: Record) -> Iterator[Field]:
    """Yield the expected fields that a record leaves out."""
    for field in _expected(type(record)):
        instead = record.fields.get(field.instead)
        if not field.items(record) and not (instead and instead.items(record)):
            yield field


@cache
def _expected(kind: type[Record]) -> list[Field]:
    return [field for field in kind.fields.values() if field.expected]


def disagreements(record: Record) -> Iterator[Fact]:
    """Yield the facts for which other sources give another value."""
    return (fact for fact in record.every_fact if fact.also)


def is_confirmed(claim: Record) -> bool:
    """Return whether the sources support a claim as it is worded."""
    return verdict_of(claim) == TOPIC.terms.supported


def verdict_of(claim: Record) -> Value:
    """Return the verdict of a claim; UNKNOWN if there is none."""
    verdict = fact_at(claim, "verdict")
    return verdict.value if verdict else UNKNOWN


def accessed(record: Record) -> PartialDate | None:
    """Return when a source was read; None for other records."""
    return record.__dict__.get("accessed")


def data_date(record: Record) -> str:
    """Return the date of what a record says: last checked, else the newest of its facts, or ""."""
    if record.checked:
        return str(record.checked)
    dates = [accessed(record)]  # a source's own data are not facts
    for fact in record.every_fact:
        dates += [fact.checked, fact.as_of]
    return str(max(filter(None, dates), default=""))


@cache
def _fields_with(kind: type[Record], value: type[Value]) -> tuple[Field[Any], ...]:
    return tuple(field for field in kind.fact_fields() if field.may_hold(value))


def values_with_facts(record: Record, value: type[V]) -> Iterator[tuple[Fact, V]]:
    """Yield every value of a type in a record, those of other sources too, with its fact."""
    for field in _fields_with(type(record), value):
        for fact in field.items(record):
            for _field, _path, one in fact.all_values():
                if isinstance(one, value):
                    yield fact, one


def names_of(record: Record) -> list[str]:
    """Return every name that a record answers to, registry numbers too, each once."""
    numbers = (number for _fact, number in values_with_facts(record, RegistryNumber))
    return list(dict.fromkeys(map(str, (*record.own_names, *numbers))))
