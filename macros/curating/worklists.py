"""What to do next: records that nobody looked at for long, and edits that would help most."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from macros.model.atlas import Atlas
from macros.model.base import Cited, Fact, Record
from macros.model.derived import grade, not_known
from macros.model.relations import values_of
from macros.model.values import Code, RegistryNumber, State, Words

GAPS = {
    "company": "only the company says so",
    "absent": "not known yet",
    "one-source": "only one source, and no primary one",
    "korean": "no Korean text",
}
"""Gaps in words, from the gravest to the lightest."""

_WEIGHTS = {"company": 4, "absent": 3, "one-source": 2, "korean": 1}


@dataclass(frozen=True)
class Stale:
    """A record, when somebody last looked at it ("" for never), and how many link to it."""

    record: Record
    checked: str
    links: int


def stale(atlas: Atlas, kinds: Collection[str]) -> list[Stale]:
    """Return the records of some kinds, those checked longest ago and most linked to first.

    A source counts as checked when it was read.
    """
    found = [
        Stale(record, last_checked(record), links_to(atlas, record.id))
        for record in atlas.records.values()
        if record.about.id in kinds
    ]
    return sorted(found, key=lambda s: (s.checked, -s.links, s.record.id))


def last_checked(record: Record) -> str:
    """Return the last date at which somebody looked, of the record or of one of its facts."""
    dates = [record.checked, getattr(record, "accessed", None)]
    dates += [fact.item.checked for fact in record.all_facts()]
    return max((str(date) for date in dates if date), default="")


def links_to(atlas: Atlas, record_id: str) -> int:
    """Return how many records link to a record and, for a source, how many facts rest on it."""
    linking = {r.id for group in atlas.backlinks(record_id) for r in group.records}
    return len(linking) + len(atlas.resting_on(record_id))


@dataclass(frozen=True)
class Gap:
    """Something to add: where, what kind of gap, how useful it would be (more is better)."""

    record: Record
    field: str
    gap: str
    links: int

    @property
    def score(self) -> int:
        """How useful the edit is: the weight of the gap times the links that lead there."""
        return _WEIGHTS[self.gap] * (1 + self.links)


def gaps(atlas: Atlas, kinds: Collection[str], wanted: Collection[str]) -> list[Gap]:
    """Return the gaps of some kinds of records, the most useful edits first."""
    found = []
    for record in atlas.records.values():
        if record.about.id in kinds:
            links = links_to(atlas, record.id)
            for field, gap in _gaps_of(atlas, record):
                if gap in wanted:
                    found.append(Gap(record, field, gap, links))
    return sorted(found, key=lambda gap: (-gap.score, gap.record.id, gap.field))


def _gaps_of(atlas: Atlas, record: Record) -> Iterator[tuple[str, str]]:
    for spec in not_known(record):
        yield spec.name, "absent"
    yield from ((name, "korean") for name in dict.fromkeys(_without_korean(record)))
    important = {*record.about.chips, *(s.name for s in record.specs.values() if s.expected)}
    weakest: dict[str, str] = {}
    for fact in record.all_facts():
        if fact.spec.name not in important or not fact.item.sources or not _is_told(fact):
            continue
        if grade(atlas, fact.item.sources) in ("company", "unconfirmed"):
            weakest[fact.spec.name] = "company"
        elif len(set(fact.item.sources)) == 1 and grade(atlas, fact.item.sources) != "primary":
            weakest.setdefault(fact.spec.name, "one-source")
    yield from weakest.items()


def _is_told(fact: Fact) -> bool:
    """Tell whether a fact is one that a second source could confirm, and not a number or code."""
    value = fact.item.value if isinstance(fact.item, Cited) else None
    return not isinstance(value, (State, Code, RegistryNumber))


def _without_korean(record: Record) -> Iterator[str]:
    """Yield the fields whose text is given in English only. Codes and people's names need none."""
    name = record.name
    if name is not None and name.en and not name.ko and not _has_number(name.en):
        yield "name"
    if record.summary is not None and not record.summary.ko:
        yield "summary"
    for fact in record.all_facts():
        for _spec, _path, value in values_of(fact):
            if isinstance(value, Words) and not value.ko and not _is_name(value.en):
                yield fact.spec.name
        if fact.item.note is not None and not fact.item.note.ko:
            yield fact.spec.name


def _has_number(text: str) -> bool:
    return any(char.isdigit() for char in text)


def _is_name(text: str) -> bool:
    """Tell whether a short text is a code or a name: no word of it is in small letters."""
    return len(text) < 25 and not any(word.islower() for word in text.split())


def age_in_days(checked: str, today: datetime.date) -> int | None:
    """Return the days since a partial date, counted from its last day; None for never."""
    if not checked:
        return None
    year, month, day = ([int(part) for part in checked.split("-")] + [0, 0])[:3]
    month = month or 12
    day = day or calendar.monthrange(year, month)[1]
    return (today - datetime.date(year, month, day)).days
