"""Which commits touched a record's file: the repository is read once for the whole data folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from macros.store.revisions import GitError, git

BULK = 200
"""A commit that touches more files of the data folder than this is no work on a single record."""

Histories = dict[str, list["Change"]]
"""Changes by file below the data folder ("products/x.yml"), the newest first."""

_STATUS = re.compile(r"[ADMT]|[RC]\d{3}")


@dataclass(frozen=True)
class Change:
    """A commit as a reader sees it. `files` is how many files of the data folder it touched."""

    date: str  # YYYY-MM-DD, as the committer's clock had it
    subject: str
    files: int

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
        asked = git(data, "rev-parse", "--is-shallow-repository", "HEAD")
    except GitError:
        return {}
    shallow, head = asked.decode().split()
    return _at(data.resolve(), head) if shallow == "false" else {}


@lru_cache(maxsize=2)  # `serve` builds again and again at one commit
def _at(data: Path, head: str) -> Histories:
    found: Histories = {}
    now: dict[str, str] = {}  # what a file of an older commit is called today
    for date, subject, touched in _commits(data, head):
        change = Change(date, subject, len(touched))
        for path, before in touched:
            today = now.get(path, path)
            found.setdefault(today, []).append(change)
            if before is not None:
                now[before] = today
    return found


def _commits(data: Path, head: str) -> Iterator[tuple[str, str, list[tuple[str, str | None]]]]:
    """Yield date, subject and files (each with its former name, or None), the newest first."""
    # Only files that moved unchanged are followed: that needs no content, so it costs nothing.
    log = git(
        data,
        *("log", "-z", "--format=%cs%x00%s", "--name-status", "--find-renames=100%"),
        *("--no-show-signature", "--encoding=UTF-8", "--relative", head, "--", "."),
    )
    words = iter(log.decode("utf-8", "replace").split("\0"))
    date = next(words, "").strip()
    while date:
        subject, touched = next(words), []
        for word in words:
            word = word.removeprefix("\n")  # git ends the subject's line before the files
            if not word:  # between two commits
                continue
            if not _STATUS.fullmatch(word):
                break
            first = next(words)
            if word[0] in "RC":
                touched.append((next(words), first if word[0] == "R" else None))
            else:
                touched.append((first, None))
        else:
            word = ""
        yield date, subject, touched
        date = word
