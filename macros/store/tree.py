"""The data folder: which files there are, of which kind, and which are in a wrong place."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG

from macros.model.problems import Problem, did_you_mean
from macros.model.refs import bad_id

VOCABULARY = "vocabulary"


@dataclass(frozen=True)
class DataFile:
    """One YAML file: its folder (the kind), its name without .yml (the id), its bytes.

    `path` is relative to the repository, with forward slashes on every system.
    """

    path: str
    kind: str
    id: str
    raw: bytes


def read_tree(data: Path, kinds: Collection[str]) -> tuple[list[DataFile], list[Problem]]:
    """Return the files of `data/<kind>/` and `data/vocabulary/` in a fixed order, and problems.

    Hidden files and README.md are passed over; every other file must be a record.
    """
    folders = [*kinds, VOCABULARY]
    files: list[DataFile] = []
    problems: list[Problem] = []

    def refuse(path: Path, code: str, message: str, fix: str) -> None:
        problems.append(Problem(_relative(path, data), 1, 1, code, message, fix))

    def cannot(error: OSError) -> None:
        path = Path(error.filename or data)
        what = "file" if path.suffix == ".yml" else "folder"
        message = f"the {what} cannot be read ({error.strerror})"
        refuse(path, "unreadable", message, "Check its permissions.")

    places: list[str] = []
    for place, inner, names in os.walk(data, onerror=cannot):
        inner[:] = [name for name in inner if not name.startswith(".")]
        folder = Path(place).as_posix()
        places += (f"{folder}/{name}" for name in (*inner, *names) if not name.startswith("."))
    for place in sorted(places):
        path, inside = Path(place), place.removeprefix(f"{data.as_posix()}/").split("/")
        try:
            mode = path.lstat().st_mode
            if path.name == "README.md":
                continue
            if S_ISLNK(mode):
                message = "symbolic links are not allowed"
                refuse(path, "wrong-file", message, "Put the file itself here.")
            elif S_ISDIR(mode) and path.suffix != ".yml":
                continue
            elif len(inside) == 1 and inside[0] in folders:
                message = f"there is a file in place of the folder for {inside[0]}"
                refuse(path, "wrong-folder", message, "Move it away and restore the folder.")
            elif len(inside) != 2 or inside[0] not in folders:
                where = did_you_mean(inside[0], folders) if len(inside) > 1 else ""
                fix = where or f"Move it to data/<kind>/; kinds: {', '.join(kinds)}."
                message = f'there are no records in "{path.parent.name}/"'
                refuse(path, "wrong-folder", message, fix)
            elif path.suffix != ".yml":
                refuse(path, "wrong-file", "the file name does not end in .yml", "Rename it.")
            elif bad := bad_id(path.stem):
                refuse(path, bad.code, bad.message, bad.fix)
            elif not S_ISREG(mode):
                refuse(path, "wrong-file", "this is not a regular file", "Put a text file here.")
            else:
                raw, name = path.read_bytes(), "/".join([data.name, *inside])
                files.append(DataFile(name, inside[0], path.stem, raw))
        except OSError as error:
            cannot(error)
    return files, problems


def data_file(path: str, text: str) -> DataFile:
    """Return the file that a text would be at a path such as data/companies/curocell.yml."""
    kind, name = path.split("/")[-2:]
    return DataFile(path, kind, name.removesuffix(".yml"), text.encode())


def _relative(path: Path, data: Path) -> str:
    return path.relative_to(data.parent).as_posix()
