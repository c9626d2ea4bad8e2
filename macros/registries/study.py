"""A study of ClinicalTrials.gov → the fields of a trial here, and by name what fits none.

Nothing is lost in silence: what has a field goes there, what has none but is short becomes an
open fact, and everything else is named with its path in the registry's answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from macros.records.values import Bad, PartialDate, RegistryNumber, Words
from macros.registries import words
from macros.registries.clinicaltrials import number_of
from macros.registries.names import Names, folded, is_unnamed
from macros.registries.shape import at, clean, leaves, mappings, texts

KOREA = "south-korea"
_MOST = 10**7  # more participants than that are a slip

SITES = "contactsLocationsModule.locations.facility"
UNKNOWN_SITE = "no hospital of this name"


@dataclass(frozen=True)
class Leftover:
    """A value that found no place: where it stands in the answer, what it is, why not."""

    path: str
    value: str
    reason: str


@dataclass
class Registered:
    """What the registry says of a trial.

    `fields` holds values as a YAML file would; `planned` the fields that are plans or estimates;
    `dated` those that are true as of `as_of`, the day of the registry's answer. `notes` and
    `facts` hold what stands beside a value and what no field fits. `untaken` names the paths
    of the answer that hold something for which there is no place here.
    """

    nct: str
    as_of: str | None = None
    updated: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    planned: set[str] = field(default_factory=set)
    notes: dict[str, Words] = field(default_factory=dict)
    facts: list[tuple[str, str]] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    untaken: dict[str, int] = field(default_factory=dict)


DATED = ("status", "enrolment", "countries", "sites", "site_count")
"""Fields that change while a trial runs: they carry the day of the answer."""


def read_study(study: Any, names: Names) -> Registered:
    """Return what a study says. Never raises, whatever the JSON holds."""
    return _Reader(study, names).read()


class _Reader:
    def __init__(self, study: Any, names: Names):
        self.study, self.names = study, names
        self.protocol = at(study, "protocolSection")
        self.out = Registered(number_of(study))
        self.taken = {"protocolSection.identificationModule.nctId"}

    def read(self) -> Registered:
        self._dates()
        self._identity()
        self._state()
        self._who()
        self._what()
        self._numbers_and_limits()
        self._where()
        self._outcomes()
        self._untaken()
        return self.out

    # What all parts use

    def _get(self, *path: str) -> Any:
        """Return what stands below `protocolSection`, and note that it found its place."""
        self.taken.add(".".join(("protocolSection", *path)))
        return at(self.protocol, *path)

    def _text(self, *path: str) -> str:
        raw = self._get(*path)
        if raw is not None and not isinstance(raw, str):
            self._left(".".join(path), raw, "no text")
        return clean(raw)

    def _items(self, *path: str, of: Iterable[str] = ()) -> list[dict]:
        """Return the mappings of a list; their keys `of` find their place, the others do not."""
        name = ".".join(("protocolSection", *path))
        self.taken |= {f"{name}.{key}" for key in of}
        items = mappings(at(self.protocol, *path))
        for item in items:
            for key in of:
                if not isinstance(item.get(key), (str, list, type(None))):
                    self._left(f"{'.'.join(path)}.{key}", item[key], "no text")
        return items

    def _put(self, name: str, value: Any) -> None:
        if value not in (None, "", []):
            self.out.fields[name] = value

    def _fact(self, about: str, value: str) -> None:
        if value:
            self.out.facts.append((about, value))

    def _left(self, path: str, value: Any, reason: str) -> None:
        shown = clean(value) if isinstance(value, str) else clean(repr(value))
        self.out.leftovers.append(Leftover(path, shown[:300], reason))

    def _word(self, path: tuple[str, ...], table: dict[str, Any]) -> Any:
        """Return our word for one of the registry's; an unknown one is left over."""
        raw = self._get(*path)
        if raw in (None, ""):
            return None
        found = table.get(raw) if isinstance(raw, str) else None
        if found is None:
            self._left(".".join(path), raw, "a word that is not known here")
        return found

    # Parts of the answer

    def _dates(self) -> None:
        out = self.out
        self.taken.add("derivedSection.miscInfoModule.versionHolder")
        version = _date(at(self.study, "derivedSection", "miscInfoModule", "versionHolder"))
        updated = self._date("statusModule", "lastUpdatePostDateStruct", "date")
        sent = self._date("statusModule", "lastUpdateSubmitDate")
        verified = self._date("statusModule", "statusVerifiedDate")
        out.updated = updated or sent
        out.as_of = version or out.updated or verified
        self._get("statusModule", "lastUpdatePostDateStruct", "type")
        self._put("registry_updated", out.updated)
        for name, struct in (
            ("start_date", "startDateStruct"),
            ("primary_completion", "primaryCompletionDateStruct"),
            ("completion", "completionDateStruct"),
        ):
            date = self._date("statusModule", struct, "date")
            kind = self._text("statusModule", struct, "type")
            if date is None:
                continue
            self._put(name, date)
            known = min(len(date), len(out.as_of or ""))
            ahead = bool(out.as_of) and date[:known] > out.as_of[:known]
            if kind == "ESTIMATED" or (kind != "ACTUAL" and ahead):
                out.planned.add(name)
            if kind not in ("", "ACTUAL", "ESTIMATED"):
                self._left(f"statusModule.{struct}.type", kind, "a word that is not known here")

    def _date(self, *path: str) -> str | None:
        raw = self._get(*path)
        date = _date(raw)
        if date is None and raw not in (None, ""):
            self._left(".".join(path), raw, "no date")
        return date

    def _identity(self) -> None:
        out, module = self.out, "identificationModule"
        title = self._text(module, "briefTitle")
        official = self._text(module, "officialTitle")
        acronym = self._text(module, "acronym")
        self._put("title", title or official)
        self._put("aliases", [acronym] if acronym and acronym != title else None)
        if official and official != title:
            self._fact("Official title", official)
        numbers = [out.nct] if out.nct else []
        other = []
        for path, raw in [
            *[("nctIdAliases", t) for t in texts(self._get(module, "nctIdAliases"))],
            ("orgStudyIdInfo.id", self._text(module, "orgStudyIdInfo", "id")),
            *[
                ("secondaryIdInfos.id", clean(info.get("id")))
                for info in self._items(module, "secondaryIdInfos", of=["id"])
            ],
        ]:
            try:
                number = str(RegistryNumber.read(raw)) if raw else ""
            except Bad:
                number = ""
            if number and (path == "nctIdAliases" or not number.startswith("NCT")):
                numbers.append(number)
            elif raw:
                other.append(raw)
        self._put("registry_numbers", list(dict.fromkeys(numbers)))
        self._fact("Other study numbers", "; ".join(dict.fromkeys(other)))

    def _state(self) -> None:
        self._put("status", self._word(("statusModule", "overallStatus"), words.STATUS))
        if "status" not in self.out.fields:
            self._fact("Registered status", self._text("statusModule", "overallStatus"))
        self._fact("Why it stopped", self._text("statusModule", "whyStopped"))
        last = self._text("statusModule", "lastKnownStatus")
        self._fact("Last known status", last.replace("_", " ").capitalize())

        raw = self._get("designModule", "phases")
        phases = tuple(sorted(texts(raw), key=lambda phase: (phase[:5] != "EARLY", phase)))
        kind = self._text("designModule", "studyType")
        if phases in words.PHASE:
            self._put("phase", words.PHASE[phases])
        elif phases:
            self._left("designModule.phases", ", ".join(phases), "phases that are not known here")
            self._fact("Registered phase", ", ".join(phases))
        elif kind in ("OBSERVATIONAL", "EXPANDED_ACCESS"):
            self._put("phase", "not-applicable")
        elif raw:
            self._left("designModule.phases", raw, "no list of phases")

    def _who(self) -> None:
        module = "sponsorCollaboratorsModule"
        out = self.out
        lead = self._text(module, "leadSponsor", "name")
        found = self.names.organisation(lead) if lead else None
        if found:
            self._put("sponsors", [found])
            if self.names.taken.get(folded(lead)) != found:
                out.notes["sponsors"] = Words(f"Registered as {lead}.", f"등록명: {lead}")
        elif lead:
            self._left(f"{module}.leadSponsor.name", lead, "no company or institution of this name")
            self._fact("Registered sponsor", lead)
        self._sponsor_type(module, found)

        known, unknown = [], []
        for item in self._items(module, "collaborators", of=["name"]):
            name = clean(item.get("name"))
            found = self.names.organisation(name) if name else None
            (known if found else unknown).append(found or name)
        unknown = [name for name in dict.fromkeys(unknown) if name]
        self._put("collaborators", list(dict.fromkeys(known)))
        self._fact("Registered collaborators", "; ".join(unknown))
        for name in unknown:
            reason = "no company or institution of this name"
            self._left(f"{module}.collaborators.name", name, reason)

        people = []
        listed = ("contactsLocationsModule", "overallOfficials")
        for official in self._items(*listed, of=["name", "role", "affiliation"]):
            name, role = clean(official.get("name")), clean(official.get("role"))
            where = clean(official.get("affiliation"))
            if name and role == "PRINCIPAL_INVESTIGATOR":
                people.append(f"{name}, {where}" if where else name)
            elif name:
                said = f"{name} ({role or 'no role'})"
                self._left(".".join(listed), said, "not a principal investigator")
        self._put("principal_investigators", list(dict.fromkeys(people)))

    def _sponsor_type(self, module: str, sponsor: str | None) -> None:
        raw = self._text(module, "leadSponsor", "class")
        responsible = self._text(module, "responsibleParty", "type")
        if raw in words.SPONSOR_TYPE:
            self._put("sponsor_type", words.SPONSOR_TYPE[raw])
        elif responsible in ("PRINCIPAL_INVESTIGATOR", "SPONSOR_INVESTIGATOR") or (
            raw == "OTHER" and sponsor and self.names.is_academic(sponsor)
        ):
            self._put("sponsor_type", "investigator")
        elif raw:
            reason = "industry, investigator or public body? It does not say"
            self._left(f"{module}.leadSponsor.class", raw, reason)

    def _what(self) -> None:
        products, treatments = [], []
        module = "armsInterventionsModule"
        for item in self._items(module, "interventions", of=["name", "otherNames"]):
            name = clean(item.get("name"))
            treatments.append(name)
            for spelling in (name, *texts(item.get("otherNames") or [])):
                products.append(self.names.product(spelling))
        self._put("interventions", _joined(treatments))
        self._put("products", _once(products))

        conditions = texts(self._get("conditionsModule", "conditions"))
        self._put("conditions", _joined(conditions))
        self._put("indications", _once(map(self.names.indication, conditions)))
        self._put("design", self._design())

    def _design(self) -> dict[str, str] | None:
        parts = [self._word(("designModule", "studyType"), words.STUDY_TYPE)]
        for name, table in words.DESIGN.items():
            path = ("maskingInfo", "masking") if name == "masking" else (name,)
            parts.append(self._word(("designModule", "designInfo", *path), table))
        parts.append(self._word(("designModule", "designInfo", "primaryPurpose"), words.PURPOSE))
        given = [part for part in parts if part and part.en]
        if not given:
            return None
        en = ", ".join(part.en for part in given)
        return {"en": en[0].upper() + en[1:], "ko": ", ".join(part.ko for part in given)}

    def _numbers_and_limits(self) -> None:
        count = self._get("designModule", "enrollmentInfo", "count")
        kind = self._text("designModule", "enrollmentInfo", "type")
        if isinstance(count, int) and not isinstance(count, bool) and 0 <= count <= _MOST:
            self._put("enrolment", count)
            if kind == "ESTIMATED":
                self.out.planned.add("enrolment")
        elif count is not None:
            self._left("designModule.enrollmentInfo.count", count, "no number of people")
        if kind not in ("", "ACTUAL", "ESTIMATED"):
            self._left("designModule.enrollmentInfo.type", kind, "a word that is not known here")

        least = self._text("eligibilityModule", "minimumAge")
        most = self._text("eligibilityModule", "maximumAge")
        try:
            age = words.age_words(least, most)
            self._put("age", {"en": age.en, "ko": age.ko} if age else None)
        except ValueError:
            said = " to ".join(filter(None, (least, most)))
            self._left("eligibilityModule.minimumAge, maximumAge", said, "no age")
            self._fact("Registered age", said)

    def _where(self) -> None:
        module, out = "contactsLocationsModule", self.out
        used = ("facility", "city", "country", "status")
        listed = self._items(module, "locations", of=used)
        countries: list[str | None] = []
        korean: list[dict] = []
        for place in listed:
            name = clean(place.get("country"))
            country = self.names.country(name) if name else None
            countries.append(country)
            if country == KOREA:
                korean.append(place)
            elif name and country is None:
                self._left(f"{module}.locations.country", name, "a country that is not known here")
        unknown = dict.fromkeys(
            left.value for left in out.leftovers if left.path == f"{module}.locations.country"
        )
        self._fact("Further countries", "; ".join(unknown))
        out.leftovers = list(dict.fromkeys(out.leftovers))
        self._put("countries", sorted(_once(countries)))
        if listed:
            self._put("site_count", len(korean))
        self._sites(korean)

    def _sites(self, korean: list[dict]) -> None:
        out = self.out
        known: dict[str, dict] = {}
        strange, hidden = [], []
        for place in korean:
            facility, city = clean(place.get("facility")), clean(place.get("city"))
            hospital = self.names.hospital(facility, city)
            shown = f"{facility} ({city})" if city else facility
            if hospital:
                known.setdefault(hospital, place)
            elif is_unnamed(facility):
                hidden.append(shown or "no name")
            else:
                strange.append(shown)
        for shown in dict.fromkeys(strange):
            self._left(SITES, shown, UNKNOWN_SITE)
        for shown in dict.fromkeys(hidden):
            self._left(SITES, shown, "the registry does not name the hospital")
        self._fact("Further Korean sites as registered", "; ".join(dict.fromkeys(strange)))
        notes = {}
        for hospital, place in known.items():
            status = clean(place.get("status"))
            notes[hospital] = words.SITE_STATUS.get(status)
            if status and notes[hospital] is None:
                where = "contactsLocationsModule.locations.status"
                self._left(where, status, "a word that is not known here")
        shared = set(notes.values())
        if len(shared) == 1:  # said once for all
            self._put("sites", list(known))
            if None not in shared:
                out.notes["sites"] = shared.pop()
        else:
            self._put("sites", [_site(hospital, note) for hospital, note in notes.items()])
        if hidden and not known and not strange:
            self._put("sites", "unknown")
            out.notes["sites"] = Words(
                "The registry lists Korean sites without naming the hospitals.",
                "등록정보에 국내 실시기관은 있으나 병원 이름은 없습니다.",
            )
        elif hidden:
            self._fact("Korean sites that the registry does not name", str(len(hidden)))

    def _outcomes(self) -> None:
        for name, key in (("primary", "primaryOutcomes"), ("secondary", "secondaryOutcomes")):
            listed = self._items("outcomesModule", key, of=["measure"])
            self._put(f"{name}_endpoints", _once(clean(item.get("measure")) for item in listed))
        papers = []
        for item in mappings(at(self.protocol, "referencesModule", "references")):
            pmid, kind = clean(item.get("pmid")), clean(item.get("type"))
            if pmid and kind in ("RESULT", "DERIVED"):
                papers.append(self.names.paper(pmid))
                if papers[-1] is None:
                    path = "referencesModule.references.pmid"
                    self._left(path, pmid, f"no source here: atlas source add {pmid}")
        self._put("publications", _once(papers))

    def _untaken(self) -> None:
        """Name what is left in the answer; a plain `hasResults: false` says nothing."""
        for path, value in leaves(self.study):
            whole = path in self.taken or any(path.startswith(f"{t}.") for t in self.taken)
            if not whole and not (path == "hasResults" and value is False):
                short = clean(path.removeprefix("protocolSection."))
                self.out.untaken[short] = self.out.untaken.get(short, 0) + 1


def _date(raw: Any) -> str | None:
    """Return a date as precise as it is given, or None where it is none."""
    try:
        return str(PartialDate.read(clean(raw)[:10]))
    except Bad:
        return None


def _site(hospital: str, note: Words | None) -> dict[str, Any]:
    return {"value": hospital, **({"note": {"en": note.en, "ko": note.ko}} if note else {})}


def _once(found: Iterable[str | None]) -> list[str]:
    return [value for value in dict.fromkeys(found) if value]


def _joined(found: Iterable[str]) -> str:
    return "; ".join(text for text in dict.fromkeys(found) if text)
