#!/usr/bin/env bash
# Expected: a field that is declared as sc:Text holds what the cell says.
# Happens: the file is read with the guesses of pandas before the type is looked at: 007 comes as 7, and
#   36843380 as 36843380.0 where another cell of the column is empty.
# Versions: mlcroissant 1.1.1.
# Who meets it: whoever publishes or reads ids, registry numbers or codes as Croissant.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check mlcroissant==1.1.1

printf 'code,paper,name\n007,36843380,a\n012,,b\n' > rows.csv
cat > describe.py <<'PYTHON'
"""Describe rows.csv: column by column the type that the arguments name."""

import hashlib
import json
import pathlib
import sys

types = dict(argument.split("=") for argument in sys.argv[1:])
described = {
    "@context": {
        "@language": "en",
        "@vocab": "https://schema.org/",
        "citeAs": "cr:citeAs",
        "column": "cr:column",
        "conformsTo": "dct:conformsTo",
        "cr": "http://mlcommons.org/croissant/",
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "dct": "http://purl.org/dc/terms/",
        "extract": "cr:extract",
        "field": "cr:field",
        "fileObject": "cr:fileObject",
        "recordSet": "cr:recordSet",
        "sc": "https://schema.org/",
        "source": "cr:source",
    },
    "@type": "sc:Dataset",
    "conformsTo": "http://mlcommons.org/croissant/1.0",
    "name": "example",
    "description": "An example.",
    "url": "https://example.org/",
    "license": "https://example.org/licence",
    "creator": {"@type": "sc:Organization", "name": "Example"},
    "datePublished": "2024-08-07",
    "version": "1.0.0",
    "citeAs": "Example.",
    "distribution": [
        {
            "@type": "cr:FileObject",
            "@id": "file",
            "name": "file",
            "contentUrl": "rows.csv",
            "encodingFormat": "text/csv",
            "sha256": hashlib.sha256(pathlib.Path("rows.csv").read_bytes()).hexdigest(),
        }
    ],
    "recordSet": [
        {
            "@type": "cr:RecordSet",
            "@id": "rows",
            "name": "rows",
            "field": [
                {
                    "@type": "cr:Field",
                    "@id": f"rows/{column}",
                    "name": column,
                    "dataType": type_,
                    "source": {"fileObject": {"@id": "file"}, "extract": {"column": column}},
                }
                for column, type_ in types.items()
            ],
        }
    ],
}
pathlib.Path("croissant.json").write_text(json.dumps(described))
PYTHON
env/bin/python describe.py code=sc:Text paper=sc:Text name=sc:Text

env/bin/python - 2> messages.txt <<'PYTHON'
import mlcroissant

rows = list(mlcroissant.Dataset(jsonld="croissant.json").records("rows"))
codes, papers = ([row[f"rows/{name}"] for row in rows] for name in ("code", "paper"))
print(f"code: {codes}, paper: {papers}")
assert codes == [b"7", b"12"] and papers == [b"36843380.0", None]
PYTHON
