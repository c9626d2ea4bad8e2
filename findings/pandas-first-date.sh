#!/usr/bin/env bash
# Expected: pandas.to_datetime(column, errors="coerce") empties cells that are not dates, one by one: the same
#   cells give the same dates in any order.
# Happens: the first cell decides. Behind a whole day, months become NaT; behind a month, months become
#   their first day and whole days become NaT. A table sorted otherwise keeps other dates.
# Versions: pandas 3.1.1.
# Who meets it: whoever reads a column of dates that are as precise as their sources.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check pandas==3.1.1

env/bin/python - <<'PYTHON'
import pandas

cells = ["2024-08-07", "2024-08", "2023-11-30"]


def kept(order):
    days = pandas.to_datetime(pandas.Series(order), errors="coerce")
    return {cell: None if pandas.isna(day) else str(day.date()) for cell, day in zip(order, days)}


day_first, month_first = kept(cells), kept(sorted(cells, key=len))
print("a day comes first:  ", day_first)
print("a month comes first:", month_first)
assert day_first == {"2024-08-07": "2024-08-07", "2024-08": None, "2023-11-30": "2023-11-30"}
assert month_first == {"2024-08": "2024-08-01", "2024-08-07": None, "2023-11-30": None}
PYTHON
