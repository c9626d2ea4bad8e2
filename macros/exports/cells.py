"""The columns and cells that a value of each type takes in a table.

A date has three more columns beside it, a vocabulary term its words in both languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from macros.exports.plain_record import Plain, type_of
from macros.model.atlas import Atlas
from macros.model.fields import Field
from macros.model.languages import FALLBACK, LANGUAGES
from macros.model.values import Words
from macros.page.labels import language_name

Row = dict[str, Plain]


class Column(NamedTuple):
    """A column: `type` is string, integer, number, boolean or date; `words` say what it holds.

    `pattern` is the regular expression of each cell, `separator` what is between several values.
    """

    name: str
    type: str
    words: Words
    pattern: str = ""
    separator: str = ""

    @property
    def about(self) -> str:
        """What it holds, in English."""
        return self.words.in_(FALLBACK)


PARTIAL_DATE = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
"""The pattern of a date as precise as its source: no type of date, which would invent a day."""

BETWEEN_IDS = " "
_BETWEEN_TEXTS = "; "


_WORDS = [
    (
        f"_{code}",
        "string",
        {FALLBACK: f" in {language.english}", "ko": f"({language_name(code, 'ko')})"},
    )
    for code, language in LANGUAGES.items()
]

_CELLS: dict[str, list[tuple[str, str, dict[str, str]]]] = {
    "text": [("", "string", {})],
    "code": [("", "string", {})],
    "url": [("", "string", {})],
    "integer": [("", "integer", {})],
    "boolean": [("", "boolean", {})],
    "number": [
        (
            "",
            "number",
            {"en": ", the digits as the source has them", "ko": "(출처에 적힌 숫자 그대로)"},
        )
    ],
    "words": _WORDS,
    "prose": _WORDS,
    "date": [
        ("", "string", {"en": ", as precise as the source", "ko": "(출처가 밝힌 만큼만)"}),
        (
            "_precision",
            "string",
            {"en": ": day, month or year", "ko": "(정밀도: day, month, year)"},
        ),
        ("_earliest", "date", {"en": ": the first day it can mean", "ko": "(가능한 첫날)"}),
        ("_latest", "date", {"en": ": the last day it can mean", "ko": "(가능한 마지막 날)"}),
    ],
    "ref": [("", "string", {"en": ": id of a record", "ko": ": 기록의 id"}), *_WORDS],
    "term": [("", "string", {"en": ": vocabulary term", "ko": ": 목록의 용어"}), *_WORDS],
    "money": [
        (
            "_amount",
            "number",
            {"en": ": amount, or the lower end of a range", "ko": ": 금액 또는 범위의 하한"},
        ),
        ("_to", "number", {"en": ": upper end of a range", "ko": ": 범위의 상한"}),
        ("_currency", "string", {"en": ": currency", "ko": ": 통화"}),
        (
            "_about",
            "boolean",
            {"en": ": whether it is a round figure", "ko": ": 어림한 수인지 여부"},
        ),
    ],
}
"""The columns of a value of each type: what comes behind the field's name, type, explanation."""

_OF_IDS = ("ref", "term", "code", "url")
"""The types whose values have no blank in them."""


def names_in(atlas: Atlas, value: Mapping[str, str]) -> dict[str, str]:
    """Return the name of `{"id", "kind"}` or `{"id", "vocabulary"}` in each language."""
    id_ = value["id"]
    if "kind" in value:
        return {code: atlas.name(id_, code) for code in LANGUAGES}
    vocabulary = atlas.vocabularies.get(value["vocabulary"])
    term = vocabulary.terms.get(id_) if vocabulary else None
    return {code: term.label.in_(code) if term else id_ for code in LANGUAGES}


def columns(name: str, type_: str, about: Words, several: bool = False) -> list[Column]:
    """Return the columns of a value of a type; `about` says what it is, without a full stop."""

    def explained(more: Mapping[str, str]) -> Words:
        return Words(**{code: f"{about.in_(code)}{more.get(code, '')}." for code in LANGUAGES})

    return [
        Column(
            f"{name}{end}",
            "string" if several else column_type,
            explained(more),
            PARTIAL_DATE if type_ == "date" and not (end or several) else "",
            BETWEEN_IDS if several and type_ in _OF_IDS and not end else "",
        )
        for end, column_type, more in _CELLS[type_]
    ]


def field_columns(fields: Iterable[Field[Any]]) -> list[Column]:
    """Return the columns of fields, called and explained as they are."""
    return [
        column
        for one in fields
        for column in columns(one.name, type_of(one.holds), one.labelled(), one.several)
    ]


def field_cells(fields: Iterable[Field[Any]], values: Mapping[str, Plain], atlas: Atlas) -> Row:
    """Return the cells of fields; `values` are what they hold, by their names."""
    row: Row = {}
    for one in fields:
        to_cells = _listed if one.several else cells
        row |= to_cells(one.name, type_of(one.holds), values[one.name], atlas)
    return row


def cells(name: str, type_: str, value: Plain, atlas: Atlas | None = None) -> Row:
    """Return the cells of a value; None for each where there is no value."""
    empty: Row = dict.fromkeys(f"{name}{end}" for end, *_rest in _CELLS[type_])
    if value is None:
        return empty
    if type_ in ("words", "prose"):
        return empty | {f"{name}_{code}": value[code] for code in LANGUAGES}
    if type_ == "date":
        return empty | {
            name: value["value"],
            **{f"{name}_{key}": value[key] for key in ("precision", "earliest", "latest")},
        }
    if type_ in ("ref", "term"):
        assert atlas
        names = names_in(atlas, value)
        return empty | {name: value["id"], **{f"{name}_{code}": names[code] for code in LANGUAGES}}
    if type_ == "number":
        return empty | {name: value["text"]}
    if type_ == "money":
        to = value["to"]
        return {
            f"{name}_amount": value["amount"]["text"],
            f"{name}_to": to and to["text"],
            f"{name}_currency": value["currency"]["id"],
            f"{name}_about": bool(value["about"]),
        }
    return {name: value}


def _listed(name: str, type_: str, values: Sequence[Plain], atlas: Atlas) -> Row:
    """Return the cells of several values: ids with blanks between, texts with semicolons."""
    rows = [cells(name, type_, value, atlas) for value in values]
    between = BETWEEN_IDS if type_ in _OF_IDS else _BETWEEN_TEXTS
    joined = {}
    for column in (f"{name}{end}" for end, *_rest in _CELLS[type_]):
        texts = [str(row[column]) for row in rows if row[column] is not None]
        separator = between if column == name else _BETWEEN_TEXTS
        joined[column] = separator.join(texts) if texts else None
    return joined
