"""`atlas registry`: written whole or not at all, and never over a person's value."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from macros.cli import main
from macros.model.kinds import KINDS
from macros.outside import clinicaltrials, http
from macros.outside.comparing import FIELDS
from tests.conftest import edit, load, page_of, problems_of, write
from tests.registry.conftest import DAY, numbered, part
from tests.registry.server import (
    Answer,
    Handler,
    Service,
    cut_off,
    gives,
    says,
    sleeps,
    status,
)

Run = Callable[..., tuple[int, Any]]
NUMBER = "NCT99999902"


def files_of(data: Path) -> dict[str, bytes]:
    return {str(f.relative_to(data)): f.read_bytes() for f in data.rglob("*") if f.is_file()}


@pytest.fixture
def kept(small: Path) -> dict[str, bytes]:
    """What the data folder held before."""
    return files_of(small)


@pytest.fixture
def imported(service: Service, study: dict, atlas_says: Run) -> Run:
    """Import the study as it is when this is called."""

    def run(*words: str) -> tuple[int, Any]:
        number = part(study, "identificationModule")["nctId"]
        service.at(f"/studies/{number}", gives(study))
        return atlas_says("registry", "import", number, *words)

    return run


# import


def test_a_new_trial_is_sound_and_says_what_is_left(small: Path, imported: Run) -> None:
    code, answer = imported()
    assert (code, answer["failed"], answer["problems"]) == (0, [], [])
    [one] = answer["imported"]
    assert (one["id"], one["outcome"]) == ("nct99999902", "new")
    assert sorted(one["files"]) == [
        "data/sources/ctgov-nct99999902.yml",
        "data/trials/nct99999902.yml",
    ]
    assert one["by_hand"] == ["name", "summary", "targets", "gives", "eligibility", "cell_source"]
    assert "descriptionModule.briefSummary" in one["not_taken_over"]
    assert "Nobody Foundation" in [left["value"] for left in one["unmapped"]]

    atlas = load(small)  # passes the check
    trial = atlas.records["nct99999902"]
    assert trial.status.value == "recruiting"
    assert (trial.status.as_of, trial.checked) == ("2026-10-01", DAY)
    assert trial.completion.planned
    source = atlas.records["ctgov-nct99999902"]
    assert (source.kind, source.published, source.accessed) == ("registry", "2026-09-24", DAY)
    assert list(trial.sources) == [source.id]
    text = (small / "trials" / "nct99999902.yml").read_text(encoding="utf-8")
    for name in one["by_hand"]:
        assert f"\n# {name}: " in text
    assert page_of(atlas, "nct99999902").html


def test_the_same_study_again_changes_nothing(small: Path, imported: Run) -> None:
    imported()
    kept = files_of(small)
    code, answer = imported()
    assert (code, answer["imported"][0]["outcome"]) == (0, "same")
    assert files_of(small) == kept


GAINED = [
    *("official_title", "other_numbers", "study_type", "arms", "age", "sex", "inclusion"),
    *("first_posted", "registry_updated", "sites_worldwide"),
]


def test_an_old_trial_gains_what_it_lacks_and_keeps_all_else(
    small: Path, study: dict, imported: Run
) -> None:
    path = small / "trials" / "nct99999901.yml"
    edit(small, "trials/nct99999901.yml", "age: from 19 years\n", "# Why there is no age here.\n")
    old = path.read_text(encoding="utf-8")
    part(study, "identificationModule")["nctId"] = "NCT99999901"
    code, answer = imported()
    [one] = answer["imported"]
    assert (code, one["outcome"], one["added"]) == (1, "added", GAINED)
    assert {d["field"]: (d["here"], d["there"]) for d in one["differs"]}["status"] == (
        "active-not-recruiting",
        "recruiting",
    )
    new = path.read_text(encoding="utf-8")
    added = [line for line in new.splitlines() if line not in old.splitlines()]
    assert [line for line in old.splitlines() if line not in new.splitlines()] == []
    assert "age:" in added and "# Why there is no age here." in new
    trial = load(small).records["nct99999901"]
    assert list(trial.age.sources) == ["ctgov-nct99999901"]
    assert (trial.age.as_of, trial.age.checked) == ("2026-10-01", DAY)
    assert trial.status.value == "active-not-recruiting"


def test_only_the_fields_that_are_asked_for(small: Path, study: dict, imported: Run) -> None:
    part(study, "identificationModule")["nctId"] = "NCT99999901"
    _code, answer = imported("--only", "age,completion")
    assert answer["imported"][0]["added"] == []
    _code, answer = imported("--only", "registry_updated")
    assert answer["imported"][0]["added"] == ["registry_updated"]


def test_what_an_import_breaks_elsewhere_is_said(small: Path, study: dict, imported: Run) -> None:
    """A phase 3 trial in Korea of a product that is said to be at an early stage."""
    part(study, "designModule")["phases"] = ["PHASE3"]
    part(study, "armsInterventionsModule")["interventions"][0]["name"] = "Sample-NK"
    code, answer = imported()
    assert code == 1
    assert "stage-against-trials" in answer["problems"][0]
    assert answer["problems"][0].startswith("data/products/sample-nk.yml:")


def test_a_dry_run_writes_nothing(small: Path, imported: Run, kept: dict[str, bytes]) -> None:
    code, answer = imported("--dry-run")
    assert (code, answer["imported"][0]["outcome"]) == (0, "new")
    assert files_of(small) == kept


def test_one_bad_answer_stops_nothing(
    small: Path, service: Service, study: dict, atlas_says: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clinicaltrials, "BATCH", 1)
    bad = {
        "NCT10000001": status(404),
        "NCT10000002": status(500),
        "NCT10000003": cut_off(study),
        "NCT10000004": says(b"<html>sorry", "text/html"),
        "NCT10000005": gives([]),
        "NCT10000006": gives({"protocolSection": {}}),
        "NCT10000007": gives(numbered(study, "NCT10000099")),
        "NCT10000008": gives("a text"),
    }
    for number, answer in bad.items():
        service.at(f"/studies/{number}", answer)
    service.at(f"/studies/{NUMBER}", gives(study))
    code, answer = atlas_says("registry", "import", *bad, NUMBER, tries=1)
    assert code == 1
    assert [one["nct"] for one in answer["imported"]] == [NUMBER]
    assert {one["nct"]: one["code"] for one in answer["failed"]} == {
        "NCT10000001": "not-found",
        "NCT10000002": "unavailable",
        "NCT10000003": "unavailable",
        "NCT10000004": "not-json",
        "NCT10000005": "wrong-record",
        "NCT10000006": "wrong-record",
        "NCT10000007": "wrong-record",
        "NCT10000008": "wrong-record",
    }


def batches(studies: list[Any]) -> Answer:
    """Answer with those of the studies that are asked for by number."""

    def answer(handler: Handler) -> None:
        wanted = handler.query["filter.ids"].split(",")
        found = [s for s in studies if str(s).partition("'nctId': '")[2][:11] in wanted]
        gives({"studies": [*found, "nonsense", {}]})(handler)

    return answer


def test_many_studies_are_asked_for_at_once(
    small: Path, service: Service, study: dict, atlas_says: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clinicaltrials, "BATCH", 2)
    numbers = [f"NCT1000000{digit}" for digit in range(1, 6)]
    service.at("/studies", batches([numbered(study, n) for n in numbers if n != "NCT10000003"]))
    service.at(f"/studies/{numbers[4]}", gives(numbered(study, numbers[4])))
    code, answer = atlas_says("registry", "import", *numbers, "--dry-run")
    assert (code, len(service.asked)) == (1, 3)
    assert [one["nct"] for one in answer["imported"]] == [n for n in numbers if n[-1] != "3"]
    assert [(one["nct"], one["code"]) for one in answer["failed"]] == [("NCT10000003", "not-found")]


def test_a_study_that_was_moved_is_found_in_a_batch_by_its_old_number(
    service: Service, study: dict, atlas_says: Run
) -> None:
    moved = numbered(study, "NCT10000002")
    part(moved, "identificationModule")["nctIdAliases"] = ["NCT10000009"]
    service.at("/studies", gives({"studies": [moved, numbered(study, "NCT10000001")]}))
    asked = ("NCT10000001", "NCT10000009")
    code, answer = atlas_says("registry", "import", *asked, "--dry-run")
    assert [one["nct"] for one in answer["imported"]] == ["NCT10000001", "NCT10000002"]


def test_a_batch_that_is_too_large_is_asked_for_in_parts(
    service: Service, study: dict, atlas_says: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = numbered(study, "NCT10000001")
    monkeypatch.setattr(http, "MAX_BYTES", int(len(json.dumps(one)) * 1.5))
    numbers = ["NCT10000001", "NCT10000002", "NCT10000003"]
    service.at("/studies", batches([numbered(study, n) for n in numbers]))
    for number in numbers:
        service.at(f"/studies/{number}", gives(numbered(study, number)))
    code, answer = atlas_says("registry", "import", *numbers, "--dry-run")
    assert (code, [one["nct"] for one in answer["imported"]]) == (0, numbers)


def test_a_run_goes_on_where_it_was_broken_off(
    service: Service, study: dict, atlas_says: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clinicaltrials, "BATCH", 1)
    service.at(f"/studies/{NUMBER}", gives(study))
    service.at("/studies/NCT10000001", status(500), gives(numbered(study, "NCT10000001")))
    atlas_says("registry", "import", NUMBER, "NCT10000001", "--dry-run", tries=1)
    code, _answer = atlas_says("registry", "import", NUMBER, "NCT10000001", "--dry-run", tries=1)
    assert code == 0
    assert service.asked.count(f"/studies/{NUMBER}") == 1


def test_many_studies_from_a_file(small: Path, study: dict, atlas_says: Run) -> None:
    studies = [numbered(study, f"NCT2000{number:04}") for number in range(30)]
    for one in studies[:3]:  # three trials of one name
        part(one, "identificationModule")["briefTitle"] = "Long-term follow-up"
    page = {"studies": [*studies, 7, {}, None, studies[0]], "nextPageToken": "x"}
    file = small.parent / "studies.json"
    file.write_text(json.dumps(page), encoding="utf-8")
    code, answer = atlas_says("registry", "import", "--from", str(file))
    assert (code, len(answer["imported"]), answer["problems"]) == (1, 30, [])
    assert [one["code"] for one in answer["failed"]] == ["not-written"] * 4
    assert problems_of(small) == []
    names = {t.name.en for t in load(small).of_kind("trials")}
    assert {"Long-term follow-up", "Long-term follow-up (NCT20000001)"} <= names


def test_a_stored_answer_is_of_its_own_day(small: Path, study: dict, atlas_says: Run) -> None:
    file = small.parent / "study.json"
    file.write_text(json.dumps(study), encoding="utf-8")
    atlas_says("registry", "import", "--from", str(file))
    atlas = load(small)
    assert atlas.records["nct99999902"].checked == "2026-10-01"
    assert atlas.records["ctgov-nct99999902"].accessed == "2026-10-01"


def test_a_plan_that_has_passed_says_so(small: Path, study: dict, imported: Run) -> None:
    dates = {"primaryCompletionDateStruct": "2026-01", "completionDateStruct": "2027-12-31"}
    for struct, date in dates.items():
        part(study, "statusModule")[struct] = {"date": date, "type": "ESTIMATED"}
    assert imported()[1]["problems"] == []
    trial = load(small).records[NUMBER.lower()]
    assert "still gives it as a plan" in str(trial.primary_completion.note)
    assert trial.completion.note is None


def test_a_copy_is_cited_as_the_copy_that_it_is(small: Path, study: dict, atlas_says: Run) -> None:
    file = small.parent / "study.json"
    file.write_text(json.dumps(study), encoding="utf-8")
    _code, answer = atlas_says(
        "registry", "import", "--from", str(file), "--source", "example-register"
    )
    assert answer["imported"][0]["files"] == ["data/trials/nct99999902.yml"]
    assert [str(s) for s in load(small).records["nct99999902"].sources] == ["example-register"]


def test_what_a_person_wrote_makes_the_registered_words_needless(
    small: Path, study: dict, imported: Run
) -> None:
    path = "trials/nct99999901.yml"
    own = "eligibility: [{about: age, text: Adults}]\nage: from 19 years\n"
    edit(small, path, "age: from 19 years\n", own)
    part(study, "identificationModule")["nctId"] = "NCT99999901"
    _code, answer = imported()
    assert "arms" in answer["imported"][0]["added"]
    assert "inclusion" not in answer["imported"][0]["added"]


def test_a_number_of_two_trials_stays_with_the_first(
    small: Path, service: Service, study: dict, atlas_says: Run
) -> None:
    other = numbered(study, "NCT10000001")
    part(other, "identificationModule")["secondaryIdInfos"] = [{"id": "2023-599999-12-00"}]
    service.at("/studies", gives({"studies": [study, other]}))
    _code, answer = atlas_says("registry", "import", NUMBER, "NCT10000001")
    assert [one["outcome"] for one in answer["imported"]] == ["new", "new"]
    assert "2023-599999-12-00" in [left["value"] for left in answer["imported"][1]["unmapped"]]
    assert problems_of(small) == []


def test_a_moved_trial_is_found_by_its_old_number(small: Path, imported: Run) -> None:
    write(small, "trials/nct99999902.yml", "moved_to: nct99999901\n")
    _code, answer = imported()
    assert answer["imported"][0]["id"] == "nct99999901"


def test_a_file_that_is_not_sound_is_left_alone(small: Path, imported: Run) -> None:
    write(small, "trials/nct99999902.yml", "name: [broken\n")
    code, answer = imported()
    assert (code, answer["failed"][0]["code"]) == (1, "not-written")
    assert "Correct it first" in answer["failed"][0]["message"]


def test_hostile_words_are_only_words(
    small: Path, service: Service, study: dict, atlas_says: Run
) -> None:
    title = (
        'A: "b" # {c} [d], *e &f !g | > %h @i `j`\u202e\ud800\x00 {{ 7*7 }} <script>\n---\n- k: no'
    )
    identity = part(study, "identificationModule")
    identity |= {"briefTitle": title, "officialTitle": "no", "acronym": "null"}
    part(study, "sponsorCollaboratorsModule")["leadSponsor"]["name"] = "[[curocell]] *Inc* [@x]"
    part(study, "conditionsModule")["conditions"] = ["yes", "1.10", "[[curocell]] [@x]", "~", " "]
    part(study, "outcomesModule")["primaryOutcomes"] = [{"measure": "x" * 5000}, {"measure": "- a"}]
    service.at(f"/studies/{NUMBER}", says(json.dumps(study).encode(), "application/json"))
    code, answer = atlas_says("registry", "import", NUMBER)
    assert (code, answer["problems"]) == (0, [])
    trial = load(small).records["nct99999902"]
    assert trial.title.value.startswith('A: "b" # {c} [d], *e &f !g | > %h @i `j`')
    assert list(trial.aliases) == ["null"]
    assert "[[curocell]] *Inc* [@x]" in unescape(page_of(load(small), "nct99999902").html)
    assert "<script>" not in page_of(load(small), "nct99999902").html


def test_a_trial_and_its_source_are_written_together_or_not(
    small: Path, imported: Run, kept: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, moved = Path.replace, []

    def replace(self: Path, target: Path) -> Path:
        if Path(target).suffix == ".yml":
            moved.append(target)
            if len(moved) == 2:
                raise OSError("disk full")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    code, answer = imported()
    assert (code, answer["failed"][0]["message"]) == (1, "disk full")
    assert files_of(small) == kept


@pytest.mark.parametrize(
    "words",
    [
        ["import"],
        ["import", "NCT123"],
        ["import", "KCT0001234"],
        ["import", "https://clinicaltrials.gov"],
        ["import", "NCT99999902", "--only", "colour"],
        ["import", "--from", "/nowhere.json"],
        ["import", "NCT10000001", "--source", "example-register"],
        ["drift", "nct00000000"],
    ],
)
def test_wrong_use(small: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["registry", *words, "--data", str(small)]) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1


def test_answers_for_people_are_lines(
    small: Path, service: Service, study: dict, capsys: pytest.CaptureFixture[str]
) -> None:
    service.at("/studies", gives({"studies": [study]}))
    options = ["--data", str(small), "--base-url", service.url, "--today", DAY, "--pause", "0"]
    assert main(["registry", "import", NUMBER, "NCT10000001", *options]) == 1
    said = capsys.readouterr().out
    assert f"{NUMBER}: new, wrote data/sources/ctgov-nct99999902.yml" in said
    assert "to fill in by hand: name, summary, targets, gives, eligibility, cell_source" in said
    assert "NCT10000001: failed, the registry has no such study" in said
    assert re.search(r"descriptionModule: briefSummary \(1\)", said)


def test_another_address_may_come_from_the_environment(
    small: Path, service: Service, study: dict, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATLAS_CLINICALTRIALS_URL", service.url)
    service.at(f"/studies/{NUMBER}", gives(study))
    options = ["--data", str(small), "--today", DAY, "--pause", "0", "--json"]
    assert main(["registry", "import", NUMBER, *options]) == 0
    assert "korea-cart-atlas/" in service.agents[0] and "+https://" in service.agents[0]


# drift


@pytest.fixture
def ours(study: dict) -> dict:
    """The study of the small trial: status, date and enrolment as it stands there."""
    part(study, "identificationModule").update(
        nctId="NCT99999901",
        briefTitle="Study of EXA101 in Example  Lymphoma",
        secondaryIdInfos=[{"id": "KCT9999901"}],
    )
    part(study, "statusModule").update(
        overallStatus="ACTIVE_NOT_RECRUITING",
        startDateStruct={"date": "2021-03-02", "type": "ACTUAL"},
        primaryCompletionDateStruct={"date": "2027-12", "type": "ESTIMATED"},
        completionDateStruct={"date": "2029-04-09", "type": "ESTIMATED"},
    )
    del part(study, "statusModule")["lastUpdatePostDateStruct"]
    del part(study, "statusModule")["lastUpdateSubmitDate"]
    part(study, "designModule")["enrollmentInfo"] = {"count": 91, "type": "ACTUAL"}
    places = part(study, "contactsLocationsModule")["locations"]
    del places[1], places[0]["status"]
    return study


@pytest.fixture
def drifted(service: Service, ours: dict, atlas_says: Run) -> Run:
    """Compare with the study as it is when this is called."""

    def run(*words: str) -> tuple[int, Any]:
        service.at("/studies/NCT99999901", gives(ours))
        return atlas_says("registry", "drift", *words)

    return run


def test_no_drift(small: Path, drifted: Run, kept: dict[str, bytes]) -> None:
    code, answer = drifted()
    assert (code, answer["compared"], answer["drifted"], answer["failed"]) == (0, 1, [], [])
    assert answer["without_number"] == ["example-follow-up", "example-iit", "sample-study"]
    assert files_of(small) == kept


CHANGES = [
    ("status", "active-not-recruiting", "completed",
     lambda s: part(s, "statusModule").update(overallStatus="COMPLETED")),
    ("title", "Study of EXA101 in Example Lymphoma", "Another",
     lambda s: part(s, "identificationModule").update(briefTitle="Another")),
    ("phase", "phase-1-2", "phase-2",
     lambda s: part(s, "designModule").update(phases=["PHASE2"])),
    ("why_stopped", None, "Decision of the sponsor",
     lambda s: part(s, "statusModule").update(whyStopped="Decision of the sponsor")),
    ("sponsors", ["examplecell"], ["example-hospital"],
     lambda s: part(s, "sponsorCollaboratorsModule")["leadSponsor"].update(
         name="Example Hospital")),
    ("sponsors", ["examplecell"], ["Unheard-of Cells Inc."],
     lambda s: part(s, "sponsorCollaboratorsModule")["leadSponsor"].update(
         name="Unheard-of Cells Inc.")),
    ("age", {"en": "from 19 years"}, {"en": "18 to 75 years", "ko": "18~75세"},
     lambda s: part(s, "eligibilityModule").update(minimumAge="18 Years", maximumAge="75 Years")),
    ("enrolment", 91, 100,
     lambda s: part(s, "designModule")["enrollmentInfo"].update(count=100)),
    ("start_date", "2021-03", "2021-04",
     lambda s: part(s, "statusModule")["startDateStruct"].update(date="2021-04")),
    ("completion", "2029-04-09 (planned)", "2029-04-09",
     lambda s: part(s, "statusModule")["completionDateStruct"].update(type="ACTUAL")),
    ("registry_updated", None, "2026-09-30",
     lambda s: part(s, "statusModule").update(lastUpdateSubmitDate="2026-09-30")),
    ("sites", ["example-hospital: no status"], ["example-hospital: recruiting"],
     lambda s: part(s, "contactsLocationsModule")["locations"][0].update(status="RECRUITING")),
]  # fmt: skip


@pytest.mark.parametrize(("field", "here", "there", "change"), CHANGES)
def test_each_drift_is_told(
    small: Path,
    ours: dict,
    drifted: Run,
    kept: dict[str, bytes],
    field: str,
    here: Any,
    there: Any,
    change: Callable[[dict], Any],
) -> None:
    change(ours)
    code, answer = drifted("nct99999901")
    [one] = answer["drifted"]
    assert code == 1
    assert [(d["field"], d["here"], d["there"]) for d in one["differs"]] == [(field, here, there)]
    assert one["path"] == "data/trials/nct99999901.yml"
    assert files_of(small) == kept


def sites_told(answer: Any) -> dict[str, list[str]]:
    """Return what drift says of the sites of the one trial that differs."""
    [one] = answer["drifted"]
    [sites] = [d for d in one["differs"] if d["field"] == "sites"]
    return {key: sites[key] for key in ("only_here", "only_there", "changed") if sites[key]}


def test_a_site_that_closes_is_told(small: Path, ours: dict, drifted: Run) -> None:
    recruits = "sites: [{value: example-hospital, status: recruiting, known_by: registry}]"
    edit(small, "trials/nct99999901.yml", "sites: [example-hospital]", recruits)
    places = part(ours, "contactsLocationsModule")["locations"]
    places[0]["status"] = "WITHDRAWN"
    code, answer = drifted()
    assert (code, sites_told(answer)) == (
        1,
        {"changed": ["example-hospital: recruiting → withdrawn"]},
    )


def test_a_name_that_may_be_our_hospital_is_told_with_it(ours: dict, drifted: Run) -> None:
    places = part(ours, "contactsLocationsModule")["locations"]
    places[0]["facility"] = "Never Heard Of Hospital"
    _code, answer = drifted()
    assert answer["unknown_sites"] == {"Never Heard Of Hospital (Seoul)": ["nct99999901"]}
    assert sites_told(answer) == {
        "only_there": ["Never Heard Of Hospital: no status"],
        "changed": ["not matched: example-hospital, perhaps Never Heard Of Hospital"],
    }


def test_a_hospital_that_the_registry_does_not_list_is_told(
    small: Path, ours: dict, drifted: Run
) -> None:
    both = "sites: [example-hospital, {value: example-clinic, known_by: news}]"
    edit(small, "trials/nct99999901.yml", "sites: [example-hospital]", both)
    places = part(ours, "contactsLocationsModule")["locations"]
    places[0] |= {"facility": "Research Site", "zip": "03081"}  # elsewhere
    _code, answer = drifted()
    assert sites_told(answer) == {
        "only_here": ["example-hospital"],
        "only_there": ["a site without a name (03081): no status"],
    }


def test_two_spellings_of_a_postcode_are_one(small: Path, ours: dict, drifted: Run) -> None:
    sites = "sites: [example-hospital, {value: unknown, postcode: '405 760'}]"
    edit(small, "trials/nct99999901.yml", "sites: [example-hospital]", sites)
    places = part(ours, "contactsLocationsModule")["locations"]
    places[1] = {"facility": "Research Site", "zip": "405760", "country": "South Korea"}
    [one] = drifted()[1]["drifted"]
    assert "sites" not in {d["field"] for d in one["differs"]}


def test_a_person_may_know_which_of_two_hospitals_has_the_postcode(
    small: Path, ours: dict, drifted: Run
) -> None:
    place = "sites: [{value: example-clinic, known_by: postcode, postcode: '03080'}]"
    edit(small, "trials/nct99999901.yml", "sites: [example-hospital]", place)
    locations = part(ours, "contactsLocationsModule")["locations"]
    locations[:2] = [{"facility": "Research Site", "zip": "3080", "country": "South Korea"}]
    _code, answer = drifted()
    differs = [d["field"] for one in answer["drifted"] for d in one["differs"]]
    assert "sites" not in differs


def test_a_reported_site_that_gets_registered_is_told(small: Path, drifted: Run) -> None:
    reported = "sites: [{value: example-hospital, known_by: news}]"
    edit(small, "trials/nct99999901.yml", "sites: [example-hospital]", reported)
    _code, answer = drifted()
    assert sites_told(answer) == {"changed": ["example-hospital: no status (by news) → no status"]}


def test_a_value_that_the_trial_gives_too_is_no_drift(
    small: Path, ours: dict, drifted: Run
) -> None:
    told = "enrolment: {value: 91, also: [{value: 100, sources: [example-register]}]}"
    edit(small, "trials/nct99999901.yml", "enrolment: 91", told)
    part(ours, "designModule")["enrollmentInfo"]["count"] = 100
    assert drifted()[0] == 0


def test_an_unknown_status_is_told_too(ours: dict, drifted: Run) -> None:
    part(ours, "statusModule")["overallStatus"] = "BRAND_NEW"
    code, answer = drifted()
    assert code == 1
    assert answer["drifted"][0]["unmapped"][0]["value"] == "BRAND_NEW"


def test_drift_for_people(
    small: Path, service: Service, ours: dict, capsys: pytest.CaptureFixture[str]
) -> None:
    part(ours, "statusModule")["overallStatus"] = "BRAND_NEW"
    part(ours, "designModule")["enrollmentInfo"]["count"] = 100
    part(ours, "contactsLocationsModule")["locations"] += [
        {"facility": "Elsewhere Hospital", "country": "South Korea"},
        {"facility": "X", "country": "China"},
    ]
    service.at("/studies/NCT99999901", gives(ours))
    options = ["--data", str(small), "--base-url", service.url, "--pause", "0"]
    assert main(["registry", "drift", *options]) == 1
    shown = capsys.readouterr()
    assert shown.out.splitlines() == [
        "data/trials/nct99999901.yml (NCT99999901, registry as of 2026-10-01)",
        "  enrolment: 91 → 100",
        "  countries: + china",
        "  sites: + Elsewhere Hospital: no status",
        "  site_count: 1 → 2",
        "  statusModule.overallStatus 'BRAND_NEW': unknown term",
        "no hospital here: Elsewhere Hospital (nct99999901)",
    ]
    counts = "1 trials compared, 1 differ, 0 failed, 3 without an NCT number"
    assert shown.err.splitlines()[-1] == counts


def test_a_trial_that_cannot_be_compared(service: Service, atlas_says: Run) -> None:
    service.at("/studies/NCT99999901", sleeps(0))
    code, answer = atlas_says("registry", "drift", tries=1)
    assert (code, answer["failed"][0]["code"]) == (1, "wrong-record")


def test_where_the_registry_answers_for_no_trial_nothing_is_said_of_them(
    small: Path, service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    first = (small / "trials" / "nct99999901.yml").read_text(encoding="utf-8")
    second = first.replace("EXAMPLE-1", "EXAMPLE-2").replace("KCT9999901, ", "")
    second = second.replace("[NCT99999901, KCT9999901]", "[NCT99999903]")
    write(small, "trials/nct99999903.yml", second)
    service.at("/studies", status(403))
    options = ["--data", str(small), "--base-url", service.url, "--pause", "0"]
    assert main(["registry", "drift", *options]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "the registry did not answer for any trial: the service answered HTTP 403" in shown.err


def test_a_sponsor_whose_registered_name_is_noted_is_no_drift(
    small: Path, ours: dict, drifted: Run
) -> None:
    long = "sponsors: [{value: examplecell, note: Registered as Unheard-of Cells.}]"
    edit(small, "trials/nct99999901.yml", "sponsors: [examplecell]", long)
    lead = part(ours, "sponsorCollaboratorsModule")["leadSponsor"]
    lead["name"] = "Unheard-of Cells"
    assert drifted()[0] == 0


@pytest.mark.parametrize(
    ("here", "same"),
    [("From 19 years", True), ("19 years and older", True), ("Adults", True), ("19 to 75", False)],
)
def test_an_age_is_compared_by_its_figures(
    small: Path, drifted: Run, here: str, same: bool
) -> None:
    edit(small, "trials/nct99999901.yml", "age: from 19 years", f"age: {here}")
    assert (drifted()[0] == 0) == same


def test_chosen_differences_are_taken_over(small: Path, ours: dict, drifted: Run) -> None:
    part(ours, "statusModule")["overallStatus"] = "RECRUITING"
    part(ours, "designModule")["enrollmentInfo"]["count"] = 100
    part(ours, "contactsLocationsModule")["locations"][0]["status"] = "COMPLETED"
    before = (small / "trials" / "nct99999901.yml").read_text(encoding="utf-8").splitlines()
    words = ["nct99999901", "--write", "status,sites"]
    code, answer = drifted(*words)
    [one] = answer["imported"]
    assert (code, one["outcome"], one["differs"], answer["problems"]) == (0, "changed", [], [])
    assert [difference["field"] for difference in one["changed"]] == ["status", "sites"]
    trial = load(small).records["nct99999901"]
    assert (trial.status.value, trial.status.as_of) == ("recruiting", "2026-10-01")
    assert [(str(s.value), str(s.status), str(s.known_by)) for s in trial.sites] == [
        ("example-hospital", "completed", "registry")
    ]
    assert str(trial.status.sources[0]) == "ctgov-nct99999901"
    assert trial.enrolment.value == 91  # nobody chose it
    after = (small / "trials" / "nct99999901.yml").read_text(encoding="utf-8").splitlines()
    assert {line.partition(":")[0] for line in {*before} ^ {*after}} >= {"status", "sites"}
    assert [line for line in before if line not in after] == [
        line for line in before if line.startswith(("status:", "sites:"))
    ]
    assert [d["field"] for d in drifted()[1]["drifted"][0]["differs"]] == ["enrolment"]


def test_what_has_a_remark_is_left_to_a_person(small: Path, ours: dict, drifted: Run) -> None:
    edit(small, "trials/nct99999901.yml", "enrolment: 91", "enrolment: {value: 91, note: Planned.}")
    part(ours, "designModule")["enrollmentInfo"]["count"] = 100
    part(ours, "sponsorCollaboratorsModule")["leadSponsor"]["name"] = "Example Hospital"
    part(ours, "contactsLocationsModule")["locations"] += [
        {"facility": "Unheard-of Hospital", "country": "South Korea"}
    ]
    kept = files_of(small)
    words = ["nct99999901", "--write", "enrolment,sponsors,sites"]
    code, answer = drifted(*words)
    [one] = answer["imported"]
    assert (code, one["outcome"], one["changed"]) == (1, "differs", [])
    assert {d["field"] for d in one["differs"]} == {"enrolment", "sponsors", "sites"}
    assert files_of(small) == kept


def test_differences_are_taken_over_of_trials_that_are_named(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["registry", "drift", "--data", str(small), "--write", "status"]) == 2
    assert "--write needs the ids of the trials to change" in capsys.readouterr().err


def test_every_compared_field_is_a_field() -> None:
    assert set(FIELDS) <= set(KINDS["trials"].fields)


# discover


def without_a_word(study: dict, number: str) -> dict:
    """Return a study that names neither the topic nor a product here."""
    other = numbered(study, number)
    part(other, "descriptionModule")["briefSummary"] = "Care of people in cars"
    part(other, "conditionsModule")["keywords"] = []
    part(other, "identificationModule")["officialTitle"] = "Aspirin"
    part(other, "armsInterventionsModule")["interventions"] = [{"name": "ABC123"}]
    return other


def test_what_is_missing_here(service: Service, study: dict, atlas_says: Run) -> None:
    abroad = numbered(study, "NCT10000002")
    part(abroad, "contactsLocationsModule")["locations"] = [{"country": "Japan"}]
    part(abroad, "sponsorCollaboratorsModule")["leadSponsor"]["name"] = "Nobody"
    here = numbered(study, "NCT99999901")
    first = {"studies": [study, here, abroad], "nextPageToken": "two", "totalCount": 5}
    second = {"studies": [without_a_word(study, "NCT10000003"), "nonsense", {}]}
    again = {"studies": [study, abroad]}
    service.at("/studies", gives(first), gives(second), gives(again))
    code, answer = atlas_says("registry", "discover")
    assert (code, answer["failed"], answer["seen"]) == (1, None, 5)
    [one] = answer["missing"]
    assert (one["nct"], one["status"]) == (NUMBER, "recruiting")
    assert one["sites"] == ["Example Hospital (Seoul)", "Never Heard Of Hospital (Busan)"]
    assert [find["nct"] for find in answer["to_look_at"]] == ["NCT10000003"]
    assert answer["passed_over"] == {
        "NCT10000002": "no Korean site or sponsor",
        "study 5": "it has no NCT number",
    }
    assert "pageToken=two" in service.asked[1]


def test_a_trial_is_found_by_its_sponsor_and_by_a_code(
    service: Service, study: dict, atlas_says: Run
) -> None:
    """A trial that has not begun lists no site, and its title may give the code alone."""
    coded = without_a_word(study, "NCT10000002")
    part(coded, "armsInterventionsModule")["interventions"] = [{"name": "EXA101 in two doses"}]
    part(coded, "contactsLocationsModule")["locations"] = []
    service.at("/studies", gives({"studies": [coded]}))
    _code, answer = atlas_says("registry", "discover")
    assert [find["nct"] for find in answer["missing"]] == ["NCT10000002"]
    asked = [parse_qs(urlsplit(path).query) for path in service.asked]
    assert any('"exa101"' in query["query.term"][0] for query in asked)
    assert any('"Examplecell"' in query.get("query.spons", [""])[0] for query in asked)
    assert {"South Korea"} == {place for query in asked for place in query.get("query.locn", [])}


def test_a_study_of_an_unknown_sponsor_without_a_site_is_passed_over(
    service: Service, study: dict, atlas_says: Run
) -> None:
    part(study, "contactsLocationsModule")["locations"] = []
    part(study, "sponsorCollaboratorsModule")["leadSponsor"]["name"] = "Nobody"
    service.at("/studies", gives({"studies": [study]}))
    code, answer = atlas_says("registry", "discover")
    assert (code, answer["passed_over"]) == (0, {NUMBER: "no Korean site or sponsor"})


def test_what_is_missing_for_people(
    small: Path, service: Service, study: dict, capsys: pytest.CaptureFixture[str]
) -> None:
    studies = [study, without_a_word(study, "NCT10000003"), {}]
    service.at("/studies", gives({"studies": studies, "nextPageToken": "2"}), status(403))
    options = ["--data", str(small), "--base-url", service.url, "--pause", "0"]
    assert main(["registry", "discover", *options]) == 1
    shown = capsys.readouterr()
    assert shown.out.splitlines() == [
        f"{NUMBER}  EXA101 in Older People With Example Lymphoma",
        "  recruiting; ExampleCell Co., Ltd.; "
        "Example Hospital (Seoul); Never Heard Of Hospital (Busan)",
        "Mention neither a CAR nor a product of ours; please review:",
        "NCT10000003  Study NCT10000003",
        "  recruiting; ExampleCell Co., Ltd.; "
        "Example Hospital (Seoul); Never Heard Of Hospital (Busan)",
        "study 3: skipped, it has no NCT number",
        "the search stopped early: the service answered HTTP 403 [refused]",
    ]
    assert shown.err == "3 studies seen, 1 missing here, 1 to review\n"


def test_nothing_is_missing(service: Service, atlas_says: Run) -> None:
    service.at("/studies", gives({"studies": [], "totalCount": 0}))
    assert atlas_says("registry", "discover")[0] == 0


@pytest.mark.parametrize(
    "second",
    [
        status(500),
        says(b"<html>", "text/html"),
        gives({"studies": [], "nextPageToken": "two"}),
        gives({}),
    ],
)
def test_a_search_that_breaks_off_keeps_what_it_found(
    service: Service, study: dict, atlas_says: Run, second: Any
) -> None:
    service.at("/studies", gives({"studies": [study], "nextPageToken": "two"}), second)
    code, answer = atlas_says("registry", "discover", tries=1)
    assert code == 1
    assert [one["nct"] for one in answer["missing"]] == [NUMBER]
    assert answer["failed"]["message"]


# CRIS


def test_a_cris_entry_leads_to_cris_and_to_the_who(small: Path) -> None:
    edit(small, "trials/nct99999901.yml", "phase: ", 'cris_seq: "29626"\nphase: ')
    html = page_of(load(small), "nct99999901").html
    assert 'href="https://cris.nih.go.kr/cris/search/detailSearch.do?seq=29626"' in html
    assert 'href="https://trialsearch.who.int/Trial2.aspx?TrialID=KCT9999901"' in html


def test_a_cris_number_asks_for_its_entry(small: Path, study: dict, imported: Run) -> None:
    numbers = part(study, "identificationModule")["secondaryIdInfos"]
    numbers.append({"id": "KCT0001234", "type": "REGISTRY"})
    _code, answer = imported()
    assert "cris_seq" in answer["imported"][0]["by_hand"]
    assert "KCT0001234" in [f.value for f in load(small).records["nct99999902"].registry_numbers]


def test_a_cris_entry_is_a_number(small: Path) -> None:
    edit(small, "trials/nct99999901.yml", "phase: ", "cris_seq: KCT9999901\nphase: ")
    assert [problem.code for problem in problems_of(small)] == ["bad-code"]
