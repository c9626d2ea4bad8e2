"""No two records answer to one name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from macros.model.atlas import Atlas
from macros.model.identity import folded
from macros.model.problems import KeyPath, Trouble
from macros.model.record import Record
from macros.store.checks.base import check

WITHOUT = {"sources", "claims", "events", "decisions", "partnerships"}
"""Kinds whose records are distinguished by what they are about, not by their names."""


def _names(record: Record) -> list[tuple[KeyPath, str, str]]:
    if record.about.id in WITHOUT:
        return []
    names: list[tuple[KeyPath, str]] = [(("aliases", n), a) for n, a in enumerate(record.aliases)]
    names = [(("name",), name) for name in (record.name.all() if record.name else ())] + names
    return [(path, folded(name), name) for path, name in names]


@check(
    Atlas,
    told=_names,
    en="A name or alias belongs to only one record.",
    ko="이름이나 다른 이름은 기록 하나에만 속함.",
)
def names(told: Mapping[str, list[tuple[KeyPath, str, str]]]) -> Iterator[Trouble]:
    taken: dict[str, str] = {}
    for file, own in told.items():
        for path, key, name in own:
            first = taken.setdefault(key, file)
            if first != file:
                message = f'the name "{name}" also belongs to "{Path(first).stem}" ({first})'
                fix = "Keep it where it belongs, or merge the two records."
                yield Trouble(file, path, "duplicate-name", message, fix)
