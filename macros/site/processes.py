"""Work shared out among processes: as many as there are processor cores."""

from __future__ import annotations

import ctypes
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from functools import partial

Job = Callable[[], object]

SIZE = 4
"""Bytes of a job's number in the pipe: short enough that a read gets all of them or none."""


class WorkFailed(Exception):
    """A job failed in another process, which has printed why."""


def cores() -> int:
    """Return how many processes may run at the same time, 1 where a process cannot be split.

    macOS can fork too, but its system libraries may not work afterwards.
    """
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def share_out(jobs: Sequence[Job], processes: int | None = None) -> None:
    """Do all jobs, in no certain order: each process takes the next one when it is free.

    What a job leaves in memory may be lost; it has to write its result. The first job is one of
    another process, if there is one: the memory that it takes is given back when that ends. Raises
    what a job raises, or WorkFailed where it was done by another process.
    """
    more = min(processes or cores(), len(jobs)) - 1
    first = jobs[: more > 0]
    waiting, numbers = os.pipe()
    os.set_blocking(numbers, False)  # an error instead of waiting for ever, were there too many
    os.write(numbers, b"".join(at.to_bytes(SIZE, "big") for at in range(len(first), len(jobs))))
    os.close(numbers)
    if first:
        _trim_memory()
    others = [split(partial(_work, jobs, waiting, first[at:])) for at in range(more)]
    try:
        _work(jobs, waiting)
    finally:
        os.close(waiting)
        failed = [pid for pid in others if os.waitpid(pid, 0)[1]]
    if failed:
        raise WorkFailed(f"{len(failed)} of {len(others) + 1} processes failed")


def _trim_memory() -> None:
    """Give the system the memory that is free, a tenth: all processes would go on having it.

    The C library of GNU keeps it; others have no such function.
    """
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)


def _work(jobs: Sequence[Job], waiting: int, first: Sequence[Job] = ()) -> None:
    for job in first:
        job()
    while number := os.read(waiting, SIZE):
        jobs[int.from_bytes(number, "big")]()


def split(work: Job) -> int:
    """Start a process that does a piece of work and ends, and return its id.

    Its exit code is 0 where the work was done; else it has printed why not.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.flush()  # or both processes would write what is left in it
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        work()
        code = 0
    except KeyboardInterrupt:  # who asked for it knows
        code = 130
    except SystemExit as error:  # the build has said why
        print(error, file=sys.stderr)
    except BaseException:  # nothing of the process that was split may go on here
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
