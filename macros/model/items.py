"""What is at the end of a path: a value, with the facts that qualify it."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, NamedTuple

from macros.model.facts import Cited, Fact
from macros.model.values import Value

_PLANNED, _COUNTS = attrgetter("planned"), attrgetter("counts")


class Item(NamedTuple):
    """A value at the end of a path, and the facts on the way: what qualifies them qualifies it.

    `own` is the fact that gives the value, where it is about the record that the path begins at.
    """

    value: Any
    facts: tuple[Fact, ...] = ()
    own: Fact | None = None

    @property
    def planned(self) -> bool:
        """Whether a fact on the way is a plan: the value is shown as such and never counted."""
        return any(map(_PLANNED, self.facts))

    @property
    def counts(self) -> bool:
        """Whether every fact on the way counts."""
        return all(map(_COUNTS, self.facts))


def item_of(item: Fact | Value) -> Item:
    """Return what a field holds, a fact or a plain value, as the end of a path."""
    return Item(item.value, (item,), item) if isinstance(item, Cited) else Item(item)
