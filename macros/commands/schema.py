"""`atlas schema`: the JSON Schemas that editors complete and explain the data files with."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from macros.commands.options import Commands, declare, print_json, read


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = declare(commands, "schema", _schema)
    parser.add_argument("--write", action="store_true", help="put both right")


def _schema(options: argparse.Namespace) -> int:
    """Make the JSON Schemas that editors help with.

    Says which files of schemas/ are not what fields and vocabularies make, and which data
    files do not name their schema in their first line. Exit code 1 where there are any.

    examples:
      ./atlas schema                       only say it
      ./atlas schema --write               put both right
    """
    from macros.model.problems import as_json, as_text
    from macros.store.editing.files import replace_files

    data = options.data.resolve()
    atlas, problems = read(options)
    broken = [p for p in problems if p.path.startswith("data/vocabulary/")]
    if broken:
        print(as_json(broken) if options.json else as_text(broken))
        return 1
    wanted = _schemas(data.parent, atlas.vocabularies) | _data_files(data) | _stub(data.parent)
    if options.write:
        replace_files({data.parent / path: content for path, content in wanted.items()})
    if options.json:
        print_json({"written": options.write, "files": list(wanted)})
    else:
        print("".join(f"{path}\n" for path in wanted), end="")
    if wanted:
        said = "these were put right" if options.write else "./atlas schema --write puts them right"
        print(f"atlas: {said}", file=sys.stderr)
    return 1 if wanted and not options.write else 0


def _schemas(root: Path, vocabularies: dict[str, Any]) -> dict[str, str | None]:
    """Return path and right content of each schema that is not right; None where it has to go."""
    from macros.store.schemas import FOLDER, schema_files

    made = dict(schema_files(vocabularies))
    there = {f"{FOLDER}/{path.name}": _text(path) for path in (root / FOLDER).glob("*.json")}
    return {
        path: made.get(path)
        for path in sorted({*made, *there})
        if made.get(path) != there.get(path)
    }


def _stub(root: Path) -> dict[str, str | None]:
    """Return path and right content of the stub of the kinds where it is not right."""
    from macros.store.stubs import FILE, kinds_stub

    differs = (root / FILE).is_file() and _text(root / FILE) != kinds_stub()
    return {FILE: kinds_stub()} if differs else {}


def _text(path: Path) -> str:
    return path.read_bytes().decode(errors="replace")


def _data_files(data: Path) -> dict[str, str | None]:
    """Return path and right content of each data file whose first line is not right."""
    from macros.model.kinds import KINDS
    from macros.store.schemas import with_schema_line
    from macros.store.tree import read_tree

    found: dict[str, str | None] = {}
    for file in read_tree(data, KINDS)[0]:
        try:
            text = file.raw.decode()
        except UnicodeDecodeError:
            continue  # the check says so
        if (right := with_schema_line(file.kind, text)) != text:
            found[file.path] = right
    return found
