"""Every output for programs, in the order in which they are made.

An output is a function of the `DataSet` that yields path, from the root of the site, and content.
All are made once, with the English edition: a file in one language only has it in its name, such as
`dates.ko.ics`. A new output is a module of its own and a name in one of the lists here.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from macros.exports.api import index_file, record_files, shared_files
from macros.exports.csv_files import FOLDER, csv_files
from macros.exports.data_set import DataSet
from macros.exports.descriptions.croissant import croissant_file
from macros.exports.descriptions.csvw import csvw_file
from macros.exports.descriptions.data_package import data_package_file
from macros.exports.descriptions.dcat import dcat_file
from macros.exports.descriptions.ro_crate import ro_crate_file
from macros.exports.digest import Digest, Digests
from macros.exports.ndjson import ndjson_file
from macros.exports.parquet import parquet_files
from macros.exports.sqlite_file import sqlite_file
from macros.exports.workbook import workbook_file

BULK = (shared_files, csv_files, ndjson_file, sqlite_file, workbook_file)
"""Outputs with the whole data, or what is the same for all records, in a file."""


DESCRIPTIONS = (data_package_file, csvw_file, croissant_file, ro_crate_file, dcat_file)
"""Outputs that describe the bulk files: they get the digests of those too."""


def output_files(data: DataSet, heavy: bool = False) -> Iterator[tuple[str, str | bytes]]:
    """Yield path and content of every file, the hashes and the index last.

    `heavy` adds those that need packages which the site does without.
    """
    yield from record_files(data)
    bulk = (*BULK, parquet_files) if heavy else BULK
    written: dict[str, Digest] = {}
    for path, content in chain.from_iterable(output(data) for output in bulk):
        written[path] = Digest.of(content)
        yield path, content
    described = dict(describe(data, written) for describe in DESCRIPTIONS)
    written |= {path: Digest.of(content) for path, content in described.items()}
    yield from described.items()
    yield hashes_file(written)
    yield index_file(data, written)


def hashes_file(written: Digests) -> tuple[str, bytes]:
    """Return path and content of the hashes of the downloads, as `sha256sum --check` reads them."""
    ours = {path.removeprefix(f"{FOLDER}/"): digest for path, digest in written.items()}
    lines = (f"{digest.sha256}  {path}\n" for path, digest in ours.items() if "/" not in path)
    return f"{FOLDER}/SHA256SUMS", "".join(lines).encode()
