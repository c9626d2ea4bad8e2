"""A site that is there already: proof that nothing changed since it was built.

What the site is made from comes down to one digest, and so does the site. Where both are what they
were after the last build, that build would only be done again.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from macros.store import digests, sealed
from macros.store.git import GitError, git


def sources(root: Path, folders: Sequence[Path], settings: Sequence[Path]) -> str:
    """Return the digest of all that a site is made from, "" where that cannot be known.

    That is every file of the repository at `root` that git does not ignore, every file of
    `folders` (pages and data, wherever they are), the newest commit, the variables of the
    environment that are ours or that `settings` name, the versions of Python and of all packages.
    """
    try:
        listed = git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").decode()
        commits = [_newest_commit(folder) for folder in (root, *folders)]
    except GitError:
        return ""
    files = [f"{root / name}" for name in listed.split("\0") if name]
    files += [file for folder in folders for file in digests.files_in(folder)]
    named = set(re.findall(r"\b[A-Z][A-Z_]+\b", "".join(map(Path.read_text, settings))))
    named |= {name for name in os.environ if name.startswith("ATLAS_")} | {"SOURCE_DATE_EPOCH"}
    surroundings = sorted((name, os.environ[name]) for name in named if name in os.environ)
    inputs = repr((commits, surroundings, list(map(str, folders))))
    return digests.of_files(files, inputs + digests.versions())


def site(folders: Iterable[Path]) -> str:
    """Return the digest of every file of a built site, which may lie in several folders."""
    return digests.of_files(file for folder in folders for file in digests.files_in(folder))


def is_built(record: Path, folders: Sequence[Path], made_from: str) -> bool:
    """Return whether a site is what a build of the same sources left, as `keep` recorded it."""
    before = sealed.taken(record) or b""
    # The site is read last: it is large.
    is_same = bool(made_from) and before.startswith(f"{made_from} ".encode())
    return is_same and before == _said(made_from, folders)


def keep(record: Path, folders: Sequence[Path], made_from: str) -> None:
    """Record what a site was made from and what came of it."""
    if made_from:
        sealed.keep(record, _said(made_from, folders))


def _said(made_from: str, folders: Sequence[Path]) -> bytes:
    return f"{made_from} {site(folders)}\n".encode()


def _newest_commit(folder: Path) -> str:
    try:
        return git(folder, "rev-parse", "--is-shallow-repository", "HEAD").decode()
    except GitError:
        return ""  # data in no repository have no history
