"""A DOI → what Crossref, or the register that keeps the DOI, says of it (CSL)."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import quote

from macros.model.values import Bad, PartialDate
from macros.outside.http import Client, FetchError
from macros.outside.shape import at, clean, mappings, texts
from macros.outside.sources import LANGUAGES, Metadata

BASE = "https://api.crossref.org"
RESOLVER = "https://doi.org"
CSL = "application/vnd.citationstyles.csl+json"

KIND = {
    "journal-article": "paper",
    "article-journal": "paper",
    "article": "paper",
    "proceedings-article": "paper",
    "paper-conference": "paper",
    "posted-content": "paper",
    "peer-review": "paper",
    "review": "paper",
    "dissertation": "paper",
    "thesis": "paper",
    "dataset": "paper",
    "component": "paper",
    "article-newspaper": "news",
    "article-magazine": "news",
    "book": "reference",
    "edited-book": "reference",
    "monograph": "reference",
    "reference-book": "reference",
    "reference-entry": "reference",
    "entry": "reference",
    "entry-dictionary": "reference",
    "entry-encyclopedia": "reference",
    "book-chapter": "reference",
    "chapter": "reference",
    "book-section": "reference",
}
"""Kind of source by type, in Crossref's words and in those of CSL. A report may be anything."""

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def fetch_doi(client: Client, doi: str, base: str = BASE, resolver: str = RESOLVER) -> Metadata:
    """Return what is registered for a DOI. Raises FetchError."""
    path = quote(doi, safe="/")
    try:
        work = at(client.json(f"{base.rstrip('/')}/works/{path}"), "message")
    except FetchError as error:
        if error.code != "not-found":
            raise
        # Not Crossref's: DataCite and others answer at the DOI itself.
        work = client.json(f"{resolver.rstrip('/')}/{path}", accept=CSL)
    if not isinstance(work, dict):
        raise FetchError("wrong-record", "the answer describes no work")
    return read_work(work, doi)


def read_work(work: dict, doi: str) -> Metadata:
    """Return what a work in CSL says. Never raises, whatever it holds."""
    kind = clean(work.get("type"))
    found = Metadata(
        title=_first(work.get("title")),
        kind=KIND.get(kind),
        publisher=_first(work.get("container-title")) or _plain(work.get("publisher")),
        authors=[name for author in mappings(work.get("author")) if (name := _author(author))],
        language=LANGUAGES.get(clean(work.get("language")).lower().split("-")[0]),
        url=f"https://doi.org/{doi}",
        doi=doi,
    )
    subtitle = _first(work.get("subtitle"))
    if found.title and subtitle and subtitle.casefold() not in found.title.casefold():
        found.title = f"{found.title}: {subtitle}"
    if kind in ("posted-content",) or clean(work.get("subtype")) == "preprint":
        found.remark = "Preprint, not peer-reviewed."
    if kind and found.kind is None:
        found.unmapped["type"] = kind
    for name in ("published-print", "published", "issued", "published-online", "created"):
        date = _date(work.get(name))
        if date:
            found.published = date
            break
    return found


def _plain(value: Any) -> str:
    """Return a text without the markup that publishers leave in their titles."""
    return clean(html.unescape(_TAG.sub("", value))) if isinstance(value, str) else ""


def _first(value: Any) -> str:
    return next(filter(None, map(_plain, value)), "") if isinstance(value, list) else _plain(value)


def _author(author: dict) -> str:
    """Return "San-Miguel J" for a person, the name for a group."""
    family, given = _plain(author.get("family")), _plain(author.get("given"))
    if not family:
        return _plain(author.get("name")) or _plain(author.get("literal")) or given
    initials = "".join(part[0] for part in re.split(r"[\s.-]+", given) if part)
    return f"{family} {initials.upper()}".strip()


def _date(value: Any) -> str | None:
    parts = at(value, "date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    numbers = []
    for part in first if isinstance(first, list) else []:
        if isinstance(part, bool) or not str(part).isdecimal() or len(str(part)) > 4:
            break
        numbers.append(int(part))
    while numbers:
        text = "-".join(f"{n:04}" if i == 0 else f"{n:02}" for i, n in enumerate(numbers[:3]))
        try:
            return str(PartialDate.read(text))
        except Bad:
            numbers.pop()
    raw = texts(at(value, "raw") or [])
    return raw[0] if raw and re.fullmatch(r"\d{4}", raw[0]) else None
