"""The documents for contributors name what there is, and nothing that is gone."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from macros import define_env
from macros.model.kinds import KINDS
from tests.sites import ROOT

CONTRIBUTE = ROOT / "docs" / "contribute"
SMALL = ROOT / "tests" / "small" / "data"

LEFT = 25
"""Characters of the left column of the picture of the folders: the names that it explains."""

NAMES_LEFT = re.compile(r"[\w.*<>]+(?:/[\w.*<>]+)*/?")
NAMES_RIGHT = re.compile(r"\b[a-z_]+(?:/|\.py\b)")


def macros_of_pages() -> list[str]:
    """Return the names of the macros that a page may call."""
    names: list[str] = []
    env = SimpleNamespace(
        conf={"extra": {"build": SimpleNamespace(atlas=None, language="en")}},
        variables={},
        macro=lambda _macro, name: names.append(name),
    )
    define_env(env)
    return names


def test_every_macro_is_explained() -> None:
    text = (CONTRIBUTE / "developers.md").read_text(encoding="utf-8")
    names = macros_of_pages()
    assert len(names) > 10
    assert [name for name in names if f"`{{{{ {name}(" not in text] == []
    explained = set(re.findall(r"`\{\{ (\w+)\(", text))
    assert explained - set(names) == set()


@pytest.mark.parametrize("config", ["mkdocs.yml", "mkdocs.ko.yml"])
def test_no_setting_hides_a_macro(config: str) -> None:
    """mkdocs-macros lets an entry of `extra` take the place of a macro without a word."""
    text = (ROOT / config).read_text(encoding="utf-8").replace("!ENV ", "")
    extra = yaml.safe_load(text)["extra"]
    assert extra and not extra.keys() & set(macros_of_pages())


@pytest.mark.parametrize("page", ["fields.md", "fields.ko.md"])
def test_every_kind_has_its_fields_on_the_page(page: str) -> None:
    text = (CONTRIBUTE / page).read_text(encoding="utf-8")
    shown = set(re.findall(r'\{\{ fields\("(\w+)"\) \}\}', text))
    assert shown - {"vocabulary"} == set(KINDS)


def test_every_kind_has_a_record_in_the_small_data() -> None:
    assert [kind for kind in KINDS if not any((SMALL / kind).glob("*.yml"))] == []


def picture_of_the_folders() -> list[str]:
    """Return the lines of the page for developers that show files and folders."""
    text = (CONTRIBUTE / "developers.md").read_text(encoding="utf-8")
    return text.partition("## Architecture")[2].split("```")[1].strip().splitlines()


def named_in_the_picture() -> dict[str, list[Path]]:
    """Return the names in the picture, each with the paths that it stands for.

    A folder of the left column is in the folder above it that is further left; a name on the
    right, or below a name of the left column, is in that one.
    """
    named: dict[str, list[Path]] = {}
    above: dict[int, Path] = {-1: ROOT}
    folder = ROOT
    for line in picture_of_the_folders():
        left, right = line[:LEFT], line[LEFT:]
        indent = len(left) - len(left.lstrip())
        for name in NAMES_LEFT.findall(left):
            parent = above[max(depth for depth in above if depth < indent)]
            named[name] = _paths(parent, name)
            folder = named[name][0] if named[name] else parent
        if left.strip():
            above = {depth: path for depth, path in above.items() if depth < indent}
            above[indent] = folder
        for name in NAMES_RIGHT.findall(right):
            named[name] = named.get(name) or _paths(folder, name) or _paths(ROOT, name)
    return named


def _paths(folder: Path, name: str) -> list[Path]:
    return sorted(folder.glob(re.sub("<[^>]+>", "*", name)))


def test_every_name_in_the_picture_exists() -> None:
    named = named_in_the_picture()
    assert len(named) > 30
    assert [name for name, paths in named.items() if not paths] == []


def test_every_folder_and_top_module_of_the_program_is_in_the_picture() -> None:
    shown = {path for paths in named_in_the_picture().values() for path in paths}
    program = ROOT / "macros"
    folders = [
        path
        for path in sorted([*program.glob("*/"), *program.glob("*/*/")])
        if path.name != "__pycache__" and any(file.suffix != ".pyc" for file in path.rglob("*.*"))
    ]
    missing = [path for path in [*program.glob("*.py"), *folders] if path not in shown]
    assert [path.relative_to(ROOT).as_posix() for path in missing] == []


@pytest.mark.parametrize("page", ["developers.md", "developers.ko.md"])
def test_the_table_of_sizes_is_about_right(page: str) -> None:
    text = (CONTRIBUTE / page).read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([^`]+)` \| ([\d,]+) \|", text, re.MULTILINE)
    assert len(rows) > 10
    off = {}
    for part, said in rows:
        files = ROOT.glob(f"{part}**/*.py" if part.endswith("/") else part)
        lines = sum(file.read_bytes().count(b"\n") for file in files)
        if abs(lines - int(said.replace(",", ""))) > lines / 4:
            off[part] = lines
    assert off == {}, "correct these in the table “Size” of both versions"
