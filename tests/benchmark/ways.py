"""The ways of building a site from the same data that are compared."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

from tests.benchmark.hugo import project
from tests.benchmark.measure import Cost, python, run

ROOT = Path(__file__).resolve().parents[2]

MOST_USUAL = 2000
"""Above this the usual way is left out: its cost grows with the square of the number."""


@dataclass(frozen=True)
class Way:
    """A way to build: its name in the table, and how it differs from our own site's build.

    `whole` is `./atlas build` into one folder: both languages and all files for programs.
    """

    name: str
    cold: bool = False
    whole: bool = False
    changed: bool = False
    plain: bool = False
    outputs: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)


WAYS = {
    "cold": Way("ours, nothing cached", cold=True),
    "all": Way("ours, files for programs too", cold=True, outputs=True),
    "warm": Way("ours, parsed YAML cached"),
    "plain": Way("ours, plain path, cached", plain=True),
    "atlas": Way("./atlas build, nothing cached", cold=True, whole=True),
    "again": Way("  again, nothing changed", whole=True),
    "changed": Way("  again, one record changed", whole=True, changed=True),
    "hugo": Way("Hugo, the same records"),
    # More memory for less work of its garbage collector.
    "hugo-tuned": Way("Hugo with GOGC=400", environment={"GOGC": "400"}),
    "usual": Way("the usual way"),
}
"""In the order of running: what runs warm, and Hugo, need what the cold run leaves behind."""


def ways_for(size: int, left_out: Collection[str] = ()) -> list[str]:
    """Return the keys of the ways that are measured at a size."""
    too_slow = {"usual"} if size > MOST_USUAL else set()
    left_out = {*left_out, *too_slow}
    return [key for key in WAYS if key.partition("-")[0] not in left_out]


def prepare(folder: Path, size: int, ways: Collection[str]) -> str:
    """Make data, our project and, if it is among the ways, the usual one.

    Returns the figures of the data as JSON.
    """
    folder.mkdir()
    _our_project(folder)
    figures = folder / "figures.json"
    run(python("tests.benchmark.generate", str(folder / "data"), str(size), str(figures)), ROOT)
    if "usual" in ways:
        run(python("tests.benchmark.usual", str(folder / "data"), str(folder / "usual")), ROOT)
    return figures.read_text(encoding="utf-8")


def _our_project(folder: Path) -> None:
    """Put our site around a folder's data: its configuration, its program, a home page.

    The repository's own pages name real records, which are not among the synthetic ones.
    """
    shutil.copy(ROOT / "mkdocs.yml", folder)
    (folder / "macros").symlink_to(ROOT / "macros")
    (folder / "docs").mkdir()
    (folder / "docs" / "index.md").write_text("# Home\n\nA page for each record.\n", "utf-8")


def site_of(key: str, folder: Path) -> Path:
    """Return where a way's site is built."""
    return folder / f"site-{'atlas' if WAYS[key].whole else key}"


def build(key: str, folder: Path) -> Cost:
    """Build the site of a prepared folder in one way, from scratch, and return the cost."""
    way, site = WAYS[key], site_of(key, folder)
    if way.cold or not way.whole:
        _put_aside(site)
    if way.cold:
        _put_aside(folder / ".cache")
    if key.startswith("hugo"):
        return _build_hugo(folder, site, way.environment)
    if way.changed:
        _change(folder)
    if way.whole:
        return _build_whole(folder)
    command = python("mkdocs", "build", "-q", "-d", str(site))
    if key == "usual":
        return run(command, folder / "usual")
    settings = {"ATLAS_PLAIN": way.plain, "ATLAS_OUTPUTS": way.outputs}
    environment = {name: str(value).lower() for name, value in settings.items()}
    return run(command, folder, our_data(folder) | environment)


def _put_aside(built: Path) -> None:
    """Move what an earlier run made out of the way; all of it is deleted at the end.

    ext4 without a journal does not use an inode again for a minute or more after its file was
    deleted: for each new file it looks through all of those (`recently_deleted` in ialloc.c of
    Linux). A site deleted just before adds up to 3 s to the build of 1,000 records, whoever builds.
    """
    if built.exists():
        built.rename(Path(mkdtemp(prefix="before-", dir=built.parent), built.name))


def _build_whole(folder: Path) -> Cost:
    """Build both languages with `./atlas build`."""
    command = python("macros.cli", "build", "--site", str(site_of("atlas", folder)))
    return run(command, ROOT, our_data(folder) | {"ATLAS_DOCS": str(folder / "docs")})


def _change(folder: Path) -> None:
    """Change the summary of a record, each time to another text."""
    record = sorted(folder.glob("data/trials/*.yml"))[-1]
    text = record.read_text(encoding="utf-8")
    before = _CHANGED.search(text)
    number = 1 + int(before[1]) if before else 1
    text = re.sub(r"(?m)^  en: .*$", f"  en: Changed {number} times", text, count=1)
    record.write_text(text, encoding="utf-8")


_CHANGED = re.compile(r"Changed (\d+) times")


def copy_real(folder: Path) -> None:
    """Copy the data and pages of this repository, without their history."""
    folder.mkdir()
    for name in ("data", "docs"):
        shutil.copytree(ROOT / name, folder / name)


def _build_hugo(folder: Path, site: Path, environment: Mapping[str, str]) -> Cost:
    """Build with Hugo.

    Its project is made for the first build; it has our page around its records.
    """
    files = folder / "hugo"
    if not files.exists():
        ours = site_of("cold", folder)
        run(python("tests.benchmark.hugo.project", str(ours), str(files)), ROOT)
    cache = {"HUGO_CACHEDIR": str(folder / "hugo-cache")}
    return run(project.command(site), files, {**cache, **environment})


def our_data(folder: Path) -> dict[str, str]:
    """Return the environment that makes our program read a folder's data."""
    return {"ATLAS_DATA": str(folder / "data")}
