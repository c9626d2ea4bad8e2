"""What is computed from the records and never written in YAML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from macros.model.atlas import Atlas
from macros.model.base import Fact, Record, Spec
from macros.model.relations import date_of
from macros.model.values import RegistryNumber, Words

GRADE_OF_KIND = {
    "regulator": "primary",
    "registry": "primary",
    "paper": "primary",
    "filing": "primary",
    "institution": "primary",
    "news": "press",
    "reference": "press",
    "company": "company",
    "market-report": "unconfirmed",
}
"""Evidence grade of each kind of source. The rule is stated for readers on docs/methods.md."""

GRADES = {
    "primary": Words("Primary source", "1차 자료"),
    "press": Words("Press or reference", "언론·참고자료"),
    "company": Words("Company-reported", "회사 발표"),
    "unconfirmed": Words("Unconfirmed", "미확인"),
}
"""Grades from strongest to weakest."""


class Grade(str):
    """The evidence grade of a record, one of GRADES."""


class Year(int):
    """A year, to narrow records by."""


def grade(atlas: Atlas, sources: Iterable[str]) -> str | None:
    """Return the strongest grade among the sources of a fact, or None where it has none."""
    found = {
        GRADE_OF_KIND.get(atlas.records[source].kind, "unconfirmed")
        for source in sources
        if source in atlas.records
    }
    return next((name for name in GRADES if name in found), None)


def evidence(atlas: Atlas, record: Record) -> Grade | None:
    """Return the grade that more than half of a record's facts reach, or None where none has one.

    One fact from a registry does not make a record of company news a primary one, and one figure
    from a company does not unmake a registry's record. A source has the grade of its kind.
    """
    if record.about.id == "sources":
        return Grade(GRADE_OF_KIND.get(record.kind, "unconfirmed"))
    found = [grade(atlas, fact.item.sources) for fact in record.all_facts()]
    reached, wanted = 0, sum(name is not None for name in found) / 2
    for name in GRADES:
        reached += found.count(name)
        if reached > wanted:
            return Grade(name)
    return None


def year(record: Record) -> Year | None:
    """Return the year of the date that orders a record among its kind."""
    date = date_of(record)
    return Year(date[:4]) if date else None


def not_known(record: Record) -> Iterator[Spec]:
    """Yield the expected fields that a record leaves out."""
    for spec in record.specs.values():
        if spec.expected and getattr(record, spec.name) in (None, []):
            yield spec


def disagreements(record: Record) -> Iterator[Fact]:
    """Yield the facts for which other sources give another value."""
    for fact in record.all_facts():
        if getattr(fact.item, "also", []):
            yield fact


def is_confirmed(claim: Record) -> bool:
    """Return whether sources bear a claim out as it stands."""
    return claim.verdict.value == "supported"


def last_checked(atlas: Atlas) -> str | None:
    """Return the newest date on which a record was checked: how fresh the data are."""
    dates = (record.checked for record in atlas.records.values() if record.checked)
    return max(map(str, dates), default=None)


def data_date(record: Record) -> str:
    """Return the date of what a record says: last checked, else the newest of its facts, or ""."""
    if record.checked:
        return str(record.checked)
    dates = [getattr(record, "accessed", None)]  # a source's own data are no facts
    for fact in record.all_facts():
        dates += [fact.item.checked, fact.item.as_of]
    return str(max(filter(None, dates), default=""))


def names_of(record: Record) -> list[str]:
    """Return every name that a record answers to, registry numbers too, each once."""
    names = [*(record.name.all() if record.name else []), *record.aliases]
    names += [
        value
        for fact in record.all_facts()
        for _path, value in fact.item.all_values()
        if isinstance(value, RegistryNumber)
    ]
    return list(dict.fromkeys(map(str, names)))
