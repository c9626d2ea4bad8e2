"""`atlas check`: what is wrong with the data, all at once."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from macros.commands.site import ROOT


def add(commands: Any) -> None:
    """Declare the command."""
    check = commands.add_parser("check", help="say what is wrong with the data, all at once")
    check.add_argument("--format", choices=("text", "github", "json"), default="text")
    check.add_argument("--data", type=Path, default=ROOT / "data", help="another data folder")
    check.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    from macros.loading import loader
    from macros.problems import FORMATS

    atlas, problems = loader(options.data.resolve()).read()
    if problems or options.format == "json":
        print(FORMATS[options.format](problems))
    if options.format == "text":
        said = "1 problem" if len(problems) == 1 else f"{len(problems):,} problems"
        print(f"{len(atlas.records):,} records, {said}", file=sys.stderr)
    return 1 if problems else 0
