"""`atlas stale`: what was not looked at for longest."""

from __future__ import annotations

import argparse

from macros.commands.options import (
    Commands,
    add_common,
    add_filters,
    add_today,
    count,
    declare,
    kinds,
    print_json,
    read_sound,
)


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = declare(commands, "stale", _stale)
    add_filters(parser, 20)
    parser.add_argument("--older", type=count, default=0, metavar="DAYS", help="only what is older")
    add_today(parser, "the day from which ages are counted")
    add_common(parser)


def _stale(options: argparse.Namespace) -> int:
    """List what was not looked at for longest.

    Oldest first; among those of one day, what most records link to. The date is that of the
    record's `checked`, or of the newest `checked` of a fact; of a source, when it was read.

    examples:
      ./atlas stale                                  the 20 oldest of all
      ./atlas stale --kind trials --limit 5
      ./atlas stale --older 180 --json               what nobody looked at for half a year
    """
    from macros.curating.worklists import age_in_days, stale
    from macros.model.problems import one_line

    wanted = kinds(options)
    rows = []
    for found in stale(read_sound(options), wanted):
        age = age_in_days(found.checked, options.today)
        if age is None or age >= options.older:
            rows.append((found, age))
    rows = rows[: options.limit]
    if options.json:
        print_json(
            [
                {
                    "id": found.record.id,
                    "path": found.record.path,
                    "checked": found.checked or None,
                    "days": age,
                    "links": found.links,
                }
                for found, age in rows
            ]
        )
        return 0
    for found, age in rows:
        when = "never" if age is None else f"{found.checked} ({age:,} days)"
        linked = f"{found.links:,} links"
        name = found.record.name_in("en")
        print(one_line(f"{when:<24} {linked:>10}  {found.record.path}  {name}"))
    return 0
