"""Writing files: all of them or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.store.editing.files import replace_files


def test_files_are_written_made_and_taken_away(tmp_path: Path) -> None:
    old, gone, new = tmp_path / "old", tmp_path / "gone", tmp_path / "folder" / "new"
    old.write_text("a")
    gone.write_text("b")
    replace_files({old: "가", gone: None, new: "c"})
    assert old.read_text(encoding="utf-8") == "가"
    assert not gone.exists()
    assert new.read_text() == "c"
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["folder", "new", "old"]


def test_rights_of_a_file_stay(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("a")
    file.chmod(0o640)
    replace_files({file: "b", tmp_path / "new": "c"})
    assert file.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o644


def test_where_one_cannot_be_written_none_is(tmp_path: Path) -> None:
    file, folder = tmp_path / "file", tmp_path / "folder"
    file.write_text("a")
    (folder / "x").mkdir(parents=True)
    with pytest.raises(OSError):
        replace_files({file: "b", tmp_path / "new": "c", folder: "d"})
    assert file.read_text() == "a"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "folder"]


def test_where_a_move_fails_what_was_moved_goes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [tmp_path / name for name in "abc"]
    for file in files[:2]:
        file.write_text(f"old {file.name}")
    replace = Path.replace

    def fail(self: Path, target: Path) -> Path:
        if target == files[2]:
            raise OSError("disk full")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        replace_files({files[0]: "new", files[1]: None, files[2]: "new"})
    assert [p.read_text() for p in files[:2]] == ["old a", "old b"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "b"]
