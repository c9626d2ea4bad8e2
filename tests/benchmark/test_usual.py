"""The conventional setup of the benchmark builds made-up records of every shape."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.benchmark import generate, usual


def test_the_conventional_setup_builds(tmp_path: Path) -> None:
    generate.write(tmp_path / "data", 60)
    usual.write(tmp_path / "data", tmp_path / "usual")
    build = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--quiet",
        "--site-dir",
        str(tmp_path / "out"),
    ]
    done = subprocess.run(build, cwd=tmp_path / "usual", capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "out").rglob("index.html"))) > 60
