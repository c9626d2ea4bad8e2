"""The tables as CSV with a Data Package that describes them: `data/v1/`.

RFC 4180, UTF-8 without a byte order mark, which would become part of the first column's name; the
header in line 1, nothing else above or below the rows. Excel reads the workbook instead.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping

from macros.exports.data_set import DataSet
from macros.exports.plain_record import LICENCE, SCHEMA_VERSION, Plain
from macros.exports.tables import Column, Table
from macros.page.files import indented_json

FOLDER = "data/v1"
PROFILES = "https://datapackage.org/profiles/2.0"


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


def package_file(data: DataSet, made: Mapping[str, bytes]) -> tuple[str, bytes]:
    """Return path and content of the descriptor (Data Package 2.0) of the files."""
    package = {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": "korea-cart-atlas",
        "id": data.root,
        "title": data.name,
        "description": "Records, facts and sources of the site; each value with its own sources.",
        "homepage": data.root,
        "version": f"{SCHEMA_VERSION}.0+{data.date.replace('-', '') or '0'}",
        "licenses": [{"name": "CC-BY-4.0", "path": LICENCE}],
        "contributors": [{"title": f"{data.name} contributors", "roles": ["creator"]}],
        "resources": [_resource(table, made[csv_path(table)]) for table in data.tables],
    }
    return f"{FOLDER}/datapackage.json", indented_json(package).encode()


def _resource(table: Table, content: bytes) -> dict[str, Plain]:
    schema: dict[str, Plain] = {
        "$schema": f"{PROFILES}/tableschema.json",
        "fields": [_field(column, table) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if table.leads:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": to, "fields": ["id"]}}
            for column, to in table.leads.items()
        ]
    return {
        "$schema": f"{PROFILES}/dataresource.json",
        "name": table.name.replace("_", "-"),
        "type": "table",
        "path": f"{table.name}.csv",
        "description": table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": {"$schema": f"{PROFILES}/tabledialect.json", "lineTerminator": "\r\n"},
        "schema": schema,
    }


def _field(column: Column, table: Table) -> dict[str, Plain]:
    """Return a column's description. A date as written is a string: `date` would invent a day."""
    required = {"constraints": {"required": True}} if column.name in table.key else {}
    return {"name": column.name, "type": column.type, "description": column.about, **required}
