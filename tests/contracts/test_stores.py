"""Workbook, SQLite and Parquet: each reader finds the cells of the CSV, all of them."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pyarrow.parquet
import pytest
from openpyxl import load_workbook

from tests.contracts.conftest import read_json

NUMBERS = ("integer", "number")
Rows = list[dict[str, Any]]
Tables = dict[str, Rows]
Types = dict[str, dict[str, str]]
Found = Iterator[tuple[str, Rows]]
"""The rows of each table, one table after the other."""


@pytest.fixture(scope="module")
def types(tables: Path) -> Types:
    """The type of each column of each table, as the Data Package has it."""
    return {
        resource["name"].replace("-", "_"): {
            field["name"]: field["type"] for field in resource["schema"]["fields"]
        }
        for resource in read_json(tables / "datapackage.json")["resources"]
        if "schema" in resource
    }


@pytest.fixture(scope="module")
def wanted(tables: Path, types: Types) -> Tables:
    """The rows of every table as CSV; a number without what its digits say beyond its value."""
    return {name: read_csv(tables / f"{name}.csv", columns) for name, columns in types.items()}


def read_csv(path: Path, columns: dict[str, str]) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {key: number(said) if columns[key] in NUMBERS else said for key, said in row.items()}
            for row in csv.DictReader(file)
        ]


def number(said: str) -> str:
    return f"{Decimal(said).normalize():f}" if said else ""


def plain(value: Any) -> str:
    """Return what the CSV has for a value, whatever a reader makes of it."""
    if value is None or value != value:  # pandas writes "not a number" for nothing
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float | Decimal):
        return number(str(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def by_openpyxl(tables: Path, types: Types) -> Found:
    """A date as written, an id of digits alone and an address are texts, nothing is a formula."""
    book = load_workbook(tables / "atlas.xlsx", read_only=True)
    assert book.sheetnames[1:] == list(types)
    kinds = {"integer": "n", "number": "ns", "boolean": "b"}
    for name, columns in types.items():
        head, *rows = book[name].iter_rows()
        for row in rows:
            for cell, type_ in zip(row, columns.values(), strict=True):
                right = cell.value is None or cell.data_type in kinds.get(type_, "s")
                assert right, (name, cell.value)
        names = [cell.value for cell in head]
        yield name, [dict(zip(names, (c.value for c in row), strict=True)) for row in rows]


def by_sqlite(tables: Path, types: Types) -> Found:
    with closing(sqlite3.connect(f"file:{tables / 'atlas.sqlite'}?mode=ro", uri=True)) as store:
        store.row_factory = sqlite3.Row
        for name, columns in types.items():
            rows = [dict(row) for row in store.execute(f"SELECT * FROM {name} ORDER BY rowid")]
            for row in rows:  # it has no type for true and false
                row |= {
                    key: bool(value)
                    for key, value in row.items()
                    if columns[key] == "boolean" and value is not None
                }
            yield name, rows


def by_duckdb(tables: Path, types: Types) -> Found:
    for name in types:
        told = duckdb.read_parquet(str(tables / f"{name}.parquet"))
        yield name, [dict(zip(told.columns, row, strict=True)) for row in told.fetchall()]


def by_pyarrow(tables: Path, types: Types) -> Found:
    for name in types:
        yield name, pyarrow.parquet.read_table(tables / f"{name}.parquet").to_pylist()


def by_polars(tables: Path, types: Types) -> Found:
    for name in types:
        yield name, polars.read_parquet(tables / f"{name}.parquet").to_dicts()


def by_pandas(tables: Path, types: Types) -> Found:
    for name in types:
        yield name, pandas.read_parquet(tables / f"{name}.parquet").to_dict("records")


READERS = [by_openpyxl, by_sqlite, by_duckdb, by_pyarrow, by_polars, by_pandas]


def differences(found: Found, wanted: Tables) -> Iterator[tuple[str, int, str]]:
    """Yield table, row and column of each cell that differs."""
    for name, rows in found:
        assert len(rows) == len(wanted[name]), name
        for at, (row, right) in enumerate(zip(rows, wanted[name], strict=True)):
            assert list(row) == list(right), name
            yield from ((name, at, key) for key in row if plain(row[key]) != right[key])


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_sees_every_cell(
    tables: Path, types: Types, wanted: Tables, reader: Callable[[Path, Types], Found]
) -> None:
    assert list(differences(reader(tables, types), wanted)) == []


def test_a_wrong_cell_would_be_seen(tables: Path, types: Types, wanted: Tables) -> None:
    """The comparison compares: with one cell of each kind changed, it names that cell."""
    right = wanted["results"]
    (numbered, *_) = (at for at, row in enumerate(right) if row["n"])
    for at, column, wrong in (
        (0, "sources", "x"),
        (numbered, "n", Decimal("0.5")),
        (0, "planned", None),
    ):
        ((_name, rows),) = by_pyarrow(tables, {"results": types["results"]})
        rows[at][column] = wrong
        assert list(differences(iter([("results", rows)]), wanted)) == [("results", at, column)]


def test_parquet_has_true_types(tables: Path, types: Types) -> None:
    kinds = {
        "string": "string",
        "boolean": "bool",
        "integer": "int64",
        "number": "decimal128(21, 6)",
        "date": "date32[day]",
    }
    for name, columns in types.items():
        schema = pyarrow.parquet.read_schema(tables / f"{name}.parquet")
        assert {one.name: str(one.type) for one in schema} == {
            key: kinds[type_] for key, type_ in columns.items()
        }
    assert types["facts"]["as_of_earliest"] == "date"


def test_parquet_is_small_and_says_what_it_is(tables: Path) -> None:
    for path in tables.glob("*.parquet"):
        told = pyarrow.parquet.read_metadata(path)
        assert told.num_row_groups <= 1
        said = told.metadata
        assert b"creativecommons.org" in said[b"licence"], path.name
        assert said[b"citation_ko"].decode()
        for at in range(told.num_columns if told.num_row_groups else 0):
            assert told.row_group(0).column(at).compression == "ZSTD", path.name


def test_json_says_the_same_as_the_tables(
    records: dict[str, list[dict[str, Any]]], wanted: Tables
) -> None:
    """Each value of a record's file, with all that qualifies it, is a row."""
    rows = {(row["fact_id"], row["number_of_rank"]): row for row in wanted["facts"]}
    count = 0
    for record in (record for of_kind in records.values() for record in of_kind):
        for fact in record["facts"]:
            for at, one in enumerate((fact, *fact["also"])):
                count += 1
                row = rows[fact["id"], str(at)]
                note, of, seen = one["note"] or {}, one["as_of"] or {}, one["checked"] or {}
                said = {
                    "record_id": record["id"],
                    "kind": record["kind"],
                    "field": fact["field"],
                    "state": "known" if at else fact["state"],
                    "planned": str(one["planned"]).lower(),
                    "as_of": of.get("value", ""),
                    "as_of_precision": of.get("precision", ""),
                    "as_of_earliest": of.get("earliest", ""),
                    "as_of_latest": of.get("latest", ""),
                    "checked": seen.get("value", ""),
                    "grade": one["grade"] or "",
                    "sources": " ".join(one["sources"]),
                    "note_en": " ".join((note.get("en") or "").split()),
                    "note_ko": " ".join((note.get("ko") or "").split()),
                }
                assert {key: row[key] for key in said} == said
                if fact["type"] != "part":
                    assert set(filter(None, value_cells(fact["type"], one["value"]))) <= {
                        *row.values()
                    }, fact["id"]
    assert count == len(rows)


def value_cells(type_: str, value: Any) -> list[str]:
    """Return what a value is in the cells of its row."""
    if value is None:
        return []
    if type_ in ("words", "prose"):
        return [" ".join((value[code] or "").split()) for code in ("en", "ko")]
    if type_ in ("ref", "term"):
        return [value["id"]]
    if type_ == "date":
        return [value[key] for key in ("value", "precision", "earliest", "latest")]
    if type_ == "number":
        return [value["text"], number(value["text"])]
    if type_ == "money":
        to = value["to"]
        return [number(value["amount"]["text"]), number(to["text"]) if to else ""]
    if type_ == "boolean":
        return [str(value).lower()]
    return [" ".join(str(value).split())]
