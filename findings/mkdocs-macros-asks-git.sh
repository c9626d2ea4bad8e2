#!/usr/bin/env bash
# Expected: a build runs git only for a page that uses what the plugin tells about git.
# Happens: mkdocs-macros runs git a dozen times in every build, also where no page uses `git`, and no setting
#   turns it off. Each is a process, so in a short build they can cost more than the pages.
# Versions: mkdocs-macros-plugin 1.5.0, MkDocs 1.6.1.
# Who meets it: whoever builds often or small, and whoever builds where git is slow or absent.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check mkdocs==1.6.1 mkdocs-macros-plugin==1.5.0

mkdir site-of-one-page site-of-one-page/docs counting
echo 'A page without a macro.' > site-of-one-page/docs/index.md
printf 'site_name: One page\nplugins: [macros]\n' > site-of-one-page/mkdocs.yml
git init --quiet site-of-one-page
cat > counting/git <<SHELL
#!/bin/sh
echo "\$@" >> "$folder/calls"
exec "$(command -v git)" "\$@"
SHELL
chmod +x counting/git
touch calls

cd site-of-one-page
git add . && git -c user.name=A -c user.email=a@example.org commit --quiet --message 'One page'
PATH="$folder/counting:$PATH" ../env/bin/mkdocs build --quiet
calls=$(wc -l < ../calls)
echo "git ran $calls times for a site of one page that does not use it:"
sort ../calls | uniq -c
((calls >= 10))
