"""Studies of cells with a CAR that have a Korean site and that the atlas lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from macros.model.atlas import Atlas
from macros.model.reports import Report
from macros.outside.clinicaltrials import number_of, trials_by_number
from macros.outside.http import FetchError
from macros.outside.names import Names
from macros.outside.reports import Failure
from macros.outside.shape import Json, at, clean, mappings, texts
from macros.outside.study import KOREA

_CAR = re.compile(
    r"(?i:chimeric antigen[- ]receptor|\w+leucel\b)"
    r"|\b(?:[Uu]|[Uu]ni|[Bb]i|[Tt]an|[Dd]ual|anti)?CARs?(?:T\w*|NK\w*|M|MA)?\b"
)
"""A CAR, a CAR-T, CART19, CAR NK, GPC3-CAR; a car in small letters is none."""


@dataclass(frozen=True)
class Find:
    """A study that the atlas lacks: what a person needs to decide whether it belongs here."""

    nct: str
    title: str
    status: str
    sponsor: str
    sites: tuple[str, ...]


@dataclass
class Discovery(Report):
    """The result of a search. `passed_over` gives the reason why a study does not belong here."""

    seen: int = 0
    missing: list[Find] = field(default_factory=list)
    passed_over: dict[str, str] = field(default_factory=dict)
    failed: Failure | None = None

    def lines(self) -> Iterator[str]:
        for find in self.missing:
            yield f"{find.nct}  {find.title}"
            yield f"  {find.status}; {find.sponsor}; {'; '.join(find.sites)}"
        yield from (f"{nct}: passed over, {why}" for nct, why in self.passed_over.items())
        if self.failed:
            yield f"the search broke off: {self.failed}"

    def summary(self) -> str:
        return f"{self.seen:,} studies seen, {len(self.missing):,} missing here"

    def wants_attention(self) -> bool:
        return bool(self.missing or self.failed)


def discover(studies: Iterable[Json], atlas: Atlas, names: Names) -> Discovery:
    """Return which studies of a search the atlas lacks, also of one that raises FetchError."""
    known = {*trials_by_number(atlas), *(i.upper() for i in (*atlas.records, *atlas.tombstones))}
    report = Discovery()
    try:
        for study in studies:
            report.seen += 1
            number, sites = number_of(study), korean_sites(study, names)
            if not number:
                report.passed_over[f"study {report.seen}"] = "it has no NCT number"
            elif number in known:
                continue
            elif not sites:
                report.passed_over[number] = "no Korean site"
            elif not is_car(study):
                report.passed_over[number] = "no word of a CAR"
            else:
                report.missing.append(find(number, study, sites))
                known.add(number)
    except FetchError as error:
        report.failed = Failure.of(error)
    return report


def is_car(study: Json) -> bool:
    """Return whether a study speaks of cells with a CAR in its titles, treatments or summary."""
    protocol = at(study, "protocolSection")
    words = [
        clean(at(protocol, "identificationModule", "briefTitle")),
        clean(at(protocol, "identificationModule", "officialTitle")),
        clean(at(protocol, "descriptionModule", "briefSummary")),
        *texts(at(protocol, "conditionsModule", "keywords")),
    ]
    for item in mappings(at(protocol, "armsInterventionsModule", "interventions")):
        words += [clean(item.get("name")), clean(item.get("description"))]
        words += texts(item.get("otherNames"))
    return any(_CAR.search(text) for text in words)


def korean_sites(study: Json, names: Names) -> list[str]:
    """Return the Korean sites of a study as the registry writes them, each once."""
    places = mappings(at(study, "protocolSection", "contactsLocationsModule", "locations"))
    sites = [
        ", ".join(filter(None, (clean(place.get("facility")), clean(place.get("city")))))
        for place in places
        if names.country(clean(place.get("country"))) == KOREA
    ]
    return list(dict.fromkeys(sites))


def find(nct: str, study: Json, sites: list[str]) -> Find:
    """Return a study in short."""
    protocol = at(study, "protocolSection")
    return Find(
        nct,
        clean(at(protocol, "identificationModule", "briefTitle")),
        clean(at(protocol, "statusModule", "overallStatus")),
        clean(at(protocol, "sponsorCollaboratorsModule", "leadSponsor", "name")),
        tuple(sites),
    )
