"""Metadata in the head of a web page: title, publisher, date, language, DOI."""

from __future__ import annotations

import contextlib
import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

from macros.model.topic import TOPIC
from macros.model.values import Doi
from macros.outside.http import Client, FetchError
from macros.outside.shape import clean, date_in, value_in
from macros.outside.sources import LANGUAGE_OF, Metadata
from macros.outside.titles import no_title, plain_title

_DATED = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')


def fetch_page(client: Client, url: str) -> Metadata:
    """Return the metadata of a page. Raises FetchError, also where it is another than asked for."""
    text = client.text(url)
    if "<" not in text[:4096]:
        raise FetchError("wrong-record", "the answer is not a web page")
    found = read_page(text, url)
    if what := no_title(found.title):
        raise FetchError("wrong-record", f'the answer is {what}, by its title "{found.title}"')
    return found


def title_of(text: str) -> str:
    """Return the title of a page, "" for none."""
    return read_page(text, "").title


def read_page(text: str, url: str) -> Metadata:
    """Return the metadata in the head of a page. Never raises, whatever the text is."""
    head = _Head()
    # A declaration that the parser does not know ends the reading; what came before it counts.
    with contextlib.suppress(AssertionError):
        head.feed(text[:400_000])
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


class _Head(HTMLParser):
    """Collects title, language and meta elements."""

    def __init__(self) -> None:
        super().__init__()
        self.title, self.language = "", ""
        self.meta: dict[str, list[str]] = {}
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = clean(given.get("lang"))
        elif tag == "title" and not self.title:
            self._inside = True
        elif tag == "meta":
            name = given.get("property") or given.get("name") or given.get("itemprop") or ""
            content = clean(given.get("content"))
            if name and content:
                self.meta.setdefault(name.strip().lower(), []).append(content)

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._inside = False
            self.title = clean(self.title)

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.title += data
