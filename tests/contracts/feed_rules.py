"""The rules of the W3C feed validator for what our Atom feeds use, by the names that it gives them.

Read in w3c/feedvalidator at the commit of 16 December 2025 (feed.py, entry.py, link.py, content.py,
author.py, category.py, validators.py). It cannot be installed as a package. Rules that need a clock
are left out, and DuplicateUpdated: one commit changes many records at one time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

RELATIONS = {"alternate", "related", "self", "current", "next-archive", "prev-archive"}
"""Those that it knows and that a feed of ours may use."""

ONCE = ("id", "title", "updated", "rights", "content", "subtitle")
KNOWN = {
    "feed": {"id", "title", "updated", "link", "author", "rights", "subtitle", "entry"},
    "entry": {"id", "title", "updated", "link", "category", "content", "author", "rights"},
}
ATTRIBUTES = {
    "link": {"rel", "type", "href", "title", "hreflang", "length"},
    "category": {"term", "scheme", "label"},
    "content": {"type", "src"},
    "title": {"type"},
    "feed": {LANG},
}
SAFE = {"ul", "ol", "li", "p", "del", "ins", "a", "em", "strong", "b", "i", "br", "span", "div"}

_ADDRESS = re.compile(r"[a-zA-Z][0-9a-zA-Z+.-]*:(//)?[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,#]+")
_TAG = re.compile(
    r"tag:([a-z0-9\-._]+?@)?[a-z0-9.\-]+?,[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?:"
    r"[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,]*"
)
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})", re.ASCII)
_TYPE = re.compile(r"[^\s()<>,;:\"/[\]?=]+/[^\s()<>,;:\"/[\]?=]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")
_BAD = re.compile("[\x80-\x9f\ufffd]")
_END_TAG = re.compile(r"</(\w+)>")
_START_TAG = re.compile(r"<([a-zA-Z][\w-]*)([^>]*)>")


def complaints(text: bytes, address: str) -> Counter[str]:
    """Return the names of the rules that a feed breaks, with how often; `address` is its own."""
    try:
        feed = ElementTree.fromstring(text)
    except ElementTree.ParseError:
        return Counter(["SAXError"])
    if feed.tag != f"{ATOM}feed":
        return Counter(["InvalidNamespace"])
    return Counter([*_of_feed(feed, address), *_of_all(feed)])


def _of_feed(feed: Element, address: str) -> Iterator[str]:
    entries = feed.findall(f"{ATOM}entry")
    links = feed.findall(f"{ATOM}link")
    by_rel: dict[str | None, list[str]] = {}
    for link in links:
        by_rel.setdefault(link.get("rel"), []).append(link.get("href", ""))
    yield from (f"MissingElement:{name}" for name in _missing(feed, "id", "title", "updated"))
    if "self" not in by_rel:
        yield "MissingSelf"
    elif by_rel["self"] != [address]:
        yield "SelfDoesntMatchLocation"
    if not _LANGUAGE.fullmatch(feed.get(LANG, "")):
        yield "InvalidLanguage" if feed.get(LANG) else "MissingDCLanguage"
    names = [child.tag for child in feed]
    first = names.index(f"{ATOM}entry") if entries else len(names)
    if any(name != f"{ATOM}entry" for name in names[first:]):
        yield "MisplacedMetadata"
    if feed.find(f"{HISTORY}archive") is not None:
        if "current" not in by_rel:
            yield "MissingCurrentInArchive"
        if not by_rel.keys() & {"prev-archive", "next-archive"}:
            yield "ArchiveIncomplete"
    ids = Counter(entry.findtext(f"{ATOM}id") for entry in entries)
    yield from ("DuplicateEntries" for n in ids.values() if n > 1)
    yield from _alternates(links)
    for entry in entries:
        yield from _of_entry(entry, has_author=feed.find(f"{ATOM}author") is not None)


def _of_entry(entry: Element, *, has_author: bool) -> Iterator[str]:
    yield from (f"MissingElement:{name}" for name in _missing(entry, "id", "title", "updated"))
    if not has_author and _missing(entry, "author"):
        yield "MissingElement:author"
    if _missing(entry, "content"):
        yield "MissingTextualContent"
    links = entry.findall(f"{ATOM}link")
    if any(link.get("rel") in ("current", "next-archive", "prev-archive") for link in links):
        yield "FeedHistoryRelInEntry"
    yield from _alternates(links)


def _missing(element: Element, *names: str) -> list[str]:
    return [name for name in names if element.find(f"{ATOM}{name}") is None]


def _alternates(links: list[Element]) -> Iterator[str]:
    alternate = [link for link in links if link.get("rel", "alternate") == "alternate"]
    types = Counter((link.get("type"), link.get("hreflang")) for link in alternate)
    yield from ("DuplicateAtomLink" for n in types.values() if n > 1)


def _of_all(feed: Element) -> Iterator[str]:
    """Yield what is wrong with single elements, wherever they are."""
    for element in feed.iter():
        name = element.tag.removeprefix(ATOM)
        value = element.text or ""
        yield from _once_and_known(element, name)
        if _BAD.search(value) or any(_BAD.search(said) for said in element.attrib.values()):
            yield "BadCharacters"
        if name in ("id", "updated") and value != value.strip():
            yield "UnexpectedWhitespace"
        if name == "id":
            yield from _address(value)
        elif name == "updated":
            yield from _time(value)
        elif name == "link":
            yield from _link(element)
        elif name == "category":
            yield from ([] if element.get("term") else ["NotBlank"])
        elif name == "author":
            yield from ([] if element.findtext(f"{ATOM}name") else ["MissingElement:name"])
        elif name == "name" and "@" in value:
            yield "ContainsEmail"
        elif name in ("title", "content", "rights"):
            yield from _text(element, value)


def _once_and_known(element: Element, name: str) -> Iterator[str]:
    children = Counter(child.tag.removeprefix(ATOM) for child in element)
    yield from ("DuplicateElement" for child in ONCE if children[child] > 1)
    own = {child for child in children if not child.startswith("{")}
    if name in KNOWN and own - KNOWN[name]:
        yield "UndefinedElement"
    if element.attrib.keys() - ATTRIBUTES.get(name, set()):
        yield "UnexpectedAttribute"


def _address(value: str) -> Iterator[str]:
    if value.startswith("tag:"):
        if not _TAG.fullmatch(value):
            yield "InvalidTAG"
    elif not _ADDRESS.fullmatch(value):
        yield "InvalidFullLink"


def _time(value: str) -> Iterator[str]:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        yield "InvalidRFC3339Date"
        return
    if not _TIME.fullmatch(value):
        yield "InvalidRFC3339Date"


def _link(link: Element) -> Iterator[str]:
    if link.get("rel", "alternate") not in RELATIONS:
        yield "UnregisteredAtomLinkRel"
    if "type" in link.attrib and not _TYPE.fullmatch(link.attrib["type"]):
        yield "InvalidMIMEType"
    if link.get("rel") == "self" and link.get("type") != "application/atom+xml":
        yield "SelfNotAtom"
    if "href" not in link.attrib:
        yield "MissingHref"
    elif not _ADDRESS.fullmatch(link.attrib["href"]):
        yield "InvalidIRI"
    if (link.text or "").strip() or len(link):
        yield "AtomLinkNotEmpty"


def _text(element: Element, value: str) -> Iterator[str]:
    type_ = element.get("type", "text")
    if type_ not in ("text", "html"):  # nor do we write others
        yield "InvalidTextType"
    if not value.strip():
        yield "NotBlank"
    if type_ == "text" and _END_TAG.search(value):
        yield "ContainsUndeclaredHTML"
    if type_ == "html":
        for tag, attributes in _START_TAG.findall(value):
            if tag not in SAFE:
                yield "SecurityRisk"
            if re.search(r"\son\w+\s*=", attributes):
                yield "SecurityRiskAttr"
