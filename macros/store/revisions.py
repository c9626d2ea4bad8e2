"""What git knows of the data: which files differ from a revision, and what they said then."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from macros.model import shape_changes
from macros.model.problems import Fault
from macros.model.values import ID
from macros.store.cache import ParseCache
from macros.store.editing.style import in_quotes
from macros.store.tree import DataFile

_DATA_FILE = re.compile(rf"[^/]+/([a-z]+)/({ID.pattern})\.yml")
_TRUNKS = ("origin/HEAD", "origin/main", "main")


class GitError(Fault):
    """Git cannot answer; the message is one line."""


def revision(data: Path, name: str) -> str:
    """Return the commit that a name such as `main` or `HEAD~3` stands for."""
    try:
        return _line(data, "rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}")
    except GitError:
        _line(data, "rev-parse", "--git-dir")
        raise GitError(f'unknown git revision "{name}"; it may have to be fetched') from None


def merge_base(data: Path, name: str) -> str:
    """Return the commit from which the present branch and another went apart."""
    try:
        return _line(data, "merge-base", revision(data, name), "HEAD")
    except GitError as error:
        raise GitError(f'git finds no common ancestor of HEAD and "{name}": {error}') from None


def trunk(data: Path) -> str:
    """Return the commit at which the present branch left the main one, or HEAD where none is."""
    for name in _TRUNKS:
        try:
            return merge_base(data, name)
        except GitError:
            continue
    return revision(data, "HEAD")


def changed_paths(data: Path, commit: str) -> list[str]:
    """Return the paths under the data folder that differ from a commit, uncommitted ones too.

    They begin with the name of the data folder, as those of the check do.
    """
    tracked = git(
        data, "diff", "--name-only", "--no-renames", "--relative", "-z", commit, "--", "."
    )
    new = git(data, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    names = {name.decode("utf-8", "replace") for name in (tracked + new).split(b"\0") if name}
    return sorted(f"{data.name}/{name}" for name in names)


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


def _line(data: Path, *arguments: str) -> str:
    return git(data, *arguments).decode().removesuffix("\n")


def git(folder: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """Return what git says in a folder. Raises GitError where it fails or is not there."""
    # A repository named by the surroundings (inside a hook) is not the one of the folder.
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), "--no-pager", *arguments],
            input=stdin,
            capture_output=True,
            check=False,
            env={**own, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
        )
    except FileNotFoundError:
        raise GitError("git is not installed") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["git failed"]
        if said[0].startswith("fatal: not a git repository"):
            raise GitError(f"{folder} is in no git repository; a clone of the project is one")
        raise GitError(said[0].removeprefix("fatal: "))
    return done.stdout
