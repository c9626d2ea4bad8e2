#!/usr/bin/env bash
# Expected: a field `date` with `format: any` refuses 2024-08, or reads it as the first of the month.
# Happens: it is valid, and the missing day is that of the run (the last of the month where the month
#   is shorter); of 2024 the month is too. The same file gives other dates tomorrow.
# Versions: frictionless 5.21.0.
# Who meets it: whoever describes a column of dates, some of which are only a month, as a Data Package.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check frictionless==5.21.0

printf 'date\n2024-08\n2024\n' > dates.csv
env/bin/python - <<'PYTHON'
import datetime

import frictionless

schema = frictionless.Schema.from_descriptor(
    {"fields": [{"name": "date", "type": "date", "format": "any"}]}
)
today = datetime.date.today()
resource = frictionless.Resource(path="dates.csv", schema=schema)
valid = resource.validate().valid
month, year = (row["date"] for row in resource.read_rows())
print(f"on {today}: valid {valid}, 2024-08 is {month}, 2024 is {year}")
assert valid and (month.year, month.month, month.day) == (2024, 8, today.day)
assert (year.year, year.month, year.day) == (2024, today.month, today.day)
PYTHON
