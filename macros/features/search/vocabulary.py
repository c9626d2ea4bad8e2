"""What readers type, from `vocabulary.yml`, whose comments say what each part is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from macros.model.yaml_parser import read_yaml

FILE = Path(__file__).resolve().with_suffix(".yml")


def _flat(words: Iterable[str | list[str]]) -> Iterator[str]:
    """Yield the words of a list; a list in it only keeps the lines of the file short."""
    for word in words:
        yield from _flat(word) if isinstance(word, list) else (str(word),)


_read = read_yaml(FILE)

WORDS = {address: [*_flat(words)] for address, words in _read["words"].items()}
"""Other words for a page, a heading or a record, by its address."""

SECTIONS = {field: [*_flat(words)] for field, words in _read["sections"].items()}
"""Words for a part of a record's page, by the field that it shows."""

LIGHT = [*_flat(_read["light"])]
PASSED_OVER = [*_flat(_read["passed_over"])]

IN_OFFICE: list[str] = _read["in_office"]
"""Fields that name a person in a public role."""

DOORS: list[str] = _read["doors"]
"""Where a search that finds nothing leads: addresses of pages."""
