"""What programs read stays small beside the pages: the host of the site takes a gigabyte."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

BYTES, FILES = 29_300, 2.65
"""A record, at the most: 40 MB and 3,600 files were allowed for 1,366 records."""

LARGEST = 25_000_000
"""Bytes of one file: larger ones belong to a release."""

FOR_PROGRAMS = (
    *("api/**/*", "data/v1/*", "cite/*", "calendar/*.ics", "assets/cards/*"),
    *("**/*.md", "**/*.atom", "**/changes*.json", "changes/*.json", "**/oembed.json"),
    *("llms*", "robots.txt"),
)


def test_files_for_programs_keep_to_their_share(published: Path, counted: Counter[str]) -> None:
    roots = (published, published / "ko")
    found = {file for root in roots for glob in FOR_PROGRAMS for file in root.glob(glob)}
    sizes = {file: file.stat().st_size for file in found if file.is_file()}
    assert len(sizes) > counted.total()
    assert sum(sizes.values()) <= BYTES * counted.total()
    assert len(sizes) <= FILES * counted.total()
    assert [file for file, size in sizes.items() if size > LARGEST] == []
