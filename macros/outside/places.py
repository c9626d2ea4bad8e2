"""Where a study is done, as a registry has it: countries, and each site with its own status.

A hospital that is named in several rows is one site; one that cannot be identified is kept with
what is said of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from macros.model.kinds import Site
from macros.model.topic import TOPIC
from macros.model.values import Json
from macros.outside import words
from macros.outside.answer import UNKNOWN_WORD, Answer
from macros.outside.facilities import is_unnamed, postcode_in
from macros.outside.names import KnownNames
from macros.outside.shape import clean, once, texts_of

SITES = "contactsLocationsModule.locations.facility"
UNKNOWN_SITE = "no hospital with this name"
_UNNAMED_SITE = "the registry does not name the hospital"
_LOCATIONS = "contactsLocationsModule.locations"


@dataclass
class Places:
    """What a study says of its places: fields, sites as registered, and unknown countries."""

    fields: dict[str, Json] = field(default_factory=dict)
    sites: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)


def read_places(answer: Answer, names: KnownNames) -> Places:
    """Return the places in a study; what cannot be used is left over in the answer."""
    out = Places()
    used = ("facility", "city", "zip", "country", "status")
    listed = answer.items(*_LOCATIONS.split("."), of=used)
    countries = {name: names.find("countries", name) for name in texts_of(listed, "country")}
    own = []
    for place in listed:
        if countries.get(clean(place.get("country"))) == TOPIC.country:
            own.append(place)
        else:
            answer.spare(place, _LOCATIONS, "facility", "city", "zip", "status")
    out.strange = [name for name, country in countries.items() if country is None]
    for name in out.strange:
        answer.left(f"{_LOCATIONS}.country", name, "unknown country")
    sites = _sites(answer, names, own, out.sites)
    out.fields = {"countries": sorted(once(countries.values())), "sites": sites}
    if listed:
        uncounted = Site.fields["status"].uncounted
        out.fields["site_count"] = sum(site.get("status") not in uncounted for site in sites)
        out.fields["sites_worldwide"] = len(listed)
    return out


def _sites(
    answer: Answer, names: KnownNames, places: list[dict[str, Json]], shown_sites: list[str]
) -> list[dict[str, Json]]:
    """Return each hospital once, and each site that cannot be identified, with what is said of it.

    `shown_sites` gets each site as it is registered.
    """
    # While nobody confirms a trial, its sites keep what was said of them years ago.
    stale = answer.text("statusModule", "overallStatus") == "UNKNOWN"
    named: dict[str, dict[str, Json]] = {}
    others: list[dict[str, Json]] = []
    for place in places:
        facility, city, code = (clean(place.get(key)) for key in ("facility", "city", "zip"))
        site = names.site(facility, city, code)
        hidden = facility if is_unnamed(facility) else ""
        shown = site.name or hidden or "a site without a name"
        shown = f"{shown} ({city})" if city else shown
        if shown not in shown_sites:
            shown_sites.append(shown)
        if not site.hospital:
            why = site.doubt or (UNKNOWN_SITE if site.name else _UNNAMED_SITE)
            answer.left(SITES, shown, why)
        own_name = site.hospital and names.is_called(site.hospital, site.name)
        entry: dict[str, Json] = {
            "value": site.hospital or "unknown",
            "status": "" if stale else _status(answer, place),
            "known_by": "postcode" if site.by_postcode else "registry" if site.name else "",
            "registered_as": "" if own_name else site.name or hidden,
            "city": None if site.hospital and not site.by_postcode else names.town(city),
            "postcode": postcode_in(code),
        }
        entry = {key: value for key, value in entry.items() if value}
        if site.hospital:
            other = named.setdefault(site.hospital, entry)
            named[site.hospital] = min(other, entry, key=_rank)
        else:
            others.append(entry)
    return [*named.values(), *others]


def _status(answer: Answer, place: dict[str, Json]) -> str:
    word = clean(place.get("status"))
    if word and word not in words.SITE_STATUS:
        answer.left(f"{_LOCATIONS}.status", word, UNKNOWN_WORD)
    return words.SITE_STATUS.get(word, "")


def _rank(site: dict[str, Json]) -> tuple[int, bool]:
    """Return which of the rows of one hospital counts: the first that recruits, or has a name."""
    status, ranks = site.get("status"), list(words.SITE_STATUS.values())
    rank = ranks.index(status) if isinstance(status, str) else len(ranks)
    return rank, site.get("known_by") == "postcode"
