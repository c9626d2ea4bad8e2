"""The files for programs say what the records say: nothing left out, nothing added."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

from macros.exports.data_set import DataSet
from macros.exports.outputs import output_files
from macros.exports.plain_record import plain_record
from macros.exports.tables import tables
from macros.model.atlas import Atlas
from macros.model.kinds import KINDS
from tests.conftest import TESTS, edit, load, write

ROOTS = {"en": "https://atlas.example/", "ko": "https://atlas.example/ko/"}
TRIAL = "name: A trial\nsources: [example-register]\n"


def contents(atlas: Atlas) -> dict[str, str | bytes]:
    return dict(output_files(DataSet(atlas, "Atlas", ROOTS)))


def files(atlas: Atlas) -> dict[str, Any]:
    return {
        path: json.loads(gzip.decompress(content) if path.endswith(".gz") else content)
        for path, content in contents(atlas).items()
        if path.startswith("api/")
    }


def facts(atlas: Atlas, id_: str, field: str) -> list[dict[str, Any]]:
    record = plain_record(atlas, atlas.records[id_], ROOTS)
    return [fact for fact in record["facts"] if fact["field"] == field]


def trial(small: Path, text: str) -> Atlas:
    write(small, "trials/a-trial.yml", TRIAL + text)
    return load(small)


@cache
def whole() -> Atlas:
    return load(TESTS.parent / "data")


@cache
def whole_files() -> dict[str, Any]:
    return files(whole())


@pytest.fixture(scope="module", params=["small", "whole"])
def made(request: pytest.FixtureRequest, atlas: Atlas) -> dict[str, Any]:
    return files(atlas) if request.param == "small" else whole_files()


def test_every_record_follows_the_schema(made: dict[str, Any]) -> None:
    schema = made["api/v1/record.schema.json"]
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    records = [content for path, content in made.items() if path.count("/") == 3]
    assert records
    assert not [(r["id"], e.message[:200]) for r in records for e in validator.iter_errors(r)]


def test_a_file_of_a_kind_has_the_records_of_the_kind(made: dict[str, Any]) -> None:
    for kind in KINDS:
        of_kind = made[f"api/v1/{kind}.json.gz"]
        single = [made[f"api/v1/{kind}/{record['id']}.json"] for record in of_kind["records"]]
        assert of_kind["records"] == single
        assert of_kind["total"] == len(single)


def test_as_many_records_as_files_of_data() -> None:
    """Counted in the files themselves, not by the program."""
    counted: Counter[str] = Counter()
    for path in (TESTS.parent / "data").glob("*/*.yml"):
        if path.parent.name in KINDS and "moved_to" not in yaml.safe_load(path.read_bytes()):
            counted[path.parent.name] += 1
    index = whole_files()["api/v1/index.json"]
    assert {kind["kind"]: kind["total"] for kind in index["kinds"]} == dict(counted)


def test_the_index_names_each_file_with_its_hash(atlas: Atlas) -> None:
    found = contents(atlas)
    index = json.loads(found["api/v1/index.json"])
    alone = {"api/v1/index.json", "data/v1/SHA256SUMS"}
    of_records = {path for path in found if path.startswith("api/") and path.count("/") == 3}
    assert {entry["path"] for entry in index["files"]} == found.keys() - of_records - alone
    for entry in index["files"]:
        content = found[entry["path"]]
        assert isinstance(content, bytes)
        assert (len(content), hashlib.sha256(content).hexdigest()) == (
            entry["bytes"],
            entry["sha256"],
        )


def test_the_same_data_give_the_same_bytes(small: Path) -> None:
    assert contents(load(small)) == contents(load(small))


@pytest.mark.parametrize(
    ("written", "precision", "earliest", "latest"),
    [
        ("2023", "year", "2023-01-01", "2023-12-31"),
        ("2024-02", "month", "2024-02-01", "2024-02-29"),
        ("2024-02-07", "day", "2024-02-07", "2024-02-07"),
    ],
)
def test_a_date_is_as_precise_as_its_source(
    small: Path, written: str, precision: str, earliest: str, latest: str
) -> None:
    atlas = trial(small, f'start_date: "{written}"\n')
    (fact,) = facts(atlas, "a-trial", "start_date")
    assert fact["value"] == {
        "value": written,
        "precision": precision,
        "earliest": earliest,
        "latest": latest,
    }


def test_absent_unknown_and_none_are_told_apart(small: Path) -> None:
    atlas = trial(small, 'countries: none\nenrolment: {value: unknown, checked: "2024-05"}\n')
    record = plain_record(atlas, atlas.records["a-trial"], ROOTS)
    assert record["fields"]["countries"] == record["fields"]["enrolment"] == "given"
    assert record["fields"]["phase"] == "absent"
    said = {fact["field"]: fact for fact in record["facts"]}
    assert (said["countries"]["state"], said["countries"]["value"]) == ("none", None)
    assert (said["enrolment"]["state"], said["enrolment"]["value"]) == ("unknown", None)
    assert said["enrolment"]["checked"]["precision"] == "month"
    assert "phase" not in said


def test_what_qualifies_a_value_goes_with_it(small: Path) -> None:
    atlas = trial(
        small,
        'enrolment: {value: 70, planned: true, as_of: "2024-05", note: "By [[example-cel]].",\n'
        "  also: [{value: 80, sources: [example-blog]}]}\n",
    )
    (fact,) = facts(atlas, "a-trial", "enrolment")
    assert fact["planned"] and fact["as_of"]["value"] == "2024-05"
    assert fact["sources"] == ["example-register"] and fact["grade"] == "primary"
    name = atlas.name("example-cel", "en")
    assert fact["note"] == {
        "en": f"By {name}.",
        "ko": None,
        "markdown": {"en": "By [[example-cel]].", "ko": None},
    }
    (other,) = fact["also"]
    assert (other["value"], other["sources"]) == (80, ["example-blog"])
    record = plain_record(atlas, atlas.records["a-trial"], ROOTS)
    assert set(record["sources"]) == {"example-register", "example-blog"}


def test_a_site_keeps_its_own_status(small: Path) -> None:
    site = "{value: example-hospital, status: withdrawn, known_by: registry}"
    (fact,) = facts(trial(small, f"sites: [{site}]\n"), "a-trial", "sites")
    assert fact["value"] == {"id": "example-hospital", "kind": "institutions"}
    assert fact["details"]["status"] == {"id": "withdrawn", "vocabulary": "site-status"}


def test_the_id_of_a_fact_survives_a_change_of_order(small: Path) -> None:
    nameless = [
        f'{{value: unknown, status: recruiting, known_by: registry, postcode: "{code}",'
        ' checked: "2024-05"}'
        for code in ("03312", "07985")
    ]
    sites = ["{value: example-hospital, status: recruiting, known_by: registry}", *nameless]

    def ids(order: list[str]) -> list[str]:
        atlas = trial(small, f"sites: [{', '.join(order)}]\n")
        return [fact["id"] for fact in facts(atlas, "a-trial", "sites")]

    assert len(set(ids(sites))) == 3
    assert ids(sites) == ids(sites[::-1])[::-1]
    closed = [site.replace("recruiting", "closed") for site in sites]
    assert ids(closed)[0] == ids(sites)[0], "a named site is the same site in another status"


def test_every_id_of_a_fact_is_there_once() -> None:
    ids = Counter(
        fact["id"]
        for kind in KINDS
        for record in whole_files()[f"api/v1/{kind}.json.gz"]["records"]
        for fact in record["facts"]
    )
    assert [id_ for id_, n in ids.items() if n > 1] == []


def test_an_old_id_says_where_its_record_went(small: Path) -> None:
    write(small, "companies/older.yml", "moved_to: examplecell\n")
    made = files(load(small))
    moved = made["api/v1/companies/older.json"]
    assert moved["moved_to"] == {
        "kind": "companies",
        "id": "examplecell",
        "address": {code: f"{root}companies/examplecell/" for code, root in ROOTS.items()},
    }
    assert {"id": "older", "kind": "companies", "to": "examplecell"} in made["api/v1/index.json"][
        "redirects"
    ]
    assert not list(Draft202012Validator(made["api/v1/record.schema.json"]).iter_errors(moved))


def test_a_translation_that_nobody_wrote_is_null(small: Path) -> None:
    (fact,) = facts(trial(small, "interventions: Cells\n"), "a-trial", "interventions")
    assert fact["value"] == {"en": "Cells", "ko": None}
    edit(small, "trials/a-trial.yml", "interventions: Cells", "interventions: {ko: 세포}")
    (fact,) = facts(load(small), "a-trial", "interventions")
    assert fact["value"] == {"en": None, "ko": "세포"}


def test_share_and_interval_are_computed_where_a_source_gives_counts_alone(small: Path) -> None:
    """81.8 % of 11, with the interval of Clopper and Pearson from 48.2 to 97.7 %."""
    counts = "- {endpoint: cr-rate, responders: 9, n: 11}\n"
    given = "- {endpoint: orr, value: '82', unit: percent, low: '72', high: '90', n: 11}\n"
    atlas = trial(small, f"results:\n{counts}{given}")
    record = plain_record(atlas, atlas.records["a-trial"], ROOTS)
    (found,) = record["computed"]["interval"]
    assert [end["text"] for end in found["value"].values()] == ["81.8", "48.2", "97.7"]
    (rests,) = (fact for fact in record["facts"] if fact["id"] in found["facts"])
    assert rests["value"]["responders"] == 9
    (row,) = (
        row
        for table in tables(atlas, {"trials": [record]})
        for row in table.rows
        if table.name == "computed" and row["name"] == "interval"
    )
    assert (row["share"], row["low"], row["high"]) == ("81.8", "48.2", "97.7")
    assert row["fact_ids"] == rests["id"]


def test_a_computed_value_that_nobody_names_is_an_empty_cell(small: Path) -> None:
    site = "{value: unknown, status: recruiting, checked: '2024-05-06'}"
    atlas = trial(small, f"status: recruiting\ngives: engineered-cells\nsites: [{site}]\n")
    record = plain_record(atlas, atlas.records["a-trial"], ROOTS)
    found = {table.name: table for table in tables(atlas, {"trials": [record]})}["computed"]
    (row,) = (row for row in found.rows if row["name"] == "recruiting_sites")
    assert row.get("value") is None and row["fact_ids"]


def test_what_is_computed_names_the_facts_that_it_rests_on(small: Path) -> None:
    site = "{value: example-hospital, status: recruiting, known_by: postcode}"
    atlas = trial(small, f"status: recruiting\ngives: engineered-cells\nsites: [{site}]\n")
    record = plain_record(atlas, atlas.records["a-trial"], ROOTS)
    (found,) = record["computed"]["recruiting_sites"]
    assert found["value"] == {"id": "example-hospital", "kind": "institutions"}
    (rests,) = (fact for fact in record["facts"] if fact["id"] in found["facts"])
    assert rests["details"]["known_by"]["id"] == "postcode"


def test_an_atlas_without_records_has_its_files_too(small: Path) -> None:
    for folder in small.iterdir():
        if folder.name != "vocabulary":
            shutil.rmtree(folder)
    made = files(load(small))
    assert made["api/v1/index.json"]["kinds"][0]["total"] == 0
    assert "api/v1/openapi.json" in made
