#!/usr/bin/env bash
# Expected: what a Table Schema (version 2) demands of cells is checked by `validate`: `categories` as
#   the only values of a field, `uniqueKeys` as keys that occur once.
# Happens: both are accepted in the schema and neither is checked; the file is valid. `constraints.enum`
#   and `primaryKey`, which say the same, find both faults.
# Versions: frictionless 5.21.0.
# Who meets it: anyone who describes vocabularies and keys with version 2 and relies on the check.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check frictionless==5.21.0

printf 'id,state\na,known\na,knwon\n' > states.csv
env/bin/python - <<'PYTHON'
import frictionless

states = ["known", "unknown", "none"]


def faults(state, **keys):
    fields = [{"name": "id", "type": "string"}, {"name": "state", "type": "string", **state}]
    schema = frictionless.Schema.from_descriptor({"fields": fields, **keys})
    report = frictionless.Resource(path="states.csv", schema=schema).validate()
    return sorted(code for (code,) in report.flatten(["type"]))


version_2 = faults({"categories": states}, uniqueKeys=[["id"]])
older = faults({"constraints": {"enum": states}}, primaryKey=["id"])
print("categories, uniqueKeys:", version_2)
print("constraints.enum, primaryKey:", older)
assert version_2 == [] and older == ["constraint-error", "primary-key"]
PYTHON
