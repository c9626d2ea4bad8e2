"""Built sites for the tests, each built once in a run, and a Chromium to open them with."""

from __future__ import annotations

import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Page, sync_playwright

from macros.model.atlas import Atlas
from macros.store.loading import Loader
from tests.browser import launch
from tests.conftest import copy_small
from tests.hostile import page_of_calls, write_hostile_records

ROOT = Path(__file__).resolve().parent.parent
SMALL_DOCS = Path(__file__).resolve().parent / "small" / "docs"
CONFIGS = {"en": "mkdocs.yml", "ko": "mkdocs.ko.yml"}


def build(
    out: Path,
    *,
    data: Path | None = None,
    docs: Path | None = None,
    language: str = "en",
    program: str = "mkdocs",
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    """Build a site as a contributor would and return what the program said.

    Other data than the project's come with other pages: by default those of the small set.
    """
    command = [sys.executable, "-m", program, "build", "--strict", "-q", "-f", CONFIGS[language]]
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    named = {"ATLAS_DATA": str(data), "ATLAS_DOCS": str(docs or SMALL_DOCS)} if data else {}
    return subprocess.run(
        [*command, "-d", str(out)],
        cwd=ROOT,
        env={**os.environ, **quiet, **named, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def built(out: Path, **options: object) -> Path:
    """Build a site and return its folder; fail with what the program said."""
    done = build(out, **options)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr, done.stderr
    return out


@functools.cache
def real_atlas() -> Atlas:
    """The Atlas of the real data; nobody changes it."""
    return Loader(ROOT / "data").load()


@functools.cache
def _moved() -> dict[str, str]:
    """Return what each id of the real data that is no more has become."""
    files = (path for path in (ROOT / "data").glob("[!v]*/*.yml") if path.stat().st_size < 500)
    found = ((path.stem, _MOVED.search(path.read_text("utf-8"))) for path in files)
    return {id_: moved[1] for id_, moved in found if moved}


_MOVED = re.compile(r"^moved_to: ([a-z0-9-]+)$", re.MULTILINE)


def now(words: str) -> str:
    """Return an address, or a list of ids, with each record of the real data as it is called now.

    A test that names a record goes on when somebody gives it another id.
    """
    return re.sub(r"[a-z0-9]+(?:-[a-z0-9]+)*", lambda id_: _moved().get(id_[0], id_[0]), words)


def name_now(record_id: str, language: str = "en") -> str:
    """Return the name of a record of the real data."""
    return real_atlas().name(now(record_id), language)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable], Path]:
    """A function that returns a folder of the whole run; the first process that asks makes it."""
    base = tmp_path_factory.getbasetemp()
    run = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def of_run(name: str, make: Callable[[Path], object]) -> Path:
        folder, unfinished = run / name, run / f"{name}.part"
        with FileLock(f"{folder}.lock"):
            if not folder.exists():
                shutil.rmtree(unfinished, ignore_errors=True)  # of a process that failed
                make(unfinished)
                unfinished.rename(folder)
        return folder

    return of_run


@pytest.fixture(scope="session")
def site(shared) -> Path:
    """The real site, English at the root, Korean in ko/."""

    def make(out: Path) -> None:
        built(out)
        built(out / "ko", language="ko")

    return shared("site", make)


@pytest.fixture(scope="session")
def small_data(shared) -> Path:
    """The small data folder, for builds; nobody changes it."""
    return shared("small", copy_small) / "data"


@pytest.fixture(scope="session")
def hostile_data(shared) -> Path:
    """A data folder in which every text field of every kind is hostile; pages of its own beside."""

    def make(out: Path) -> None:
        write_hostile_records(out / "data", ROOT / "data" / "vocabulary")
        pages = out / "docs"
        pages.mkdir()
        (pages / "index.md").write_text("# Hostile\n\n{{ table('companies') }}\n", "utf-8")
        (pages / "compare.md").write_text("# Compare\n\n{{ compare() }}\n", "utf-8")
        (pages / "macros.md").write_text(page_of_calls("markdown"), "utf-8")

    return shared("hostile", make) / "data"


@pytest.fixture(scope="session")
def hostile_site(hostile_data: Path, shared) -> Path:
    """The site of the hostile records, in both languages."""

    def make(out: Path) -> None:
        for language in CONFIGS:
            folder = out if language == "en" else out / language
            built(folder, data=hostile_data, docs=hostile_data.parent / "docs", language=language)

    return shared("hostile-site", make)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium for the whole run."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, site: Path, served) -> Iterator[callable]:
    """A function that opens an address of the real site, by its ids of now, in its own context.

    What its scripts complain of is listed in `errors` of the page.
    """
    contexts = []

    def open_(address: str, **options: object) -> Page:
        address = now(address)
        context = browser.new_context(**options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("console", lambda message: page.errors.append(message.text))
        page.goto(served(site) + address)
        return page

    yield open_
    for context in contexts:
        context.close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def served() -> Iterator[callable]:
    """A function from a folder to the address at which it is served on this machine."""
    servers: dict[Path, http.server.ThreadingHTTPServer] = {}

    def serve(folder: Path) -> str:
        if folder not in servers:
            handler = functools.partial(_Quiet, directory=str(folder))
            servers[folder] = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
            threading.Thread(target=servers[folder].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[folder].server_port}/"

    yield serve
    for server in servers.values():
        server.shutdown()
