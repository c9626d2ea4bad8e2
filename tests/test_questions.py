"""Questions of readers: each is answered within two clicks, in visible words, with a source."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from lxml import html
from playwright.sync_api import Page

from tests.sites import ROOT, now

QUESTIONS = yaml.safe_load((ROOT / "tests" / "questions.yml").read_text(encoding="utf-8"))
EVERY = [(language, question) for language in QUESTIONS for question in QUESTIONS[language]]
PREFIX = {"en": "", "ko": "ko/"}
CLICKS = 2
NOT_KNOWN = "not known"
KEYS = {"ask", "who", "start", "way", "at", "row", "column", "says", "never", "sources"}

UNSEEN = (
    "descendant-or-self::*[self::script or self::style or self::template or @hidden]"
    " | descendant::details[not(@open)]/*[not(self::summary)]"
    " | descendant::a[@class='headerlink']"
)
LISTED = "descendant-or-self::ol[@class='references']"
ROWS = ".//tr | .//li | .//p | .//dl/div"
FIRST = """async query => {
  await atlasLater.load("search");
  const [hit] = await atlasSearch.search(query, false);
  return hit && atlasSearch.addressOf(hit);
}"""

Part = tuple[html.HtmlElement, ...]
Read = Callable[[str], "Opened"]


class Opened:
    """A page as a reader has it: where it is, what it says, where it leads."""

    def __init__(self, address: str, text: str) -> None:
        self.address = address
        self.tree = html.fromstring(text)
        (self.article,) = self.tree.xpath("//article")

    def target(self, link: html.HtmlElement) -> str:
        """Return the address of a link from the root of the site, "" where it leaves the site."""
        parts = urlsplit(link.get("href", ""))
        if parts.scheme or parts.netloc:
            return ""
        path = posixpath.normpath(posixpath.join("/", self.address, unquote(parts.path)))[1:]
        return (f"{path}/" if path else "") + (f"#{parts.fragment}" if parts.fragment else "")

    def parts(self, at: str | None) -> list[Part]:
        """Return the part with an id; without one every section, the first without a heading."""
        if at:
            (found,) = self.article.xpath(".//*[@id=$at]", at=at) or [None]
            assert found is not None, f"{self.address} has no part #{at}"
            return [_section(found) if _level(found) else (found,)]
        headings = self.article.xpath(".//h2[@id]")
        sections = [_section(heading) for heading in headings]
        taken = {element for section in sections for element in section}
        blocks = [block for block in _blocks(self.article) if not taken & set(block.iter())]
        # What the references at the end name proves nothing by itself.
        return [p for p in (tuple(blocks), *sections) if not any(e.xpath(LISTED) for e in p)]

    def sources(self, part: Part) -> set[str]:
        """Return the ids of the sources that the citations of a part name."""
        links = [a for element in part for a in element.xpath(".//a[@href]")]
        cited = [a.get("href")[1:] for a in links if a.get("href").startswith("#ref-")]
        numbers = {n for e in part for s in e.xpath(".//summary") for n in _numbers(s)}
        for id_ in {*cited, *(f"ref-{n}" for n in numbers)}:
            links += self.tree.xpath("//li[@id=$id]//a[@href]", id=id_)
        found = (re.search(r"(?:^|/)sources/([^/#]+)/", self.target(link)) for link in links)
        return {match[1] for match in found if match}


def _level(element: html.HtmlElement) -> int:
    return int(element.tag[1]) if re.fullmatch("h[1-6]", str(element.tag)) else 0


def _section(heading: html.HtmlElement) -> Part:
    """Return a heading with all that follows up to the next one of its level or above."""
    section = [heading]
    for element in heading.itersiblings():
        if 0 < _level(element) <= _level(heading):
            break
        section.append(element)
    return tuple(section)


def _blocks(article: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Yield the blocks of an article, those of a record's frame one by one."""
    for element in article:
        if element.tag == "div" and "record" in element.get("class", "").split():
            yield from _blocks(element)
        else:
            yield element


def _numbers(summary: html.HtmlElement) -> list[str]:
    return re.findall(r"\d+", summary.text_content())


@cache
def seen(element: html.HtmlElement) -> str:
    """Return what a reader sees of an element while nothing in it is opened."""
    hidden = set(element.xpath(UNSEEN))

    def texts(of: html.HtmlElement) -> Iterator[str]:
        if of in hidden or not isinstance(of.tag, str):
            return
        yield of.text or ""
        for child in of:
            yield from texts(child)
            yield child.tail or ""
        yield "" if of.tag in ("a", "abbr", "b", "em", "span", "strong", "sup", "time") else " "

    return " ".join("".join(texts(element)).split())


def has(opened: Opened, part: Part, wanted: str, language: str) -> bool:
    """Say whether a part has a link to an address (it ends with "/"), or shows words."""
    if wanted.endswith("/"):
        links = (a for element in part for a in element.xpath(".//a[@href]"))
        return any(opened.target(a).split("#")[0] == PREFIX[language] + now(wanted) for a in links)
    # A number is not found in a longer one, nor a Latin word in another.
    before = r"(?<![\d])(?<!\d[.,])" if wanted[0].isdigit() else ""
    after = r"(?!\d|[.,]\d)" if wanted[-1].isdigit() else ""
    words = before + re.escape(wanted).replace(r"\ ", r"\s") + after
    return re.search(words, " ".join(map(seen, part)), re.IGNORECASE) is not None


def rows_of(opened: Opened, part: Part, row: str, language: str) -> list[Part]:
    """Return the rows, list items and paragraphs of a part that have a link or words."""
    rows = [(found,) for element in part for found in element.xpath(ROWS)]
    rows += [(element,) for element in part if element.tag == "p"]
    return [found for found in rows if has(opened, found, row, language)]


def column_of(part: Part, name: str) -> Part:
    """Return the cells of a column, whose label may say more, such as "2025년"."""
    label = "descendant-or-self::td[starts-with(@data-label, $name)]"
    return tuple(cell for element in part for cell in element.xpath(label, name=name))


def lacks(opened: Opened, part: Part, says: list[Any], language: str) -> list[Any]:
    """Return what a part does not say."""

    def said(wanted: str | list[str]) -> bool:
        words = wanted if isinstance(wanted, list) else [wanted]
        return any(has(opened, part, str(word), language) for word in words)

    return [wanted for wanted in says if not said(wanted)]


@pytest.fixture(scope="module")
def read(site: Path) -> Read:
    """A function that opens a page of the site by its address."""

    @cache
    def open_(address: str) -> Opened:
        file = site / address / "index.html"
        assert file.is_file(), f"the site has no page {address}"
        return Opened(address, file.read_text(encoding="utf-8"))

    return open_


def begin(
    start: dict[str, str], language: str, read: Read, open_page: Callable[[str], Page]
) -> Opened:
    """Open the page where a question begins; what needs a script is asked of a real browser."""
    if "search" in start:
        page = open_page(f"{PREFIX[language]}about/")
        found = page.evaluate(FIRST, start["search"])
        assert found, f"the search finds nothing for {start['search']}"
        return read(PREFIX[language] + found.removeprefix("../").partition("#")[0])
    if "address" in start:
        page = open_page(PREFIX[language] + start["address"])
        if "?" not in start["address"]:
            page.locator(".explorer-count").dispatch_event("pointerover")
        page.locator(".explorer[data-ready]").wait_for()
        return Opened(PREFIX[language] + start["address"].partition("?")[0], page.content())
    return read(PREFIX[language])


def follow(opened: Opened, link: str, language: str, read: Read) -> Opened:
    """Follow a link of a page, by its address or its words."""
    for a in opened.tree.xpath("//body//a[@href]"):
        target = opened.target(a).split("#")[0]
        if now(link) in (seen(a), target.removeprefix(PREFIX[language])):
            return read(target)
    raise AssertionError(f"{opened.address or 'the home page'} has no link to {link}")


def is_cited(opened: Opened, part: Part, sources: list[str], clicks: int, read: Read) -> bool:
    """Say whether a part names one of some sources, or a link of it leads to where one is named."""
    sources = [now(source) for source in sources]
    if opened.sources(part) & set(sources):
        return True
    if clicks == 0:
        return False
    for link in (a for element in part for a in element.xpath(".//a[@href]")):
        address, _, at = opened.target(link).partition("#")
        if address and address != opened.address and "sources/" not in address:
            there = read(address)
            if any(there.sources(section) & set(sources) for section in there.parts(at)):
                return True
    return False


@pytest.mark.data(
    "tests/questions.yml has what this page must answer. If the fact has changed, change the "
    "answer there too, or say so in your proposal: a maintainer does it. Your data may be right."
)
@pytest.mark.parametrize(
    ("language", "question"),
    EVERY,
    ids=[f"{language}-{n}" for language in QUESTIONS for n in range(len(QUESTIONS[language]))],
)
def test_a_question_is_answered_with_a_source_in_two_clicks(
    language: str, question: dict[str, Any], read, open_page
) -> None:
    opened = begin(question.get("start", {}), language, read, open_page)
    way = question.get("way", [])
    for link in way:
        opened = follow(opened, link, language, read)
    parts = opened.parts(question.get("at"))
    if "column" in question:
        parts = [column_of(part, question["column"]) for part in parts]
    rows = question.get("row", [])
    for row in rows if isinstance(rows, list) else [rows]:
        found = [each for part in parts for each in rows_of(opened, part, row, language)]
        assert found, f"{opened.address} has no row with {row}"
        answer(opened, found, question, language, CLICKS - len(way), read)
    if not rows:
        answer(opened, parts, question, language, CLICKS - len(way), read)


def answer(
    opened: Opened,
    parts: list[Part],
    question: dict[str, Any],
    language: str,
    clicks: int,
    read: Read,
) -> None:
    """Fail unless one of some parts of a page says all, with a source, and none what is wrong."""
    never = question.get("never", [])
    wrong = [w for w in never if any(has(opened, part, w, language) for part in parts)]
    assert not wrong, f"{question['ask']} {opened.address} says {wrong}"
    missing = [(part, lacks(opened, part, question["says"], language)) for part in parts]
    answers = [part for part, lacking in missing if not lacking]
    least = min((lacking for _, lacking in missing), key=len)
    assert answers, f"{question['ask']} {opened.address} does not say {least}"
    if question["sources"] != NOT_KNOWN:
        cited = any(is_cited(opened, part, question["sources"], clicks, read) for part in answers)
        assert cited, f"{question['ask']} {opened.address} does not name {question['sources']}"


def test_there_are_fifty_questions_half_of_them_korean() -> None:
    assert {language: len(asked) for language, asked in QUESTIONS.items()} == {"en": 25, "ko": 25}
    assert len({question["ask"] for _, question in EVERY}) == len(EVERY)
    for _, question in EVERY:
        assert set(question) <= KEYS, question
        assert question["who"] in ("family", "doctor", "journalist"), question
        assert len(question.get("way", [])) <= CLICKS, question
        assert question["says"], question
        assert question["sources"], question


PAGE = """<article><h1>Prices</h1><p>Whole: 1,250.</p>
<h2 id="a">A</h2><p>Fee 250 <sup class="cite">[<a href="#ref-1">1</a>]</sup></p>
<ul><li>Fee 70 <details class="citation"><summary>2</summary><p>as of May</p></details></li></ul>
<h2 id="b">B</h2><p><a href="../b/#fee">Its fee</a></p>
<h2 id="sources">Sources</h2>
<ol class="references"><li id="ref-1"><a href="../../sources/first/">One</a></li>
<li id="ref-2"><a href="../../sources/second/">Two</a></li></ol></article>"""
BEHIND = """<article><p id="fee">70 <a href="../../sources/third/">Three</a></p></article>"""


def test_only_what_is_seen_and_proved_there_is_an_answer() -> None:
    page = Opened("x/a/", PAGE)
    lead, first, second = page.parts(None)
    assert page.parts("a") == [first]
    assert has(page, first, "fee 250", "en")
    assert not has(page, lead, "250", "en")
    assert not has(page, first, "as of May", "en")
    assert has(page, second, "x/b/", "en")
    assert [page.sources(row) for row in rows_of(page, first, "Fee", "en")] == [
        {"second"},
        {"first"},
    ]
    assert is_cited(page, second, ["third"], 1, lambda _address: Opened("x/b/", BEHIND))
    assert not is_cited(page, second, ["third"], 0, lambda _address: Opened("x/b/", BEHIND))
