"""Work shared out among processes: all of it is done, and a failure is not lost."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import pytest

from macros.site.processes import WorkFailed, cores, share_out

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are split on Linux only")


@pytest.mark.parametrize("processes", [1, 2, 5])
def test_every_job_is_done_once(tmp_path: Path, processes: int) -> None:
    def note(number: int) -> None:
        with (tmp_path / f"{number}").open("x") as file:
            file.write("done")

    share_out([partial(note, number) for number in range(300)], processes)
    assert {path.name for path in tmp_path.iterdir()} == {str(number) for number in range(300)}


def test_no_work_needs_no_process() -> None:
    share_out([], 4)


def test_a_failure_in_this_process_is_raised() -> None:
    def fail() -> None:
        raise ValueError("the reason")

    with pytest.raises(ValueError, match="the reason"):
        share_out([fail], 1)


def test_a_failure_in_another_process_is_raised_and_printed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The first job waits for the second, which only another process can do then."""
    import os

    ours = os.getpid()

    def job() -> None:
        if os.getpid() == ours:
            while not (tmp_path / "failed").exists():
                pass
        else:
            (tmp_path / "failed").touch()
            raise ValueError("the reason")

    with pytest.raises(WorkFailed, match="1 of 2"):
        share_out([job, job], 2)
    assert "ValueError: the reason" in capfd.readouterr().err


def test_there_is_a_core() -> None:
    assert cores() >= 1
