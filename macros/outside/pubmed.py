"""Metadata of a paper by its PubMed number."""

from __future__ import annotations

import re

from macros.model.identifiers import Doi, Pmid
from macros.model.topic import TOPIC
from macros.model.values import Json
from macros.outside.http import Client, FetchError
from macros.outside.shape import at, clean, date_in, mappings, texts, value_in
from macros.outside.sources import LANGUAGE_OF, Metadata
from macros.outside.titles import plain_title

_TOLD = {"Retracted Publication": "retracted", "Preprint": "preprint"}
"""The types of a paper that must be mentioned with it, and the remark."""

_NUMBERS = {"doi": Doi, "pubmed": Pmid, "pmid": Pmid}


def fetch_paper(client: Client, number: str, base: str, database: str = "pubmed") -> Metadata:
    """Return the metadata in PubMed, or in PubMed Central ("pmc"). Raises FetchError."""
    url = f"{base.rstrip('/')}/entrez/eutils/esummary.fcgi"
    query = {"db": database, "id": number, "retmode": "json", "tool": TOPIC.agent}
    answer = client.json(url, query)
    paper = at(answer, "result", number)
    if not isinstance(paper, dict) or paper.get("error") or not clean(paper.get("title")):
        reason = clean(at(paper, "error")) or clean(at(answer, "error")) or "no such paper"
        raise FetchError("not-found", f"PubMed: {reason}")
    source = read_paper(paper)
    if database == "pubmed":
        source.pmid, source.url = number, f"https://pubmed.ncbi.nlm.nih.gov/{number}/"
    else:
        source.url = f"https://pmc.ncbi.nlm.nih.gov/articles/PMC{number}/"
    return source


def read_paper(paper: dict[str, Json]) -> Metadata:
    """Return the metadata in a summary of PubMed. Never raises, whatever the JSON is."""
    source = Metadata(
        title=_title(paper.get("vernaculartitle")) or _title(paper.get("title")),
        kind="paper",
        publisher=clean(paper.get("fulljournalname")) or clean(paper.get("source")),
        authors=[
            name for author in mappings(paper.get("authors")) if (name := clean(author.get("name")))
        ],
    )
    dates = (paper.get("pubdate"), paper.get("epubdate"), paper.get("printpubdate"))
    source.published = next(filter(None, (date_in(clean(date)) for date in dates)), None)
    language = next(iter(texts(paper.get("lang"))), "")
    source.language = LANGUAGE_OF.get(language.lower())
    for item in mappings(paper.get("articleids")):
        kind, value = clean(item.get("idtype")), clean(item.get("value"))
        number = value_in(_NUMBERS[kind], value) if kind in _NUMBERS else ""
        if number is None:
            source.unmapped[kind] = value
        elif kind == "doi":
            source.doi = number
        elif number:
            source.pmid = number
    types = texts(paper.get("pubtype"))
    # A notice of a retraction is a "Retraction of Publication".
    remarks = [what for kind, what in _TOLD.items() if kind in types]
    # "[Title in translation]", of a paper whose own title PubMed does not have.
    if source.language != "en" and (translated := re.fullmatch(r"\[(.+)\]", source.title)):
        source.title = translated[1].rstrip(".")
        remarks.append("translated")
    source.say(*remarks, by="PubMed")
    return source


def _title(value: Json) -> str:
    return plain_title(value).removesuffix(".")
