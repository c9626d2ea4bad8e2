"""`atlas schema`: the JSON Schemas that editors complete and explain the data files with."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from macros.commands.site import ROOT


def add(commands: Any) -> None:
    """Declare the command."""
    schema = commands.add_parser(
        "schema",
        help="make the JSON Schemas that editors help with",
        description="Say which files of schemas/ are not what fields and vocabularies make.",
    )
    schema.add_argument("--write", action="store_true", help="write them")
    schema.add_argument("--data", type=Path, default=ROOT / "data", help="another data folder")
    schema.set_defaults(run=_schema)


def _schema(options: argparse.Namespace) -> int:
    from macros.loading import loader
    from macros.problems import as_text
    from macros.schemas import FOLDER, schema_files

    data = options.data.resolve()
    atlas, problems = loader(data).read()
    broken = [p for p in problems if p.path.startswith("data/vocabulary/")]
    if broken:
        print(as_text(broken))
        return 1
    made = dict(schema_files(atlas.vocabularies))
    there = {
        path.relative_to(data.parent).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((data.parent / FOLDER).glob("*.json"))
    }
    changed = [path for path in sorted({*made, *there}) if made.get(path) != there.get(path)]
    for path in changed:
        if options.write and path in made:
            (data.parent / path).parent.mkdir(exist_ok=True)
            (data.parent / path).write_text(made[path], encoding="utf-8", newline="\n")
        elif options.write:
            (data.parent / path).unlink()
        print(f"{path}: {'written' if path in made else 'removed'}" if options.write else path)
    if changed and not options.write:
        print("These are out of date. Write them: ./atlas schema --write", file=sys.stderr)
    return 1 if changed and not options.write else 0
