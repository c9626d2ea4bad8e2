"""What bytes, or many files, come to: one digest that is another one as soon as any changes."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from io import FileIO
from pathlib import Path

PROGRAM = Path(__file__).resolve().parents[1]


def digest(raw: bytes) -> str:
    """Return what proves that bytes are the same."""
    return hashlib.blake2b(raw, digest_size=16).hexdigest()


@cache
def loaded() -> str:
    """Return the digest of the program that this process runs: as its files were at the start."""
    return program()


def program() -> str:
    """Return the digest of the program, of Python and of all packages."""
    return of_files(files_in(PROGRAM), versions())


def of_files(files: Iterable[Path | str], extra: str = "") -> str:
    """Return the digest of names and content of files, and of an `extra` text."""
    names = sorted({*map(str, files)})  # to compare paths would take as long as to read them
    return _of(((name, _content(name)) for name in names), extra)


def _content(file: str) -> bytes | None:
    try:
        with FileIO(file) as opened:
            return opened.read()
    except OSError:
        if Path(file).is_file():
            raise
        return None  # git lists files that were deleted, and folders of other repositories


def of_texts(texts: Iterable[tuple[str, bytes]]) -> str:
    """Return the digest of texts that have been read, each with its path."""
    return _of(sorted(texts))


def _of(parts: Iterable[tuple[object, bytes | None]], extra: str = "") -> str:
    """Return the digest of parts by their names, None for one without content."""
    hasher = hashlib.blake2b(extra.encode(), digest_size=32)
    for name, content in parts:
        hasher.update(f"\0{name}\0".encode(errors="surrogateescape"))
        if content is not None:
            hasher.update(hashlib.blake2b(content).digest())
    return hasher.hexdigest()


def files_in(folder: Path) -> Iterator[str]:
    """Yield all files under a folder but those that Python compiles."""
    for place, inside, names in os.walk(folder):
        inside[:] = [name for name in inside if name != "__pycache__"]
        yield from (f"{place}{os.sep}{name}" for name in names)


def of_folder(folder: Path) -> str:
    """Return the digest of a folder: what is where, of which sort, and the content of the files.

    Raises OSError where something cannot be read.
    """
    return _of(_parts(str(folder)))


def _parts(folder: str) -> Iterator[tuple[str, bytes | None]]:
    for path in sorted(_inside(folder)):
        mode = stat.S_IFMT(os.lstat(path).st_mode)
        content = Path(path).read_bytes() if stat.S_ISREG(mode) else None
        yield f"{path.removeprefix(folder)}\0{mode}", content


def _inside(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            yield entry.path
            if entry.is_dir(follow_symlinks=False):
                yield from _inside(entry.path)


def versions() -> str:
    """Return the version of Python and of every package, as their folders are called."""
    folders = {folder for folder in map(Path, sys.path) if folder.is_dir()}
    names = {path.name for folder in folders for path in folder.glob("*.*-info")}
    return repr((sys.version, sorted(names)))
