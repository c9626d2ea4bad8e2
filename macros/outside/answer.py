"""An answer of a registry, read with an account of what has found a place and what has not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from macros.model.values import Bad, PartialDate
from macros.outside.shape import at, clean, leaves, mappings, texts

UNKNOWN_WORD = "a word that is not known here"


@dataclass(frozen=True)
class Leftover:
    """A value that found no place: where it stands in the answer, what it is, why not."""

    path: str
    value: str
    reason: str


class Answer:
    """Reads from one part of an answer; whatever is asked for counts as taken.

    What is asked for and is not of the form that is wanted is in `leftovers`.
    """

    def __init__(self, answer: Any, part: str):
        self.answer, self.part = answer, at(answer, part)
        self.leftovers: list[Leftover] = []
        self.taken: set[str] = set()
        self._spare: dict[str, int] = {}
        self._name = part

    def get(self, *path: str) -> Any:
        """Return what stands at a path below the part."""
        self.taken.add(".".join((self._name, *path)))
        return at(self.part, *path)

    def text(self, *path: str) -> str:
        """Return a text, "" where there is none."""
        raw = self.get(*path)
        if raw is not None and not isinstance(raw, str):
            self.left(".".join(path), raw, "no text")
        return clean(raw)

    def texts(self, *path: str) -> list[str]:
        """Return the texts of a list, each once."""
        raw = self.get(*path)
        for item in raw if isinstance(raw, list) else [raw]:
            if not isinstance(item, (str, type(None))):
                self.left(".".join(path), item, "no text")
        return texts(raw)

    def items(self, *path: str, of: Iterable[str] = ()) -> list[dict]:
        """Return the mappings of a list; their keys `of` find their place, the others do not."""
        raw = at(self.part, *path)
        if isinstance(raw, list):
            self.taken |= {".".join((self._name, *path, key)) for key in of}
        for item in mappings(raw):
            for key in of:
                for value in item[key] if isinstance(item.get(key), list) else [item.get(key)]:
                    if not isinstance(value, (str, type(None))):
                        self.left(".".join((*path, key)), value, "no text")
        return mappings(raw)

    def spare(self, item: dict, path: str, key: str) -> None:
        """Note that a value of one item of a list found no place, though others may."""
        if item.get(key):
            self._spare[f"{path}.{key}"] = self._spare.get(f"{path}.{key}", 0) + 1

    def word(self, path: tuple[str, ...], table: dict[str, Any]) -> Any:
        """Return our word for one of a closed list; an unknown one is left over."""
        raw = self.text(*path)
        found = table.get(raw)
        if raw and found is None:
            self.left(".".join(path), raw, UNKNOWN_WORD)
        return found

    def date(self, *path: str) -> str | None:
        """Return a date as precise as it is given."""
        raw = self.text(*path)
        date = date_of(raw)
        if raw and date is None:
            self.left(".".join(path), raw, "no date")
        return date

    def left(self, path: str, value: Any, reason: str) -> None:
        """Note a value that found no place, once."""
        shown = clean(value) if isinstance(value, str) else clean(repr(value))
        left = Leftover(path, shown[:300], reason)
        if left not in self.leftovers:
            self.leftovers.append(left)

    def untaken(self) -> dict[str, int]:
        """Return the paths of all that nobody asked for, and how many values stand there.

        `hasResults: false` says nothing.
        """
        found = dict(self._spare)
        for path, value in leaves(self.answer):
            taken = path in self.taken or any(path.startswith(f"{t}.") for t in self.taken)
            if not taken and not (path == "hasResults" and value is False):
                short = clean(path.removeprefix(f"{self._name}."))
                found[short] = found.get(short, 0) + 1
        return found


def date_of(raw: Any) -> str | None:
    """Return a date as precise as it is given, or None where it is none."""
    day, _sign, _time = clean(raw).partition("T")
    try:
        return str(PartialDate.read(day))
    except Bad:
        return None
