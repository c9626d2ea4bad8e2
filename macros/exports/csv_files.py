"""The tables as CSV: `data/v1/`.

RFC 4180, UTF-8 without a byte order mark, which would become part of the first column's name; the
header in line 1, nothing else above or below the rows. Excel reads the workbook instead.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from macros.exports.data_set import DataSet
from macros.exports.plain_record import Plain
from macros.exports.tables import Table

FOLDER = "data/v1"


def csv_files(data: DataSet) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the file of each table."""
    for table in data.tables:
        yield csv_path(table), csv_of(table)


def csv_path(table: Table) -> str:
    """Return the path of a table's file from the root of the site."""
    return f"{FOLDER}/{table.name}.csv"


def csv_of(table: Table) -> bytes:
    """Return a table as CSV: an empty cell where there is no value."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    names = [column.name for column in table.columns]
    writer.writerow(names)
    writer.writerows([cell(row.get(name)) for name in names] for row in table.rows)
    return text.getvalue().encode()


def cell(value: Plain) -> str:
    """Return what a cell holds: a text on one line, true or false, nothing where there is none."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else " ".join(str(value).split())
