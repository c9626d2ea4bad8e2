"""The commits that touched a folder, read from the repository once, and what files said in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from macros.store.git import GitError, git

NOTHING = "0" * 40
"""What git gives as the blob of a file that is not there."""


class Commit(NamedTuple):
    """A commit as a reader sees it: its hash, when it was made, what its author said of it."""

    id: str
    time: str  # 2026-11-30T08:39:52Z: when it was committed, in UTC
    subject: str

    @property
    def date(self) -> str:
        """The day, YYYY-MM-DD."""
        return self.time[:10]


class Touched(NamedTuple):
    """A file that a commit touched: its path below the folder, its blobs before and after."""

    path: str
    before: str
    after: str


def head(folder: Path) -> str:
    """Return the newest commit of the repository of a folder.

    Raises GitError where there is no git, no repository, no commit yet, or not the whole history:
    half a history would be a wrong one.
    """
    shallow, *commit = git(folder, "rev-parse", "--is-shallow-repository", "HEAD").split()
    if shallow != b"false":
        raise GitError("the clone is shallow; run `git fetch --unshallow` to get the rest")
    return commit[0].decode()


def commits(folder: Path, head: str) -> list[tuple[Commit, list[Touched]]]:
    """Return the commits up to a head that touched a folder, the newest first, with their files.

    Commits of the main line only: what a merge brought counts as one, at the time at which it
    came. So each commit begins where the one before it ended, and nothing appears twice. Raises
    GitError.
    """
    log = git(
        folder,
        *("-c", "log.showRoot=true", "log", "-z", "--first-parent", "-m", "--format=%H %ct %s"),
        *("--raw", "--no-abbrev", "--no-renames", "--no-show-signature", "--encoding=UTF-8"),
        *("--relative", head, "--", "."),
    )
    return list(_read(iter(log.decode("utf-8", "replace").split("\0"))))


def newest_times(folder: Path) -> dict[str, str]:
    """Return when each file of a folder was committed last, by its path in the folder.

    Empty where the history cannot be read whole.
    """
    try:
        return _times(folder, head(folder))
    except GitError:
        return {}


@lru_cache(maxsize=2)  # `serve` builds again and again at one commit
def _times(folder: Path, newest: str) -> dict[str, str]:
    times: dict[str, str] = {}
    for commit, files in commits(folder, newest):
        for file in files:
            times.setdefault(file.path, commit.time)
    return times


def _read(tokens: Iterator[str]) -> Iterator[tuple[Commit, list[Touched]]]:
    """Yield what `git log -z --raw` says: a line a commit; a line and a path for each file."""
    files: list[Touched] = []
    for token in filter(None, tokens):
        if token.lstrip("\n").startswith(":"):  # a commit begins with its hash
            _modes, _mode, before, after, _status = token.split()
            files.append(Touched(next(tokens), before, after))
            continue
        id_, seconds, subject = token.split(" ", 2)
        time = datetime.fromtimestamp(int(seconds), UTC)
        files = []
        yield Commit(id_, time.strftime("%Y-%m-%dT%H:%M:%SZ"), subject), files


def blobs(folder: Path, ids: Iterable[str]) -> dict[str, bytes]:
    """Return what blobs hold. Raises GitError."""
    ids = list(dict.fromkeys(id_ for id_ in ids if id_ != NOTHING))
    request = "".join(f"{id_}\n" for id_ in ids).encode()
    answer = BytesIO(git(folder, "cat-file", "--batch", stdin=request))
    contents = {}
    for id_ in ids:
        header = answer.readline().split()
        if len(header) != 3:
            raise GitError(f"the repository lacks {id_}")
        contents[id_] = answer.read(int(header[2]))
        answer.readline()  # git ends each with a line break
    return contents
