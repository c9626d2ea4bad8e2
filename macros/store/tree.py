"""The data folder: which files there are, of which kind, and which are in a wrong place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from macros.model.problems import Problem, did_you_mean
from macros.model.values import bad_id

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

    for path in sorted(data.rglob("*"), key=lambda p: p.as_posix()):
        inside = path.relative_to(data).parts
        if any(part.startswith(".") for part in inside) or path.name == "README.md":
            continue
        if path.is_symlink():
            refuse(path, "wrong-file", "a symbolic link is not read", "Put the file itself here.")
        elif path.is_dir():
            try:
                next(path.iterdir(), None)
            except OSError as error:
                reason = f"the folder cannot be read ({error.strerror})"
                refuse(path, "unreadable", reason, "Look at its access rights.")
        elif len(inside) != 2 or inside[0] not in folders:
            where = did_you_mean(inside[0], folders) if len(inside) > 1 else ""
            fix = where or f"Move it to data/<kind>/; kinds: {', '.join(kinds)}."
            refuse(path, "wrong-folder", f'there are no records in "{path.parent.name}/"', fix)
        elif path.suffix != ".yml":
            refuse(path, "wrong-file", "a record's file name ends in .yml", "Rename it.")
        elif bad := bad_id(path.stem):
            refuse(path, bad.code, bad.message, bad.fix)
        elif not path.is_file():
            refuse(path, "wrong-file", "this is no plain file", "Put a text file here.")
        else:
            try:
                raw = path.read_bytes()
            except OSError as error:
                reason = f"the file cannot be read ({error.strerror})"
                refuse(path, "unreadable", reason, "Look at its access rights.")
                continue
            files.append(DataFile(_relative(path, data), inside[0], path.stem, raw))
    return files, problems


def data_file(path: str, text: str) -> DataFile:
    """Return the file that a text would be at a path such as data/companies/curocell.yml."""
    kind, name = path.split("/")[-2:]
    return DataFile(path, kind, name.removesuffix(".yml"), text.encode())


def _relative(path: Path, data: Path) -> str:
    return path.relative_to(data.parent).as_posix()
