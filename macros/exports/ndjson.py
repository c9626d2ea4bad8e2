"""Every record in one file, a line a record: `atlas.ndjson.gz`."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

from macros.exports.csv_files import FOLDER
from macros.exports.data_set import DataSet
from macros.page.files import compact_json


def ndjson_file(data: DataSet) -> Iterator[tuple[str, bytes]]:
    """Yield path and content: each record as its own file in `api/v1/` has it, by kind and id."""
    records = (record for of_kind in data.records.values() for record in of_kind)
    lines = "".join(f"{compact_json(record)}\n" for record in records)
    # Without a time, which would be that of the build.
    yield f"{FOLDER}/atlas.ndjson.gz", gzip.compress(lines.encode(), mtime=0)
