"""The published files, as another program finds them."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]


class Built:
    """A build of the real site, with everything that is published, in a process of its own."""

    def __init__(self, out: Path, **surroundings: str):
        self.out = out
        command = [sys.executable, "-m", "macros.cli", "build", "--exports", "--site", str(out)]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **surroundings},
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def finished(self) -> Path:
        """Wait for its end, which must be good, and return its folder."""
        _out, said = self.process.communicate()
        assert self.process.returncode == 0, said
        return self.out


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the real site with everything that is published; nobody changes it.

    It is built once a run; the contracts' environment has the site's own packages at the site's own
    versions. The environment variable ATLAS_PUBLISHED names one that is built already.
    """
    if named := os.environ.get("ATLAS_PUBLISHED"):
        return Path(named)
    return Built(tmp_path_factory.mktemp("published")).finished()


@pytest.fixture(scope="session", autouse=True)
def again(
    request: pytest.FixtureRequest, published: Path, tmp_path_factory: pytest.TempPathFactory
) -> Built | None:
    """A second build, in other surroundings, while other tests run; None where no test needs it."""
    if not any(item.path.name == "test_same_bytes.py" for item in request.session.items):
        return None
    other = {"PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
    return Built(tmp_path_factory.mktemp("again"), **other)


@pytest.fixture(scope="session")
def api(published: Path) -> Path:
    """The folder of JSON files."""
    return published / "api" / "v1"


@pytest.fixture(scope="session")
def tables(published: Path) -> Path:
    """The folder of tables and the files that describe them."""
    return published / "data" / "v1"


@pytest.fixture(scope="session")
def records(api: Path) -> dict[str, list[dict[str, Any]]]:
    """Every record's own JSON file by kind, those of retired ids left out."""
    index = read_json(api / "index.json")
    read = {
        kind["kind"]: [read_json(path) for path in sorted((api / kind["kind"]).glob("*.json"))]
        for kind in index["kinds"]
    }
    return {kind: [one for one in found if "moved_to" not in one] for kind, found in read.items()}


@pytest.fixture(scope="session")
def counted() -> Counter[str]:
    """How many records a kind has, counted in the files of the data, not by the program."""
    found: Counter[str] = Counter()
    for path in (ROOT / "data").glob("*/*.yml"):
        read = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
        if path.parent.name != "vocabulary" and "moved_to" not in read:
            found[path.parent.name] += 1
    return found


def read_json(path: Path) -> Any:
    """Return what a JSON file says, compressed or not."""
    content = path.read_bytes()
    return json.loads(gzip.decompress(content) if path.suffix == ".gz" else content)
