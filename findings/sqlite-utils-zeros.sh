#!/usr/bin/env bash
# Expected: a column of codes such as 007 is taken for text, since no integer is written with zeros in
#   front, and comes back out of the database as it went in.
# Happens: `sqlite-utils insert --csv` takes it for INTEGER and stores 7; 07 and 007 become one number.
#   With --no-detect-types both stay.
# Versions: sqlite-utils 4.2.1.
# Who meets it: whoever loads tables with registry numbers, postcodes or codes of diseases.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check sqlite-utils==4.2.1

printf 'code,name\n007,a\n07,b\n' > codes.csv
env/bin/sqlite-utils insert guessed.db codes codes.csv --csv
env/bin/sqlite-utils insert kept.db codes codes.csv --csv --no-detect-types
guessed=$(env/bin/sqlite-utils guessed.db 'select code, typeof(code) as type from codes')
kept=$(env/bin/sqlite-utils kept.db 'select code, typeof(code) as type from codes')
echo "guessed: $guessed"
echo "kept: $kept"

[[ $(grep -c '"code": 7, "type": "integer"' <<< "$guessed") == 2 ]]
grep -q '"code": "007", "type": "text"' <<< "$kept"
