"""Korea CAR-T Atlas: look at the site, look after its data.

The site
  serve    show the site at http://127.0.0.1:8000/ and follow edits
  build    build both languages into site/, strictly

The data
  check    say what is wrong with the data, all at once
  fix      put the form of the data files right
  new      begin a record: a file with the fields to fill in
  rename   give a record another id, everywhere
  merge    make one record of two
  set      set fields of many records, by a filter or from a table
  show     show a record, its sources and what links to it
  uses     list the lines that name a record, or the sources that nothing names
  diff     say what has changed since another version of the data
  gaps     list the edits that would help most
  stale    list what was not looked at for longest
  source   add a source by DOI, PubMed number, trial number or address
  registry take trials from ClinicalTrials.gov, and see how ours differ
  links    say which addresses in the data lead nowhere any more
  schema   make the JSON Schemas that editors help with

The program
  test     run the tests, in a real browser too
  bench    measure against the usual way and Hugo
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
        epilog="./atlas COMMAND --help says more about a command and shows examples.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="COMMAND", prog="./atlas", help=argparse.SUPPRESS
    )
    asked = (sys.argv[1:] if arguments is None else arguments)[:1]
    for name in asked if {*asked} & {*COMMANDS} else COMMANDS:
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
        return _refuse(f"a package is not whole: {error}. {advice}", 1)
    except OSError as error:
        return _refuse(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "), 1)


def _refuse(message: str, code: int) -> int:
    print(f"atlas: {one_line(message)}", file=sys.stderr)
    return code


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(main())
