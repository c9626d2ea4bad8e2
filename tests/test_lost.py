"""What a change takes away: the check compares with the main branch, where git knows it."""

from __future__ import annotations

import json
import shutil

import pytest

from macros.cli import main
from macros.curating.lost import lost_names
from macros.store.tree import data_file
from tests.conftest import copy_small, edit
from tests.repositories import Repository

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def branch(repository: Repository) -> Repository:
    """The small data on a branch that has just left main."""
    shutil.rmtree(repository.data)
    copy_small(repository.folder)
    repository.write("../.gitignore", ".cache\n")
    repository.commit("Begin")
    repository.git("checkout", "-q", "-b", "change")
    return repository


def check(branch: Repository, capsys: Captured, *words: str) -> tuple[int, str, str]:
    code = main(["check", "--data", str(branch.data), *words])
    return code, *capsys.readouterr()


@pytest.mark.parametrize("committed", [True, False])
def test_a_record_that_is_gone_is_an_error_though_nothing_names_it(
    committed: bool, branch: Repository, capsys: Captured
) -> None:
    (branch.data / "events/example-meeting-2020.yml").unlink()
    if committed:
        branch.commit("Take it away")
    code, out, err = check(branch, capsys)
    assert code == 1
    assert out == (
        'data/events/example-meeting-2020.yml:1:1: the record "example-meeting-2020" was '
        "removed, so links to its page would break. Restore the file with only `moved_to: …`. If "
        "what it describes has merely ended, restore the whole record. [gone]\n"
    )
    assert err.endswith("1 problem\n")


def test_a_file_renamed_by_hand_is_told_where_it_went(branch: Repository, capsys: Captured) -> None:
    old = branch.data / "events/example-meeting-2020.yml"
    old.rename(old.with_name("meeting-2020.yml"))
    code, out, _err = check(branch, capsys)
    assert code == 1
    assert "Restore the file with only `moved_to: meeting-2020`" in out
    branch.write("events/example-meeting-2020.yml", "moved_to: meeting-2020\n")
    assert check(branch, capsys)[0] == 0


def test_what_the_program_renames_loses_nothing(branch: Repository, capsys: Captured) -> None:
    assert main(["rename", "examplecell", "newcell", "--data", str(branch.data)]) == 0
    assert (
        main(
            [
                "merge",
                "example-hospital",
                "example-clinic",
                "--keep",
                "city",
                "--data",
                str(branch.data),
            ]
        )
        == 0
    )
    capsys.readouterr()
    code, out, err = check(branch, capsys)
    assert (code, out) == (0, "")
    assert "note" not in err


def test_a_former_name_is_said_but_stops_nothing(branch: Repository, capsys: Captured) -> None:
    edit(branch.data, "companies/examplecell.yml", "en: Examplecell", "en: Brightcell")
    edit(branch.data, "companies/examplecell.yml", "[Examplecell Inc., ", "[")
    code, out, err = check(branch, capsys)
    assert (code, out) == (0, "")
    note = (
        'note: data/companies/examplecell.yml:1:7: the name "Examplecell" was removed, so a search '
        'for it finds nothing. If it was ever correct, add it to `aliases`: "Examplecell". '
        "[lost-name]\n"
    )
    assert note in err
    out = check(branch, capsys, "--format", "github")[1]
    assert out.startswith("::notice file=data/companies/examplecell.yml,line=1,col=7,")
    assert json.loads(check(branch, capsys, "--json")[1]) == []
    edit(branch.data, "companies/examplecell.yml", "aliases: [", "aliases: [Examplecell, ")
    assert "note" not in check(branch, capsys)[2]


@pytest.mark.parametrize(
    "old, new, lost",
    [
        ("name: Curocel", "name: Curocell", False),
        ("name: Abclon", "name: AbClon Inc.", False),
        ("name: AB-101", "name: AB-201", True),
        ("name: {en: A Cell, ko: 에이셀}", "name: {en: A Cell, ko: 비셀}", True),
        ("name: {en: A Cell, ko: 에이셀}", "name: {en: B, ko: 에이셀}\naliases: [A Cell]", False),
        ("name: A Cell\naliases: [Wrong]", "name: A Cell", False),
        ("name: A Cell", "moved_to: b-cell", False),
    ],
)
def test_a_slip_that_is_mended_is_no_former_name(old: str, new: str, lost: bool) -> None:
    before, now = (data_file("data/companies/a.yml", f"{text}\n") for text in (old, new))
    assert bool(list(lost_names([before], [now]))) == lost


def test_without_git_nothing_is_compared(small, capsys: Captured) -> None:
    (small / "events/example-meeting-2020.yml").unlink()
    assert main(["check", "--data", str(small)]) == 0


def test_a_broken_record_is_left_to_the_check() -> None:
    before, now = (
        data_file("data/companies/a.yml", f"name: {text}\n")
        for text in ("A Cell", "[b]\naliases: 5")
    )
    assert [problem.line for problem in lost_names([before], [now])] == [1]
