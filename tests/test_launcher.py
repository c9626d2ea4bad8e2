"""`./atlas` itself: whatever surrounds it, it runs the program in its own environment."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import copy_small
from tests.sites import ROOT

# A shell stands for the Python of the environment, and says how it was called.
PROGRAM = '#!/bin/sh\nenv | grep -E "^(PYTHON|ATLAS)" | sort\npwd\necho "$@"\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with the launcher and an environment that is ready."""
    folder = tmp_path.resolve() / "project"
    python = folder / ".venv" / "bin" / "python"
    packages = folder / ".venv" / "lib" / "python3.11" / "site-packages"
    packages.mkdir(parents=True)
    python.parent.mkdir()
    python.write_text(PROGRAM, encoding="utf-8")
    python.chmod(0o755)
    (folder / "atlas").write_bytes((ROOT / "atlas").read_bytes())
    (folder / "atlas").chmod(0o755)
    for name in ("jinja2", "mkdocs", "mkdocs-1.6.1.dist-info"):
        (packages / name).mkdir()
    (folder / "requirements.txt").write_text("mkdocs==1.6.1\n", encoding="utf-8")
    lock = hashlib.sha256((folder / "requirements.txt").read_bytes()).hexdigest()
    names = sorted(path.name for path in packages.iterdir())
    stamp = ["requirements.txt", lock, str(python), *names]
    (folder / ".venv" / "atlas-stamp").write_text("\n".join(stamp) + "\n", encoding="utf-8")
    return folder


def module(project: Path) -> ModuleType:
    loader = SourceFileLoader("atlas_launcher", str(project / "atlas"))
    loaded = module_from_spec(spec_from_loader("atlas_launcher", loader))
    loader.exec_module(loaded)
    return loaded


def call(project: Path, *words: str, cwd: Path, **more: str) -> list[str]:
    inherited = {n: v for n, v in os.environ.items() if not n.startswith(("PYTHON", "ATLAS"))}
    done = subprocess.run(
        [project / "atlas", *words], cwd=cwd, env=inherited | more, capture_output=True, text=True
    )
    assert done.returncode == 0 and done.stderr == "", done.stderr
    return done.stdout.splitlines()


def test_variables_for_other_programs_do_nothing(project: Path, tmp_path: Path) -> None:
    for name in ("argparse", "os", "pathlib", "subprocess", "macros"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('not ours')\n", encoding="utf-8")
    plain = call(project, "check", cwd=tmp_path)
    assert plain[-2:] == [str(project), "-m macros.cli check"]
    for value in (str(tmp_path), "1"):
        surroundings = dict.fromkeys(module(project).NOT_FOR_US, value)
        assert call(project, "check", cwd=tmp_path, **surroundings) == plain


def test_what_the_caller_may_want_goes_on(project: Path, tmp_path: Path) -> None:
    assert "PYTHONHASHSEED=7" in call(project, "check", cwd=tmp_path, PYTHONHASHSEED="7")


def test_names_count_from_where_the_caller_stands(project: Path, tmp_path: Path) -> None:
    said = call(project, "serve", cwd=tmp_path, ATLAS_DATA="my/data", ATLAS_DOCS="/else/where")
    here = tmp_path.resolve()
    assert f"ATLAS_CALLED_FROM={here}" in said
    assert f"ATLAS_DATA={here}/my/data" in said and "ATLAS_DOCS=/else/where" in said


def test_a_package_that_was_deleted_is_noticed(project: Path, monkeypatch) -> None:
    launcher = module(project)
    environment = launcher.Environment(launcher.RUN)
    assert environment.is_ready()
    packages = project / ".venv/lib/python3.11/site-packages"
    (packages / "of-the-owner").mkdir()
    (packages / "__pycache__").mkdir()
    assert environment.is_ready()
    (packages / "jinja2").rmdir()
    assert not environment.is_ready() and environment.missing() == ["jinja2"]
    ran: list[list[str]] = []

    def run(command: list[str]) -> None:
        assert environment.read_stamp() == []
        ran.append(command)
        (packages / "jinja2").mkdir()

    monkeypatch.setattr(environment, "run_quietly", run)
    monkeypatch.setattr(launcher.shutil, "which", lambda _name: "uv")
    environment.prepare()
    assert ran[0][:3] == ["uv", "pip", "sync"] and "--reinstall" in ran[0]
    assert environment.is_ready() and "__pycache__" not in environment.read_stamp()


def test_an_environment_without_a_list_of_names_is_taken_as_it_is(project: Path) -> None:
    stamp = project / ".venv" / "atlas-stamp"
    stamp.write_text("\n".join(stamp.read_text().splitlines()[:3]) + "\n", encoding="utf-8")
    launcher = module(project)
    assert launcher.Environment(launcher.RUN).is_ready()


@pytest.mark.parametrize("words", [["--data", "data"], ["--data=./data/../data"]])
def test_a_relative_data_folder_counts_from_there(tmp_path: Path, words: list[str]) -> None:
    data = copy_small(tmp_path)
    (data / "companies" / "examplecell.yml").write_text("name: [\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "macros.cli", "check", *words],
        cwd=ROOT,
        env={**os.environ, "ATLAS_CALLED_FROM": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stdout.startswith("data/companies/examplecell.yml:")
    assert "1 problem" not in done.stdout and "Traceback" not in done.stderr
