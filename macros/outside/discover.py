"""Studies of cells with a CAR that have a Korean site and that the atlas lacks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from macros.outside.names import Names
from macros.outside.shape import at, clean, mappings, texts
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


def is_car(study: Any) -> bool:
    """Return whether a study speaks of cells with a CAR in its titles, treatments or summary."""
    protocol = at(study, "protocolSection")
    told = [
        clean(at(protocol, "identificationModule", "briefTitle")),
        clean(at(protocol, "identificationModule", "officialTitle")),
        clean(at(protocol, "descriptionModule", "briefSummary")),
        *texts(at(protocol, "conditionsModule", "keywords")),
    ]
    for item in mappings(at(protocol, "armsInterventionsModule", "interventions")):
        told += [clean(item.get("name")), clean(item.get("description"))]
        told += texts(item.get("otherNames"))
    return any(_CAR.search(text) for text in told)


def korean_sites(study: Any, names: Names) -> list[str]:
    """Return the Korean sites of a study as the registry writes them, each once."""
    places = mappings(at(study, "protocolSection", "contactsLocationsModule", "locations"))
    found = [
        ", ".join(filter(None, (clean(place.get("facility")), clean(place.get("city")))))
        for place in places
        if names.country(clean(place.get("country"))) == KOREA
    ]
    return list(dict.fromkeys(found))


def find(nct: str, study: Any, sites: list[str]) -> Find:
    """Return a study in short."""
    protocol = at(study, "protocolSection")
    return Find(
        nct,
        clean(at(protocol, "identificationModule", "briefTitle")),
        clean(at(protocol, "statusModule", "overallStatus")),
        clean(at(protocol, "sponsorCollaboratorsModule", "leadSponsor", "name")),
        tuple(sites),
    )
