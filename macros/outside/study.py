"""A study of ClinicalTrials.gov → the fields of a trial here, and by name what fits none.

Nothing is lost in silence: what has a field goes there, what has none but is short becomes an
open fact, and everything else is named with its path in the registry's answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from macros.model.values import Bad, RegistryNumber, Words
from macros.outside import words
from macros.outside.answer import UNKNOWN_WORD, Answer, Leftover, date_of
from macros.outside.clinicaltrials import number_of
from macros.outside.names import Names, is_unnamed
from macros.outside.shape import at, clean, mappings, texts

KOREA = "south-korea"
_BY_INVESTIGATORS = ("PRINCIPAL_INVESTIGATOR", "SPONSOR_INVESTIGATOR")
_MOST = 10**7  # more participants than that are a slip

SITES = "contactsLocationsModule.locations.facility"
UNKNOWN_SITE = "no hospital of this name"


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


def updated_on(study: Any) -> str | None:
    """Return the day on which the registry's entry was last changed, or None."""
    status = at(study, "protocolSection", "statusModule")
    posted = date_of(at(status, "lastUpdatePostDateStruct", "date"))
    return posted or date_of(at(status, "lastUpdateSubmitDate"))


class _Reader(Answer):
    def __init__(self, study: Any, names: Names):
        super().__init__(study, "protocolSection")
        self.names = names
        self.out = Registered(number_of(study), leftovers=self.leftovers)

    def read(self) -> Registered:
        if self.out.nct:
            self.get("identificationModule", "nctId")
        self._dates()
        self._identity()
        self._state()
        self._who()
        self._what()
        self._numbers_and_limits()
        self._where()
        self._outcomes()
        self.out.untaken = self.untaken()
        return self.out

    def _put(self, name: str, value: Any) -> None:
        if value not in (None, "", []):
            self.out.fields[name] = value

    def _fact(self, about: str, value: str) -> None:
        if value:
            self.out.facts.append((about, value))

    def _dates(self) -> None:
        out = self.out
        version = date_of(at(self.answer, "derivedSection", "miscInfoModule", "versionHolder"))
        if version:
            self.taken.add("derivedSection.miscInfoModule.versionHolder")
        out.updated = self.date("statusModule", "lastUpdatePostDateStruct", "date")
        out.updated = out.updated or self.date("statusModule", "lastUpdateSubmitDate")
        out.as_of = version or out.updated or self.date("statusModule", "statusVerifiedDate")
        self._put("registry_updated", out.updated)
        for name, struct in (
            ("start_date", "startDateStruct"),
            ("primary_completion", "primaryCompletionDateStruct"),
            ("completion", "completionDateStruct"),
        ):
            date = self.date("statusModule", struct, "date")
            kind = self.text("statusModule", struct, "type")
            if date is None:
                continue
            self._put(name, date)
            known = min(len(date), len(out.as_of or ""))
            ahead = bool(out.as_of) and date[:known] > out.as_of[:known]
            if kind == "ESTIMATED" or (kind != "ACTUAL" and ahead):
                out.planned.add(name)
            if kind not in ("", "ACTUAL", "ESTIMATED"):
                self.left(f"statusModule.{struct}.type", kind, UNKNOWN_WORD)

    def _identity(self) -> None:
        out, module = self.out, "identificationModule"
        title = self.text(module, "briefTitle")
        official = self.text(module, "officialTitle")
        acronym = self.text(module, "acronym")
        self._put("title", title or official)
        self._put("aliases", [acronym] if acronym and acronym != title else None)
        if official != title:
            self._put("official_title", official)
        numbers = [out.nct] if out.nct else []
        other = []
        for path, raw in [
            *[("nctIdAliases", t) for t in self.texts(module, "nctIdAliases")],
            ("orgStudyIdInfo.id", self.text(module, "orgStudyIdInfo", "id")),
            *[
                ("secondaryIdInfos.id", clean(info.get("id")))
                for info in self.items(module, "secondaryIdInfos", of=["id"])
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
        self._put("other_numbers", _once(other))

    def _state(self) -> None:
        self._put("status", self.word(("statusModule", "overallStatus"), words.STATUS))
        if "status" not in self.out.fields:
            self._fact("Registered status", self.text("statusModule", "overallStatus"))
        self._put("why_stopped", self.text("statusModule", "whyStopped"))
        last = self.text("statusModule", "lastKnownStatus")
        self._fact("Last known status", last.replace("_", " ").capitalize())

        phases = tuple(sorted(self.texts("designModule", "phases")))
        kind = self.text("designModule", "studyType")
        if phases in words.PHASE:
            self._put("phase", words.PHASE[phases])
        elif phases:
            self.left("designModule.phases", ", ".join(phases), "phases that are not known here")
            self._fact("Registered phase", ", ".join(phases))
        elif kind in ("OBSERVATIONAL", "EXPANDED_ACCESS"):
            self._put("phase", "not-applicable")

    def _who(self) -> None:
        module = "sponsorCollaboratorsModule"
        out = self.out
        lead = self.text(module, "leadSponsor", "name")
        found = self.names.organisation(lead) if lead else None
        if found:
            self._put("sponsors", [found])
            if not self.names.is_called(found, lead):
                out.notes["sponsors"] = Words(f"Registered as {lead}.", f"등록명: {lead}")
        elif lead:
            self.left(f"{module}.leadSponsor.name", lead, "no company or institution of this name")
            self._fact("Registered sponsor", lead)
        self._sponsor_type(module, found)

        known, unknown = [], []
        for item in self.items(module, "collaborators", of=["name"]):
            name = clean(item.get("name"))
            found = self.names.organisation(name) if name else None
            (known if found else unknown).append(found or name)
        unknown = [name for name in dict.fromkeys(unknown) if name]
        self._put("collaborators", list(dict.fromkeys(known)))
        self._fact("Registered collaborators", "; ".join(unknown))
        for name in unknown:
            reason = "no company or institution of this name"
            self.left(f"{module}.collaborators.name", name, reason)

        people = []
        listed = ("contactsLocationsModule", "overallOfficials")
        for official in self.items(*listed, of=["name", "role", "affiliation"]):
            name, role = clean(official.get("name")), clean(official.get("role"))
            where = clean(official.get("affiliation"))
            if name and role == "PRINCIPAL_INVESTIGATOR":
                people.append(f"{name}, {where}" if where else name)
            elif name:
                said = f"{name}, {where or 'nowhere'} ({role or 'no role'})"
                self.left(".".join(listed), said, "not a principal investigator")
        self._put("principal_investigators", list(dict.fromkeys(people)))

    def _sponsor_type(self, module: str, sponsor: str | None) -> None:
        raw = self.text(module, "leadSponsor", "class")
        responsible = clean(at(self.part, module, "responsibleParty", "type"))
        if raw in words.SPONSOR_TYPE:
            self._put("sponsor_type", words.SPONSOR_TYPE[raw])
        elif raw in ("OTHER", "NETWORK", "") and responsible in _BY_INVESTIGATORS:
            self.get(module, "responsibleParty", "type")
            self._put("sponsor_type", "investigator")
        elif raw == "OTHER" and sponsor and self.names.is_academic(sponsor):
            self._put("sponsor_type", "investigator")
        elif raw:
            reason = "industry, investigator or public body? It does not say"
            self.left(f"{module}.leadSponsor.class", raw, reason)

    def _what(self) -> None:
        products, treatments = [], []
        module = "armsInterventionsModule"
        for item in self.items(module, "interventions", of=["name"]):
            name = clean(item.get("name"))
            treatments.append(name)
            for spelling in (name, *texts(item.get("otherNames") or [])):
                products.append(self.names.product(spelling))
        self._put("interventions", _joined(treatments))
        self._put("products", _once(products))

        conditions = self.texts("conditionsModule", "conditions")
        self._put("conditions", _joined(conditions))
        self._put("indications", _once(map(self.names.indication, conditions)))
        self._put("design", self._design())

    def _design(self) -> dict[str, str] | None:
        parts = [self.word(("designModule", "studyType"), words.STUDY_TYPE)]
        for name, table in words.DESIGN.items():
            path = ("maskingInfo", "masking") if name == "masking" else (name,)
            parts.append(self.word(("designModule", "designInfo", *path), table))
        parts.append(self.word(("designModule", "designInfo", "primaryPurpose"), words.PURPOSE))
        given = [part for part in parts if part and part.en]
        if not given:
            return None
        en = ", ".join(part.en for part in given)
        return {"en": en[0].upper() + en[1:], "ko": ", ".join(part.ko for part in given)}

    def _numbers_and_limits(self) -> None:
        count = self.get("designModule", "enrollmentInfo", "count")
        kind = self.text("designModule", "enrollmentInfo", "type")
        if isinstance(count, int) and not isinstance(count, bool) and 0 <= count <= _MOST:
            self._put("enrolment", count)
            if kind == "ESTIMATED":
                self.out.planned.add("enrolment")
        elif count is not None:
            self.left("designModule.enrollmentInfo.count", count, "no number of people")
        if kind not in ("", "ACTUAL", "ESTIMATED"):
            self.left("designModule.enrollmentInfo.type", kind, UNKNOWN_WORD)

        least = self.text("eligibilityModule", "minimumAge")
        most = self.text("eligibilityModule", "maximumAge")
        try:
            age = words.age_words(least, most)
            self._put("age", {"en": age.en, "ko": age.ko} if age else None)
        except ValueError:
            said = " to ".join(filter(None, (least, most)))
            self.left("eligibilityModule.minimumAge, maximumAge", said, "no age")
            self._fact("Registered age", said)

    def _where(self) -> None:
        module = "contactsLocationsModule"
        used = ("facility", "city", "country", "status")
        listed = self.items(module, "locations", of=used)
        countries: list[str | None] = []
        korean: list[dict] = []
        strange: list[str] = []
        for place in listed:
            name = clean(place.get("country"))
            country = self.names.country(name) if name else None
            countries.append(country)
            if country == KOREA:
                korean.append(place)
                continue
            for key in ("facility", "city", "status"):
                self.spare(place, f"{module}.locations", key)
            if name and country is None:
                strange.append(name)
                self.left(f"{module}.locations.country", name, "a country that is not known here")
        self._fact("Further countries", "; ".join(dict.fromkeys(strange)))
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
            if hospital not in (None, *known):
                known[hospital] = place
                continue
            self.spare(place, "contactsLocationsModule.locations", "status")
            if hospital:
                continue
            if is_unnamed(facility):
                hidden.append(shown or "no name")
            else:
                strange.append(shown)
        for shown in dict.fromkeys(strange):
            self.left(SITES, shown, UNKNOWN_SITE)
        for shown in dict.fromkeys(hidden):
            self.left(SITES, shown, "the registry does not name the hospital")
        self._fact("Further Korean sites as registered", "; ".join(dict.fromkeys(strange)))
        notes = {}
        for hospital, place in known.items():
            status = clean(place.get("status"))
            notes[hospital] = words.SITE_STATUS.get(status)
            if status and notes[hospital] is None:
                where = "contactsLocationsModule.locations.status"
                self.left(where, status, UNKNOWN_WORD)
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
            listed = self.items("outcomesModule", key, of=["measure"])
            self._put(f"{name}_endpoints", _once(clean(item.get("measure")) for item in listed))
        papers = []
        for item in mappings(at(self.part, "referencesModule", "references")):
            pmid, kind = clean(item.get("pmid")), clean(item.get("type"))
            if pmid and kind in ("RESULT", "DERIVED"):
                papers.append(self.names.paper(pmid))
                if papers[-1] is None:
                    path = "referencesModule.references.pmid"
                    self.left(path, pmid, f"no source here: atlas source add {pmid}")
        self._put("publications", _once(papers))


def _site(hospital: str, note: Words | None) -> dict[str, Any]:
    return {"value": hospital, **({"note": {"en": note.en, "ko": note.ko}} if note else {})}


def _once(found: Iterable[str | None]) -> list[str]:
    return [value for value in dict.fromkeys(found) if value]


def _joined(found: Iterable[str]) -> str:
    return "; ".join(text for text in dict.fromkeys(found) if text)
