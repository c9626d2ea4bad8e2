"""A study of ClinicalTrials.gov → the fields of a trial here, and by name what fits none.

Nothing is lost in silence: what has a field goes there, what has none but is short becomes an
open fact, and everything else is named with its path in the registry's answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from macros.model.languages import LANGUAGES
from macros.model.topic import TOPIC
from macros.model.values import Json, RegistryNumber
from macros.outside import words
from macros.outside.answer import UNKNOWN_WORD, Answer, Leftover, date_of
from macros.outside.clinicaltrials import number_of
from macros.outside.names import KnownNames, Table
from macros.outside.shape import at, clean, leaves, mappings, texts, value_in

HOME = TOPIC.adjective
_TOPIC = re.compile(TOPIC.registry.words)
_ABOUT = (
    *("identificationModule.briefTitle", "identificationModule.officialTitle"),
    *("descriptionModule.briefSummary", "conditionsModule.keywords"),
    *(f"armsInterventionsModule.interventions.{k}" for k in ("name", "otherNames", "description")),
)
_BY_INVESTIGATORS = ("PRINCIPAL_INVESTIGATOR", "SPONSOR_INVESTIGATOR")
_MOST = 10**7  # more participants than that are a slip

SITES = "contactsLocationsModule.locations.facility"
UNKNOWN_SITE = "no hospital of this name"
_NOBODY = "no company or institution of this name"
_LOCATIONS = "contactsLocationsModule.locations"


@dataclass
class Registered:
    """A trial as the registry has it.

    `sponsor` and `sites` are as the registry writes them, sites in the country only; `on_topic`
    says whether titles, treatments or summary name what the atlas is about, or a product here.
    `fields` has the values as in a YAML file, `planned` the fields that are plans or estimates,
    `notes` remarks on fields, `site_notes` on single sites, `facts` what no field fits. `as_of` is
    the day of the registry's answer. `leftovers` are values that could not be used; `untaken`
    counts values by the paths of the answer that nothing here asks for.
    """

    nct: str
    as_of: str | None = None
    updated: str | None = None
    sponsor: str = ""
    sites: list[str] = field(default_factory=list)
    on_topic: bool = False
    fields: dict[str, Json] = field(default_factory=dict)
    planned: set[str] = field(default_factory=set)
    notes: dict[str, words.Texts] = field(default_factory=dict)
    site_notes: dict[str, words.Texts] = field(default_factory=dict)
    facts: list[tuple[str, str]] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    untaken: dict[str, int] = field(default_factory=dict)


DATED = ("status", "enrolment", "countries", "sites", "site_count")
"""Fields that change while a trial runs: they carry the day of the answer."""


def read_study(study: Json, names: KnownNames) -> Registered:
    """Return the trial in a study. Never raises, whatever the JSON is."""
    return _Reader(study, names).read()


def updated_on(study: Json) -> str | None:
    """Return the day on which the registry's entry was last changed, or None."""
    status = at(study, "protocolSection", "statusModule")
    posted = date_of(at(status, "lastUpdatePostDateStruct", "date"))
    return posted or date_of(at(status, "lastUpdateSubmitDate"))


class _Reader(Answer):
    def __init__(self, study: Json, names: KnownNames):
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
        self._enrolment()
        self._age()
        self._where()
        self._outcomes()
        told = (clean(value) for path, value in leaves(self.part) if path in _ABOUT)
        self.out.on_topic = "products" in self.out.fields or any(map(_TOPIC.search, told))
        self.out.untaken = self.untaken()
        return self.out

    def _put(self, name: str, value: Json) -> None:
        if value not in (None, "", []):
            self.out.fields[name] = value

    def _fact(self, about: str, *values: str) -> None:
        if value := "; ".join(_once(values)):
            self.out.facts.append((about, value))

    def _find(self, table: Table, names: Iterable[str]) -> dict[str, str | None]:
        return {name: self.names.find(table, name) for name in names}

    def _estimated(self, name: str, ahead: bool, *path: str) -> None:
        """Note that a value is a plan where the registry says so, or says nothing of one ahead."""
        kind = self.text(*path)
        planned = kind == "ESTIMATED" or (kind != "ACTUAL" and ahead)
        if planned and name in self.out.fields:
            self.out.planned.add(name)
        if kind not in ("", "ACTUAL", "ESTIMATED"):
            self.left(".".join(path), kind, UNKNOWN_WORD)

    def _dates(self) -> None:
        out, module = self.out, "statusModule"
        version = date_of(at(self.answer, "derivedSection", "miscInfoModule", "versionHolder"))
        if version:
            self.taken.add("derivedSection.miscInfoModule.versionHolder")
        out.updated = self.date(module, "lastUpdatePostDateStruct", "date")
        out.updated = out.updated or self.date(module, "lastUpdateSubmitDate")
        out.as_of = version or out.updated or self.date(module, "statusVerifiedDate")
        self._put("registry_updated", out.updated)
        for name, struct in (
            ("start_date", "startDateStruct"),
            ("primary_completion", "primaryCompletionDateStruct"),
            ("completion", "completionDateStruct"),
        ):
            date, today = self.date(module, struct, "date") or "", out.as_of or ""
            known = min(len(date), len(today))
            self._put(name, date)
            self._estimated(name, date[:known] > today[:known], module, struct, "type")

    def _identity(self) -> None:
        out, module = self.out, "identificationModule"
        title, official = self.text(module, "briefTitle"), self.text(module, "officialTitle")
        acronym = self.text(module, "acronym")
        self._put("title", title or official)
        self._put("aliases", [acronym] if acronym and acronym != title else None)
        self._put("official_title", official if official != title else None)
        former = self.texts(module, "nctIdAliases")
        others = [self.text(module, "orgStudyIdInfo", "id")]
        others += [
            clean(info.get("id")) for info in self.items(module, "secondaryIdInfos", of=["id"])
        ]
        registered = [n for n in (*former, *others) if value_in(RegistryNumber, n)]
        numbers = [out.nct, *(n for n in registered if n in former or not n.startswith("NCT"))]
        self._put("registry_numbers", _once(numbers))
        self._put("other_numbers", _once(n for n in (*former, *others) if n not in numbers))

    def _state(self) -> None:
        self._put("status", self.word(words.STATUS, "statusModule", "overallStatus"))
        if "status" not in self.out.fields:
            self._fact("Registered status", self.text("statusModule", "overallStatus"))
        self._put("why_stopped", self.text("statusModule", "whyStopped"))
        last = self.text("statusModule", "lastKnownStatus")
        self._fact("Last known status", last.replace("_", " ").capitalize())

        phases = sorted(self.texts("designModule", "phases"))
        kind = self.text("designModule", "studyType")
        if phase := words.PHASE.get(" ".join(phases)):
            self._put("phase", phase)
        elif phases:
            self.left("designModule.phases", ", ".join(phases), "unknown phases")
            self._fact("Registered phase", ", ".join(phases))
        elif kind in ("OBSERVATIONAL", "EXPANDED_ACCESS"):
            self._put("phase", "not-applicable")

    def _who(self) -> None:
        module = "sponsorCollaboratorsModule"
        lead = self.out.sponsor = self.text(module, "leadSponsor", "name")
        sponsor = self.names.organisation(lead)
        if sponsor:
            self._put("sponsors", [sponsor])
            if not self.names.is_called(sponsor, lead):
                note = words.NOTES["registered_as"]
                self.out.notes["sponsors"] = {code: note[code].format(name=lead) for code in note}
        elif lead:
            owner = self.names.owner(lead)
            hint = f"{_NOBODY}, it belongs to {owner}" if owner else _NOBODY
            self.left(f"{module}.leadSponsor.name", lead, hint)
            self._fact("Registered sponsor", lead)
        self._sponsor_type(module, sponsor)

        listed = self.items(module, "collaborators", of=["name"])
        records = {name: self.names.organisation(name) for name in _texts_of(listed, "name")}
        unknown = [name for name, record_id in records.items() if not record_id]
        self._put("collaborators", _once(records.values()))
        self._fact("Registered collaborators", *unknown)
        for name in unknown:
            self.left(f"{module}.collaborators.name", name, _NOBODY)

        people = []
        path = ("contactsLocationsModule", "overallOfficials")
        for official in self.items(*path, of=["name", "role", "affiliation"]):
            name, role, where = (clean(official.get(k)) for k in ("name", "role", "affiliation"))
            if name and role == "PRINCIPAL_INVESTIGATOR":
                people.append(f"{name}, {where}" if where else name)
            elif name:
                shown = f"{name}, {where or 'nowhere'} ({role or 'no role'})"
                self.left(".".join(path), shown, "not a principal investigator")
        self._put("principal_investigators", _once(people))

    def _sponsor_type(self, module: str, sponsor: str | None) -> None:
        raw = self.text(module, "leadSponsor", "class")
        responsible = clean(at(self.part, module, "responsibleParty", "type"))
        if raw in words.SPONSOR_TYPE:
            self._put("sponsor_type", words.SPONSOR_TYPE[raw])
        elif raw in ("OTHER", "NETWORK", "") and responsible in _BY_INVESTIGATORS:
            self.get(module, "responsibleParty", "type")
            self._put("sponsor_type", "investigator")
        elif raw == "OTHER" and sponsor and sponsor in self.names.academic:
            self._put("sponsor_type", "investigator")
        elif raw:
            reason = "industry, investigator or public body? It does not say"
            self.left(f"{module}.leadSponsor.class", raw, reason)

    def _what(self) -> None:
        listed = self.items("armsInterventionsModule", "interventions", of=["name"])
        called = [
            name
            for item in listed
            for key in ("name", "otherNames")
            for name in texts(item.get(key))
        ]
        self._put("interventions", "; ".join(_texts_of(listed, "name")))
        self._put("products", _once(p for name in called for p in self.names.products(name)))
        conditions = self.texts("conditionsModule", "conditions")
        self._put("conditions", "; ".join(conditions))
        self._put("indications", _once(self._find("indications", conditions).values()))

        parts = [self.word(words.STUDY_TYPE, "designModule", "studyType")]
        for name, table in words.DESIGN.items():
            path = ("maskingInfo", "masking") if name == "masking" else (name,)
            parts.append(self.word(table, "designModule", "designInfo", *path))
        parts.append(self.word(words.PURPOSE, "designModule", "designInfo", "primaryPurpose"))
        given = [part for part in parts if part]
        design = {code: ", ".join(part[code] for part in given) for code in LANGUAGES}
        self._put("design", {c: t[0].upper() + t[1:] for c, t in design.items()} if given else None)

    def _enrolment(self) -> None:
        path = ("designModule", "enrollmentInfo")
        count = self.get(*path, "count")
        sound = isinstance(count, int) and not isinstance(count, bool) and 0 <= count <= _MOST
        if count is not None and not sound:
            self.left(".".join((*path, "count")), count, "not a number of people")
        self._put("enrolment", count if sound else None)
        self._estimated("enrolment", False, *path, "type")

    def _age(self) -> None:
        limits = [self.text("eligibilityModule", key) for key in ("minimumAge", "maximumAge")]
        try:
            self._put("age", words.age_words(*limits))
        except ValueError:
            shown = " to ".join(filter(None, limits))
            self.left("eligibilityModule.minimumAge, maximumAge", shown, "not an age")
            self._fact("Registered age", shown)

    def _where(self) -> None:
        used = ("facility", "city", "zip", "country", "status")
        listed = self.items(*_LOCATIONS.split("."), of=used)
        countries = self._find("countries", _texts_of(listed, "country"))
        own = []
        for place in listed:
            if countries.get(clean(place.get("country"))) == TOPIC.country:
                own.append(place)
            else:
                self.spare(place, _LOCATIONS, "facility", "city", "zip", "status")
        strange = [name for name, country in countries.items() if country is None]
        for name in strange:
            self.left(f"{_LOCATIONS}.country", name, "unknown country")
        self._fact("Further countries", *strange)
        self._put("countries", sorted(_once(countries.values())))
        if listed:
            self._put("site_count", len(own))
        self._sites(own)

    def _sites(self, places: list[dict[str, Json]]) -> None:
        status: dict[str, str] = {}
        strange: dict[str, str] = {}
        hidden: list[str] = []
        for place in places:
            facility, city, code = (clean(place.get(key)) for key in ("facility", "city", "zip"))
            site = self.names.site(facility, city, code)
            name = site.name or "a site without a name"
            shown = f"{name} ({city})" if city else name
            self.out.sites = _once([*self.out.sites, shown])
            hospital = None if site.by_postcode else site.hospital
            if hospital and hospital not in status:
                status[hospital] = clean(place.get("status"))
                continue
            self.spare(place, _LOCATIONS, "status")
            if not hospital and site.name:
                strange[shown] = site.doubt or UNKNOWN_SITE
            elif not hospital:
                hidden.append(shown)
        for shown, why in strange.items():
            self.left(SITES, shown, why)
        for shown in hidden:
            self.left(SITES, shown, "the registry does not name the hospital")
        self._fact(f"Further {HOME} sites as registered", *strange)
        for word in status.values():
            if word and word not in words.SITE_STATUS:
                self.left(f"{_LOCATIONS}.status", word, UNKNOWN_WORD)
        notes = {hospital: words.SITE_STATUS.get(word) for hospital, word in status.items()}
        shared = next(iter(notes.values()), None)
        self._put("sites", list(notes))
        if all(note == shared for note in notes.values()):  # one note for all
            self.out.notes |= {"sites": shared} if shared else {}
        else:
            self.out.site_notes = {hospital: note for hospital, note in notes.items() if note}
        if hidden and not status and not strange:
            self._put("sites", "unknown")
            self.out.notes["sites"] = words.NOTES["hidden_sites"]
        elif hidden:
            self._fact(f"{HOME} sites that the registry does not name", str(len(hidden)))

    def _outcomes(self) -> None:
        for name in ("primary", "secondary"):
            listed = self.items("outcomesModule", f"{name}Outcomes", of=["measure"])
            self._put(f"{name}_endpoints", _texts_of(listed, "measure"))
        references = mappings(at(self.part, "referencesModule", "references"))
        own = [item for item in references if clean(item.get("type")) in ("RESULT", "DERIVED")]
        papers = self._find("papers", _texts_of(own, "pmid"))
        for pmid, source in papers.items():
            if source is None:
                reason = f"no source here: atlas source add {pmid}"
                self.left("referencesModule.references.pmid", pmid, reason)
        self._put("publications", _once(papers.values()))


def _texts_of(items: Iterable[dict[str, Json]], key: str) -> list[str]:
    """Return the texts at a key of each item, each once."""
    return _once(clean(item.get(key)) for item in items)


def _once(values: Iterable[str | None]) -> list[str]:
    return [value for value in dict.fromkeys(values) if value]
