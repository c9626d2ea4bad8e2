"""The `atlas` command, inside the project's environment."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from macros.atlas import Loader
from macros.cache import ParseCache
from macros.problems import FORMATS

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code: 0 fine, 1 problems found, 2 wrong use."""
    parser = argparse.ArgumentParser(prog="atlas", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="say what is wrong with the data, all at once")
    check.add_argument("--format", choices=FORMATS, default="text")
    check.add_argument("--data", type=Path, default=ROOT / "data", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    return _check(options)


def _check(options: argparse.Namespace) -> int:
    loader = Loader(options.data, ParseCache(ROOT / ".cache" / "atlas" / "parsed.json"))
    atlas, problems = loader.read()
    if problems:
        print(FORMATS[options.format](problems))
    if options.format == "text":
        print(f"{len(atlas.records)} records, {len(problems)} problems", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
