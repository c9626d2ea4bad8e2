"""`atlas gaps`: the edits that would help most."""

from __future__ import annotations

import argparse

from macros.commands.options import (
    Commands,
    add_filters,
    answer,
    declare,
    kinds,
    read_sound,
)

_WHAT = ("absent", "one-source", "company", "korean", "passed")


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = declare(commands, "gaps", _gaps)
    parser.add_argument(
        "--what", action="append", choices=_WHAT, help="only gaps of this type; repeatable"
    )
    add_filters(parser)


def _gaps(options: argparse.Namespace) -> int:
    """List the most useful edits to make.

    Expected fields that are missing; important facts with only one source, or only the
    company's; texts without Korean. Records with the most links to them come first.

    examples:
      ./atlas gaps                                   the 20 most useful edits
      ./atlas gaps --kind trials --what absent       fields of trials to fill in
      ./atlas gaps --what company --limit 50         facts that need an independent source
      ./atlas gaps --what korean                     texts to translate
      ./atlas gaps --what passed                     planned dates that have passed
    """
    from macros.curating.worklists import WorkList, gaps

    of_kinds = kinds(options)
    edits = gaps(read_sound(options), of_kinds, options.what or _WHAT)
    return answer(options, WorkList(edits[: options.limit]))
