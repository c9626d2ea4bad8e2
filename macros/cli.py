"""Korea CAR-T Atlas: look at the site, build it, check its data.

./atlas serve    show the site at http://127.0.0.1:8000/ and follow edits
./atlas build    build both languages into site/, strictly
./atlas check    say what is wrong with the data, all at once
./atlas test     run the tests, in a real browser too
./atlas bench    measure against the usual way
./atlas lint     check form and style of the program
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONFIGS = {"en": "mkdocs.yml", "ko": "mkdocs.ko.yml"}  # English first: it empties site/


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code: 0 fine, 1 problems found, 2 wrong use."""
    parser = argparse.ArgumentParser(
        prog="atlas", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="show the site and follow edits")
    serve.add_argument("--lang", choices=CONFIGS, default="en", help="language (default: en)")
    serve.add_argument("--address", default="127.0.0.1:8000", help="default: 127.0.0.1:8000")
    serve.set_defaults(run=_serve)

    build = commands.add_parser("build", help="build both languages into site/, strictly")
    build.add_argument("--site", type=Path, default=ROOT / "site", help="another output folder")
    build.set_defaults(run=_build)

    check = commands.add_parser("check", help="say what is wrong with the data, all at once")
    check.add_argument("--format", choices=("text", "github", "json"), default="text")
    check.add_argument("--data", type=Path, default=ROOT / "data", help="another data folder")
    check.set_defaults(run=_check)

    options = parser.parse_args(arguments)
    try:
        return options.run(options)
    except KeyboardInterrupt:
        return 130


def _serve(options: argparse.Namespace) -> int:
    config = CONFIGS[options.lang]
    return _mkdocs("serve", "--config-file", config, "--dev-addr", options.address)


def _build(options: argparse.Namespace) -> int:
    for language, config in CONFIGS.items():
        site = options.site if language == "en" else options.site / language
        code = _mkdocs("build", "--strict", "--config-file", config, "-d", site)
        if code:
            return code
    print(f"built into {options.site}", file=sys.stderr)
    return 0


def _mkdocs(*arguments: str | Path) -> int:
    """Run MkDocs in a process of its own: this program does not know it."""
    command = [sys.executable, "-m", "mkdocs", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


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


if __name__ == "__main__":
    sys.exit(main())
