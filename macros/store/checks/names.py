"""No two records answer to one name."""

from __future__ import annotations

from collections.abc import Iterator

from macros.model.atlas import Atlas
from macros.model.identity import folded
from macros.model.problems import KeyPath, Trouble
from macros.model.record import Record
from macros.store.checks.base import check

WITHOUT = {"sources", "claims", "events", "decisions", "partnerships"}
"""Kinds whose records are distinguished by what they are about, not by their names."""


@check(
    Atlas,
    en="A name or alias belongs to only one record.",
    ko="이름이나 다른 이름은 기록 하나에만 속함.",
)
def names(atlas: Atlas) -> Iterator[Trouble]:
    taken: dict[str, Record] = {}
    for record in atlas.records.values():
        if record.about.id in WITHOUT:
            continue
        for path, name in _names(record):
            first = taken.setdefault(folded(name), record)
            if first is not record:
                message = f'the name "{name}" also belongs to "{first.id}" ({first.path})'
                fix = "Keep it where it belongs, or merge the two records."
                yield record.trouble(path, "duplicate-name", message, fix)


def _names(record: Record) -> Iterator[tuple[KeyPath, str]]:
    for name in record.name.all() if record.name else ():
        yield ("name",), name
    for index, alias in enumerate(record.aliases):
        yield ("aliases", index), alias
