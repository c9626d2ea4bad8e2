"""The lines to paste of docs/data.md, run as they are on the published files: each finds rows."""

from __future__ import annotations

import ast
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.contracts.conftest import ROOT
from tests.contracts.programs import program, run

PAGES = ("data.md", "data.ko.md")


def blocks(page: str, language: str, tables: Path) -> list[str]:
    """Return the blocks of a language on a page, with the files here instead of the published."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    text = re.sub(r"https://[^'\"]+/data/v1/", f"{tables.as_posix()}/", text)
    found = re.findall(rf"^```{language}\n(.+?)^```$", text, re.MULTILINE | re.DOTALL)
    assert found and tables.as_posix() in text
    return found


@pytest.mark.parametrize("page", PAGES)
def test_python(page: str, tables: Path) -> None:
    """Each block goes on where the one before ended, as in a notebook."""
    names: dict[str, Any] = {}
    for block in blocks(page, "python", tables):
        *steps, last = ast.parse(block).body
        assert isinstance(last, ast.Expr)
        exec(compile(ast.Module(steps, []), page, "exec"), names)
        assert len(eval(compile(ast.Expression(last.value), page, "eval"), names)) > 0, block


@pytest.mark.parametrize("page", PAGES)
def test_sql(page: str, tables: Path) -> None:
    for block in blocks(page, "sql", tables):
        if block.startswith("-- DuckDB"):
            assert duckdb.sql(block).fetchall(), block
            continue
        assert block.startswith("-- SQLite")
        with closing(sqlite3.connect(f"file:{tables / 'atlas.sqlite'}?mode=ro", uri=True)) as store:
            for query in filter(str.strip, block.split(";")):
                assert store.execute(query).fetchall(), query


@pytest.mark.parametrize("page", PAGES)
def test_r(page: str, tables: Path, tmp_path: Path) -> None:
    rscript = program("Rscript", package="r-base-core")
    for block in blocks(page, "r", tables):
        *steps, last = block.strip().splitlines()
        script = tmp_path / "paste.R"
        count = [*steps, f"cat(nrow({last}))"]
        script.write_text("\n".join(count), encoding="utf-8")
        assert int(run(rscript, script).split()[-1]) > 0
