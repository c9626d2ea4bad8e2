#!/usr/bin/env bash
# Expected: an index with the encoder for Chinese, Japanese and Korean finds a word and its parts, not
#   words made of the same syllables in another order.
# Happens: each syllable is a word of its own and a text matches when it has them all, anywhere and in
#   any order: 사의 (resignation) finds 의사 (doctor), 병모 finds 모집하는 병원. The default encoder does not.
# Versions: FlexSearch 0.8.212, with Node 20.
# Who meets it: whoever adds a search to a site in Korean with the encoder that is named for it.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund flexsearch@0.8.212

cat > search.cjs <<'JS'
const assert = require("node:assert");
const { Charset, Index } = require("flexsearch");

const texts = ["의사", "모집하는 병원"];
const seen = {};
for (const name of ["CJK", "Default"]) {
  const index = new Index({ encoder: Charset[name], tokenize: "full" });
  texts.forEach((text, id) => index.add(id, text));
  seen[name] = {};
  for (const word of ["의사", "사의", "병모"]) {
    seen[name][word] = index.search(word).map((id) => texts[id]);
  }
  console.log(name, JSON.stringify(seen[name]));
}
assert.deepStrictEqual(seen.CJK, { 의사: ["의사"], 사의: ["의사"], 병모: ["모집하는 병원"] });
assert.deepStrictEqual(seen.Default, { 의사: ["의사"], 사의: [], 병모: [] });
JS
node search.cjs
