"""What a check of sound data found, kept: the same files and the same program find it again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from macros.model.problems import Problem
from macros.store import digests, sealed

Found = tuple[int, list[Problem]]
"""How many records are sound, and what is wrong with the data."""


def found(data: Path, docs: Path, check: Callable[[], Found]) -> Found:
    """Return what `check` found in these very files where that was nothing wrong, or finds now.

    `docs` is the folder of pages, if there is one.
    """
    file = data.parent / ".cache" / "atlas" / "checked"
    try:
        pages = digests.of_folder(docs) if docs.is_dir() else ""
        inputs = f"{digests.program()} {digests.of_folder(data)} {data.name} {pages}"
        key = digests.digest(inputs.encode())
    except OSError:  # the check says which file cannot be read
        return check()
    records = taken(file, key)
    if records is not None:
        return records, []
    records, problems = check()
    if not problems:
        keep(file, key, records)
    return records, problems


def taken(file: Path, key: str) -> int | None:
    """Return how many records there are where a file says that they are sound, else None."""
    before, _, records = (sealed.taken(file) or b"").partition(b" ")
    return int(records) if before == key.encode() else None


def keep(file: Path, key: str, records: int) -> None:
    """Say in a file that so many records are sound."""
    sealed.keep(file, f"{key} {records}".encode())
