"""The tables as one SQLite file, with views of what is asked most: `atlas.sqlite`.

No search index: the trigrams of SQLite find no Korean word of two syllables, and a file with
virtual tables cannot be read everywhere. `LIKE` over the table `names` finds them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

from macros.exports.about import about
from macros.exports.csv_files import FOLDER
from macros.exports.data_set import DataSet
from macros.exports.tables import Column, Table
from macros.exports.typed_rows import Cell, typed_rows

VIEWS = Path(__file__).with_name("views.sql")

_TYPES = {"integer": "INTEGER", "boolean": "INTEGER", "number": "REAL"}
"""Types of columns; of all others TEXT."""


_ABOUT = "CREATE TABLE about (what TEXT PRIMARY KEY, said TEXT NOT NULL)"
_COLUMNS = """CREATE TABLE columns (
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  about_en TEXT NOT NULL,
  about_ko TEXT NOT NULL,
  PRIMARY KEY (table_name, column_name)
)"""


def sqlite_file(data: DataSet) -> Iterator[tuple[str, bytes]]:
    """Yield path and content; the same bytes with the same version of SQLite."""
    with closing(sqlite3.connect(":memory:")) as store:
        store.execute("PRAGMA page_size = 4096")
        for table in data.tables:
            store.execute(_declaration(table))
            places = ", ".join("?" * len(table.columns))
            rows = ([_plain(cell) for cell in row] for row in typed_rows(table))
            store.executemany(f'INSERT INTO "{table.name}" VALUES ({places})', rows)
            for column in table.leads.keys() - {table.key[0]}:  # a key has an index already
                name = f"{table.name}_{column}"
                store.execute(f'CREATE INDEX "{name}" ON "{table.name}" ("{column}")')
        store.execute(_ABOUT)
        store.executemany("INSERT INTO about VALUES (?, ?)", about(data).items())
        store.execute(_COLUMNS)
        for table in data.tables:
            descriptions = (
                (table.name, one.name, *map(one.words.in_, ("en", "ko"))) for one in table.columns
            )
            store.executemany("INSERT INTO columns VALUES (?, ?, ?, ?)", descriptions)
        store.executescript(VIEWS.read_text(encoding="utf-8"))
        store.commit()
        store.execute("VACUUM")
        yield f"{FOLDER}/atlas.sqlite", store.serialize()


def _declaration(table: Table) -> str:
    def quoted(names: tuple[str, ...]) -> str:
        return ", ".join(f'"{name}"' for name in names)

    def declared(column: Column) -> str:
        needed = " NOT NULL" if column.name in table.key else ""
        return f'"{column.name}" {_TYPES.get(column.type, "TEXT")}{needed}'

    lines = [
        *map(declared, table.columns),
        f"PRIMARY KEY ({quoted(table.key)})",
        *(f'FOREIGN KEY ("{own}") REFERENCES "{to}" ("id")' for own, to in table.leads.items()),
    ]
    inside = ",\n  ".join(lines)
    return f'CREATE TABLE "{table.name}" (\n  {inside}\n)'


def _plain(cell: Cell) -> str | int | float | None:
    return float(cell) if isinstance(cell, Decimal) else cell
