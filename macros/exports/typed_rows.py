"""The rows of a table with cells of their types, for the stores that have types.

A text is what the CSV has: on one line. An empty text is not a value, as in the CSV.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from macros.exports.csv_files import cell
from macros.exports.plain_record import Plain
from macros.exports.tables import Table

Cell = str | int | bool | Decimal | None


def typed_rows(table: Table) -> Iterator[list[Cell]]:
    """Yield each row's cells in the order of the columns; a date is a text such as 2026-05-31."""
    columns = [(column.name, column.type) for column in table.columns]
    for row in table.rows:
        yield [_typed(row.get(name), type_) for name, type_ in columns]


def _typed(value: Plain, type_: str) -> Cell:
    if value is None:
        return None
    if type_ == "number":  # a text with the digits of the source, or a whole number
        return Decimal(value)
    return value if type_ in ("integer", "boolean") else cell(value) or None
