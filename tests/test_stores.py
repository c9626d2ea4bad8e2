"""Each store of all data says what the tables say, cell by cell, hostile texts too."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from lxml import etree

from macros.cli import main
from macros.exports import parquet
from macros.exports.csv_files import csv_files
from macros.exports.data_set import DataSet
from macros.exports.ndjson import ndjson_file
from macros.exports.outputs import output_files
from macros.exports.sqlite_file import VIEWS, sqlite_file
from macros.exports.workbook import READ_ME, workbook_file
from macros.model.atlas import Atlas
from macros.model.kinds import KINDS
from macros.site.build import Build
from macros.site.calls import Calls
from macros.site.fast import write_files
from macros.site.guard import Place
from macros.site.writing import replace
from tests.conftest import TESTS, copy_small, load, places, problems_of, project, write

ROOTS = {"en": "https://atlas.example/", "ko": "https://atlas.example/ko/"}
TRIAL = """\
name: {en: "_x0041_ & <b>trial</b>", ko: 시험}
sources: [example-register]
start_date: {value: "2031-05", planned: true}
enrolment: {value: 70, also: [{value: 80, sources: [example-blog]}]}
countries: none
completion: {value: unknown, checked: "2024-05"}
results:
  - {endpoint: orr, value: 70.0, unit: percent, n: 10}
  - {endpoint: crs-any, value: 123456789012345.123456}
"""
PRODUCT = "name: {{en: Product {0}, ko: 제품 {0}}}\nsources: [example-register]\nstage: {1}\n"
SOURCE = 'title: Source {0}\nkind: registry\npublisher: Register\naccessed: "2024-05"\nurl: {1}\n'
Cells = dict[str, list[dict[str, str]]]


@pytest.fixture(scope="module", params=["small", "hostile"])
def data(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> DataSet:
    """A data set of the small records, or of hostile ones."""
    if request.param == "hostile":
        return data_of(load(request.getfixturevalue("hostile_data")))
    folder = copy_small(tmp_path_factory.mktemp("stores"))
    write(folder, "trials/a-trial.yml", TRIAL)
    write(folder, "trials/an-old-trial.yml", "moved_to: a-trial\n")
    return data_of(load(folder))


def data_of(atlas: Atlas) -> DataSet:
    return DataSet(atlas, "Atlas", ROOTS)


def cells(data: DataSet) -> Cells:
    return {
        Path(path).stem: list(csv.DictReader(io.StringIO(content.decode(), newline="")))
        for path, content in csv_files(data)
    }


def is_number(data: DataSet, table: str) -> dict[str, bool]:
    (found,) = (one for one in data.tables if one.name == table)
    return {column.name: column.type in ("integer", "number") for column in found.columns}


def opened(data: DataSet) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as store:
        ((_path, content),) = sqlite_file(data)
        store.deserialize(content)
        store.row_factory = sqlite3.Row
        yield store


@pytest.fixture(scope="module")
def store(data: DataSet) -> Iterator[sqlite3.Connection]:
    """The SQLite file of the data set."""
    yield from opened(data)


def test_two_stores_of_the_same_data_are_the_same(data: DataSet) -> None:
    again = data_of(data.atlas)
    assert dict(sqlite_file(data)) == dict(sqlite_file(again))
    assert dict(ndjson_file(data)) == dict(ndjson_file(again))
    assert dict(workbook_file(data)) == dict(workbook_file(again))


def test_a_line_is_a_record(data: DataSet) -> None:
    ((_path, content),) = ndjson_file(data)
    lines = gzip.decompress(content).decode().split("\n")
    assert lines.pop() == ""
    assert [json.loads(line) for line in lines] == [
        record for kind in KINDS for record in data.records[kind]
    ]


def test_sqlite_has_every_cell(data: DataSet, store: sqlite3.Connection) -> None:
    for table, rows in cells(data).items():
        number = is_number(data, table)
        found = [dict(row) for row in store.execute(f'SELECT * FROM "{table}" ORDER BY rowid')]
        assert [list(row) for row in found[:1]] == [list(row) for row in rows[:1]]
        assert len(found) == len(rows)
        for got, wanted in zip(found, rows, strict=True):
            for name, value in got.items():
                said = wanted[name]
                expected: Any = float(said) if said and number[name] else said or None
                expected = {"true": 1, "false": 0}.get(said, expected)
                assert value == expected, (table, name)


def test_sqlite_keeps_its_keys(data: DataSet, store: sqlite3.Connection) -> None:
    assert [*map(tuple, store.execute("PRAGMA integrity_check"))] == [("ok",)]
    assert [*store.execute("PRAGMA foreign_key_check")] == []
    declared = {
        table.name: {(key["from"], key["table"]) for key in keys}
        for table in data.tables
        if (keys := [*store.execute(f'PRAGMA foreign_key_list("{table.name}")')])
    }
    assert declared == {t.name: set(t.leads.items()) for t in data.tables if t.leads}
    assert store.execute("PRAGMA page_size").fetchone()[0] == 4096


def test_sqlite_explains_itself(data: DataSet, store: sqlite3.Connection) -> None:
    said = dict(store.execute("SELECT * FROM about"))
    assert "creativecommons.org" in said["licence"] and ROOTS["ko"] in said["citation_ko"]
    told = {
        (row["table_name"], row["column_name"]) for row in store.execute("SELECT * FROM columns")
    }
    assert told == {(t.name, c.name) for t in data.tables for c in t.columns}


def test_each_column_is_explained_in_both_languages(data: DataSet) -> None:
    for table in data.tables:
        for words in (table.words, *(column.words for column in table.columns)):
            assert words.texts.keys() == ROOTS.keys(), (table.name, words)


@pytest.fixture(scope="module")
def book(data: DataSet) -> zipfile.ZipFile:
    """The workbook of the data set."""
    ((_path, content),) = workbook_file(data)
    return zipfile.ZipFile(io.BytesIO(content))


def xml(book: zipfile.ZipFile, part: str) -> etree._Element:
    """Return a part of a workbook, its names without their space."""
    text = re.sub(rb'xmlns="[^"]*"', b"", book.read(f"xl/{part}.xml"))
    return etree.fromstring(text)


def sheets(book: zipfile.ZipFile) -> dict[str, list[list[Any]]]:
    """Return the rows of each sheet as a spreadsheet shows them; None for an empty cell."""
    texts = [re.sub(r"_x005F_", "_", "".join(one.itertext())) for one in xml(book, "sharedStrings")]
    read = {"s": lambda v: texts[int(v)], "b": lambda v: v == "1", None: Decimal}
    found = {}
    for at, sheet in enumerate(xml(book, "workbook").iterfind("sheets/sheet"), 1):
        rows: list[list[Any]] = []
        for row in xml(book, f"worksheets/sheet{at}").iterfind("sheetData/row"):
            rows += [[]] * (int(row.get("r", "")) - 1 - len(rows))
            cells: list[Any] = []
            for cell in row:
                cells += [None] * (place_of(cell.get("r", "")) - len(cells))
                cells.append(read[cell.get("t")](cell.findtext("v")))
            rows.append(cells)
        found[sheet.get("name", "")] = rows
    return found


def place_of(address: str) -> int:
    """Return which column of its row a cell is: 27 for AB7."""
    place = 0
    for letter in address.rstrip("0123456789"):
        place = 26 * place + ord(letter) - 64
    return place - 1


def test_the_workbook_has_every_cell(data: DataSet, book: zipfile.ZipFile) -> None:
    found = sheets(book)
    assert list(found) == [READ_ME, *(table.name for table in data.tables)]
    for table, rows in cells(data).items():
        number = is_number(data, table)
        head, *got = found[table]
        assert head == list(number)
        assert len(got) == len(rows)
        for row, wanted in zip(got, rows, strict=True):
            for value, (name, said) in zip(row, wanted.items(), strict=False):
                if isinstance(value, Decimal):
                    assert number[name] and value == Decimal(said), (table, name)
                elif isinstance(value, bool):
                    assert said == str(value).lower(), (table, name)
                else:
                    assert (value or "") == said, (table, name)
            assert not any(list(wanted.values())[len(row) :])


def test_the_workbook_runs_nothing(book: zipfile.ZipFile) -> None:
    for name in book.namelist():
        if name.startswith("xl/worksheets/"):
            sheet = xml(book, name.removeprefix("xl/").removesuffix(".xml"))
            assert not [*sheet.iter("f", "hyperlink")]
    assert not [name for name in book.namelist() if "externalLink" in name or "vba" in name]


def test_a_sheet_keeps_its_head_in_sight_and_can_be_filtered(
    data: DataSet, book: zipfile.ZipFile
) -> None:
    for at in range(2, len(data.tables) + 2):
        sheet = xml(book, f"worksheets/sheet{at}")
        pane, filtered = sheet.find(".//pane"), sheet.find("autoFilter")
        assert pane is not None and filtered is not None
        assert (pane.get("state"), pane.get("ySplit")) == ("frozen", "1")


def test_the_workbook_says_what_it_is(data: DataSet, book: zipfile.ZipFile) -> None:
    said = {text for row in sheets(book)[READ_ME] for text in row}
    assert any("creativecommons.org" in text for text in said if text)
    for table in data.tables:
        assert {*table.words.texts.values()} <= said
        assert all({*column.words.texts.values()} <= said for column in table.columns)


def test_the_workbook_has_the_date_of_the_data(data: DataSet, book: zipfile.ZipFile) -> None:
    dates = re.findall(rb"\d{4}-\d\d-\d\dT[^<]*", book.read("docProps/core.xml"))
    assert {*dates} == {f"{data.date or '2000-01-01'}T00:00:00Z".encode()}


def test_a_number_has_the_digits_of_its_source(small: Path) -> None:
    write(small, "trials/a-trial.yml", TRIAL)
    ((_path, content),) = workbook_file(data_of(load(small)))
    book = zipfile.ZipFile(io.BytesIO(content))
    at = list(sheets(book)).index("results") + 1
    formats = {
        one.get("numFmtId"): one.get("formatCode") for one in xml(book, "styles").iter("numFmt")
    }
    styles = [one.get("numFmtId") for one in xml(book, "styles").iterfind("cellXfs/xf")]
    shown = {
        cell.findtext("v"): formats[styles[int(cell.get("s", "0"))]]
        for cell in xml(book, f"worksheets/sheet{at}").iter("c")
        if cell.get("t") is None and styles[int(cell.get("s", "0"))] in formats
    }
    assert shown["70"] == "0.0"
    rows = {row[0]: row for row in sheets(book)["results"] if row[1] == "a-trial"}
    assert any("123456789012345.123456" in row for row in rows.values()), "as a text"


@pytest.mark.parametrize(
    "line",
    [
        'aliases: ["=1+1"]',
        'title: "@title"',
        'official_title: " +1"',
        'design: {en: open, ko: "-공개"}',
        'interventions: {value: cells, note: "＝note"}',
        'enrolment: {value: 1, also: [{value: 2, sources: [example-blog], note: "-other"}]}',
        'contacts: [{name: {en: Desk, ko: 안내}, phone: "+1-800-000-0000"}]',
        'summary: "[[example-cel|=cell]] is one [@example-register]"',
    ],
)
def test_a_text_that_a_spreadsheet_would_take_for_a_formula_is_refused(
    small: Path, line: str
) -> None:
    write(small, "trials/a-trial.yml", f"name: A trial\nsources: [example-register]\n{line}\n")
    assert places(problems_of(small)) == [("data/trials/a-trial.yml", 3, "formula")]


def test_a_text_longer_than_a_cell_is_refused(small: Path) -> None:
    # A character beyond U+FFFF counts as two.
    for length, wrong in ((16_383, []), (16_384, [("data/trials/a-trial.yml", 3, "too-long")])):
        text = f"name: A trial\nsources: [example-register]\ntitle: {'𝄞' * length}\n"
        write(small, "trials/a-trial.yml", text)
        assert places(problems_of(small)) == wrong


def test_sources_whose_addresses_fill_a_cell_are_refused(small: Path) -> None:
    ids = [f"long-{at}" for at in range(17)]
    for at, id_ in enumerate(ids):
        url = f"https://example.org/{at}/{'x' * 1_960}"
        write(small, f"sources/{id_}.yml", SOURCE.format(at, url))
    age = f"age: {{value: adults, sources: [{', '.join(ids)}]}}"
    write(small, "trials/a-trial.yml", f"name: A trial\nsources: [example-register]\n{age}\n")
    assert places(problems_of(small)) == [("data/trials/a-trial.yml", 3, "too-long")]


def test_a_build_without_exports_makes_no_parquet_and_links_to_none(atlas: Atlas) -> None:
    plain = dict(output_files(data_of(atlas)))
    assert "data/v1/atlas.sqlite" in plain
    assert not [path for path in plain if path.endswith(".parquet")]
    assert ".parquet" not in str(plain["api/v1/index.json"])
    site = Build(atlas, "en", project(), ROOTS["en"])
    path = "data/v1/facts.parquet"
    calls = Calls(site, lambda: Place("data.md", "data/"))
    assert calls.download(path) == "<code>facts.parquet</code>"
    site.exports = True
    assert calls.download(path) == f'<a href="../{path}"><code>facts.parquet</code></a>'


def test_serve_makes_no_store_for_a_picture(atlas: Atlas, tmp_path: Path) -> None:
    """A file that is asked for is made with those before it, and stores come last."""
    late = Build(atlas, "en", project(), ROOTS["en"]).late_files()
    write_files(replace, tmp_path, late, "products/example-cel/compare.json")
    assert (tmp_path / "products/example-cel/compare.json").is_file()
    assert [*tmp_path.rglob("*.svg")] and not (tmp_path / "data").exists()
    write_files(replace, tmp_path, late, "data/v1/atlas.xlsx")
    assert (tmp_path / "data/v1/atlas.sqlite").is_file()


def test_a_missing_package_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(parquet, "can_be_made", lambda: False)
    assert main(["build", "--exports"]) == 2
    assert capsys.readouterr().err == (
        "atlas: Parquet needs pyarrow, which is not installed here. "
        "`./atlas build --exports` installs it in a separate environment\n"
    )


def test_the_launcher_gets_what_the_exports_need() -> None:
    loader = SourceFileLoader("launcher", str(TESTS.parent / "atlas"))
    launcher: Any = ModuleType("launcher")
    launcher.__file__ = loader.path
    loader.exec_module(launcher)
    step = ["macros.cli", "build", "--publish"]
    assert launcher.plan(step[1:]) == (launcher.RUN, [step])
    assert launcher.plan([*step[1:], "--exports"]) == (launcher.EXPORTS, [[*step, "--exports"]])
    assert "pyarrow==" in (TESTS.parent / launcher.EXPORTS).read_text(encoding="utf-8")


class TestViews:
    """What the views of the SQLite file have of the small records."""

    @pytest.fixture
    def store(self, small: Path) -> Iterator[sqlite3.Connection]:
        write(small, "trials/a-trial.yml", TRIAL)
        write(small, "products/given-up.yml", PRODUCT.format("One", "discontinued"))
        write(
            small, "products/planned.yml", PRODUCT.format("Two", "{value: approved, planned: true}")
        )
        yield from opened(data_of(load(small)))

    def test_a_product_that_was_given_up_is_not_current(self, store: sqlite3.Connection) -> None:
        rows = {row["id"]: row["stage"] for row in store.execute("SELECT * FROM current_products")}
        products = {row[0] for row in store.execute("SELECT id FROM records WHERE kind='products'")}
        assert set(rows) == products - {"given-up"}
        assert rows["planned"] is None

    def test_a_trial_is_one_row(self, store: sqlite3.Connection) -> None:
        rows = [*store.execute("SELECT * FROM trials_flat")]
        assert len(rows) == len({row["id"] for row in rows})
        (row,) = (row for row in rows if row["id"] == "a-trial")
        assert (row["start_date"], row["start_date_planned"]) == ("2031-05", 1)
        assert (row["start_date_earliest"], row["start_date_latest"]) == (
            "2031-05-01",
            "2031-05-31",
        )
        assert (row["enrolment"], row["enrolment_planned"]) == (70, 0)

    def test_two_sources_that_differ_are_a_row(self, store: sqlite3.Connection) -> None:
        query = "SELECT * FROM disagreements WHERE record_id = 'a-trial'"
        (row,) = store.execute(query)
        assert (row["field"], row["value"], row["other_value"]) == ("enrolment", "70", "80")
        assert (row["sources"], row["other_sources"]) == ("example-register", "example-blog")

    def test_what_is_not_known_is_a_row(self, store: sqlite3.Connection) -> None:
        rows = store.execute("SELECT * FROM gaps WHERE record_id = 'a-trial'")
        gaps = {row["field"]: (row["state"], row["checked"]) for row in rows}
        assert gaps["phase"] == ("absent", None)
        assert gaps["completion"] == ("unknown", "2024-05")
        assert "countries" not in gaps, "a source says that there is none"
        assert "enrolment" not in gaps

    def test_a_view_names_fields_that_are_there(self) -> None:
        named = {
            word.split("'")[1] for word in VIEWS.read_text().split("field = ")[1:] if word[0] == "'"
        }
        assert named and named <= {n for k in ("products", "trials") for n in KINDS[k].declared()}
