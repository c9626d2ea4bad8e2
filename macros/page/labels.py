"""Words of the pages themselves: those in the `*words.yml` here and beside each feature."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from macros.model.languages import LANGUAGES
from macros.model.values import Words

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_MACROS = Path(__file__).resolve().parents[1]


def _read(file: Path) -> dict[str, Words]:
    words = yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER)
    return {key: Words(**texts) for key, texts in words.items()}


FILES = {file.relative_to(_MACROS).as_posix(): _read(file) for file in _MACROS.rglob("*words.yml")}
"""The labels of each file by their key; each is in one file only."""

LABELS = {key: words for file in FILES.values() for key, words in file.items()}


def words_of(file: str, language: str, *more: str) -> dict[str, str]:
    """Return the labels of a file and some more in a language, by their key."""
    return {key: label(key, language) for key in (*FILES[file], *more)}


def label(key: str, language: str, **values: object) -> str:
    """Return a label in a language, its places filled with `values` (plain text)."""
    words = _label(key, language)
    return words.format(**values) if values else words


@cache
def _label(key: str, language: str) -> str:
    return LABELS[key].in_(language)


def language_name(code: str, language: str) -> str:
    """Return what a language is called in another, or in itself where no label says so."""
    key = f"language_{code}"
    return label(key, language) if key in LABELS else LANGUAGES[code].name
