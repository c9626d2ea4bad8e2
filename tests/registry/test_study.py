"""A study of the registry as the fields of a trial: nothing invented, nothing lost in silence."""

from __future__ import annotations

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
from macros.outside import words
from macros.outside.drift import compare
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
        "status": "recruiting",
        "sponsors": ["examplecell"],
        "sponsor_type": "industry",
        "collaborators": ["example-university"],
        "products": ["example-cel"],
        "interventions": "EXA101; Fludarabine",
        "indications": ["example-lymphoma"],
        "conditions": "Example Lymphoma; Something Rare",
        "design": {"en": "Open-label, single arm", "ko": "공개, 단일군"},
        "age": {"en": "From 19 years", "ko": "19세 이상"},
        "enrolment": 40,
        "start_date": "2025-03",
        "primary_completion": "2027-12-31",
        "completion": "2029-04",
        "registry_updated": "2026-09-24",
        "countries": ["japan", "south-korea"],
        "sites": ["example-hospital"],
        "site_count": 2,
        "principal_investigators": ["Bo-gi Lee, MD, Example Hospital"],
        "primary_endpoints": ["Objective response rate: best response"],
        "secondary_endpoints": ["Overall survival"],
    }
    assert found.planned == {"enrolment", "primary_completion", "completion"}
    assert found.notes["sites"] == {"en": "Recruiting.", "ko": "모집 중입니다."}
    assert dict(found.facts) == {
        "Registered collaborators": "Nobody Foundation",
        "Further Korean sites as registered": "Never Heard Of Hospital (Busan)",
    }


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
        "eligibilityModule.eligibilityCriteria",
        "conditionsModule.keywords",
        "contactsLocationsModule.locations.geoPoint.lat",
        "derivedSection.conditionBrowseModule.meshes.term",
        "outcomesModule.primaryOutcomes.timeFrame",
    ):
        assert found.untaken[path] == 1, path


def test_contact_details_are_not_taken_over(study: dict, names: KnownNames) -> None:
    contacts = [{"name": "Kim", "phone": "02-000-0000", "email": "kim@hospital.example"}]
    part(study, "contactsLocationsModule")["centralContacts"] = contacts
    found = read(study, names)
    assert "contactsLocationsModule.centralContacts.email" in found.untaken
    assert "kim@" not in json.dumps([found.fields, found.facts])


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


def test_hidden_sites_are_unknown_and_not_invented(study: dict, names: KnownNames) -> None:
    place = {"facility": "Novartis Investigative Site", "city": "Seoul", "country": "South Korea"}
    part(study, "contactsLocationsModule")["locations"] = [place, place]
    found = read(study, names)
    assert (found.fields["sites"], found.fields["site_count"]) == ("unknown", 2)


def test_each_of_two_sites_keeps_its_own_state(study: dict, atlas: Atlas) -> None:
    table = KnownNames(atlas, {"names": {"example-clinic": ["Never Heard Of Hospital"]}})
    places = part(study, "contactsLocationsModule")["locations"]
    places[0]["status"], places[1]["status"] = "RECRUITING", "COMPLETED"
    found = read(study, table)
    assert found.fields["sites"] == ["example-hospital", "example-clinic"]
    plan = Importer(atlas, SMALL, DAY).plan(found)
    trial = KINDS["trials"].of(parse(plan.files[f"trials/{plan.id}.yml"].encode()).value)
    notes = {site.value: site.note.en for site in trial.sites}
    assert notes == {"example-hospital": "Recruiting.", "example-clinic": "Completed."}
    assert compare(trial, found) == []


def test_sites_of_different_states_each_say_theirs(
    study: dict, names: KnownNames, atlas: Atlas
) -> None:
    table = KnownNames(atlas, {})
    places = part(study, "contactsLocationsModule")["locations"]
    places[0]["status"] = "SOMETHING_NEW"
    found = read(study, table)
    assert left(found)["contactsLocationsModule.locations.status"] == "SOMETHING_NEW"
    assert found.fields["sites"] == ["example-hospital"]


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
