"""What git says of the data: commits by their names, and which files differ from one."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from macros.model.problems import Fault

_TRUNKS = ("origin/HEAD", "origin/main", "main")


class GitError(Fault):
    """Git cannot answer; the message is one line."""


def revision(data: Path, name: str) -> str:
    """Return the commit that a name such as `main` or `HEAD~3` stands for."""
    try:
        return _line(data, "rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}")
    except GitError:
        _line(data, "rev-parse", "--git-dir")
        raise GitError(
            f'unknown git revision "{name}"; fetch it first if it exists elsewhere'
        ) from None


def merge_base(data: Path, name: str) -> str:
    """Return the commit from which the present branch and another went apart."""
    try:
        return _line(data, "merge-base", revision(data, name), "HEAD")
    except GitError as error:
        raise GitError(f'git found no common ancestor of HEAD and "{name}": {error}') from None


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
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["git failed"]
        if lines[0].startswith("fatal: not a git repository"):
            raise GitError(f"{folder} is not in a git repository; use a clone of the project")
        raise GitError(lines[0].removeprefix("fatal: "))
    return done.stdout
