"""The folder of downloads as an RO-Crate (version 1.2): `data/v1/ro-crate-metadata.json`.

Files of other folders, such as the JSON of a kind, are parts by their address.
"""

from __future__ import annotations

from macros.exports.csv_files import FOLDER
from macros.exports.data_set import DataSet
from macros.exports.descriptions.common import (
    ABOUT,
    KEYWORDS,
    LICENCE_ID,
    LICENCE_NAME,
    File,
    contact,
    creator,
    files,
    page,
    version,
)
from macros.exports.digest import Digests
from macros.exports.plain_record import LICENCE, Plain
from macros.model.languages import LANGUAGES
from macros.page.files import indented_json

_SPECIFICATION = "https://w3id.org/ro/crate/1.2"
_METADATA = "ro-crate-metadata.json"


def ro_crate_file(data: DataSet, written: Digests) -> tuple[str, bytes]:
    """Return path and content of the metadata."""
    parts = [_file(file, data) for file in files(data, written)]
    team = f"{data.root}#contributors"
    graph: list[dict[str, Plain]] = [
        {
            "@id": _METADATA,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": _SPECIFICATION},
        },
        {
            "@id": "./",
            "@type": "Dataset",
            "name": data.name,
            "description": ABOUT,
            **({"datePublished": data.day} if data.day else {}),
            "license": {"@id": LICENCE},
            "version": version(data),
            "keywords": KEYWORDS,
            "inLanguage": list(LANGUAGES),
            "author": {"@id": team},
            "publisher": {"@id": team},
            "url": page(data),
            "hasPart": [{"@id": part["@id"]} for part in parts],
        },
        {
            "@id": LICENCE,
            "@type": "CreativeWork",
            "name": LICENCE_NAME,
            "description": f"{LICENCE_ID} in the list of SPDX.",
            "identifier": LICENCE_ID,
        },
        {
            "@id": team,
            "@type": "Organization",
            "name": creator(data),
            "url": data.root,
            "contactPoint": {"@id": contact(data)},
        },
        {
            "@id": contact(data),
            "@type": "ContactPoint",
            "name": "How to correct and add",
            "contactType": "corrections",
            "url": contact(data),
        },
        *parts,
    ]
    crate = {"@context": f"{_SPECIFICATION}/context", "@graph": graph}
    return f"{FOLDER}/{_METADATA}", indented_json(crate).encode()


def _file(file: File, data: DataSet) -> dict[str, Plain]:
    described: dict[str, Plain] = {
        "@id": file.id,
        "@type": "File",
        "name": file.id,
        "description": file.about,
        "encodingFormat": file.media_type,
        "contentSize": str(file.size),
        "sha256": file.sha256,
    }
    if file.path.startswith(FOLDER):
        return described
    dated = {"sdDatePublished": data.day} if data.day else {}
    return described | {"@id": f"{data.root}{file.path}"} | dated
