"""`atlas rename`: another id for a record, everywhere at once."""

from __future__ import annotations

import argparse

from macros.commands.options import (
    Commands,
    add_moving,
    data_folder,
    declare,
    print_json,
    print_rewrites,
    working,
)


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = declare(commands, "rename", _rename)
    parser.add_argument("id", metavar="ID", help="the current id")
    parser.add_argument("new", metavar="NEW", help="the new id")
    add_moving(parser)


def _rename(options: argparse.Namespace) -> int:
    """Change the id of a record everywhere.

    Renames the file, updates all references in data/ and docs/, and leaves a redirect (moved_to)
    under the old id so that old links still work. Either everything is written or nothing. You
    can rename it back.

    examples:
      ./atlas rename abc-101 anbal-cel --note "It has a name now."
      ./atlas rename abc-101 anbal-cel --check       change nothing, show what would change
    """
    from macros.model.kinds import KINDS
    from macros.store.editing.files import digests, replace_files
    from macros.store.editing.mentions import read_pages
    from macros.store.editing.renaming import rename
    from macros.store.tree import read_tree

    data = data_folder(options)
    root = data.parent
    with working("looking for references"):
        files, _problems = read_tree(data, KINDS)
        pages = read_pages(root)
        texts = rename(files, pages, options.id, options.new, options.note)
    if not options.check:
        replace_files(root, texts, digests(files, pages))
    if options.json:
        print_json({"renamed": not options.check, "files": sorted(texts)})
        return 0
    old = {file.path: file.raw.decode("utf-8", "replace") for file in files} | pages
    print_rewrites(options.check, old, dict(sorted(texts.items())))
    return 0
