"""What every description of the data set says, each in the terms of its standard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from macros.exports import api
from macros.exports.csv_files import FOLDER
from macros.exports.data_set import DataSet
from macros.exports.digest import Digests
from macros.exports.plain_record import SCHEMA_VERSION
from macros.model.kinds import KINDS
from macros.model.languages import FALLBACK
from macros.model.topic import TOPIC

LICENCE_ID = "CC-BY-4.0"  # in the list of SPDX
LICENCE_NAME = "Creative Commons Attribution 4.0 International"
ABOUT = TOPIC.data_set.about[FALLBACK]
KEYWORDS = TOPIC.data_set.keywords

MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "gz": "application/gzip",
    "parquet": "application/vnd.apache.parquet",
    "sqlite": "application/vnd.sqlite3",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

_DOCUMENTS = (f"{api.FOLDER}/openapi.json", f"{api.FOLDER}/record.schema.json")


def page(data: DataSet) -> str:
    """Return the address of the page about the data: the data set goes by it."""
    return f"{data.root}data/"


def contact(data: DataSet) -> str:
    """Return the address of the page that says how to reach who made it."""
    return f"{data.root}contribute/"


def creator(data: DataSet) -> str:
    """Return who made the data set."""
    return f"{data.name} contributors"


def version(data: DataSet) -> str:
    """Return the version: that of the shape, then the date of the data."""
    return f"{SCHEMA_VERSION}.0+{data.date.replace('-', '') or '0'}"


@dataclass(frozen=True)
class File:
    """A file with data, all of it or of one table or kind."""

    path: str
    """From the root of the site."""
    about: str
    size: int
    """In bytes."""
    sha256: str
    """In hexadecimal."""

    @property
    def id(self) -> str:
        """What it is called among the files: its path from the folder of the descriptions."""
        return self.path.removeprefix(f"{FOLDER}/")

    @property
    def media_type(self) -> str:
        """What it is, as IANA calls it."""
        return MEDIA_TYPES.get(self.path.rpartition(".")[2], "application/octet-stream")


def files(data: DataSet, written: Digests) -> Iterator[File]:
    """Yield the files with data among those written; not their schemas."""
    whole = {"atlas": "Everything in one file."}
    kinds = {kind: f"All records: {KINDS[kind].about.many.in_(FALLBACK)}." for kind in KINDS}
    about = whole | kinds | {table.name: table.about for table in data.tables}
    for path, digest in written.items():
        folder, _, name = path.rpartition("/")
        if folder in (FOLDER, api.FOLDER) and path not in _DOCUMENTS:
            yield File(path, about[name.partition(".")[0]], *digest)
