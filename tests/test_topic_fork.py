"""A fork for another country: the steps of docs/contribute/developers.md, for a small Japan."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import copy_small, edit
from tests.sites import ROOT, SMALL_DOCS

JAPAN = {
    r"(?:South|Republic of) Korea|\bKorea\b": "Japan",
    r"\bKorean(?= (?:\w+ )?(?:hospital|legal|product|regul|rights|site|sponsor|step))": "Japanese",
    r"대한민국|한국(?!어)|국내": "일본",
    "Kymriah": "Example-cel",
    "킴리아": "예시캡타젠",
}
"""What a text says of this atlas, and of the fork."""

RECORDS = {
    "south-korea, japan": "japan, taiwan",
    "south-korea": "japan",
    ", KCT9999901": "",
    "krw": "jpy",
    "Seoul": "Tokyo",
    "seoul": "tokyo",
    "서울": "도쿄",
    "Busan": "Osaka",
    "부산": "오사카",
}

CONFIGURATION = {
    "한국 CAR-T 아틀라스": "일본 CAR-T 아틀라스",
    "https://korea-cart-atlas.github.io/atlas/": "https://fork.example/",
    "https://github.com/korea-cart-atlas/atlas": "https://github.com/fork/atlas",
    "korea-cart-atlas": "japan-cart-atlas",
    "country: south-korea": "country: japan",
    "adjective: Korean": "adjective: Japanese",
    "country/KOR": "country/JPN",
    "name: CRIS, letters: KCT": "name: jRCT, letters: jRCT",
}

REGIONS = """\
name: {en: Region, ko: 지역}
terms:
  tokyo: {en: Tokyo, ko: 도쿄, definition: {en: The capital., ko: 수도.}}
"""

NAV = """\
nav:
  - Home: index.md
  - Treatments: [products/index.md, trials/index.md, compare.md]
  - Evidence: [sources/index.md, "*/index.md"]
"""

LEFT = re.compile(
    r"Korea(?!n)|korea-|Korean (?!edition)|Kymriah|킴리아|대한민국|한국(?!어)|국내|country/KOR|KCT"
)
"""What only this atlas says. "Korean" alone is the other language, and 한국어 its name."""

TEXTS = {".html", ".md", ".json", ".svg", ".xml", ".txt", ".ics", ".bib", ".ris", ".ttl"}


def replaced(text: str, by: dict[str, str]) -> str:
    for old, new in by.items():
        text = text.replace(old, new)
    return text


def in_japan(text: str) -> str:
    for old, new in JAPAN.items():
        text = re.sub(old, new, text)
    return text


def rewrite(files: Iterable[Path], change: Callable[[str], str]) -> None:
    for file in files:
        file.write_text(change(file.read_text("utf-8")), "utf-8")


def places_to_edit() -> list[str]:
    """Return the files that the table of the section names."""
    text = (ROOT / "docs" / "contribute" / "developers.md").read_text("utf-8")
    section = text.partition("{: #topic }")[2].partition("\n## ")[0]
    return re.findall(r"^ *\| `(.+?)` \|", section, re.MULTILINE)


def run(fork: Path, *words: str) -> None:
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    done = subprocess.run(
        [sys.executable, "-m", "macros.cli", *words],
        cwd=fork,
        env={**os.environ, **quiet, "PYTHONPATH": str(fork)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def fork(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program with the steps of the section done; a small atlas of Japan."""
    fork = tmp_path_factory.mktemp("fork")
    shutil.copytree(ROOT / "macros", fork / "macros", ignore=shutil.ignore_patterns("__pycache__"))
    copy_small(fork)
    shutil.copytree(SMALL_DOCS, fork / "docs")
    for name in ("mkdocs.yml", "mkdocs.ko.yml", "pyproject.toml", "docs/search.md"):
        shutil.copy(ROOT / name, fork / name)
    configuration = [fork / name for name in ("mkdocs.yml", "mkdocs.ko.yml", "macros/topic.yml")]
    rewrite(configuration, lambda text: in_japan(replaced(text, CONFIGURATION)))
    nav = re.compile(r"^nav:\n(?:  .*\n)+", re.MULTILINE)
    rewrite(configuration[:1], lambda text: nav.sub(lambda _: NAV, text))
    gone = re.compile(
        r"^    (?:Guides|Industry|Science|Policy|About|Contribute): .*\n", re.MULTILINE
    )
    rewrite(configuration[1:2], lambda text: gone.sub("", text))
    for place in places_to_edit():
        files = list(fork.glob(place))
        assert files, place
        rewrite(files, in_japan)
    (fork / "data/vocabulary/region.yml").write_text(REGIONS, "utf-8")
    pictures = fork / "macros/features/pictures/__init__.py"
    rewrite([pictures], lambda text: re.sub(r".*\bhospital_map\b.*\n", "", text))
    rewrite(fork.glob("data/[!v]*/*.yml"), lambda text: in_japan(replaced(text, RECORDS)))
    edit(fork, "data/institutions/example-hospital.yml", 'postcodes: ["03080"]\n', "")
    rewrite(fork.glob("docs/*.md"), in_japan)
    run(fork, "schema", "--write")
    return fork


@pytest.fixture(scope="module")
def site(fork: Path) -> Path:
    run(fork, "build", "--site", str(fork / "site"))
    return fork / "site"


def closed_lists(site: Path) -> set[Path]:
    """Return the files that list every country of the world and every registry."""
    return {*site.glob("schemas/*.json"), site / "api/v1/vocabulary.json"}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def test_its_records_pass_the_check(fork: Path) -> None:
    run(fork, "check")


def test_nothing_of_this_atlas_is_left_on_its_pages(site: Path) -> None:
    texts = {file for file in site.rglob("*") if file.suffix in TEXTS}
    files = sorted(texts - closed_lists(site))
    assert len(files) > 100
    left = {
        str(file.relative_to(site)): found.string[max(0, found.start() - 40) : found.end() + 40]
        for file in files
        if (found := LEFT.search(file.read_text("utf-8")))
    }
    assert left == {}


def test_its_pages_name_its_own_country(site: Path) -> None:
    product = (site / "products/example-cel/index.html").read_text("utf-8")
    assert "Stage in Japan" in product
    assert "https://fork.example/products/example-cel/" in product
    assert "일본 개발 단계" in (site / "ko/products/example-cel/index.html").read_text("utf-8")
    trial = (site / "trials/nct99999901/index.html").read_text("utf-8")
    assert "Japanese sites" in trial


def test_its_search_and_explorer_answer(page: Page, site: Path, served) -> None:
    page.goto(served(site))
    page.locator("#atlas-search-field").fill("examplecell")
    page.locator("[role=option]", has_text="Examplecell").first.wait_for()
    page.goto(served(site) + "institutions/")
    page.locator(".explorer-count").dispatch_event("pointerover")
    page.locator(".explorer[data-ready]").wait_for()
    page.goto(served(site) + "institutions/?region=tokyo")
    page.locator(".explorer[data-ready]").wait_for()
    found = page.locator(".explorer tbody th a").all_inner_texts()
    assert found == ["Example Hospital"]
