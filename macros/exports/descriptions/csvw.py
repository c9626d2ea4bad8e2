"""The tables in the terms of CSV on the Web: `data/v1/csv-metadata.json`.

Titles are a plain list and a date as written is a string with a pattern: csvw (4.1.1) checks titles
by language the wrong way round, and `gYear` and `gYearMonth` not at all.
"""

from __future__ import annotations

from macros.exports.csv_files import FOLDER, csv_path
from macros.exports.data_set import DataSet
from macros.exports.descriptions.common import ABOUT, KEYWORDS, creator, page, version
from macros.exports.digest import Digests
from macros.exports.plain_record import LICENCE, Plain
from macros.exports.tables import Column, Table
from macros.model.languages import FALLBACK, LANGUAGES
from macros.page.files import indented_json

_DATATYPES: dict[str, Plain] = {
    "number": "decimal",
    "boolean": {"base": "boolean", "format": "true|false"},
}
"""What a type of column is called where it has another name here."""


def csvw_file(data: DataSet, _written: Digests) -> tuple[str, bytes]:
    """Return path and content of the metadata."""
    group = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": FALLBACK}],
        "@id": page(data),
        "dc:title": data.name,
        "dc:description": ABOUT,
        "dc:creator": creator(data),
        "dc:license": {"@id": LICENCE},
        "schema:version": version(data),
        "schema:keywords": KEYWORDS,
        **({"dc:modified": data.day} if data.day else {}),
        "tables": [_table(table) for table in data.tables],
    }
    return f"{FOLDER}/csv-metadata.json", indented_json(group).encode()


def _table(table: Table) -> dict[str, Plain]:
    schema: dict[str, Plain] = {
        "columns": [_column(column, table) for column in table.columns],
        "primaryKey": list(table.key),
    }
    if table.leads:
        schema["foreignKeys"] = [
            {
                "columnReference": [column],
                "reference": {"resource": f"{to}.csv", "columnReference": ["id"]},
            }
            for column, to in table.leads.items()
        ]
    file = csv_path(table).removeprefix(f"{FOLDER}/")
    return {"url": file, "dc:description": table.about, "tableSchema": schema}


def _column(column: Column, table: Table) -> dict[str, Plain]:
    described: dict[str, Plain] = {
        "name": column.name,
        "titles": [column.name],
        "dc:description": column.about,
        "datatype": _DATATYPES.get(column.type, column.type),
    }
    if column.pattern:
        described["datatype"] = {"base": column.type, "format": column.pattern}
    if column.separator:
        described["separator"] = column.separator
    if column.name in table.key:
        described["required"] = True
    if (language := column.name.rpartition("_")[2]) in LANGUAGES and "_" in column.name:
        described["lang"] = language
    return described
