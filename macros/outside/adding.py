"""Sources added by reference: looked up, completed by what a person gives, written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field

from macros.model.kinds import Source
from macros.model.problems import Fault
from macros.model.reports import Report
from macros.model.values import Json
from macros.outside.clinicaltrials import fetch_study
from macros.outside.crossref import fetch_doi
from macros.outside.http import Client, FetchError
from macros.outside.importing import reminded, sound
from macros.outside.page import fetch_page
from macros.outside.pubmed import fetch_paper
from macros.outside.shape import at, clean
from macros.outside.sources import (
    Metadata,
    Reference,
    Sources,
    missing,
    record_of,
    registry_entry,
)
from macros.outside.study import updated_on
from macros.outside.wayback import archived_copy
from macros.store.editing.drafts import check_free, value_of
from macros.store.editing.writing import dump_record

_NEEDED = ("title", "kind", "publisher")


@dataclass
class Addition:
    """What became of a reference: `outcome` is new, known or failed.

    `by_hand` and `unmapped` are what is left to a person and what no field takes.
    """

    reference: str
    outcome: str = "failed"
    id: str = ""
    path: str = ""
    files: dict[str, str] = field(default_factory=dict)
    by_hand: list[str] = field(default_factory=list)
    unmapped: dict[str, str] = field(default_factory=dict)
    archived: str = ""
    archive_failed: str = ""
    code: str = ""
    message: str = ""

    def lines(self) -> Iterator[str]:
        """Yield what a person wants to know."""
        match self.outcome:
            case "known":
                yield f"{self.reference}: already here as {self.id}"
                yield f"  {self.path}"
                if self.archived:
                    yield f'  archived copy found; add this line: archived: "{self.archived}"'
            case "new":
                yield f"{self.reference}: new, cite it as {self.id}"
                for text in self.files.values():
                    yield from (f"  {line}" for line in text.splitlines())
                if self.by_hand:
                    yield f"  to fill in by hand: {', '.join(self.by_hand)}"
                yield from (
                    f"  not imported: {name} {what!r}" for name, what in self.unmapped.items()
                )
            case _:
                yield f"{self.reference}: failed, {self.message} [{self.code}]"
        if self.archive_failed:
            yield f"  web archive: no answer: {self.archive_failed}"


@dataclass
class AddingReport(Report):
    """What became of all references, and what is now wrong with the data."""

    additions: list[Addition]
    problems: list[str]

    def as_json(self) -> Json:
        sources = [{k: v for k, v in asdict(one).items() if v != ""} for one in self.additions]
        return {"sources": sources, "problems": self.problems}

    def lines(self) -> Iterator[str]:
        for one in self.additions:
            yield from one.lines()
        yield from self.problems

    def wants_attention(self) -> bool:
        return bool(self.problems or any(one.outcome == "failed" for one in self.additions))


@dataclass
class Adding:
    """Adds sources to the data folder `folder`; nothing that goes wrong with one stops the others.

    `given` are fields by name, and the id, that a person knows better than a service. `address`
    gives that of a service. Raises Fault where no source can have what is given.
    """

    sources: Sources
    client: Client
    address: Callable[[str], str]
    given: Mapping[str, str]
    folder: str
    day: str
    archive: bool
    write: Callable[[Mapping[str, str]], None] | None

    def __post_init__(self) -> None:
        for name, text in self.given.items():
            if name == "id":
                check_free(self.sources.atlas, text)
            else:
                value_of(self.sources.atlas, "sources", name, text)

    def add(self, reference: Reference) -> Addition:
        """Add one source, unless it is here already."""
        one = Addition(reference.value)
        metadata = Metadata(url=reference.url)
        known = self.sources.known(reference)
        if known is None:
            try:
                metadata = self._look_up(reference)
                # Another address of a paper that is known by its DOI or its PubMed number.
                known = self.sources.known(reference, metadata)
            except FetchError as error:
                one.code, one.message = error.code, error.message
        if known is not None:
            one.outcome, one.id, one.path = "known", known, self._path(known)
            there = self.sources.atlas.get(Source, known)
            if there and not there.archived:
                self._find_archived(one, there.url)
            return one
        for name, text in self.given.items():
            setattr(metadata, name, text)
        if one.code and not (metadata.url and all(getattr(metadata, name) for name in _NEEDED)):
            return one
        self._find_archived(one, metadata.url)
        metadata.archived = one.archived or None
        try:
            self._write(one, reference, metadata)
        except (Fault, OSError) as error:
            one.code, one.message = "not-written", str(error)
        return one

    def _look_up(self, reference: Reference) -> Metadata:
        """Return the metadata of a reference from the service that keeps it. Raises FetchError."""
        client, number = self.client, reference.value
        match reference.what:
            case "doi":
                metadata = fetch_doi(client, number, self.address("crossref"), self.address("doi"))
                metadata.url = reference.url or metadata.url
                return metadata
            case "pmid":
                return fetch_paper(client, number, self.address("pubmed"))
            case "pmc":
                return fetch_paper(client, number, self.address("pubmed"), "pmc")
            case "nct":
                study = fetch_study(client, self.address("clinicaltrials"), number)
                title = clean(at(study, "protocolSection", "identificationModule", "briefTitle"))
                return registry_entry(number, title, updated_on(study))
            case _:
                return fetch_page(client, number)

    def _find_archived(self, one: Addition, url: str) -> None:
        if self.archive:
            try:
                one.archived = archived_copy(self.client, url, self.address("wayback")) or ""
            except FetchError as error:
                one.archive_failed = error.message

    def _write(self, one: Addition, reference: Reference, metadata: Metadata) -> None:
        """Write a new source. Raises Fault where something is missing or unfit, and OSError."""
        for name in _NEEDED:
            if not getattr(metadata, name):
                raise Fault(f"the {name} is not known", f"Give it with --{name}.")
        record = record_of(metadata, self.day)
        one.id = self.given.get("id") or self.sources.free_id(metadata, reference)
        one.path, one.by_hand = self._path(one.id), [*missing(record)]
        one.unmapped = metadata.unmapped
        text = reminded("sources", dump_record("sources", record), missing(record))
        one.files = {f"sources/{one.id}.yml": sound("sources", text)}
        if self.write:
            self.write(one.files)
        one.outcome = "new"
        self.sources.add(one.id, reference, metadata)

    def _path(self, source_id: str) -> str:
        return f"{self.folder}/sources/{source_id}.yml"
