"""What was made of a record, kept for the next build with proof that it would be the same.

A file says of what it holds which questions the Atlas was asked for it and what the answers came
to. It is taken where they come to the same today, and it is sealed, so that its bytes are whole and
ours; else the page is made again. A folder that cannot be read or written only costs time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from macros.model.traced import TracedAtlas
from macros.store import sealed
from macros.store.digests import digest

Made = tuple[str, Any]
"""What is kept: a long text, and what JSON can say."""

Texts = Iterable[tuple[str, Callable[[], str]]]
"""Names of texts, each with what makes it."""

AllMade = Callable[[str, Texts], Iterator[tuple[str, str]]]
"""What takes or makes texts that are kept together under a name: `Kept.all_made` or `all_anew`."""


def all_anew(_name: str, makes: Texts) -> Iterator[tuple[str, str]]:
    """Yield name and text of all, rebuilt."""
    return ((name, make()) for name, make in makes)


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
        found = self.taken(name, own)
        if found is None:
            found, asked = self._atlas.traced(make)
            self._atlas.note(asked)
            self._keep(self._folder / name, own, sorted(asked), found)
        return found

    def all_made(self, name: str, makes: Texts) -> Iterator[tuple[str, str]]:
        """Yield name and text of what is kept together in one file, each cached or rebuilt.

        What has the id of a record for its name rests on that record.
        """
        file, changed = self._folder / "together" / name, False
        before, now = self._all_taken(file), {}
        for part, make in makes:
            found = before.pop(part, None)
            if found is None or found[0] != self._answers("", found[1]):
                text, noted = self._atlas.traced(make)
                asked = sorted({f"record {part}", *noted})
                found, changed = [self._answers("", asked), asked, text], True
            self._atlas.note(found[1])
            now[part] = found
            yield part, found[2]
        if changed or before:
            said = json.dumps(now, ensure_ascii=False)
            sealed.keep(file, f"{digest(self._key.encode())}\n{said}".encode())

    def _all_taken(self, file: Path) -> dict[str, Any]:
        key, _, said = (sealed.taken(file) or b"").partition(b"\n")
        return json.loads(said) if key == digest(self._key.encode()).encode() else {}

    def sweep(self, names: Iterable[str]) -> None:
        """Delete what is kept under other names."""
        sealed.sweep(self._folder, names)

    def taken(self, name: str, own: str = "") -> Made | None:
        """Return what was kept under a name, None where it would not be the same today."""
        said = sealed.taken(self._folder / name)
        if said is None:
            return None
        try:
            head, text = said.split(b"\n", 1)
            answers, asked, more = json.loads(head)
        except ValueError:  # of another program
            return None
        if answers != self._answers(own, asked):
            return None
        self._atlas.note(asked)  # what it is put into rests on them too
        return text.decode(), more

    def _keep(self, file: Path, own: str, asked: list[str], made: Made) -> None:
        text, more = made
        head = json.dumps([self._answers(own, asked), asked, more], ensure_ascii=False)
        sealed.keep(file, f"{head}\n{text}".encode())

    def _answers(self, own: str, asked: Iterable[str]) -> str:
        answers = b"".join(map(self._atlas.answer, asked))
        return digest(f"{self._key}\n{own}\n".encode() + answers)
