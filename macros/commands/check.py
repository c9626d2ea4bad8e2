"""`atlas check`: what is wrong with the data, all at once."""

from __future__ import annotations

import argparse
import gc
import sys

from macros.commands.options import Commands, data_folder, declare, read, working
from macros.model.problems import FORMATS, Problem, counted
from macros.store import outcome


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = declare(commands, "check", _check)
    parser.add_argument("--format", choices=FORMATS, default="text")
    parser.add_argument(
        "--changed",
        nargs="?",
        const="",
        metavar="BASE",
        help="only files that differ from BASE (default: where this branch left main)",
    )


def _check(options: argparse.Namespace) -> int:
    """Report every error in the data.

    Prints one line per problem: file, line, column, what is wrong and how to correct it. The
    exit code is 1 if there are problems. In a git clone it also reports records that were removed
    since the main branch and, as notes that leave the exit code at 0, names that were removed.

    examples:
      ./atlas check                       everything
      ./atlas check --changed             only files that you changed since you left the main branch
      ./atlas check --changed HEAD        only files with uncommitted changes
      ./atlas check --format github       for a workflow: annotations on a pull request
      ./atlas check --format markdown     for a workflow: the full list in its summary
    """
    changed = _changed(options)
    records, every = _found(options)
    gone, notes = _lost(options)
    every = sorted([*every, *gone])
    problems = [p for p in every if changed is None or p.path in changed]
    form = "json" if options.json else options.format
    if problems or form == "json":
        print(FORMATS[form](problems))
    if notes and form == "github":
        print(FORMATS[form](notes).replace("::error", "::notice"))
    if form == "text":
        for note in notes:
            print(f"note: {note}", file=sys.stderr)
        parts = [counted(records, "record"), counted(len(problems), "problem")]
        if changed is not None:
            parts.insert(1, counted(len(changed), "changed file"))
        print(", ".join(parts), file=sys.stderr)
    if len(every) > len(problems):
        # What was changed may well be what other files are now at odds with.
        rest = f"{len(every) - len(problems):,} more in files that did not change"
        print(f"atlas: {rest}; ./atlas check shows them", file=sys.stderr)
    return 1 if problems else 0


def _found(options: argparse.Namespace) -> outcome.Found:
    data = data_folder(options)
    docs = data.parent / "docs"

    def check() -> outcome.Found:
        from macros.store.pages import page_problems
        from macros.store.rechecking import still_sound

        with working("reading the data"):
            records = still_sound(data, data.parent / ".cache" / "atlas" / "known")
        if records is not None:
            return records, page_problems(docs)
        atlas, problems = read(options)
        return len(atlas.records), problems + page_problems(docs)

    gc.disable()  # nearly all that is read stays: to look for what could go takes a tenth of it
    try:
        return outcome.found(data, docs, check)
    finally:
        gc.enable()


def _lost(options: argparse.Namespace) -> tuple[list[Problem], list[Problem]]:
    """Return the ids and the names that are lost since the main branch; none without git."""
    from macros.store.git import GitError, changed_paths, trunk

    data = data_folder(options)
    try:
        commit = trunk(data)
        paths = changed_paths(data, commit)
        if not paths:
            return [], []
        from macros.curating.lost import lost_since

        return lost_since(data, commit, paths)
    except GitError:
        return [], []


def _changed(options: argparse.Namespace) -> set[str] | None:
    """Return the paths of the changed files, or None where all files are asked for."""
    if options.changed is None:
        return None
    from macros.store.git import changed_paths, merge_base, trunk

    data = data_folder(options)
    base = merge_base(data, options.changed) if options.changed else trunk(data)
    return set(changed_paths(data, base))
