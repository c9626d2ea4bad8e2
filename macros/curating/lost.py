"""What a change takes away that others may still ask for: ids without a trace, former names.

One commit's files do not show it: it takes those from which the change set out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from macros.model.identity import loosely_folded
from macros.model.problems import Problem
from macros.store.checks.names import WITHOUT
from macros.store.reading import locate, parse
from macros.store.revisions import files_now, files_then
from macros.store.tree import VOCABULARY, DataFile

_ALIKE = 0.85
_OWN_WORDS = {*WITHOUT, "trials"}
"""Kinds whose names nobody looks for: they describe."""


def lost_since(
    data: Path, commit: str, paths: Sequence[str]
) -> tuple[list[Problem], list[Problem]]:
    """Return the ids and the names that are lost since a commit from which paths differ."""
    before, now = files_then(data, commit, paths), files_now(data, paths)
    return list(lost_ids(before, now)), list(lost_names(before, now))


def lost_ids(before: Sequence[DataFile], now: Sequence[DataFile]) -> Iterator[Problem]:
    """Yield a problem for each record that is there no more and has left no redirect.

    `before` and `now` are the files that differ.
    """
    there, then = {file.id for file in now}, {file.id for file in before}
    added = [(file, _names(file)) for file in now if file.id not in then]
    for file in _records(before):
        if file.id not in there:
            names = _names(file)
            heirs = [one.id for one, its in added if one.kind == file.kind and names & its]
            to = heirs[0] if heirs else "…"
            message = f'the record "{file.id}" was removed, so links to its page would break'
            fix = (
                f"Restore the file with only `moved_to: {to}`. If what it describes has merely"
                " ended, restore the whole record."
            )
            yield Problem(file.path, 1, 1, "gone", message, fix)


def lost_names(before: Sequence[DataFile], now: Sequence[DataFile]) -> Iterator[Problem]:
    """Yield a problem for each name that a record had and has no more, nor one like it."""
    present = {file.id: file for file in _records(now)}
    for file in _records(before):
        new = present.get(file.id)
        if new is None or new.kind in _OWN_WORDS:
            continue
        names = _names(new)
        for name in _own_names(_values(file)):
            if not any(_alike(loosely_folded(name), other) for other in names):
                message = f'the name "{name}" was removed, so a search for it finds nothing'
                fix = f'If it was ever correct, add it to `aliases`: "{name}".'
                place = locate(new.raw, ("name",))
                yield Problem(new.path, *place, "lost-name", message, fix)


def _records(files: Sequence[DataFile]) -> Iterator[DataFile]:
    for file in files:
        if file.kind != VOCABULARY and "moved_to" not in _values(file):
            yield file


def _values(file: DataFile) -> Mapping[str, Any]:
    return parse(file.raw).value or {}


def _own_names(values: Mapping[str, Any]) -> list[str]:
    name = values.get("name") or values.get("title")
    return [str(text) for text in (name.values() if isinstance(name, dict) else [name]) if text]


def _names(file: DataFile) -> set[str]:
    values = _values(file)
    names = [*_own_names(values), *_items(values.get("aliases"))]
    return {loosely_folded(str(name)) for name in names}


def _items(raw: object) -> Iterable[object]:
    return raw if isinstance(raw, Iterable) else ()  # what is wrong, the check says


def _alike(one: str, other: str) -> bool:
    """Return whether two names are one: spelt differently, or with a slip corrected."""
    digits = ["".join(filter(str.isdigit, name)) for name in (one, other)]
    ratio = SequenceMatcher(None, one, other).ratio()
    return one == other or (digits[0] == digits[1] and ratio >= _ALIKE)
