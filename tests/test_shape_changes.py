"""Old data in today's shape: every commit of this repository, and made-up changes of shape."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from macros.cli import main
from macros.model import shape_changes
from macros.model.kinds import KINDS
from macros.model.shape_changes import Fields, Shape, present_shape
from macros.store.git import GitError, changed_paths
from macros.store.git import git as ask_git
from macros.store.loading import Loader
from macros.store.reading import parse
from macros.store.revisions import files_now, files_then
from macros.store.tree import VOCABULARY, DataFile, read_tree
from tests.conftest import TESTS, edit, problems_of, write
from tests.test_revisions import git

DATA = TESTS.parent / "data"
KNOWN = (*KINDS, VOCABULARY)
TRIAL = "trials/nct99999901.yml"


# The commits of this repository


def incomplete() -> str:
    """Return why git cannot give every commit of the data here, "" where it can."""
    try:
        shallow = ask_git(DATA, "rev-parse", "--is-shallow-repository").strip()
    except GitError as error:
        return str(error)
    return "the clone is shallow (git fetch --unshallow)" if shallow == b"true" else ""


def versions() -> Iterator[tuple[str, list[str], list[DataFile]]]:
    """Yield commit, paths and files of each commit of the data: the files that it wrote.

    So each version of each file comes once. What was merged counts as it was merged: the commits
    of a proposal may have been at odds with the models.
    """
    log = ask_git(
        DATA,
        *("log", "--first-parent", "-m", "--format=%x00%H", "--name-only", "--diff-filter=d"),
        *("--no-renames", "--no-show-signature", "--relative", "--", "."),
    )
    for entry in log.decode().split("\0")[1:]:
        commit, *names = entry.split()
        paths = [f"data/{name}" for name in names if name.endswith(".yml")]
        yield commit, paths, files_then(DATA, commit, paths)


def flaws_of(commit: str, paths: list[str], files: list[DataFile]) -> list[str]:
    """Return what is wrong with the form of the files of a commit."""
    known = [file for file in files if file.kind in KNOWN]
    count = len(paths) - len(known)
    lost = [f"{count} of the files that it wrote are in no folder of records"] if count else []
    problems = Loader(DATA).read_files(known, whole=False)[1]
    return [f"{commit[:10]} {flaw}" for flaw in (*lost, *problems)]


def test_todays_program_reads_every_commit_of_the_data() -> None:
    """Where this fails after a change of a model, the change of shape has no step yet."""
    reason = incomplete()
    if reason and os.environ.get("CI"):
        pytest.fail(f"the whole history is needed: {reason}")
    if reason:
        pytest.skip(reason)
    commits = list(versions())
    assert len(commits) >= 13
    flaws = [flaw for version in commits for flaw in flaws_of(*version)]
    assert flaws == [], "add a step to macros/model/shape_changes.py"


def test_no_step_touches_a_file_in_the_present_shape() -> None:
    for file in [*read_tree(DATA, KINDS)[0], *read_tree(TESTS / "small" / "data", KINDS)[0]]:
        fields = parse(file.raw).value
        assert fields is not None
        assert present_shape(file.kind, file.id, fields) == (file.kind, file.id, fields), file.path


# Changes of shape made up for the test: what is `enrolment`, `institutions` and `recruiting` now
# was called `size`, `places` and `open`.


def enrolment_was_size(kind: str, id: str, fields: Fields) -> Shape:
    """The field `size` of a trial is called `enrolment`."""
    if kind == "trials" and "size" in fields:
        fields = {"enrolment" if name == "size" else name: fields[name] for name in fields}
    return kind, id, fields


def institutions_were_places(kind: str, id: str, fields: Fields) -> Shape:
    """The folder `places` is called `institutions`."""
    return "institutions" if kind == "places" else kind, id, fields


def trial_status_was_status(kind: str, id: str, fields: Fields) -> Shape:
    """The vocabulary `status` is called `trial-status`."""
    is_old = (kind, id) == (VOCABULARY, "status")
    return kind, "trial-status" if is_old else id, fields


STEPS = (enrolment_was_size, institutions_were_places, trial_status_was_status)


@pytest.fixture
def old_shape(small: Path) -> Path:
    """The small data in the present shape; the one commit of its repository has the old one."""
    present = {path: path.read_bytes() for path in small.rglob("*.yml")}
    edit(small, TRIAL, "enrolment: 91", "size: 91")
    (small / "institutions").rename(small / "places")
    (small / "vocabulary/trial-status.yml").rename(small / "vocabulary/status.yml")
    git(small.parent, "init", "-q", "-b", "main")
    git(small.parent, "add", "-A")
    git(small.parent, "commit", "-qm", "in the old shape")
    (small / "vocabulary/status.yml").unlink()
    for file in (small / "places").iterdir():
        file.unlink()
    for path, raw in present.items():
        write(small, str(path.relative_to(small)), raw)
    return small


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shape_changes, "STEPS", STEPS)


def diff(data: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return what `atlas diff` says since the last commit."""
    assert main(["diff", "HEAD", "--data", str(data)]) == 0
    return capsys.readouterr().out.splitlines()


def then(data: Path) -> dict[str, DataFile]:
    """Return what the last commit says of the files that differ, by path."""
    return {file.path: file for file in files_then(data, "HEAD", changed_paths(data, "HEAD"))}


@pytest.mark.usefixtures("steps")
def test_a_change_of_shape_is_no_change_of_facts(old_shape: Path, capsys) -> None:
    assert problems_of(old_shape) == []
    assert len(changed_paths(old_shape, "HEAD")) > 5
    assert diff(old_shape, capsys) == ["The data are unchanged."]


@pytest.mark.usefixtures("steps")
def test_a_fact_that_changes_with_the_shape_is_reported(old_shape: Path, capsys) -> None:
    edit(old_shape, TRIAL, "enrolment: 91", "enrolment: 92")
    assert diff(old_shape, capsys)[0] == "trial nct99999901: enrolment 91 → 92"


def test_without_the_step_the_old_shape_cannot_be_read(old_shape: Path, capsys) -> None:
    assert "trial nct99999901: can be read again" in diff(old_shape, capsys)


@pytest.mark.usefixtures("steps")
def test_the_working_tree_is_read_as_it_is(old_shape: Path, capsys) -> None:
    edit(old_shape, TRIAL, "enrolment: 91", "size: 91")
    assert [problem.code for problem in problems_of(old_shape)] == ["unknown-field"]
    git(old_shape.parent, "add", "-A")
    git(old_shape.parent, "commit", "-qm", "one trial in the old shape")
    edit(old_shape, TRIAL, "size: 91", "size: 92")
    write(old_shape, "places/new.yml", "name: New\n")
    assert [file.kind for file in files_now(old_shape, changed_paths(old_shape, "HEAD"))] == [
        "places",
        "trials",
    ]
    assert diff(old_shape, capsys)[0] == (
        "trial nct99999901: cannot be read now; ./atlas check says why"
    )


def test_steps_are_taken_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    def size_was_count(kind: str, id: str, fields: Fields) -> Shape:
        """Older still: `size` was called `count`."""
        return kind, id, {"size" if name == "count" else name: fields[name] for name in fields}

    monkeypatch.setattr(shape_changes, "STEPS", (size_was_count, *STEPS))
    for name in ("count", "size", "enrolment"):
        assert present_shape("trials", "x", {name: 91}) == ("trials", "x", {"enrolment": 91})


@pytest.mark.usefixtures("steps")
def test_an_old_file_says_the_same_in_the_present_shape(old_shape: Path) -> None:
    text = r'"가 \u0085\u2028\u3000 🧬 \" \\ \n {x}: # no"'
    for name in ("size", "enrolment"):
        write(old_shape, f"trials/{name}.yml", f"{name}: 7\nnote: {text}\nx: [true, '7', 1.10]\n")
    git(old_shape.parent, "add", "-A")
    git(old_shape.parent, "commit", "-qm", "characters of every kind")
    for name in ("size", "enrolment"):
        write(old_shape, f"trials/{name}.yml", "name: x\n")
    old, new = (
        parse(then(old_shape)[f"data/trials/{name}.yml"].raw) for name in ("size", "enrolment")
    )
    assert old == new
    assert old.value and old.value["x"] == [True, "7", "1.10"]
    assert "🧬" in old.value["note"]


@pytest.mark.usefixtures("steps")
def test_what_no_step_changes_keeps_its_text(old_shape: Path) -> None:
    broken, sound = b"size: [\n", b"name: Sound  # a remark\n"
    write(old_shape, "trials/broken.yml", broken)
    write(old_shape, "trials/sound.yml", sound)
    git(old_shape.parent, "add", "-A")
    git(old_shape.parent, "commit", "-qm", "one that nobody can read")
    for name in ("broken", "sound"):
        write(old_shape, f"trials/{name}.yml", "name: x\n")
    files = then(old_shape)
    assert files["data/trials/broken.yml"].raw == broken
    assert files["data/trials/sound.yml"].raw == sound
