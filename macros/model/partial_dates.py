"""Dates known to the day, month or year: the days that they can mean, and what lies after what."""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from collections.abc import Mapping
from typing import Any

from macros.model.languages import LANGUAGES
from macros.model.problems import write
from macros.model.values import Bad, Names, Schema, Value, Words, like, shown, string

_DAY = datetime.timedelta(days=1)


class PartialDate(Value, str):
    """A date as precise as it is known: YYYY, YYYY-MM or YYYY-MM-DD."""

    what = Words(
        en='date in quotes, as precise as the source: "2024", "2024-08", "2024-08-07"',
        ko='따옴표 안의 날짜, 출처가 밝힌 만큼만: "2024", "2024-08", "2024-08-07"',
    )
    written = 'Write "YYYY", "YYYY-MM" or "YYYY-MM-DD", as precise as the source.'
    column = "date"
    common = True
    _year = "(?:1[0-9]|20)[0-9]{2}"
    _leap = "(?:(?:1[0-9]|20)(?:0[48]|[2468][048]|[13579][26])|(?:12|16|20)00)"
    _form = re.compile(
        f"{_year}(?:-(?:0[1-9]|1[0-2]))?"
        f"|{_year}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
        "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
        f"|{_leap}-02-29"
    )
    """The years 1000 to 2099, with the months and days that there are."""

    @classmethod
    def read(cls, raw: object) -> PartialDate:
        text = string(raw, "a date")
        if not cls._form.fullmatch(text):
            raise Bad("bad-date", *cls._why(text))
        return cls(text)

    @classmethod
    def _why(cls, text: str) -> tuple[str, str]:
        """Return what is wrong with a text that is not a date, and what to write."""
        parts = re.fullmatch(
            r"(\d{4})\D{1,2}(\d{1,2})(?:\D{1,2}(\d{1,2}))?\D?", text.strip(), re.ASCII
        )
        if parts:
            date = "-".join(part.zfill(2) for part in parts.groups() if part)
            if date != text and cls._form.fullmatch(date):
                return f"{shown(text)} is not in our date format", write(date, quoted=True)
            if cls._form.fullmatch(date[:7]) and date == text:
                return f"{shown(text)} is not a real date", (f"Check the source. {cls.written}")
        return f"{shown(text)} is not a date", cls.written

    @classmethod
    def schema(cls, vocabularies: Mapping[str, Any]) -> Schema:
        fix = 'Write "YYYY", "YYYY-MM" or "YYYY-MM-DD", in quotes.'
        return like(f"^(?:{cls._form.pattern})$", fix)

    def words(self, names: Names, language: str) -> str:
        return LANGUAGES[language].date(self)

    def order(self, names: Names, language: str) -> tuple:
        return (0, str(self))


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
