"""The command line: what it says, what it writes, how it refuses."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from macros.cli import main
from macros.commands import COMMANDS
from tests.conftest import SMALL, edit, load, problems_of, write
from tests.test_revisions import git

NAMES = ("check", "fix", "new", "rename", "merge", "set", "show", "uses", "diff", "gaps", "stale")


@pytest.fixture
def run(small: Path, capsys: pytest.CaptureFixture[str]):
    """Run a command on the small data; return exit code, output and what went to stderr."""

    def call(*words: str, data: Path = small) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            code = main([*words, "--data", str(data)])
        except SystemExit as stop:  # argparse
            code = stop.code
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return call


def snapshot(data: Path) -> dict[str, bytes]:
    """Return every file of the data and docs folders."""
    files = [p for p in data.parent.rglob("*") if p.is_file() and ".cache" not in p.parts]
    return {str(p.relative_to(data.parent)): p.read_bytes() for p in files if ".git" not in p.parts}


@pytest.mark.parametrize("name", NAMES)
def test_help_shows_how_a_command_is_called(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main([name, "--help"])
    assert stop.value.code == 0
    said = capsys.readouterr().out
    assert f"examples:\n  ./atlas {name}" in said
    assert "--json" in said
    assert max(map(len, said.splitlines())) <= 100


def test_the_list_of_commands_names_them_all() -> None:
    import macros.cli

    listed = {line.split()[0] for line in macros.cli.__doc__.splitlines() if line.startswith("  ")}
    assert set(NAMES) <= listed
    assert len(COMMANDS) == 16


@pytest.mark.parametrize(
    "words, meant",
    [
        (["chek"], '"check"'),
        (["new", "trails", "--name-en", "X"], '"trials"'),
        (["show", "exampelcell"], '"examplecell"'),
        (["rename", "exampelcell", "new"], '"examplecell"'),
        (["fix", "exampelcell"], '"examplecell"'),
        (["gaps", "--kind", "company"], '"companies"'),
        (["gaps", "--what", "abesnt"], '"absent"'),
        (["new", "companies", "--name-en", "X", "--set", "contry=x"], '"country"'),
        (["new", "companies", "--name-en", "X", "--set", "country=south-corea"], '"south-korea"'),
    ],
)
def test_a_slip_is_answered_in_one_line_with_what_was_meant(run, words: list, meant: str) -> None:
    code, out, err = run(*words)
    assert code in (1, 2)
    assert out == ""
    lines = [line for line in err.splitlines() if "…" not in line]
    assert len(lines) == 1 and f"Did you mean {meant}" in lines[0]


@pytest.mark.parametrize("words", [["show"], ["uses"], ["fix"], ["rename", "{}", "new-name"]])
@pytest.mark.parametrize("wrong", ["exa2", "exam", "nosuch"])
def test_an_id_that_is_like_that_of_another_thing_is_no_slip(run, words: list, wrong: str) -> None:
    """`exa1` and `exa2` would be two targets, as `snuh` and `snubh` are two hospitals."""
    asked = [word.format(wrong) for word in words]
    code, _, err = run(*(asked if wrong in asked else [*asked, wrong]))
    assert code in (1, 2) and f'"{wrong}"' in err and "Did you mean" not in err


@pytest.mark.parametrize(
    "words",
    [
        ["new", "companies", "--name-en", "X", "--id", "../x"],
        ["new", "companies", "--name-en", "X", "--id", "A b"],
        ["new", "companies", "--name-en", "X", "--id", "samplegen"],
        ["new", "companies", "--name-en", "X", "--id", "old-examplecell"],
        ["new", "companies"],
        ["new", "companies", "--name-ko", "새세포"],
        ["new", "companies", "--name-en", "X", "--set", "founded"],
        ["new", "companies", "--name-en", "X", "--set", "founded=soon"],
        ["new", "companies", "--name-en", "X", "--source", "nowhere"],
        ["new", "companies", "--name-en", "X", "--url", "https://a.b"],
        ["new", "companies", "--name-en", "X", "--today", "soon"],
        ["new", "trials", "--name-en", "X", "--number", "NCT99999901"],
        ["new", "trials", "--name-en", "X", "--number", "99"],
        ["new", "../x", "--name-en", "X"],
        ["new", "sources", "--title", "X", "--url", "http://["],
        ["new", "sources", "--title", "X", "--url", "javascript:alert(1)", "--id", "x"],
        ["rename", "examplecell", "../x"],
        ["rename", "examplecell", "samplegen"],
        ["show", "nothing of the kind"],
        ["diff", "HEAD"],
        ["diff", "--output=x"],
        ["check", "--changed"],
        ["stale", "--limit", "0"],
        ["stale", "--older", "x"],
        ["fix", "/etc/passwd"],
        ["frobnicate"],
        [],
    ],
    ids=" ".join,
)
def test_wrong_use_is_refused_in_one_line_and_writes_nothing(
    run, small: Path, words: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(small.parent.parent))
    before = snapshot(small)
    code, out, err = run(*words)
    assert code in (1, 2)
    assert out == ""
    assert [line for line in err.splitlines() if line.startswith("atlas: ")]
    assert snapshot(small) == before


@pytest.mark.parametrize(
    "name", ["check", "fix", "show x", "diff HEAD", "gaps", "stale", "rename a b"]
)
def test_a_folder_that_is_not_there_is_said_to_be_so(run, tmp_path: Path, name: str) -> None:
    code, _out, err = run(*name.split(), data=tmp_path / "nowhere")
    assert code == 2
    assert "there is no folder" in err


# check


def test_check_reports_changed_files_and_counts_the_others(run, small: Path) -> None:
    edit(small, "companies/samplegen.yml", "name:", "colour: red\nname:")
    git(small.parent, "init", "-q", "-b", "main")
    git(small.parent, "add", "-A")
    git(small.parent, "commit", "-qm", "one")
    code, out, err = run("check", "--changed")
    assert (code, out) == (0, "")
    assert "1 more in files that did not change" in err
    edit(small, "targets/exa1.yml", "name:", "colour: red\nname:")
    write(small, "targets/new.yml", "name: [")
    code, out, _err = run("check", "--changed")
    assert code == 1
    assert [line.split(":")[0] for line in out.splitlines()] == [
        "data/targets/exa1.yml",
        "data/targets/new.yml",
    ]
    code, out, _err = run("check", "--changed", "HEAD", "--json")
    assert {p["path"] for p in json.loads(out)} == {"data/targets/exa1.yml", "data/targets/new.yml"}


# fix


def test_fix_shows_first_and_then_writes_and_then_has_nothing_to_do(run, small: Path) -> None:
    edit(
        small, "trials/nct99999901.yml", "status: {value: active-not", "Status: {value: Active-not"
    )
    edit(small, "trials/nct99999901.yml", '"2021-03"', "2021-03")
    write(small, "targets/broken.yml", "name: [")
    before = snapshot(small)
    code, out, err = run("fix", "--check")
    assert code == 1
    assert '+start_date: "2021-03"' in out and "-start_date: 2021-03" in out
    assert "data/targets/broken.yml: skipped" in err
    assert snapshot(small) == before
    code, out, _err = run("fix", "nct99999901")
    assert code == 0
    assert [line.split(":")[0] for line in out.splitlines()] == ["data/trials/nct99999901.yml"]
    (small / "targets/broken.yml").unlink()
    assert problems_of(small) == []
    run("fix")
    code, out, _err = run("fix", "--check", "--json")
    assert (code, json.loads(out)) == (0, [])


# new


def test_fix_mends_the_others_where_one_cannot_be_read(run, small: Path) -> None:
    write(small, "companies/acell.yml", "listing: none\nname: A\nsummary: |-\n  a\n\n  b\n")
    broken = small / "companies" / "abroken.yml"
    broken.write_bytes("name: 가\n".encode("cp949"))
    code, out, err = run("fix", "abroken", "acell")
    assert (code, out.count("\n")) == (0, 1)
    assert "abroken.yml: skipped: line 1: the file is not UTF-8 text" in err
    assert broken.read_bytes() == "name: 가\n".encode("cp949")
    text = (small / "companies/acell.yml").read_text(encoding="utf-8")
    assert text.endswith("name: A\nsummary: |-\n  a\n\n  b\nlisting: none\n")


def test_new_writes_a_file_that_lacks_only_what_a_person_knows(run, small: Path) -> None:
    code, out, err = run(
        *("new", "decisions", "--name-en", "Another decision", "--source", "example-blog"),
        *("--today", "2026-11-28"),
    )
    assert (code, out) == (0, "data/decisions/another-decision.yml\n")
    text = (small / "decisions/another-decision.yml").read_text(encoding="utf-8")
    assert 'checked: "2026-11-28"\n' in text
    assert {p.code for p in problems_of(small)} == {"empty-value"}
    assert len(problems_of(small)) == err.count("still to do")
    code, out, _err = run(
        *("new", "companies", "--name-en", "Third", "--name-ko", "셋째", "--json"),
        *("--source", "example-blog", "--set", "country=south-korea", "--set", "founded=2016"),
    )
    answer = json.loads(out)
    assert (code, answer["left"]) == (0, [])
    assert load_company(small)["founded"] == "2016"


def load_company(small: Path) -> dict:
    """Return what the file of the third company says."""
    from macros.store.reading import parse

    return parse((small / "companies/third.yml").read_bytes()).value


def test_new_refuses_what_is_there_unless_told_to(run, small: Path) -> None:
    words = ["new", "companies", "--name-en", "Examplecell Ltd", "--source", "example-blog"]
    code, _out, err = run(*words)
    assert code == 1 and "data/companies/examplecell.yml" in err
    code, out, _err = run(*words, "--anyway", "--json")
    assert code == 0
    assert json.loads(out)["id"] == "examplecell-2"


def test_new_warns_of_what_is_alike(run) -> None:
    code, _out, err = run("new", "companies", "--name-en", "Examplecel", "--source", "example-blog")
    assert code == 0
    assert "possible duplicate: data/companies/examplecell.yml" in err


class Terminal(io.StringIO):
    """An input in which somebody types."""

    def isatty(self) -> bool:
        return True


def test_new_asks_for_what_it_needs(run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = ["Fourth Inc.", "넷째", "example-blog", ""]
    monkeypatch.setattr(sys, "stdin", Terminal("\n".join(answers) + "\n"))
    code, out, err = run("new", "companies")
    assert (code, out) == (0, "data/companies/fourth.yml\n")
    assert "Name in English:" in err and "(Enter: fourth)" in err
    assert problems_of(small) == []


def test_new_asks_again_where_an_answer_is_wrong(
    run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = ["A headline", "daily.example", "https://new.example/1234", "newss", "news"]
    monkeypatch.setattr(sys, "stdin", Terminal("\n".join([*answers, "Daily", ""]) + "\n"))
    code, out, err = run("new", "sources")
    assert (code, out) == (0, "data/sources/new-1234.yml\n")
    assert "is not a web address" in err and 'Did you mean "news"' in err
    assert problems_of(small) == []


def test_new_stops_asking_when_the_record_is_there(
    run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("Examplecell\n\nno\n"))
    before = snapshot(small)
    code, _out, err = run("new", "companies")
    assert code == 1 and "Ids of sources" not in err
    assert snapshot(small) == before


def test_new_writes_nothing_when_nobody_answers(
    run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("Fifth\n"))
    before = snapshot(small)
    code, _out, err = run("new", "companies")
    assert code == 1 and "nothing written" in err
    assert snapshot(small) == before


# rename


def test_rename_changes_data_and_pages(run, small: Path) -> None:
    page = small.parent / "docs" / "index.md"
    page.parent.mkdir()
    page.write_text('{{ link("examplecell") }} [[examplecell]]\n', encoding="utf-8")
    code, out, _err = run("rename", "examplecell", "newcell", "--check")
    assert code == 0 and "+moved_to: newcell" in out
    assert not (small / "companies/newcell.yml").exists()
    code, out, _err = run("rename", "examplecell", "newcell", "--json")
    assert code == 0
    assert "docs/index.md" in json.loads(out)["files"]
    assert page.read_text(encoding="utf-8") == '{{ link("newcell") }} [[newcell]]\n'
    assert "newcell" in load(small).records
    code, _out, err = run("rename", "examplecell", "other")
    assert code == 2 and 'has already moved to "newcell"' in err


def test_rename_writes_nothing_where_one_file_cannot_be_written(
    run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot(small)
    replace = Path.replace

    def fail(self: Path, target: Path) -> Path:
        if str(target).endswith("products/example-cel.yml"):
            raise OSError(28, "No space left on device", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    code, _out, err = run("rename", "examplecell", "newcell")
    assert code == 1 and "No space left on device" in err
    assert snapshot(small) == before


# show, stale, gaps, diff


@pytest.mark.parametrize(
    "called", ["examplecell", "예시셀", "EXAMPLE CELL", "old-examplecell", "예시셀 주식회사"]
)
def test_show_finds_a_record_by_any_of_its_names(run, called: str) -> None:
    code, out, _err = run("show", called)
    assert code == 0
    assert out.startswith("Examplecell — Company\ndata/companies/examplecell.yml")


def test_show_has_facts_sources_links_and_what_is_missing(run) -> None:
    _code, out, _err = run("show", "examplecell")
    assert "Founded: Dec 2016 [" in out
    assert "others say: 2017 (as of 2018, Company-reported) [" in out
    assert "Pipeline: Two made-up candidates, see" in out
    assert "Not known yet" not in out or "Listing" not in out.partition("Not known yet")[2]
    assert "example-cel" in out and "https://daily.example/2023/04/05" in out
    _code, out, _err = run("show", "nct99999901", "--lang", "ko")
    assert "임상시험" in out
    _code, out, _err = run("show", "sample-nk", "--json")
    assert json.loads(out)["facts"][0]["field"]


def test_show_says_which_of_several_is_meant(run, small: Path) -> None:
    write(small, "events/twin.yml", "name: Examplecell\ndate: '2020'\nsources: [example-blog]\n")
    code, _out, err = run("show", "EXAMPLECELL ")
    assert code == 1 and "examplecell, twin" in err


@pytest.mark.parametrize("kind", ["sources", "trials", "claims", "partnerships", "facilities"])
def test_every_record_can_be_shown_in_both_languages_and_as_json(
    run, small: Path, kind: str
) -> None:
    for file in (SMALL / kind).iterdir():
        for words in (["--lang", "en"], ["--lang", "ko"], ["--json"]):
            code, out, _err = run("show", file.stem, *words)
            assert code == 0 and file.stem in out


def test_uses_lists_the_lines_that_name_a_record(run, small: Path) -> None:
    write(small.parent, "docs/page.md", '# A\n\n{{ cite("example-blog") }} example-blog\n')
    code, out, err = run("uses", "example-blog")
    lines = out.splitlines()
    assert code == 0
    assert lines[-1] == 'docs/page.md:3:10: {{ cite("example-blog") }} example-blog'
    assert "data/products/example-cel.yml:17:54: " in out
    assert "      - {value: 71.5, sources: [example-blog]}".strip() in out
    assert not any(line.startswith("data/sources/example-blog.yml") for line in lines)
    assert err.endswith(
        f"{len(lines)} lines in {len({x.partition(':')[0] for x in lines})} files\n"
    )
    assert json.loads(run("uses", "예시캡타젠", "--json")[1])[0]["line"] > 0
    assert run("uses")[0] == run("uses", "example-blog", "--unused")[0] == 2


def test_uses_lists_the_sources_that_nothing_names(run, small: Path) -> None:
    write(small, "sources/unused.yml", (small / "sources/example-blog.yml").read_text())
    edit(small, "sources/unused.yml", "url:", "url: https://www.other.example/2\n#")
    edit(small, "sources/unused.yml", "title:", "title: Another\n#")
    out = run("uses", "--unused")[1]
    assert out.startswith("data/sources/unused.yml: Another\n")
    write(small.parent, "docs/page.md", '{{ cite("unused") }}\n')
    assert "unused.yml" not in run("uses", "--unused")[1]


def test_stale_counts_from_the_day_given(run) -> None:
    code, out, _err = run("stale", "--kind", "trials", "--today", "2024-05-16", "--json")
    days = {row["id"]: row["days"] for row in json.loads(out)}
    assert code == 0 and days["nct99999901"] == 10
    _code, out, _err = run("stale", "--today", "2024-05-16", "--older", "10", "--limit", "3")
    assert len(out.splitlines()) == 3


def test_gaps_lists_edits(run) -> None:
    code, out, _err = run("gaps", "--what", "company", "--kind", "products")
    assert code == 0
    assert "data/products/sample-nk.yml: stage: only from the company" in out
    _code, out, _err = run("gaps", "--limit", "2", "--json")
    assert len(json.loads(out)) == 2


def test_diff_says_what_is_not_committed(run, small: Path) -> None:
    git(small.parent, "init", "-q", "-b", "main")
    git(small.parent, "add", "-A")
    git(small.parent, "commit", "-qm", "one")
    assert run("diff", "HEAD")[1] == "The data are unchanged.\n"
    edit(small, "trials/nct99999901.yml", "active-not-recruiting", "completed")
    for words, start in (
        (["diff", "HEAD"], "trial nct99999901: status active-not-recruiting → completed\n"),
        (["diff", "main", "--merge-base", "--format", "markdown"], "**1 record: 1 changed.**"),
        (["diff", "HEAD", "--json"], "[\n  {"),
    ):
        code, out, _err = run(*words)
        assert code == 0 and out.startswith(start)
    code, _out, err = run("diff", "nope")
    assert code == 2 and 'unknown git revision "nope"' in err


def test_a_broken_file_does_not_stop_a_list(run, small: Path) -> None:
    write(small, "targets/broken.yml", b"name: \xff")
    for name in ("gaps", "stale"):
        code, _out, err = run(name)
        assert code == 0 and "1 file has problems" in err


@pytest.mark.parametrize("command", ["check", "fix", "gaps", "links", "schema", "stale"])
def test_every_command_about_the_data_refuses_a_folder_that_is_not_there(command, tmp_path, capsys):
    assert main([command, "--json", "--data", str(tmp_path / "none")]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"atlas: there is no folder {tmp_path / 'none'}\n")


@pytest.mark.parametrize(
    "words",
    [
        ["stale", "--older", "-5"],
        ["stale", "--older", "x"],
        ["gaps", "--limit", "²"],
        ["links", "--pause", "-1"],
        ["links", "--pause", "nan"],
        ["registry", "drift", "--tries", "0"],
    ],
)
def test_a_number_that_cannot_be_is_refused(words, capsys):
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert f'"{words[-1]}" is not a ' in capsys.readouterr().err


@pytest.mark.parametrize(
    "content", [b"", b'{"studies": [', b"<!DOCTYPE html>", b"\xff\xfe{", b"[" * 100_000]
)
def test_a_file_of_studies_that_is_no_json_is_named(content, tmp_path, capsys):
    file = tmp_path / "studies.json"
    file.write_bytes(content)
    assert main(["registry", "import", "--from", str(file)]) == 2
    assert capsys.readouterr().err.startswith(f"atlas: {file} is not readable as JSON")
