"""`atlas merge`: one record of two."""

from __future__ import annotations

import argparse
import sys

from macros.commands.options import (
    Commands,
    add_moving,
    data_folder,
    declare,
    print_json,
    print_rewrites,
    working,
)
from macros.model.problems import Fault, as_text, counted, one_line, told


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = declare(commands, "merge", _merge)
    parser.add_argument("id", metavar="ID", help="the record to keep")
    parser.add_argument("other", metavar="OTHER", help="the record that is merged into it")
    ways = {"keep": "keep the value of ID", "take": "use that of OTHER", "both": "keep both values"}
    for way, what in ways.items():
        parser.add_argument(
            f"--{way}", action="append", default=[], metavar="FIELD", help=f"{what}; repeatable"
        )
    add_moving(parser)


def _merge(options: argparse.Namespace) -> int:
    """Merge two records into one.

    Facts that only OTHER has move into ID with their sources; its names become aliases; all
    references in data/ and docs/ are updated; a redirect (moved_to) remains under its id. Where
    the two differ, the lines are shown and nothing is written until you choose. Either everything
    is written or nothing.

    examples:
      ./atlas merge curocell curocell-inc --check        change nothing, show what would change
      ./atlas merge curocell curocell-inc --keep founded --both headquarters
    """
    from macros.model.kinds import KINDS
    from macros.store.editing.files import digests, replace_files
    from macros.store.editing.mentions import read_pages
    from macros.store.editing.merging import WAYS, merge
    from macros.store.tree import read_tree

    chosen: dict[str, str] = {}
    for way in WAYS:
        for name in getattr(options, way):
            if chosen.setdefault(name, way) != way:
                raise Fault(f'"{name}" is chosen twice: --{chosen[name]} and --{way}')
    data = data_folder(options)
    with working("looking for references"):
        files, _problems = read_tree(data, KINDS)
        pages = read_pages(data.parent)
        merged = merge(files, pages, options.id, options.other, chosen, options.note)
    if not options.check:
        replace_files(data.parent, merged.texts, digests(files, pages))
    if options.json:
        summary = {
            "merged": bool(merged.texts) and not options.check,
            "files": sorted(merged.texts),
        }
        print_json({**summary, "conflicts": told(merged.conflicts), "lost": merged.lost})
        return 1 if merged.conflicts else 0
    if merged.conflicts:
        print(as_text(merged.conflicts))
        print(
            f"nothing written: {counted(len(merged.conflicts), 'choice')} to make", file=sys.stderr
        )
        return 1
    old = {file.path: file.raw.decode("utf-8", "replace") for file in files} | pages
    print_rewrites(options.check, old, dict(sorted(merged.texts.items())))
    for line in merged.lost:
        print(one_line(f"not merged: {line}"), file=sys.stderr)
    return 0
