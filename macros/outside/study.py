"""A study of ClinicalTrials.gov → the fields of a trial here, and by name what fits none.

Nothing is lost in silence: what has a field goes there, what has none but is short becomes an
open fact, and everything else is named with its path in the registry's answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from macros.model.identifiers import RegistryNumber
from macros.model.languages import LANGUAGES
from macros.model.topic import TOPIC
from macros.model.values import Json
from macros.outside import words
from macros.outside.answer import UNKNOWN_WORD, Answer, Leftover, date_of
from macros.outside.clinicaltrials import number_of
from macros.outside.contacts import read_contacts
from macros.outside.criteria import criteria_in
from macros.outside.facilities import names_an_institution
from macros.outside.names import KnownNames, Table
from macros.outside.places import read_places
from macros.outside.shape import (
    at,
    clean,
    leaves,
    mappings,
    once,
    texts,
    texts_of,
    value_in,
)

_CELLS = re.compile(TOPIC.registry.cells)
_TOPIC = re.compile(f"{TOPIC.registry.cells}|{TOPIC.registry.words}")
_ABOUT = (
    *("identificationModule.briefTitle", "identificationModule.officialTitle"),
    *("descriptionModule.briefSummary", "conditionsModule.keywords"),
    *(f"armsInterventionsModule.interventions.{k}" for k in ("name", "otherNames", "description")),
)
_GIVEN = ("BIOLOGICAL", "GENETIC")
_NOT_GIVEN = re.compile(
    r"\b(?:for|of|to|in|on|with|without|against|before|after|following|follow-?up|post|prior|previous"
    r"|previously|history|long-?term|registry|roll-?over|vaccine)\b",
    re.IGNORECASE,
)
"""Words with which a name says something about the cells other than that they are given."""

_BY_INVESTIGATORS = ("PRINCIPAL_INVESTIGATOR", "SPONSOR_INVESTIGATOR")
_MOST = 10**7  # more participants than that are a slip

_NOBODY = "no company or institution with this name"


@dataclass
class Registered:
    """A trial as the registry has it.

    `sponsor` and `sites` are as the registry writes them, sites in the country only, and without
    the names of persons; `sponsor_name` is "" where it is one. `on_topic` says whether titles,
    treatments or summary name what the atlas is about, or a product here.
    `fields` has the values as in a YAML file, `planned` the fields that are plans or estimates,
    `notes` remarks on fields, `facts` what no field fits. `as_of` is the day of the registry's
    answer. `leftovers` are values that could not be used; `untaken` counts values by the paths of
    the answer that nothing here asks for.
    """

    nct: str
    as_of: str | None = None
    updated: str | None = None
    sponsor: str = ""
    sponsor_name: str = ""
    sites: list[str] = field(default_factory=list)
    on_topic: bool = False
    fields: dict[str, Json] = field(default_factory=dict)
    planned: set[str] = field(default_factory=set)
    notes: dict[str, words.Texts] = field(default_factory=dict)
    facts: list[tuple[str, str]] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    untaken: dict[str, int] = field(default_factory=dict)


DATED = ("status", "enrolment", "countries", "sites", "site_count", "sites_worldwide", "contacts")
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
        self._who_may_take_part()
        self._where()
        self._put("contacts", read_contacts(self, self.out.sponsor_name))
        self._outcomes()
        values = (clean(value) for path, value in leaves(self.part) if path in _ABOUT)
        self.out.on_topic = "products" in self.out.fields or any(map(_TOPIC.search, values))
        self.out.untaken = self.untaken()
        return self.out

    def _put(self, name: str, value: Json) -> None:
        if value not in (None, "", []):
            self.out.fields[name] = value

    def _fact(self, about: str, *values: str) -> None:
        if value := "; ".join(once(values)):
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
            ("first_posted", "studyFirstPostDateStruct"),
            ("results_posted", "resultsFirstPostDateStruct"),
        ):
            date, today = self.date(module, struct, "date") or "", out.as_of or ""
            known = min(len(date), len(today))
            ahead = date[:known] > today[:known]
            self._put(name, date)
            self._estimated(name, ahead, module, struct, "type")
            if name.endswith("_posted") and not ahead:  # "estimated" is the registry's own posting
                self.out.planned.discard(name)

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
        self._put("registry_numbers", once(numbers))
        self._put("other_numbers", once(n for n in (*former, *others) if n not in numbers))

    def _state(self) -> None:
        self._put("status", self.word(words.STATUS, "statusModule", "overallStatus"))
        if "status" not in self.out.fields:
            self._fact("Registered status", self.text("statusModule", "overallStatus"))
        self._put("why_stopped", self.text("statusModule", "whyStopped"))
        last = self.text("statusModule", "lastKnownStatus")
        self._fact("Last known status", last.replace("_", " ").capitalize())

        self._milestones()

        phases = sorted(self.texts("designModule", "phases"))
        kind = self.text("designModule", "studyType")
        self._put("study_type", self.word(words.STUDY_TYPE, "designModule", "studyType"))
        if kind == "OBSERVATIONAL":  # it sets no treatment; what others give, their entry may hide
            self._put("gives", TOPIC.registry.gives_nothing)
        if phase := words.PHASE.get(" ".join(phases)):
            self._put("phase", phase)
        elif phases:
            self.left("designModule.phases", ", ".join(phases), "unknown phases")
            self._fact("Registered phase", ", ".join(phases))
        elif kind in ("OBSERVATIONAL", "EXPANDED_ACCESS"):
            self._put("phase", "not-applicable")
        if kind == "INTERVENTIONAL" and phases not in ([], ["NA"]) and self._gives_cells():
            self._put("gives", TOPIC.terms.gives)

    def _gives_cells(self) -> bool:
        """Return whether the entry shows it: a tested arm gets a biological that is named as cells.

        What else it may be, such as the follow-up of people treated elsewhere, a person decides.
        """
        titles = (at(self.part, "identificationModule", k) for k in ("briefTitle", "officialTitle"))
        if re.search(r"follow-?up|long-?term|roll-?over|registry", f"{[*titles]}", re.IGNORECASE):
            return False
        module = at(self.part, "armsInterventionsModule")
        tested = [a for a in mappings(at(module, "armGroups")) if a.get("type") == "EXPERIMENTAL"]
        interventions = {
            name.partition(": ")[2] for a in tested for name in texts(a.get("interventionNames"))
        }
        return any(
            (name := clean(item.get("name"))) in interventions
            and item.get("type") in _GIVEN
            and _CELLS.search(name)
            and not _NOT_GIVEN.search(name)
            for item in mappings(at(module, "interventions"))
        )

    def _milestones(self) -> None:
        milestones: list[Json] = []
        if delayed := self.date("statusModule", "dispFirstPostDateStruct", "date"):
            milestones.append({"what": words.MILESTONES["delay"], "date": delayed})
        removed = texts(at(self.answer, "derivedSection", "miscInfoModule", "removedCountries"))
        self.taken.add("derivedSection.miscInfoModule.removedCountries")
        for country in removed:
            label = self.names.country(country)
            what = {c: t.format(country=label[c]) for c, t in words.MILESTONES["removed"].items()}
            milestones.append({"what": what})
        self._put("milestones", milestones)

    def _who(self) -> None:
        module = "sponsorCollaboratorsModule"
        lead, person = self.text(module, "leadSponsor", "name"), self._is_a_person(module)
        sponsor = self.names.organisation(lead)
        self.out.sponsor_name = "" if person else lead
        self.out.sponsor = "an investigator" if person else lead
        if sponsor:
            self._put("sponsors", [sponsor])
            if not self.names.is_called(sponsor, lead):
                note = words.NOTES["registered_as"]
                self.out.notes["sponsors"] = {code: note[code].format(name=lead) for code in note}
        elif person:
            self.left(
                f"{module}.leadSponsor.name", "an investigator", "a person, not an institution"
            )
            at_work = self.text(module, "responsibleParty", "investigatorAffiliation")
            if names_an_institution(at_work):
                self._put("registered_sponsor", f"Investigator at {at_work}")
        elif lead:
            owner = self.names.owner(lead)
            hint = f"{_NOBODY}, it belongs to {owner}" if owner else _NOBODY
            self.left(f"{module}.leadSponsor.name", lead, hint)
            self._put("registered_sponsor", lead)
        self._sponsor_type(module, sponsor)

        listed = self.items(module, "collaborators", of=["name"])
        records = {name: self.names.organisation(name) for name in texts_of(listed, "name")}
        unknown = [name for name, record_id in records.items() if not record_id]
        self._put("collaborators", once(records.values()))
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
        self._put("principal_investigators", once(people))

    def _is_a_person(self, module: str) -> bool:
        """Return whether the sponsor is an investigator, whose name is then that of the sponsor."""
        lead = at(self.part, module, "leadSponsor")
        own = at(self.part, module, "responsibleParty", "type") == "SPONSOR_INVESTIGATOR"
        alone = own or at(lead, "class") == "INDIV"
        return alone and not names_an_institution(clean(at(lead, "name")))

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
            reason = "the registry does not say whether industry, investigator or public body"
            self.left(f"{module}.leadSponsor.class", raw, reason)

    def _what(self) -> None:
        listed = self.items("armsInterventionsModule", "interventions", of=["name"])
        called = [
            name
            for item in listed
            for key in ("name", "otherNames")
            for name in texts(item.get(key))
        ]
        self._put("interventions", "; ".join(texts_of(listed, "name")))
        self._put("products", once(p for name in called for p in self.names.products(name)))
        conditions = self.texts("conditionsModule", "conditions")
        self._put("conditions", "; ".join(conditions))
        self._put("indications", once(self._find("indications", conditions).values()))

        self._arms()
        parts = []
        for name, table in words.DESIGN.items():
            path = ("maskingInfo", "masking") if name == "masking" else (name,)
            parts.append(self.word(table, "designModule", "designInfo", *path))
        parts.append(self.word(words.PURPOSE, "designModule", "designInfo", "primaryPurpose"))
        known = [part for part in parts if part]
        design = {code: ", ".join(part[code] for part in known) for code in LANGUAGES}
        self._put("design", {c: t[0].upper() + t[1:] for c, t in design.items()} if known else None)

    def _arms(self) -> None:
        """Take each arm's label and what it gets: "CRC01 once: CRC01; fludarabine"."""
        arms = []
        for arm in self.items("armsInterventionsModule", "armGroups", of=["label"]):
            names = [
                name.partition(": ")[2] or name for name in texts(arm.get("interventionNames"))
            ]
            self.taken.add("protocolSection.armsInterventionsModule.armGroups.interventionNames")
            label = clean(arm.get("label"))
            arms.append(": ".join(filter(None, (label, "; ".join(n for n in names if n != label)))))
        self._put("arms", once(arms))

    def _enrolment(self) -> None:
        path = ("designModule", "enrollmentInfo")
        count = self.get(*path, "count")
        sound = isinstance(count, int) and not isinstance(count, bool) and 0 <= count <= _MOST
        if count is not None and not sound:
            self.left(".".join((*path, "count")), count, "not a count of people")
        self._put("enrolment", count if sound else None)
        self._estimated("enrolment", False, *path, "type")

    def _who_may_take_part(self) -> None:
        """Take figures and words, and the criteria as registered: plain words are a person's."""
        path = ("eligibilityModule", "eligibilityCriteria")
        criteria = at(self.part, *path)
        for name, conditions in criteria_in(criteria if isinstance(criteria, str) else "").items():
            self.get(*path)
            self._put(name, conditions)
        self._put("sex", self.word(words.SEX, "eligibilityModule", "sex"))
        healthy = self.get("eligibilityModule", "healthyVolunteers")
        if healthy is True:
            self._put("eligibility", [{"about": "other", "text": words.HEALTHY_VOLUNTEERS}])
        elif healthy not in (False, None):
            self.left("eligibilityModule.healthyVolunteers", healthy, UNKNOWN_WORD)
        limits = [self.text("eligibilityModule", key) for key in ("minimumAge", "maximumAge")]
        try:
            self._put("age", words.age_words(*limits))
        except ValueError:
            shown = " to ".join(filter(None, limits))
            self.left("eligibilityModule.minimumAge, maximumAge", shown, "not an age")
            self._fact("Registered age", shown)

    def _where(self) -> None:
        places = read_places(self, self.names)
        for name, value in places.fields.items():
            self._put(name, value)
        self.out.sites = places.sites
        self._fact("Further countries", *places.strange)

    def _outcomes(self) -> None:
        for name in ("primary", "secondary"):
            listed = self.items("outcomesModule", f"{name}Outcomes", of=["measure", "timeFrame"])
            frames: dict[str, list[str]] = {}
            for item in listed:
                if measure := clean(item.get("measure")):
                    frames.setdefault(measure, []).append(clean(item.get("timeFrame")))
            whens = {measure: "; ".join(once(frames[measure])) for measure in frames}
            measures: list[Json] = [
                {"value": measure, "time_frame": when} if when else measure
                for measure, when in whens.items()
            ]
            self._put(f"{name}_endpoints", measures)
        references = mappings(at(self.part, "referencesModule", "references"))
        own = [item for item in references if clean(item.get("type")) in ("RESULT", "DERIVED")]
        papers = self._find("papers", texts_of(own, "pmid"))
        for pmid, source in papers.items():
            if source is None:
                reason = f"not a source yet; add it with: ./atlas source add {pmid}"
                self.left("referencesModule.references.pmid", pmid, reason)
        self._put("publications", once(papers.values()))
