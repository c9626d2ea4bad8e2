"""A slip in the file of a kind is one line that names the file, whatever was called."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import edit
from tests.sites import ROOT

SLIPS = {
    "relation to no kind": (
        "products.yml",
        "derived_from: {one: ref products,",
        "derived_from: {one: ref prodcts,",
        "fields.derived_from: unknown kind 'prodcts'. Did you mean \"products\"?",
    ),
    "class of another kind": (
        "trials.yml",
        "class: Trial",
        "class: Target",
        "the class 'Target' is taken",
    ),
    "facet that does not exist": (
        "targets.yml",
        "[indications, products.targets.stage,",
        "[indicatons, products.targets.stage,",
        'unknown field "indicatons" in targets. Did you mean "indications"?',
    ),
    "no fields": ("targets.yml", "\nfields:\n", "\nfeilds:\n", "the entry 'fields' is missing"),
    "no YAML": ("targets.yml", "class: Target", "class: [Target", "targets.yml: not a valid kind"),
}


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A copy of the program, without its site."""
    shutil.copytree(ROOT / "macros", tmp_path / "macros")
    shutil.copytree(ROOT / "data" / "vocabulary", tmp_path / "data" / "vocabulary")
    return tmp_path


def refusal(folder: Path) -> str:
    """Return what the check says where it cannot begin."""
    done = subprocess.run(
        [sys.executable, "-m", "macros.cli", "check"],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    return line


@pytest.mark.parametrize(("file", "old", "new", "said"), SLIPS.values(), ids=SLIPS)
def test_a_slip_in_a_kind_is_one_line(model: Path, file: str, old: str, new: str, said: str):
    edit(model / "macros" / "model" / "kinds", file, old, new)
    line = refusal(model)
    assert file in line
    assert said in line


def test_an_empty_file_of_a_kind_is_one_line(model: Path):
    (model / "macros" / "model" / "kinds" / "targets.yml").write_text("# nothing\n")
    assert "targets.yml: the file declares nothing" in refusal(model)
