"""Metadata in the head of a web page: title, publisher, date, language, DOI."""

from __future__ import annotations

import contextlib
import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

from macros.model.values import Doi
from macros.outside.http import Client, FetchError
from macros.outside.shape import clean, date_in, value_in
from macros.outside.sources import LANGUAGES, Metadata

_HOSTS = {
    "regulator": "mfds.go.kr fda.gov ema.europa.eu",
    "filing": "dart.fss.or.kr kind.krx.co.kr sec.gov",
    "registry": "clinicaltrials.gov cris.nih.go.kr trialsearch.who.int",
}
KIND_OF_HOST = {host: kind for kind, hosts in _HOSTS.items() for host in hosts.split()}
"""Hosts of which it is certain what kind of source they keep."""

_DATED = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')


def fetch_page(client: Client, url: str) -> Metadata:
    """Return the metadata of a page. Raises FetchError."""
    text = client.text(url)
    if "<" not in text[:4096]:
        raise FetchError("wrong-record", "the answer is not a web page")
    return read_page(text, url)


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
        title=first("citation_title", "dc.title", "og:title", "twitter:title") or head.title,
        publisher=first("citation_journal_title", "og:site_name", "application-name") or host,
        authors=meta.get("citation_author", []),
        language=LANGUAGES.get((head.language or first("og:locale")).lower()[:2]),
        url=url,
        kind="paper" if meta.get("citation_title") else kind_of(host),
    )
    dated = _DATED.search(text)
    for raw in (
        first("citation_publication_date", "citation_date", "article:published_time"),
        first("datepublished", "dc.date", "date", "pubdate"),
        dated[1] if dated else "",
    ):
        source.published = source.published or _date(raw)
    source.doi = value_in(Doi, first("citation_doi").removeprefix("https://doi.org/"))
    return source


def kind_of(host: str) -> str | None:
    """Return the kind of source that a host keeps, where that is certain."""
    known = (k for name, k in KIND_OF_HOST.items() if host == name or host.endswith(f".{name}"))
    return next(known, None)


def _date(raw: str) -> str | None:
    match = re.match(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?!\d)", raw)
    parts = [part.zfill(2) for part in match.groups() if part] if match else []
    return date_in("-".join(parts))


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
