"""`atlas uses`: where a record is named, and the sources that nothing cites."""

from __future__ import annotations

import argparse

from macros.commands.options import Commands, answer, data_folder, declare, read_sound
from macros.model.problems import Fault


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = declare(commands, "uses", _uses)
    parser.add_argument("record", nargs="?", metavar="ID", help="a source or any other record")
    parser.add_argument("--unused", action="store_true", help="list sources that nothing cites")


def _uses(options: argparse.Namespace) -> int:
    """Find where a record is used, or sources that nothing cites.

    Lists file, line and column of everything in data/ and docs/ that cites a source or links to
    a record. With --unused it lists the sources that nothing cites.

    examples:
      ./atlas uses koreabiomed-23510
      ./atlas uses --unused
    """
    from macros.curating.lookup import look_up
    from macros.curating.uses import Unused, Uses, unused_sources, uses
    from macros.model.kinds import KINDS
    from macros.store.editing.mentions import read_pages
    from macros.store.tree import read_tree

    if bool(options.record) == options.unused:
        raise Fault("give the id of a record, or --unused")
    atlas, data = read_sound(options), data_folder(options)
    files, pages = read_tree(data, KINDS)[0], read_pages(data.parent)
    if options.unused:
        return answer(options, Unused(unused_sources(atlas, files, pages)))
    record_id = str(look_up(atlas, options.record).id)
    return answer(options, Uses(list(uses(files, pages, record_id))))
