"""Records read again by themselves: the same Atlas and pages as a whole load gives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from macros.model.atlas import Atlas
from macros.model.problems import DataError
from macros.page.context import Project
from macros.site.build import Build
from macros.store.loading import Loader
from tests.conftest import copy_small, edit, load, write
from tests.sites import ROOT

SITE = "https://a.example/"
COMPANY = "companies/examplecell.yml"
OTHER = "\nsources: [example-register, example-blog]"
SMALL = ROOT / "tests" / "small" / "data"
RECORDS = sorted(
    path.relative_to(SMALL).as_posix()
    for path in SMALL.glob("*/*.yml")
    if path.parent.name != "vocabulary" and "moved_to" not in path.read_text(encoding="utf-8")
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return copy_small(tmp_path)


@pytest.fixture
def loader(data: Path) -> Loader:
    loader = Loader(data)
    loader.load()
    return loader


def build_of(atlas: Atlas) -> Build:
    return Build(atlas, "en", Project("https://git.example/a", site=SITE), SITE)


def pages(build: Build) -> dict[str, object]:
    return {record.id: build.body(record) for record in build.atlas.records.values()}


@pytest.mark.parametrize("file", RECORDS)
def test_pages_are_those_of_a_whole_load(loader: Loader, data: Path, file: str) -> None:
    before = build_of(loader.last)
    pages(before)  # has made and kept all that a build does
    path = data / file
    text = path.read_text(encoding="utf-8")
    other = re.sub(r"(20[012]\d-[01]\d)-[0-2]\d", r"\1-07", text)
    other = re.sub(r'(\b(?:en|ko|name|title): "?[^\s{,}"]+)', r"\1 anew", other, count=2)
    path.write_text(other, encoding="utf-8")
    assert other != text
    atlas = loader.edited([path])
    assert atlas is loader.last
    whole = load(data)
    assert list(atlas.records) == list(whole.records)
    assert atlas.files == whole.files
    assert pages(before.of(atlas, before.history)) == pages(build_of(whole))


def test_what_it_links_to_and_cites_changes_on_the_other_pages(loader: Loader, data: Path) -> None:
    before = build_of(loader.last)
    pages(before)
    edit(data, "products/example-cel.yml", "\nsources: [example-paper-2024]", OTHER)
    atlas = loader.edited([data / "products" / "example-cel.yml"])
    assert pages(before.of(atlas, before.history)) == pages(build_of(load(data)))


def test_several_records_at_once(loader: Loader, data: Path) -> None:
    edit(data, "companies/examplecell.yml", "en: Examplecell", "en: One")
    edit(data, "sources/example-blog.yml", "Ten examples", "Two examples")
    atlas = loader.edited([data / "companies/examplecell.yml", data / "sources/example-blog.yml"])
    assert pages(build_of(atlas)) == pages(build_of(load(data)))


def test_what_takes_a_whole_load_is_left_to_it(loader: Loader, data: Path) -> None:
    last = loader.last
    write(data, "companies/new.yml", "name: New\nsources: [example-register]\n")
    assert loader.edited([data / "companies" / "new.yml"]) is None
    assert loader.edited([data / "vocabulary" / "stage.yml"]) is None
    edit(data, COMPANY, "\nsources: [", "\nsources: [no-such-source, ")
    assert loader.edited([data / COMPANY]) is None  # a rule across records
    (data / COMPANY).write_text("moved_to: example-agency\n", encoding="utf-8")
    assert loader.edited([data / COMPANY]) is None
    (data / COMPANY).unlink()
    assert loader.edited([data / COMPANY]) is None
    assert loader.last is last


def test_a_record_need_not_wait_for_a_file_that_came_at_the_same_time(
    loader: Loader, data: Path
) -> None:
    write(data, "companies/new.yml", "name: New\nsources: [example-register]\n")
    edit(data, COMPANY, "en: Examplecell", "en: One")
    atlas = loader.edited([data / "companies" / "new.yml", data / COMPANY])
    assert atlas.records["examplecell"].name_in("en") == "One" and "new" not in atlas.records
    edit(data, COMPANY, "\nsources: [", "\nsources: [new-paper, ")
    write(data, "sources/new-paper.yml", "title: New\nkind: paper\n")
    assert loader.edited([data / "sources" / "new-paper.yml", data / COMPANY]) is None
    assert loader.last is atlas


def test_another_grade_of_a_source_counts_for_all_that_cite_it(loader: Loader, data: Path) -> None:
    path = data / "sources" / "example-blog.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^kind: .*$", "kind: regulator", text), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text
    assert loader.edited([path]) is None
    before = loader.last
    edit(data, COMPANY, "en: Examplecell", "en: One")
    atlas = loader.edited([path, data / COMPANY])
    assert atlas.records["examplecell"].name_in("en") == "One"
    assert atlas.records["example-blog"] is before.records["example-blog"]


def test_what_is_wrong_with_the_file_is_said(loader: Loader, data: Path) -> None:
    last = loader.last
    (data / COMPANY).write_text("name: [", encoding="utf-8")
    with pytest.raises(DataError, match="examplecell.yml:1"):
        loader.edited([data / COMPANY])
    assert loader.last is last


def test_nothing_can_be_edited_before_a_first_load(data: Path) -> None:
    assert Loader(data).edited([data / COMPANY]) is None
