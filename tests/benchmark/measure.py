"""Runs a build in a process of its own and weighs what it costs and what it writes."""

from __future__ import annotations

import contextlib
import gzip
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

ENVIRONMENT = {
    "NO_MKDOCS_2_WARNING": "1",
    "DISABLE_MKDOCS_2_WARNING": "true",
    "PYTHONUTF8": "1",
    # Some machines forbid Python to keep what it has compiled: each run would compile it all anew.
    "PYTHONDONTWRITEBYTECODE": "",
}

_ARTICLE = re.compile(r"<article.*?</article>", re.DOTALL)
_UNSEEN = re.compile(r"<(script|style|svg)\b.*?</\1>|</?abbr[^>]*>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_LOADED = re.compile(r"<script src=[^>]*>|<link rel=\"(?:stylesheet|preload)\"[^>]*>")
_ADDRESS = re.compile(r'(?:href|src)="([^"]+)"')


class Failed(Exception):
    """A build or server did not do its work; the message holds the end of what it said."""


@dataclass(frozen=True)
class Cost:
    """What one run took: seconds by the clock, seconds of processor, megabytes at the peak.

    All processes count. Memory that several of them share counts once (PSS of Linux, looked at five
    times a second); elsewhere it is the peak of the largest process.
    """

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True)
class Output:
    """What one run wrote: files, megabytes, and the bytes of the median record's page."""

    files: int
    megabytes: float
    page: int


def python(*words: str) -> list[str]:
    """Return the command that runs a module in this environment."""
    return [sys.executable, "-m", *words]


def run(command: list[str], folder: Path, environment: dict[str, str] | None = None) -> Cost:
    """Run a command to its end in a folder and return its cost.

    Linux counts the memory of the parent at the start as the child's peak, so this program keeps
    itself small: it reads no YAML and makes no records.
    """
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        child = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **ENVIRONMENT, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        watched = _Memory(child.pid)
        try:
            watched.start()
            _, status, used = os.wait4(child.pid, 0)
        except BaseException:
            child.kill()
            child.wait()
            raise
        finally:
            watched.stop()
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            said.seek(0)
            end = said.read().decode("utf-8", "replace")[-2000:]
            raise Failed(f"{' '.join(command)} ended with {child.returncode}:\n{end}")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    memory = watched.peak / 2**10 or used.ru_maxrss / unit
    return Cost(wall, used.ru_utime + used.ru_stime, memory)


class _Memory(threading.Thread):
    """Looks at the memory of a process and its children until it is stopped; `peak` is in kB."""

    peak = 0

    def __init__(self, pid: int):
        super().__init__(daemon=True)
        self.pid = pid
        self._over = threading.Event()

    def run(self) -> None:
        """Look five times a second."""
        while not self._over.wait(0.2):
            self.peak = max(self.peak, sum(map(_pss, _with_children(self.pid))))

    def stop(self) -> None:
        """Stop looking."""
        self._over.set()
        self.join()


def _with_children(pid: int) -> Iterator[int]:
    yield pid
    with contextlib.suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            yield from _with_children(int(child))


def _pss(pid: int) -> int:
    """Return the kilobytes of a process, what it shares by halves; 0 where nobody can say."""
    with contextlib.suppress(OSError):
        said = Path(f"/proc/{pid}/smaps_rollup").read_text()
        return int(re.search(r"^Pss: +(\d+) kB", said, re.MULTILINE)[1])
    return 0


def weigh(site: Path, pages: list[str]) -> Output:
    """Return what a built site weighs."""
    sizes = [path.stat().st_size for path in site.rglob("*") if path.is_file()]
    median = statistics.median((site / page).stat().st_size for page in pages)
    return Output(len(sizes), sum(sizes) / 10**6, round(median))


def first_visit(page: Path) -> int:
    """Return the bytes that a browser loads for a page on a first visit, as gzip sends them.

    Page, styles, scripts and the font that is asked for; not what a script asks for later.
    """
    html = page.read_text(encoding="utf-8")
    named = [
        tag for tag in _LOADED.findall(html) if 'as="font"' in tag or 'rel="preload' not in tag
    ]
    files = {page.parent / _ADDRESS.search(tag)[1] for tag in named}
    return sum(map(_sent, {page, *files}))


def _sent(file: Path) -> int:
    content = file.read_bytes()
    return len(content) if file.suffix == ".woff2" else len(gzip.compress(content, 6, mtime=0))


def words_of(page: Path) -> list[str]:
    """Return the words that a reader sees in the article of a page, or in a page without one."""
    return words_in(page.read_text(encoding="utf-8"))


def words_in(html: str) -> list[str]:
    """Return the same of a page's HTML."""
    article = _ARTICLE.search(html)
    seen = _UNSEEN.sub("", article[0] if article else html)
    return unescape(_TAG.sub(" ", seen)).split()


def words(site: Path, pages: list[str]) -> int:
    """Return how many words a reader sees on the records' pages."""
    return sum(len(words_of(site / page)) for page in pages)


def pages_of(data: Path) -> list[str]:
    """Return the paths, in a built site, of the pages of a data folder's records."""
    return [
        f"{path.parent.name}/{path.stem}/index.html"
        for path in sorted(data.glob("*/*.yml"))
        if path.parent.name != "vocabulary"
    ]
