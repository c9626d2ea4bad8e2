"""What commands that ask public services share: their options, the client, the progress."""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar

from macros.commands.options import (
    Parser,
    add_today,
    count,
    read,
    seconds,
)
from macros.commands.site import ROOT
from macros.model.topic import TOPIC

if TYPE_CHECKING:
    from macros.model.atlas import Atlas
    from macros.model.problems import Problem
    from macros.outside.http import Client

T = TypeVar("T")

SERVICES = {
    "clinicaltrials": ("ATLAS_CLINICALTRIALS_URL", "https://clinicaltrials.gov/api/v2"),
    "crossref": ("ATLAS_CROSSREF_URL", "https://api.crossref.org"),
    "doi": ("ATLAS_DOI_URL", "https://doi.org"),
    "pubmed": ("ATLAS_PUBMED_URL", "https://eutils.ncbi.nlm.nih.gov"),
    "wayback": ("ATLAS_WAYBACK_URL", "https://archive.org"),
}
"""Each service with the variable of the environment that gives another address, and its own."""


def add_options(command: Parser, base: str) -> None:
    """Declare the options that every command that asks has; `base` is the service's address."""
    add_today(command, "the date of the query")
    command.add_argument(
        "--base-url", default="", metavar="URL", help=f"use another address than {base}"
    )
    command.add_argument(
        "--fresh", action="store_true", help="query again, ignoring answers cached in .cache/"
    )
    command.add_argument(
        "--pause", type=seconds, default=1.3, help="minimum seconds between requests (default: 1.3)"
    )
    command.add_argument(
        "--timeout", type=seconds, default=30.0, help="seconds to wait for an answer (default: 30)"
    )
    command.add_argument("--tries", type=count, default=4, help="number of attempts (default: 4)")


def base(options: argparse.Namespace, service: str) -> str:
    """Return the address of a service: as the options, the environment or the list give it."""
    variable, own = SERVICES[service]
    return options.base_url or os.environ.get(variable, "") or own


def put(options: argparse.Namespace, atlas: Atlas, files: Mapping[str, str]) -> None:
    """Write files of the data folder, all or none. Raises OSError, or Fault where one is changed.

    It is changed where it is no longer what the Atlas was read from.
    """
    from macros.store.editing.files import replace_files

    folder = options.data.resolve()
    texts = {f"{folder.name}/{name}": text for name, text in files.items()}
    replace_files(folder.parent, texts, atlas.files)


def new_problems(options: argparse.Namespace, before: Iterable[Problem]) -> list[str]:
    """Return what the check says now and did not say before, a line each."""
    known = set(before)
    return [str(problem) for problem in read(options)[1] if problem not in known]


def client(options: argparse.Namespace, progress: Progress) -> Client:
    """Return the client for a run; its cache lies beside the data folder."""
    from macros.outside.http import Client

    return Client(
        agent=agent(),
        pause=options.pause,
        timeout=max(options.timeout, 0.1),
        tries=options.tries,
        cache=options.data.resolve().parent / ".cache" / "registry",
        max_age=0 if options.fresh else 6,
        private=True,  # whoever runs the command names the addresses
        say=progress.say,
    )


def agent(as_browser: bool = False) -> str:
    """Return how this program names itself: with an address where its people can be found.

    `as_browser` is for pages, of which many answer nothing but a browser.
    """
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    repository = re.findall(r"^repo_url:\s*(\S+)", config, re.MULTILINE)
    contact = os.environ.get("ATLAS_CONTACT", "").encode("ascii", "ignore").decode()
    name = f"{TOPIC.agent}/0.1"
    about = [*(f"+{url}" for url in repository), *filter(None, [contact])]
    if as_browser:
        return f"Mozilla/5.0 ({'; '.join(['compatible', name, *about])})"
    return f"{name} ({'; '.join(about)})"


class Progress:
    """Says on standard error how far a long run is: one line that changes, or one in five seconds.

    Says nothing before a second has passed.
    """

    def __init__(self, total: int | None, what: str):
        self.total, self.what, self.done = total, what, 0
        self._begun = self._last = time.monotonic()
        self._line = sys.stderr.isatty()

    def step(self, words: str = "") -> None:
        """Note that one more is being done."""
        self.done += 1
        now = time.monotonic()
        if now - self._begun < 1 or now - self._last < (0.1 if self._line else 5):
            return
        self._last = now
        total = f" of {self.total:,}" if self.total else ""
        self.say(f"{self.done:,}{total} {self.what} {words}".rstrip())

    def each(self, items: Iterable[T]) -> Iterator[T]:
        """Yield items, noting each; end after the last."""
        for item in items:
            self.step()
            yield item
        self.end()

    def say(self, words: str) -> None:
        """Show a line at once."""
        if self._line:
            self._last = time.monotonic()
            self._clear()
            print(words[:100], end="", file=sys.stderr, flush=True)
        else:
            print(words, file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the line that changed."""
        if self._line and self._last != self._begun:
            self._clear()

    def _clear(self) -> None:
        print("\r\033[K", end="", file=sys.__stderr__, flush=True)  # sys.stderr would show it
