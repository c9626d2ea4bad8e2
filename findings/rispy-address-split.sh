#!/usr/bin/env bash
# Expected: the address of a reference comes back as it stands in the RIS file.
# Happens: the reader cuts the value of UR at each semicolon: one address becomes two, and the first
#   leads to another page or nowhere. Written as %3B the semicolon stays, and the address is one.
# Versions: rispy 0.10.0.
# Who meets it: whoever reads references to pages whose addresses have a semicolon, as those of many
#   older programs of newspapers and libraries do.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check rispy==0.10.0

env/bin/python - <<'PYTHON'
import rispy


def addresses(address):
    text = f"TY  - ELEC\nTI  - A page\nUR  - {address}\nER  - \n"
    (entry,) = rispy.loads(text)
    return entry["urls"]


for address in ("https://example.org/page;id=7", "https://example.org/page%3Bid=7"):
    print(f"{address}: {addresses(address)}")
assert addresses("https://example.org/page;id=7") == ["https://example.org/page", "id=7"]
assert addresses("https://example.org/page%3Bid=7") == ["https://example.org/page%3Bid=7"]
PYTHON
