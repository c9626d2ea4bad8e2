"""What git says of the data, asked in a repository made for the test."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from macros.store.git import GitError, changed_paths, merge_base, revision, trunk
from macros.store.revisions import files_now, files_then
from tests.conftest import edit, write


def git(folder: Path, *arguments: str) -> None:
    """Run git as somebody who has configured nothing."""
    settings = ["-c", "user.name=A", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"]
    command = ["git", "-C", str(folder), *settings, *arguments]
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture
def repository(small: Path) -> Path:
    """A repository whose data folder lies in a folder of its own, on a branch off main."""
    git(small.parent, "init", "-q", "-b", "main")
    git(small.parent, "add", "-A")
    git(small.parent, "commit", "-qm", "one")
    git(small.parent, "checkout", "-qb", "topic")
    return small


def test_committed_uncommitted_new_and_deleted_files_differ(repository: Path) -> None:
    edit(repository, "trials/nct99999901.yml", "enrolment: 91", "enrolment: 92")
    git(repository, "commit", "-qam", "two")
    edit(repository, "products/sample-nk.yml", "preclinical", "phase-1")
    write(repository, "events/새.yml", "name: x")
    write(repository, "events/new.yml", "name: x")
    (repository / "targets/exa1.yml").unlink()
    paths = changed_paths(repository, trunk(repository))
    assert paths == [
        "data/events/new.yml",
        "data/events/새.yml",
        "data/products/sample-nk.yml",
        "data/targets/exa1.yml",
        "data/trials/nct99999901.yml",
    ]
    assert "data/trials/nct99999901.yml" not in changed_paths(repository, "HEAD")
    now = {file.id for file in files_now(repository, paths)}
    assert now == {"new", "sample-nk", "nct99999901"}
    then = {file.id: file.raw for file in files_then(repository, trunk(repository), paths)}
    assert set(then) == {"sample-nk", "exa1", "nct99999901"}
    assert b"enrolment: 91" in then["nct99999901"]


def test_what_happened_on_main_meanwhile_is_not_of_the_branch(repository: Path) -> None:
    git(repository, "checkout", "-q", "main")
    edit(repository, "trials/nct99999901.yml", "enrolment: 91", "enrolment: 95")
    git(repository, "commit", "-qam", "on main")
    git(repository, "checkout", "-q", "topic")
    assert changed_paths(repository, trunk(repository)) == []
    assert changed_paths(repository, merge_base(repository, "main")) == []
    assert changed_paths(repository, revision(repository, "main")) == [
        "data/trials/nct99999901.yml"
    ]


@pytest.mark.parametrize("name", ["nope", "--output=x", "", "HEAD:data", "a b", "main..topic"])
def test_what_is_no_revision_is_refused(repository: Path, name: str) -> None:
    with pytest.raises(GitError, match="unknown git revision"):
        revision(repository, name)


def test_a_folder_outside_git_is_said_to_be_so(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(small.parent.parent))
    with pytest.raises(GitError, match="not in a git repository"):
        revision(small, "HEAD")


def test_without_a_branch_called_main_the_last_commit_counts(repository: Path) -> None:
    git(repository, "branch", "-D", "main")
    assert trunk(repository) == revision(repository, "HEAD")
