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
    add_filters(parser)
    parser.add_argument(
        "--older", type=count, default=0, metavar="DAYS", help="only records older than this"
    )
    add_today(parser, "the day from which ages are counted")


def _stale(options: argparse.Namespace) -> int:
    """List records that have gone longest without a check.

    Oldest first; on the same date, records with the most links to them come first. The date is
    the record's `checked` or the latest `checked` of its facts; for a source, its `accessed`.

    examples:
      ./atlas stale                                  the 20 oldest of all
      ./atlas stale --kind trials --limit 5
      ./atlas stale --older 180 --json               not checked for half a year
    """
    from macros.curating.worklists import WorkList, stale

    of_kinds = kinds(options)
    oldest = stale(read_sound(options), of_kinds, options.today, options.older)
    return answer(options, WorkList(oldest[: options.limit]))
