"""Names in a registry → records here. Only a name that is known leads to a record; no guess does.

A name is known where a record has it as name or alias, or where sites.yml gives the spelling.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from macros.model.atlas import Atlas
from macros.model.base import Record
from macros.model.values import State
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
_COMPANY_FORM = re.compile(
    r"(?:[\s,.]+(?:co|company|corp|corporation|inc|incorporated|ltd|limited|llc|plc|gmbh|ag|sa|nv|bv"
    r"|kk|lp))+[\s.]*$",
    re.IGNORECASE,
)
_TOWNS = ("seoul", "korea", "southkorea", "republicofkorea", "korearepublicof")


def name_key(name: str) -> str:
    """Return a name without what makes no difference: case, width, punctuation, "the", blanks.

    >>> name_key("The Catholic Univ., Seoul St. Mary’s") == name_key("Catholic Univ Seoul St Marys")
    True
    """
    text = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ")
    text = re.sub(r"^the\s+|\bthe\b", " ", text)
    return "".join(char for char in text if char.isalnum())


class Names:
    """The table of names of an Atlas. `spellings` gives further ones by id."""

    def __init__(self, atlas: Atlas, spellings: dict[str, list[str]] | None = None):
        self._hospitals = _table(
            r for r in atlas.of_kind("institutions") if _type_of(r) in ("hospital", None)
        )
        for record_id, others in (spellings if spellings is not None else site_spellings()).items():
            if record_id in atlas.records:
                for other in others:
                    self._hospitals.setdefault(name_key(other), record_id)
        self._organisations = _table(
            [*atlas.of_kind("companies"), *atlas.of_kind("institutions")], company=True
        )
        for key, record_id in self._hospitals.items():
            self._organisations.setdefault(key, record_id)
        self._products = _table(atlas.of_kind("products"), also="generic_name")
        self._indications = _table(atlas.of_kind("indications"))
        vocabulary = atlas.vocabularies.get("country")
        self._countries: dict[str, str] = {}
        for word, term in vocabulary.terms.items() if vocabulary else ():
            for spelling in (word, term.en, *term.aliases):
                self._countries.setdefault(name_key(spelling), word)
        self._papers = {str(r.pmid): r.id for r in atlas.of_kind("sources") if r.pmid}
        self._academic = {
            r.id for r in atlas.of_kind("institutions") if _type_of(r) in ("hospital", "university")
        }
        self.taken = _table(atlas.records.values())
        """Every name that a record answers to, and which record that is."""

    def hospital(self, facility: str, city: str = "") -> str | None:
        """Return the Korean hospital that a registry means, or None where that is not certain."""
        name = _SITE_NUMBER.sub("", facility).strip()
        found = self._hospitals.get(name_key(name))
        if found:
            return found
        # "Seoul National University Hospital, Seoul": a name and its town, and nothing else.
        towns = {*_TOWNS, name_key(city), name_key(re.sub(r"-(si|gu|gun|do)\b", "", city))}
        parts = [part for part in re.split(r"[,;()]", name) if name_key(part)]
        rest = [part for part in parts if name_key(part) not in towns]
        return self._hospitals.get(name_key(rest[0])) if len(rest) == 1 < len(parts) else None

    def organisation(self, name: str) -> str | None:
        """Return the company or institution of a name, with or without "Co., Ltd."."""
        return self._organisations.get(name_key(name)) or self._organisations.get(_company(name))

    def is_academic(self, record_id: str) -> bool:
        """Return whether a record is a hospital or a university."""
        return record_id in self._academic

    def product(self, name: str) -> str | None:
        """Return the product of a name: brand, code or generic name."""
        return self._products.get(name_key(name))

    def indication(self, name: str) -> str | None:
        """Return the disease of a name."""
        return self._indications.get(name_key(name))

    def paper(self, pmid: str) -> str | None:
        """Return the source with a PubMed number."""
        return self._papers.get(pmid)

    def country(self, name: str) -> str | None:
        """Return the country's word in the vocabulary."""
        return self._countries.get(name_key(name))


def is_unnamed(facility: str) -> bool:
    """Return whether a registry hides which hospital a site is ("Research Site")."""
    return not facility or bool(_UNNAMED.search(_SITE_NUMBER.sub("", facility) or "site"))


def site_spellings(path: Path = SPELLINGS) -> dict[str, list[str]]:
    """Return the spellings of sites.yml by the id of the hospital."""
    return parse(path.read_bytes()).value or {}


def _table(records: Iterable[Record], *, company: bool = False, also: str = "") -> dict[str, str]:
    """Return who a name belongs to; a name of two records belongs to none.

    `company` leaves out the form of a company too; `also` is a further field with a name.
    """
    found: dict[str, str] = {}
    twice: set[str] = set()
    for record in records:
        names = [*(record.name.all() if record.name else []), *record.aliases]
        fact = getattr(record, also) if also else None
        if fact is not None and not isinstance(fact.value, State):
            names.append(str(fact.value))
        keys = {name_key(name) for name in names}
        if company:
            keys |= {_company(name) for name in names}
        for key in keys - {""}:
            if found.setdefault(key, record.id) != record.id:
                twice.add(key)
    return {key: record_id for key, record_id in found.items() if key not in twice}


def _company(name: str) -> str:
    return name_key(_COMPANY_FORM.sub("", name))


def _type_of(record: Record) -> str | None:
    return str(record.type.value) if record.type else None
