"""What the commands have in common: how they are declared, read the data and print."""

from __future__ import annotations

import argparse
import contextlib
import datetime
import inspect
import json
import re
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from macros.commands.site import ROOT, place
from macros.model.problems import Fault, counted, did_you_mean, one_line

if TYPE_CHECKING:
    from macros.model.atlas import Atlas
    from macros.model.problems import Problem
    from macros.model.reports import Report


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line, and what was probably meant."""

    def error(self, message: str) -> NoReturn:
        # Python 3.15 puts a suggestion of its own between the two.
        wrong = re.search(r"invalid choice: '(.*?)'.*? \(choose from (.*)\)", message, re.DOTALL)
        if wrong:
            choices = [choice.strip(" '") for choice in wrong[2].split(",")]
            hint = did_you_mean(wrong[1], choices, "Choose from")
            message = f'{message[: wrong.start()]}there is no "{wrong[1]}". {hint}'
        print(f"atlas: {one_line(message)} (see {self.prog} --help)", file=sys.stderr)
        sys.exit(2)


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


def declare(
    commands: Commands, name: str, run: Callable[[argparse.Namespace], int], has_parts: bool = False
) -> Parser:
    """Add a command with the options that all have, but for one whose parts have them.

    The docstring of what runs it is its help: a line, more, then examples.
    """
    more, _, examples = inspect.cleandoc(run.__doc__ or "").partition("\n\nexamples:\n")
    parser = commands.add_parser(
        name,
        help=more[0].lower() + more.partition(".\n")[0][1:],
        description=more,
        epilog=f"examples:\n{examples}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.set_defaults(run=run)
    if not has_parts:
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument(
            "--data",
            type=place,
            default=ROOT / "data",
            metavar="FOLDER",
            help="use another data folder",
        )
    return parser


def add_filters(parser: Parser) -> None:
    """Add the options of a list: which kinds of records, and how many lines."""
    parser.add_argument(
        "--kind", action="append", metavar="KIND", help="only this kind, such as trials; repeatable"
    )
    parser.add_argument(
        "--limit", type=count, default=20, metavar="N", help="at most N (default: 20)"
    )


def add_moving(parser: Parser) -> None:
    """Add the options of a command that moves a record to another id."""
    parser.add_argument(
        "--note", default="", help="the reason, in a few words; kept in the redirect"
    )
    parser.add_argument("--check", action="store_true", help="only show the changes")


def add_today(parser: Parser, what: str) -> None:
    """Add the option that replaces the clock, so that an answer can be had again."""
    parser.add_argument(
        "--today",
        type=_date,
        default=datetime.date.today(),
        metavar="DATE",
        help=f"{what} (default: today's)",
    )


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f'"{text}" is not a date; write it as 2026-11-22'
        ) from None


def kinds(options: argparse.Namespace) -> list[str]:
    """Return the kinds asked for, all of them where none is. Raises Fault for a wrong one."""
    from macros.model.kinds import KINDS
    from macros.model.paths import known_kind

    return [known_kind(kind) for kind in options.kind or KINDS]


def count(text: str) -> int:
    """Return the number that an option gives: 1 or more."""
    if not re.fullmatch(r"0*[1-9][0-9]{0,8}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f'"{text}" is not a whole number; write 1 or more')
    return int(text)


def seconds(text: str) -> float:
    """Return the time that an option gives: from none to an hour."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < 3600:
        raise argparse.ArgumentTypeError(
            f'"{text}" is not a number of seconds; write one such as 1.3'
        )
    return value


def data_folder(options: argparse.Namespace) -> Path:
    """Return the data folder. Raises Fault where it does not exist.

    What a command that was killed left half done is finished first.
    """
    from macros.store.editing.files import finish

    if not options.data.is_dir():
        raise Fault(f"there is no folder {options.data}")
    folder = options.data.resolve()
    for path in finish(folder.parent):
        print(
            f"atlas: {path} completed (an earlier command was interrupted while writing)",
            file=sys.stderr,
        )
    return folder


def read(options: argparse.Namespace) -> tuple[Atlas, list[Problem]]:
    """Return the Atlas of the data folder and what is wrong with it."""
    from macros.store.loading import loader

    folder = data_folder(options)
    with working("reading the data"):
        return loader(folder).read()


def read_sound(options: argparse.Namespace) -> Atlas:
    """Return the Atlas of all sound files; say on standard error where some are not."""
    atlas, problems = read(options)
    if problems:
        files = len({problem.path for problem in problems})
        verb = "has" if files == 1 else "have"
        message = f"{counted(files, 'file')} {verb} problems and may be left out"
        print(f"atlas: {message}; see ./atlas check", file=sys.stderr)
    return atlas


def print_json(value: object) -> None:
    """Print a value as JSON, readable by people too."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def answer(options: argparse.Namespace, report: Report) -> int:
    """Print a report, as JSON or line by line, and return the exit code."""
    if options.json:
        print_json(report.as_json())
    else:
        for line in report.lines():
            print(one_line(line))
        if summary := report.summary():
            print(summary, file=sys.stderr)
    return 1 if report.wants_attention() else 0


def print_rewrites(
    check: bool,
    old: Mapping[str, str],
    new: Mapping[str, str],
    messages: Mapping[str, str] | None = None,
    before: str = "",
) -> None:
    """Print a line about each file, or with `check` its differences, and at last their number.

    `new` has the texts to be written by path, `old` at least those that are there; the line about a
    file is its path, or its text in `messages`.
    """
    for path, text in new.items():
        there = old.get(path, "").splitlines()
        lines = unified_diff(there, text.splitlines(), path, path, lineterm="")
        print("\n".join(map(one_line, lines if check else [messages[path] if messages else path])))
    verb = "would be changed" if check else "changed"
    print(f"{before}{counted(len(new), 'file')} {verb}", file=sys.stderr)


@contextlib.contextmanager
def working(what: str) -> Iterator[None]:
    """Say on standard error what is being done, once it has taken a second."""

    def say() -> None:
        print(f"atlas: {what} …", file=sys.stderr, flush=True)

    timer = threading.Timer(1.0, say)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
