"""What is kept for the next run is taken only where this clone wrote it, and wrote it so."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from macros.store import sealed
from tests.sites import ROOT


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """A key of this clone, asked for anew before and after a test."""
    sealed.key.cache_clear()
    sealed._leads_away.cache_clear()
    yield
    sealed.key.cache_clear()


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    subprocess.run(["git", "init", "-q", tmp_path / "clone"], check=True)
    monkeypatch.setattr(sealed, "ROOT", tmp_path / "clone")
    return tmp_path / "clone"


def test_what_was_kept_is_taken(clone: Path) -> None:
    file = clone / "deep" / "file"
    sealed.keep(file, b"one\ntwo")
    assert sealed.taken(file) == b"one\ntwo"
    sealed.key.cache_clear()  # another run
    assert sealed.taken(file) == b"one\ntwo"
    assert [each.name for each in file.parent.iterdir()] == ["file"]
    key = clone / ".git" / sealed.KEY
    assert len(key.read_bytes()) == 32 and key.stat().st_mode & 0o077 == 0


def test_every_bit_counts(clone: Path) -> None:
    file = clone / "file"
    sealed.keep(file, b"what was said")
    sound = file.read_bytes()
    for at in range(len(sound) * 8):
        turned = bytearray(sound)
        turned[at // 8] ^= 1 << at % 8
        file.write_bytes(turned)
        assert sealed.taken(file) is None
    for end in range(len(sound)):
        file.write_bytes(sound[:end])
        assert sealed.taken(file) is None


def test_what_was_kept_under_another_name_is_not_taken(clone: Path) -> None:
    sealed.keep(clone / "one", b"said")
    (clone / "other").write_bytes((clone / "one").read_bytes())
    assert sealed.taken(clone / "other") is None


def test_no_commit_brings_what_is_taken(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = clone / ".cache" / "atlas" / "parsed.json"
    sealed.keep(file, b"forged")
    git = ["git", "-C", str(clone), "-c", "user.name=a", "-c", "user.email=a@b.example"]
    subprocess.run([*git, "add", "--force", "."], check=True)
    subprocess.run([*git, "commit", "-qm", "One"], check=True)
    theirs = clone.parent / "theirs"
    subprocess.run(["git", "clone", "-q", clone, theirs], check=True)
    assert (theirs / file.relative_to(clone)).read_bytes() == file.read_bytes()
    monkeypatch.setattr(sealed, "ROOT", theirs)
    sealed.key.cache_clear()
    assert sealed.taken(theirs / file.relative_to(clone)) is None


def test_each_working_tree_finds_its_folder_of_git(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git = ["git", "-C", str(clone), "-c", "user.name=a", "-c", "user.email=a@b.example"]
    subprocess.run([*git, "commit", "-qm", "One", "--allow-empty"], check=True)
    subprocess.run([*git, "worktree", "add", "-q", clone.parent / "second"], check=True)
    monkeypatch.setattr(sealed, "ROOT", clone.parent / "second")
    sealed.keep(clone / "file", b"said")
    assert sealed.taken(clone / "file") == b"said"


@pytest.mark.parametrize("spoil", ["none", "empty", "file"])
def test_without_a_key_nothing_is_kept_or_taken(
    clone: Path, monkeypatch: pytest.MonkeyPatch, spoil: str
) -> None:
    sealed.keep(clone / "before", b"said")
    sealed.key.cache_clear()
    if spoil == "empty":
        (clone / ".git" / sealed.KEY).write_bytes(b"")
    else:
        shutil.rmtree(clone / ".git")
    if spoil == "file":
        (clone / ".git").write_bytes(b"gitdir: \xff\n")
    sealed.keep(clone / "after", b"said")
    assert sealed.taken(clone / "before") is None
    assert not (clone / "after").exists()


@pytest.mark.parametrize("at", [".cache", ".cache/atlas", ".cache/atlas/pages"])
def test_nothing_is_written_or_deleted_where_a_link_leads_away(clone: Path, at: str) -> None:
    away = clone.parent / "away"
    inside = (away / ".cache/atlas/pages").relative_to(away / at)
    (away / inside).mkdir(parents=True)
    (away / inside / "letter").write_text("Dear", encoding="utf-8")
    (clone / at).parent.mkdir(parents=True, exist_ok=True)
    (clone / at).symlink_to(away)
    folder = clone / ".cache/atlas/pages"
    assert (folder / "letter").is_file()
    sealed.keep(folder / "page", b"said")
    sealed.sweep(folder, ["page"])
    assert [file.name for file in folder.iterdir()] == ["letter"]


def test_sweeping_leaves_what_is_wanted(clone: Path) -> None:
    folder = clone / ".cache" / "pages"
    for name in ("one", "two", "three.9.part"):
        sealed.keep(folder / name, b"said")
    sealed.sweep(folder, ["one"])
    assert [file.name for file in folder.iterdir()] == ["one"]
    sealed.sweep(clone / "nothing", [])


def test_nothing_is_kept_in_a_form_that_can_run() -> None:
    for file in (ROOT / "macros").rglob("*.py"):
        assert not re.search(r"\b(pickle|marshal|shelve)\b", file.read_text(encoding="utf-8")), file
