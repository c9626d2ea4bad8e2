"""A study of the registry as the fields of a trial: nothing invented, nothing lost in silence."""

from __future__ import annotations

import copy
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.model.atlas import Atlas
from macros.model.kinds import KINDS
from macros.model.problems import Fault
from macros.model.topic import TOPIC
from macros.outside import words
from macros.outside.comparing import NEWS, REGISTRY, compare
from macros.outside.contacts import desk_in
from macros.outside.importing import Importer
from macros.outside.names import KnownNames
from macros.outside.study import Registered, read_study
from macros.store.reading import parse
from tests.conftest import SMALL, VOCABULARY
from tests.registry.conftest import DAY, STUDY, part

ROOT = VOCABULARY.parents[1]


@pytest.fixture(scope="session")
def names(atlas: Atlas) -> KnownNames:
    return KnownNames(atlas)


def read(study: Any, names: KnownNames) -> Registered:
    return read_study(study, names)


def left(registered: Registered) -> dict[str, str]:
    return {item.path: item.value for item in registered.leftovers}


def test_every_field_of_a_study(study: dict, names: KnownNames) -> None:
    found = read(study, names)
    assert (found.nct, found.as_of, found.updated) == ("NCT99999902", "2026-10-01", "2026-09-24")
    assert found.fields == {
        "title": "EXA101 in Older People With Example Lymphoma",
        "aliases": ["EXAMPLE-2"],
        "registry_numbers": ["NCT99999902", "2023-599999-12-00"],
        "official_title": ("An Open-label Phase 2 Study of EXA101 CAR-T Cells in Example Lymphoma"),
        "other_numbers": ["EXA101-02", "U1111-2222"],
        "phase": "phase-1-2",
        "study_type": "interventional",
        "status": "recruiting",
        "sponsors": ["examplecell"],
        "sponsor_type": "industry",
        "collaborators": ["example-university"],
        "products": ["example-cel"],
        "interventions": "EXA101; Fludarabine",
        "indications": ["example-lymphoma"],
        "conditions": "Example Lymphoma; Something Rare",
        "design": {"en": "Open-label, single arm", "ko": "공개, 단일군"},
        "arms": ["EXA101 once: EXA101; Fludarabine"],
        "age": {"en": "From 19 years", "ko": "19세 이상"},
        "sex": "all",
        "inclusion": ["Adults"],
        "enrolment": 40,
        "start_date": "2025-03",
        "primary_completion": "2027-12-31",
        "completion": "2029-04",
        "first_posted": "2024-11-05",
        "registry_updated": "2026-09-24",
        "countries": ["japan", "south-korea"],
        "sites": [
            {"value": "example-hospital", "status": "recruiting", "known_by": "registry"},
            {
                "value": "unknown",
                "status": "recruiting",
                "known_by": "registry",
                "registered_as": "Never Heard Of Hospital",
                "city": {"en": "Busan", "ko": "부산"},
            },
        ],
        "site_count": 2,
        "sites_worldwide": 3,
        "principal_investigators": ["Bo-gi Lee, MD, Example Hospital"],
        "primary_endpoints": [
            {"value": "Objective response rate: best response", "time_frame": "1 year"}
        ],
        "secondary_endpoints": [{"value": "Overall survival", "time_frame": "2 years"}],
    }
    assert found.planned == {"enrolment", "primary_completion", "completion"}
    assert dict(found.facts) == {"Registered collaborators": "Nobody Foundation"}


def test_what_has_no_place_is_named(study: dict, names: KnownNames) -> None:
    found = read(study, names)
    assert left(found) == {
        "sponsorCollaboratorsModule.collaborators.name": "Nobody Foundation",
        "contactsLocationsModule.overallOfficials": "Clinical Trials, ExampleCell (STUDY_DIRECTOR)",
        "contactsLocationsModule.locations.facility": "Never Heard Of Hospital (Busan)",
        "referencesModule.references.pmid": "11111111",
    }
    for path in (
        "descriptionModule.briefSummary",
        "conditionsModule.keywords",
        "contactsLocationsModule.locations.geoPoint.lat",
        "derivedSection.conditionBrowseModule.meshes.term",
        "armsInterventionsModule.armGroups.type",
    ):
        assert found.untaken[path] == 1, path


def test_contact_details_of_a_person_are_not_taken_over(study: dict, names: KnownNames) -> None:
    contacts = [{"name": "Kim", "phone": "02-000-0000", "email": "kim@hospital.example"}]
    part(study, "contactsLocationsModule")["centralContacts"] = contacts
    found = read(study, names)
    assert found.untaken["contactsLocationsModule.centralContacts.email"] == 1
    assert "contacts" not in found.fields
    assert "kim@" not in json.dumps([found.fields, found.facts])


def test_a_desk_is_a_contact(study: dict, names: KnownNames) -> None:
    part(study, "contactsLocationsModule")["centralContacts"] = [
        {
            "name": "ExampleCell Study Information Center www.example.com",
            "role": "CONTACT",
            "phone": "1-800-000-0000",
            "phoneExt": "12",
            "email": "information.center@example.com",
        },
        {"name": "Clinical Trials", "phone": "02-000-0000", "email": "gildong.hong@example.com"},
        {"name": "ExampleCell Co., Ltd.", "phone": "only by e-mail", "email": "info@example.com"},
        {"name": "Many sites in this trial. 1-800-000-0001 or", "phone": "1-800-000-0001"},
        {"name": "Gil-dong Hong, Clinical Trials", "phone": "02-000-0000", "email": "info@a.kr"},
        {"name": "Study Coordinator", "phone": "010-0000-0000", "email": "hong.med@example.com"},
        {"name": "First line of the email MUST contain the number of the trial"},
    ]
    assert read(study, names).fields["contacts"] == [
        {
            "name": {"en": "ExampleCell Study Information Center"},
            "phone": "1-800-000-0000 ext. 12",
            "email": "information.center@example.com",
            "website": "https://www.example.com",
        },
        {"name": {"en": "Clinical Trials"}, "phone": "02-000-0000"},
        {"name": {"en": "ExampleCell Co., Ltd."}, "email": "info@example.com"},
        {"name": {"en": "ExampleCell Co., Ltd."}, "phone": "1-800-000-0001"},
    ]


@pytest.mark.parametrize("country", ["South Korea", "Korea, Republic of", "Republic of Korea"])
def test_korea_under_all_its_names(study: dict, names: KnownNames, country: str) -> None:
    for place in part(study, "contactsLocationsModule")["locations"][:2]:
        place["country"] = country
    assert read(study, names).fields["site_count"] == 2


def test_the_other_korea_is_another_country(study: dict, names: KnownNames) -> None:
    part(study, "contactsLocationsModule")["locations"] = [
        {"facility": "Example Hospital", "country": "Korea, Democratic People's Republic of"}
    ]
    fields = read(study, names).fields
    assert (fields["countries"], fields["site_count"]) == (["north-korea"], 0)
    assert "sites" not in fields


@pytest.mark.parametrize(
    ("date", "kind", "here", "planned"),
    [
        ("2025-03", "ACTUAL", "2025-03", False),
        ("2025-03", None, "2025-03", False),
        ("2026-10", None, "2026-10", False),
        ("2026-11", None, "2026-11", True),  # after the registry's own day
        ("2020", "ESTIMATED", "2020", True),
        ("March 2025", "ACTUAL", None, False),
        ("2025-02-30", "ACTUAL", None, False),
        (20250301, "ACTUAL", None, False),
    ],
)
def test_dates_as_precise_as_they_are(
    study: dict, names: KnownNames, date: Any, kind: str | None, here: str | None, planned: bool
) -> None:
    given = {"date": date, **({"type": kind} if kind else {})}
    part(study, "statusModule")["startDateStruct"] = given
    found = read(study, names)
    assert found.fields.get("start_date") == here
    assert ("start_date" in found.planned) is planned
    assert ("statusModule.startDateStruct.date" in left(found)) is (here is None)


def test_a_desk_of_a_hospital_that_has_a_persons_name_is_left_to_a_person() -> None:
    name = "Hospital Dr. Hong Gil-dong"
    assert desk_in(name, "1-800-000-0002", "", "", name) is None


def test_what_is_posted_is_no_plan(study: dict, names: KnownNames) -> None:
    posted = {"date": "2024-11-05", "type": "ESTIMATED"}
    part(study, "statusModule")["studyFirstPostDateStruct"] = posted
    assert "first_posted" not in read(study, names).planned


@pytest.mark.parametrize(
    ("phases", "kind", "here"),
    [
        (["PHASE1"], "INTERVENTIONAL", "phase-1"),
        (["PHASE2", "PHASE1"], "INTERVENTIONAL", "phase-1-2"),
        (["PHASE2", "PHASE3"], "INTERVENTIONAL", "phase-2-3"),
        (["EARLY_PHASE1"], "INTERVENTIONAL", "early-phase-1"),
        (["NA"], "INTERVENTIONAL", "not-applicable"),
        (None, "OBSERVATIONAL", "not-applicable"),
        ([], "EXPANDED_ACCESS", "not-applicable"),
        (None, "INTERVENTIONAL", None),
        (["PHASE1", "PHASE3"], "INTERVENTIONAL", None),
        (["PHASE5"], "INTERVENTIONAL", None),
        ("PHASE2", "INTERVENTIONAL", "phase-2"),
    ],
)
def test_phases(study: dict, names: KnownNames, phases: Any, kind: str, here: str | None) -> None:
    part(study, "designModule").update(phases=phases, studyType=kind)
    found = read(study, names)
    assert found.fields.get("phase") == here
    assert ("designModule.phases" in left(found)) is (here is None and bool(phases))


@pytest.mark.parametrize(
    ("module", "key", "path"),
    [
        ("statusModule", "overallStatus", "statusModule.overallStatus"),
        ("designModule", "studyType", "designModule.studyType"),
    ],
)
@pytest.mark.parametrize("word", ["BRAND_NEW_WORD", 7, ["RECRUITING"], {"a": 1}])
def test_unknown_words_are_reported(
    study: dict, names: KnownNames, module: str, key: str, path: str, word: Any
) -> None:
    part(study, module)[key] = word
    found = read(study, names)
    assert path in left(found)
    assert "status" not in found.fields or key != "overallStatus"


def test_an_unknown_status_is_kept_in_words(study: dict, names: KnownNames) -> None:
    part(study, "statusModule")["overallStatus"] = "BRAND_NEW_WORD"
    assert ("Registered status", "BRAND_NEW_WORD") in read(study, names).facts


@pytest.mark.parametrize("count", [-1, 1.5, True, "forty", 10**12, [40], {}])
def test_no_number_of_people(study: dict, names: KnownNames, count: Any) -> None:
    part(study, "designModule")["enrollmentInfo"]["count"] = count
    found = read(study, names)
    assert "enrolment" not in found.fields
    assert "designModule.enrollmentInfo.count" in left(found)


def places(*given: tuple[str, str, str]) -> list[dict[str, str]]:
    """Return Korean sites of a study by facility, postcode and status."""
    return [
        {"facility": name, "city": "Seoul", "zip": code, "country": "South Korea", "status": status}
        for name, code, status in given
    ]


SEOUL = {"en": "Seoul", "ko": "서울"}
NAMED, HIDDEN = "Example Hospital", "Novartis Investigative Site"


def test_hidden_sites_are_counted_and_not_invented(study: dict, names: KnownNames) -> None:
    given = places((HIDDEN, "4763", "RECRUITING"), (HIDDEN, "rubbish", "COMPLETED"))
    part(study, "contactsLocationsModule")["locations"] = given
    unknown = {"value": "unknown", "registered_as": HIDDEN, "city": SEOUL}
    assert read(study, names).fields["sites"] == [
        {**unknown, "status": "recruiting", "postcode": "04763"},
        {**unknown, "status": "completed"},
    ]


def test_a_hidden_site_with_a_hospitals_postcode_is_an_inference(
    study: dict, names: KnownNames, atlas: Atlas
) -> None:
    given = places((HIDDEN, "3080", "NOT_YET_RECRUITING"))
    part(study, "contactsLocationsModule")["locations"] = given
    found = read(study, names)
    [site] = found.fields["sites"]
    assert site == {
        "value": "example-hospital",
        "status": "not-yet-recruiting",
        "known_by": "postcode",
        "registered_as": HIDDEN,
        "city": SEOUL,
        "postcode": "03080",
    }
    plan = Importer(atlas, SMALL, DAY).plan(found)
    assert "known_by: postcode" in plan.files["trials/nct99999902.yml"]


@pytest.mark.parametrize(
    ("rows", "status", "known_by"),
    [
        (((NAMED, "WITHDRAWN"), (NAMED, "RECRUITING")), "recruiting", "registry"),
        ((("EH", "RECRUITING"), (NAMED, "COMPLETED")), "recruiting", "registry"),
        (((NAMED, "TERMINATED"), ("EH", "ACTIVE_NOT_RECRUITING")), "closed", "registry"),
        (((NAMED, ""), ("EH", "WITHDRAWN")), "withdrawn", "registry"),
        (((HIDDEN, "RECRUITING"), (NAMED, "RECRUITING")), "recruiting", "registry"),
        (((HIDDEN, "RECRUITING"), (NAMED, "COMPLETED")), "recruiting", "postcode"),
    ],
)
def test_two_rows_of_one_hospital_are_one_hospital(
    study: dict,
    names: KnownNames,
    rows: tuple[tuple[str, str], ...],
    status: str,
    known_by: str,
) -> None:
    given = places(*((name, "03080", word) for name, word in rows))
    part(study, "contactsLocationsModule")["locations"] = given
    found = read(study, names)
    [site] = found.fields["sites"]
    assert (site["status"], site["known_by"]) == (status, known_by)
    assert found.fields["site_count"] == (0 if status == "withdrawn" else 1)


def test_a_trial_of_unknown_state_has_no_recruiting_site(study: dict, names: KnownNames) -> None:
    part(study, "statusModule")["overallStatus"] = "UNKNOWN"
    assert {"status"}.isdisjoint(key for site in read(study, names).fields["sites"] for key in site)


def test_a_person_in_the_place_of_a_hospital_is_told_nowhere(
    study: dict, names: KnownNames, atlas: Atlas
) -> None:
    given = places(("Gil-dong Hong", "03080", "RECRUITING"), ("Gil-dong Hong", "", "RECRUITING"))
    part(study, "contactsLocationsModule")["locations"] = given
    sponsor = part(study, "sponsorCollaboratorsModule")
    sponsor["leadSponsor"] = {"name": "Gil-dong Hong", "class": "OTHER"}
    sponsor["responsibleParty"] = {"type": "SPONSOR_INVESTIGATOR"}
    found = read(study, names)
    plan = Importer(atlas, SMALL, DAY).plan(found)
    assert [site["value"] for site in found.fields["sites"]] == ["example-hospital", "unknown"]
    assert found.sponsor == "an investigator" and "registered_sponsor" not in found.fields
    assert "Hong" not in f"{found} {plan}"


def test_of_an_investigator_the_institution_is_told(study: dict, names: KnownNames) -> None:
    sponsor = part(study, "sponsorCollaboratorsModule")
    sponsor["leadSponsor"] = {"name": "Gil-dong Hong", "class": "OTHER"}
    sponsor["responsibleParty"] = {
        "type": "SPONSOR_INVESTIGATOR",
        "investigatorFullName": "Gil-dong Hong",
        "investigatorAffiliation": "Elsewhere General Hospital",
    }
    found = read(study, names)
    assert found.fields["registered_sponsor"] == "Investigator at Elsewhere General Hospital"
    assert "Hong" not in f"{found}"


def test_a_sponsor_without_a_record_is_a_known_sponsor(study: dict, names: KnownNames) -> None:
    sponsor = part(study, "sponsorCollaboratorsModule")
    sponsor["leadSponsor"] = {"name": "Elsewhere General Hospital", "class": "OTHER"}
    sponsor["responsibleParty"] = {"type": "SPONSOR_INVESTIGATOR"}
    assert read(study, names).fields["registered_sponsor"] == "Elsewhere General Hospital"


def test_each_of_two_sites_keeps_its_own_state(study: dict, atlas: Atlas) -> None:
    table = KnownNames(atlas, {"names": {"example-clinic": ["Never Heard Of Hospital"]}})
    given = part(study, "contactsLocationsModule")["locations"]
    given[0]["status"], given[1]["status"] = "RECRUITING", "COMPLETED"
    found = read(study, table)
    plan = Importer(atlas, SMALL, DAY).plan(found)
    trial = KINDS["trials"].of(parse(plan.files[f"trials/{plan.id}.yml"].encode()).value)
    states = {str(site.value): str(site.status) for site in trial.sites}
    assert states == {"example-hospital": "recruiting", "example-clinic": "completed"}
    assert compare(trial, found) == []


def test_an_unknown_state_of_a_site_is_reported(study: dict, names: KnownNames) -> None:
    part(study, "contactsLocationsModule")["locations"][0]["status"] = "SOMETHING_NEW"
    found = read(study, names)
    assert left(found)["contactsLocationsModule.locations.status"] == "SOMETHING_NEW"
    assert "status" not in found.fields["sites"][0]


def test_a_removed_country_is_told(study: dict, names: KnownNames) -> None:
    study["derivedSection"].setdefault("miscInfoModule", {})["removedCountries"] = ["South Korea"]
    [removed] = read(study, names).fields["milestones"]
    assert removed["what"]["en"] == "Removed from the registry entry: South Korea"
    assert removed["what"]["ko"].endswith("대한민국")


def test_a_certificate_of_delay_is_a_milestone(study: dict, names: KnownNames) -> None:
    part(study, "statusModule")["dispFirstPostDateStruct"] = {"date": "2026-02-03"}
    [delayed] = read(study, names).fields["milestones"]
    assert delayed["date"] == "2026-02-03"


def test_an_observational_study_gives_nothing(study: dict, names: KnownNames) -> None:
    part(study, "designModule")["studyType"] = "OBSERVATIONAL"
    fields = read(study, names).fields
    assert (fields["study_type"], fields["gives"]) == ("observational", "no-treatment")


def test_plain_words_on_who_may_take_part_are_left_to_a_person(
    study: dict, names: KnownNames
) -> None:
    part(study, "eligibilityModule").update(healthyVolunteers=True, sex="FEMALE")
    found = read(study, names)
    assert found.fields["sex"] == "female"
    [condition] = found.fields["eligibility"]
    assert condition["text"]["en"] == "Healthy people may take part."
    assert found.fields["inclusion"] == ["Adults"]


@pytest.mark.parametrize(
    ("text", "inclusion", "exclusion"),
    [
        (
            "Inclusion Criteria:\n\n1. Age \\>= 18 years\n2. Relapsed\n\nExclusion Criteria:\n\n"
            "* Another cancer, except:\n\n  * of the skin\n  * in situ\n* Infection",
            ["Age >= 18 years", "Relapsed"],
            ["Another cancer, except: of the skin; in situ", "Infection"],
        ),
        (
            "Key inclusion criteria\n\nPart 1:\n\n* Lymphoma\n\nPart 2:\n\n* Leukaemia",
            ["Part 1: Lymphoma; Part 2: Leukaemia"],
            None,
        ),
        ("Part 1\n\nInclusion Criteria:\n\n* Adults", None, None),
        ("Inclusion Criteria:\n\n* Adults\n\nInclusion Criteria:\n\n* Children", None, None),
        ("Adults only", None, None),
        (
            "Inclusion Criteria:\n\n-Adults\n-\n* Adults\n* =2 lines\n\nExclusion Criteria:\n\n-",
            ["Adults; Adults; 2 lines"],
            None,
        ),
        ("Inclusion Criteria:\n\n* Adults\n* -Lymphoma\n* Adults", ["Adults", "Lymphoma"], None),
        ("Inclusion Criteria:\n\nExclusion Criteria:\n", None, None),
    ],
)
def test_a_condition_keeps_all_that_belongs_to_it(
    study: dict, names: KnownNames, text: str, inclusion: Any, exclusion: Any
) -> None:
    part(study, "eligibilityModule")["eligibilityCriteria"] = text
    found = read(study, names)
    assert found.fields.get("inclusion") == inclusion
    assert found.fields.get("exclusion") == exclusion
    taken = bool(inclusion or exclusion)
    assert ("eligibilityModule.eligibilityCriteria" in found.untaken) is not taken


def giving(study: dict, name: str, kind: str = "BIOLOGICAL") -> dict:
    """Return a study whose one arm gets a treatment of a name."""
    other = copy.deepcopy(study)
    arm = {"label": "A", "type": "EXPERIMENTAL", "interventionNames": [f"Biological: {name}"]}
    module = part(other, "armsInterventionsModule")
    module["armGroups"], module["interventions"] = [arm], [{"type": kind, "name": name}]
    return other


def test_what_is_given_is_taken_where_the_entry_shows_it(study: dict, names: KnownNames) -> None:
    def gives(study: dict) -> str | None:
        return read(study, names).fields.get("gives")

    shown = giving(study, "anti-EXA1 CAR-T cells")
    assert gives(shown) == TOPIC.terms.gives
    for name in ("EXA101", "Vaccine after CAR-T", "Tocilizumab to treat CAR-T toxicity", "a car"):
        assert gives(giving(study, name)) is None, name
    assert gives(giving(study, "anti-EXA1 CAR-T cells", kind="OTHER")) is None
    followed = copy.deepcopy(shown)
    part(followed, "identificationModule")["briefTitle"] = "Long-term Follow-up of People"
    assert gives(followed) is None
    part(shown, "designModule")["phases"] = ["NA"]
    assert gives(shown) is None


@pytest.mark.parametrize(
    ("facility", "city", "hospital"),
    [
        ("EXAMPLE HOSPITAL", "Seoul", "example-hospital"),
        ("Example  Hospital ( Site 0123)", "Seoul", "example-hospital"),
        ("Example Hospital /ID# 225600", "Seoul", "example-hospital"),
        ("The Example Hospital, Seoul", "Seoul", "example-hospital"),
        ("Example Hospital, Jung-gu", "Jung-gu", None),  # it may be a branch
        ("예시병원", "서울", "example-hospital"),
        ("Example Hospital, Bundang", "Seongnam", None),
        ("Example Hospital Branch", "Seoul", None),
        ("Example Agency", "Seoul", None),  # no hospital
        ("Example", "Seoul", None),
        ("", "Seoul", None),
    ],
)
def test_a_hospital_is_named_or_it_is_not(
    names: KnownNames, facility: str, city: str, hospital: str | None
) -> None:
    assert names.site(facility, city).hospital == hospital


def test_our_words_are_in_the_vocabularies(atlas: Atlas) -> None:
    assert set(words.STATUS.values()) <= set(atlas.vocabularies["trial-status"].terms)
    assert set(words.PHASE.values()) <= set(atlas.vocabularies["phase"].terms)
    assert set(words.SPONSOR_TYPE.values()) <= set(atlas.vocabularies["sponsor-type"].terms)
    assert set(words.SITE_STATUS.values()) - {""} <= set(atlas.vocabularies["site-status"].terms)
    assert set(words.STUDY_TYPE.values()) <= set(atlas.vocabularies["study-type"].terms)
    assert set(words.SEX.values()) <= set(atlas.vocabularies["sex"].terms)
    assert TOPIC.registry.gives_nothing in atlas.vocabularies["study-gives"].terms
    assert {REGISTRY, NEWS, "postcode"} <= set(atlas.vocabularies["site-basis"].terms)


@pytest.mark.parametrize(
    ("least", "most", "en", "ko"),
    [
        ("18 Years", "", "From 18 years", "18세 이상"),
        ("18 Years", "75 Years", "18 to 75 years", "18~75세"),
        ("", "1 Year", "Up to 1 year", "1세 이하"),
        ("6 Months", "17 Years", "6 months to 17 years", "6개월~17세"),
        ("2 weeks", "8 weeks", "2 to 8 weeks", "2~8주"),
    ],
)
def test_ages(least: str, most: str, en: str, ko: str) -> None:
    assert words.age_words(least, most) == {"en": en, "ko": ko}


def test_an_age_that_is_none_is_kept_in_words(study: dict, names: KnownNames) -> None:
    part(study, "eligibilityModule")["minimumAge"] = "Grown-up"
    found = read(study, names)
    assert "age" not in found.fields
    assert ("Registered age", "Grown-up") in found.facts


@pytest.mark.parametrize("module", sorted(STUDY["protocolSection"]))
@pytest.mark.parametrize("instead", [None, [], "text", 7, {"locations": {"facility": "X"}}])
def test_a_module_may_be_missing_or_anything(
    study: dict, names: KnownNames, atlas: Atlas, module: str, instead: Any
) -> None:
    if instead is None:
        del study["protocolSection"][module]
    else:
        study["protocolSection"][module] = instead
    plan_or_refusal(study, names, atlas)


def plan_or_refusal(study: Any, names: KnownNames, atlas: Atlas) -> None:
    """Read and plan; whatever becomes a file is sound by the model."""
    registered = read(study, names)
    importer = Importer(atlas, SMALL, DAY)
    try:
        plan = importer.plan(registered)
    except Fault:
        return
    assert plan.files and set(registered.fields) <= set(KINDS["trials"].fields)


_scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
_json = st.recursive(
    _scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


def _places(value: Any, path: tuple = ()) -> list[tuple]:
    found = [path] if path else []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += _places(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            found += _places(inner, (*path, index))
    return found


@given(value=_json)
def test_any_json_is_read(value: Any, names: KnownNames) -> None:
    assert read(value, names).nct == "" or value


@given(data=st.data())
def test_a_study_with_anything_in_any_place(
    data: st.DataObject, names: KnownNames, atlas: Atlas
) -> None:
    study = json.loads(json.dumps(STUDY))
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from(_places(study)))
        at = study
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = data.draw(_json)
    plan_or_refusal(study, names, atlas)


def kept_studies() -> list[Path]:
    """Return the files of real answers that lie beside the project, where there are any."""
    named = os.environ.get("ATLAS_REGISTRY_RECORDS")
    folders = [Path(named)] if named else sorted(ROOT.parent.glob("*/registry-records"))
    return [file for folder in folders for file in sorted(folder.glob("*.json"))]


def test_real_answers_are_read_whole(names: KnownNames, atlas: Atlas) -> None:
    files = kept_studies()
    if not files:
        pytest.skip("no real answers here: ATLAS_REGISTRY_RECORDS names no folder of them")
    from macros.outside.clinicaltrials import studies_in

    for file in files:
        for study in studies_in(json.loads(file.read_text(encoding="utf-8"))):
            registered = read(study, names)
            assert registered.nct
            assert {"title", "status", "start_date", "registry_updated", "phase"} <= set(
                registered.fields
            )
            assert Importer(atlas, SMALL, DAY).plan(registered).outcome == "new"


def test_nothing_is_lost(names: KnownNames) -> None:
    """Whatever text stands anywhere, it is in a field, in a fact, reported, or its path is."""
    lost = []
    for number, path in enumerate(_places(STUDY)):
        study = json.loads(json.dumps(STUDY))
        at = study
        for step in path[:-1]:
            at = at[step]
        if isinstance(at[path[-1]], (dict, list)):
            continue
        mark = f"MARK{number}X Hospital"  # a person in the place of a hospital is left out
        at[path[-1]] = mark
        found = read(study, names)
        told = json.dumps([found.fields, found.facts, [item.value for item in found.leftovers]])
        short = ".".join(step for step in path if isinstance(step, str))
        if mark not in told and short.removeprefix("protocolSection.") not in found.untaken:
            lost.append(short)
    assert lost == []


@pytest.mark.parametrize(
    ("title", "car"),
    [
        ("CAR-T Cells in Lymphoma", True),
        ("GPC3-CAR T", True),
        ("CART19 for Leukaemia", True),
        ("Anti-BCMA CAR NK cells", True),
        ("Tisagenlecleucel in Adults", True),
        ("Chimeric Antigen Receptor Macrophages", True),
        ("Care of people who fell from a car", False),
        ("CARE-1, CARDIAC and SCAR tissue", False),
    ],
)
def test_a_car_is_a_receptor(names: KnownNames, title: str, car: bool) -> None:
    study = {"protocolSection": {"identificationModule": {"briefTitle": title}}}
    assert read(study, names).on_topic is car
