"""What to do next: records not checked for a long time, and edits that would help most."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from macros.model.atlas import Atlas
from macros.model.derived import accessed, not_known
from macros.model.facts import Fact
from macros.model.identifiers import Code, RegistryNumber
from macros.model.languages import FALLBACK, LANGUAGES
from macros.model.partial_dates import PartialDate, days_of, is_after
from macros.model.record import Record
from macros.model.reports import Report
from macros.model.values import Json, State, Words

GAPS = {
    "korean": "no Korean text",
    "one-source": "only one source, and no primary one",
    "absent": "not recorded yet",
    "company": "only from the company",
    "passed": "planned date has passed",
}
"""Gaps in words, from the lightest to the gravest."""

_WEIGHTS = {gap: weight for weight, gap in enumerate(GAPS, 1)}
_TRANSLATIONS = [code for code in LANGUAGES if code != FALLBACK]


@dataclass
class WorkList(Report):
    """Records to look at or edits to make, the most useful first."""

    rows: Sequence[Stale | Gap]

    def as_json(self) -> Json:
        return [row.as_json() for row in self.rows]

    def lines(self) -> Iterator[str]:
        return map(str, self.rows)


@dataclass(frozen=True)
class Stale:
    """A record, when it was last checked ("" for never), how long ago, and how many link to it."""

    record: Record
    checked: str
    days: int | None
    links: int

    def as_json(self) -> Json:
        """Return the row of the list."""
        record, checked = self.record, self.checked or None
        about: dict[str, Json] = {"id": str(record.id), "path": record.path, "checked": checked}
        return {**about, "days": self.days, "links": self.links}

    def __str__(self) -> str:
        when = "never" if self.days is None else f"{self.checked} ({self.days:,} days)"
        linked, record = f"{self.links:,} links", self.record
        return f"{when:<24} {linked:>10}  {record.path}  {record.name_in('en')}"


def stale(
    atlas: Atlas, kinds: Collection[str], today: datetime.date, older: int = 0
) -> list[Stale]:
    """Return the records of some kinds, those checked longest ago and most linked to first.

    Only what was last checked `older` days ago or more, or never. A source counts as checked when
    it was read.
    """
    entries = []
    for record in atlas.records.values():
        if record.about.id in kinds:
            checked = last_checked(record)
            days = age_in_days(checked, today)
            if days is None or days >= older:
                entries.append(Stale(record, checked, days, links_to(atlas, record.id)))
    return sorted(entries, key=lambda s: (s.checked, -s.links, s.record.id))


def last_checked(record: Record) -> str:
    """Return the last date at which somebody looked, of the record or of one of its facts."""
    dates = [record.checked, accessed(record), *(fact.checked for fact in record.every_fact)]
    return str(max(filter(None, dates), default=""))


def links_to(atlas: Atlas, record_id: str) -> int:
    """Return how many records link to a record and, for a source, how many facts rest on it."""
    return len(atlas.linking(record_id, Record)) + len(atlas.citing(record_id))


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

    def as_json(self) -> Json:
        """Return the row of the list."""
        about: dict[str, Json] = {"id": str(self.record.id), "path": self.record.path}
        edit: dict[str, Json] = {"field": self.field, "gap": self.gap}
        return {**about, **edit, "links": self.links, "score": self.score}

    def __str__(self) -> str:
        return f"{self.links:>5,} links  {self.record.path}: {self.field}: {GAPS[self.gap]}"


def gaps(atlas: Atlas, kinds: Collection[str], types: Collection[str]) -> list[Gap]:
    """Return the gaps of some kinds of records, the most useful edits first."""
    entries = []
    for record in atlas.records.values():
        if record.about.id in kinds:
            links = links_to(atlas, record.id)
            for field, gap in (*_gaps_of(record), *_passed(record, atlas.checked)):
                if gap in types:
                    entries.append(Gap(record, field, gap, links))
    return sorted(entries, key=lambda gap: (-gap.score, gap.record.id, gap.field))


def _gaps_of(record: Record) -> Iterator[tuple[str, str]]:
    for field in not_known(record):
        yield field.name, "absent"
    yield from ((name, "korean") for name in dict.fromkeys(_not_translated(record)))
    expected = (field.name for field in record.fields.values() if field.expected)
    important = {*record.about.chips, *expected}
    weakest: dict[str, str] = {}
    for fact in record.every_fact:
        name = fact.field.name
        if name not in important or not fact.sources or not _can_be_confirmed(fact):
            continue
        if fact.is_weak:
            weakest[name] = "company"
        elif len(set(fact.sources)) == 1 and fact.grade != "primary":
            weakest.setdefault(name, "one-source")
    yield from weakest.items()


def _passed(record: Record, today: str) -> Iterator[tuple[str, str]]:
    """Yield the fields with a plan that was over by the newest date of the data, without a note.

    The check demands a note of those only that were over when the record was last checked: it
    would otherwise find something in records that nobody touched.
    """
    for fact in record.every_fact:
        dates = (value for _f, _p, value in fact.values() if isinstance(value, PartialDate))
        if fact.planned and not fact.note and any(is_after(today, date) for date in dates):
            yield fact.field.name, "passed"


def _can_be_confirmed(fact: Fact) -> bool:
    """Return whether a second source could confirm a fact: not where it is only a code or state."""
    return not all(isinstance(v, (State, Code, RegistryNumber)) for _f, _p, v in fact.values())


def _not_translated(record: Record) -> Iterator[str]:
    """Yield the fields whose text some language has not. Codes and people's names need none."""
    name = record.name
    if _untranslated(name) and not any(char.isdigit() for char in name.in_("en")):
        yield "name"
    if _untranslated(record.summary):
        yield "summary"
    for fact in record.every_fact:
        for _field, _path, value in fact.all_values():
            if _untranslated(value) and not _is_name(value.in_("en")):
                yield fact.field.name
        if _untranslated(fact.note):
            yield fact.field.name


def _untranslated(text: object) -> TypeGuard[Words]:
    """Return whether a value is a text that some language has not."""
    return isinstance(text, Words) and not all(map(text.get, _TRANSLATIONS))


def _is_name(text: str) -> bool:
    """Return whether a short text is a code or a name: no word of it is in lower case."""
    return len(text) < 25 and not any(word.islower() for word in text.split())


def age_in_days(checked: str, today: datetime.date) -> int | None:
    """Return the days since a partial date, counted from its last day; None for never."""
    return (today - days_of(checked)[1]).days + 1 if checked else None
