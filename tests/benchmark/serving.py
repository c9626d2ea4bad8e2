"""Times what an author waits for in `mkdocs serve`: from saving a file to seeing the page."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import statistics
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.benchmark.measure import ENVIRONMENT, Failed, python
from tests.benchmark.ways import our_data

EDITS = 3
LONGEST = {"start": 600.0, "page": 60.0}
"""Seconds after which a server that does not start, or a page that does not come, is given up."""

_SERVING = re.compile(r"Serving on (http://\S+)")


def time_edits(folder: Path) -> dict[str, float]:
    """Serve our site of a prepared folder, twice; return seconds to each start and of an edit.

    The second server finds what the first one kept, for the same address. Of edits it is the
    median.
    """
    port = _free_port()
    record = sorted(folder.glob("data/trials/*.yml"))[-1]
    before = record.read_text(encoding="utf-8")
    with _started(folder, port, record.stem) as (_, first):
        pass
    with _started(folder, port, record.stem) as (page, started):
        waits = []
        for edit in range(1, EDITS + 1):
            time.sleep(1)  # an author does not save at once again
            mark = f"Edited {edit} times"
            saved = time.perf_counter()
            record.write_text(re.sub(r"(?m)^  en: .*$", f"  en: {mark}", before, count=1), "utf-8")
            _wait_for(page, mark)
            waits.append(time.perf_counter() - saved)
        record.write_text(before, encoding="utf-8")
    return {"first": first, "start": started, "edit": statistics.median(waits)}


@contextlib.contextmanager
def _started(folder: Path, port: int, trial: str) -> Iterator[tuple[str, float]]:
    """Run the server; yield the address of a trial's page, and how long it took to come."""
    start = time.perf_counter()
    with _serving(folder, port) as address:
        page = f"{address}trials/{trial}/"
        _wait_for(page, "</html>")
        yield page, time.perf_counter() - start


@contextlib.contextmanager
def _serving(folder: Path, port: int) -> Iterator[str]:
    """Run the server, yield its address, and stop it whatever happens."""
    command = python("mkdocs", "serve", "-a", f"127.0.0.1:{port}")
    with tempfile.NamedTemporaryFile(suffix=".log") as log:
        server = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **ENVIRONMENT, **our_data(folder)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            yield _address(server, Path(log.name))
        finally:
            _stop(server)


def _address(server: subprocess.Popen, log: Path) -> str:
    """Wait until the server says where it is."""
    end = time.monotonic() + LONGEST["start"]
    while time.monotonic() < end:
        said = log.read_text(encoding="utf-8", errors="replace")
        found = _SERVING.search(said)
        if found:
            return found[1]
        if server.poll() is not None:
            raise Failed(f"mkdocs serve ended with {server.returncode}:\n{said[-2000:]}")
        time.sleep(0.02)
    raise Failed(f"mkdocs serve did not start within {LONGEST['start']:.0f} s")


def _stop(server: subprocess.Popen) -> None:
    """End the server as Ctrl+C does, so that it removes its files; by force if it will not."""
    if server.poll() is None:
        server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=15)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _wait_for(address: str, text: str) -> None:
    end = time.monotonic() + LONGEST["page"]
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:
                if text in answer.read().decode("utf-8"):
                    return
        except (urllib.error.URLError, TimeoutError):
            pass  # not there yet
        time.sleep(0.03)
    raise Failed(f"{address} did not show {text!r} within {LONGEST['page']:.0f} s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
