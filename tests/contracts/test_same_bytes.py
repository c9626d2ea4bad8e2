"""The same data give the same files, whoever builds them, wherever and when."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from tests.contracts.conftest import Built


def hashes(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in site.rglob("*")
        if path.is_file()
    }


def test_a_second_build_gives_the_same_bytes(published: Path, again: Built) -> None:
    """Another hash seed, time zone, language and clock."""
    second = hashes(again.finished())
    if "ATLAS_PUBLISHED" in os.environ:
        pytest.skip("the site named there may be of other data")
    first = hashes(published)
    assert len(first) > 1000
    assert sorted(first) == sorted(second)
    assert [path for path in first if first[path] != second[path]] == []
