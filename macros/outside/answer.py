"""An answer of a registry, read with an account of what was used and what was not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from macros.model.partial_dates import PartialDate
from macros.model.values import Json
from macros.outside.shape import at, clean, leaves, mappings, texts, value_in

T = TypeVar("T")
UNKNOWN_WORD = "unknown term"


@dataclass(frozen=True)
class Leftover:
    """A value that no field takes: where it is in the answer, what it is, why not."""

    path: str
    value: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path} {self.value!r}: {self.reason}"


class Answer:
    """Reads from one part of an answer; whatever is asked for counts as taken.

    A value that does not have the expected form is in `leftovers`.
    """

    def __init__(self, answer: Json, part: str):
        self.answer, self.part = answer, at(answer, part)
        self.leftovers: list[Leftover] = []
        self.taken: set[str] = set()
        self._spare: Counter[str] = Counter()
        self._name = part

    def get(self, *path: str) -> Json:
        """Return the value at a path below the part."""
        self.taken.add(".".join((self._name, *path)))
        return at(self.part, *path)

    def text(self, *path: str) -> str:
        """Return a text, "" where there is none."""
        raw = self.get(*path)
        self._want_texts(path, [raw])
        return clean(raw)

    def texts(self, *path: str) -> list[str]:
        """Return the texts of a list, each once."""
        raw = self.get(*path)
        self._want_texts(path, raw)
        return texts(raw)

    def items(self, *path: str, of: Iterable[str] = ()) -> list[dict[str, Json]]:
        """Return the mappings of a list; their keys `of` count as taken, the others do not."""
        raw = at(self.part, *path)
        if isinstance(raw, list):
            self.taken |= {".".join((self._name, *path, key)) for key in of}
        for item in mappings(raw):
            for key in of:
                self._want_texts((*path, key), item.get(key))
        return mappings(raw)

    def _want_texts(self, path: Iterable[str], raw: Json) -> None:
        for value in raw if isinstance(raw, list) else [raw]:
            if not isinstance(value, (str, type(None))):
                self.left(".".join(path), value, "not a text")

    def spare(self, item: dict[str, Json], path: str, *keys: str) -> None:
        """Note that values of one item of a list were not taken, though those of others may be."""
        self._spare.update(f"{path}.{key}" for key in keys if item.get(key))

    def word(self, table: Mapping[str, T], *path: str) -> T | None:
        """Return our word for one of a vocabulary; an unknown one is left over."""
        raw = self.text(*path)
        if raw and raw not in table:
            self.left(".".join(path), raw, UNKNOWN_WORD)
        return table.get(raw)

    def date(self, *path: str) -> str | None:
        """Return a date as precise as it is given."""
        raw = self.text(*path)
        date = date_of(raw)
        if raw and date is None:
            self.left(".".join(path), raw, "not a date")
        return date

    def left(self, path: str, value: Json, reason: str) -> None:
        """Note a value that no field takes, once."""
        left = Leftover(path, clean(value if isinstance(value, str) else repr(value))[:300], reason)
        if left not in self.leftovers:
            self.leftovers.append(left)

    def untaken(self) -> dict[str, int]:
        """Return the paths of everything not asked for, and how many values each has.

        `hasResults: false` carries no information.
        """
        counts = Counter(self._spare)
        for path, value in leaves(self.answer):
            taken = path in self.taken or any(path.startswith(f"{t}.") for t in self.taken)
            if not taken and not (path == "hasResults" and value is False):
                counts[clean(path.removeprefix(f"{self._name}."))] += 1
        return dict(counts)


def date_of(raw: Json) -> str | None:
    """Return a date as precise as it is given, or None where it is none."""
    return value_in(PartialDate, clean(raw).partition("T")[0])
