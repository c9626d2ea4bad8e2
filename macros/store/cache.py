"""Parsed YAML by content: the same bytes are parsed once, in this run and in the next."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from macros.store import reading, sealed
from macros.store.digests import digest
from macros.store.reading import Flaw, parse


class ParseCache:
    """Answers `parse`; with a file it remembers sound results between runs.

    A file with flaws is parsed each time, one with numbers that JSON would round in each run. A
    cache that cannot be read or written, or whose seal is wrong, is not an
    error: it only saves time.
    """

    def __init__(self, file: Path | None = None):
        self._file = file
        self._version = digest(Path(reading.__file__).read_bytes()) if file else ""
        self._old: dict[str, str | dict[str, Any]] = self._restore(file) if file else {}
        self._now: dict[str, str | dict[str, Any]] = {}

    def beside(self, name: str) -> Path | None:
        """Return where something else can be kept, None where nothing is kept between runs."""
        return self._file.with_name(name) if self._file else None

    def parse(self, raw: bytes) -> tuple[dict[str, Any] | None, list[Flaw]]:
        """Return what `reading.parse` returns for these bytes: value and flaws."""
        key = digest(raw)
        known = self._now.get(key) or self._old.get(key)
        if known is None:
            document = parse(raw)
            if document.flaws:
                return document.value, document.flaws
            value = document.value
            assert value is not None
            self._now[key] = value if document.exact else json.dumps(value, ensure_ascii=False)
            return value, []
        self._now[key] = known
        return json.loads(known) if isinstance(known, str) else known, []

    def save(self) -> None:
        """Keep what this round used, and drop the rest."""
        changed = self._now.keys() != self._old.keys()
        self._old, self._now = self._now, {}
        if self._file is None or not changed:
            return
        values = {key: value for key, value in self._old.items() if isinstance(value, str)}
        text = json.dumps({"version": self._version, "values": values}, ensure_ascii=False)
        sealed.keep(self._file, text.encode())

    def _restore(self, file: Path) -> dict[str, Any]:
        content = sealed.taken(file)
        document = json.loads(content) if content else {}
        return document["values"] if document.get("version") == self._version else {}
