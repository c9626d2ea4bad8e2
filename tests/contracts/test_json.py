"""`api/v1/`: every file follows the schema that is published with it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from tests.contracts.conftest import read_json


def test_every_record_follows_the_schema(
    api: Path, records: dict[str, list[dict[str, Any]]]
) -> None:
    schema = read_json(api / "record.schema.json")
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    every = [record for of_kind in records.values() for record in of_kind]
    assert every
    assert not [(r["id"], e.message[:300]) for r in every for e in validator.iter_errors(r)]


def test_as_many_records_as_files_of_data(
    records: dict[str, list[dict[str, Any]]], counted: Counter[str]
) -> None:
    assert {kind: len(found) for kind, found in records.items()} == counted
