"""`atlas serve` and `atlas build`: MkDocs, run in a process of its own."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from macros.model.languages import FALLBACK, LANGUAGES
from macros.model.problems import Fault

ROOT = Path(__file__).resolve().parents[2]

END_OF_LIFE = (
    "Material for MkDocs gets no fixes after 5 May 2027; "
    "docs/contribute/developers.md#mkdocs says what follows."
)

NO_PYARROW = "Parquet needs pyarrow, which is not installed here"

UNCHANGED = "Nothing has changed since the last build; the site is as it left it."

INPUTS = {"ATLAS_DATA": "data", "ATLAS_DOCS": "docs"}
"""Variables that name the folders of data and pages, and where these are without."""

BUILT = ROOT / ".cache" / "atlas" / "built"
"""Says what the last build was made from and what came of it."""

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
    build.add_argument(
        "--part",
        type=_part,
        default="1/1",
        metavar="K/N",
        help="make the K-th of N parts of the pages; the folders of all parts put together "
        "are the site",
    )
    build.set_defaults(run=_build)


def _part(text: str) -> str:
    """Return a part such as 2/4 as it is written; ArgumentTypeError says that it is none."""
    part, _, of = text.partition("/")
    if not (part.isdecimal() and of.isdecimal() and 1 <= int(part) <= int(of)):
        raise argparse.ArgumentTypeError(f'"{text}" is no part; write 2/4 for the second of four')
    return text


def _serve(options: argparse.Namespace) -> int:
    config = CONFIGS[options.lang]
    address = ["--dev-addr", options.address] if options.address else []
    return _mkdocs("serve", "--config-file", config, *address)


def _build(options: argparse.Namespace) -> int:
    from macros.exports import parquet
    from macros.site import unchanged

    if options.exports and not parquet.can_be_made():
        raise Fault(NO_PYARROW, "`./atlas build --exports` gets it in an environment of its own")
    asked = {"ATLAS_PUBLISH": options.publish, "ATLAS_EXPORTS": options.exports}
    surroundings = {name: "1" for name, wanted in asked.items() if wanted}
    surroundings["ATLAS_PART"] = options.part
    sites = {code: _site_of(code, options.site) for code in CONFIGS}
    inputs = [Path(os.environ.get(name) or ROOT / default) for name, default in INPUTS.items()]
    configs = [ROOT / config for config in CONFIGS.values()]
    made_from = unchanged.sources(ROOT, inputs, configs)
    made_from += repr((surroundings, list(map(str, sites.values())))) if made_from else ""
    folders = list(sites.values())
    if unchanged.is_built(BUILT, folders, made_from):
        print(UNCHANGED, file=sys.stderr)
        return 0
    BUILT.unlink(missing_ok=True)  # whatever ends the build, what it leaves is no whole site
    for language, config in CONFIGS.items():
        folder = ["--site-dir", sites[language]]
        code = _mkdocs("build", "--strict", "--config-file", config, *folder, **surroundings)
        if code:
            return code
    unchanged.keep(BUILT, folders, made_from)
    print(END_OF_LIFE, file=sys.stderr)
    return 0


def _site_of(language: str, asked: Path | None) -> Path:
    """Return the folder of the site in a language: the one asked for, or that of the settings."""
    if asked:
        return (asked if language == FALLBACK else asked / language).absolute()
    from macros.site.settings import settings_in

    settings = settings_in(ROOT / CONFIGS[language])
    return ROOT / [one.value for one in settings if one.name == "site_dir"][-1]


def _mkdocs(*arguments: str | Path, **surroundings: str) -> int:
    """Run MkDocs in a process of its own: this program does not know it."""
    command = [sys.executable, "-m", "mkdocs", *map(str, arguments)]
    env = {**os.environ, **surroundings}
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
