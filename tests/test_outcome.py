"""That data are sound is told again for the same files and program, and for no others."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from macros.model.problems import Problem
from macros.store import digests, outcome
from tests.conftest import copy_small, edit, write

WRONG = Problem("data/companies/a.yml", 3, 1, "syntax", "한글 is wrong", "Fix it.")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    data = copy_small(tmp_path)
    outcome.found(data, data.parent / "docs", lambda: (5, []))
    return data


def never() -> outcome.Found:
    pytest.fail("the data were checked again")


def anew() -> outcome.Found:
    return 6, []


def test_what_was_found_is_told_again(data: Path) -> None:
    assert outcome.found(data, data.parent / "docs", never) == (5, [])


def test_what_is_wrong_is_looked_for_again(data: Path) -> None:
    write(data, "companies/new.yml", "name: New\n")
    assert outcome.found(data, data.parent / "docs", lambda: (5, [WRONG])) == (5, [WRONG])
    assert outcome.found(data, data.parent / "docs", anew) == (6, [])


def a_link(data: Path) -> None:
    file = data / "companies" / "examplecell.yml"
    file.rename(data.parent / "elsewhere.yml")
    file.symlink_to(data.parent / "elsewhere.yml")


EDITS: dict[str, Callable[[Path], object]] = {
    "record": lambda data: edit(
        data, "companies/examplecell.yml", "en: Examplecell", "en: Example"
    ),
    "words": lambda data: edit(data, "vocabulary/stage.yml", "terms:", "# more\nterms:"),
    "new": lambda data: write(data, "companies/new.yml", "name: New\n"),
    "gone": lambda data: (data / "companies" / "examplecell.yml").unlink(),
    "renamed": lambda data: (data / "companies" / "examplecell.yml").rename(data / "a.yml"),
    "link": a_link,
    "folder": lambda data: (data / "companies" / "more").mkdir(),
    "page": lambda data: write(data.parent, "docs/a.md", "# A\n"),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_checked(data: Path, name: str) -> None:
    EDITS[name](data)
    assert outcome.found(data, data.parent / "docs", anew) == (6, [])
    assert outcome.found(data, data.parent / "docs", never) == (6, [])


def test_another_program_checks_again(data: Path, monkeypatch) -> None:
    monkeypatch.setattr(digests, "PROGRAM", data)  # a folder with other files
    assert outcome.found(data, data.parent / "docs", anew) == (6, [])


def test_a_file_that_is_not_whole_is_no_proof(data: Path) -> None:
    file = data.parent / ".cache" / "atlas" / "checked"
    file.write_bytes(file.read_bytes().removesuffix(b" 5") + b" 7")
    assert outcome.found(data, data.parent / "docs", anew) == (6, [])
    file.write_bytes(b"\xff")
    assert outcome.found(data, data.parent / "docs", lambda: (7, [])) == (7, [])


def test_the_program_is_one_digest_of_its_files(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(digests, "PROGRAM", tmp_path)
    before = digests.program()
    (tmp_path / "words.yml").write_text("a: b\n", encoding="utf-8")
    assert digests.program() != before
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").touch()
    with_words = digests.program()
    (tmp_path / "words.yml").write_text("a: c\n", encoding="utf-8")
    assert digests.program() != with_words


CHECK = """
import sys
from macros.cli import main
code = main(["check", "--data", sys.argv[1]])
print(code, *sorted({"yaml", "markdown_it", "macros.model.values"} & sys.modules.keys()))
"""


def test_what_is_told_again_needs_neither_parser_nor_values(tmp_path: Path) -> None:
    data = copy_small(tmp_path)

    def told() -> str:
        command = [sys.executable, "-c", CHECK, str(data)]
        root = Path(__file__).parents[1]
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=root)
        return done.stdout

    assert told() == "0 macros.model.values markdown_it yaml\n"
    assert told() == "0\n"
