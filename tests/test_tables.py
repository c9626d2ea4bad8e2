"""The tables for spreadsheets and notebooks say what the records say, cell by cell."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from macros.exports.data_set import DataSet
from macros.exports.outputs import output_files
from macros.exports.tables import Table
from macros.model.atlas import Atlas
from tests.conftest import TESTS, load, write

ROOTS = {"en": "https://atlas.example/", "ko": "https://atlas.example/ko/"}
Cells = dict[str, list[dict[str, str]]]


def made(atlas: Atlas) -> dict[str, bytes]:
    return dict(output_files(DataSet(atlas, "Atlas", ROOTS)))


def read(files: dict[str, bytes]) -> Cells:
    return {
        Path(path).stem: list(csv.DictReader(io.StringIO(content.decode(), newline="")))
        for path, content in files.items()
        if path.endswith(".csv")
    }


@cache
def whole() -> tuple[Atlas, list[Table], Cells, dict[str, bytes]]:
    atlas = load(TESTS.parent / "data")
    files = made(atlas)
    return atlas, DataSet(atlas, "Atlas", ROOTS).tables, read(files), files


def trial(small: Path, text: str) -> Cells:
    write(small, "trials/a-trial.yml", f"name: A trial\nsources: [example-register]\n{text}")
    return read(made(load(small)))


def facts(cells: Cells, field: str, record: str = "a-trial") -> list[dict[str, str]]:
    rows = cells["facts"]
    return [row for row in rows if (row["record_id"], row["field"]) == (record, field)]


def test_a_table_begins_with_its_header_and_has_no_odd_row() -> None:
    _atlas, found, _cells, files = whole()
    for table in found:
        content = files[f"data/v1/{table.name}.csv"]
        assert not content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
        assert rows[0] == [column.name for column in table.columns]
        assert len(set(rows[0])) == len(rows[0]), table.name
        assert {len(row) for row in rows} == {len(rows[0])}, table.name
        assert content.count(b"\n") == content.count(b"\r\n") == len(rows)


def test_no_row_says_more_than_its_columns() -> None:
    """A cell without a column would be lost without a word."""
    for table in whole()[1]:
        names = {column.name for column in table.columns}
        assert not {name for row in table.rows for name in row} - names, table.name


def test_a_key_is_there_once_and_leads_somewhere() -> None:
    _atlas, found, cells, _files = whole()
    for table in found:
        keys = Counter(tuple(row[name] for name in table.key) for row in cells[table.name])
        assert [key for key, n in keys.items() if n > 1] == [], table.name
        assert all(all(key) for key in keys), table.name
        for column, to in table.leads.items():
            there = {row["id"] for row in cells[to]}
            assert {row[column] for row in cells[table.name]} <= there, (table.name, column)


def test_each_value_that_a_record_gives_is_a_row() -> None:
    atlas, _tables, cells, _files = whole()
    wanted = sum(
        1 + len(fact.also) for record in atlas.records.values() for fact in record.every_fact
    )
    assert len(cells["facts"]) == wanted
    assert len(cells["records"]) == len(atlas.records)
    of_parts = Counter(row["table"] for row in cells["facts"] if row["table"])
    del of_parts[""]
    main = Counter(r["table"] for r in cells["facts"] if r["table"] and r["rank"] == "main")
    assert main == {name: len(cells[name]) for name in main}


def test_a_row_names_its_sources() -> None:
    _atlas, _tables, cells, _files = whole()
    sources = {row["id"]: row for row in cells["sources"]}
    for row in cells["facts"]:
        named = row["sources"].split()
        assert named or row["state"] == "unknown" or row["kind"] == "sources", row["fact_id"]
        assert row["source_urls"].split() == [
            sources[id_]["url"] for id_ in named if sources[id_]["url"]
        ]


@pytest.mark.parametrize(
    ("written", "precision", "earliest", "latest"),
    [
        ("2023", "year", "2023-01-01", "2023-12-31"),
        ("2024-02", "month", "2024-02-01", "2024-02-29"),
    ],
)
def test_a_partial_date_gets_no_day(
    small: Path, written: str, precision: str, earliest: str, latest: str
) -> None:
    (row,) = facts(trial(small, f'start_date: "{written}"\n'), "start_date")
    said = (row["value"], row["date_precision"], row["date_earliest"], row["date_latest"])
    assert said == (written, precision, earliest, latest)


def test_a_state_is_a_word_beside_an_empty_cell(small: Path) -> None:
    cells = trial(small, 'countries: none\nenrolment: {value: unknown, checked: "2024-05"}\n')
    (denied,), (sought,) = facts(cells, "countries"), facts(cells, "enrolment")
    assert (denied["state"], denied["value"]) == ("none", "")
    assert (sought["state"], sought["value"], sought["checked"]) == ("unknown", "", "2024-05")
    (record,) = (row for row in cells["records"] if row["id"] == "a-trial")
    assert "phase" in record["fields_absent"].split()


def test_another_source_s_value_is_a_row_of_its_own(small: Path) -> None:
    text = "enrolment: {value: 70, also: [{value: 80, sources: [example-blog]}]}\n"
    main, also = facts(trial(small, text), "enrolment")
    assert (main["rank"], main["number"], main["sources"]) == ("main", "70", "example-register")
    assert (also["rank"], also["number"], also["sources"]) == ("also", "80", "example-blog")
    assert main["fact_id"] == also["fact_id"]


def test_the_digits_of_a_number_stay(small: Path) -> None:
    result = "results: [{endpoint: orr, value: 70.0, unit: percent, n: 10}]\n"
    (row,) = (r for r in trial(small, result)["results"] if r["record_id"] == "a-trial")
    assert (row["value"], row["n"], row["endpoint"]) == ("70.0", "10", "orr")
    assert row["endpoint_ko"] and row["endpoint_en"]


def test_a_site_says_its_status_in_both_languages(small: Path) -> None:
    text = "sites: [{value: example-hospital, status: withdrawn, known_by: registry}]\n"
    (row,) = (r for r in trial(small, text)["sites"] if r["record_id"] == "a-trial")
    assert (row["value"], row["status"]) == ("example-hospital", "withdrawn")
    assert row["status_en"] == "Withdrawn at this site" and row["status_ko"]


def test_a_text_of_several_lines_is_one_line(small: Path) -> None:
    text = 'interventions: {en: "cells,\\n\\n\\"more\\" cells"}\n'
    (row,) = facts(trial(small, text), "interventions")
    assert (row["value_en"], row["value_ko"]) == ('cells, "more" cells', "")


def test_the_package_describes_the_files_as_they_are() -> None:
    _atlas, found, _cells, files = whole()
    package: dict[str, Any] = json.loads(files["data/v1/datapackage.json"])
    assert [r["path"] for r in package["resources"]] == [f"{t.name}.csv" for t in found]
    for resource in package["resources"]:
        content = files[f"data/v1/{resource['path']}"]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    for line in files["data/v1/SHA256SUMS"].decode().splitlines():
        digest, path = line.split("  ")
        assert hashlib.sha256(files[f"data/v1/{path}"]).hexdigest() == digest
