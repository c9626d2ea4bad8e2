"""`mkdocs serve`: a page is made when it is asked for, and an edit shows."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from macros.site.build import POLICY
from macros.site.fast import FastSite, hold_folder, release_folder, serve_on_demand
from tests.sites import ROOT, SMALL_DOCS

PATIENCE = 60  # seconds before the test gives up; it never asserts how long something took


@pytest.fixture
def served_data(small_data: Path, tmp_path: Path) -> Path:
    data = tmp_path / "data"
    shutil.copytree(small_data, data)
    return data


@pytest.fixture
def served_docs(tmp_path: Path) -> Path:
    docs = tmp_path / "docs"
    shutil.copytree(SMALL_DOCS, docs)
    text = "# Own\n\n{{ link('examplecell') }}\n\n<script>window.hit = 1;</script>\n"
    text += "<img src='x' onerror='window.hit = 2' alt=''>\n"
    (docs / "own.md").write_text(text, encoding="utf-8")
    return docs


@pytest.fixture
def server(served_data: Path, served_docs: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a running `mkdocs serve` on a copy of the small data."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (tmp_path / "log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}", "-w", served_data],
        cwd=ROOT,
        env={
            **os.environ,
            "ATLAS_DATA": str(served_data),
            "ATLAS_DOCS": str(served_docs),
            "NO_MKDOCS_2_WARNING": "1",
        },
        stdout=log,
        stderr=log,
    )
    base = f"http://127.0.0.1:{port}/atlas/"
    try:
        wait_for(base, "Korea CAR-T Atlas", process)
        yield base
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.close()


def fetch(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.read().decode()
    except (urllib.error.URLError, OSError):
        return ""


def wait_for(address: str, text: str, process: subprocess.Popen | None = None) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process is not None and process.poll() is not None:
            pytest.fail("the server has stopped")
        page = fetch(address)
        if text in page:
            return page
        time.sleep(0.1)
    pytest.fail(f"{text!r} did not show at {address}")


def test_an_edit_of_a_record_shows_on_its_page_and_where_it_is_named(
    server: str, served_data: Path
) -> None:
    page = wait_for(f"{server}companies/examplecell/", "Examplecell")
    assert "Renamed company" not in page
    file = served_data / "companies" / "examplecell.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("en: Examplecell", "en: Renamed company", 1), encoding="utf-8")
    wait_for(f"{server}companies/examplecell/", "Renamed company")
    wait_for(f"{server}companies/", "Renamed company")
    wait_for(f"{server}products/example-cel/compare.json", "Renamed company")


def test_after_a_storm_of_edits_every_page_shows_the_last(server: str, served_data: Path) -> None:
    """Files are saved while the site is built, some of them unsound for a moment."""
    file = served_data / "companies" / "examplecell.yml"
    text = file.read_text(encoding="utf-8")
    for number in range(40):
        file.write_text("name: [" if number % 7 == 6 else text, encoding="utf-8")
        text = re.sub(r"en: Examplecell(?: \d+)?", f"en: Examplecell {number}", text, count=1)
        time.sleep(0.03)
    file.write_text(text, encoding="utf-8")
    wait_for(f"{server}companies/examplecell/", "Examplecell 39")
    wait_for(f"{server}companies/", "Examplecell 39")
    assert "Examplecell 39" in fetch(f"{server}products/example-cel/")


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("data/v1/facts.csv", "example-cel#"),
        ("companies/examplecell/index.md", "# Examplecell"),
        ("robots.txt", "Sitemap: "),
    ],
)
def test_files_for_programs_are_there_when_they_are_asked_for_first(
    server: str, file: str, said: str
) -> None:
    wait_for(f"{server}{file}", said)


def test_a_card_is_drawn_when_it_is_asked_for(server: str) -> None:
    page = wait_for(f"{server}products/example-cel/", "og:image:alt")
    path = re.search(r'og:image" content="[^"]*(assets/cards/[^"]+)"', page)[1]
    with urllib.request.urlopen(server + path, timeout=PATIENCE) as answer:
        assert answer.read().startswith(b"\x89PNG")


def test_unsound_data_leave_the_last_good_site_standing(
    server: str, served_data: Path, tmp_path: Path
) -> None:
    wait_for(f"{server}companies/examplecell/", "Examplecell")
    file = served_data / "companies" / "examplecell.yml"
    good = file.read_text(encoding="utf-8")
    file.write_text(good + "nosuchfield: 1\n", encoding="utf-8")
    end = time.monotonic() + PATIENCE
    while 'unknown field "nosuchfield"' not in (tmp_path / "log").read_text(encoding="utf-8"):
        assert time.monotonic() < end, "the problem was not named"
        time.sleep(0.1)
    wait_for(f"{server}companies/examplecell/", "Examplecell")
    file.write_text(good.replace("en: Examplecell", "en: Mended company", 1), encoding="utf-8")
    wait_for(f"{server}companies/examplecell/", "Mended company")


def test_the_script_that_reloads_a_page_runs_and_no_other(
    server: str, served_data: Path, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(f"{server}own/", wait_until="load")
    page.get_by_role("link", name="Examplecell").first.wait_for()
    assert page.evaluate("window.hit") is None
    file = served_data / "companies" / "examplecell.yml"
    good = file.read_text(encoding="utf-8")
    file.write_text(good.replace("en: Examplecell", "en: Reloaded", 1), encoding="utf-8")
    page.get_by_role("link", name="Reloaded").first.wait_for(timeout=PATIENCE * 1000)
    assert page.evaluate("window.hit") is None
    page.close()


def test_every_answer_has_the_policy(server: str) -> None:
    for path in ("", "companies/examplecell/", "no/such/page/", "assets/no.svg"):
        try:
            answer = urllib.request.urlopen(server + path, timeout=PATIENCE)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            sent = answer.headers["Content-Security-Policy"]
        assert re.sub(r" 'sha256-[\w+/=]+'", "", sent) == POLICY
        assert ("sha256" in sent) == (path in ("", "companies/examplecell/"))


class Server:
    """As much of MkDocs' server as `serve_on_demand` needs."""

    mount_path = "/atlas/"

    def get_app(self):
        return lambda environ, start_response: []

    def set_app(self, app) -> None:
        self.app = app


def test_no_page_is_written_while_mkdocs_may_empty_the_folder(monkeypatch) -> None:
    made: list[str] = []

    class Site:
        on_demand = made.append

    monkeypatch.setattr(FastSite, "current", Site)
    server = Server()
    serve_on_demand(server)
    request = threading.Thread(target=server.app, args=({"PATH_INFO": "/atlas/trials/x/"}, None))
    hold_folder()
    request.start()
    request.join(0.2)
    assert request.is_alive()
    assert made == []
    release_folder()
    request.join(PATIENCE)
    assert made == ["trials/x/"]
