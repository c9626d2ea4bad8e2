"""Names in a registry → records here. Only a name that is known leads to a record; no guess does.

A name is known where a record has it as name or alias, or where sites.yml gives the spelling.
Which hospital a site is, hospitals.py says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from macros.model.atlas import Atlas
from macros.model.derived import country_of
from macros.model.identity import folded, loosely_folded
from macros.model.kinds import Company, Institution, Source
from macros.model.languages import LANGUAGES
from macros.model.record import Record, fact_at
from macros.model.topic import TOPIC
from macros.model.yaml_parser import read_yaml
from macros.outside.hospitals import Hospitals, Site, Spellings

SPELLINGS = Path(__file__).with_name("sites.yml")

_OWNER = re.compile(r",?\s+an?\s+(?:subsidiary of\s+(.+)|(.+?)\s+company)\W*$", re.IGNORECASE)

Table = Literal["organisations", "products", "indications", "papers", "countries"]


class KnownNames:
    """The names of an Atlas, in tables. `spellings` gives more, in the form of sites.yml."""

    def __init__(self, atlas: Atlas, spellings: Spellings | None = None):
        institutions, companies = atlas.of(Institution), atlas.of(Company)
        types = {r.id: r.type.value if r.type else None for r in institutions}
        hospitals = [r for r in institutions if types[r.id] in (TOPIC.terms.hospital, None)]
        spelt = site_spellings() if spellings is None else spellings
        further = spelt.get("names", {})
        vocabulary = atlas.vocabularies.get("country")
        spelt_countries = vocabulary.spellings() if vocabulary else {}
        self._countries = (
            {w: term.label.texts for w, term in vocabulary.terms.items()} if vocabulary else {}
        )
        countries = {loosely_folded(name): word for name, word in spelt_countries.items()}
        self._hospitals = Hospitals(hospitals, atlas, spelt, countries)
        self._tables: dict[Table, dict[str, str]] = {
            "organisations": _table([*companies, *institutions], further),
            "products": _table(atlas.of_kind("products"), also="generic_name"),
            "indications": _table(atlas.of_kind("indications")),
            "papers": {str(source.pmid): source.id for source in atlas.of(Source) if source.pmid},
            "countries": countries,
        }
        self._all = _table(atlas.records.values())
        self.academic = {id_ for id_, kind in types.items() if kind in TOPIC.terms.academic}
        """The ids of hospitals and universities."""

        lies_in = {r.id: country_of(r) for r in (*companies, *institutions)}
        self._abroad = {r for r in lies_in if lies_in[r] not in (TOPIC.country, None)}
        self.at_home = {r for r in lies_in if lies_in[r] == TOPIC.country}
        """The ids of the country's own companies and institutions, where that is known."""

        tries = [*companies, *(r for r in institutions if r.id in self.academic)]
        latin = (
            next(filter(str.isascii, r.own_names), "") for r in tries if r.id not in self._abroad
        )
        self.sponsors = sorted(filter(None, latin))
        """The names of companies, hospitals and universities that may be the country's."""

        named = _product_names(atlas)
        self._codes = {name: id_ for name, id_ in named if self.find("products", name) == id_}
        either = "|".join(map(re.escape, sorted(self._codes, key=len, reverse=True)))
        self._code = re.compile(rf"(?<![\w-])(?:{either})(?![\w-])") if either else None

    def find(self, table: Table, name: str) -> str | None:
        """Return the record, or the vocabulary term, that a name certainly means, or None.

        A company is found with or without "Co., Ltd.", a product by brand, code or generic name, a
        paper by its PubMed number.
        """
        return _find(self._tables[table], name)

    def organisation(self, name: str) -> str | None:
        """Return the company or institution of a name, also of "X, a subsidiary of Y"."""
        return self.find("organisations", name) or self.find("organisations", _OWNER.sub("", name))

    def owner(self, name: str) -> str | None:
        """Return the owner that "X, a Y company" names: a hint, for X is the one that is named."""
        match = _OWNER.search(name)
        return self.find("organisations", match[1] or match[2]) if match else None

    def products(self, phrase: str) -> list[str]:
        """Return the products that a phrase names, whole or between the borders of words."""
        whole = self.find("products", phrase)
        codes = self._code.findall(phrase.casefold()) if self._code else []
        return [whole] if whole else list(dict.fromkeys(self._codes[name] for name in codes))

    @property
    def codes(self) -> list[str]:
        """The names and codes of our products in Latin letters, for a search."""
        return sorted(name for name in self._codes if name.isascii())

    def may_be_at_home(self, sponsor: str) -> bool:
        """Return whether a sponsor is one of ours and not known to be of another country."""
        known = self.organisation(sponsor)
        return known is not None and known not in self._abroad

    def is_called(self, record_id: str, name: str) -> bool:
        """Return whether a record, and no other, has a name."""
        return _find(self._all, name) == record_id

    def country(self, name: str) -> dict[str, str]:
        """Return a country in each language, as the vocabulary has it, or as it is."""
        known = self._countries.get(self.find("countries", name) or "")
        return known or dict.fromkeys(LANGUAGES, name)

    def town(self, city: str) -> dict[str, str]:
        """Return a city in each language, as a hospital or a region here has it, or as it is."""
        return self._hospitals.towns.get(loosely_folded(city)) or ({"en": city} if city else {})

    def site(self, facility: str, city: str = "", postcode: str = "") -> Site:
        """Return which hospital a registry means by a site."""
        return self._hospitals.site(facility, city, postcode)


def site_spellings() -> Spellings:
    """Return what sites.yml says: names, and universities, by the id of the organisation."""
    return read_yaml(SPELLINGS)


def _product_names(atlas: Atlas) -> Iterator[tuple[str, str]]:
    for record in atlas.of_kind("products"):
        for name in _names_of(record, "generic_name"):
            if len(name) > 3:
                yield name.casefold(), record.id


def _names_of(record: Record, also: str) -> list[str]:
    """Return a record's names, and what a further field says of how it is called."""
    fact = fact_at(record, also)
    return [*record.own_names, *([str(fact.value)] if fact and fact.known else [])]


def _table(
    records: Iterable[Record],
    spellings: dict[str, list[str]] | None = None,
    *,
    also: str = "",
) -> dict[str, str]:
    """Return who a name belongs to, folded both ways; a name of two records belongs to none.

    `also` is a further field with a name, `spellings` gives further names by id.
    """
    owners: dict[str, str] = {}
    shared: set[str] = set()
    for record in records:
        names = [*_names_of(record, also), *(spellings or {}).get(record.id, [])]
        for key in {fold(name) for name in names for fold in (folded, loosely_folded)}:
            if owners.setdefault(key, record.id) != record.id:
                shared.add(key)
    return {key: record_id for key, record_id in owners.items() if key not in shared}


def _find(table: dict[str, str], name: str) -> str | None:
    return table.get(folded(name)) or table.get(loosely_folded(name))
