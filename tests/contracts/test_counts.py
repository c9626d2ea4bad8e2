"""Every format has the same records, facts and rows, and as many as there are files of data."""

from __future__ import annotations

import csv
import gzip
import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.contracts.conftest import read_json


@pytest.fixture(scope="module")
def rows(tables: Path) -> dict[str, int]:
    """How many rows each table has as CSV."""
    found = {}
    for path in sorted(tables.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = sum(1 for _row in csv.reader(file)) - 1
    return found


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


def test_sqlite_has_as_many_rows(tables: Path, rows: dict[str, int]) -> None:
    with closing(sqlite3.connect(f"file:{tables / 'atlas.sqlite'}?mode=ro", uri=True)) as store:
        count = {name: store.execute(f'select count(*) from "{name}"') for name in rows}
        assert {name: found.fetchone()[0] for name, found in count.items()} == rows


def test_the_workbook_has_as_many_rows(tables: Path, rows: dict[str, int]) -> None:
    book = load_workbook(tables / "atlas.xlsx", read_only=True)
    found = {name: sum(1 for _row in book[name].iter_rows()) - 1 for name in book.sheetnames[1:]}
    assert found == {name: rows[name] for name in found}
    assert {"records", "facts", "results", "links", "sources", "redirects"} <= set(found)


def test_one_file_has_every_record(
    tables: Path, records: dict[str, list[dict[str, Any]]], rows: dict[str, int]
) -> None:
    lines = gzip.decompress((tables / "atlas.ndjson.gz").read_bytes()).splitlines()
    every = {record["id"]: record for of_kind in records.values() for record in of_kind}
    assert {record["id"]: record for record in map(json.loads, lines)} == every
    values = sum(1 + len(fact["also"]) for record in every.values() for fact in record["facts"])
    assert values == rows["facts"]
