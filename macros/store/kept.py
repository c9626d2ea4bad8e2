"""What was made of a record, kept for the next build with proof that it would be the same.

A file holds many texts: to make one costs the system more than to write it. It says of each which
questions the Atlas was asked for it and what the answers came to. A text is taken where they come
to the same today, and its file is sealed, so that its bytes are whole and ours; else the text is
made again. A folder that cannot be read or written only costs time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

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


FILES = 64
"""Into so many files go the pages of a language: a process has those of one in memory."""


def file_of(name: str) -> str:
    """Return the name of the file in which what is kept under a name is."""
    return f"{crc32(name.encode()) % FILES:02}"


class _Entry(NamedTuple):
    answers: str
    questions: list[str]
    more: Any
    text: str


class Kept:
    """A folder of what was made; `key` stands for all that counts beside records."""

    def __init__(self, folder: Path, key: str, atlas: TracedAtlas):
        self._folder = folder
        self._key = digest(key.encode())  # once: it is long, and every answer is made with it
        self._atlas = atlas
        self._names: set[str] = set()
        # What one file holds, the one that was asked for last.
        self._file = ""
        self._entries: dict[str, _Entry] = {}
        self._changed = False

    def made(self, name: str, own: str, make: Callable[[], Made]) -> Made:
        """Return what was kept under a name, or else make and keep it; `save` writes the last ones.

        `own` stands for what counts for this one alone.
        """
        entry = self._in_file(name).get(name)
        if entry is None or entry.answers != self._answers(own, entry.questions):
            (text, more), noted = self._atlas.traced(make)
            questions = sorted(noted)
            entry = _Entry(self._answers(own, questions), questions, more, text)
            self._in_file(name)[name] = entry  # `make` may have asked for what another file holds
            self._changed = True
        self._atlas.note(entry.questions)  # what it is put into rests on them too
        return entry.text, entry.more

    def _in_file(self, name: str) -> dict[str, _Entry]:
        file = file_of(name)
        if file != self._file:
            self.save()
            self._file, self._entries = file, self._read(self._folder / file)
        return self._entries

    def save(self) -> None:
        """Write what was made since the last time, so that the next build finds it."""
        gone = self._entries.keys() - self._names if self._names else ()
        if self._changed or gone:
            for name in gone:
                del self._entries[name]
            self._write(self._folder / self._file, self._entries)
            self._changed = False

    def all_made(self, name: str, makes: Texts) -> Iterator[tuple[str, str]]:
        """Yield name and text of what is kept together in one file, each cached or rebuilt.

        What has the id of a record for its name rests on that record.
        """
        file, changed = self._folder / "together" / name, False
        before, now = self._read(file), {}
        for part, make in makes:
            entry = before.pop(part, None)
            if entry is None or entry.answers != self._answers("", entry.questions):
                text, noted = self._atlas.traced(make)
                questions = sorted({f"record {part}", *noted})
                entry = _Entry(self._answers("", questions), questions, None, text)
                changed = True
            self._atlas.note(entry.questions)
            now[part] = entry
            yield part, entry.text
        if changed or before:
            self._write(file, now)

    def sweep(self, names: Iterable[str]) -> None:
        """Delete what is kept under other names than those of all pages."""
        self._names = set(names)
        sealed.sweep(self._folder, map(file_of, self._names))

    def _read(self, file: Path) -> dict[str, _Entry]:
        key, _, content = (sealed.taken(file) or b"").partition(b"\n")
        if key != self._key.encode():  # of another program
            return {}
        heads, _, texts = content.partition(b"\n")
        entries, start = {}, 0
        for name, length, *head in json.loads(heads):
            entries[name] = _Entry._make([*head, texts[start : start + length].decode()])
            start += length
        return entries

    def _write(self, file: Path, entries: dict[str, _Entry]) -> None:
        # Texts as they are: as JSON a page would take ten times as long to read and write.
        texts = [entry.text.encode() for entry in entries.values()]
        heads = [
            (name, len(text), *entry[:-1])
            for text, (name, entry) in zip(texts, entries.items(), strict=True)
        ]
        lines = f"{self._key}\n{json.dumps(heads, ensure_ascii=False)}\n"
        sealed.keep(file, lines.encode(), *texts)

    def _answers(self, own: str, questions: Iterable[str]) -> str:
        answers = b"".join(map(self._atlas.answer, questions))
        return digest(f"{self._key}\n{own}\n".encode() + answers)
