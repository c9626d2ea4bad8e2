#!/usr/bin/env bash
# Expected: a library for Korean particles puts the form that fits how a code or a Latin name is read:
#   AB-201이, CD7이, AML이, SLE가.
# Happens: hangul takes every digit and Latin letter for a vowel (AB-201가, AML가); tossi knows digits
#   and puts both forms after Latin letters (AML이(가), SLE이(가)). hangeul gets these right, but answers
#   where people differ too (GPC3, TIGIT), so that its answer cannot serve as a check.
# Versions: hangul 0.0.4, tossi 0.3.1, hangeul 0.2.0.
# Who meets it: whoever joins names of products, antigens or trials with a particle by program.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check hangul==0.0.4 tossi==0.3.1 hangeul==0.2.0

env/bin/python - <<'PYTHON'
import hangeul
import hangul
import tossi

right = {"AB-201": "이", "CD7": "이", "AML": "이", "SLE": "가"}
made = {
    "hangul": {word: hangul.josa(word, "이/가") for word in right},
    "tossi": {word: tossi.postfix(word, "이") for word in right},
    "hangeul": {word: word + hangeul.get_josa(word, "이/가") for word in right},
}
wanted = {word: word + particle for word, particle in right.items()}
for name, words in made.items():
    print(f"{name}: {', '.join(words.values())}")
assert made["hangul"] != wanted and made["tossi"] != wanted and made["hangeul"] == wanted
PYTHON
