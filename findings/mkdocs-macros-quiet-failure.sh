#!/usr/bin/env bash
# Expected: `mkdocs build --quiet` says less about what goes well; an error is still printed.
# Happens: with `on_error_fail: true`, an error in a macro's call ends the build with exit code 100
#   and not a word on standard output or standard error. Without --quiet the traceback is printed,
#   as a message of level INFO.
# Versions: mkdocs-macros-plugin 1.5.0 with MkDocs 1.6.1.
# Who meets it: whoever builds quietly in a workflow and sees it fail without a reason.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check mkdocs==1.6.1 mkdocs-macros-plugin==1.5.0

mkdir docs
printf '# Page\n\n{{ 1 / 0 }}\n' > docs/index.md
printf 'site_name: Example\nplugins:\n  - macros:\n      on_error_fail: true\n' > mkdocs.yml

code=0
env/bin/mkdocs build --quiet > quiet.txt 2>&1 || code=$?
echo "quiet: exit code $code, $(wc -c < quiet.txt) bytes of output"
loud=0
env/bin/mkdocs build > loud.txt 2>&1 || loud=$?
echo "not quiet: exit code $loud, last line of the traceback: $(grep ZeroDivisionError loud.txt | tail -n 1)"

[[ $code == 100 && ! -s quiet.txt && $loud == 100 ]] && grep -q ZeroDivisionError loud.txt
