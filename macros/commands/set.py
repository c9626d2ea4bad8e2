"""`atlas set`: fields of many records, by a filter or from a table."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from macros.commands.options import Commands, declare, print_json, print_rewrites, read, working
from macros.model.problems import Fault, as_text, counted, told

if TYPE_CHECKING:
    from macros.model.atlas import Atlas
    from macros.store.editing.bulk import Row


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = declare(commands, "set", _set)
    parser.add_argument("kind", metavar="KIND", help="companies, products, trials, sources …")
    parser.add_argument(
        "words", nargs="*", metavar="FIELD=VALUE|ID", help="what to set; ids: only these records"
    )
    parser.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="only records with this value; repeatable",
    )
    parser.add_argument("--table", type=Path, metavar="FILE", help="a CSV file, one record per row")
    parser.add_argument(
        "--write", action="store_true", help="write the changes (default: only show them)"
    )


def _set(options: argparse.Namespace) -> int:
    """Set fields of many records.

    Shows the lines that would change; --write writes them, all or none. `status.as_of` and
    `status.sources` give the date and sources of the new value, which does not inherit those of
    the old one. A value with a note, or with a conflicting value from another source, is not
    changed: edit it in its file.

    A table needs an `id` column; the other columns are named after fields. A new id creates a
    record. Empty cells are ignored. Separate several values with semicolons.

    examples:
      ./atlas set trials status=completed status.sources=ctgov-1 --where status=recruiting
      ./atlas set companies curocell abclon checked=2026-11-30 --write
      ./atlas set sources --table sources.csv
    """
    from macros.model.kinds import KINDS
    from macros.model.paths import known_kind
    from macros.store.editing.bulk import planned
    from macros.store.editing.files import replace_files
    from macros.store.tree import read_tree

    kind = known_kind(options.kind)
    atlas, _problems = read(options)
    data = options.data.resolve()
    with working("finding records"):
        files = read_tree(data, KINDS)[0]
        bulk = planned(atlas, data.name, files, kind, _rows(options, atlas, kind))
    written = options.write and not bulk.problems
    if written:
        replace_files(data.parent, bulk.texts, atlas.files)
    if options.json:
        summary = {"written": written, "files": sorted(bulk.texts)}
        lists = {"problems": bulk.problems, "left": bulk.left}
        print_json(summary | {name: told(ones) for name, ones in lists.items()})
    elif bulk.problems:
        print(as_text(bulk.problems))
        print(f"nothing written: {counted(len(bulk.problems), 'problem')}", file=sys.stderr)
    else:
        old = {file.path: file.raw.decode("utf-8-sig") for file in files if file.path in bulk.texts}
        print_rewrites(not options.write, old, bulk.texts)
        for problem in bulk.left:
            print(f"not changed: {problem}", file=sys.stderr)
    return 1 if bulk.problems or bulk.left else 0


def _rows(options: argparse.Namespace, atlas: Atlas, kind: str) -> Iterator[Row]:
    """Yield what is to be said of each record. Raises Fault for what cannot be meant."""
    from macros.model.selecting import find, select
    from macros.store.editing.bulk import Row, read_table

    values = dict(_pair(word) for word in options.words if "=" in word)
    ids = [str(find(atlas, word, kind).id) for word in options.words if "=" not in word]
    if options.table:
        if options.words or options.where:
            raise Fault(
                "--table already says what to set",
                "Use --table without FIELD=VALUE, ids or --where.",
            )
        yield from read_table(kind, options.table.name, options.table.read_bytes())
        return
    if not values:
        raise Fault(
            "there is nothing to set", f"./atlas set {kind} FIELD=VALUE --where FIELD=VALUE"
        )
    if not ids and not options.where:
        raise Fault("no records are selected", "Give their ids, or --where FIELD=VALUE.")
    _check(atlas, kind, values)
    filters: dict[str, list[str]] = {}
    for name, value in map(_pair, options.where):
        filters.setdefault(name, []).append(value)
    for record in select(atlas, kind, filters):
        if not ids or record.id in ids:
            raw = (options.data.resolve().parent / record.path).read_bytes()
            yield Row(str(record.id), values, record.path, raw=raw)


def _check(atlas: Atlas, kind: str, values: dict[str, str]) -> None:
    """Raise Fault where no record takes what is to be set."""
    from macros.store.editing.setting import NO_VALUE, Misfit, changes

    try:
        changes(atlas, kind, {}, values)
    except Misfit as misfit:
        if misfit.code != NO_VALUE:
            raise


def _pair(words: str) -> tuple[str, str]:
    name, _sign, value = words.partition("=")
    if not (name and value):
        raise Fault(f'"{words}" is not FIELD=VALUE')
    return name, value
