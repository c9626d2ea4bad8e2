"""The files of a site, written into a folder in which an earlier build may have left its own.

To read a file and find it the same costs less than to make one, above all on ext4 where many were
deleted shortly before. So a build deletes nothing first: it leaves the files that are the same, and
deletes at its end those that do not belong to the site any more.
"""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import suppress
from functools import partial
from io import FileIO
from pathlib import Path

KEEP_OLD = "ATLAS_KEEP_OLD"
"""The variable by which a build tells MkDocs not to empty its folder."""

_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)  # which Windows has

State = tuple[int, int, int]
"""What changes with a file that is written, or whose times are set."""


def write(content: bytes, file: str) -> None:
    """Write a file, or only set its times where it has that content already.

    Who reads it meanwhile, or after the build was killed, may find a part of it: see `replace`.
    """
    with _opened(file) as opened:
        size = os.fstat(opened.fileno()).st_size
        if size == len(content):
            if opened.read(size) == content:
                os.utime(file)
                return
            opened.seek(0)
        left = memoryview(content)
        while left:
            left = left[opened.write(left) :]
        if size > len(content):
            opened.truncate()


def _opened(file: str) -> FileIO:
    open_ = partial(os.open, file, _FLAGS, 0o666)
    try:
        return FileIO(open_(), "r+")
    except FileNotFoundError:
        pass  # no folder yet: to look for it before would cost more
    except OSError:
        clear_path(Path(file))
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    return FileIO(open_(), "r+")


def replace(content: bytes, file: str) -> None:
    """Write a file that is whole whenever somebody reads it."""
    part = Path(f"{file}.part")
    write(content, str(part))
    part.replace(file)


def clear_path(file: Path) -> None:
    """Delete a folder that lies where a file has to, and a file that lies where a folder has to."""
    if file.is_dir():
        shutil.rmtree(file)
    for folder in file.parents:
        if folder.is_dir():
            return
        if folder.is_file():
            folder.unlink()


def scan(folder: str, *, is_top: bool = True) -> dict[str, State]:
    """Return the files that a build finds, by their paths, with their states.

    As MkDocs does, it leaves hidden ones in the `folder` itself alone. Links are deleted, hard ones
    too: to write into them would change something elsewhere. So is what cannot be written.
    """
    files: dict[str, State] = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            if is_top and entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                inside = scan(entry.path, is_top=False)
                files.update(inside)
                if not inside:
                    Path(entry.path).rmdir()
                continue
            one = entry.stat(follow_symlinks=False)
            can_be_written = stat.S_ISREG(one.st_mode) and one.st_mode & stat.S_IWUSR
            if can_be_written and one.st_nlink == 1:
                files[entry.path] = _state(one)
            else:
                Path(entry.path).unlink()
    return files


def delete_stale(before: dict[str, State]) -> None:
    """Delete the files that `scan` returned and that nobody has written or left since."""
    for file, state in before.items():
        with suppress(OSError):  # gone, or its folder has other files
            if _state(os.lstat(file)) == state:
                Path(file).unlink()
                os.removedirs(Path(file).parent)


def _state(of: os.stat_result) -> State:
    return of.st_ino, of.st_mtime_ns, of.st_ctime_ns
