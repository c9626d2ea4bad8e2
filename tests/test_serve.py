"""`mkdocs serve`: a page is made when it is asked for, and an edit shows."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from macros.site.build import POLICY
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
    with serving(served_data, served_docs, tmp_path / "log") as address:
        yield address


@contextmanager
def serving(data: Path, docs: Path, log: Path) -> Iterator[str]:
    """Run `mkdocs serve` and yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with log.open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}", "-w", data],
            cwd=ROOT,
            env={
                **os.environ,
                "ATLAS_DATA": str(data),
                "ATLAS_DOCS": str(docs),
                "NO_MKDOCS_2_WARNING": "1",
            },
            stdout=said,
            stderr=said,
        )
        base = f"http://127.0.0.1:{port}/atlas/"
        try:
            wait_for(base, "Korea CAR-T Atlas", process)
            yield base
        finally:
            process.terminate()
            process.wait(timeout=20)


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
    file.write_text(good.replace("en: Examplecell", "en: Fixed company", 1), encoding="utf-8")
    wait_for(f"{server}companies/examplecell/", "Fixed company")


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


def everything(server: str, data: Path) -> dict[str, str]:
    """Return what is shown of all records, of their lists and of files for programs.

    Without what differs from server to server.
    """
    ids = [path.relative_to(data).with_suffix("").as_posix() for path in data.glob("*/*.yml")]
    pages = [f"{id_}/" for id_ in ids if not id_.startswith("vocabulary/")]
    lists = [f"{kind}/" for kind in {page.split("/")[0] for page in pages}]
    files = ["data/v1/facts.csv", "llms.txt", "products/example-cel/compare.json", "sitemap.xml"]
    files += [f"{page}index.md" for page in pages]
    shown = {path: fetch(server + path) for path in sorted([*pages, *lists, *files, ""])}
    return {path: own(server, text) for path, text in shown.items()}


def own(server: str, text: str) -> str:
    text = text.replace(server.removesuffix("atlas/"), "/")
    return re.sub(r"livereload\(\d+, \d+\)", "", text)


def test_an_edit_storm_ends_with_what_a_fresh_server_shows(
    server: str, served_data: Path, served_docs: Path, tmp_path: Path
) -> None:
    """Records, one deleted, one new, lists of words, and what is unsound for a moment."""
    company = served_data / "companies" / "examplecell.yml"
    blog = served_data / "sources" / "example-blog.yml"
    stage = served_data / "vocabulary" / "stage.yml"
    texts = {file: file.read_text(encoding="utf-8") for file in (company, blog, stage)}
    new = served_data / "companies" / "new-company.yml"
    for number in range(30):
        company.write_text(
            texts[company].replace("en: Examplecell", f"en: Storm {number}", 1), encoding="utf-8"
        )
        blog.write_text(texts[blog].replace("Ten examples", f"{number} examples"), encoding="utf-8")
        if number % 5 == 4:
            blog.write_text("title: [", encoding="utf-8")
        if number % 6 == 1:
            new.write_text(f"name: New {number}\nsources: [example-register]\n", encoding="utf-8")
        if number % 6 == 4:
            new.unlink()
        if number == 20:
            stage.write_text(texts[stage].replace("en: ", "en: Stormy ", 1), encoding="utf-8")
        time.sleep(0.05 if number % 10 else 1)
    blog.write_text(texts[blog].replace("Ten examples", "Last examples"), encoding="utf-8")
    wait_for(f"{server}companies/examplecell/", "Storm 29")
    wait_for(f"{server}sources/", "Last examples")
    shutil.rmtree(served_data.parent / ".cache")  # so that the fresh one makes everything anew
    with serving(served_data, served_docs, tmp_path / "fresh") as fresh:
        again = everything(fresh, served_data)
    end = time.monotonic() + PATIENCE
    while (shown := everything(server, served_data)) != again and time.monotonic() < end:
        time.sleep(0.5)
    assert {path for path, text in again.items() if shown[path] != text} == set()
    assert "Storm 29" in again["companies/examplecell/"]
