"""Numbers: with the digits of the source, whole ones, years."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from macros.model.languages import LANGUAGES
from macros.model.problems import Exactly
from macros.model.values import Bad, Digits, Json, Names, Schema, Value, Words, like, shown

MAX_NUMBER = 10**15 - 1


def _bare_number(raw: object) -> str:
    """Return the advice to write a number without what is beside it: 1,234 or 75 %; "" for none."""
    match = isinstance(raw, str) and re.fullmatch(
        r"\s*(-?)(\d{1,3}(?:,\d{3})+|\d{1,15})(\.\d+)?\s*[^\d\s.,]{0,12}\s*", raw, re.ASCII
    )
    if not match:
        return ""
    number = f"{match[1]}{match[2].replace(',', '')}{match[3] or ''}"
    return Exactly(f"Write {number}.", number)


class Number(Value, Decimal):
    """A number with the digits that the source gives: 70.0 stays 70.0."""

    what = Words(en="number, without unit", ko="숫자(단위 없이)")
    written = "Write digits and at most one point, without unit or comma."
    column = "number"
    _form = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?", re.ASCII)

    @classmethod
    def read(cls, raw: object) -> Number:
        text = str(raw)
        if isinstance(raw, Digits) and not cls._form.fullmatch(text):
            number = raw.number  # 1e9, .5
            text = "" if number is None or abs(number) > MAX_NUMBER else f"{number:f}"
        if isinstance(raw, (bool, list, dict)) or not cls._form.fullmatch(text):
            message = f"{shown(raw)} is not a number"
            fix = "Write digits and at most one point, without unit, comma or percent sign."
            raise Bad("not-a-number", message, _bare_number(raw) or fix)
        return cls(text)

    @classmethod
    def schema(cls, vocabularies: Mapping[str, Any]) -> Schema:
        limits = {"minimum": -MAX_NUMBER, "maximum": MAX_NUMBER}
        text = like(f"^(?:{cls._form.pattern})$", cls.written)
        return {"anyOf": [{"type": "number", **limits}, text]}

    def words(self, names: Names, language: str) -> str:
        return f"{self:,}"

    def order(self, names: Names, language: str) -> tuple:
        return (Decimal(self), "")

    def key(self) -> str:
        return str(self)


class Count(Value, int):
    """A whole number of things, 0 or more."""

    what = Words(en="whole number, without quotes", ko="정수(따옴표 없이)")
    column = "number"

    @classmethod
    def read(cls, raw: object) -> Count:
        number = raw.number if isinstance(raw, Digits) else raw  # 30.0
        if isinstance(number, Decimal) and number == number.to_integral_value():
            number = int(number)
        if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= MAX_NUMBER:
            bare = _bare_number(raw)
            whole = isinstance(bare, Exactly) and bare.text.isdigit()
            fix = bare if whole else "Write digits only, without quotes, for example: 91."
            raise Bad("not-a-number", f"{shown(raw)} is not a whole number", fix)
        return cls(number)

    @classmethod
    def schema(cls, vocabularies: Mapping[str, Any]) -> Schema:
        return {"type": "integer", "minimum": 0, "maximum": MAX_NUMBER}

    def words(self, names: Names, language: str) -> str:
        return f"{int(self):,}"

    def order(self, names: Names, language: str) -> tuple:
        return (Decimal(self), "")

    def as_json(self) -> Json:
        return int(self)


class Year(Value, int):
    """A year, computed from the date that orders a record."""

    what = Words(en="year", ko="연도")
    column = "word"

    @classmethod
    def read(cls, raw: object) -> Year:
        if isinstance(raw, bool) or not isinstance(raw, int) or not 1 <= raw <= 9999:
            raise Bad("bad-date", f"{shown(raw)} is not a year", "Write a year: 2024.")
        return cls(raw)

    @classmethod
    def schema(cls, vocabularies: Mapping[str, Any]) -> Schema:
        return {"type": "integer", "minimum": 1, "maximum": 9999}

    def words(self, names: Names, language: str) -> str:
        return LANGUAGES[language].year(int(self))

    def order(self, names: Names, language: str) -> tuple:
        return (-int(self), "")  # the newest first

    def as_json(self) -> Json:
        return int(self)
