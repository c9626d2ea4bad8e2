"""One process at a time, on every system, however the one before it ended."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO


@contextlib.contextmanager
def alone(file: Path, say: Callable[[], None] = lambda: None) -> Iterator[IO[str]]:
    """Wait until no other process is inside with the same file, and keep others waiting.

    `say` is called where there is one to wait for. The system ends the wait when the process ends,
    by `kill -9` too, and with it those that took over the file that is yielded. Raises OSError
    where the file cannot be made.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as lock:
        if not _taken(lock, wait=False):
            say()
            while not _taken(lock, wait=True):
                pass
        yield lock


def _taken(lock: IO[str], *, wait: bool) -> bool:
    """Return whether the lock was taken."""
    if sys.platform == "win32":
        import msvcrt

        lock.seek(0)
        with contextlib.suppress(OSError):  # it gives up waiting after ten seconds
            msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            return True
        return False
    import fcntl

    with contextlib.suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False
