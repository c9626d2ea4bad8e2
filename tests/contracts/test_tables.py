"""`data/v1/*.csv`: readers of tables see the same rows, and the Data Package tells the truth."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pytest
from frictionless import Package

from tests.contracts.conftest import read_json
from tests.contracts.programs import program, run

Cells = list[dict[str, str]]


@pytest.fixture(scope="module")
def cells(tables: Path) -> dict[str, Cells]:
    """The rows of every table as Python's own reader has them."""
    found = {path.stem: read(path) for path in tables.glob("*.csv")}
    assert found
    return found


def read(path: Path) -> Cells:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows_of(frame: list[dict[str, Any]]) -> Cells:
    """Return rows with an empty text where a reader has no value."""
    return [{key: "" if value is None else value for key, value in row.items()} for row in frame]


def by_pandas(path: Path) -> Cells:
    frame = pandas.read_csv(path, dtype=str, keep_default_na=False)
    return frame.to_dict("records")


def by_polars(path: Path) -> Cells:
    return rows_of(polars.read_csv(path, infer_schema=False).to_dicts())


def by_duckdb(path: Path) -> Cells:
    told = duckdb.read_csv(str(path), all_varchar=True)
    return rows_of([dict(zip(told.columns, row, strict=True)) for row in told.fetchall()])


@pytest.mark.parametrize("reader", [by_pandas, by_polars, by_duckdb])
def test_a_reader_sees_every_cell(
    tables: Path, cells: dict[str, Cells], reader: Callable[[Path], Cells]
) -> None:
    for name, rows in cells.items():
        assert reader(tables / f"{name}.csv") == rows, name


def test_with_its_own_guesses_a_reader_sees_as_many_rows_and_the_same_columns(
    tables: Path, cells: dict[str, Cells]
) -> None:
    """What most people write first: without a word on types."""
    for name, rows in cells.items():
        path = tables / f"{name}.csv"
        frame = pandas.read_csv(path)
        assert len(frame) == len(rows), name
        assert len(polars.read_csv(path, infer_schema_length=None)) == len(rows), name
        guessed = duckdb.read_csv(str(path))
        assert len(guessed.fetchall()) == len(rows), name
        if rows:
            assert list(frame.columns) == guessed.columns == list(rows[0]), name


def test_a_state_survives_the_guesses_of_pandas(tables: Path, cells: dict[str, Cells]) -> None:
    """It takes None, NA and null for missing; the states are none and unknown."""
    seen = Counter(pandas.read_csv(tables / "facts.csv")["state"])
    assert seen == Counter(row["state"] for row in cells["facts"])
    assert {"none", "unknown"} < set(seen)


def test_r_sees_the_same_rows(tables: Path, cells: dict[str, Cells], tmp_path: Path) -> None:
    out = tmp_path / "facts.csv"
    rscript = program("Rscript", package="r-base-core")
    run(rscript, "--vanilla", "-e", R, tables / "facts.csv", out)
    assert read(out) == cells["facts"]


R = """
Sys.setlocale("LC_ALL", "C.UTF-8")
paths <- commandArgs(trailingOnly = TRUE)
rows <- read.csv(paths[1], colClasses = "character", fileEncoding = "UTF-8", na.strings = NULL)
write.csv(rows, paths[2], row.names = FALSE, fileEncoding = "UTF-8")
"""


def test_libreoffice_shows_every_cell_of_the_workbook(
    tables: Path, cells: dict[str, Cells], tmp_path: Path
) -> None:
    """Hangul, zeros at either end, what looks like a date: as a person sees it."""
    soffice = program("soffice", "libreoffice", package="libreoffice-calc-nogui")
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    # Commas, quotes, UTF-8, cells as they are shown, every sheet.
    csv_ = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,true,false,false,-1"
    run(soffice, home, "--headless", "--convert-to", csv_, "--outdir", tmp_path, tables / XLSX)
    for name, rows in cells.items():
        shown = read(tmp_path / f"atlas-{name}.csv")
        yes_no = {"TRUE": "true", "FALSE": "false"}
        shown = [{key: yes_no.get(cell, cell) for key, cell in row.items()} for row in shown]
        assert shown == rows, name
    assert any("가" <= letter <= "힣" for row in cells["names"] for letter in row["name"])


XLSX = "atlas.xlsx"


def test_the_tables_have_what_the_files_of_data_have(
    cells: dict[str, Cells], counted: Counter[str]
) -> None:
    assert Counter(row["kind"] for row in cells["records"]) == counted
    assert len(cells["sources"]) == counted["sources"]


def test_a_record_has_the_names_of_its_file(
    cells: dict[str, Cells], records: dict[str, list[dict[str, Any]]]
) -> None:
    every = [record for of_kind in records.values() for record in of_kind]
    names = {row["id"]: (row["name_en"], row["name_ko"]) for row in cells["records"]}
    assert names == {r["id"]: (r["name"]["en"] or "", r["name"]["ko"] or "") for r in every}


# The Data Package.


def errors(folder: Path) -> set[str]:
    """Return the kinds of errors that frictionless finds."""
    return {
        type_ for (type_,) in Package(str(folder / "datapackage.json")).validate().flatten(["type"])
    }


def test_the_data_package_is_valid(tables: Path) -> None:
    report = Package(str(tables / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "note"])[:10]
    assert report.stats["tasks"] == len(list(tables.glob("*.csv")))


@pytest.fixture
def small_package(tables: Path, tmp_path: Path) -> Path:
    """A copy of two of its tables, to plant a fault in."""
    package = read_json(tables / "datapackage.json")
    package["resources"] = [r for r in package["resources"] if r["name"] in ("records", "names")]
    for resource in package["resources"]:
        shutil.copy(tables / resource["path"], tmp_path)
    write(tmp_path, package)
    assert errors(tmp_path) == set()
    return tmp_path


def write(folder: Path, package: dict[str, Any], *, sums: bool = True) -> None:
    """Write a descriptor; without sums, of whatever bytes the files have now."""
    for resource in package["resources"]:
        if not sums:
            del resource["hash"], resource["bytes"]
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")


def test_a_wrong_hash_is_found(small_package: Path) -> None:
    package = read_json(small_package / "datapackage.json")
    package["resources"][0]["hash"] = "sha256:" + "0" * 64
    write(small_package, package)
    assert errors(small_package) == {"hash-count"}


def test_a_key_that_is_there_twice_is_found(small_package: Path) -> None:
    file = small_package / "names.csv"
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([*lines, lines[-1]]))
    write(small_package, read_json(small_package / "datapackage.json"), sums=False)
    assert errors(small_package) == {"primary-key"}


def test_a_key_that_leads_nowhere_is_found(small_package: Path) -> None:
    file = small_package / "names.csv"
    file.write_bytes(file.read_bytes() + b"no-such-record,Name,en,true\r\n")
    write(small_package, read_json(small_package / "datapackage.json"), sums=False)
    assert errors(small_package) == {"foreign-key"}
