"""`atlas diff BASE`: the change between two states of the data, in terms of the data."""

from __future__ import annotations

import argparse

from macros.commands.options import Commands, data_folder, declare, working


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = declare(commands, "diff", _diff)
    parser.add_argument("base", metavar="BASE", help="branch, tag or commit to compare with")
    parser.add_argument(
        "--merge-base", action="store_true", help="compare with where this branch left BASE"
    )
    parser.add_argument("--format", choices=("text", "markdown", "json"), default="text")


def _diff(options: argparse.Namespace) -> int:
    """Show what has changed since another version of the data.

    Compares the data folder, including uncommitted edits, with a git revision and lists records
    added, removed or renamed, values changed, and facts that lost or gained a source. Order,
    quotes and comments are ignored.

    examples:
      ./atlas diff HEAD                    what is not committed yet
      ./atlas diff main                    the difference from the main branch
      ./atlas diff --merge-base main       what this branch changed since it left main
      ./atlas diff origin/main --format markdown     for a comment on a pull request
    """
    from macros.curating.change_report import FORMATS
    from macros.curating.changes import compare
    from macros.store.git import changed_paths, merge_base, revision
    from macros.store.revisions import files_now, files_then

    data = data_folder(options)
    commit = (merge_base if options.merge_base else revision)(data, options.base)
    with working("comparing"):
        paths = changed_paths(data, commit)
        changes = compare(files_then(data, commit, paths), files_now(data, paths))
    print(FORMATS["json" if options.json else options.format](changes))
    return 0
