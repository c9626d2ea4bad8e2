"""The Korean edition is Korean: what is still English on its pages is counted, and only falls."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

from macros.model.atlas import Atlas
from macros.model.kinds import Source, Target, Trial
from macros.model.korean import is_english
from tests.sites import real_atlas

LIMITS = {
    "notes": 0,
    "free facts": 0,
    "populations": 0,
    "descriptions of sources": 0,
    "labels": 0,
    "history": 0,
    "help for contributors": 2,
    "elsewhere": 0,
}
"""How many English passages there may be, by the kind of place: two name buttons or spellings."""

# What is quoted as published, such as titles, and what a record said before a change and after it;
# names that are shown as those in English; the English half of the page for what is not there,
# which a host shows in place of either edition's.
_QUOTED = " or ".join(
    [f"self::{tag}" for tag in ["cite", "del", "ins", "script", "style", "pre", "code", "nav"]]
    + ["self::*[@class='record-other' or @class='record-aliases']"]
    + ["self::td[@data-label='영어 표기']", "self::section[@class='missing' and @lang='en']"]
)
_QUOTATION = re.compile(r"\"[^\"]*\"|(?<=[A-Z])\([^()]*\)")  # what letters stand for, too
_BLOCKS = {"p", "li", "dd", "dt", "td", "th", "h1", "h2", "h3", "h4", "summary", "figcaption"}
_PLACES = (
    ("history", "ancestor::*[contains(@class, 'history')]"),
    ("notes", "self::*[@class='note']"),
    ("descriptions of sources", ".//*[@class='described']"),
    ("populations", "self::td[@data-label='대상' or @data-label='대상 환자군']"),
    ("labels", "self::dt | self::th[@scope='col']"),
    ("free facts", "ancestor::section[contains(@class, '--further')]"),
)


def passages_of(page: html.HtmlElement) -> list[tuple[str, str]]:
    """Return every passage of a page's content with the kind of place it is in; none twice."""
    found: dict[tuple[str, str], None] = {}
    for main in page.xpath("//article"):
        for quoted in main.xpath(f".//*[{_QUOTED}]"):
            quoted.drop_tree()
        for mark in main.xpath(".//a[contains(@class, 'note-mark')]/@title"):
            found["notes", " ".join(mark.split())] = None
        for block in main.iter(*_BLOCKS):
            words = " ".join(_own_text(block).split())
            if words:
                found[_place(block), words] = None
    return list(found)


def _own_text(block: html.HtmlElement) -> str:
    """Return the text of a block without that of the blocks inside it."""
    parts = [block.text or ""]
    for child in block:
        parts.append(" " if child.tag in _BLOCKS | {"ul", "ol", "dl"} else _own_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _place(block: html.HtmlElement) -> str:
    for place, where in _PLACES:
        if block.xpath(where):
            return place
    return "elsewhere"


@pytest.fixture(scope="module")
def english(site: Path) -> dict[str, dict[str, str]]:
    """The English passages of the Korean pages by their kind of place, each with a page."""
    return english_on(site / "ko", real_atlas())


def english_on(site: Path, atlas: Atlas) -> dict[str, dict[str, str]]:
    """Return the English passages of the pages in a folder; titles as published are none."""
    published = {str(source.title) for source in atlas.of(Source) if not source.described}
    for trial in atlas.of(Trial):
        texts = (trial.title, trial.official_title, trial.why_stopped, trial.registered_sponsor)
        published |= {str(fact.value) for fact in texts if fact}
    published |= {str(fact.value) for target in atlas.of(Target) for fact in target.approved_names}
    published = {" ".join(title.split()) for title in published}
    found: dict[str, dict[str, str]] = {place: {} for place in LIMITS}
    for file in sorted(site.rglob("*.html")):
        address = file.relative_to(site).as_posix()
        for place, passage in passages_of(html.fromstring(file.read_bytes().decode())):
            # A page is cited by its title, which may be that of a source.
            parts = re.split("[「」]", passage)
            ours = [_QUOTATION.sub("", words) for words in parts if words.strip() not in published]
            if any(map(is_english, ours)):
                kind = "help for contributors" if address.startswith("contribute/") else place
                found[kind].setdefault(passage, address)
    return found


@pytest.mark.data(
    "A text on a Korean page is English. Write it under `ko` too, or say in your proposal that the "
    "Korean is missing: a maintainer adds it."
)
@pytest.mark.parametrize("place", LIMITS)
def test_english_on_korean_pages_only_falls(english, place: str) -> None:
    n = len(english[place])
    some = [f"{page}: {words[:90]}" for words, page in english[place].items()][:10]
    assert n <= LIMITS[place], (n, *some)


def test_every_page_is_written_in_korean(site: Path) -> None:
    pages = (site / "ko").rglob("index.html")
    assert not [page for page in pages if b'"untranslated"' in page.read_bytes()]
