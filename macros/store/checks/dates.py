"""Dates agree with each other and with the day on which the record was last checked.

The clock is not asked: `checked` says when somebody looked, and what lies after it is a plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from macros.model.atlas import Atlas
from macros.model.facts import Fact
from macros.model.kinds import Source
from macros.model.partial_dates import PartialDate, is_after
from macros.model.problems import KeyPath, Trouble
from macros.model.record import Record, fact_at
from macros.model.topic import TOPIC
from macros.store.checks.base import check

_WHOLE = len("2026-11-30")
"""Letters of a date to the day."""


def _dates(fact: Fact) -> list[tuple[KeyPath, PartialDate]]:
    return [(path, value) for _f, path, value in fact.values() if isinstance(value, PartialDate)]


def _last_checked(atlas: Atlas, record: Record, fact: Fact) -> tuple[str, str]:
    """Return when a fact was last checked and what to correct; else the newest check of all."""
    if own := fact.checked or record.checked:
        return str(own), "correct `checked`"
    return atlas.checked, "write the date of your check in `checked`"


_FAR = 10
"""Years after every other check in which nobody can have looked: a slip in the year.

Fewer would turn away the first check of data that nobody has touched for a while.
"""


def _newest_look(record: Record) -> tuple[str, KeyPath] | None:
    looks = [(str(date), path) for date, path in _looks(record)]
    return max(looks, key=lambda look: look[0], default=None)


def _looks(record: Record) -> Iterator[tuple[PartialDate, KeyPath]]:
    if record.checked:
        yield record.checked, ("checked",)
    if isinstance(record, Source) and record.accessed:
        yield record.accessed, ("accessed",)
    for fact in record.every_fact:
        for one in (fact, *fact.also):
            if one.checked:
                yield one.checked, one.where("checked")


@check(
    Atlas,
    told=_newest_look,
    en="No `checked` date is years later than all others.",
    ko="확인한 날이 다른 모든 확인보다 몇 해 뒤일 수 없음.",
)
def latest_check(told: Mapping[str, tuple[str, KeyPath] | None]) -> Iterator[Trouble]:
    looks = [(*look, file) for file, look in told.items() if look]
    newest, path, file = max(looks, key=lambda look: look[0], default=("", (), ""))
    others = max((date for date, _path, other in looks if other != file), default="")
    if others and int(newest[:4]) - int(others[:4]) >= _FAR:
        message = f"{newest} is years later than every other check; the next latest is {others}"
        fix = "Write the date on which you checked."
        yield Trouble(file, path, "checked-ahead", message, fix)


@check(
    Record,
    en="Anything after a record's last check is marked as planned.",
    ko="기록을 마지막으로 확인한 날보다 뒤의 일은 예정으로 표시함.",
)
def dates(atlas: Atlas, record: Record) -> Iterator[Trouble]:
    for fact in record.every_fact:
        if fact.planned:
            continue
        (checked, correction), dates = _last_checked(atlas, record, fact), _dates(fact)
        if fact.as_of:
            dates.append((fact.where("as_of"), fact.as_of))
        for path, date in dates:
            if is_after(date, checked):
                message = f"{date} is later than the last check, {checked}"
                fix = f"Add `planned: true`, or {correction}."
                yield record.trouble(path, "date-ahead", message, fix)


@check(
    Record,
    en="A month or year not over at the last check is marked as planned or not.",
    ko="마지막 확인 때 지나지 않은 달이나 해의 일은 예정인지 아닌지 적음.",
)
def open_dates(atlas: Atlas, record: Record) -> Iterator[Trouble]:
    events = {name.partition(".")[0] for name in record.about.calendar}
    for fact in record.every_fact:
        if fact.planned is not None or fact.field.name not in events:
            continue
        checked, _mend = _last_checked(atlas, record, fact)
        for path, date in _dates(fact):
            if len(date) < _WHOLE and checked.startswith(date):
                message = f"{date} had not ended at the last check, {checked}"
                fix = "Add `planned: true`, or `planned: false` where it has happened."
                yield record.trouble(path, "date-open", message, fix)


@check(
    Record,
    en="A planned date that has passed has a note on what happened.",
    ko="지나간 예정일에는 어떻게 되었는지 참고로 적음.",
)
def plans(_atlas: Atlas, record: Record) -> Iterator[Trouble]:
    for fact in record.every_fact:
        checked = fact.checked or record.checked
        if not fact.planned or checked is None or fact.note:
            continue
        for path, date in _dates(fact):
            if is_after(checked, date):
                message = f"{date} is planned, but had passed at the last check, {checked}"
                fix = "Write what happened, or add a `note` saying that you found nothing."
                yield record.trouble(path, "plan-passed", message, fix)


@check(
    Record,
    en="Start comes before end, application before decision.",
    ko="시작은 종료보다, 신청은 결정보다 앞섬.",
)
def date_order(_atlas: Atlas, record: Record) -> Iterator[Trouble]:
    blamed = set()
    for first, second in TOPIC.date_order.get(record.about.id, ()):
        one, other = (_date(record, name) for name in (first, second))
        if one and other and second not in blamed and is_after(one, other):
            blamed.add(second)
            message = f"{first} ({one}) is later than {second} ({other})"
            fix = "Check both dates against their sources."
            yield record.trouble((first,), "dates-crossed", message, fix)


def _date(record: Record, name: str) -> PartialDate | None:
    fact = fact_at(record, name)
    value = fact.value if fact else None
    return value if isinstance(value, PartialDate) else None
