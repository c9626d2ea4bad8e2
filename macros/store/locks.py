"""One process at a time, on every system, however the one before it ended."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO


@contextlib.contextmanager
def alone(file: Path) -> Iterator[None]:
    """Wait until no other process is inside with the same file, and keep others waiting.

    The system ends the wait when the process ends, by `kill -9` too. Raises OSError where the
    file cannot be made.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as lock:
        _wait_for(lock)
        yield


def _wait_for(lock: IO[str]) -> None:
    if sys.platform == "win32":
        import msvcrt

        while True:
            with contextlib.suppress(OSError):  # it gives up after ten seconds
                lock.seek(0)
                return msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
    import fcntl

    return fcntl.flock(lock, fcntl.LOCK_EX)
