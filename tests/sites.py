"""Built sites for the tests, each built once in a run, and a Chromium to open them with."""

from __future__ import annotations

import functools
import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import launch
from tests.conftest import copy_small
from tests.hostile import write_hostile_records

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


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, English at the root, Korean in ko/."""
    out = tmp_path_factory.mktemp("site")
    built(out)
    built(out / "ko", language="ko")
    return out


@pytest.fixture(scope="session")
def small_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small data folder, for builds; nobody changes it."""
    return copy_small(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def hostile_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which every text field of every kind is hostile."""
    data = tmp_path_factory.mktemp("hostile") / "data"
    write_hostile_records(data, ROOT / "data" / "vocabulary")
    return data


@pytest.fixture(scope="session")
def hostile_site(hostile_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the hostile records, in both languages, with pages of the test's own."""
    out = tmp_path_factory.mktemp("hostile-site")
    pages = hostile_data.parent / "docs"
    pages.mkdir()
    (pages / "index.md").write_text("# Hostile\n\n{{ table('companies') }}\n", encoding="utf-8")
    (pages / "compare.md").write_text("# Compare\n\n{{ compare() }}\n", encoding="utf-8")
    for language in CONFIGS:
        folder = out if language == "en" else out / language
        built(folder, data=hostile_data, docs=pages, language=language)
    return out


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium for the whole run."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, site: Path, served) -> Iterator[callable]:
    """A function that opens an address of the real site in a context of its own.

    What its scripts complain of is listed in `errors` of the page.
    """
    contexts = []

    def open_(address: str, **options: object) -> Page:
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
