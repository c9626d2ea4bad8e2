"""Style sheet and scripts: small files by concern, put together into few, named by what they hold.

A name changes when its file does, so that no browser goes on with an old one.
"""

from __future__ import annotations

import re
from pathlib import Path

from macros.page.files import path_of
from macros.page.palette import scheme_block

MACROS = Path(__file__).resolve().parents[1]

STYLES = (
    "site/styles/fonts",
    "page/palette",
    "site/styles/type",
    "site/styles/header",
    "features/record/record",
    "site/styles/facts",
    "site/styles/tables",
    "site/styles/chips",
    "site/styles/foot",
    "features/search/search",
    "features/pictures/pictures",
    "features/reading_aids/reading",
    "features/changes/changes",
    "site/styles/narrow",
    "site/styles/print",
)
"""Files, without .css, in the order of the style sheet of every page."""

SOME_PAGES = {
    "explorer.css": ("features/explorer/explorer",),
    "compare.css": ("features/compare/compare",),
    "home.css": ("site/styles/home",),
}
"""The style sheets of an explorer, a comparison, the home page; they come last."""

MATERIAL = "site/styles/material"
"""What pages use of Material's style sheet, which comes before the site's; see `material.py`."""

SCRIPTS = {
    "search": ("features/search/hangul", "features/search/search"),
    "reading": ("features/reading_aids/reading",),
    "pictures": ("features/pictures/pictures",),
    "handout": ("features/reading_aids/qr", "features/reading_aids/handout"),
    "scheme": ("site/scripts/scheme", "site/scripts/arriving"),
    "atlas": (
        "site/scripts/elements",
        "features/search/spelling",
        "site/scripts/page",
        "site/scripts/later",
    ),
    "missing": ("site/scripts/missing",),
    "explorer": ("features/explorer/explorer",),
    "compare": ("features/compare/compare",),
    "changes": ("features/changes/changes",),
}
"""The scripts of the site and the files, without .js, that each is made of.

Every page loads "scheme", before it is painted, and "atlas", which loads the first four when a
reader does what needs them; a macro that needs another asks for its `address`, and can rely on what
"atlas" brings.
"""

LATER = ("search.js", "reading.js", "pictures.js", "handout.js")
"""Scripts whose address is in "atlas.js", beside which they are."""

COMMENT = re.compile(r"^ *(?:/\*(?:(?!\*/).)*\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL)
"""A comment on lines of its own: a quarter of what a script or style sheet weighs."""


class Assets:
    """Style sheets and scripts, as they are now.

    `shared` leads from the root of the language to that of the files which are the same in every
    language: "" or "../".
    """

    def __init__(self, shared: str = ""):
        sheets = {"material.css": (MATERIAL,), "atlas.css": STYLES, **SOME_PAGES}
        contents = {name: _joined(parts, "css") for name, parts in sheets.items()}
        # For browsers without scripts: the dark colours, to be used where the system is dark.
        contents["dark.css"] = f":root:root {{{scheme_block('slate')}}}\n"
        for name, parts in SCRIPTS.items():
            contents[f"{name}.js"] = _joined(parts, "js")
        for name in LATER:
            file = _path(name, contents[name]).rpartition("/")[2]
            contents["atlas.js"] = contents["atlas.js"].replace(f'"{name}"', f'"{file}"')
        paths = {name: _path(name, content) for name, content in contents.items()}
        self.files = {paths[name]: content for name, content in contents.items()}
        """Path and content of every file, from the root of the shared files."""
        self._shared = shared
        self._addresses = {name: shared + path for name, path in paths.items()}
        self.font = f"{shared}assets/fonts/latin.woff2"
        """The font that every page needs, asked for before the style sheet."""

    def address(self, name: str) -> str:
        """Return the address of "atlas.css", "explorer.js" …, from the root of a language."""
        return self._addresses[name]

    def content(self, name: str) -> str:
        """Return what is in a file."""
        return self.files[self._addresses[name].removeprefix(self._shared)]


def _joined(files: tuple[str, ...], ending: str) -> str:
    texts = ((MACROS / f"{file}.{ending}").read_text(encoding="utf-8") for file in files)
    joined = re.sub("\n +", "\n", COMMENT.sub("", "\n".join(texts)))
    if ending == "css":
        joined = re.sub(r"(?m)^([\w-]+): ", r"\1:", joined)
        joined = re.sub(r" ?([{};,])\n+", r"\1", joined)
    return joined


def _path(name: str, content: str) -> str:
    stem, _, ending = name.partition(".")
    return path_of(f"assets/{stem}-{{}}.{ending}", content)
