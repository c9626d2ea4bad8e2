#!/usr/bin/env bash
# Expected: whether a table is valid depends on the table. Ignoring Python's warnings makes a program
#   quieter, not its answers different.
# Happens: csvw counts its own warnings to know what is wrong. Where they are ignored (python -W ignore,
#   PYTHONWARNINGS, warnings.simplefilter) is_valid is true for cells that break their type.
# Versions: csvw 4.1.1.
# Who meets it: whoever checks tables in a program or a test run that silences warnings.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check csvw==4.1.1

printf 'date\n2024-08\n' > dates.csv
cat > dates.json <<'JSON'
{
  "@context": "http://www.w3.org/ns/csvw",
  "url": "dates.csv",
  "tableSchema": {"columns": [{"name": "date", "datatype": "date"}]}
}
JSON
cat > check.py <<'PYTHON'
import csvw

print(csvw.CSVW("dates.json", validate=True).is_valid)
PYTHON

heard=$(env/bin/python -W default check.py 2> /dev/null)
ignored=$(env/bin/python -W ignore check.py 2> /dev/null)
echo "a month in a column of days is valid: $heard; with warnings ignored: $ignored"
[[ $heard == False && $ignored == True ]]
