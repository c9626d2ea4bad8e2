"""What to do next: records that nobody looked at for long, and edits that would help most."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from macros.model.atlas import Atlas
from macros.model.derived import accessed, not_known
from macros.model.facts import Fact
from macros.model.record import Record
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
    dates = [record.checked, accessed(record), *(fact.checked for fact in record.every_fact)]
    return str(max(filter(None, dates), default=""))


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
            for field, gap in _gaps_of(record):
                if gap in wanted:
                    found.append(Gap(record, field, gap, links))
    return sorted(found, key=lambda gap: (-gap.score, gap.record.id, gap.field))


def _gaps_of(record: Record) -> Iterator[tuple[str, str]]:
    for field in not_known(record):
        yield field.name, "absent"
    yield from ((name, "korean") for name in dict.fromkeys(_without_korean(record)))
    expected = (field.name for field in record.fields.values() if field.expected)
    important = {*record.about.chips, *expected}
    weakest: dict[str, str] = {}
    for fact in record.every_fact:
        name = fact.field.name
        if name not in important or not fact.sources or not _can_be_confirmed(fact):
            continue
        if fact.grade in ("company", "unconfirmed"):
            weakest[name] = "company"
        elif len(set(fact.sources)) == 1 and fact.grade != "primary":
            weakest.setdefault(name, "one-source")
    yield from weakest.items()


def _can_be_confirmed(fact: Fact) -> bool:
    """Return whether a second source could confirm a fact: not where it is only a code or state."""
    return not all(isinstance(v, (State, Code, RegistryNumber)) for _f, _p, v in fact.values())


def _without_korean(record: Record) -> Iterator[str]:
    """Yield the fields whose text is given in English only. Codes and people's names need none."""
    name = record.name
    if name is not None and name.en and not name.get("ko") and not _has_number(name.en):
        yield "name"
    if record.summary is not None and not record.summary.get("ko"):
        yield "summary"
    for fact in record.every_fact:
        for _field, _path, value in fact.all_values():
            if isinstance(value, Words) and not value.get("ko") and not _is_name(value.in_("en")):
                yield fact.field.name
        if fact.note is not None and not fact.note.get("ko"):
            yield fact.field.name


def _has_number(text: str) -> bool:
    return any(char.isdigit() for char in text)


def _is_name(text: str) -> bool:
    """Return whether a short text is a code or a name: no word of it is in small letters."""
    return len(text) < 25 and not any(word.islower() for word in text.split())


def age_in_days(checked: str, today: datetime.date) -> int | None:
    """Return the days since a partial date, counted from its last day; None for never."""
    if not checked:
        return None
    year, month, day = ([int(part) for part in checked.split("-")] + [0, 0])[:3]
    month = month or 12
    day = day or calendar.monthrange(year, month)[1]
    return (today - datetime.date(year, month, day)).days
