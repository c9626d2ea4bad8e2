"""What was made of a record, kept for the next build with proof that it would be the same.

A file says of what it holds which questions the Atlas was asked for it and what the answers came
to. It is taken where they come to the same today, and it is sealed, so that its bytes are whole and
ours; else the page is made again. A folder that cannot be read or written only costs time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from macros.model.traced import TracedAtlas
from macros.store import sealed
from macros.store.digests import digest

Made = tuple[str, Any]
"""What is kept: a long text, and what JSON can say."""


class Kept:
    """A folder of what was made; `key` stands for all that counts beside records."""

    def __init__(self, folder: Path, key: str, atlas: TracedAtlas):
        self._folder = folder
        self._key = key
        self._atlas = atlas

    def made(self, name: str, own: str, make: Callable[[], Made]) -> Made:
        """Return what was kept under a name, or else make and keep it.

        `own` stands for what counts for this one alone.
        """
        file = self._folder / name
        found = self._taken(file, own)
        if found is None:
            found, asked = self._atlas.traced(make)
            self._keep(file, own, sorted(asked), found)
        return found

    def sweep(self, names: Iterable[str]) -> None:
        """Delete what is kept under other names."""
        sealed.sweep(self._folder, names)

    def _taken(self, file: Path, own: str) -> Made | None:
        said = sealed.taken(file)
        if said is None:
            return None
        try:
            head, text = said.split(b"\n", 1)
            answers, asked, more = json.loads(head)
        except ValueError:  # of another program
            return None
        return (text.decode(), more) if answers == self._answers(own, asked) else None

    def _keep(self, file: Path, own: str, asked: list[str], made: Made) -> None:
        text, more = made
        head = json.dumps([self._answers(own, asked), asked, more], ensure_ascii=False)
        sealed.keep(file, f"{head}\n{text}".encode())

    def _answers(self, own: str, asked: Iterable[str]) -> str:
        answers = b"".join(map(self._atlas.answer, asked))
        return digest(f"{self._key}\n{own}\n".encode() + answers)
