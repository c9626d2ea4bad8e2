"""`atlas schema`: the JSON Schemas that editors complete and explain the data files with."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from macros.commands.options import Commands, declare, print_json, read

if TYPE_CHECKING:
    from macros.model.atlas import Atlas


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = declare(commands, "schema", _schema)
    parser.add_argument("--write", action="store_true", help="update both")


def _schema(options: argparse.Namespace) -> int:
    """Generate the JSON Schemas for editors.

    Lists files in schemas/ that no longer match the fields and vocabularies, and data files that
    do not name their schema in the first line. The exit code is 1 if there are any. --write updates
    both, and the ids that editors complete.

    examples:
      ./atlas schema                       only list them
      ./atlas schema --write               update both
    """
    from macros.model.problems import as_json, as_text
    from macros.store.editing.files import digests, replace_files

    data = options.data.resolve()
    atlas, problems = read(options)
    broken = [p for p in problems if p.path.startswith("data/vocabulary/")]
    if broken:
        print(as_json(broken) if options.json else as_text(broken))
        return 1
    wrong = _schemas(data.parent, atlas, options.write) | _data_files(data) | _stub(data.parent)
    if options.write:
        there = {path: old for path, (old, _right) in wrong.items() if old is not None}
        right = {path: right for path, (_old, right) in wrong.items()}
        replace_files(data.parent, right, digests([], there))
    if options.json:
        print_json({"written": options.write, "files": list(wrong)})
    else:
        print("".join(f"{path}\n" for path in wrong), end="")
    if wrong:
        advice = "these were updated" if options.write else "./atlas schema --write updates them"
        print(f"atlas: {advice}", file=sys.stderr)
    return 1 if wrong and not options.write else 0


_Wrong: TypeAlias = dict[str, tuple[str | None, str | None]]
"""Text and right text of files that are not right, by path; None where there is to be no file."""


def _schemas(root: Path, atlas: Atlas, with_ids: bool) -> _Wrong:
    """Return the schemas that are not right; where only ids are missing, if they are asked for."""
    from macros.store.schemas import FOLDER, ids_file, schema_files, without_ids

    schemas = dict(schema_files(atlas.vocabularies))
    path, text = ids_file(atlas, schemas.values())
    there = {f"{FOLDER}/{file.name}": _text(file) for file in (root / FOLDER).glob("*.json")}
    old = there.get(path, "")
    schemas[path] = text if with_ids or without_ids(old) != without_ids(text) else old
    return {
        path: (there.get(path), schemas.get(path))
        for path in sorted({*schemas, *there})
        if schemas.get(path) != there.get(path)
    }


def _stub(root: Path) -> _Wrong:
    """Return the stub of the kinds where it is not right."""
    from macros.store.stubs import FILE, kinds_stub

    if not (root / FILE).is_file():
        return {}
    there, right = _text(root / FILE), kinds_stub()
    return {FILE: (there, right)} if there != right else {}


def _text(path: Path) -> str:
    return path.read_bytes().decode(errors="surrogateescape")


def _data_files(data: Path) -> _Wrong:
    """Return the data files whose first line is not right."""
    from macros.model.kinds import KINDS
    from macros.store.schemas import with_schema_line
    from macros.store.tree import read_tree

    wrong: _Wrong = {}
    for file in read_tree(data, KINDS)[0]:
        try:
            text = file.raw.decode()
        except UnicodeDecodeError:
            continue  # the check says so
        if (right := with_schema_line(file.kind, text)) != text:
            wrong[file.path] = text, right
    return wrong
