"""Pages, JSON and the one file of all have the same records, as many as there are files of data.

That tables and stores have the cells of each other and of JSON is in test_tables and test_stores.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

from tests.contracts.conftest import read_json


def test_json_has_a_record_a_file_of_data(api: Path, counted: Counter[str]) -> None:
    kinds = read_json(api / "index.json")["kinds"]
    assert {kind["kind"]: kind["total"] for kind in kinds} == counted


def test_there_are_pages_and_files_for_the_same_ids(published: Path, api: Path) -> None:
    index = read_json(api / "index.json")
    retired = {(old["kind"], old["id"]) for old in index["redirects"]}
    ids = {(kind["kind"], id_) for kind in index["kinds"] for id_ in kind["ids"]}
    assert {(path.parent.name, path.stem) for path in api.glob("*/*.json")} == ids | retired
    for language in ("", "ko"):
        pages = {
            (kind["kind"], page.parent.name)
            for kind in index["kinds"]
            for page in (published / language / kind["kind"]).glob("*/index.html")
        }
        assert pages == ids | retired


def test_one_file_has_every_record(tables: Path, records: dict[str, list[dict[str, Any]]]) -> None:
    lines = gzip.decompress((tables / "atlas.ndjson.gz").read_bytes()).splitlines()
    every = {record["id"]: record for of_kind in records.values() for record in of_kind}
    assert {record["id"]: record for record in map(json.loads, lines)} == every
