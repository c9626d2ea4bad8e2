"""The files of `api/v1/`: every record, every kind, the closed lists, an index, their schema.

All are static: an address answers as long as the site does, a retired one with where its record
went. A file is a function of the data and the program alone: no clock, no host but the site's.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator, Mapping

from macros.exports.api_schema import openapi, record_schema
from macros.exports.plain_record import LICENCE, SCHEMA_VERSION, Plain, addresses, plain_value
from macros.model.atlas import Atlas
from macros.model.kinds import KINDS
from macros.model.record import Record
from macros.page.files import compact_json, indented_json

FOLDER = "api/v1"

MOST_BYTES = 10_000_000
"""A file of a kind above this size is published compressed only."""


def record_path(kind: str, id_: str) -> str:
    """Return the path of a record's file from the root of the site."""
    return f"{FOLDER}/{kind}/{id_}.json"


def api_files(
    atlas: Atlas, records: Mapping[str, list[dict[str, Plain]]], name: str, roots: Mapping[str, str]
) -> Iterator[tuple[str, str | bytes]]:
    """Yield path and content of every file, the index last.

    `records` are the plain records of each kind, `name` is the site's, `roots` are its addresses
    by language.
    """
    bulk: dict[str, bytes] = {}
    kinds = []
    for kind, of_kind in records.items():
        for record in of_kind:
            yield record_path(kind, record["id"]), indented_json(record)
        path, content = _of_kind(kind, of_kind)
        bulk[path] = content
        kinds.append(
            {
                "kind": kind,
                "name": plain_value(KINDS[kind].about.many, atlas),
                "total": len(of_kind),
                "file": path,
                "ids": [record["id"] for record in of_kind],
            }
        )
    for old, moved in atlas.tombstones.items():
        went = _moved(old, moved.kind, atlas.records[moved.to], roots)
        yield record_path(moved.kind, old), indented_json(went)
    bulk["vocabulary.json"] = indented_json(_vocabularies(atlas)).encode()
    bulk["record.schema.json"] = indented_json(record_schema(roots)).encode()
    bulk["openapi.json"] = indented_json(openapi(name, roots)).encode()
    for path, content in bulk.items():
        yield f"{FOLDER}/{path}", content
    index = {
        "schema_version": SCHEMA_VERSION,
        "name": name,
        "data_date": atlas.checked or None,
        "license": LICENCE,
        "kinds": kinds,
        "redirects": [
            {"id": old, "kind": moved.kind, "to": moved.to}
            for old, moved in atlas.tombstones.items()
        ],
        "files": [
            {
                "path": path,
                "bytes": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
            for path, content in bulk.items()
        ],
    }
    yield f"{FOLDER}/index.json", indented_json(index)


def _of_kind(kind: str, records: list[dict[str, Plain]]) -> tuple[str, bytes]:
    """Return path and content of the file with all records of a kind."""
    head = {"schema_version": SCHEMA_VERSION, "kind": kind, "total": len(records)}
    content = compact_json(head | {"license": LICENCE, "records": records}).encode()
    if len(content) <= MOST_BYTES:
        return f"{kind}.json", content
    return f"{kind}.json.gz", gzip.compress(content, mtime=0)


def _moved(old: str, kind: str, to: Record, roots: Mapping[str, str]) -> dict[str, Plain]:
    return {
        "schema_version": SCHEMA_VERSION,
        "id": old,
        "moved_to": {"kind": kind, "id": to.id, "address": addresses(to, roots)},
    }


def _vocabularies(atlas: Atlas) -> dict[str, Plain]:
    return {
        "schema_version": SCHEMA_VERSION,
        "license": LICENCE,
        "vocabularies": {
            name: {
                "name": plain_value(vocabulary.name, atlas),
                "terms": [
                    {
                        "id": word,
                        "label": plain_value(term.label, atlas),
                        "definition": term.definition and plain_value(term.definition, atlas),
                    }
                    for word, term in vocabulary.terms.items()
                ],
            }
            for name, vocabulary in sorted(atlas.vocabularies.items())
        },
    }
