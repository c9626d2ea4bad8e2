"""The Data Package (version 2.0) of the tables: `data/v1/datapackage.json`."""

from __future__ import annotations

from macros.exports.csv_files import FOLDER, csv_path
from macros.exports.data_set import DataSet
from macros.exports.descriptions.common import (
    ABOUT,
    KEYWORDS,
    LICENCE_ID,
    LICENCE_NAME,
    File,
    creator,
    page,
    version,
)
from macros.exports.digest import Digest, Digests
from macros.exports.plain_record import LICENCE, Plain
from macros.exports.tables import Column, Table
from macros.model.topic import TOPIC
from macros.page.files import indented_json

_PROFILES = "https://datapackage.org/profiles/2.0"


def data_package_file(data: DataSet, written: Digests) -> tuple[str, bytes]:
    """Return path and content of the descriptor of the CSV files."""
    package = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": TOPIC.agent,
        "id": page(data),
        "title": data.name,
        "description": ABOUT,
        "homepage": page(data),
        "version": version(data),
        "keywords": KEYWORDS,
        "licenses": [{"name": LICENCE_ID, "path": LICENCE, "title": LICENCE_NAME}],
        "contributors": [{"title": creator(data), "roles": ["creator"]}],
        "resources": [_resource(table, written[csv_path(table)]) for table in data.tables],
    }
    return f"{FOLDER}/datapackage.json", indented_json(package).encode()


def _resource(table: Table, digest: Digest) -> dict[str, Plain]:
    file = File(csv_path(table), table.about, *digest)
    schema: dict[str, Plain] = {
        "$schema": f"{_PROFILES}/tableschema.json",
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
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": table.name.replace("_", "-"),
        "type": "table",
        "path": file.id,
        "description": table.about,
        "format": "csv",
        "mediatype": file.media_type,
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "dialect": {"$schema": f"{_PROFILES}/tabledialect.json", "lineTerminator": "\r\n"},
        "schema": schema,
    }


def _field(column: Column, table: Table) -> dict[str, Plain]:
    constraints: dict[str, Plain] = {}
    if column.name in table.key:
        constraints["required"] = True
    if column.pattern:
        constraints["pattern"] = column.pattern
    described = {"name": column.name, "type": column.type, "description": column.about}
    return described | ({"constraints": constraints} if constraints else {})
