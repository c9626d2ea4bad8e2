"""`atlas links`: which addresses in the data lead nowhere any more."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from macros.commands.asking import Progress, agent
from macros.commands.options import add_common, declare, print_json, read_sound, seconds


def add(commands: Any) -> None:
    """Declare the command."""
    parser = declare(
        commands,
        "links",
        "say which addresses in the data lead nowhere any more",
        "Asks every address in the data whether it still answers: one request a second and host.\n"
        "The exit code is 1 where one is dead, failing or unreachable. With --json all addresses\n"
        "are listed, not only those at fault.",
        """\
  ./atlas links
  ./atlas links --only mfds.go.kr                only addresses that hold this text
  ./atlas links --json > links.json""",
    )
    parser.add_argument("--only", metavar="TEXT", help="only addresses that hold this text")
    parser.add_argument(
        "--pause",
        type=seconds,
        default=1.0,
        metavar="SECONDS",
        help="least seconds between requests to one host (default: 1)",
    )
    parser.add_argument("--private", action="store_true", help="ask private networks too")
    add_common(parser)
    parser.set_defaults(run=_links)


def _links(options: argparse.Namespace) -> int:
    from macros.model.problems import one_line
    from macros.outside.http import Client
    from macros.outside.linkcheck import TO_MEND, addresses, check_links

    where = addresses(read_sound(options))
    urls = [url for url in where if not options.only or options.only in url]
    progress = Progress(len(urls), "addresses")
    client = Client(agent(as_browser=True), options.pause, 20, 3, private=options.private)
    outcomes = []
    for outcome in check_links(urls, client):
        outcomes.append(outcome)
        progress.step()
    progress.end()
    outcomes.sort(key=lambda outcome: (where[outcome.url], outcome.url))
    at_fault = [outcome for outcome in outcomes if outcome.state in TO_MEND]
    if options.json:
        shown = [{**asdict(outcome), "files": where[outcome.url]} for outcome in outcomes]
        print_json(shown)
    else:
        for outcome in at_fault:
            code = f" {outcome.code}" if outcome.code else ""
            for path in where[outcome.url]:
                words = f"{path}: {outcome.state}{code}, {outcome.why}: {outcome.url}"
                print(one_line(words))
    return 1 if at_fault else 0
