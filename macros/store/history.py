"""Which commits touched a record's file: the repository is read once for the whole data folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from macros.store.revisions import GitError, git

BULK = 200
"""A commit that touches more files of the data folder than this is no work on a single record."""

Histories = dict[str, list["Change"]]
"""Changes by file below the data folder ("products/x.yml"), the newest first."""

# What `git log -z --format=%x00%cs%x00%s --name-status` says of a commit, and of a file in it.
_COMMIT = re.compile(r"\0(\d{4}-\d\d-\d\d)\0([^\0]*)\0((?:\n?(?:[ADMT]|R100\0[^\0]+)\0[^\0]+\0)*)")
_FILE = re.compile(r"([ADMT]|R100)\0(?:(?<=R100\0)([^\0]+)\0)?([^\0]+)\0")


@dataclass(frozen=True)
class Change:
    """A commit as a reader of a file sees it.

    `subject` is in English, as commits of this project are. `files` is how many files of the data
    folder it touched, `added` whether it made this one.
    """

    date: str  # YYYY-MM-DD, as the committer's clock had it
    subject: str
    files: int
    added: bool = False

    @property
    def is_bulk(self) -> bool:
        """Whether the commit changed so much that it says little about one record."""
        return self.files > BULK


def histories(data: Path) -> Histories:
    """Return the changes of every file in a data folder; a moved file keeps its earlier ones.

    Empty where there is no git, no repository, no commit yet, or not the whole history (a shallow
    clone): half a history would be a wrong one. Raises GitError where git fails to read a history
    that it says is there.
    """
    try:
        shallow, head = git(data, "rev-parse", "--is-shallow-repository", "HEAD").decode().split()
    except GitError:
        return {}
    return _at(data.resolve(), head) if shallow == "false" else {}


@lru_cache(maxsize=2)  # `serve` builds again and again at one commit
def _at(data: Path, head: str) -> Histories:
    # Only files that moved unchanged are followed: that needs no content, so it costs nothing.
    log = git(
        data,
        *("log", "-z", "--format=%x00%cs%x00%s", "--name-status", "--find-renames=100%"),
        *("--no-show-signature", "--encoding=UTF-8", "--relative", head, "--", "."),
    )
    changes: Histories = {}
    names: dict[str, str] = {}  # what a file of an older commit is called today
    for date, subject, touched in _COMMIT.findall(log.decode("utf-8", "replace")):
        files: list[tuple[str, str, str]] = _FILE.findall(touched)
        for status, before, path in files:
            today = names.get(path, path)
            change = Change(date, subject, len(files), status == "A")
            changes.setdefault(today, []).append(change)
            if before:
                names[before] = today
    return changes
