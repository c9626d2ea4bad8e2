"""Metadata in the head of a web page: title, publisher, date, language, DOI."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlsplit

from macros.model.identifiers import Doi
from macros.model.topic import TOPIC
from macros.outside.http import Client, FetchError
from macros.outside.shape import clean, date_in, value_in
from macros.outside.sources import LANGUAGE_OF, Metadata
from macros.outside.titles import no_title, plain_title

_ELEMENT = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<raw>script|style|svg)\b.*?(?:</(?P=raw)|\Z)"
    r"|<title\b[^<>]*>(?P<title>.*?)(?:</title|\Z)"
    r"|<(?P<tag>html|meta)\b(?P<attributes>(?:[^\"'<>]|\"[^\"]*\"|'[^']*')*)>",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([^\s=>\"'/]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))")
_DATED = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')


def fetch_page(client: Client, url: str) -> Metadata:
    """Return the metadata of a page. Raises FetchError, also where it is another than asked for."""
    text = client.text(url)
    if "<" not in text[:4096]:
        raise FetchError("wrong-record", "the answer is not a web page")
    metadata = read_page(text, url)
    if what := no_title(metadata.title):
        raise FetchError("wrong-record", f'the answer is {what}, by its title "{metadata.title}"')
    return metadata


def title_of(text: str) -> str:
    """Return the title of a page, "" for none."""
    return read_page(text, "").title


def read_page(text: str, url: str) -> Metadata:
    """Return the metadata in the head of a page. Never raises, whatever the text is."""
    head = _head(text[:400_000])
    meta = head.meta

    def first(*names: str) -> str:
        return next((meta[name][0] for name in names if meta.get(name)), "")

    host = (urlsplit(url).hostname or "").removeprefix("www.")
    source = Metadata(
        title=plain_title(
            first("citation_title", "dc.title", "og:title", "twitter:title") or head.title
        ),
        publisher=first("citation_journal_title", "og:site_name", "application-name") or host,
        authors=meta.get("citation_author", []),
        language=LANGUAGE_OF.get((head.language or first("og:locale")).lower()[:2]),
        url=url,
        kind="paper" if meta.get("citation_title") else kind_of(host),
    )
    dated = _DATED.search(text)
    for raw in (
        first("citation_publication_date", "citation_date", "article:published_time"),
        first("datepublished", "dc.date", "date", "pubdate"),
        dated[1] if dated else "",
    ):
        source.published = source.published or date_in(raw)
    source.doi = value_in(Doi, first("citation_doi").removeprefix("https://doi.org/"))
    return source


def kind_of(host: str) -> str | None:
    """Return the kind of source that a host keeps, where that is certain."""
    hosts = ((kind, f".{name}") for kind, names in TOPIC.hosts.items() for name in names)
    return next((kind for kind, name in hosts if f".{host}".endswith(name)), None)


@dataclass
class _Head:
    """Title, language and meta elements of a page."""

    title: str = ""
    language: str = ""
    meta: dict[str, list[str]] = field(default_factory=dict)


def _head(text: str) -> _Head:
    """Read the head of a page, in a time that grows no faster than the page does."""
    head = _Head()
    for match in _ELEMENT.finditer(text):
        if match["title"] is not None:
            head.title = head.title or clean(unescape(match["title"]))
        elif match["tag"]:
            listed = _ATTRIBUTE.findall(match["attributes"])
            attrs = {name.lower(): clean(unescape("".join(values))) for name, *values in listed}
            if match["tag"].lower() == "html":
                head.language = head.language or attrs.get("lang", "")
            name = attrs.get("property") or attrs.get("name") or attrs.get("itemprop") or ""
            if match["tag"].lower() == "meta" and name and attrs.get("content"):
                head.meta.setdefault(name.lower(), []).append(attrs["content"])
    return head
