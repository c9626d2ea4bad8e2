"""Writing files so that either all of them change or none does, and never over somebody's edit."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from macros.model.problems import Fault
from macros.store.digests import digest
from macros.store.locks import alone
from macros.store.sealed import sealed, taken

if TYPE_CHECKING:
    from macros.store.tree import DataFile  # which knows all values: a check needs none of them

AT_WORK = ".atlas-writing"
"""The folder in which new texts wait for their places; it is there only while files are written."""

_PLAN = "plan.json"

_Step = tuple[str, str | None, str | None]
"""A path, what proves its old content (None: no file), and the same of the new one."""


class ChangedMeanwhile(Fault):
    """Files have changed since they were read; nothing was written. `paths` says which."""

    def __init__(self, paths: list[str]):
        named = ", ".join(paths[:5]) + (f" and {len(paths) - 5:,} more" if paths[5:] else "")
        was = "was" if len(paths) == 1 else "were"
        message = f"nothing written: {named} {was} changed while this command ran"
        super().__init__(message, "Check the file, then run the command again.", exit_code=1)
        self.paths = paths


def replace_files(root: Path, texts: Mapping[str, str | None], read: Mapping[str, str]) -> None:
    """Give each file below a folder its new text, by its path there; None takes the file away.

    `read` has the digest of each file as it was read; a file that is not among them was not there.
    All new texts are written to `AT_WORK` first, then compared, then moved to their places, while
    no other process does the same. Raises ChangedMeanwhile where a file is not what was read, and
    OSError where one cannot be written; then every file is as it was. After a kill each file is
    old or new, and `finish` moves the rest.
    """
    if not texts:
        return
    with _at_work(root) as folder:
        contents = [None if text is None else _encoded(text) for text in texts.values()]
        new = (None if content is None else digest(content) for content in contents)
        steps = [(path, read.get(path), now) for path, now in zip(texts, new, strict=True)]
        _compare(root, steps)
        for index, content in enumerate(contents):
            if content is not None:
                (folder / str(index)).write_bytes(content)
        (folder / "plan.part").write_bytes(sealed(folder / _PLAN, json.dumps(steps).encode()))
        _compare(root, steps)
        (folder / "plan.part").replace(folder / _PLAN)
        _move(root, folder, steps)


def digests(files: Iterable[DataFile], pages: Mapping[str, str]) -> dict[str, str]:
    """Return what proves the content of data files and of pages, by path."""
    of_pages = {path: digest(_encoded(text)) for path, text in pages.items()}
    return {file.path: digest(file.raw) for file in files} | of_pages


def finish(root: Path) -> list[str]:
    """Move to their places what a process that was killed in between left behind; return the paths.

    A file that was saved since stays as it is. If none of the files had been moved yet, or all of
    them are as before again, nothing is moved.
    """
    if not (root / AT_WORK).exists():
        return []
    with alone(_lock(root)):
        return _finished(root)


@contextmanager
def _at_work(root: Path) -> Iterator[Path]:
    folder = root / AT_WORK
    with alone(_lock(root)):
        _finished(root)
        folder.mkdir()
        try:
            yield folder
        finally:
            if not (folder / _PLAN).exists():  # else broken off between two files: see `finish`
                shutil.rmtree(folder, ignore_errors=True)


def _lock(root: Path) -> Path:
    return root / ".cache" / "atlas" / "writing.lock"


def _finished(root: Path) -> list[str]:
    folder = root / AT_WORK
    moved = []
    with suppress(OSError, ValueError):
        plan = taken(folder / _PLAN) or b""  # none that came with a commit
        steps = [tuple(step) for step in json.loads(plan)]
        now = [_digest(root / path) for path, _old, _new in steps]
        if any(is_now == new != old for is_now, (_, old, new) in zip(now, steps, strict=True)):
            for index, (path, old, new) in enumerate(steps):
                if now[index] == old != new:
                    _put(None if new is None else folder / str(index), root / path)
                    moved.append(path)
    shutil.rmtree(folder, ignore_errors=True)
    return moved


def _compare(root: Path, steps: list[_Step]) -> None:
    changed = [path for path, old, _new in steps if _digest(root / path) != old]
    if changed:
        raise ChangedMeanwhile(changed)


def _move(root: Path, folder: Path, steps: list[_Step]) -> None:
    """Move all files to their places, or those that were moved back again."""
    before = {path: _content(root / path) for path, _old, _new in steps}
    done: list[_Step] = []
    try:
        for index, step in enumerate(steps):
            path, _old, new = step
            _compare(root, [step])
            _put(None if new is None else folder / str(index), root / path)
            done.append(step)
    except BaseException:  # Ctrl-C too
        for path, _old, new in reversed(done):
            content = before[path]
            if _digest(root / path) == new:  # else somebody has saved it since
                if content is not None:
                    (folder / "back").write_bytes(content)
                _put(None if content is None else folder / "back", root / path)
        (folder / _PLAN).unlink()
        raise
    (folder / _PLAN).unlink()


def _put(part: Path | None, path: Path) -> None:
    """Move a file to its place, with the rights of the one there, or take away what is there."""
    if part is None:
        return path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    part.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
    part.replace(path)
    return None


def _encoded(text: str) -> bytes:
    return text.encode(errors="surrogateescape")  # as `mentions.read_pages` decodes it


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _digest(path: Path) -> str | None:
    content = _content(path)
    return None if content is None else digest(content)
