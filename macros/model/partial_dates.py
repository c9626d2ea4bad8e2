"""Dates known to the day, month or year: the days that they can mean, and what lies after what."""

from __future__ import annotations

import datetime
from calendar import monthrange

_DAY = datetime.timedelta(days=1)


def days_of(date: str) -> tuple[datetime.date, datetime.date]:
    """Return the first day that a partial date can mean, and the day after the last.

    >>> days_of("2024-12")
    (datetime.date(2024, 12, 1), datetime.date(2025, 1, 1))
    """
    first = datetime.date.fromisoformat(f"{date}-01-01"[:10])
    if len(date) == 4:
        return first, first.replace(year=first.year + 1)
    days = monthrange(first.year, first.month)[1] if len(date) == 7 else 1
    return first, first + days * _DAY


def days_between(start: str, end: str) -> tuple[int, int] | None:
    """Return the fewest and the most days from one partial date to another.

    None where the second certainly lies before the first.

    >>> days_between("2024-12-30", "2026-04-29"), days_between("2021-02", "2022-04-01")
    ((485, 485), (397, 424))
    """
    (start_first, start_after), (end_first, end_after) = days_of(start), days_of(end)
    most = (end_after - _DAY - start_first).days
    return (max(0, (end_first - start_after + _DAY).days), most) if most >= 0 else None


def is_after(one: str, other: str) -> bool:
    """Return whether a partial date lies after another, as far as both are known.

    >>> is_after("2024-05", "2024-04-30"), is_after("2024", "2023-12"), is_after("2024", "2024-03")
    (True, True, False)
    """
    known = min(len(one), len(other))
    return one[:known] > other[:known]
