"""Where a record is named, line by line, and the sources that nothing cites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from macros.model.atlas import Atlas
from macros.model.inline import shortened
from macros.model.kinds import Source
from macros.model.languages import FALLBACK
from macros.model.problems import counted
from macros.model.refs import MAX_ID
from macros.model.reports import Report
from macros.model.values import Json
from macros.store.editing.mentions import renamed_in_page
from macros.store.editing.renaming import renewed
from macros.store.tree import VOCABULARY, DataFile

_ID = re.compile(r"[a-z0-9-]+")
_MARK = "x" * (MAX_ID + 1)
"""What no record can be called: it is longer than an id may be."""


@dataclass(frozen=True)
class Use:
    """A line that names a record. `line` and `column` count from 1."""

    path: str
    line: int
    column: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {shortened(self.text, 100)}"


@dataclass
class Uses(Report):
    """Every line that names a record."""

    rows: Sequence[Use]

    def as_json(self) -> Json:
        return [asdict(row) for row in self.rows]

    def lines(self) -> Iterator[str]:
        return map(str, self.rows)

    def summary(self) -> str:
        files = len({row.path for row in self.rows})
        return f"{counted(len(self.rows), 'line')} in {counted(files, 'file')}"


def uses(files: Sequence[DataFile], pages: Mapping[str, str], record_id: str) -> Iterator[Use]:
    """Yield the lines of data files and pages that name a record, but for those of its own file.

    A place that names it twice is one. Raises Fault where a file that names it cannot be read.
    """
    for file in files:
        mine = file.id == record_id or file.kind == VOCABULARY
        if not mine and record_id.encode() in file.raw:
            yield from _lines(
                file.path, file.raw.decode("utf-8-sig"), renewed(file, record_id, _MARK)
            )
    for path, text in pages.items():
        if record_id in text:
            yield from _lines(path, text, renamed_in_page(text, {record_id: _MARK}))


def _lines(path: str, text: str, marked: str) -> Iterator[Use]:
    for number, (line, with_mark) in enumerate(
        zip(text.split("\n"), marked.split("\n"), strict=True), 1
    ):
        if line != with_mark:
            yield Use(path, number, with_mark.index(_MARK) + 1, line.strip())


@dataclass
class Unused(Report):
    """Sources that nothing names."""

    sources: Sequence[Source]

    def as_json(self) -> Json:
        return [{"id": str(source.id), "path": source.path} for source in self.sources]

    def lines(self) -> Iterator[str]:
        return (f"{source.path}: {source.name_in(FALLBACK)}" for source in self.sources)

    def summary(self) -> str:
        return f"{counted(len(self.sources), 'source')} not cited anywhere"


def unused_sources(
    atlas: Atlas, files: Sequence[DataFile], pages: Mapping[str, str]
) -> list[Source]:
    """Return the sources that no other file and no page names."""
    named: set[str] = set()
    for text in pages.values():
        named.update(_ID.findall(text))
    for file in files:
        named |= {*_ID.findall(file.raw.decode(errors="replace"))} - {file.id}
    return [source for source in atlas.of(Source) if source.id not in named]
