"""`atlas fix`: puts right in the files what needs no knowledge."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from macros.commands.options import (
    Commands,
    declare,
    place,
    print_json,
    print_rewrites,
    read,
    working,
)
from macros.model.problems import Fault, counted, did_you_slip, one_line

if TYPE_CHECKING:
    from macros.store.editing.fixing import Fixed
    from macros.store.tree import DataFile


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = declare(commands, "fix", _fix)
    parser.add_argument("records", nargs="*", metavar="RECORD", help="id or file; default: all")
    parser.add_argument(
        "--check", action="store_true", help="only show the changes; exit code 1 if there are any"
    )


def _fix(options: argparse.Namespace) -> int:
    """Correct the formatting of data files.

    Puts fields in the standard order and dates in quotes, normalises Hangul (NFC), and replaces
    former names of fields, vocabulary words and ids with the current ones. The meaning of a file,
    its comments and the order of its lists do not change. Files that cannot be read, or that you
    save while this runs, are skipped.

    examples:
      ./atlas fix                          all files
      ./atlas fix curocell nct04836507     two records, by id or by file
      ./atlas fix --check                  change nothing, show what would change
    """
    from macros.store.editing.fixing import Known, fix

    atlas, _problems = read(options)
    known = Known.of(atlas)
    with working("fixing"):
        fixed = [(file, fix(file.kind, file.raw, known)) for file in _files(options)]
    if not options.check:
        _write(options.data.resolve().parent, [(f, r) for f, r in fixed if r.differs(f.raw)])
    changed = [(file, result) for file, result in fixed if result.differs(file.raw)]
    if options.json:
        print_json(
            [
                {"path": file.path, "done": result.done, "refused": result.refused}
                for file, result in fixed
                if result.done or result.refused
            ]
        )
        return 1 if options.check and changed else 0
    for file, result in fixed:
        if result.refused:
            print(one_line(f"{file.path}: skipped: {result.refused}"), file=sys.stderr)
    old = {file.path: file.raw.decode() for file, _result in changed}
    new = {file.path: result.text for file, result in changed}
    lines = {f.path: f"{f.path}: {'; '.join(dict.fromkeys(r.done))}" for f, r in changed}
    print_rewrites(options.check, old, new, lines, f"{counted(len(fixed), 'file')} read, ")
    return 1 if options.check and changed else 0


def _write(root: Path, changed: Sequence[tuple[DataFile, Fixed]]) -> None:
    """Write the files, but for those that somebody saves meanwhile."""
    from macros.store.editing.files import ChangedMeanwhile, digests, replace_files

    while changed:
        try:
            texts = {file.path: result.text for file, result in changed}
            replace_files(root, texts, digests((file for file, _result in changed), {}))
            break
        except ChangedMeanwhile as clash:
            for file, result in changed:
                if file.path in clash.paths:
                    result.refused = "it was changed while this command ran. Run the command again."
            changed = [(file, result) for file, result in changed if not result.refused]


def _files(options: argparse.Namespace) -> list[DataFile]:
    from macros.model.kinds import KINDS
    from macros.store.tree import VOCABULARY, read_tree

    files, _problems = read_tree(options.data.resolve(), KINDS)
    if not options.records:
        return files
    by_id = {file.id: file for file in files if file.kind != VOCABULARY}
    by_path = {options.data.resolve().parent / file.path: file for file in files}
    by_name = {file.path: file for file in files}  # as messages have it
    chosen = []
    for name in options.records:
        file = by_id.get(name) or by_path.get(place(name).resolve()) or by_name.get(name)
        if file is None:
            raise Fault(f'unknown record "{name}"', did_you_slip(name, by_id))
        chosen.append(file)
    return chosen
