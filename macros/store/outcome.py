"""What a check of the data found, kept: the same files and the same program find it again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path

from macros.model.problems import Problem
from macros.store import digests

Found = tuple[int, list[Problem]]
"""How many records are sound, and what is wrong with the data."""


def found(data: Path, check: Callable[[], Found]) -> Found:
    """Return what `check` found in these very files, or else what it finds now."""
    file = data.parent / ".cache" / "atlas" / "checked.json"
    try:
        key = digests.program() + digests.of_folder(data) + data.name
    except OSError:  # the check says which file cannot be read
        return check()
    kept = _taken(file, key)
    if kept is None:
        kept = check()
        _keep(file, key, kept)
    return kept


def _taken(file: Path, key: str) -> Found | None:
    try:
        proof, said = file.read_text(encoding="utf-8").split("\n", 1)
        if proof != _proof(key, said):
            return None
        records, problems = json.loads(said)
    except (OSError, ValueError):
        return None
    return records, [Problem(*problem) for problem in problems]


def _keep(file: Path, key: str, found: Found) -> None:
    records, problems = found
    said = json.dumps([records, list(map(astuple, problems))])
    part = file.with_suffix(".part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(f"{_proof(key, said)}\n{said}", encoding="utf-8")
        part.replace(file)
    except OSError:  # it only saves time
        return


def _proof(key: str, said: str) -> str:
    return hashlib.blake2b(f"{key}\n{said}".encode()).hexdigest()
