"""Pages written by hand: what the build would end at is said at its line, by the check too."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.cli import main
from macros.store.pages import page_problems
from tests.conftest import copy_small
from tests.sites import ROOT, build

WRONG = {
    "other encoding": (b"# A\n\n\xb6\xca\xb9\xe6\n", 3, "not-utf-8"),
    "empty title": (b"---\ntitle:\n---\nText\n", 2, "not-text"),
    "list as title": (b"---\nhide: [toc]\ntitle: [a, b]\n---\nText\n", 3, "not-text"),
    "date as title": (b"---\ntitle: 2024-01-01\n---\nText\n", 2, "not-text"),
    "fields as description": (b"---\ndescription: {a: b}\n---\nText\n", 2, "not-text"),
    "open bracket": (b"---\ntitle: [\n---\n# A\n", 3, "syntax"),
    "colon in a title": (b"---\ntitle: A: b\n---\n# A\n", 2, "syntax"),
    "no fields": (b"---\nwords\n---\n# A\n", 2, "syntax"),
    "mark of the program": ("# A\n\n\ue0020\ue003\n".encode(), 3, "control-character"),
    "control character": (b"# A \x1b[31m\n", 1, "control-character"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_at_its_line(tmp_path: Path, name: str) -> None:
    raw, line, code = WRONG[name]
    (tmp_path / "docs" / "deep").mkdir(parents=True)
    (tmp_path / "docs" / "deep" / "a.md").write_bytes(raw)
    found = page_problems(tmp_path / "docs")
    assert {(p.path, p.line, p.code) for p in found} == {("docs/deep/a.md", line, code)}


@pytest.mark.parametrize(
    "raw", [b"", b"\xef\xbb\xbf# A\n", b"---\n---\n", b"---\ntitle: A\r\n---\r\n# A\r\n", b"---\n"]
)
def test_what_is_right_is_left_alone(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.md").write_bytes(raw)
    assert page_problems(tmp_path) == []


def test_our_own_pages_are_right() -> None:
    assert page_problems(ROOT / "docs") == []


def test_check_and_build_say_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = copy_small(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_bytes(b"---\ntitle:\n---\n\xff\n")
    assert main(["check", "--data", str(data)]) == 1
    said = "docs/index.md:4:1: the file is not UTF-8 text. Save it with encoding UTF-8. [not-utf-8]"
    assert said in capsys.readouterr().out
    done = build(tmp_path / "out", data=data, docs=tmp_path / "docs")
    assert done.returncode == 1 and said in done.stderr and "Traceback" not in done.stderr
