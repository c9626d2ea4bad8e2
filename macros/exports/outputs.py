"""Every output for programs, in the order in which they are made.

An output is a function of the `DataSet` that yields path, from the root of the site, and content.
All are made once, with the English edition: a file in one language only has it in its name, such as
`dates.ko.ics`. A new output is a module of its own and a name in one of the lists here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from macros.exports.api import index_file, record_files, shared_files
from macros.exports.csv_files import FOLDER, csv_files
from macros.exports.data_set import DataSet
from macros.exports.descriptions.croissant import croissant_file
from macros.exports.descriptions.csvw import csvw_file
from macros.exports.descriptions.data_package import data_package_file
from macros.exports.descriptions.dcat import dcat_file
from macros.exports.descriptions.ro_crate import ro_crate_file
from macros.exports.ndjson import ndjson_file
from macros.exports.parquet import parquet_files
from macros.exports.sqlite_file import sqlite_file
from macros.exports.workbook import workbook_file

BULK = (shared_files, csv_files, ndjson_file, sqlite_file, workbook_file)
"""Outputs with the whole data, or what is the same for all records, in a file."""


DESCRIPTIONS = (data_package_file, csvw_file, croissant_file, ro_crate_file, dcat_file)
"""Outputs that describe the bulk files: they get their content by path too."""


def output_files(data: DataSet, heavy: bool = False) -> Iterator[tuple[str, str | bytes]]:
    """Yield path and content of every file, the hashes and the index last.

    `heavy` adds those that need packages which the site does without.
    """
    yield from record_files(data)
    bulk = (*BULK, parquet_files) if heavy else BULK
    contents = {path: content for output in bulk for path, content in output(data)}
    described = dict(describe(data, contents) for describe in DESCRIPTIONS)
    contents |= described
    yield from contents.items()
    yield hashes_file(contents)
    yield index_file(data, contents)


def hashes_file(contents: dict[str, bytes]) -> tuple[str, bytes]:
    """Return path and content of the hashes of the downloads, as `sha256sum --check` reads them."""
    ours = {path.removeprefix(f"{FOLDER}/"): content for path, content in contents.items()}
    lines = (
        f"{hashlib.sha256(content).hexdigest()}  {path}\n"
        for path, content in ours.items()
        if "/" not in path
    )
    return f"{FOLDER}/SHA256SUMS", "".join(lines).encode()
