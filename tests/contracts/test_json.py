"""`api/v1/`: every file follows the schema and the OpenAPI document that are published with it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.contracts.conftest import read_json
from tests.contracts.programs import node

Records = dict[str, list[dict[str, Any]]]


def test_every_record_follows_the_schema(api: Path, records: Records) -> None:
    schema = read_json(api / "record.schema.json")
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    every = [record for of_kind in records.values() for record in of_kind]
    assert every
    assert not [(r["id"], e.message[:300]) for r in every for e in validator.iter_errors(r)]


def by_ajv(schema: Path, folder: Path) -> dict[str, Any]:
    return json.loads(node("ajv.mjs", schema, folder))


def test_ajv_says_the_same(api: Path, records: Records) -> None:
    """It knows more formats than jsonschema, and other digits and ends of lines."""
    found = by_ajv(api / "record.schema.json", api)
    assert found["wrong"] == {}
    assert found["documents"] >= sum(map(len, records.values()))


@pytest.mark.parametrize(
    ("place", "wrong"),
    [("schema_version", "2.0"), ("license", "not an address"), ("aliases", None), ("id", "A B")],
)
def test_ajv_finds_a_planted_fault(
    api: Path, records: Records, tmp_path: Path, place: str, wrong: object
) -> None:
    (tmp_path / "kind").mkdir()
    record = next(filter(None, records.values()))[0]
    (tmp_path / "kind" / "one.json").write_text(json.dumps(record | {place: wrong}))
    assert set(by_ajv(api / "record.schema.json", tmp_path)["wrong"]) == {"kind/one.json"}


def test_a_file_of_a_kind_has_its_records(api: Path, published: Path, records: Records) -> None:
    for kind in read_json(api / "index.json")["kinds"]:
        told = read_json(published / kind["file"])
        assert told["records"] == sorted(records[kind["kind"]], key=lambda r: r["id"])
        assert told["total"] == kind["total"] == len(kind["ids"]) == len(told["records"])


def test_as_many_records_as_files_of_data(records: Records, counted: Counter[str]) -> None:
    assert {kind: len(found) for kind, found in records.items()} == counted


def test_the_index_has_the_hash_of_every_file_that_it_names(api: Path, published: Path) -> None:
    files = read_json(api / "index.json")["files"]
    assert files
    for file in files:
        content = (published / file["path"]).read_bytes()
        assert len(content) == file["bytes"], file["path"]
        assert hashlib.sha256(content).hexdigest() == file["sha256"], file["path"]


def test_the_openapi_document_is_valid(api: Path, tmp_path: Path) -> None:
    document = read_json(api / "openapi.json")
    assert not list(OpenAPIV31SpecValidator(document).iter_errors())
    by_redocly = node("node_modules/@redocly/cli/bin/cli.js", "lint", *FORMAT, api / "openapi.json")
    assert json.loads(by_redocly)["problems"] == []
    del document["paths"]["/{kind}.json.gz"]["get"]["parameters"]
    wrong = tmp_path / "openapi.json"
    wrong.write_text(json.dumps(document))
    with pytest.raises(AssertionError, match="path-parameters-defined"):
        node("node_modules/@redocly/cli/bin/cli.js", "lint", *FORMAT, wrong)


FORMAT = ("--format", "json")


def test_every_address_of_the_openapi_document_answers_as_it_says(api: Path) -> None:
    document = read_json(api / "openapi.json")
    server = document["servers"][0]["url"]
    kinds = read_json(api / "index.json")["kinds"]
    found = 0
    for path, methods in document["paths"].items():
        (content,) = methods["get"]["responses"]["200"]["content"].values()
        # References begin at the root of the document.
        schema = content["schema"] | {"components": document["components"]}
        validator = Draft202012Validator(schema, format_checker=FormatChecker())
        files = {path.format(kind=one["kind"], id=one["ids"][0]) for one in kinds if one["ids"]}
        examples = [one["externalValue"] for one in content["examples"].values()]
        assert examples and set(examples) <= {server + file for file in files}
        for file in files:
            told = read_json(api / file.removeprefix("/"))
            if "records" in told:  # every one of them was held to the schema above
                told["records"] = told["records"][:20]
            assert not [error.message[:300] for error in validator.iter_errors(told)], file
            found += 1
    assert found > len(document["paths"])


def test_an_old_id_answers_with_where_its_record_went(api: Path) -> None:
    for old in read_json(api / "index.json")["redirects"]:
        moved = read_json(api / old["kind"] / f"{old['id']}.json")["moved_to"]
        assert moved["id"] == old["to"]
        assert read_json(api / moved["kind"] / f"{moved['id']}.json")["id"] == old["to"]
