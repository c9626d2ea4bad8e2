"""Names in a registry → records here. Only a name that is known leads to a record; no guess does.

A name is known where a record has it as name or alias, or where sites.yml gives the spelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from macros.model.atlas import Atlas
from macros.model.identity import folded, loosely_folded
from macros.model.kinds import Company, Institution, Source
from macros.model.record import Record, fact_at
from macros.model.topic import TOPIC
from macros.store.reading import parse

SPELLINGS = Path(__file__).with_name("sites.yml")

# What a registry adds to a hospital's name: its own number of the site.
_SITE_NUMBER = re.compile(
    r"[\s,;/–—-]*[(\[/]?\s*(?:\b(?:investigat\w+\s+)?site(?:\s+(?:number|no\.?|id))?\b|\bID#?)"
    r"\s*[#:.-]*\s*(?:[A-Z]{0,3}-?\d[\w-]*)\s*[)\]]?\s*$|\s*-\s*PPDS\s*$",
    re.IGNORECASE,
)
_UNNAMED = re.compile(
    r"\b(?:investigat(?:ive|ional|or)|research|clinical trial|study|trial)\s+"
    r"(?:site|center|centre|facility|institution)s?[\s#(:/-]*(?:\d[\w\s-]*\)?)?$"
    r"|^local institution\b|^for additional information\b"
    r"|^(?:site|center|centre|institution)\b[\s#:()\w-]*$|^[\d\s#()-]+$",
    re.IGNORECASE,
)
_DISTRICT = re.compile(TOPIC.registry.districts)

Table = Literal["hospitals", "organisations", "products", "indications", "papers", "countries"]


class KnownNames:
    """The names of an Atlas, in tables. `spellings` gives further ones of hospitals by id."""

    def __init__(self, atlas: Atlas, spellings: dict[str, list[str]] | None = None):
        institutions, companies = atlas.of(Institution), atlas.of(Company)
        types = {r.id: r.type.value if r.type else None for r in institutions}
        hospitals = _table(r for r in institutions if types[r.id] in (TOPIC.terms.hospital, None))
        for record_id, others in (spellings if spellings is not None else site_spellings()).items():
            if record_id in atlas.records:
                for other in others:
                    hospitals.setdefault(loosely_folded(other), record_id)
        vocabulary = atlas.vocabularies.get("country")
        spelt = vocabulary.spellings() if vocabulary else {}
        self._tables: dict[Table, dict[str, str]] = {
            "hospitals": hospitals,
            "organisations": hospitals | _table([*companies, *institutions]),
            "products": _table(atlas.of_kind("products"), also="generic_name"),
            "indications": _table(atlas.of_kind("indications")),
            "papers": {str(source.pmid): source.id for source in atlas.of(Source) if source.pmid},
            "countries": {loosely_folded(spelling): word for spelling, word in spelt.items()},
        }
        self._all = _table(atlas.records.values())
        countries = self._tables["countries"].items()
        self._towns = {spelling for spelling, word in countries if word == TOPIC.country}
        self._towns |= set(map(loosely_folded, TOPIC.registry.towns))
        self.academic = {id_ for id_, kind in types.items() if kind in TOPIC.terms.academic}
        """The ids of hospitals and universities."""

    def find(self, table: Table, name: str) -> str | None:
        """Return the record, or the word of a closed list, that a name certainly means, or None.

        A company is found with or without "Co., Ltd.", a product by brand, code or generic name, a
        paper by its PubMed number.
        """
        return _find(self._tables[table], name)

    def is_called(self, record_id: str, name: str) -> bool:
        """Return whether a record, and no other, has a name."""
        return _find(self._all, name) == record_id

    def hospital(self, facility: str, city: str = "") -> str | None:
        """Return the hospital that a registry means by a site, or None where not certain."""
        name = _SITE_NUMBER.sub("", facility).strip()
        # "Seoul National University Hospital, Seoul": a name and its town, and nothing else.
        towns = self._towns | {loosely_folded(city), loosely_folded(_DISTRICT.sub("", city))}
        parts = [part for part in re.split(r"[,;()]", name) if any(map(str.isalnum, part))]
        rest = [part for part in parts if loosely_folded(part) not in towns]
        without_town = rest[0] if len(rest) == 1 < len(parts) else name
        return self.find("hospitals", name) or self.find("hospitals", without_town)


def is_unnamed(facility: str) -> bool:
    """Return whether a registry hides which hospital a site is ("Research Site")."""
    return not facility or bool(_UNNAMED.search(_SITE_NUMBER.sub("", facility) or "site"))


def site_spellings(path: Path = SPELLINGS) -> dict[str, list[str]]:
    """Return the spellings of sites.yml by the id of the hospital."""
    return parse(path.read_bytes()).value or {}


def _table(records: Iterable[Record], *, also: str = "") -> dict[str, str]:
    """Return who a name belongs to, folded both ways; a name of two records belongs to none.

    `also` is a further field with a name.
    """
    owners: dict[str, str] = {}
    shared: set[str] = set()
    for record in records:
        fact = fact_at(record, also)
        names = [*record.own_names, *([str(fact.value)] if fact and fact.known else [])]
        for key in {fold(name) for name in names for fold in (folded, loosely_folded)}:
            if owners.setdefault(key, record.id) != record.id:
                shared.add(key)
    return {key: record_id for key, record_id in owners.items() if key not in shared}


def _find(table: dict[str, str], name: str) -> str | None:
    return table.get(folded(name)) or table.get(loosely_folded(name))
