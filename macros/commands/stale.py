"""`atlas stale`: what was not looked at for longest."""

from __future__ import annotations

import argparse

from macros.commands.options import (
    Commands,
    add_filters,
    add_today,
    answer,
    count,
    declare,
    kinds,
    read_sound,
)


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = declare(commands, "stale", _stale)
    add_filters(parser, 20)
    parser.add_argument("--older", type=count, default=0, metavar="DAYS", help="only what is older")
    add_today(parser, "the day from which ages are counted")


def _stale(options: argparse.Namespace) -> int:
    """List what was not looked at for longest.

    Oldest first; among those of one day, what most records link to. The date is that of the
    record's `checked`, or of the newest `checked` of a fact; of a source, when it was read.

    examples:
      ./atlas stale                                  the 20 oldest of all
      ./atlas stale --kind trials --limit 5
      ./atlas stale --older 180 --json               what nobody looked at for half a year
    """
    from macros.curating.worklists import WorkList, stale

    wanted = kinds(options)
    found = stale(read_sound(options), wanted, options.today, options.older)
    return answer(options, WorkList(found[: options.limit]))
