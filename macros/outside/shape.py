"""Reading JSON of any shape: what is not what it should be counts as absent."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterable, Iterator

from macros.model.languages import MONTHS
from macros.model.partial_dates import PartialDate
from macros.model.values import Bad, Json, Value

_SURROGATE = re.compile("[\ud800-\udfff]")
_MARK = re.compile(r"^(?:(?:[=@＝＠]|[-+－＋](?!\d))\s*)+")
_MONTHS = {name.casefold(): f"{number:02}" for number, name in enumerate(MONTHS, 1)}
_DATE = re.compile(
    r"(\d{4})(?!\d)(?:[-/. ]+(\d{1,2}(?!\d)|[a-z]{3})[a-z]*(?:[-/. ]+(\d{1,2})(?!\d|\s*-))?)?",
    re.ASCII | re.IGNORECASE,
)
"""A date in figures, or with the English name of the month; of days from … to … the month."""


def at(value: Json, *path: str) -> Json:
    """Return the value at a path of keys, or None."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def clean(value: Json) -> str:
    """Return a text on one line, in composed Unicode, without control characters; "" for no text.

    A mark of a list before it goes too: with it, a cell of a spreadsheet would be a formula.

    >>> clean("  A\\n study\\t of X\\x00 "), clean("-Adults"), clean("-"), clean("+82 2"), clean(7)
    ('A study of X', 'Adults', '', '+82 2', '')
    """
    if not isinstance(value, str):
        return ""
    text = unicodedata.normalize("NFC", _SURROGATE.sub("", value))
    text = "".join(c if c.isprintable() or c.isspace() else _without(c) for c in text)
    return _MARK.sub("", " ".join(text.split()))


def _without(char: str) -> str:
    # Format characters (soft hyphen, joiners, marks of direction) go without a trace.
    return "" if unicodedata.category(char) == "Cf" else " "


def value_in(kind: type[Value], text: str) -> str | None:
    """Return a text where it is a value of a kind, None where it is not.

    >>> value_in(PartialDate, "2023-02"), value_in(PartialDate, "soon")
    ('2023-02', None)
    """
    with contextlib.suppress(Bad):
        return str(kind.read(text))
    return None


def date_in(text: str) -> str | None:
    """Return the date that a text begins with, as precise as it is valid; None where there is none.

    >>> date_in("2023-02-03T09:00"), date_in("2023 Feb 30"), date_in("2023/7/5"), date_in("soon")
    ('2023-02-03', '2023-02', '2023-07-05', None)
    """
    match = _DATE.match(text)
    year, month, day = match.groups(default="") if match else ("", "", "")
    parts = (year, _MONTHS.get(month.casefold(), month.zfill(2)), day.zfill(2))
    dates = ("-".join(parts[:count]) for count in (3, 2, 1))
    return next((date for date in dates if value_in(PartialDate, date)), None)


def texts(value: Json) -> list[str]:
    """Return the texts of a list, each once and none of them empty."""
    items = value if isinstance(value, list) else [value]
    return [text for text in dict.fromkeys(map(clean, items)) if text]


def mappings(value: Json) -> list[dict[str, Json]]:
    """Return the mappings of a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def leaves(value: Json) -> Iterator[tuple[str, Json]]:
    """Yield path and value of everything in a JSON value that is not empty.

    Lists leave no trace in the path: `locations.city` is the city of each location.
    """
    todo: list[tuple[str, Json]] = [("", value)]
    while todo:
        path, item = todo.pop()
        if isinstance(item, dict):
            inner = [(f"{path}.{key}".strip("."), below) for key, below in item.items()]
            todo += reversed(inner)
        elif isinstance(item, list):
            todo += [(path, below) for below in reversed(item)]
        elif item is not None and item != "":
            yield path, item


def texts_of(items: Iterable[dict[str, Json]], key: str) -> list[str]:
    """Return the texts at a key of each item, each once."""
    return once(clean(item.get(key)) for item in items)


def once(values: Iterable[str | None]) -> list[str]:
    """Return the texts that are there, each once."""
    return [value for value in dict.fromkeys(values) if value]
