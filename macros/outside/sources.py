"""Sources by DOI, PubMed number, trial number or address: known already, or a new record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from macros.model.atlas import Atlas
from macros.model.identifiers import Pmid, RegistryNumber
from macros.model.identity import Identity, clean_doi, identities, identity, number_at
from macros.model.kinds import Source
from macros.model.languages import LANGUAGES
from macros.model.problems import Fault
from macros.model.urls import Url
from macros.model.values import Bad, Value
from macros.model.yaml_parser import read_yaml
from macros.outside.clinicaltrials import NCT
from macros.store.editing.drafts import Draft, free_id, slug, suggest_id

_LISTS: dict[str, dict[str, Any]] = read_yaml(Path(__file__).with_name("sources.yml"))
LANGUAGE_OF = {code: word for word, codes in _LISTS["languages"].items() for code in codes}
KIND_OF_WORK = {type_: word for word, types in _LISTS["works"].items() for type_ in types}
UPDATES: dict[str, str] = _LISTS["updates"]
"""What Crossref calls an update → the remark on the paper, the gravest first."""

_SMALL_WORDS = _LISTS["small_words"]["en"]


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
    remark: dict[str, str] = field(default_factory=dict)
    unmapped: dict[str, str] = field(default_factory=dict)

    def say(self, *names: str, by: str) -> None:
        """Remark what a reader should know, by the names of sources.yml; `by` is who says so."""
        texts = [_LISTS["remarks"][name] for name in names]
        self.remark = {
            language: " ".join(text[language] for text in texts).format(by=by)
            for language in LANGUAGES
            if texts
        }


@dataclass(frozen=True)
class Reference:
    """What a person named: `what` is doi, pmid, pmc, nct or url; `url` the address if one came."""

    what: str
    value: str
    url: str = ""

    @property
    def identity(self) -> Identity:
        """What identifies the source that is meant."""
        return identity(self.url) if self.what == "url" else (self.what, self.value.lower())


def read_reference(text: str) -> Reference:
    """Return what a text names: DOI, PubMed number, NCT number or URL.

    Raises Fault where it is none of them.

    >>> read_reference("doi.org/10.1056/NEJMoa2303379").value
    '10.1056/NEJMoa2303379'
    """
    text = text.strip().lstrip("(<[").rstrip(">")
    bare = re.sub(r"^doi(?::\s*|\s+)", "", text, flags=re.IGNORECASE)
    if bare.startswith("10."):
        doi = clean_doi(unquote(bare))
        if not doi:
            raise Fault(f'"{text}" is not a complete DOI', "Write it as 10.1056/NEJMoa2303379.")
        return Reference("doi", doi)
    number = re.sub(r"^pmid:?\s*", "", text, flags=re.IGNORECASE)
    if number.isascii() and number.isdecimal():
        return Reference("pmid", _read(Pmid, number, "PubMed number"))
    if match := re.fullmatch(rf"(?:({NCT})|PMC(\d{{1,9}}))", text, re.IGNORECASE | re.ASCII):
        return Reference("nct", match[1].upper()) if match[1] else Reference("pmc", match[2])
    if re.match(r"(?:[\w-]+\.)+[a-z]{2,}/\S", bare, re.IGNORECASE):
        bare = f"https://{bare}"
    if not re.match(r"https?://", bare, re.IGNORECASE):
        raise Fault(f'"{text}" is not a DOI, PubMed number, NCT number or URL')
    url = _read(Url, bare, "web address")
    work = number_at(url)
    if work is None or identity(url)[0] == "address":
        return Reference("url", url, url)
    resolved = (urlsplit(url).hostname or "").endswith("doi.org")
    return Reference(*work, url="" if resolved else url)


def _read(form: type[Value], text: str, what: str) -> str:
    try:
        return str(form.read(text))
    except Bad as bad:
        raise Fault(f"{text!r} is not a {what}: {bad.message}") from None


class Sources:
    """The sources of an Atlas, and those added since, by everything that identifies one."""

    def __init__(self, atlas: Atlas):
        self.atlas = atlas
        self.taken = {*atlas.records, *atlas.redirects}
        self._ids: dict[Identity, str] = {}
        for source in atlas.of(Source):
            for one in identities(source.url, source.also_at, source.doi, source.pmid):
                self._ids.setdefault(one, source.id)

    def known(self, reference: Reference, metadata: Metadata | None = None) -> str | None:
        """Return the id of the source that is meant, where it is here already."""
        keys = _identities(reference, metadata)
        return next((self._ids[key] for key in keys if key in self._ids), None)

    def add(self, record_id: str, reference: Reference, metadata: Metadata) -> None:
        """Let a source be known from now on."""
        self.taken.add(record_id)
        for one in _identities(reference, metadata):
            self._ids.setdefault(one, record_id)

    def free_id(self, metadata: Metadata, reference: Reference) -> str:
        """Return an id that no record has."""
        page = Draft("sources", {"url": metadata.url, "published": metadata.published or ""})
        base = _slug(metadata, reference) or suggest_id(self.atlas, page) or "source"
        return free_id(base, self.taken)


def _identities(reference: Reference, metadata: Metadata | None) -> list[Identity]:
    more = identities(metadata.url, (), metadata.doi, metadata.pmid) if metadata else ()
    return [reference.identity, *more]


def record_of(metadata: Metadata, day: str) -> dict[str, Any]:
    """Return a source record as its YAML has it; what is unknown is left out."""
    record = {**vars(metadata), "accessed": day}
    return {name: value for name, value in record.items() if value and name != "unmapped"}


def registry_entry(nct: str, title: str, updated: str | None) -> Metadata:
    """Return the entry of a study at ClinicalTrials.gov as a source."""
    return Metadata(
        title=title or f"{nct} at ClinicalTrials.gov",
        kind="registry",
        publisher="ClinicalTrials.gov",
        published=updated,
        language="en",
        url=RegistryNumber(nct).address() or "",
        nct=nct,
    )


def missing(record: Mapping[str, Any]) -> dict[str, str]:
    """Return what is left to a person, by field."""
    left = {
        "published": 'as printed, "YYYY-MM-DD" or less.',
        "language": "of the text, as `en` or `ko`.",
    }
    return {name: words for name, words in left.items() if name not in record}


def _slug(metadata: Metadata, reference: Reference) -> str:
    """Return an id as people here give it to a paper or a trial; "" for a page."""
    year = (metadata.published or "")[:4]
    if reference.what == "nct":
        return f"ctgov-{reference.value.lower()}"
    if metadata.kind == "paper" and metadata.authors:
        family = metadata.authors[0].rsplit(" ", 1)[0]
        return "-".join(filter(None, (slug(family), year, *_words(metadata.title)[:2])))
    if reference.what == "doi":
        return slug(reference.value.split("/", 1)[1])
    if reference.what in ("pmid", "pmc"):
        return f"{'pubmed-' if reference.what == 'pmid' else 'pmc'}{reference.value}"
    return ""


def _words(title: str) -> list[str]:
    words = [slug(word) for word in title.split()]
    return [word for word in words if len(word) > 1 and word not in _SMALL_WORDS]
