"""Style sheet and scripts: small files by concern, put together into few, named by what they hold.

A name changes when its file does, so that no browser goes on with an old one.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parent

STYLES = (
    "fonts-latin",
    "palette",
    "type",
    "header",
    "record",
    "facts",
    "tables",
    "chips",
    "home",
    "foot",
    "search",
    "pictures",
    "reading",
    "compare",
    "narrow",
    "explorer",
    "print",
)
"""Files of `styles/`, in the order in which they stand in the one style sheet."""

ALSO = {"ko": ("fonts-hangul",)}
"""Files of `styles/` that only the style sheet of one language has."""

SCRIPTS = {
    "scheme": ("scheme", "arriving"),
    "atlas": ("page", "spelling", "elements", "search", "reading", "pictures"),
    "explorer": ("explorer",),
    "compare": ("compare",),
}
"""The scripts of the site and the files of `scripts/` that each is made of.

Every page loads "scheme", before it is painted, and "atlas"; a macro that needs another asks for
its `address`, and can rely on what "atlas" brings.
"""

FONTS = {"en": ("latin",), "ko": ("latin", "hangul-01")}
"""The fonts that nearly every page of a language needs: asked for before its style sheet."""

SCHEMES = ("default", "slate")
"""Light and dark, by the theme's names for them."""


class Assets:
    """Style sheets and scripts of one language, as they are now."""

    def __init__(self, language: str):
        made = {"atlas.css": _joined("styles", (*ALSO.get(language, ()), *STYLES), "css")}
        # For browsers without scripts: the dark colours, to be used where the system is dark.
        made["dark.css"] = f":root:root {{{scheme_block('slate')}}}\n"
        made |= {f"{name}.js": _joined("scripts", parts, "js") for name, parts in SCRIPTS.items()}
        self._addresses = {name: _address(name, content) for name, content in made.items()}
        self.files = {self._addresses[name]: content for name, content in made.items()}
        """Path and content of every file, from the root of a language."""
        self.fonts = [f"assets/fonts/{name}.woff2" for name in FONTS[language]]

    def address(self, name: str) -> str:
        """Return the address of "atlas.css", "explorer.js" …, from the root of a language."""
        return self._addresses[name]


def scheme_block(scheme: str) -> str:
    """Return the declarations of the palette's light or dark colours."""
    palette = (FOLDER / "styles" / "palette.css").read_text(encoding="utf-8")
    return re.search(rf'\[data-md-color-scheme="{scheme}"\] {{(.*?)}}', palette, re.S)[1]


def _joined(folder: str, names: tuple[str, ...], ending: str) -> str:
    files = (FOLDER / folder / f"{name}.{ending}" for name in names)
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def _address(name: str, content: str) -> str:
    stem, _, ending = name.partition(".")
    return f"assets/{stem}-{hashlib.sha256(content.encode()).hexdigest()[:10]}.{ending}"
