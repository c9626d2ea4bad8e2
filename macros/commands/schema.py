"""`atlas schema`: the JSON Schemas that editors complete and explain the data files with."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from macros.commands.options import Commands, add_common, declare, print_json, read


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = declare(commands, "schema", _schema)
    parser.add_argument("--write", action="store_true", help="put both right")
    add_common(parser)


def _schema(options: argparse.Namespace) -> int:
    """Make the JSON Schemas that editors help with.

    Says which files of schemas/ are not what fields and vocabularies make, and which data
    files do not name their schema in their first line. Exit code 1 where there are any.

    examples:
      ./atlas schema                       only say it
      ./atlas schema --write               put both right
    """
    from macros.model.problems import as_json, as_text

    data = options.data.resolve()
    atlas, problems = read(options)
    broken = [p for p in problems if p.path.startswith("data/vocabulary/")]
    if broken:
        print(as_json(broken) if options.json else as_text(broken))
        return 1
    wanted = _schemas(data.parent, atlas.vocabularies) | _data_files(data) | _stub(data.parent)
    if options.write:
        _write(data.parent, wanted)
    if options.json:
        print_json({"written": options.write, "files": list(wanted)})
    else:
        print("".join(f"{path}\n" for path in wanted), end="")
    if wanted:
        said = "these were put right" if options.write else "./atlas schema --write puts them right"
        print(f"atlas: {said}", file=sys.stderr)
    return 1 if wanted and not options.write else 0


def _write(root: Path, wanted: dict[str, bytes | None]) -> None:
    for path, content in wanted.items():
        if content is None:
            (root / path).unlink()
        else:
            (root / path).parent.mkdir(exist_ok=True)
            (root / path).write_bytes(content)


def _schemas(root: Path, vocabularies: dict[str, Any]) -> dict[str, bytes | None]:
    """Return path and right content of each schema that is not right; None where it has to go."""
    from macros.store.schemas import FOLDER, schema_files

    made = {path: text.encode() for path, text in schema_files(vocabularies)}
    there = {f"{FOLDER}/{path.name}": path.read_bytes() for path in (root / FOLDER).glob("*.json")}
    return {
        path: made.get(path)
        for path in sorted({*made, *there})
        if made.get(path) != there.get(path)
    }


def _stub(root: Path) -> dict[str, bytes | None]:
    """Return path and right content of the stub of the kinds where it is not right."""
    from macros.store.stubs import FILE, kinds_stub

    right = kinds_stub().encode()
    there = (root / FILE).is_file() and (root / FILE).read_bytes() != right
    return {FILE: right} if there else {}


def _data_files(data: Path) -> dict[str, bytes | None]:
    """Return path and right content of each data file whose first line is not right."""
    from macros.model.kinds import KINDS
    from macros.store.schemas import with_schema_line
    from macros.store.tree import read_tree

    found: dict[str, bytes | None] = {}
    for file in read_tree(data, KINDS)[0]:
        try:
            right = with_schema_line(file.kind, file.raw.decode()).encode()
        except UnicodeDecodeError:
            continue  # the check says so
        if right != file.raw:
            found[file.path] = right
    return found
