"""Style sheet and scripts: small files by concern, put together into few, named by what they hold.

A name changes when its file does, so that no browser goes on with an old one.
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path

FOLDER = Path(__file__).resolve().parent

STYLES = (
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
    "narrow",
    "print",
)
"""Files of `styles/`, in the order in which they stand in the one style sheet."""

SCRIPTS = {"atlas": ("search",)}
"""The scripts of the site and the files of `scripts/` that each is made of.

Every page loads "atlas"; a macro that needs another one names it with its `address`.
"""


class Assets:
    """Style sheet and scripts as they are now."""

    def __init__(self, folder: Path = FOLDER):
        self._folder = folder

    @property
    def style(self) -> str:
        """The address of the style sheet, from the root of a language."""
        return next(path for path in self.files if path.endswith(".css"))

    def address(self, script: str) -> str:
        """Return the address of a script, from the root of a language."""
        return self._addresses[script]

    @cached_property
    def files(self) -> dict[str, str]:
        """Path and content of every file, from the root of a language."""
        style = self._joined("styles", STYLES, "css")
        made = {self._path("atlas", style, "css"): style}
        for name, parts in SCRIPTS.items():
            script = self._joined("scripts", parts, "js")
            made[self._path(name, script, "js")] = script
        return made

    @cached_property
    def _addresses(self) -> dict[str, str]:
        return {Path(path).name.rpartition("-")[0]: path for path in self.files if ".js" in path}

    def _joined(self, folder: str, names: tuple[str, ...], ending: str) -> str:
        files = (self._folder / folder / f"{name}.{ending}" for name in names)
        return "\n".join(file.read_text(encoding="utf-8") for file in files)

    @staticmethod
    def _path(name: str, content: str, ending: str) -> str:
        return f"assets/{name}-{hashlib.sha256(content.encode()).hexdigest()[:10]}.{ending}"
