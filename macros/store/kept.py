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
        self._key = digest(key.encode())  # once: it is long, and every answer is made with it
        self._atlas = atlas

    def made(self, name: str, own: str, make: Callable[[], Made]) -> Made:
        """Return what was kept under a name, or else make and keep it.

        `own` stands for what counts for this one alone.
        """
        entry = self.taken(name, own)
        if entry is None:
            entry, questions = self._atlas.traced(make)
            self._atlas.note(questions)
            self._keep(self._folder / name, own, sorted(questions), entry)
        return entry

    def all_made(self, name: str, makes: Texts) -> Iterator[tuple[str, str]]:
        """Yield name and text of what is kept together in one file, each cached or rebuilt.

        What has the id of a record for its name rests on that record.
        """
        file, changed = self._folder / "together" / name, False
        before, now = self._all_taken(file), {}
        for part, make in makes:
            entry = before.pop(part, None)
            if entry is None or entry[0] != self._answers("", entry[1]):
                text, noted = self._atlas.traced(make)
                questions = sorted({f"record {part}", *noted})
                entry, changed = [self._answers("", questions), questions, text], True
            self._atlas.note(entry[1])
            now[part] = entry
            yield part, entry[2]
        if changed or before:
            body = json.dumps(now, ensure_ascii=False)
            sealed.keep(file, f"{self._key}\n{body}".encode())

    def _all_taken(self, file: Path) -> dict[str, Any]:
        key, _, body = (sealed.taken(file) or b"").partition(b"\n")
        return json.loads(body) if key == self._key.encode() else {}

    def sweep(self, names: Iterable[str]) -> None:
        """Delete what is kept under other names."""
        sealed.sweep(self._folder, names)

    def taken(self, name: str, own: str = "") -> Made | None:
        """Return what was kept under a name, None where it would not be the same today."""
        content = sealed.taken(self._folder / name)
        if content is None:
            return None
        try:
            head, text = content.split(b"\n", 1)
            answers, questions, more = json.loads(head)
        except ValueError:  # of another program
            return None
        if answers != self._answers(own, questions):
            return None
        self._atlas.note(questions)  # what it is put into rests on them too
        return text.decode(), more

    def _keep(self, file: Path, own: str, questions: list[str], entry: Made) -> None:
        text, more = entry
        head = json.dumps([self._answers(own, questions), questions, more], ensure_ascii=False)
        sealed.keep(file, f"{head}\n{text}".encode())

    def _answers(self, own: str, questions: Iterable[str]) -> str:
        answers = b"".join(map(self._atlas.answer, questions))
        return digest(f"{self._key}\n{own}\n".encode() + answers)
