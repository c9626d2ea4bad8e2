"""The files of the search as their script reads them."""

from __future__ import annotations

import json

from macros.features.search.texts import LEVELS


class Index:
    """What the files of the search say, put together as the script does it."""

    def __init__(self, files: dict[str, str]):
        self.file = json.loads(files["search/names.json"])
        mark = self.file["mark"]

        def all_of(name: str) -> list:
            numbers = range(sum(f"/{name}-" in path for path in files))
            return [json.loads(files[f"search/{name}-{n}-{mark}.json"]) for n in numbers]

        self.parts = all_of("rows")
        self.words = all_of("words")
        self.kinds: list[str] = []
        self.addresses: list[str] = []
        self.names: list[list[str]] = []
        self.lines: list[str] = []
        rows = [row for part in self.parts for row in part]
        for kind in self.file["kinds"]:
            named = [line.split("\t") for line in kind.get("rows", "").split("\n") if line]
            for at in range(kind.get("size", len(named))):
                row = rows[len(self.names)]
                line, address, *names = row if isinstance(row, list) else (row, *named[at])
                self.kinds.append(kind["id"])
                self.addresses.append(kind["path"] + address + kind["end"])
                self.names.append(names)
                self.lines.append(line)
        assert len(rows) == len(self.names)

    def fits(self, word: str) -> dict[str, int]:
        """Return the addresses that a whole word finds in the files of words."""
        found, at = {}, 0
        for step in next((part[word] for part in self.words if word in part), "").split():
            at += int(step, 36)
            found[self.addresses[at // len(LEVELS)]] = LEVELS[at % len(LEVELS)]
        return found

    def names_of(self, kind: str) -> dict[str, list[str]]:
        rows = zip(self.kinds, self.addresses, self.names, strict=True)
        return {address: names for own, address, names in rows if own == kind}
