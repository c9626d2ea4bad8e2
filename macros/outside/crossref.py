"""Metadata of a DOI, from Crossref or the registration agency that keeps it (CSL)."""

from __future__ import annotations

import re
from urllib.parse import quote

from macros.model.values import Json
from macros.outside.http import Client, FetchError
from macros.outside.shape import at, clean, date_in, mappings, texts
from macros.outside.sources import KIND_OF_WORK, LANGUAGE_OF, UPDATES, Metadata
from macros.outside.titles import plain_title

CSL = "application/vnd.citationstyles.csl+json"


def fetch_doi(client: Client, doi: str, base: str, resolver: str) -> Metadata:
    """Return the metadata registered for a DOI. Raises FetchError."""
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


def read_work(work: dict[str, Json], doi: str) -> Metadata:
    """Return the metadata in a work in CSL. Never raises, whatever the JSON is."""
    kind = clean(work.get("type"))
    source = Metadata(
        title=_first(work.get("title")),
        kind=KIND_OF_WORK.get(kind),
        publisher=_first(work.get("container-title")) or plain_title(work.get("publisher")),
        authors=[name for author in mappings(work.get("author")) if (name := _author(author))],
        language=LANGUAGE_OF.get(clean(work.get("language")).lower().split("-")[0]),
        url=f"https://doi.org/{doi}",
        doi=doi,
    )
    subtitle = _first(work.get("subtitle"))
    if source.title and subtitle and subtitle.casefold() not in source.title.casefold():
        source.title = f"{source.title}: {subtitle}"
    # A paper's updates are reported; a notice has them in `update-to`, and is a separate paper.
    updated = {clean(update.get("type")) for update in mappings(work.get("updated-by"))}
    remarks = [remark for update, remark in UPDATES.items() if update in updated][:1]
    if kind == "posted-content" or clean(work.get("subtype")) == "preprint":
        remarks.append("preprint")
    source.say(*remarks, by="Crossref")
    if kind and source.kind is None:
        source.unmapped["type"] = kind
    # Not `created`: that is when its DOI was registered, for old papers decades later.
    dates = ("published-print", "published", "issued", "published-online")
    source.published = next(filter(None, (_date(work.get(name)) for name in dates)), None)
    return source


def _first(value: Json) -> str:
    return (
        next(filter(None, map(plain_title, value)), "")
        if isinstance(value, list)
        else plain_title(value)
    )


def _author(author: dict[str, Json]) -> str:
    """Return "San-Miguel J" for a person, the name for a group."""
    family, given = plain_title(author.get("family")), plain_title(author.get("given"))
    if not family:
        return plain_title(author.get("name")) or plain_title(author.get("literal")) or given
    initials = "".join(part[0] for part in re.split(r"[\s.-]+", given) if part)
    return f"{family} {initials.upper()}".strip()


def _date(value: Json) -> str | None:
    dates = at(value, "date-parts")
    first = dates[0] if isinstance(dates, list) and dates else None
    parts = [" ".join(map(str, first))] if isinstance(first, list) else []
    return next(filter(None, map(date_in, (*parts, *texts(at(value, "raw"))))), None)
