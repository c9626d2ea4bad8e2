"""A PubMed number → what PubMed says of the paper."""

from __future__ import annotations

import re

from macros.model.values import Bad, Doi, PartialDate, Pmid
from macros.outside.http import Client, FetchError
from macros.outside.shape import at, clean, mappings, texts
from macros.outside.sources import LANGUAGES, Metadata
from macros.page.values import MONTHS

BASE = "https://eutils.ncbi.nlm.nih.gov"
_MONTHS = tuple(name.lower() for name in MONTHS)
_DATE = re.compile(r"(\d{4})(?:\s+([A-Za-z]{3})[a-z]*\b(?:\s+(\d{1,2})\b(?!\s*-))?)?")


def fetch_paper(
    client: Client, number: str, base: str = BASE, database: str = "pubmed"
) -> Metadata:
    """Return what PubMed (or, as database "pmc", PubMed Central) says. Raises FetchError."""
    url = f"{base.rstrip('/')}/entrez/eutils/esummary.fcgi"
    query = {"db": database, "id": number, "retmode": "json", "tool": "korea-cart-atlas"}
    answer = client.json(url, query)
    paper = at(answer, "result", number)
    if not isinstance(paper, dict) or paper.get("error") or not clean(paper.get("title")):
        said = clean(at(paper, "error")) or clean(at(answer, "error")) or "no such paper"
        raise FetchError("not-found", f"PubMed: {said}", url)
    found = read_paper(paper)
    if database == "pubmed":
        found.pmid, found.url = number, f"https://pubmed.ncbi.nlm.nih.gov/{number}/"
    else:
        found.url = f"https://pmc.ncbi.nlm.nih.gov/articles/PMC{number}/"
    return found


def read_paper(paper: dict) -> Metadata:
    """Return what a summary of PubMed says. Never raises, whatever it holds."""
    found = Metadata(
        title=re.sub(r"<[^<>]*>", "", clean(paper.get("title"))).rstrip("."),
        kind="paper",
        publisher=clean(paper.get("fulljournalname")) or clean(paper.get("source")),
        authors=[
            name for author in mappings(paper.get("authors")) if (name := clean(author.get("name")))
        ],
    )
    for date in (paper.get("pubdate"), paper.get("epubdate"), paper.get("printpubdate")):
        found.published = found.published or _date(clean(date))
    language = next(iter(texts(paper.get("lang") or [])), "")
    found.language = LANGUAGES.get(language.lower())
    for item in mappings(paper.get("articleids")):
        kind, value = clean(item.get("idtype")), clean(item.get("value"))
        try:
            if kind == "doi":
                found.doi = str(Doi.read(value))
            elif kind in ("pubmed", "pmid"):
                found.pmid = str(Pmid.read(value))
        except Bad:
            found.unmapped[kind] = value
    types = texts(paper.get("pubtype") or [])
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
    year, name, day = match.groups()
    parts = [year]
    if name and name.lower() in _MONTHS:
        parts.append(f"{_MONTHS.index(name.lower()) + 1:02}")
        if day:
            parts.append(f"{int(day):02}")
    while parts:
        try:
            return str(PartialDate.read("-".join(parts)))
        except Bad:
            parts.pop()
    return None
