"""Names in a registry → records here. Only a name that is known leads to a record; no guess does.

A name is known where a record has it as name or alias, or where sites.yml gives the spelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from macros.model.atlas import Atlas
from macros.model.identity import folded, loosely_folded
from macros.model.kinds import Company, Institution, Source
from macros.model.record import Record, fact_at
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
_TOWNS = ("seoul", "korea", "southkorea", "republicofkorea", "korearepublicof")


class Names:
    """The table of names of an Atlas. `spellings` gives further ones by id."""

    def __init__(self, atlas: Atlas, spellings: dict[str, list[str]] | None = None):
        institutions, companies = atlas.of(Institution), atlas.of(Company)
        types = {r.id: str(r.type.value) if r.type else None for r in institutions}
        self._hospitals = _table(r for r in institutions if types[r.id] in ("hospital", None))
        for record_id, others in (spellings if spellings is not None else site_spellings()).items():
            if record_id in atlas.records:
                for other in others:
                    self._hospitals.setdefault(loosely_folded(other), record_id)
        self._organisations = self._hospitals | _table([*companies, *institutions])
        self._products = _table(atlas.of_kind("products"), also="generic_name")
        self._indications = _table(atlas.of_kind("indications"))
        self._all = _table(atlas.records.values())
        vocabulary = atlas.vocabularies.get("country")
        self._countries: dict[str, str] = {}
        for word, term in vocabulary.terms.items() if vocabulary else ():
            for spelling in (word, str(term.label.en), *term.aliases):
                self._countries.setdefault(loosely_folded(spelling), word)
        self._papers = {str(r.pmid): r.id for r in atlas.of(Source) if r.pmid}
        self._academic = {id_ for id_, kind in types.items() if kind in ("hospital", "university")}

    def hospital(self, facility: str, city: str = "") -> str | None:
        """Return the Korean hospital that a registry means, or None where that is not certain."""
        name = _SITE_NUMBER.sub("", facility).strip()
        found = _find(self._hospitals, name)
        if found:
            return found
        # "Seoul National University Hospital, Seoul": a name and its town, and nothing else.
        without_ward = re.sub(r"-(si|gu|gun|do)\b", "", city)
        towns = {*_TOWNS, loosely_folded(city), loosely_folded(without_ward)}
        parts = [part for part in re.split(r"[,;()]", name) if any(map(str.isalnum, part))]
        rest = [part for part in parts if loosely_folded(part) not in towns]
        return _find(self._hospitals, rest[0]) if len(rest) == 1 < len(parts) else None

    def organisation(self, name: str) -> str | None:
        """Return the company or institution of a name, with or without "Co., Ltd."."""
        return _find(self._organisations, name)

    def is_called(self, record_id: str, name: str) -> bool:
        """Return whether a record, and no other, has a name."""
        return _find(self._all, name) == record_id

    def is_academic(self, record_id: str) -> bool:
        """Return whether a record is a hospital or a university."""
        return record_id in self._academic

    def product(self, name: str) -> str | None:
        """Return the product of a name: brand, code or generic name."""
        return _find(self._products, name)

    def indication(self, name: str) -> str | None:
        """Return the disease of a name."""
        return _find(self._indications, name)

    def paper(self, pmid: str) -> str | None:
        """Return the source with a PubMed number."""
        return self._papers.get(pmid)

    def country(self, name: str) -> str | None:
        """Return the country's word in the vocabulary."""
        return self._countries.get(loosely_folded(name))


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
