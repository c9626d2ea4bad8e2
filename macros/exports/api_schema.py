"""What the files of `api/v1/` look like: a JSON Schema of a record and an OpenAPI document.

The schema is draft 2020-12, the document OpenAPI 3.1.1. Patterns write [0-9], not \\d: some
validators take other digits for the latter.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from macros.exports.plain_record import SCHEMA_VERSION, TYPES
from macros.model.kinds import KINDS
from macros.model.languages import FALLBACK, LANGUAGES
from macros.model.values import GRADES, STATES

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]

PROMISE = (
    "Static files under one base address; GET only. Within v1, fields and vocabulary terms may be "
    "added; nothing is removed, renamed, retyped or made optional. Clients should ignore what they "
    "do not know. The data themselves may change at any time. A retired id answers with "
    "`moved_to`. An unknown address answers 404 with an HTML page. Every key is always present: a "
    "missing value is null, a missing list []. `fields` says whether a record has facts in a "
    "field (`given`) or none recorded (`absent`); the `state` of a fact says that a value was "
    "searched for and not found (`unknown`) or that a source says there is none (`none`). A "
    "`planned` fact has not happened. `also` holds values that other sources give for the same "
    "fact."
)


def _object(properties: Schema, *, null: bool = False) -> Schema:
    """Return the schema of an object that has all the properties, and no others."""
    return {
        "type": ["object", "null"] if null else "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }


def _schema(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


_TEXT: Schema = {"type": "string"}
_TEXT_OR_NONE: Schema = {"type": ["string", "null"]}
_ADDRESS: Schema = {"type": "string", "format": "uri"}
_DAY: Schema = {"type": "string", "format": "date"}
_ID: Schema = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}


def _words(null: bool = False, **more: Schema) -> Schema:
    return _object(dict.fromkeys(LANGUAGES, _TEXT_OR_NONE) | more, null=null)


def definitions() -> dict[str, Schema]:
    """Return the schemas of what a record is made of, and of a record, by name."""
    kind: Schema = {"enum": list(KINDS)}
    grade: Schema = {"enum": [*GRADES, None]}
    qualifiers: Schema = {
        "planned": {"type": "boolean"},
        "as_of": _schema("Date"),
        "checked": _schema("Date"),
        "note": _schema("Prose"),
        "grade": _schema("Grade"),
        "sources": _list(_schema("Id")),
    }
    date = {"value": {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}}
    date |= {"precision": {"enum": ["year", "month", "day"]}, "earliest": _DAY, "latest": _DAY}
    fact: Schema = {
        "id": {"type": "string", "pattern": r"^[a-z0-9-]+#[a-z0-9_]+(\.[0-9a-f]{8})?(-[0-9]+)?$"},
        "field": _TEXT,
        "label": _schema("Words"),
        "state": {"enum": ["known", *STATES]},
        "type": {"enum": sorted({*TYPES.values(), "part"})},
        "value": {"description": "By `type`; null where the state is not known."},
        "details": {"type": "object", "description": "What a fact says beside its value."},
        **qualifiers,
        "also": _list(_schema("Other")),
    }
    # No format "uri": it allows no letters but English ones, and newspapers use Korean ones.
    elsewhere: Schema = {"type": ["string", "null"], "pattern": "^https?://[^ ]+$"}
    source: Schema = {
        "title": _TEXT_OR_NONE,
        "name": _words(null=True),
        "publisher": _words(null=True),
        "kind": _schema("Term"),
        "published": _schema("Date"),
        "url": elsewhere,
        "archived": elsewhere,
        "grade": _schema("Grade"),
    }
    backlinks = {
        "kind": kind,
        "relation": _TEXT,
        "title": _schema("Words"),
        "records": _list(_object({"id": _schema("Id"), "counts": {"type": "boolean"}})),
    }
    of_values: Schema = {"type": "object", "additionalProperties": True}
    record: Schema = {
        "schema_version": {"type": "string", "pattern": "^1\\.[0-9]+$"},
        "kind": kind,
        "id": _schema("Id"),
        "address": _object(dict.fromkeys(LANGUAGES, _ADDRESS)),
        "name": _schema("Words"),
        "aliases": _list(_TEXT),
        "summary": _schema("Prose"),
        "checked": _schema("Date"),
        "data_date": {"type": ["string", "null"]},
        "evidence": _schema("Grade"),
        "fields": {"type": "object", "additionalProperties": {"enum": ["given", "absent"]}},
        "values": of_values,
        "computed": {
            "type": "object",
            "additionalProperties": _list(_object({"value": {}, "facts": _list(_TEXT)})),
        },
        "facts": _list(_schema("Fact")),
        "linked_from": _list(_object(backlinks)),
        "sources": {"type": "object", "additionalProperties": _schema("Source")},
        "license": _ADDRESS,
    }
    moved = {"kind": kind, "id": _schema("Id"), "address": record["address"]}
    known: Schema = {"properties": {"state": {"const": "known"}}}
    return {
        "Id": _ID,
        "Date": _object(date, null=True),
        "Words": _words(),
        "Term": _object({"id": _TEXT, "vocabulary": _TEXT}),
        "Prose": _words(null=True, markdown=_words()),
        "Grade": grade,
        "Other": _object({"value": {}, **qualifiers}),
        "Fact": {
            **_object(fact),
            "if": known,
            "then": {"properties": {"value": {"not": {"type": "null"}}}},
            "else": {"properties": {"value": {"type": "null"}}},
        },
        "Source": _object(source),
        "Record": _object(record),
        "Moved": _object(
            {
                "schema_version": record["schema_version"],
                "id": _schema("Id"),
                "moved_to": _object(moved),
            }
        ),
    }


def record_schema(roots: Mapping[str, str]) -> Schema:
    """Return the JSON Schema of a record's file: the record, or where it went."""
    return {
        "$schema": DIALECT,
        "$id": f"{roots[FALLBACK]}api/v1/record.schema.json",
        "title": "A record of the atlas, or where it went",
        "oneOf": [_schema("Record"), _schema("Moved")],
        "$defs": definitions(),
    }


def openapi(name: str, roots: Mapping[str, str], example: Mapping[str, str]) -> Schema:
    """Return the OpenAPI document of the files; `example` has kind and id of a record."""
    server = f"{roots[FALLBACK]}api/v1"
    # References between schemas are written otherwise in OpenAPI.
    schemas = json.loads(json.dumps(definitions()).replace("#/$defs/", "#/components/schemas/"))

    def file(path: str, operation: str, summary: str, schema: Schema) -> Schema:
        parameters = [
            {
                "name": parameter,
                "in": "path",
                "required": True,
                "schema": {"enum": list(KINDS)} if parameter == "kind" else _ID,
                "example": value,
            }
            for parameter, value in example.items()
            if f"{{{parameter}}}" in path
        ]
        real = {"a real file": {"externalValue": server + path.format(**example)}}
        media = "application/gzip" if path.endswith(".gz") else "application/json"
        content = {media: {"schema": schema, "examples": real}}
        answers = {
            "200": {"description": summary, "content": content},
            "404": {"description": "There is no such file; the answer is a page in HTML."},
        }
        get: Schema = {"operationId": operation, "summary": summary, "responses": answers}
        return {path: {"get": get | ({"parameters": parameters} if parameters else {})}}

    ref = {name: {"$ref": f"#/components/schemas/{name}"} for name in schemas}
    whole: Schema = {"type": "object"}
    return {
        "openapi": "3.1.1",
        "info": {
            "title": f"{name}: data",
            "version": f"{SCHEMA_VERSION}.0",
            "summary": "Every record of the site with its sources, as static JSON.",
            "description": PROMISE,
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "jsonSchemaDialect": DIALECT,
        "servers": [{"url": server}],
        "security": [],
        "paths": {
            **file("/index.json", "index", "What there is, with sizes and hashes.", whole),
            **file("/vocabulary.json", "vocabulary", "The vocabularies.", whole),
            **file("/record.schema.json", "schema", "The JSON Schema of a record.", whole),
            **file(
                "/{kind}.json.gz",
                "records",
                "All records of a kind, as JSON compressed with gzip.",
                _object(
                    {
                        "schema_version": _TEXT,
                        "kind": {"enum": list(KINDS)},
                        "total": {"type": "integer"},
                        "license": _ADDRESS,
                        "records": _list(ref["Record"]),
                    }
                ),
            ),
            **file(
                "/{kind}/{id}.json",
                "record",
                "A record, or where it went.",
                {"oneOf": [ref["Record"], ref["Moved"]]},
            ),
        },
        "components": {"schemas": schemas},
    }
