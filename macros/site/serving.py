"""`serve`: an edit of records shows at once on their pages, and the rest of the site follows.

1. The system tells of an edit. Records that were edited are read and checked by themselves, and
   from then on pages, which are made when they are asked for, are made of the new data.
2. A process of its own, split from this one, reads everything, applies all rules and builds the
   whole site, lists and search too, into a folder of its own. When it is done, that folder takes
   the place of the one before. What was edited meanwhile is built next.

What else may be edited (pages, settings, the frame), and everything where a process cannot be
split, is built here, while requests wait. Where the program was edited, it starts again.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import re
import shutil
import signal
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from string import Template
from typing import Any, Protocol
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from macros.curating.history import History
from macros.exports.citation import Citation
from macros.exports.crawlers import WrittenPage
from macros.model.kinds import KINDS
from macros.model.problems import DataError
from macros.site.build import POLICY
from macros.site.fast import FastSite
from macros.site.processes import cores, split
from macros.store import digests
from macros.store.loading import Loader
from macros.store.tree import read_tree

QUIET = 0.03
"""Seconds without an edit after which it is taken up: an editor writes a file in several steps."""

EDITS: list[type[FileSystemEvent]] = [
    *(FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileDeletedEvent),
    *(DirCreatedEvent, DirMovedEvent, DirDeletedEvent),
]
"""What changes files; the system tells of files that are only read, too."""

LOADED_ONCE = (".py", ".yml", ".html")
"""How the files of the program end that are read when it starts."""

AS_BEFORE = "The site shows the data as they were before."

_started = time.time_ns()


class Server(Protocol):
    """What is used of the server of MkDocs."""

    root: str
    mount_path: str
    builder: Callable[[], None]
    error_handler: Callable[[int], bytes | None]
    observer: Any  # of watchdog: one of those that look themselves, or that the system tells
    build_delay: float
    _want_rebuild: bool
    _rebuild_cond: threading.Condition

    def get_app(self) -> WSGIApplication | None:
        """Return what answers requests."""

    def set_app(self, application: WSGIApplication | None) -> None:
        """Take what answers requests from now on."""

    def watch(self, path: str) -> None:
        """Build again after edits in a folder."""

    def unwatch(self, path: str) -> None:
        """Stop watching a folder. Raises KeyError where it is not watched."""


class Served:
    """The site that `mkdocs serve` shows, and what makes it follow edits."""

    is_split = False
    """Whether this is the process that builds what the other one shows."""

    _server: Server
    _builder: Callable[[], None]
    _loader: Loader
    _history: Callable[[], History | None]
    _site: FastSite

    def __init__(self) -> None:
        self._lock = threading.RLock()  # held while something is made for a request
        self._edits = _Edits()
        self._number = 0
        self._built: FastSite | None = None
        self._before: Path | None = None
        self._due = False
        self._child = 0
        self._ended: tuple[int, int] | None = None

    def folder(self, site_dir: str) -> str:
        """Return where in MkDocs' folder this build goes: never into the one that is shown."""
        return str(Path(site_dir, str(self._number)))

    def built(self, site: FastSite) -> None:
        """Take what MkDocs has built in this process."""
        self._built = site

    def begin(
        self,
        server: Server,
        watched: Iterable[str],
        builder: Callable[[], None],
        loader: Loader,
        history: Callable[[], History | None],
    ) -> None:
        """Show what was built, and follow edits of data and of what else is watched from now on.

        What takes the answers of the server has to go by the last one of a request.
        """
        self._server, self._builder = server, builder
        self._loader, self._history = loader, history
        self._site = self._just_built()
        server.root = str(self._site.folder)
        server.builder = self._follow
        server.error_handler = self._error_page
        serve_file = server.get_app()
        assert serve_file is not None

        def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
            while True:
                with self._lock:
                    site = self._site
                    if path.startswith(server.mount_path):
                        site.on_demand(path.removeprefix(server.mount_path))
                answer = serve_file(environ, start_response)
                if site.folder == self._site.folder:  # else it was looked for in the other one
                    return answer

        server.set_app(app)
        for path in {str(loader.data), *watched}:
            server.observer.schedule(self._edits, path, recursive=True)

    def end(self) -> None:
        """End the process that builds, if there is one."""
        if self._child:
            with suppress(ProcessLookupError):
                os.kill(self._child, signal.SIGKILL)

    def _error_page(self, code: int) -> bytes | None:
        page = self._site.folder / f"{code}.html"
        return page.read_bytes() if page.is_file() else None

    def _show(self, site: FastSite) -> None:
        with self._lock:
            before, self._site, self._server.root = self._site, site, str(site.folder)
        if before.folder != site.folder:  # a request may still be reading there
            if self._before:
                shutil.rmtree(self._before, ignore_errors=True)
            self._before = before.folder

    def _just_built(self) -> FastSite:
        """Return the site that MkDocs has just built in this process."""
        site, self._built = self._built, None
        assert site is not None
        return site

    def _follow(self) -> None:
        """Take up what happened; MkDocs calls it after edits, `_wait` when a process has ended."""
        edits, ended = self._edits.taken(), self._ended
        if ended:
            self._ended, self._child = None, 0
            self._take_over(*ended)
        of_data = [path for path in edits if path.is_relative_to(self._loader.data)]
        if len(of_data) < len(edits) or not (edits or ended):
            restart_if_program_changed(self.end)
            self._build_here()
            return
        if of_data:
            self._due = True
            self._show_edited([path for path in of_data if path.suffix == ".yml"])
        if self._due and not self._child:
            self._due = False
            self._build_aside()

    def _show_edited(self, paths: Collection[Path]) -> None:
        """Rebuild the pages of edited records from now on, if nothing else was edited."""
        try:
            atlas = self._loader.edited(paths)
        except DataError as error:
            print(f"{error}\n{AS_BEFORE}", file=sys.stderr)
            self._due = False  # until that is fixed
            return
        if atlas:
            build = self._site.build.of(atlas, self._site.build.history)
            self._show(self._site.of(build, self._site.folder))

    def _build_here(self) -> None:
        self._due = False
        self._number += 1
        self._builder()
        self._show(self._just_built())
        gc.unfreeze()
        _collect()

    def _build_aside(self) -> None:
        if cores() == 1:
            self._build_here()
            return
        self._number += 1
        with self._lock:  # no other thread is in the middle of making a page
            self._child = split(self._be_aside)
        threading.Thread(target=self._wait, args=(self._child, self._number), daemon=True).start()

    def _be_aside(self) -> None:
        """Build the whole site and leave word of what it was made of."""
        self.is_split = True
        self._builder()
        assert self._built
        build = self._built.build
        word = [build.atlas.files, build.pages, list(map(asdict, build.cited))]
        _word(self._built.folder).write_text(json.dumps(word), encoding="utf-8")

    def _wait(self, child: int, number: int) -> None:
        _, status = os.waitpid(child, 0)
        self._ended = number, status
        with self._server._rebuild_cond:
            self._server._want_rebuild = True
            self._server._rebuild_cond.notify_all()

    def _take_over(self, number: int, status: int) -> None:
        """Show what another process has built, unless something newer is shown."""
        if status or number < self._number:
            return
        folder = self._site.folder.with_name(str(number))
        files, pages, cited = json.loads(_word(folder).read_bytes())
        build = self._site.build
        atlas = build.atlas
        if not self._due and atlas.files != files:  # more than records was edited
            now, problems = self._loader.read_files(
                *read_tree(self._loader.data, KINDS), whole=False
            )
            if now.files == files and not problems:  # the other process has applied the rules
                atlas = self._loader.last = now
        build = build.of(atlas, self._history() or build.history)
        build.pages = [WrittenPage(*page) for page in pages]
        build.cited = [Citation(**page) for page in cited]
        self._show(self._site.of(build, folder))
        _collect()


class _Edits(FileSystemEventHandler):
    """Collects the paths of what was edited."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._paths: set[Path] = set()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note the paths of an event."""
        paths = {Path(os.fsdecode(path)) for path in (event.src_path, event.dest_path) if path}
        with self._lock:
            self._paths |= {path for path in paths if not path.name.startswith(".")}

    def taken(self) -> set[Path]:
        """Return the paths that were noted since the last time."""
        with self._lock:
            paths, self._paths = self._paths, set()
        return paths


def _collect() -> None:
    """Drop what nothing refers to any more.

    What lasts as long as a build made here is looked through once, and not after each edit. The
    first build has no such look before its pages are shown: it would take a tenth of the start.
    """
    gc.collect()
    if not gc.get_freeze_count():
        gc.freeze()


def _word(folder: Path) -> Path:
    """Return where the process that has built a folder says what it was made of."""
    return folder.with_name(f"{folder.name}.word")


def listen(server: Server, paths: Iterable[str]) -> None:
    """Let the system tell of an edit at once, where MkDocs looks at every file twice a second."""
    watched = []
    for path in paths:
        with suppress(KeyError):  # MkDocs watches the theme only when asked to
            server.unwatch(path)
            watched.append(path)
    observer = Observer()
    observer.schedule = partial(observer.schedule, event_filter=EDITS)
    server.observer = observer
    server.build_delay = QUIET
    for path in watched:
        server.watch(path)


def keep_policy(server: Server, reload: Template) -> None:
    """Put a step before the server that sends the policy of the site, and allows a script.

    MkDocs puts it into every page while serving: it reloads the page after an edit.
    """
    shape = re.escape(reload.substitute(epoch=0, request_id=1))
    shape = shape.replace(re.escape("(0, 1)"), r"\(\d+, \d+\)")
    pattern = re.compile(f"(?<=<script>){shape}(?=</script>)".encode())
    answer_of = server.get_app()
    assert answer_of is not None

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        heads: list[tuple[str, list[tuple[str, str]]]] = []

        def started(status: str, headers: list[tuple[str, str]], *_: object) -> Callable:
            heads.append((status, headers))
            return lambda _: None

        answer = answer_of(environ, started)
        status, headers = heads[-1]
        policy = POLICY
        if dict(headers).get("Content-Type") == "text/html":
            answer = [b"".join(answer)]
            for script in pattern.findall(answer[0]):
                proof = b64encode(hashlib.sha256(script).digest()).decode()
                policy = POLICY.replace("script-src 'self'", f"script-src 'self' 'sha256-{proof}'")
        start_response(status, [*headers, ("Content-Security-Policy", policy)])
        return answer

    server.set_app(app)


def restart_if_program_changed(before: Callable[[], None]) -> None:
    """Start again, after a last call, when the program was edited: it is in memory as it was."""
    files = (file for file in digests.PROGRAM.rglob("*") if file.suffix in LOADED_ONCE)
    if max(file.stat().st_mtime_ns for file in files) > _started:
        print("The program has changed; starting again.", file=sys.stderr, flush=True)
        before()
        os.execv(sys.executable, sys.orig_argv)
