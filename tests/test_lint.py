"""`./atlas lint`: every linter runs, a line for each, and missing Node packages say so."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests import lint, wording


def stand_in(name: str, code: str, needs_node: bool = False) -> lint.Linter:
    """A linter that runs a line of Python; it sees the options that it is given."""
    fix, check = ("--fix",), ("--check",)
    return lint.Linter(name, (sys.executable, "-c", code), check, fix, needs_node)


GOOD = stand_in("good", "print('nothing to say')")
BAD = stand_in("bad form", "import sys; print('line 3: é', sys.argv[1:]); sys.exit(3)")
SCRIPTS = stand_in("scripts", "", needs_node=True)


@pytest.fixture(autouse=True)
def linters(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Three linters, and Node packages of which one is pinned and installed."""
    monkeypatch.setattr(lint, "LINTERS", (BAD, SCRIPTS, GOOD))
    monkeypatch.setattr(lint, "NODE", tmp_path)
    monkeypatch.delenv("CI", raising=False)
    pin(tmp_path, {"checker": "1.2.0"})
    installed = tmp_path / "node_modules" / "checker" / "package.json"
    installed.parent.mkdir(parents=True)
    installed.write_text('{"version": "1.2.0"}', encoding="utf-8")


def pin(folder: Path, versions: dict[str, str]) -> None:
    (folder / "package.json").write_text(json.dumps({"dependencies": versions}), encoding="utf-8")


def results(capsys: pytest.CaptureFixture[str]) -> list[list[str]]:
    """Return the result and the name in each line on a linter."""
    lines = [line.split("  ") for line in capsys.readouterr().out.splitlines()]
    return [[word for word in line if word][:2] for line in lines if len(line) > 1]


def test_all_run_though_the_first_fails(capsys):
    assert lint.main([]) == 1
    assert results(capsys) == [["failed", "bad form"], ["ok", "scripts"], ["ok", "good"]]


def test_only_what_a_failed_linter_says_is_shown(capsys):
    lint.main([])
    shown = capsys.readouterr().out
    assert "line 3: é ['--check']" in shown
    assert "nothing to say" not in shown


def test_fix_takes_the_place_of_check(capsys):
    lint.main(["--fix"])
    assert "line 3: é ['--fix']" in capsys.readouterr().out


def test_a_tool_can_be_run_alone(capsys):
    assert lint.main(["good"]) == 0
    assert results(capsys) == [["ok", "good"]]
    assert lint.main(["bad"]) == 1
    assert results(capsys) == [["failed", "bad form"]]


def test_an_unknown_tool_is_wrong_use(capsys):
    with pytest.raises(SystemExit) as stopped:
        lint.main(["goof"])
    assert stopped.value.code == 2
    assert "unknown linter goof; there are bad, scripts, good" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("versions", "lacking"),
    [({"checker": "1.2.0", "styler": "3.0.0"}, "styler"), ({"checker": "1.3.0"}, "checker")],
    ids=["missing", "old"],
)
def test_without_the_node_packages_python_is_checked_and_a_line_says_how_to_install(
    tmp_path, capsys, versions, lacking
):
    pin(tmp_path, versions)
    assert lint.main(["good", "scripts"]) == 0
    *lines, last = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["ok"]
    assert last == (
        f"left out  scripts: tests/node lacks {lacking} as pinned;"
        " install with `./atlas lint --install`"
    )


def test_without_node_a_line_says_so(capsys, monkeypatch):
    monkeypatch.setattr(lint, "find_spec", lambda _name: None)
    assert lint.main(["good", "scripts"]) == 0
    assert "left out  scripts: no Node in this environment" in capsys.readouterr().out
    assert lint.main(["--install"]) == 1


def test_in_ci_missing_node_packages_are_a_failure(tmp_path, capsys, monkeypatch):
    pin(tmp_path, {"styler": "3.0.0"})
    monkeypatch.setenv("CI", "true")
    assert lint.main(["good", "scripts"]) == 1
    assert results(capsys)[-1][0] == "failed"
    assert lint.main(["good"]) == 0


@pytest.mark.parametrize("folder", ["node", "contracts/node"])
def test_the_lock_file_names_exact_versions_and_no_host(folder: str) -> None:
    place = Path(lint.__file__).parent / folder
    pinned = json.loads((place / "package.json").read_text(encoding="utf-8"))["dependencies"]
    lock = (place / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(lock)["packages"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in pinned} == pinned
    assert all("integrity" in package for name, package in packages.items() if name)
    assert "resolved" not in lock


def test_the_word_list_finds_phrases_and_leaves_good_english():
    wrong = ['"Korea" is no country.', "Each row leads nowhere", "a receipt behind it", "made anew"]
    right = [
        "there is no source",
        "it is no longer open",
        "no receiptless words",
        "where it holds one",
    ]
    assert all([*wording.problems(line)] for line in wrong)
    assert not any([*wording.problems(line)] for line in right)
