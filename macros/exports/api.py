"""The files of `api/v1/`: every record, every kind, the vocabularies, an index, their schema.

All are static: an address answers as long as the site does, a retired one with where its record
went. A file is a function of the data and the program alone: no clock, no host but the site's.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping

from macros.exports.api_schema import openapi, record_schema
from macros.exports.data_set import DataSet
from macros.exports.digest import Digests
from macros.exports.plain_record import LICENCE, SCHEMA_VERSION, Plain, addresses, plain_value
from macros.model.atlas import Atlas
from macros.model.kinds import KINDS
from macros.model.record import Record
from macros.page.files import compact_json, indented_json

FOLDER = "api/v1"


def record_path(kind: str, id_: str) -> str:
    """Return the path of a record's file from the root of the site."""
    return f"{FOLDER}/{kind}/{id_}.json"


def kind_path(kind: str) -> str:
    """Return the path of the file with all records of a kind from the root of the site.

    It is compressed at any size: its address stays, and it weighs an eighth of what it says.
    """
    return f"{FOLDER}/{kind}.json.gz"


def record_files(data: DataSet) -> Iterator[tuple[str, str]]:
    """Yield path and content of the file of every record, retired ones too."""
    for kind in KINDS:
        for id_, text in data.texts(kind):
            yield record_path(kind, id_), text
    for old, moved in data.atlas.redirects.items():
        went = _moved(old, moved.kind, data.atlas.records[moved.to], data.roots)
        yield record_path(moved.kind, old), indented_json(went)


def shared_files(data: DataSet) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the files with all records of a kind, the words, the schemas."""
    for kind, records in data.records.items():
        yield _of_kind(kind, records)
    # An atlas that begins has no record yet.
    all_ids = ((kind, of["id"]) for kind, records in data.records.items() for of in records)
    kind, id_ = next(all_ids, (next(iter(data.records)), "id"))
    example = {"kind": kind, "id": id_}
    for path, content in (
        ("vocabulary.json", _vocabularies(data.atlas)),
        ("record.schema.json", record_schema(data.roots)),
        ("openapi.json", openapi(data.name, data.roots, example)),
    ):
        yield f"{FOLDER}/{path}", indented_json(content).encode()


def index_file(data: DataSet, written: Digests) -> tuple[str, str]:
    """Return path and content of the index: the kinds, their ids, the hashes of the files."""
    index = {
        "schema_version": SCHEMA_VERSION,
        "name": data.name,
        "data_date": data.date or None,
        "license": LICENCE,
        "kinds": [
            {
                "kind": kind,
                "name": plain_value(KINDS[kind].about.many, data.atlas),
                "total": len(records),
                "file": kind_path(kind),
                "ids": [record["id"] for record in records],
            }
            for kind, records in data.records.items()
        ],
        "redirects": [
            {"id": old, "kind": moved.kind, "to": moved.to}
            for old, moved in data.atlas.redirects.items()
        ],
        "files": [
            {"path": path, "bytes": digest.size, "sha256": digest.sha256}
            for path, digest in written.items()
        ],
    }
    return f"{FOLDER}/index.json", indented_json(index)


def _of_kind(kind: str, records: list[dict[str, Plain]]) -> tuple[str, bytes]:
    """Return path and content of the file with all records of a kind."""
    head = {"schema_version": SCHEMA_VERSION, "kind": kind, "total": len(records)}
    content = compact_json(head | {"license": LICENCE, "records": records}).encode()
    return kind_path(kind), gzip.compress(content, mtime=0)


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
