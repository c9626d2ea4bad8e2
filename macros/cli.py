"""Korea CAR-T Atlas: preview the site and maintain its data.

The site
  serve    preview the site at http://127.0.0.1:8000/; reloads on edits
  build    build both languages into site/; stops at any error

The data
  check    report every error in the data
  fix      correct the formatting of data files
  new      start a record: a file with the fields to fill in
  rename   change the id of a record everywhere
  merge    merge two records into one
  set      set fields of many records, by a filter or from a table
  show     show a record, its sources and the records that link to it
  uses     find where a record is used, or sources that nothing cites
  diff     show what has changed since another version of the data
  gaps     list the most useful edits to make
  stale    list records that have gone longest without a check
  source   add a source by DOI, PubMed number, trial number or URL
  registry import trials from ClinicalTrials.gov and compare ours with it
  links    check URLs for dead links (rate-limited)
  schema   generate the JSON Schemas for editors

The program
  test     run the tests, in a real browser too
  bench    compare speed with plain MkDocs and Hugo
  lint     run the linters over the program
"""

from __future__ import annotations

import signal

if __name__ == "__main__":  # Ctrl-C ends it without a traceback, before `main` can see to that
    signal.signal(signal.SIGINT, signal.SIG_DFL)

import argparse
import sys
from contextlib import suppress
from importlib import import_module

from macros.commands import COMMANDS
from macros.commands.options import Parser
from macros.model.harmless import streams
from macros.model.problems import Fault, one_line


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code: 0 fine, 1 problems found, 2 wrong use."""
    with streams(), suppress(KeyboardInterrupt):
        return _main(arguments)
    return 130


def _main(arguments: list[str] | None) -> int:
    parser = Parser(
        prog="./atlas",
        usage="./atlas COMMAND [options]",
        description=__doc__,
        epilog="./atlas COMMAND --help explains a command.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="COMMAND", prog="./atlas", help=argparse.SUPPRESS
    )
    names = (sys.argv[1:] if arguments is None else arguments)[:1]
    for name in names if {*names} & {*COMMANDS} else COMMANDS:
        import_module(f"macros.commands.{name}").add(commands)

    options = parser.parse_args(arguments)
    try:
        return options.run(options)
    except Fault as fault:
        return _refuse(str(fault), fault.exit_code)
    except BrokenPipeError:  # the reader of the output, such as `head`, has had enough
        sys.stderr.close()
        return 1
    except ImportError as error:
        advice = "Delete the folder .venv; the next ./atlas sets it up again"
        return _refuse(f"an installed package is incomplete: {error}. {advice}", 1)
    except OSError as error:
        return _refuse(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "), 1)


def _refuse(message: str, code: int) -> int:
    print(f"atlas: {one_line(message)}", file=sys.stderr)
    return code


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(main())
