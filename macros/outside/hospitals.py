"""Which of our hospitals a registry means by a site: no guess leads to one, for wrong is worse.

facilities.py has the rules for what registries write; the names come from the records and from
sites.yml. A postcode is a second witness for a name that is nearly known or a university's, and by
itself an inference, which is marked as one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from itertools import permutations
from typing import NamedTuple

from macros.model.atlas import Atlas
from macros.model.identity import loosely_folded
from macros.model.kinds import Institution
from macros.model.topic import TOPIC
from macros.outside.facilities import (
    is_unnamed,
    names_an_institution,
    near,
    parts,
    postcode_in,
    without_number,
    words,
)

_DISTRICT = re.compile(TOPIC.registry.districts)
_UNIVERSITY = re.compile(r"^.*?\buniversity\b", re.IGNORECASE)
_OF_A_UNIVERSITY = (
    *("", "College of Medicine", "School of Medicine"),
    *("Health System", "Medical Center", "Medicine"),
)
"""What follows a university's name where a registry may mean its hospital."""

Spellings = dict[str, dict[str, list[str]]]
"""Names, and universities, of organisations by id: the form of sites.yml."""


class Site(NamedTuple):
    """What a registry's site is: `hospital` by id, None where it is not certain.

    `by_postcode` says that only the postcode tells it. `name` is the registry's own, "" where it
    has none, and never that of a person. `doubt` is why a hospital that is named is not certain.
    """

    hospital: str | None = None
    by_postcode: bool = False
    name: str = ""
    doubt: str = ""


class Hospitals:
    """The hospitals of an Atlas by their names, towns and postcodes.

    `countries` has the word of a country by each of its names, loosely folded.
    """

    def __init__(
        self,
        hospitals: Iterable[Institution],
        atlas: Atlas,
        spellings: Spellings,
        countries: Mapping[str, str],
    ):
        further, above = (spellings.get(key, {}) for key in ("names", "universities"))
        self._names = {r.id: [*r.own_names, *further.get(r.id, [])] for r in hospitals}
        self._above: dict[str, set[str]] = {}
        self._words: dict[str, set[str]] = {}
        self.towns: dict[str, dict[str, str]] = {}
        self._towns: dict[str, list[str]] = {}
        self._campus: dict[str, list[str]] = {}
        for record in hospitals:
            wider = _universities(record, atlas, above.get(record.id, []))
            names = [name + " " + part for name in wider for part in _OF_A_UNIVERSITY]
            self._above[record.id] = {_joined([name]) for name in names}
            own = " ".join([*self._names[record.id], *names])
            self._words[record.id] = set(words(own))
            if record.city and record.city.known:
                for town in record.city.known.all():
                    self._towns.setdefault(loosely_folded(town), []).append(record.id)
                    self.towns[loosely_folded(town)] = record.city.known.texts
            for code in record.postcodes:
                self._campus.setdefault(str(code.value), []).append(record.id)
        self._full_names = self._read_full_names()
        self._country = {name for name, word in countries.items() if word == TOPIC.country}

    def site(self, facility: str, city: str = "", postcode: str = "") -> Site:
        """Return which hospital a registry means by a site."""
        code, town = postcode_in(postcode), loosely_folded(_DISTRICT.sub("", city))
        campus = self._campus.get(code, [])
        named = "" if is_unnamed(facility) else _institutions(facility)
        hospital = self._named(facility, town)
        if not named and not hospital:
            return Site(_only(campus), by_postcode=len(campus) == 1)
        if not hospital:
            spelt = [words(part) for part in (" ".join(parts(facility)), *parts(facility))]
            slips = [(h, n) for h in campus for n in self._names[h]]
            hospital = _only({h for h, n in slips if any(near(words(n), s) for s in spelt)})
        if hospital:
            doubt = "" if hospital in campus else self._doubt(hospital, bool(campus), town)
            return Site(None if doubt else hospital, name=named or facility, doubt=doubt)
        # A university alone, or words of its name and the hospital's, mean the hospital where the
        # postcode is that hospital's.
        tokens = {word for part in parts(facility) for word in words(part)}
        above = {h for h in campus if _joined(parts(facility)) in self._above[h]}
        above = above or {h for h in campus if len(tokens) > 2 and tokens <= self._words[h]}
        return Site(_only(above), by_postcode=len(above) == 1, name=named)

    def _named(self, facility: str, town: str) -> str | None:
        """Return the hospital that a name means, be it with its town, whatever the postcode."""
        pieces = parts(facility)
        for some in ([without_number(facility)], pieces, [*pieces, town]):
            if known := self._full_names.get(_joined(some)):
                return known
        # "Seoul National University Hospital, Seoul". Of another town it may be a branch.
        for end in range(len(pieces) - 1, 0, -1):
            known, behind = self._full_names.get(_joined(pieces[:end])), pieces[end:]
            if known and all(self._lies_in(known, loosely_folded(part)) for part in behind):
                return known
        return None

    def _lies_in(self, hospital: str, place: str) -> bool:
        return place in self._country or hospital in self._towns.get(place, [])

    def _doubt(self, hospital: str, elsewhere: bool, town: str) -> str:
        """Return what speaks against a name: `elsewhere`, the postcode of another; another town."""
        if elsewhere and any(hospital in campus for campus in self._campus.values()):
            return f"its name says {hospital}, its postcode another hospital"
        if hospital not in self._towns.get(town, [hospital]):
            return f"its name says {hospital}, its city another hospital"
        return ""

    def _read_full_names(self) -> dict[str, str]:
        """Return the hospitals by their names with those of their universities, before or behind.

        A name of two hospitals belongs to none.
        """
        owners: dict[str, set[str]] = {}
        for hospital, names in self._names.items():
            own = {_joined([name]) for name in names}
            for above in ("", *self._above[hospital]):
                for name in own:
                    owners.setdefault(above + name, set()).add(hospital)
                    owners.setdefault(name + above, set()).add(hospital)
            for pair in permutations(own, 2):  # "Asan Medical Center (AMC)"
                owners.setdefault("".join(pair), set()).add(hospital)
        return {name: hospital for name, (hospital, *others) in owners.items() if not others}


def _institutions(facility: str) -> str:
    """Return a site's name as it may be shown: the parts of it that name an institution."""
    name = without_number(facility)
    named = [part for part in re.split(r"\s*[,;]\s*", name) if names_an_institution(part)]
    return ", ".join(named)


def _joined(some: Iterable[str]) -> str:
    return "".join(word for part in some for word in words(part))


def _only(hospitals: Collection[str]) -> str | None:
    return next(iter(hospitals)) if len(hospitals) == 1 else None


def _universities(hospital: Institution, atlas: Atlas, further: list[str]) -> list[str]:
    """Return the names of the university that a hospital belongs to."""
    wider = atlas.get(Institution, str(hospital.part_of.value)) if hospital.part_of else None
    names = [m[0] for name in hospital.own_names if (m := _UNIVERSITY.search(name))]
    return [*names, *further, *(wider.own_names if wider else [])]
