"""Writing files: all of them or none, and never over what somebody saved meanwhile."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

import macros.store.editing.files as files
from macros.store.digests import digest
from macros.store.editing.files import AT_WORK, ChangedMeanwhile, finish, replace_files


def read(root: Path) -> dict[str, str]:
    """Return the digest of every file below a folder."""
    return {path: digest(text.encode()) for path, text in texts(root).items()}


def texts(root: Path) -> dict[str, str]:
    """Return the text of every file below a folder, but for what the program keeps for itself."""
    found = (p for p in sorted(root.rglob("*")) if p.is_file() and ".cache" not in p.parts)
    return {p.relative_to(root).as_posix(): p.read_text(encoding="utf-8") for p in found}


def save(root: Path, **given: str) -> None:
    for name, text in given.items():
        (root / name).write_text(text, encoding="utf-8")


def test_files_are_written_made_and_taken_away(tmp_path: Path) -> None:
    save(tmp_path, old="a", gone="b")
    replace_files(tmp_path, {"old": "가", "gone": None, "folder/new": "c"}, read(tmp_path))
    assert texts(tmp_path) == {"old": "가", "folder/new": "c"}
    assert not (tmp_path / AT_WORK).exists()


def test_rights_of_a_file_stay(tmp_path: Path) -> None:
    save(tmp_path, file="a")
    (tmp_path / "file").chmod(0o640)
    replace_files(tmp_path, {"file": "b", "new": "c"}, read(tmp_path))
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o644


def test_where_one_cannot_be_written_none_is(tmp_path: Path) -> None:
    save(tmp_path, file="a", folder="b")
    with pytest.raises(OSError):
        replace_files(tmp_path, {"file": "b", "new": "c", "folder/x": "d"}, read(tmp_path))
    assert texts(tmp_path) == {"file": "a", "folder": "b"}
    assert not (tmp_path / AT_WORK).exists()


@pytest.mark.parametrize("error", [OSError("disk full"), KeyboardInterrupt()])
def test_where_a_move_fails_what_was_moved_goes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    save(tmp_path, a="old a", b="old b")
    replace = Path.replace

    def fail(self: Path, target: Path) -> Path:
        if target == tmp_path / "c":
            raise error
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(type(error)):
        replace_files(tmp_path, {"a": "new", "b": None, "c": "new"}, read(tmp_path))
    assert texts(tmp_path) == {"a": "old a", "b": "old b"}


EDITS: dict[str, Callable[[Path], object]] = {
    "saved": lambda root: save(root, b="by hand"),
    "taken away": lambda root: (root / "b").unlink(),
    "made": lambda root: save(root, new="by hand"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_what_was_saved_meanwhile_stays_and_nothing_is_written(tmp_path: Path, edit: str) -> None:
    save(tmp_path, a="old", b="old")
    before = read(tmp_path)
    EDITS[edit](tmp_path)
    there = texts(tmp_path)
    with pytest.raises(ChangedMeanwhile) as refused:
        replace_files(tmp_path, {"a": "1", "b": "2", "new": "3"}, before)
    assert refused.value.paths == (["new"] if edit == "made" else ["b"])
    assert texts(tmp_path) == there


def test_what_is_saved_between_two_moves_stays_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tmp_path, a="old", b="old", c="old")
    replace = Path.replace

    def edit_after(self: Path, target: Path) -> Path:
        moved = replace(self, target)
        if target == tmp_path / "b" and self.name == "1":
            save(tmp_path, a="by hand", c="by hand")
        return moved

    monkeypatch.setattr(Path, "replace", edit_after)
    with pytest.raises(ChangedMeanwhile, match=r"written: c was"):
        replace_files(tmp_path, {"a": "1", "b": "2", "c": "3"}, read(tmp_path))
    assert texts(tmp_path) == {"a": "by hand", "b": "old", "c": "by hand"}


class Killed(BaseException):
    """As `kill -9`: nothing is put back."""


def killed(root: Path, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """Replace three files and make one, killed at a system call that changes something."""
    calls = 0

    def stop(after: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **named: object) -> object:
            nonlocal calls
            calls += 1
            if calls >= at:
                raise Killed
            return after(*given, **named)

        return call

    wanted = {"a": "new", "b": None, "c": "new", "folder/d": "new"}
    with monkeypatch.context() as patched:
        for name in ("replace", "unlink", "mkdir", "chmod", "write_bytes"):
            patched.setattr(Path, name, stop(getattr(Path, name)))
        patched.setattr(files.shutil, "rmtree", stop(files.shutil.rmtree))
        try:
            replace_files(root, wanted, read(root))
        except Killed:
            return
    raise AssertionError("it came to its end")


@pytest.mark.parametrize("at", range(1, 22))
def test_whenever_it_is_killed_the_next_one_leaves_all_new_or_all_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    old = {"a": "old", "b": "old", "c": "old"}
    new = {"a": "new", "c": "new", "folder/d": "new"}
    save(tmp_path, **old)
    killed(tmp_path, monkeypatch, at)
    between = texts(tmp_path)
    assert all(between[name] in (old.get(name), "new") for name in between if AT_WORK not in name)
    moved = finish(tmp_path)
    assert texts(tmp_path) in (old, new)
    assert not moved or texts(tmp_path) == new
    assert not (tmp_path / AT_WORK).exists()
    assert finish(tmp_path) == []


def test_what_was_broken_off_is_not_finished_over_an_edit_nor_after_an_undo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = {"a": "old", "b": "old", "c": "old"}
    at = next(n for n in range(1, 22) if _moved_first(tmp_path / str(n), old, monkeypatch, n))
    for edit, wanted in (
        ({"c": "by hand"}, {"a": "new", "c": "by hand", "folder/d": "new"}),
        ({"a": "old"}, old),
    ):
        root = tmp_path / "".join(edit)
        root.mkdir()
        save(root, **old)
        killed(root, monkeypatch, at)
        save(root, **edit)
        finish(root)
        assert texts(root) == wanted


def _moved_first(root: Path, old: dict, monkeypatch: pytest.MonkeyPatch, at: int) -> bool:
    root.mkdir()
    save(root, **old)
    killed(root, monkeypatch, at)
    return (root / "a").read_text() == "new" and (root / "b").exists()


WRITER = """
import sys
from pathlib import Path
from macros.model.problems import Fault
from macros.store.digests import digest
from macros.store.editing.files import replace_files
root = Path(sys.argv[1])
done = 0
while done < 10:
    text = (root / "n").read_text()
    try:
        replace_files(root, {"n": str(int(text) + 1)}, {"n": digest(text.encode())})
        done += 1
    except Fault:
        pass
"""


def test_of_several_writers_none_loses_what_another_wrote(tmp_path: Path) -> None:
    save(tmp_path, n="0")
    call = [sys.executable, "-c", WRITER, str(tmp_path)]
    for writer in [subprocess.Popen(call) for _ in range(2)]:
        assert writer.wait(60) == 0
    assert texts(tmp_path) == {"n": "20"}


def test_a_plan_that_came_with_a_commit_moves_nothing(tmp_path: Path) -> None:
    (tmp_path / AT_WORK).mkdir()
    (tmp_path / "there").write_text("new", encoding="utf-8")
    steps = [["there", None, digest(b"new")], ["../outside", None, digest(b"theirs")]]
    (tmp_path / AT_WORK / "plan.json").write_text(json.dumps(steps), encoding="utf-8")
    (tmp_path / AT_WORK / "1").write_text("theirs", encoding="utf-8")
    assert finish(tmp_path) == []
    assert not (tmp_path.parent / "outside").exists() and not (tmp_path / AT_WORK).exists()


SLOW_WRITER = """
import sys
from pathlib import Path
from macros.store.digests import digest
from macros.store.editing.files import replace_files
root = Path(sys.argv[1])
names = [f"{n}" for n in range(60)]
replace_files(root, {n: "new" * 999 for n in names}, {n: digest(b"old") for n in names})
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")
@pytest.mark.parametrize("seed", range(4))
def test_a_kill_in_the_middle_leaves_no_file_half_written(tmp_path: Path, seed: int) -> None:
    save(tmp_path, **{f"{n}": "old" for n in range(60)})
    writer = subprocess.Popen([sys.executable, "-c", SLOW_WRITER, str(tmp_path)])
    while not (tmp_path / AT_WORK).exists() and writer.poll() is None:
        time.sleep(0.0005)
    time.sleep(Random(seed).random() * 0.01)
    writer.kill()
    writer.wait()
    between = {text for name, text in texts(tmp_path).items() if AT_WORK not in name}
    assert between <= {"old", "new" * 999}
    finish(tmp_path)
    assert len({*texts(tmp_path).values()}) == 1
