"""What was made of a record, kept for the next build with proof that it would be the same.

A file says of what it holds which questions the Atlas was asked for it and what the answers came
to. It is taken where they come to the same today, and its own digest says that its bytes are whole;
else the page is made again. A folder that cannot be read or written only costs time.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from macros.model.traced import TracedAtlas

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
        wanted = set(names)
        for file in self._folder.glob("*") if self._folder.is_dir() else ():
            if file.name not in wanted:
                file.unlink(missing_ok=True)

    def _taken(self, file: Path, own: str) -> Made | None:
        try:
            proof, said = file.read_bytes().split(b"\n", 1)
            if proof != _digest(said):
                return None
            head, text = said.split(b"\n", 1)
            answers, asked, more = json.loads(head)
        except (OSError, ValueError):
            return None
        return (text.decode(), more) if answers == self._answers(own, asked) else None

    def _keep(self, file: Path, own: str, asked: list[str], made: Made) -> None:
        text, more = made
        head = json.dumps([self._answers(own, asked), asked, more], ensure_ascii=False)
        said = f"{head}\n{text}".encode()
        part = file.with_name(f"{file.name}.{os.getpid()}")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(_digest(said) + b"\n" + said)
            part.replace(file)
        except OSError:
            return

    def _answers(self, own: str, asked: Iterable[str]) -> str:
        answers = b"".join(map(self._atlas.answer, asked))
        return _digest(f"{self._key}\n{own}\n".encode() + answers).decode()


def _digest(said: bytes) -> bytes:
    return hashlib.blake2b(said, digest_size=16).hexdigest().encode()
