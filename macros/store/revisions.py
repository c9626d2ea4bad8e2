"""What the files of the data said in a commit, and say now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from macros.model import shape_changes
from macros.model.refs import ID
from macros.store.cache import ParseCache
from macros.store.editing.style import in_quotes
from macros.store.git import git
from macros.store.tree import DataFile

_DATA_FILE = re.compile(rf"[^/]+/([a-z]+)/({ID.pattern})\.yml")


def files_now(data: Path, paths: Iterable[str]) -> list[DataFile]:
    """Return those of the paths that are data files in the working tree."""
    files = []
    for path, kind, id in data_files(paths):
        place = data.parent / path
        if place.is_file() and not place.is_symlink():
            files.append(DataFile(path, kind, id, place.read_bytes()))
    return files


def files_then(data: Path, commit: str, paths: Iterable[str]) -> list[DataFile]:
    """Return those of the paths that were data files in a commit, in the present shape."""
    known = list(data_files(paths))
    names = "".join(f"{commit}:./{kind}/{id}.yml\n" for _, kind, id in known)
    answer = BytesIO(git(data, "cat-file", "--batch", stdin=names.encode()))
    files = []
    for path, kind, id in known:
        head = answer.readline().rstrip(b"\n")
        if not head.endswith(b" missing"):
            raw = answer.read(int(head.rpartition(b" ")[2]))
            answer.readline()  # git ends each file with a line break
            files.append(in_present_shape(DataFile(path, kind, id, raw), ParseCache()))
    return files


def data_files(paths: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Yield path, kind and id of the paths that a data file can have."""
    for match in filter(None, map(_DATA_FILE.fullmatch, paths)):
        yield match[0], match[1], match[2]


def in_present_shape(file: DataFile, cache: ParseCache) -> DataFile:
    """Return a file as it would be written today; the same where no step changes it."""
    fields = cache.parse(file.raw)[0] if shape_changes.STEPS else None
    if fields is None:
        return file
    kind, id, present = shape_changes.present_shape(file.kind, file.id, fields)
    if (kind, id) == (file.kind, file.id) and present is fields:
        return file
    raw = in_quotes(present).encode()
    return DataFile(f"{file.path.split('/')[0]}/{kind}/{id}.yml", kind, id, raw)
