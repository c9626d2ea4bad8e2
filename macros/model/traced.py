"""An Atlas that notes what it is asked, so that what was made of its answers can be kept.

Every answer has a digest that covers all that its records say. What was made from answers is still
right where each question would get the same answer again: no rule has to say which page shows what.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, ItemsView, Iterable, Iterator, KeysView, ValuesView
from importlib import import_module
from sys import intern
from typing import Any, TypeVar, cast

from macros.model.atlas import Atlas
from macros.model.facts import Fact
from macros.model.record import Record
from macros.model.relations import Backlinks

T = TypeVar("T")


class _Records(dict[str, Record]):
    """All records; asking for one, or for all, is noted."""

    def __init__(self, records: dict[str, Record], note: Callable[[str], None]):
        super().__init__(records)
        self._note = note

    def __getitem__(self, key: str) -> Record:
        self._note(f"record {key}")
        return super().__getitem__(key)

    def get(self, key: str, default: T | None = None) -> Record | T | None:  # pyright: ignore[reportIncompatibleMethodOverride]
        self._note(f"record {key}")
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self._note(f"record {key}")
        return super().__contains__(key)

    def __iter__(self) -> Iterator[str]:
        self._note("all")
        return super().__iter__()

    def __len__(self) -> int:
        self._note("all")
        return super().__len__()

    def keys(self) -> KeysView[str]:  # pyright: ignore[reportIncompatibleMethodOverride]
        self._note("all")
        return super().keys()

    def values(self) -> ValuesView[Record]:  # pyright: ignore[reportIncompatibleMethodOverride]
        self._note("all")
        return super().values()

    def items(self) -> ItemsView[str, Record]:  # pyright: ignore[reportIncompatibleMethodOverride]
        self._note("all")
        return super().items()


class TracedAtlas(Atlas):
    """The same records as in another Atlas; `traced` says what is asked for while one page is made.

    Vocabularies and redirects are not traced: they count for every page.
    """

    def __init__(self, atlas: Atlas):
        records = cast("dict[str, Record]", _Records(atlas.records, self._note))
        super().__init__(records, atlas.redirects, atlas.vocabularies, atlas.files)
        self._whole = atlas
        self._asked: set[str] = set()  # for what is being made
        self._digests: dict[str, bytes] = {}

    def _note(self, question: str) -> None:
        self._asked.add(question)

    def of_kind(self, kind: str) -> list[Record]:
        """Return the records of a kind; all that they say is the answer."""
        self._note(f"kind {kind}")
        return self._whole.of_kind(kind)

    @property
    def checked(self) -> str:  # pyright: ignore[reportIncompatibleVariableOverride]
        """The newest date on which a record was checked."""
        self._note("checked")
        return self._whole.checked

    def backlinks(self, record_id: str) -> list[Backlinks]:
        """Return what links to a record; all that those records say is the answer."""
        self._note(f"backlinks {record_id}")
        return self._whole.backlinks(record_id)

    def citing(self, source_id: str) -> list[tuple[Record, Fact]]:
        """Return the facts that cite a source; all that their records say is the answer."""
        self._note(f"citing {source_id}")
        return self._whole.citing(source_id)

    def cited_in_summaries(self, source_id: str) -> list[Record]:
        """Return the records whose summaries cite a source; all that they say is the answer."""
        self._note(f"summaries {source_id}")
        return self._whole.cited_in_summaries(source_id)

    def found(self, find: Callable[[Atlas], list[str]]) -> list[str]:
        """Return what a function finds in all records; that alone is the answer."""
        self._note(f"found {find.__module__}.{find.__qualname__}")
        return self._whole.found(find)

    def note(self, questions: Iterable[str]) -> None:
        """Count questions as asked for what is being made."""
        self._asked.update(questions)

    def once(self, made: dict[Any, Any], key: object, make: Callable[[], T]) -> T:
        """Return what `made` has, or make it; it counts as asked for by everybody who takes it."""
        entry: tuple[T, tuple[str, ...]] | None = made.get(key)
        if entry is None:
            value, questions = self.traced(make)
            entry = made[key] = value, tuple(map(intern, questions))  # there are many of these
        self._asked.update(entry[1])
        return entry[0]

    def traced(self, make: Callable[[], T]) -> tuple[T, frozenset[str]]:
        """Return what is made and the questions that were asked for it."""
        around, self._asked = self._asked, set()
        try:
            return make(), frozenset(self._asked)
        finally:
            self._asked = around

    def answer(self, question: str) -> bytes:
        """Return the digest of the answer to a question, found once."""
        digest = self._digests.get(question)
        if digest is None:
            digest = self._digests[question] = self._answer(*question.partition(" ")[::2])
        return digest

    def _answer(self, what: str, of: str) -> bytes:
        whole = self._whole
        match what:
            case "record":
                return self._said(whole.records.get(of))
            case "kind":
                return self._together(whole.of_kind(of))
            case "all":
                return self._together(whole.records.values())
            case "citing":
                return self._together({one.id: one for one, _fact in whole.citing(of)}.values())
            case "summaries":
                return self._together(whole.cited_in_summaries(of))
            case "backlinks":
                links = (link for group in whole.backlinks(of) for link in group.links)
                return self._together({link.record.id: link.record for link in links}.values())
            case "found":
                module, _, name = of.rpartition(".")
                texts = whole.found(getattr(import_module(module), name))
                return _digest("\n".join(texts).encode())
            case _:
                return _digest(whole.checked.encode())

    def _together(self, records: Iterable[Record]) -> bytes:
        return _digest(b"".join(self.answer(f"record {record.id}") for record in records))

    def _said(self, record: Record | None) -> bytes:
        """Return the digest of a record's file and of the grades that come from its sources."""
        if record is None:
            return _digest(b"")
        grades = (one.grade for fact in record.every_fact for one in (fact, *fact.also))
        return _digest(f"{record.path} {self.files[record.path]} {[*map(str, grades)]}".encode())


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).digest()
