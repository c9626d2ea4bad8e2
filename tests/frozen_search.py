"""A copy of what the search loads, in both languages: what a proposal of data cannot change.

It has everything but the lines about results. Where the files get another form, or pages that
answer queries have moved, make it anew from a built site:

    python -m tests.frozen_search SITE
"""

from __future__ import annotations

import json
import lzma
import sys
from pathlib import Path

FILE = Path(__file__).with_name("frozen_search.json.xz")
FOLDERS = {"en": "", "ko": "ko/"}


def frozen() -> dict[str, dict[str, str]]:
    """Return the content of each file of the search by its path, by language."""
    return json.loads(lzma.decompress(FILE.read_bytes()))


def freeze(site: Path) -> None:
    """Keep the files of a built site."""
    files = {
        language: {
            f"search/{file.name}": _without_lines(file)
            for file in sorted((site / folder / "search").glob("*.json"))
        }
        for language, folder in FOLDERS.items()
    }
    content = json.dumps(files, ensure_ascii=False).encode()
    FILE.write_bytes(lzma.compress(content, preset=9 | lzma.PRESET_EXTREME))


def _without_lines(file: Path) -> str:
    """Return the content of a file of the search, of rows without the lines about them."""
    content = file.read_text(encoding="utf-8")
    if not file.name.startswith("rows-"):
        return content
    rows = [["", *row[1:]] if isinstance(row, list) else "" for row in json.loads(content)]
    return json.dumps(rows, ensure_ascii=False)


if __name__ == "__main__":
    freeze(Path(sys.argv[1]))
