#!/usr/bin/env bash
# Expected: a query on a column of dates goes on working when a row is added whose date is less precise.
# Happens: read_csv takes a column of days for DATE; one month among them makes it VARCHAR, and years
#   alone BIGINT. `year(date)` then fails; a comparison with a text still answers, but by letters.
# Versions: duckdb 2.0.1.
# Who meets it: whoever queries a file that somebody else adds rows to.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1

printf 'id,date\na,2024-08-07\nb,2023-11-30\n' > days.csv
printf 'id,date\na,2024-08-07\nb,2023-11-30\nc,2024-08\n' > month-too.csv
printf 'id,date\na,2024\nb,2023\n' > years.csv

env/bin/python - <<'PYTHON'
import duckdb

seen = {}
for file in ("days", "month-too", "years"):
    rows = duckdb.sql(f"SELECT * FROM read_csv('{file}.csv')")
    try:
        years = sorted(row[0] for row in duckdb.sql("SELECT year(date) FROM rows").fetchall())
    except duckdb.Error as error:
        years = type(error).__name__
    seen[file] = (str(rows.types[1]), years)
    print(f"{file}: {seen[file]}")
assert seen["days"] == ("DATE", [2023, 2024])
assert seen["month-too"] == ("VARCHAR", "BinderException")
assert seen["years"] == ("BIGINT", "BinderException")
PYTHON
