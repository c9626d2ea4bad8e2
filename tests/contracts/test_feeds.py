"""What changed, as readers of feeds have it. The feeds come from the whole history of the data."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import feedparser
import pytest

from tests.contracts.conftest import read_json
from tests.contracts.feed_rules import ATOM, complaints
from tests.contracts.programs import node, require

SOME = 60
"""How many feeds the slow reader reads, from all over the site."""


class Entry(NamedTuple):
    """What every reader must have of an entry."""

    id: str
    title: str
    link: str
    time: str


@pytest.fixture(scope="module")
def atoms(published: Path) -> list[Path]:
    """Every Atom feed."""
    found = sorted(published.rglob("*.atom"))
    require(found, "the whole history of the data (git fetch --unshallow)")
    return found


@pytest.fixture(scope="module")
def entries(atoms: list[Path]) -> dict[Path, list[Entry]]:
    """The entries of every Atom feed, as they are written."""
    return {path: [_entry(e) for e in _entries(path)] for path in atoms}


def _entries(path: Path) -> list[ElementTree.Element]:
    return ElementTree.parse(path).getroot().findall(f"{ATOM}entry")


def _entry(element: ElementTree.Element) -> Entry:
    said = [element.findtext(f"{ATOM}{name}") or "" for name in ("id", "title", "updated")]
    (link,) = (e for e in element.findall(f"{ATOM}link") if e.get("rel") == "alternate")
    return Entry(said[0], said[1], link.attrib["href"], said[2])


def address_of(path: Path, published: Path) -> str:
    """Return the address at which a file of the site is published."""
    server = read_json(published / "api" / "v1" / "openapi.json")["servers"][0]["url"]
    return server.removesuffix("api/v1") + path.relative_to(published).as_posix()


def test_every_feed_follows_the_rules_of_the_w3c_validator(
    atoms: list[Path], published: Path
) -> None:
    found = {path: complaints(path.read_bytes(), address_of(path, published)) for path in atoms}
    for path, rules in found.items():
        archives = [*path.parent.glob(f"{path.stem[:-4]}{'[0-9]' * 4}.atom")]
        if archives == [path]:  # There is nothing that an only archive could lead to but the feed.
            del rules["ArchiveIncomplete"]
    assert {path.relative_to(published): rules for path, rules in found.items() if rules} == {}


FAULTS = {
    "SAXError": ("</feed>", ""),
    "InvalidNamespace": ("www.w3.org/2005/Atom", "www.w3.org/2005/atom"),
    "MissingElement:id": (r"<feed([^>]*)>\s*<id>.*?</id>", r"<feed\1>"),
    "MissingElement:title": (r"<entry>(.*?)<title>.*?</title>", r"<entry>\1"),
    "MissingElement:author": (r"<author>.*?</author>", ""),
    "MissingElement:name": (r"<name>.*?</name>", ""),
    "MissingSelf": ('rel="self"', 'rel="related"'),
    "SelfDoesntMatchLocation": ('rel="self"(.*?)href="', r'rel="self"\1href="x:'),
    "SelfNotAtom": ('rel="self" type="application/atom', 'rel="self" type="application/rss'),
    "MissingDCLanguage": (r' xml:lang="\w+"', ""),
    "InvalidLanguage": (r' xml:lang="\w+"', ' xml:lang="in English"'),
    "MisplacedMetadata": ("</feed>", "<rights>R</rights></feed>"),
    "MissingCurrentInArchive": ("<author>", "<fh:archive/><author>"),
    "ArchiveIncomplete": (r'<link rel="prev-archive"[^>]*/>', "<fh:archive/>"),
    "DuplicateEntries": (r"(<entry>.*?</entry>)", r"\1\1"),
    "DuplicateElement": (r"(<entry>.*?)(<updated>.*?</updated>)", r"\1\2\2"),
    "DuplicateAtomLink": (r'(<link rel="alternate"[^>]*>)', r"\1\1"),
    "FeedHistoryRelInEntry": ("<entry>", '<entry><link rel="current" href="a:b"/>'),
    "MissingTextualContent": (r"<content.*?</content>", ""),
    "UndefinedElement": ("<entry>", "<entry><description>D</description>"),
    "UnexpectedAttribute": ("<category ", '<category name="n" '),
    "BadCharacters": ("<title>", "<title>\x80"),
    "UnexpectedWhitespace": ("</id>", "\n</id>"),
    "InvalidTAG": (r"<id>tag:([^,]*),\d+", r"<id>tag:\1,26"),
    "InvalidFullLink": ("<id>https://", "<id>/"),
    "InvalidRFC3339Date": (r"<updated>(.{10})T.*?<", r"<updated>\1<"),
    "UnregisteredAtomLinkRel": ('rel="related"', 'rel="data"'),
    "InvalidMIMEType": ('type="text/html"', 'type="html"'),
    "MissingHref": (r'(<link rel="related"[^>]*) href="[^"]*"', r"\1"),
    "InvalidIRI": (r'(<link rel="related"[^>]*) href="', r'\1 href="a b'),
    "AtomLinkNotEmpty": (r'(<link rel="related"[^>]*)/>', r"\1>x</link>"),
    "InvalidTextType": ('type="html"', 'type="text/html"'),
    "NotBlank": (r"<title>.*?</title>", "<title> </title>"),
    "ContainsUndeclaredHTML": ("<title>", "<title>&lt;b&gt;x&lt;/b&gt;"),
    "ContainsEmail": ("<name>", "<name>a@b.example "),
    "SecurityRisk": ("&lt;ul&gt;", "&lt;script&gt;"),
    "SecurityRiskAttr": ("&lt;ul&gt;", '&lt;ul onclick="x"&gt;'),
}


@pytest.mark.parametrize("rule", FAULTS)
def test_a_planted_fault_is_found(rule: str, atoms: list[Path], published: Path) -> None:
    path = published / "changes" / "feed.atom"
    right, wrong = FAULTS[rule]
    text, times = re.subn(right, wrong, path.read_text(encoding="utf-8"), count=1, flags=re.DOTALL)
    assert times == 1
    assert rule in complaints(text.encode(), address_of(path, published))


def test_feedparser_reads_what_is_written(
    atoms: list[Path], entries: dict[Path, list[Entry]], published: Path
) -> None:
    short = [path for path in atoms if len(entries[path]) <= 100]
    chosen = [published / "changes" / "feed.atom", *short[:: len(short) // SOME + 1]]
    for path in chosen:
        found = feedparser.parse(path.read_bytes())
        assert not found.bozo, (path, found.get("bozo_exception"))
        read = [Entry(e.id, e.title, e.link, e.updated) for e in found.entries]
        assert read == entries[path], path
        language = "ko" if path.is_relative_to(published / "ko") else "en"
        assert found.feed.language == language
        # It strips what it takes for unsafe, and would give less than was written.
        whole = [e.findtext(f"{ATOM}content") for e in _entries(path)]
        assert [e.content[0].value for e in found.entries] == whole, path


def test_feedsmith_reads_what_is_written(
    atoms: list[Path], entries: dict[Path, list[Entry]]
) -> None:
    read = json.loads(node("feedsmith.mjs", *atoms))
    assert {feed["format"] for feed in read} == {"atom"}
    for path, feed in zip(atoms, read, strict=True):
        found = [Entry(e["id"], e["title"], e["link"], e["time"]) for e in feed["entries"]]
        assert found == entries[path], path


def test_json_feeds_say_the_same(
    atoms: list[Path], entries: dict[Path, list[Entry]], published: Path
) -> None:
    feeds = [p for p in (path.with_suffix(".json") for path in atoms) if p.exists()]
    assert feeds
    read = json.loads(node("feedsmith.mjs", *feeds))
    assert {feed["format"] for feed in read} == {"json"}
    for path, feed in zip(feeds, read, strict=True):
        found = [Entry(e["id"], e["title"], e["link"], e["time"]) for e in feed["entries"]]
        assert found == entries[path.with_suffix(".atom")], path
        assert told_wrong(read_json(path), address_of(path, published)) == []


def told_wrong(feed: dict[str, Any], address: str) -> list[str]:
    """Return what breaks JSON Feed 1.1: what must be there, and is of its type."""
    wrong = [key for key in ("title", "home_page_url") if not feed.get(key)]
    wrong += ["version"] if feed.get("version") != "https://jsonfeed.org/version/1.1" else []
    wrong += ["feed_url"] if feed.get("feed_url") != address else []
    ids = Counter(item.get("id") for item in feed["items"])
    wrong += [f"twice: {id_}" for id_, n in ids.items() if n > 1]
    for item in feed["items"]:
        needed = ("id", "url", "content_html")
        wrong += [key for key in needed if not isinstance(item.get(key), str)]
        wrong += [key for key in item if key.startswith("_") and not isinstance(item[key], dict)]
    return wrong


def test_what_is_wrong_with_a_json_feed_is_found(atoms: list[Path], published: Path) -> None:
    path = published / "changes" / "feed.json"
    feed = read_json(path)
    address = address_of(path, published)
    twice = feed | {"items": [feed["items"][0]] * 2}
    assert told_wrong(twice, address) == [f"twice: {feed['items'][0]['id']}"]
    assert told_wrong(feed | {"version": "1.1"}, address) == ["version"]
    assert told_wrong(feed, "elsewhere") == ["feed_url"]
