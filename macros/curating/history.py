"""The history of the data in terms of the data: what each commit changed in each record.

A commit that changes no more than form (order, quotes, comments, the shape of a file) changes
nothing here. What was found for a commit is kept beside the data, since it stays the same.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from macros.curating.changes import FieldChange, Place, RecordChange, SourceChange, compare
from macros.model.kinds import KINDS
from macros.store import digests, sealed
from macros.store.cache import ParseCache
from macros.store.history import NOTHING, Commit, Touched, blobs, commits, head
from macros.store.revisions import data_files, in_present_shape
from macros.store.tree import DataFile

BULK = 200
"""A commit that changes more records than this is one entry, except on the records' own pages."""

TOLD = ("added", "changed", "renamed", "merged", "removed")
"""What can happen to a record, as listed for readers."""

_READ_BY = (
    "model/**/*.py",
    "model/**/*.yml",
    "store/*.py",
    "store/editing/style.py",
    "curating/changes.py",
)
"""The program that reads and compares records."""


class Entry(NamedTuple):
    """What a commit changed in one record; `id` is what that is called today, or was last."""

    id: str
    commit: Commit
    change: RecordChange


class Step(NamedTuple):
    """What a commit changed in the data, record by record."""

    commit: Commit
    changes: list[RecordChange]

    @property
    def is_bulk(self) -> bool:
        """Whether it changed so many records that one entry tells it."""
        return len(self.changes) > BULK


@dataclass
class History:
    """Every change of the data, the newest first; a record that was renamed keeps what it had.

    `entries` are those of each step.
    """

    steps: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.entries: list[list[Entry]] = []
        self._of: dict[str, list[Entry]] = defaultdict(list)
        self._left: dict[str, Entry] = {}
        names: dict[str, str] = {}  # what a record of an older commit is called today
        for commit, changes in self.steps:
            moved = {c.id: names.get(c.to, c.to) for c in changes if c.what == "renamed"}
            now = names | moved
            entries = [Entry(now.get(c.id, c.id), commit, c) for c in changes]
            self.entries.append(entries)
            for entry in entries:
                self._of[entry.id].append(entry)
                if entry.change.what in ("renamed", "merged", "removed"):
                    self._left.setdefault(entry.change.id, entry)
            names = now

    def of(self, record_id: str) -> list[Entry]:
        """Return what changed in a record, the newest first."""
        return self._of.get(record_id, [])

    def left(self) -> dict[str, Entry]:
        """Return how each id that was renamed, merged or removed went, by that id."""
        return self._left

    def changed(self, record_ids: Iterable[str]) -> str:
        """Return when one of some records was changed last, such as 2026-11-30T08:39:52Z, or ""."""
        times = (self._of[id_][0].commit.time for id_ in record_ids if id_ in self._of)
        return max(times, default="")


def history(data: Path) -> History:
    """Return the history of a data folder. Raises GitError where it cannot be read whole."""
    newest = head(data)
    file = data.parent / ".cache" / "atlas" / "changes.json"
    version = _version()
    before, steps = _restored(file, version)
    if before != newest:
        by_commit = {step.commit.id: step for step in steps}
        parsed = _Parsed()
        log = commits(data, newest)
        for commit, files in reversed(log):  # each begins where one ended
            if commit.id not in by_commit:
                by_commit[commit.id] = Step(commit, list(_changes(data, files, parsed)))
        steps = [by_commit[commit.id] for commit, _files in log]
        _keep(file, version, newest, steps)
    return History([step for step in steps if step.changes])


def _changes(data: Path, files: list[Touched], parsed: _Parsed) -> Iterator[RecordChange]:
    """Yield what happened to the files that a commit touched, as listed for readers."""
    raws = blobs(data, (id_ for file in files for id_ in (file.before, file.after)))
    before, after = [], []
    for file in files:
        for path, kind, id_ in data_files([f"data/{file.path}"]):
            then, now = (
                in_present_shape(DataFile(path, kind, id_, raws[blob]), parsed)
                if blob != NOTHING
                else None
                for blob in (file.before, file.after)
            )
            if then and now and parsed.same(then, now):
                continue
            before += [then] if then else []
            after += [now] if now else []
    for change in compare(before, after, parsed):
        if change.kind in KINDS and change.what in TOLD:
            yield change


class _Parsed(ParseCache):
    """Files as parsed, all of them kept: a file is in two commits, after one and before another."""

    def save(self) -> None:
        """Drop nothing."""

    def same(self, one: DataFile, other: DataFile) -> bool:
        """Return whether two files say the same in another form."""
        if (one.kind, one.id) != (other.kind, other.id):
            return False
        (value, flaws), (value2, flaws2) = self.parse(one.raw), self.parse(other.raw)
        return not flaws and not flaws2 and value == value2

    def parse(self, raw: bytes) -> tuple[dict[str, Any] | None, list[Any]]:
        """Return what these bytes say; a comment before the first field does not count."""
        while raw.startswith(b"#"):
            raw = raw.partition(b"\n")[2]
        return super().parse(raw)


# Results are kept beside the data by commit, and computed again when the program reads records
# differently. A file that cannot be read or written is not an error: it only saves time.


def _restored(file: Path, version: str) -> tuple[str, list[Step]]:
    """Return what was kept: up to which commit, and what was found in each."""
    content = sealed.taken(file)
    cached = json.loads(content) if content else {}
    if cached.get("version") != version:
        return "", []
    steps = [Step(Commit(*c), list(map(_from_data, changes))) for c, changes in cached["steps"]]
    return cached["head"], steps


def _keep(file: Path, version: str, newest: str, steps: list[Step]) -> None:
    rows = [
        [step.commit, [list(vars(change).values()) for change in step.changes]] for step in steps
    ]
    cached = {"version": version, "head": newest, "steps": rows}
    sealed.keep(file, json.dumps(cached, ensure_ascii=False).encode())


def _version() -> str:
    files = {path for pattern in _READ_BY for path in digests.PROGRAM.glob(pattern)}
    return digests.of_files({*files, Path(__file__)})


def _from_data(data: list[Any]) -> RecordChange:
    kind, id_, what, names, to, fields, sources = data
    return RecordChange(
        kind,
        id_,
        what,
        names,
        to,
        [FieldChange(_place(place), before, after) for place, before, after in fields],
        [SourceChange(tuple(map(_place, p)), tuple(lo), tuple(ga)) for p, lo, ga in sources],
    )


def _place(data: list[Any]) -> Place:
    name, about, *rest = data
    return Place(name, tuple((one, two, three) for one, two, three in about), *rest)
