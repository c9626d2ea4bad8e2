"""Runs a build in a process of its own and weighs what it costs and what it writes."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from html import unescape
from pathlib import Path

ENVIRONMENT = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "PYTHONUTF8": "1"}

_ARTICLE = re.compile(r"<article.*?</article>", re.DOTALL)
_UNSEEN = re.compile(r"<(script|style|svg)\b.*?</\1>|</?abbr[^>]*>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


class Failed(Exception):
    """A build or server did not do its work; the message holds the end of what it said."""


@dataclass(frozen=True)
class Cost:
    """What one run took: seconds by the clock, seconds of processor, megabytes at the peak."""

    wall: float
    cpu: float
    rss: float


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
        try:
            _, status, used = os.wait4(child.pid, 0)
        except BaseException:
            child.kill()
            child.wait()
            raise
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            said.seek(0)
            end = said.read().decode("utf-8", "replace")[-2000:]
            raise Failed(f"{' '.join(command)} ended with {child.returncode}:\n{end}")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


def weigh(site: Path, pages: list[str]) -> Output:
    """Return what a built site weighs."""
    sizes = [path.stat().st_size for path in site.rglob("*") if path.is_file()]
    median = statistics.median((site / page).stat().st_size for page in pages)
    return Output(len(sizes), sum(sizes) / 10**6, round(median))


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
