"""The colours of the site, read from `palette.css`: what is drawn outside a page uses them too."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

SCHEMES = ("default", "slate")
"""Light and dark, by the theme's names for them."""


@cache
def scheme_block(scheme: str) -> str:
    """Return the declarations of a scheme. Raises ValueError where there is no such scheme."""
    palette = Path(__file__).with_name("palette.css").read_text(encoding="utf-8")
    block = re.search(rf'\[data-md-color-scheme="{re.escape(scheme)}"\] {{(.*?)}}', palette, re.S)
    if block is None:
        raise ValueError(f"palette.css has no scheme {scheme!r}")
    return block[1]
