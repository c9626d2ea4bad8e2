"""The tables as Parquet, a file a table: for notebooks and databases that read columns.

pyarrow writes them, which is larger than all that the site needs otherwise. So they are made where
they are asked for: `./atlas build --exports`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from typing import Any

from macros.exports.about import about
from macros.exports.csv_files import FOLDER
from macros.exports.data_set import DataSet
from macros.exports.tables import Table
from macros.exports.typed_rows import typed_rows

ENDING = ".parquet"

_DIGITS, _BEHIND_THE_POINT = 21, 6  # as many as a number of the data may have
_ROWS = 100_000
"""Rows of a group: readers skip whole groups, and with fewer rows there is nothing to skip."""


def can_be_made() -> bool:
    """Return whether the package is there that writes Parquet."""
    return find_spec("pyarrow") is not None


def parquet_files(data: DataSet) -> Iterator[tuple[str, bytes]]:
    """Yield path and content; the same bytes with the same version of pyarrow."""
    from pyarrow import parquet  # pyright: ignore[reportMissingImports]

    metadata = about(data)
    for table in data.tables:
        sink = io.BytesIO()
        parquet.write_table(_arrow(table, metadata), sink, compression="zstd", row_group_size=_ROWS)
        yield f"{FOLDER}/{table.name}{ENDING}", sink.getvalue()


def _arrow(table: Table, metadata: dict[str, str]) -> Any:  # noqa: ANN401, pyarrow has no types
    import pyarrow  # pyright: ignore[reportMissingImports]

    types = {
        "integer": pyarrow.int64(),
        "boolean": pyarrow.bool_(),
        "number": pyarrow.decimal128(_DIGITS, _BEHIND_THE_POINT),
        "date": pyarrow.date32(),
    }
    schema = pyarrow.schema(
        [
            pyarrow.field(
                column.name,
                types.get(column.type, pyarrow.string()),
                nullable=column.name not in table.key,
                metadata={"description": column.about},
            )
            for column in table.columns
        ],
        metadata=metadata,
    )
    columns: list[list[Any]] = [list(cells) for cells in zip(*typed_rows(table), strict=True)]
    for place, column in enumerate(table.columns):
        if column.type == "date" and columns:
            columns[place] = [cell and date.fromisoformat(cell) for cell in columns[place]]
    return pyarrow.table(columns or [[] for _ in schema], schema=schema)
