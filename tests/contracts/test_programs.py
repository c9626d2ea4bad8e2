"""A program that is missing is a failure where it must be there, and a test less elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contracts.programs import program, require, run


def test_in_ci_a_missing_program_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no-such-program: apt install .* a-package"):
        program("no-such-program", package="a-package")


def test_elsewhere_its_test_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="missing: the whole history"):
        require([], "the whole history")


def test_a_program_that_ends_badly_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        run("python3", tmp_path / "no-such-script.py")
