#!/usr/bin/env bash
# Expected: in a field that is declared as sc:Boolean the cell `false` is false, and a cell that is neither
#   true nor false is an error.
# Happens: one other word in the column, such as `unknown`, makes every `false` true: all cells are then
#   texts, and a text is true because it is not empty. Without that word `false` is false.
# Versions: mlcroissant 1.1.1.
# Who meets it: whoever publishes a column of answers, one of which is not known.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check mlcroissant==1.1.1

printf 'id,planned\na,true\nb,false\n' > rows.csv
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
read_rows() {
  env/bin/python describe.py id=sc:Text planned=sc:Boolean
  env/bin/python - 2> messages.txt <<'PYTHON'
import mlcroissant

rows = mlcroissant.Dataset(jsonld="croissant.json").records("rows")
print(*(row["rows/planned"] for row in rows))
PYTHON
}

clean=$(read_rows)
echo c,unknown >> rows.csv
mixed=$(read_rows)
echo "true, false: $clean"
echo "true, false, unknown: $mixed"
[[ $clean == "True False" && $mixed == "True True True" ]]
