"""What a check of sound data found, kept: the same files and the same program find it again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from macros.model.problems import Problem
from macros.store import digests

Found = tuple[int, list[Problem]]
"""How many records are sound, and what is wrong with the data."""


def found(data: Path, check: Callable[[], Found]) -> Found:
    """Return what `check` found in these very files where that was nothing wrong, or finds now."""
    file = data.parent / ".cache" / "atlas" / "checked"
    try:
        key = digests.program() + digests.of_folder(data) + data.name
    except OSError:  # the check says which file cannot be read
        return check()
    records = _taken(file, key)
    if records is not None:
        return records, []
    records, problems = check()
    if not problems:
        _keep(file, key, records)
    return records, problems


def _taken(file: Path, key: str) -> int | None:
    try:
        proof, records = file.read_text(encoding="utf-8").split()
        return int(records) if proof == _proof(key, records) else None
    except (OSError, ValueError):
        return None


def _keep(file: Path, key: str, records: int) -> None:
    part = file.with_suffix(".part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(f"{_proof(key, str(records))} {records}\n", encoding="utf-8")
        part.replace(file)
    except OSError:  # it only saves time
        return


def _proof(key: str, records: str) -> str:
    return hashlib.blake2b(f"{key} {records}".encode()).hexdigest()
