"""A record that got another id: its old address answers in every output, and it keeps its past."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from lxml import html

from macros.cli import main
from macros.curating.history import history
from tests.conftest import copy_small, edit, load
from tests.repositories import Repository
from tests.sites import CONFIGS, built

OLD, NEW = "nct99999901", "example-one"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The small data with a past: added, changed, renamed by the command, changed again."""
    made = Repository(tmp_path_factory.mktemp("renamed") / "repository")
    shutil.rmtree(made.data)
    copy_small(made.folder)
    made.write("../.gitignore", ".cache\n")
    made.commit("Begin")
    edit(made.data, f"trials/{OLD}.yml", "enrolment: 91", "enrolment: 92")
    made.commit("Correct the number")
    assert main(["rename", OLD, NEW, "--data", str(made.data)]) == 0
    made.commit("Call it by its name")
    edit(made.data, f"trials/{NEW}.yml", "enrolment: 92", "enrolment: 93")
    made.commit("Correct the number again")
    return made


@pytest.fixture(scope="module")
def site(repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its site, English at the root, Korean in ko/."""
    out = tmp_path_factory.mktemp("renamed-site")
    for language in CONFIGS:
        built(out / ("" if language == "en" else language), data=repository.data, language=language)
    return out


def test_its_history_goes_on(repository: Repository) -> None:
    past = history(repository.data)
    assert [entry.change.what for entry in past.of(NEW)] == [
        "changed",
        "renamed",
        "changed",
        "added",
    ]
    # What names it says the same as before.
    assert [len(step.changes) for step in past.steps][:3] == [1, 1, 1]


@pytest.mark.parametrize("folder", ["", "ko/"])
def test_its_page_shows_the_whole_of_it_and_the_old_page_leads_there(
    site: Path, folder: str
) -> None:
    page = html.parse(str(site / f"{folder}trials/{NEW}/index.html"))
    assert len(page.xpath("//*[contains(@class, 'history')]//time")) == 4
    old = html.parse(str(site / f"{folder}trials/{OLD}/index.html"))
    (href,) = old.xpath("//link[@rel='canonical']/@href")
    assert href == f"../../trials/{NEW}/"


def _json(site: Path) -> str:
    return json.loads((site / f"api/v1/trials/{OLD}.json").read_bytes())["moved_to"]["id"]


def _index(site: Path) -> str:
    index = json.loads((site / "api/v1/index.json").read_bytes())
    return {one["id"]: one["to"] for one in index["redirects"]}[OLD]


def _csv(site: Path) -> str:
    text = (site / "data/v1/redirects.csv").read_text(encoding="utf-8")
    return {row["id"]: row["to_id"] for row in csv.DictReader(io.StringIO(text))}[OLD]


def _sqlite(site: Path) -> str:
    with sqlite3.connect(site / "data/v1/atlas.sqlite") as made:
        ((to,),) = made.execute("SELECT to_id FROM redirects WHERE id = ?", (OLD,))
    return to


def _atom(site: Path) -> str:
    entry = ElementTree.parse(site / f"trials/{OLD}/changes.atom").getroot().find(f"{ATOM}entry")
    return entry.find(f"{ATOM}link[@rel='alternate']").get("href").split("/")[-2]


def _json_feed(site: Path) -> str:
    items = json.loads((site / "trials/changes.json").read_bytes())["items"]
    return next(item["_atlas"]["moved_to"] for item in items if item["tags"][-1] == "renamed")


def _calendar(site: Path) -> str:
    text = (site / "calendar/upcoming.ics").read_bytes().decode().replace("\r\n ", "")
    (event,) = (e for e in text.split("BEGIN:") if f"UID:trials.{OLD}.completion@" in e)
    assert "STATUS:CANCELLED" in event
    return event.partition("\r\nURL:")[2].split("\r\n")[0].split("/")[-2]


def _korean_calendar(site: Path) -> str:
    return _calendar(site / "ko")


def _markdown(site: Path) -> str:
    return _moved_to((site / f"trials/{OLD}/index.md").read_text(encoding="utf-8"))


def _korean_markdown(site: Path) -> str:
    return _moved_to((site / f"ko/trials/{OLD}/index.md").read_text(encoding="utf-8"))


def _moved_to(text: str) -> str:
    return next(NEW for line in text.splitlines() if line.startswith("moved_to:") and NEW in line)


ANSWERS = (
    _json,
    _index,
    _csv,
    _sqlite,
    _atom,
    _json_feed,
    _calendar,
    _korean_calendar,
    _markdown,
    _korean_markdown,
)


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.__name__.strip("_"))
def test_the_old_id_answers_in_every_output(site: Path, answer: Callable[[Path], str]) -> None:
    assert answer(site) == NEW


@pytest.mark.parametrize("folder", ["", "ko/"])
def test_each_file_of_a_record_is_there_under_the_old_id_too(site: Path, folder: str) -> None:
    old, new = (
        {path.name for path in (site / folder / "trials" / i).iterdir()} for i in (OLD, NEW)
    )
    assert old == new
    pictures = {path.name for path in (site / folder / "pictures").glob("*.svg")}
    named = {name for name in pictures if name.startswith(NEW)}
    assert named
    assert {name.replace(NEW, OLD) for name in named} <= pictures


def test_no_page_and_no_fact_names_the_old_id(site: Path) -> None:
    files = [*site.rglob("*.html"), *site.rglob("api/**/*.json"), *site.rglob("*.csv")]
    files += [*site.rglob("*.md"), *site.rglob("sitemap.xml"), *site.rglob("llms.txt")]
    naming = {p.relative_to(site).as_posix() for p in files if OLD.encode() in p.read_bytes()}
    telling = {f"{page}/index.html" for page in ("changes/2024-01", f"trials/{NEW}")}
    telling |= {f"ko/{page}" for page in telling}
    telling |= {"api/v1/index.json", "data/v1/redirects.csv"}
    assert {path for path in naming if OLD not in path} == telling


def test_the_data_are_sound(repository: Repository) -> None:
    assert NEW in load(repository.data).records
