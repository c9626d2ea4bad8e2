"""A third language: one entry in the list and its words, and every page is made in it.

The language is made up ("Test", code xx) and never published: it exists in the processes that these
tests start, through a `sitecustomize` that adds its entry to the list.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html

from macros.model.languages import FALLBACK, LANGUAGES
from tests.conftest import copy_small, edit
from tests.sites import ROOT, SMALL_DOCS

ENTRY = """\
from macros.model import languages

languages.LANGUAGES["xx"] = languages.Language("Test", "Test")
"""

# Ten words, in the data and the vocabularies.
WORDS = (
    ("companies/examplecell.yml", "en: Examplecell", "en: Examplecell, xx: Xamplo"),
    ("trials/nct99999901.yml", "en: ", "xx: Xrial, en: "),
    ("products/example-cel.yml", "en: Example-cel", "en: Example-cel, xx: Xample-cel"),
    ("institutions/example-hospital.yml", "en: Example", "xx: Xospital, en: Example"),
)
TITLES = ("Home", "Guides", "Treatments", "Industry", "Science", "Policy", "Evidence")
TITLES += ("About", "Contribute")

TERMS = {
    "phase": ("phase-1-2", "Xhase 1/2"),
    "stage": ("approved", "Xpproved"),
    "country": ("south-korea", "Xorea"),
    "source-kind": ("news", "Xews"),
    "institution-type": ("hospital", "Xospital"),
    "outcome": ("granted", "Xranted"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the small data in the third language."""
    folder = tmp_path_factory.mktemp("third")
    data = copy_small(folder)
    for file, old, new in WORDS:
        text = (data / file).read_text(encoding="utf-8")
        assert old in text, file
        (data / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    for name, (word, label) in TERMS.items():
        text = (data / "vocabulary" / f"{name}.yml").read_text(encoding="utf-8")
        text, changed = re.subn(
            rf"^(  {word}:\n(?:    .*\n)*?    en: .*\n)", rf"\1    xx: {label}\n", text, flags=re.M
        )
        assert changed == 1, name
        (data / "vocabulary" / f"{name}.yml").write_text(text, encoding="utf-8")
    (folder / "sitecustomize.py").write_text(ENTRY, encoding="utf-8")
    (folder / "macros").symlink_to(ROOT / "macros")  # beside the configuration, as plugins want it
    config = folder / "mkdocs.xx.yml"
    settings = {
        "INHERIT": str(ROOT / "mkdocs.yml"),
        "site_name": "Xtlas",
        "site_url": "https://atlas.example/xx/",
        "docs_dir": str(SMALL_DOCS),
        "site_dir": str(folder / "site"),
        "theme": {"language": "xx"},
        "watch": [],
        "extra": {
            "data": str(data),
            "nav_translations": {title: f"X{title[1:]}" for title in TITLES},
        },
    }
    config.write_text(json.dumps(settings), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-f", str(config)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder / "site"


def test_the_list_has_no_third_language_but_in_this_test() -> None:
    assert list(LANGUAGES) == ["en", "ko"] and FALLBACK == "en"


def test_every_page_is_made_in_it(site: Path) -> None:
    pages = sorted(site.rglob("index.html"))
    assert len(pages) > 40
    for page in pages:
        tree = html.parse(page).getroot()
        if not tree.xpath("//meta[@http-equiv='refresh']"):
            assert tree.get("lang") == "xx", page


def test_its_words_are_shown_and_what_has_none_is_english_and_marked(site: Path) -> None:
    company = html.parse(site / "companies/examplecell/index.html").getroot()
    assert company.xpath("//h1")[0].text_content().strip() == "Xamplo"
    trial = html.parse(site / "trials/nct99999901/index.html").getroot()
    assert trial.xpath("//*[@data-term='phase-1-2']")[0].text_content() == "Xhase 1/2"
    labels = trial.xpath("//dl[@class='glance']/div[@id='phase']/dt/span[@lang='en']")
    assert [label.text_content() for label in labels] == ["Phase"]


def test_a_language_that_is_not_in_the_list_is_an_error(small: Path) -> None:
    from tests.conftest import problems_of

    edit(small, "companies/examplecell.yml", "en: Examplecell", "en: Examplecell, yy: Yamplo")
    [problem] = problems_of(small)
    assert problem.code == "unknown-field" and '"yy"' in problem.message
