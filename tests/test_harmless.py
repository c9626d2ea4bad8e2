"""Nothing of data, file names or servers that a terminal would obey comes out of any command."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from macros.cli import main
from macros.model.harmless import Harmless, harmless
from macros.model.problems import FORMATS, Problem
from tests.conftest import copy_small, edit, write
from tests.sites import build

EVERY = "".join(
    map(chr, [*range(0x20), *range(0x7F, 0xA0), 0x200E, 0x202E, 0x2028, 0x2066, 0xE0001])
)
OBEYED = {*EVERY, "\udcff"} - {"\n", "\t"}
BAD = "x\x1b]0;t\x07\x1b[31m\x9b2J\x7f\u202e\u2028\x08\r::error::y\udcff"

COMMANDS = [
    *(["check", "--format", form] for form in FORMATS),
    *(["fix", "--check"], ["fix"], ["fix", "--json"]),
    *(["show", "examplecell"], ["show", "examplecell", "--json"], ["show", BAD], ["fix", BAD]),
    *(["gaps"], ["gaps", "--json"], ["stale"], ["stale", "--json"], ["stale", "--kind", BAD]),
    *(["diff", BAD], ["rename", BAD, BAD], ["new", BAD], ["schema", "--json"], [BAD]),
    *(["check", f"--{BAD}"], ["registry", "import", BAD], ["registry", "import", "--from", BAD]),
    *(["source", "add", BAD, "--dry-run"], ["links", "--kind", BAD]),
]


def test_every_sign_that_is_obeyed_is_shown() -> None:
    shown = harmless(EVERY + BAD)
    assert not OBEYED & {*shown}
    assert json.loads(f'"{harmless(BAD)}"') == BAD
    assert harmless("가\u3000나\xa0다\n\t–") == "가\u3000나\xa0다\n\t–"


def test_a_stream_passes_on_the_rest() -> None:
    raw = io.StringIO()
    stream = Harmless(raw)
    print("a\x1b", file=stream, flush=True)
    stream.writelines(["b\x9b", "c"])
    assert raw.getvalue() == "a\\u001b\nb\\u009bc" and stream.isatty() is False


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    data = copy_small(tmp_path)
    edit(data, "companies/examplecell.yml", "en: Examplecell", "en: Examplecell \x1b[31m\x9b")
    for number, raw in enumerate((BAD[:-1].encode(), b"name: \x9b\x1b[0m\n", b"\x1b: \xc2\x9b\n")):
        write(data, f"companies/new-{number}.yml", raw)
    write(data, "companies/quoted.yml", r'name: "a\x1b[31m\u009b\u202e\U000E0001"' + "\n")
    Path(os.fsdecode(os.fsencode(data) + b"/\x1b[31m\xff")).mkdir()
    Path(os.fsdecode(os.fsencode(data) + b"/companies/\x1b[31m\x9b\xff.yml")).touch()
    return data


@pytest.mark.parametrize("words", COMMANDS, ids=range(len(COMMANDS)))
def test_no_command_passes_it_on(hostile: Path, words: list[str], capsys) -> None:
    capsys.readouterr()
    try:
        main([*words, "--data", str(hostile)])
    except SystemExit as stop:
        assert stop.code in (1, 2)
    out, err = capsys.readouterr()
    assert out or err
    assert not OBEYED & {*out, *err}
    if "json" in " ".join(words) and out:
        json.loads(out)


@pytest.mark.parametrize("form", FORMATS)
def test_no_form_of_problems_has_it(form: str) -> None:
    said = harmless(FORMATS[form]([Problem(f"data/{BAD}", 1, 1, "code", BAD, BAD)]))
    assert not OBEYED & {*said}
    assert "\n::error::y" not in said
    if form == "json":
        assert json.loads(said)[0]["message"] == BAD


def test_a_build_says_no_more(hostile: Path, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "index.md").write_text(
        "# Home\n\n[a](b\x1b[31m.md) {{ link('\x1b[2J\x9b') }}\n", "utf-8"
    )
    (docs / "more\x1b[31m.md").write_text("# More\n", encoding="utf-8")
    for data in (hostile, copy_small(tmp_path / "sound")):
        done = build(tmp_path / "out", data=data, docs=docs)
        assert done.returncode == 1
        assert not OBEYED & {*done.stdout, *done.stderr}, done.stderr


def test_a_package_that_is_not_whole_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "markdown_it").mkdir()
    (tmp_path / "markdown_it" / "__init__.py").touch()
    done = subprocess.run(
        [sys.executable, "-c", "from macros.cli import main; raise SystemExit(main(['gaps']))"],
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}."},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("atlas: an installed package is incomplete: ")
    assert done.stderr.count("\n") == 1
