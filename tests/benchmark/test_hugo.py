"""The peer of the benchmark says what our site says: else the benchmark compares other work.

Whoever changes the words of a record's page changes the templates in tests/benchmark/hugo/ too.
`python -m tests.benchmark.hugo.samewords OURS THEIRS` shows which words differ.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.benchmark.hugo import project
from tests.benchmark.hugo.samewords import least_alike, shares
from tests.benchmark.measure import pages_of
from tests.conftest import copy_small
from tests.sites import built

SAME = 0.999
"""Share of the same words, at least, where the peer leaves nothing out."""

SAME_BESIDE_PICTURES = 0.9
"""The same for a page with a picture, whose own words the peer does not have."""


class Sites(NamedTuple):
    """The small data built by us and by the peer, and the paths of the pages of records."""

    ours: Path
    theirs: Path
    pages: list[str]


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    folder = tmp_path_factory.mktemp("peer")
    data = copy_small(folder)
    ours = built(folder / "ours", data=data)
    project.write(ours, folder / "hugo")
    hugo = subprocess.run(
        project.command(folder / "theirs"),
        cwd=folder / "hugo",
        env={**os.environ, "HUGO_CACHEDIR": str(folder / "cache")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert hugo.returncode == 0, hugo.stderr
    return Sites(ours, folder / "theirs", pages_of(data))


def test_pages_of_records_have_the_same_words(sites: Sites) -> None:
    same = shares(*sites)
    assert len(same) == len(sites.pages) > 30
    pictured = {page for page in sites.pages if "<figure" in (sites.ours / page).read_text("utf-8")}
    beside = {page: same[page] for page in pictured}
    assert min(beside.values()) > SAME_BESIDE_PICTURES, least_alike(*sites[:2], beside, 3)
    whole = {page: same[page] for page in sites.pages if page not in pictured}
    assert sum(whole.values()) / len(whole) > SAME, least_alike(*sites[:2], whole, 9)


def test_a_change_of_one_word_on_each_page_is_noticed(sites: Sites, tmp_path: Path) -> None:
    for page in sites.pages:
        html = (sites.theirs / page).read_text("utf-8")
        file = tmp_path / page
        file.parent.mkdir(parents=True)
        file.write_text(html.replace("Cite this page", "Quote this page"), encoding="utf-8")
    changed = shares(sites.ours, tmp_path, sites.pages)
    assert sum(changed.values()) / len(changed) < SAME
    assert shares(sites.ours, tmp_path, ["companies/none/index.html"]).popitem()[1] == 0


def test_names_and_columns_have_every_record(sites: Sites) -> None:
    names = json.loads((sites.theirs / "names.json").read_text("utf-8"))
    kinds = {kind["id"]: [row[0] for row in kind["rows"]] for kind in names["kinds"]}
    assert len(names["lines"]) == sum(map(len, kinds.values()))
    for kind, ids in kinds.items():
        columns = json.loads((sites.theirs / kind / "explorer.json").read_text("utf-8"))
        assert columns["ids"] == ids
        assert all(len(field["cells"]) == len(ids) for field in columns["fields"])
    moved = {"companies/old-examplecell/index.html"}
    listed = {f"{kind}/{id_}/index.html" for kind, ids in kinds.items() for id_ in ids}
    assert listed == set(sites.pages) - moved
