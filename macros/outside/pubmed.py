"""A PubMed number → what PubMed says of the paper."""

from __future__ import annotations

import re

from macros.model.values import Doi, Pmid
from macros.outside.http import Client, FetchError
from macros.outside.shape import Json, at, clean, date_in, mappings, texts, value_in
from macros.outside.sources import LANGUAGES, Metadata
from macros.page.values import MONTHS

_NUMBERS = {"doi": Doi, "pubmed": Pmid, "pmid": Pmid}
_MONTHS = tuple(name.lower() for name in MONTHS)
_DATE = re.compile(r"(\d{4})(?:\s+([A-Za-z]{3})[a-z]*\b(?:\s+(\d{1,2})\b(?!\s*-))?)?")


def fetch_paper(client: Client, number: str, base: str, database: str = "pubmed") -> Metadata:
    """Return what PubMed (or, as database "pmc", PubMed Central) says. Raises FetchError."""
    url = f"{base.rstrip('/')}/entrez/eutils/esummary.fcgi"
    query = {"db": database, "id": number, "retmode": "json", "tool": "korea-cart-atlas"}
    answer = client.json(url, query)
    paper = at(answer, "result", number)
    if not isinstance(paper, dict) or paper.get("error") or not clean(paper.get("title")):
        said = clean(at(paper, "error")) or clean(at(answer, "error")) or "no such paper"
        raise FetchError("not-found", f"PubMed: {said}")
    found = read_paper(paper)
    if database == "pubmed":
        found.pmid, found.url = number, f"https://pubmed.ncbi.nlm.nih.gov/{number}/"
    else:
        found.url = f"https://pmc.ncbi.nlm.nih.gov/articles/PMC{number}/"
    return found


def read_paper(paper: dict[str, Json]) -> Metadata:
    """Return what a summary of PubMed says. Never raises, whatever it holds."""
    found = Metadata(
        title=re.sub(r"<[^<>]*>", "", clean(paper.get("title"))).rstrip("."),
        kind="paper",
        publisher=clean(paper.get("fulljournalname")) or clean(paper.get("source")),
        authors=[
            name for author in mappings(paper.get("authors")) if (name := clean(author.get("name")))
        ],
    )
    dates = (paper.get("pubdate"), paper.get("epubdate"), paper.get("printpubdate"))
    found.published = next(filter(None, (_date(clean(date)) for date in dates)), None)
    language = next(iter(texts(paper.get("lang"))), "")
    found.language = LANGUAGES.get(language.lower())
    for item in mappings(paper.get("articleids")):
        kind, value = clean(item.get("idtype")), clean(item.get("value"))
        number = value_in(_NUMBERS[kind], value) if kind in _NUMBERS else ""
        if number is None:
            found.unmapped[kind] = value
        elif kind == "doi":
            found.doi = number
        elif number:
            found.pmid = number
    types = texts(paper.get("pubtype"))
    if "Preprint" in types:
        found.remark = "Preprint, not peer-reviewed."
    if any("Retract" in kind for kind in types):
        found.remark = "PubMed marks it as retracted."
    return found


def _date(text: str) -> str | None:
    """Return "2023-07-27" for "2023 Jul 27", "2023" for "2023 Spring", None for no date."""
    match = _DATE.match(text)
    if not match:
        return None
    year, name, day = match.groups(default="")
    month = _MONTHS.index(name.lower()) + 1 if name.lower() in _MONTHS else 0
    return date_in(year, f"{month:02}", day.zfill(2))
