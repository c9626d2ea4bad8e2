"""Korea CAR-T Atlas: look at the site, build it, check its data.

./atlas serve    show the site at http://127.0.0.1:8000/ and follow edits
./atlas build    build both languages into site/, strictly
./atlas check    say what is wrong with the data, all at once
./atlas links    say which addresses in the data lead nowhere any more
./atlas schema   make the JSON Schemas that editors help with
./atlas test     run the tests, in a real browser too
./atlas bench    measure against the usual way
./atlas lint     check form and style of the program
"""

from __future__ import annotations

import argparse
import sys

from macros.commands import COMMANDS


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code: 0 fine, 1 problems found, 2 wrong use."""
    parser = argparse.ArgumentParser(
        prog="atlas", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)

    options = parser.parse_args(arguments)
    try:
        return options.run(options)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
