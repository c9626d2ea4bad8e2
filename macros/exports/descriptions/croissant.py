"""The data set in the terms of Croissant 1.0, schema.org for machine learning: `croissant.json`.

The context is the recommended one. A date as written is a text: `sc:Date` makes a month its first
day. What a reader (mlcroissant 1.1.1) does to cells by itself is in docs/tools.md.
"""

from __future__ import annotations

from macros.exports.about import about
from macros.exports.csv_files import FOLDER, csv_path
from macros.exports.data_set import DataSet
from macros.exports.descriptions.common import (
    ABOUT,
    KEYWORDS,
    File,
    creator,
    files,
    page,
    version,
)
from macros.exports.digest import Digests
from macros.exports.plain_record import LICENCE, Plain
from macros.exports.tables import Column, Table
from macros.model.languages import FALLBACK, LANGUAGES
from macros.page.files import indented_json

_CONTEXT: dict[str, Plain] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}

_TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
}


def croissant_file(data: DataSet, written: Digests) -> tuple[str, bytes]:
    """Return path and content of the metadata."""
    team = {"@type": "sc:Organization", "name": creator(data), "url": data.root}
    dataset = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": data.name,
        "description": ABOUT,
        "url": page(data),
        "license": LICENCE,
        "version": version(data),
        "keywords": KEYWORDS,
        "inLanguage": list(LANGUAGES),
        "creator": team,
        "publisher": team,
        "citeAs": about(data)[f"citation_{FALLBACK}"],
        **({"datePublished": data.day, "dateModified": data.day} if data.day else {}),
        "distribution": [_file(file, data.root) for file in files(data, written)],
        "recordSet": [_record_set(table) for table in data.tables],
    }
    return f"{FOLDER}/croissant.json", indented_json(dataset).encode()


def _file(file: File, root: str) -> dict[str, Plain]:
    return {
        "@type": "cr:FileObject",
        "@id": file.id,
        "name": file.id,
        "description": file.about,
        "contentUrl": f"{root}{file.path}",
        "contentSize": f"{file.size} B",
        "encodingFormat": file.media_type,
        "sha256": file.sha256,
    }


def _record_set(table: Table) -> dict[str, Plain]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.about,
        "key": [{"@id": f"{table.name}/{column}"} for column in table.key],
        "field": [_field(column, table) for column in table.columns],
    }


def _field(column: Column, table: Table) -> dict[str, Plain]:
    source: dict[str, Plain] = {
        "fileObject": {"@id": csv_path(table).removeprefix(f"{FOLDER}/")},
        "extract": {"column": column.name},
    }
    if column.separator:
        source["transform"] = {"separator": column.separator}
    field = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": column.about,
        "dataType": _TYPES[column.type],
        "source": source,
    }
    if column.separator:
        field["repeated"] = True
    if to := table.leads.get(column.name):
        field["references"] = {"field": {"@id": f"{to}/id"}}
    return field
