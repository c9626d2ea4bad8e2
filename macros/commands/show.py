"""`atlas show ID`: a record in the terminal."""

from __future__ import annotations

import argparse
import sys

from macros.commands.options import Commands, declare, print_json, read_sound
from macros.model.languages import LANGUAGES
from macros.model.problems import one_line


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = declare(commands, "show", _show)
    parser.add_argument("record", metavar="RECORD", help="id, name, alias or registry number")
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language")


def _show(options: argparse.Namespace) -> int:
    """Show a record, its sources and the records that link to it.

    Accepts an id, a name in either language, an alias or a registry number.

    examples:
      ./atlas show curocell
      ./atlas show 큐로셀 --lang ko
      ./atlas show NCT04836507 --json
    """
    from macros.curating.lookup import look_up
    from macros.curating.record_text import as_data, as_lines

    atlas = read_sound(options)
    record = look_up(atlas, options.record)
    if record.id != options.record and options.record in atlas.redirects:
        print(one_line(f'atlas: "{options.record}" has moved to "{record.id}"'), file=sys.stderr)
    if options.json:
        print_json(as_data(atlas, record))
    else:
        print("\n".join(one_line(line) for line in as_lines(atlas, record, options.lang)))
    return 0
