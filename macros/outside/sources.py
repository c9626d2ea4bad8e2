"""Sources by DOI, PubMed number, trial number or address: known already, or a new record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from macros.model.atlas import Atlas
from macros.model.base import Record
from macros.model.values import MAX_ID, Bad, Doi, Pmid, Url
from macros.store.checks.duplicates import address
from macros.store.editing.drafts import Draft, slug, suggest_id

LANGUAGES = {
    "en": "en",
    "eng": "en",
    "ko": "ko",
    "kor": "ko",
    "ja": "ja",
    "jpn": "ja",
    "zh": "zh",
    "chi": "zh",
    "zho": "zh",
    "de": "de",
    "ger": "de",
    "deu": "de",
    "fr": "fr",
    "fre": "fr",
    "fra": "fr",
}
"""Languages of data/vocabulary/language.yml by their codes of two and three letters."""

_NCT_PAGE = re.compile(r"/(?:study|ct2/show(?:/[a-z]+)?)/(NCT\d{8})", re.IGNORECASE)
_DOI_IN_PATH = re.compile(r"/doi/(?:[a-z]+/)?(10\.\d{4,9}/[^?#]+)", re.IGNORECASE)
_SMALL_WORDS = {"an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or"}
_SMALL_WORDS |= {"the", "to", "with", "versus", "vs", "after", "phase", "study"}


@dataclass
class Metadata:
    """What is known of a source; the fields are those of a source record, None for unknown.

    `unmapped` holds by name what the service says and no field can hold.
    """

    title: str = ""
    kind: str | None = None
    publisher: str = ""
    authors: list[str] = field(default_factory=list)
    published: str | None = None
    language: str | None = None
    url: str = ""
    archived: str | None = None
    doi: str | None = None
    pmid: str | None = None
    nct: str | None = None
    remark: str | None = None
    unmapped: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reference:
    """What a person named: `what` is doi, pmid, pmc, nct or url; `url` the address if one came."""

    what: str
    value: str
    url: str = ""


def read_reference(text: str) -> Reference:
    """Return what a text names: DOI, PubMed number, NCT number or web address.

    Raises ValueError where it is none of them.

    >>> read_reference("https://doi.org/10.1056/NEJMoa2303379").value
    '10.1056/NEJMoa2303379'
    """
    text = text.strip().strip("<>")
    bare = re.sub(r"^(?:doi:|https?://(?:dx\.)?doi\.org/)\s*", "", text, flags=re.IGNORECASE)
    if bare.startswith("10."):
        return Reference("doi", _doi(unquote(bare)))
    number = re.sub(r"^pmid:?\s*", "", text, flags=re.IGNORECASE)
    if number.isascii() and number.isdecimal():
        return Reference("pmid", _read(Pmid, number, "PubMed number"))
    if re.fullmatch(r"NCT\d{8}", text, re.IGNORECASE | re.ASCII):
        return Reference("nct", text.upper())
    if re.fullmatch(r"PMC\d{1,9}", text, re.IGNORECASE | re.ASCII):
        return Reference("pmc", text[3:])
    if not re.match(r"https?://", text, re.IGNORECASE):
        raise ValueError(f'"{text}" is no DOI, PubMed number, NCT number or web address')
    url = _read(Url, text, "web address")
    parts = urlsplit(url)
    host, path = (parts.hostname or "").removeprefix("www."), parts.path
    if host == "clinicaltrials.gov" and (match := _NCT_PAGE.search(path)):
        return Reference("nct", match[1].upper(), url)
    if host.endswith("ncbi.nlm.nih.gov"):
        if match := re.search(r"/(PMC\d{1,9})\b", path, re.IGNORECASE):
            return Reference("pmc", match[1][3:], url)
        if match := re.search(r"(?:^|/pubmed)/([1-9]\d{0,8})/?$", path):
            return Reference("pmid", match[1], url)
    if match := _DOI_IN_PATH.search(path):
        return Reference("doi", _doi(unquote(match[1])), url)
    return Reference("url", url, url)


def _doi(text: str) -> str:
    return _read(Doi, text.split("?")[0].rstrip(".,;/ "), "DOI")


def _read(form: Any, text: str, what: str) -> str:
    try:
        return str(form.read(text))
    except Bad as bad:
        raise ValueError(f"{text!r} is no {what}: {bad.message}") from None


class Sources:
    """The sources of an Atlas by everything that identifies one."""

    def __init__(self, atlas: Atlas):
        self._atlas = atlas
        self._taken = {*atlas.records, *atlas.tombstones}
        self._by_key: dict[tuple[str, object], Record] = {}
        for source in atlas.of_kind("sources"):
            for key in _keys(source):
                self._by_key.setdefault(key, source)

    def known(self, reference: Reference, found: Metadata | None = None) -> Record | None:
        """Return the source that is meant, where it is here already."""
        keys: list[tuple[str, object]] = []
        if reference.what in ("doi", "pmid"):
            keys.append((reference.what, reference.value.casefold()))
        if reference.what == "nct":
            page = f"https://clinicaltrials.gov/study/{reference.value}"
            keys.append(("url", address(page)))
        if reference.what == "pmc":
            keys.append(
                ("url", address(f"https://pmc.ncbi.nlm.nih.gov/articles/PMC{reference.value}"))
            )
        keys += [("url", address(url)) for url in (reference.url, found and found.url) if url]
        if found:
            keys += [
                (name, v.casefold()) for name in ("doi", "pmid") if (v := getattr(found, name))
            ]
        return next((self._by_key[key] for key in keys if key in self._by_key), None)

    def free_id(self, found: Metadata, reference: Reference) -> str:
        """Return an id that no record has, and keep it from the next one who asks."""
        page = Draft("sources", {"url": found.url, "published": found.published or ""})
        base = _short(_slug(found, reference)) or suggest_id(self._atlas, page) or "source"
        record_id, number = base, 1
        while record_id in self._taken:
            number += 1
            record_id = f"{base[: MAX_ID - 4].rstrip('-')}-{number}"
        self._taken.add(record_id)
        return record_id

    def is_taken(self, record_id: str) -> bool:
        """Return whether a record or tombstone has this id."""
        return record_id in self._taken


def _keys(source: Record) -> list[tuple[str, object]]:
    keys: list[tuple[str, object]] = []
    for name in ("doi", "pmid"):
        value = getattr(source, name)
        if value:
            keys.append((name, str(value).casefold()))
    for url in (source.url, *source.also_at):
        keys.append(("url", address(url)))
        try:
            reference = read_reference(url)
        except ValueError:  # an address in the form of a DOI that is none
            continue
        if reference.what in ("doi", "pmid"):
            keys.append((reference.what, reference.value.casefold()))
    return keys


def record_of(found: Metadata, day: str) -> dict[str, Any]:
    """Return a source record as its YAML holds it; what is unknown is left out."""
    record = {
        "title": found.title,
        "kind": found.kind,
        "publisher": found.publisher,
        "authors": found.authors,
        "published": found.published,
        "accessed": day,
        "language": found.language,
        "url": found.url,
        "archived": found.archived,
        "doi": found.doi,
        "pmid": found.pmid,
        "nct": found.nct,
        "remark": found.remark,
    }
    return {name: value for name, value in record.items() if value}


def missing(record: Mapping[str, Any]) -> dict[str, str]:
    """Return what is left to a person, by field."""
    left = {
        "published": 'as printed, "YYYY-MM-DD" or less.',
        "language": "of the text, as `en` or `ko`.",
    }
    return {name: words for name, words in left.items() if name not in record}


def _slug(found: Metadata, reference: Reference) -> str:
    """Return an id as people here give it to a paper or a trial; "" for a page."""
    year = (found.published or "")[:4]
    if reference.what == "nct":
        return f"ctgov-{reference.value.lower()}"
    if found.kind == "paper" and found.authors:
        family = found.authors[0].rsplit(" ", 1)[0]
        return "-".join(filter(None, (slug(family), year, *_words(found.title)[:2])))
    if reference.what == "doi":
        return slug(reference.value.split("/", 1)[1])
    if reference.what in ("pmid", "pmc"):
        return f"{'pubmed-' if reference.what == 'pmid' else 'pmc'}{reference.value}"
    return ""


def _words(title: str) -> list[str]:
    words = [slug(word) for word in title.split()]
    return [word for word in words if len(word) > 1 and word not in _SMALL_WORDS]


def _short(slug: str) -> str:
    return slug[:MAX_ID].rstrip("-")
