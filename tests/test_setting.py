"""`set`: fields of many records, by a filter or from a table; shown first, written whole or not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from macros.cli import main
from tests.conftest import load, problems_of, without_progress, write

Run = Callable[..., tuple[int, str, str]]
TRIAL = "trials/nct99999901.yml"


@pytest.fixture
def run(small: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Call `set` on the small data; return exit code, output and what went to stderr."""

    def call(*words: str, table: str | bytes = "") -> tuple[int, str, str]:
        if table:
            write(small.parent, "t.csv", table)
            words = (*words, "--table", str(small.parent / "t.csv"))
        code = main(["set", *words, "--data", str(small)])
        out, err = capsys.readouterr()
        return code, out, without_progress(err)

    return call


def text(small: Path, path: str) -> str:
    return (small / path).read_text(encoding="utf-8")


def test_it_shows_first_and_writes_when_told(run: Run, small: Path) -> None:
    words = ("trials", "phase=phase-2", "--where", "sponsors=examplecell")
    before = text(small, TRIAL)
    code, out, err = run(*words)
    assert (code, err) == (0, "1 file would be changed\n")
    assert "-phase: phase-1-2\n+phase: phase-2" in out
    assert text(small, TRIAL) == before
    assert run(*words, "--write")[:2] == (0, f"data/{TRIAL}\n")
    assert text(small, TRIAL) == before.replace("phase-1-2", "phase-2")
    assert run(*words, "--write")[2] == "0 files changed\n"


def test_a_new_value_has_no_date_and_no_source_of_the_old_one(run: Run, small: Path) -> None:
    where = ("nct99999901", "--write")
    assert run("trials", "status=recruiting", *where)[0] == 0
    assert "\nstatus: recruiting\n" in text(small, TRIAL)
    run("trials", "status=suspended", "status.sources=example-paper-2024,example-blog", *where)
    line = "status: {value: suspended, sources: [example-paper-2024, example-blog]}\n"
    assert line in text(small, TRIAL)
    code, _out, err = run("trials", "status=recruiting", *where)
    assert code == 1
    assert '"status" has its own sources. Give status.sources as well.' in _out + err
    assert line in text(small, TRIAL)
    assert run("trials", "status.as_of=2024-05-05", *where)[0] == 0
    assert line.replace("sources", 'as_of: "2024-05-05", sources') in text(small, TRIAL)


def test_what_has_a_note_or_another_value_is_left_to_a_person(run: Run, small: Path) -> None:
    code, out, err = run(
        "companies", "founded=2018", "founded.sources=example-register", "examplecell", "--write"
    )
    assert (code, out) == (1, "")
    assert "not changed: data/companies/examplecell.yml:15:" in err
    assert "`also`, which may not be true of another value" in err
    assert run("products", "indications=example-lymphoma", "example-cel")[0] == 1


@pytest.mark.parametrize(
    "words, said",
    [
        (["trails", "phase=phase-2"], 'Did you mean "trials"?'),
        (["trials", "phas=phase-2", "nct99999901"], 'Did you mean "phase"?'),
        (["trials", "phase=phse-2", "nct99999901"], 'Did you mean "phase-2"?'),
        (["trials", "sponsors=examplecel", "nct99999901"], 'Did you mean "examplecell"?'),
        (["trials", "phase=phase-2"], "no records are selected"),
        (["trials", "nct99999901"], "there is nothing to set"),
        (["trials", "phase=phase-2", "nct99999902"], 'unknown trial "nct99999902"'),
        (["trials", "phase=phase-2", "--where", "phase"], "is not FIELD=VALUE"),
        (["trials", "results=a", "nct99999901"], "has parts"),
        (["trials", "phase.colour=red", "nct99999901"], "phase.colour"),
        (["trials", "id=a", "nct99999901"], 'unknown field "id"'),
        (["partnerships", "upfront=5", "examplecell-samplegen-2023"], "Fields: amount, "),
        (["trials", "start_date=2021-13", "nct99999901"], "2021-13"),
        (
            ["trials", "phase=phase-2", "--where", "phase=phase-1-2", "--table", "x.csv"],
            "without FIELD=VALUE",
        ),
    ],
)
def test_what_cannot_be_set_is_said_in_a_line(
    words: list[str], said: str, small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["set", *words, "--data", str(small)]) in (1, 2)
    out, err = capsys.readouterr()
    assert said in err
    assert (out, without_progress(err).count("\n")) == ("", 1)


def test_nothing_is_written_where_the_data_would_not_be_sound(run: Run, small: Path) -> None:
    before = text(small, TRIAL)
    code, out, _err = run("trials", "status=completed", "nct99999901", "--write")
    assert code == 1
    assert f"data/{TRIAL}:" in out
    assert "[status-against-dates]" in out
    assert text(small, TRIAL) == before


TABLE = """\
id,name.en,name.ko,sources,country,headquarters.en,headquarters.sources,aliases
newcell,Newcell,뉴셀,example-register,south-korea,Seoul,example-blog,"A Co., Ltd.; B"
samplegen,Samplegen,,,,,,
"""


def test_rows_make_records_and_add_to_those_that_are_there(run: Run, small: Path) -> None:
    assert run("companies", table=TABLE)[2] == "2 files would be changed\n"
    assert not (small / "companies/newcell.yml").exists()
    assert run("companies", "--write", table=TABLE)[0] == 0
    assert text(small, "companies/newcell.yml").partition("\n")[2] == (
        "name: {en: Newcell, ko: 뉴셀}\n"
        'aliases: ["A Co., Ltd.", B]\n'
        "sources: [example-register]\n"
        "headquarters: {value: {en: Seoul}, sources: [example-blog]}\n"
        "country: south-korea\n"
    )
    assert text(small, "companies/samplegen.yml").startswith("name: {en: Samplegen, ko: 샘플젠}\n")
    assert problems_of(small) == []
    assert load(small).records["newcell"].aliases == ("A Co., Ltd.", "B")


@pytest.mark.parametrize("between", ",;\t")
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_table_comes_as_spreadsheets_write_it(
    between: str, line_end: str, run: Run, small: Path
) -> None:
    rows = [
        ["id", "phase", "countries"],
        ["nct99999901", "phase-2", '"japan south-korea"'],
        ["", "", ""],
    ]
    table = line_end.join(between.join(row) for row in rows) + line_end
    assert run("trials", "--write", table=b"\xef\xbb\xbf" + table.encode())[0] == 0
    assert "\nphase: phase-2\n" in text(small, TRIAL)
    assert "\ncountries: [japan, south-korea]\n" in text(small, TRIAL)


def test_everything_wrong_in_a_table_is_said_with_row_and_column(run: Run, small: Path) -> None:
    table = (
        "id,phase,status,start_date\n"
        "nct99999901,phse-2,,2021-03\n"
        "sample-study,,recruting,\n"
        "Bad Id,,,\n"
        "sample-study-2,phase-2,,\n"
        "examplecell,phase-2,,\n"
    )
    code, out, err = run("trials", "--write", table=table)
    assert code == 1
    assert [line.partition(" ")[0] for line in out.splitlines()] == [
        "t.csv:2:2:",
        "t.csv:3:3:",
        "t.csv:4:1:",
        "t.csv:6:1:",
    ]
    assert 'phase: unknown phase "phse-2". Did you mean "phase-2"?' in out
    assert err.endswith("nothing written: 4 problems\n")
    code, out, _err = run("trials", table="id,title,sponsors\nnew-study,A,examplecell\n")
    assert code == 1
    assert all(line.startswith("t.csv:2:") for line in out.splitlines())
    assert 'name: the field "name" is missing' in out or 'the field "name" is missing' in out


@pytest.mark.parametrize(
    "table, said",
    [
        ("phase\nphase-2\n", "t.csv:1: there is no id column"),
        ("id,phas\na,b\n", 't.csv:1:2: unknown field "phas" of trials. Did you mean "phase"?'),
        ("id,phase,phase\na,b,c\n", 't.csv:1:3: the column "phase" appears twice'),
        ("id,phase\na,b,c\n", "t.csv:2: too many cells in this row"),
        ("id,phase\n,phase-2\n", "t.csv:2: the row has no id"),
        ("id,phase\na,\na,\n", 't.csv:3: "a" is already in line 2'),
        ('id,phase\na,"b\n', "t.csv:2: unexpected end of data"),
        ("id,phase\n가,b\n".encode("cp949"), "t.csv is not UTF-8 text"),
        (b"\x00id\n", "t.csv:1"),
    ],
)
def test_what_is_no_such_table_is_said_with_its_line(
    table: str | bytes, said: str, small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(small.parent, "t.csv", table)
    words = ["set", "trials", "--table", str(small.parent / "t.csv"), "--write", "--data"]
    assert main([*words, str(small)]) == 2
    assert said in capsys.readouterr().err


def test_the_answer_as_json(run: Run) -> None:
    code, out, _err = run("trials", "phase=phase-2", "nct99999901", "--json")
    said = json.loads(out)
    assert (code, said["written"], said["files"]) == (0, False, [f"data/{TRIAL}"])
    assert said["problems"] == said["left"] == []
