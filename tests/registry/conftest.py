"""A study as ClinicalTrials.gov answers, cut down, and a service to answer with it."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from macros.cli import main
from macros.store import loading
from macros.store.cache import ParseCache
from macros.store.loading import Loader
from tests.registry.server import Service, allow_local_addresses, running

_PARSED = ParseCache()  # most files of most tests are the same: parsed once
DAY = "2026-11-28"
STUDY = json.loads(Path(__file__).with_name("study.json").read_text(encoding="utf-8"))


@pytest.fixture
def service() -> Iterator[Service]:
    """A server on this machine."""
    with running() as service:
        yield service


@pytest.fixture(autouse=True)
def _parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "loader", lambda data: Loader(data, _PARSED))


@pytest.fixture(autouse=True)
def _local_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    allow_local_addresses(monkeypatch)


@pytest.fixture
def small(small: Path) -> Path:
    """The small data, with records that were checked shortly before the day of the tests."""
    for name in ("institutions/example-agency.yml", "companies/examplecell.yml"):
        text = (small / name).read_text(encoding="utf-8")
        text = re.sub(r'^checked: ".*"', 'checked: "2026-09-30"', text, flags=re.MULTILINE)
        (small / name).write_text(text, encoding="utf-8")
    return small


@pytest.fixture
def study() -> dict:
    """A study of example-cel at Example Hospital, to be changed at will."""
    return copy.deepcopy(STUDY)


def part(study: dict, module: str) -> dict:
    """Return a module of a study."""
    return study["protocolSection"].setdefault(module, {})


def numbered(study: dict, number: str) -> dict:
    """Return a copy of a study under another number and title."""
    other = copy.deepcopy(study)
    identity = part(other, "identificationModule")
    identity["nctId"] = number
    identity["briefTitle"] = f"Study {number}"
    for key in ("acronym", "secondaryIdInfos"):
        identity.pop(key, None)
    return other


@pytest.fixture
def atlas_says(
    small: Path, service: Service, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, Any]]:
    """Run a command that asks the service; return its exit code and its answer in JSON."""

    def run(*words: str, tries: int = 2) -> tuple[int, Any]:
        options = ["--data", str(small), "--base-url", service.url, "--today", DAY, "--json"]
        patience = ["--pause", "0", "--tries", str(tries), "--timeout", "5"]
        capsys.readouterr()
        code = main([*words, *options, *patience])
        out = capsys.readouterr().out
        return code, json.loads(out) if out else None

    return run
