"""What happened or is planned, and when: the dates of records that belong into a calendar.

Which fields they are in, each kind says itself (`calendar` in its file): the day on which a
registry was updated or a price was noted is a date too, but nothing that happens.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from macros.exports.plain_record import Plain
from macros.model.kinds import KINDS

Data = dict[str, Plain]


class Dated(NamedTuple):
    """A fact with a date: its plain record, itself, its date, and its place in `every_fact`."""

    record: Data
    fact: Data
    date: dict[str, str]
    place: int

    @property
    def is_exact(self) -> bool:
        """Whether the day is known."""
        return self.date["precision"] == "day"

    def lies_ahead(self, today: str) -> bool:
        """Return whether it is planned and may still come: its last possible day is not over.

        `today` is the newest date of the data: no clock is asked. What is not marked as planned has
        happened, even where only its year is known and that is not over.
        """
        return self.fact["planned"] and self.date["latest"] >= today

    def is_overdue(self, today: str) -> bool:
        """Return whether it was planned date has passed."""
        return self.fact["planned"] and self.date["latest"] < today


def has_dates(kind: str) -> bool:
    """Return whether records of a kind have dates for a calendar."""
    return bool(KINDS[kind].about.calendar)


def dated(record: Data) -> Iterator[Dated]:
    """Yield the facts of a plain record that have a date for a calendar, in their order."""
    paths = KINDS[record["kind"]].about.calendar
    inside = {field: name for field, _, name in (path.partition(".") for path in paths)}
    for place, fact in enumerate(record["facts"]):
        if fact["field"] in inside and fact["state"] == "known":
            name = inside[fact["field"]]
            date = fact["value"][name] if name else fact["value"]
            if date:
                yield Dated(record, fact, date, place)


def in_order(dates: Iterator[Dated]) -> list[Dated]:
    """Return dates from the earliest to the latest; what is known less exactly comes later."""
    return sorted(dates, key=lambda one: (one.date["earliest"], one.date["latest"], one.fact["id"]))
