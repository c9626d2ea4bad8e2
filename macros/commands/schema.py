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
        description="Say which files of schemas/ are not what fields and vocabularies make, and "
        "which data files do not name their schema in their first line.",
    )
    schema.add_argument("--write", action="store_true", help="put both right")
    schema.add_argument("--data", type=Path, default=ROOT / "data", help="another data folder")
    schema.set_defaults(run=_schema)


def _schema(options: argparse.Namespace) -> int:
    from macros.loading import loader
    from macros.problems import as_text

    data = options.data.resolve()
    atlas, problems = loader(data).read()
    broken = [p for p in problems if p.path.startswith("data/vocabulary/")]
    if broken:
        print(as_text(broken))
        return 1
    wanted = _schemas(data.parent, atlas.vocabularies) | _data_files(data)
    for path, content in wanted.items():
        print(path)
        if options.write and content is None:
            (data.parent / path).unlink()
        elif options.write:
            (data.parent / path).parent.mkdir(exist_ok=True)
            (data.parent / path).write_bytes(content)
    if wanted:
        words = "These were put right." if options.write else "Put them right: atlas schema --write"
        print(words, file=sys.stderr)
    return 1 if wanted and not options.write else 0


def _schemas(root: Path, vocabularies: dict[str, Any]) -> dict[str, bytes | None]:
    """Return path and right content of each schema that is not right; None where it has to go."""
    from macros.exports.schemas import FOLDER, schema_files

    made = {path: text.encode() for path, text in schema_files(vocabularies)}
    there = {f"{FOLDER}/{path.name}": path.read_bytes() for path in (root / FOLDER).glob("*.json")}
    return {
        path: made.get(path)
        for path in sorted({*made, *there})
        if made.get(path) != there.get(path)
    }


def _data_files(data: Path) -> dict[str, bytes | None]:
    """Return path and right content of each data file whose first line is not right."""
    from macros.exports.schemas import with_schema_line
    from macros.records import KINDS
    from macros.tree import read_tree

    found: dict[str, bytes | None] = {}
    for file in read_tree(data, KINDS)[0]:
        try:
            right = with_schema_line(file.kind, file.raw.decode()).encode()
        except UnicodeDecodeError:
            continue  # the check says so
        if right != file.raw:
            found[file.path] = right
    return found
