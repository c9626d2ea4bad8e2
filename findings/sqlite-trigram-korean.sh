#!/usr/bin/env bash
# Expected: FTS5 with the tokenizer `trigram`, the one for text inside words, finds a Korean word inside
#   a longer one, as LIKE does.
# Happens: a search for a word of two syllables finds nothing and says nothing, for it has no three
#   letters in a row. Most Korean nouns have two syllables. Three syllables are found.
# Versions: SQLite 3.51.1, from apsw 3.51.1.0.
# Who meets it: whoever adds a search to a database of Korean texts and tries it with English words.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check apsw==3.51.1.0

env/bin/python - <<'PYTHON'
import apsw

base = apsw.Connection(":memory:")
base.execute("CREATE VIRTUAL TABLE texts USING fts5(text, tokenize = 'trigram')")
base.execute("INSERT INTO texts VALUES ('건강보험급여 결정'), ('임상시험실시기관')")
seen = {}
for word in ("급여", "임상", "임상시험"):
    match = base.execute("SELECT count(*) FROM texts WHERE texts MATCH ?", (word,)).get
    like = base.execute("SELECT count(*) FROM texts WHERE text LIKE ?", (f"%{word}%",)).get
    seen[word] = (match, like)
    print(f"{word}: MATCH {match}, LIKE {like}")
print("SQLite", apsw.sqlite_lib_version())
assert seen == {"급여": (0, 1), "임상": (0, 1), "임상시험": (1, 1)}
assert apsw.sqlite_lib_version() == "3.51.1"
PYTHON
