#!/usr/bin/env bash
# Expected: a macro and an entry of `extra` with the same name clash aloud, or the macro wins.
# Happens: the entry of `extra` takes the macro's place without a word; a page that calls the macro
#   then fails with "'str' object is not callable", which names neither of the two.
# Versions: mkdocs-macros-plugin 1.5.0 with MkDocs 1.6.1.
# Who meets it: whoever adds a setting to mkdocs.yml that is called as a macro of the project.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check mkdocs==1.6.1 mkdocs-macros-plugin==1.5.0

mkdir docs
printf '# Page\n\n{{ greeting() }}\n' > docs/index.md
printf 'def define_env(env):\n    @env.macro\n    def greeting():\n        return "from the macro"\n' > main.py
printf 'site_name: Example\nplugins:\n  - macros:\n      on_error_fail: true\n' > mkdocs.yml

env/bin/mkdocs build > alone.txt 2>&1
echo "without the setting: $(grep -o 'from the macro' site/index.html)"
printf 'extra:\n  greeting: from the setting\n' >> mkdocs.yml
code=0
env/bin/mkdocs build > both.txt 2>&1 || code=$?
echo "with it: exit code $code, $(grep -o "'str' object is not callable" both.txt | tail -n 1)"
echo "lines that name the clash: $(grep -ci 'overrid\|already\|clash\|conflict' both.txt || true)"

[[ $code == 100 ]] && grep -q "'str' object is not callable" both.txt
