"""`atlas serve` and `atlas build`: MkDocs, run in a process of its own."""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
from pathlib import Path
from typing import IO

from macros.model.languages import FALLBACK, LANGUAGES
from macros.model.problems import Fault

ROOT = Path(__file__).resolve().parents[2]

CALLED_FROM = Path(os.environ.pop("ATLAS_CALLED_FROM", ""))
"""Where the caller stands: `./atlas` runs the program in the top folder."""


def place(name: str) -> Path:
    """Return a file or folder that an option names, counted from where the caller stands."""
    return CALLED_FROM / name


END_OF_LIFE = (
    "Support for Material for MkDocs ends on 5 May 2027; see docs/contribute/developers.md#mkdocs."
)

NO_PYARROW = "Parquet needs pyarrow, which is not installed here"

BUILDER = (
    "import runpy, signal; signal.signal(signal.SIGINT, signal.SIG_DFL); "
    "runpy.run_module('{}', run_name='__main__')"
)
"""Runs a module so that Ctrl-C ends a build at once and without a word."""

WAITING = "atlas: another build is running in this folder; waiting for it to finish …"

UNCHANGED = "Nothing has changed since the last build; the site is up to date."

INPUTS = {"ATLAS_DATA": "data", "ATLAS_DOCS": "docs"}
"""Variables that name the folders of data and pages, and where these are without."""

BUILT = ROOT / ".cache" / "atlas" / "built"
"""Says what the last build was made from and what came of it."""

DEPLOYED = ROOT / ".cache" / "atlas" / "deployed"
"""Where the files are kept that pages of earlier deployments load."""

# English first: the others lie in its folder.
CONFIGS = {code: language.config for code, language in LANGUAGES.items() if language.config}


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare both commands."""
    serve = commands.add_parser("serve", help="preview the site and reload it on edits")
    serve.add_argument("--lang", choices=CONFIGS, default="en", help="language (default: en)")
    serve.add_argument("--address", help="default: dev_addr in mkdocs.yml")
    serve.set_defaults(run=_serve)

    build = commands.add_parser("build", help="build both languages into site/; stops at any error")
    build.add_argument("--site", type=place, help="output folder (default: site_dir)")
    build.add_argument(
        "--publish",
        action="store_true",
        help="fail if the clone lacks the full git history, which the change pages need",
    )
    build.add_argument(
        "--exports",
        action="store_true",
        help="also make Parquet files, which need an extra package",
    )
    build.add_argument(
        "--part",
        type=_part,
        default="1/1",
        metavar="K/N",
        help="build the K-th of N parts of the pages; the folders of all parts together "
        "are the site",
    )
    build.set_defaults(run=_build)


def _part(text: str) -> str:
    """Return a part such as 2/4 as it is written; ArgumentTypeError says that it is none."""
    part, _, of = text.partition("/")
    if not (part.isdecimal() and of.isdecimal() and 1 <= int(part) <= int(of)):
        raise argparse.ArgumentTypeError(
            f'"{text}" is not a part; write 2/4 for the second of four'
        )
    return text


def _serve(options: argparse.Namespace) -> int:
    config = CONFIGS[options.lang]
    address = ["--dev-addr", options.address] if options.address else []
    return _python("mkdocs", "serve", "--config-file", config, *address)


def _build(options: argparse.Namespace) -> int:
    from macros.exports import parquet

    if options.exports and not parquet.can_be_made():
        raise Fault(NO_PYARROW, "`./atlas build --exports` installs it in a separate environment")
    flags = {"ATLAS_PUBLISH": options.publish, "ATLAS_EXPORTS": options.exports}
    surroundings = {name: "1" for name, flag in flags.items() if flag}
    surroundings["ATLAS_PART"] = options.part
    sites = {code: _site_of(code, options.site) for code in CONFIGS}
    with _alone_in(sites[FALLBACK]) as lock:
        return _build_into(sites, surroundings, lock.fileno())


def _build_into(sites: dict[str, Path], surroundings: dict[str, str], lock: int) -> int:
    from macros.site import unchanged
    from macros.site.deployed import add_earlier

    inputs = [Path(os.environ.get(name) or ROOT / default) for name, default in INPUTS.items()]
    configs = [ROOT / config for config in CONFIGS.values()]
    folders = list(sites.values())

    def made_from() -> str:
        sources = unchanged.sources(ROOT, inputs, configs)
        return sources and sources + repr((surroundings, list(map(str, folders))))

    before = made_from()
    if unchanged.is_built(BUILT, folders, before):
        print(UNCHANGED, file=sys.stderr)
        return 0
    BUILT.unlink(missing_ok=True)  # however the build ends, the site may be incomplete
    arguments = [each for code, config in CONFIGS.items() for each in (config, sites[code])]
    if code := _python("macros.site.editions", *arguments, lock=lock, **surroundings):
        return code
    if "ATLAS_PUBLISH" in surroundings:
        add_earlier(sites[FALLBACK], DEPLOYED)
    if made_from() == before:  # nothing was edited meanwhile
        unchanged.keep(BUILT, folders, before)
    print(END_OF_LIFE, file=sys.stderr)
    return 0


def _alone_in(site: Path) -> contextlib.AbstractContextManager[IO[str]]:
    """Let no other build into a folder until the end, and wait for one that is at work there.

    A build deletes what it has not made there. Raises Fault where a link leads to another folder,
    which may have come with a commit.
    """
    from macros.store.digests import digest
    from macros.store.locks import alone

    if site.is_symlink():
        advice = "Delete it, or name the folder itself with --site"
        raise Fault(
            f"{site} is a symbolic link, and a build would empty the folder it points to", advice
        )
    name = digest(str(site.resolve()).encode())[:8]
    file = ROOT / ".cache" / "atlas" / f"build-{name}.lock"
    return alone(file, lambda: print(WAITING, file=sys.stderr, flush=True))


def _site_of(language: str, folder: Path | None) -> Path:
    """Return the folder of the site in a language: the one asked for, or that of the settings."""
    if folder:
        return (folder if language == FALLBACK else folder / language).absolute()
    from macros.site.settings import settings_in

    settings = settings_in(ROOT / CONFIGS[language])
    return ROOT / [one.value for one in settings if one.name == "site_dir"][-1]


def _python(
    module: str, *arguments: str | Path, lock: int | None = None, **surroundings: str
) -> int:
    """Run a module that knows MkDocs in a process of its own: this program does not know it.

    It keeps the lock of a build, should this process be killed before it.
    """
    run = ["-m", module] if lock is None else ["-c", BUILDER.format(module)]
    command = [sys.executable, *run, *map(str, arguments)]
    env = {**os.environ, **surroundings}
    descriptors = () if lock is None or os.name == "nt" else (lock,)
    return subprocess.run(command, cwd=ROOT, env=env, pass_fds=descriptors, check=False).returncode
