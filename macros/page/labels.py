"""Words of the pages themselves: those in `words.yml` here and beside each feature."""

from __future__ import annotations

from pathlib import Path

import yaml

from macros.model.languages import LANGUAGES
from macros.model.values import Words

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def _read() -> dict[str, Words]:
    """Return every label by its key. Raises ValueError where two files give the same one."""
    found: dict[str, Words] = {}
    for file in sorted(Path(__file__).resolve().parents[1].rglob("words.yml")):
        words = yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER)
        for key, texts in words.items():
            if key in found:
                raise ValueError(f"{file}: the label {key!r} stands in another file too")
            found[key] = Words(**texts)
    return found


LABELS = _read()

THEME = (
    "contents",
    "edit_page",
    "menu",
    "not_advice",
    "not_found",
    "not_found_say",
    "repository",
    "search_hint",
    "site_map",
    "skip",
    "to_dark",
    "to_light",
)
"""Labels that stand in the frame around every page."""


def words_of_theme(language: str) -> dict[str, str]:
    """Return the words of the frame around every page in a language."""
    return {key: label(key, language) for key in THEME}


def label(key: str, language: str, **values: object) -> str:
    """Return a label in a language, its places filled with `values` (plain text)."""
    words = LABELS[key].in_(language)
    return words.format(**values) if values else words


def language_name(code: str, language: str) -> str:
    """Return what a language is called in another, or in itself where no label says so."""
    key = f"language_{code}"
    return label(key, language) if key in LABELS else LANGUAGES[code].name
