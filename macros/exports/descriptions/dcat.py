"""The data set for catalogues, in the terms of DCAT 3 and its European profile: `data/v1/dcat.ttl`.

Turtle, written as text: what is in it are addresses, texts and numbers of our own.
"""

from __future__ import annotations

import json

from macros.exports import api
from macros.exports.csv_files import FOLDER
from macros.exports.data_set import DataSet
from macros.exports.descriptions.common import (
    KEYWORDS,
    File,
    contact,
    creator,
    files,
    page,
    version,
)
from macros.exports.digest import Digests
from macros.exports.plain_record import LICENCE
from macros.model.languages import FALLBACK
from macros.model.topic import TOPIC

_PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_LANGUAGES = "http://publications.europa.eu/resource/authority/language"
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types"

Statements = list[tuple[str, str]]
"""Predicates and objects."""


def dcat_file(data: DataSet, written: Digests) -> tuple[str, bytes]:
    """Return path and content of the catalogue: one data set, a distribution a file, a service."""
    there = list(files(data, written))
    catalogue, team, service = (
        _iri(f"{data.root}#{x}") for x in ("catalog", "contributors", "api")
    )
    dataset = _iri(page(data))
    named = [("dct:title", _text(name, code)) for code, name in _names(data).items()]
    named += [("dct:description", _text(x, code)) for code, x in TOPIC.data_set.about.items()]
    named += [("dct:publisher", team), ("dct:license", _iri(LICENCE))]
    named += [("dct:language", _iri(f"{_LANGUAGES}/{code}")) for code in ("ENG", "KOR")]
    if data.day:
        named += [("dct:modified", _typed(data.day, "date"))]
    blocks = [
        "\n".join(f"@prefix {name}: <{address}> ." for name, address in _PREFIXES.items()),
        _about(
            catalogue,
            [
                ("a", "dcat:Catalog"),
                *named,
                ("foaf:homepage", _iri(data.root)),
                ("dcat:dataset", dataset),
                ("dcat:service", service),
            ],
        ),
        _about(team, [("a", "foaf:Agent"), ("foaf:name", _text(creator(data), FALLBACK))]),
        _about(
            dataset,
            [
                ("a", "dcat:Dataset"),
                *named,
                ("dct:creator", team),
                ("dct:identifier", _text(page(data))),
                ("dcat:landingPage", dataset),
                ("dcat:contactPoint", f"[ a vcard:Kind ; vcard:hasURL {_iri(contact(data))} ]"),
                ("dcat:version", _text(version(data))),
                ("dcat:theme", _iri(TOPIC.data_set.subject)),
                ("dct:spatial", _iri(TOPIC.data_set.place)),
                *(("dcat:keyword", _text(word, FALLBACK)) for word in KEYWORDS),
                *(("dcat:distribution", _iri(f"{data.root}{file.path}")) for file in there),
            ],
        ),
        _about(
            service,
            [
                ("a", "dcat:DataService"),
                ("dct:title", _text(f"{data.name}: JSON", FALLBACK)),
                ("dcat:endpointURL", _iri(f"{data.root}{api.FOLDER}/")),
                ("dcat:endpointDescription", _iri(f"{data.root}{api.FOLDER}/openapi.json")),
                ("dcat:servesDataset", dataset),
            ],
        ),
        *(_distribution(file, data) for file in there),
    ]
    return f"{FOLDER}/dcat.ttl", "\n".join(blocks).encode()


def _names(data: DataSet) -> dict[str, str]:
    return {FALLBACK: data.name, **TOPIC.data_set.names}


def _distribution(file: File, data: DataSet) -> str:
    address = _iri(f"{data.root}{file.path}")
    checksum = [
        "a spdx:Checksum",
        "spdx:algorithm spdx:checksumAlgorithm_sha256",
        f"spdx:checksumValue {_typed(file.sha256, 'hexBinary')}",
    ]
    return _about(
        address,
        [
            ("a", "dcat:Distribution"),
            ("dct:title", _text(file.id, FALLBACK)),
            ("dct:description", _text(file.about, FALLBACK)),
            ("dcat:accessURL", _iri(page(data))),
            ("dcat:downloadURL", address),
            ("dcat:mediaType", _iri(f"{_MEDIA_TYPES}/{file.media_type}")),
            ("dcat:byteSize", _typed(str(file.size), "nonNegativeInteger")),
            ("dct:license", _iri(LICENCE)),
            ("spdx:checksum", f"[ {' ; '.join(checksum)} ]"),
        ],
    )


def _about(subject: str, properties: Statements) -> str:
    return f"\n{subject}\n" + " ;\n".join(f"  {verb} {what}" for verb, what in properties) + " .\n"


def _iri(address: str) -> str:
    return f"<{address}>"


def _text(text: str, language: str = "") -> str:
    """Return a literal: what JSON escapes, and how, Turtle does too."""
    return json.dumps(text, ensure_ascii=False) + (f"@{language}" if language else "")


def _typed(text: str, type_: str) -> str:
    return f'"{text}"^^xsd:{type_}'
