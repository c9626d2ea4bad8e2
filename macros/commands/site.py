"""`atlas serve` and `atlas build`: MkDocs, run in a process of its own."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from macros.exports import parquet
from macros.model.languages import LANGUAGES
from macros.model.problems import Fault

ROOT = Path(__file__).resolve().parents[2]

END_OF_LIFE = (
    "Material for MkDocs gets no fixes after 5 May 2027; "
    "docs/contribute/developers.md#mkdocs says what follows."
)

NO_PYARROW = "Parquet needs pyarrow, which is not installed here"

# English first: it empties site/.
CONFIGS = {code: language.config for code, language in LANGUAGES.items() if language.config}


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare both commands."""
    serve = commands.add_parser("serve", help="show the site and follow edits")
    serve.add_argument("--lang", choices=CONFIGS, default="en", help="language (default: en)")
    serve.add_argument("--address", help="default: dev_addr in mkdocs.yml")
    serve.set_defaults(run=_serve)

    build = commands.add_parser("build", help="build both languages into site/, strictly")
    build.add_argument("--site", type=Path, help="another output folder than site_dir")
    build.add_argument(
        "--publish",
        action="store_true",
        help="stop without the whole history of the data: what changed would be missing",
    )
    build.add_argument(
        "--exports",
        action="store_true",
        help="make the files too that need packages which the site does without: Parquet",
    )
    build.set_defaults(run=_build)


def _serve(options: argparse.Namespace) -> int:
    config = CONFIGS[options.lang]
    address = ["--dev-addr", options.address] if options.address else []
    return _mkdocs("serve", "--config-file", config, *address)


def _build(options: argparse.Namespace) -> int:
    if options.exports and not parquet.can_be_made():
        raise Fault(NO_PYARROW, "`./atlas build --exports` gets it in an environment of its own")
    asked = {"ATLAS_PUBLISH": options.publish, "ATLAS_EXPORTS": options.exports}
    surroundings = {name: "1" for name, wanted in asked.items() if wanted}
    for language, config in CONFIGS.items():
        folder = []
        if options.site:
            folder = ["--site-dir", options.site if language == "en" else options.site / language]
        code = _mkdocs("build", "--strict", "--config-file", config, *folder, **surroundings)
        if code:
            return code
    print(END_OF_LIFE, file=sys.stderr)
    return 0


def _mkdocs(*arguments: str | Path, **surroundings: str) -> int:
    """Run MkDocs in a process of its own: this program does not know it."""
    command = [sys.executable, "-m", "mkdocs", *map(str, arguments)]
    env = {**os.environ, **surroundings}
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
