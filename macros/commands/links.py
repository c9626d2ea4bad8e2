"""`atlas links`: which URLs in the data are dead."""

from __future__ import annotations

import argparse

from macros.commands import asking
from macros.commands.options import Commands, answer, declare, read_sound, seconds
from macros.model.problems import Fault


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = declare(commands, "links", _links)
    parser.add_argument("--only", metavar="TEXT", help="only URLs that contain this text")
    parser.add_argument(
        "--pause",
        type=seconds,
        default=1.0,
        metavar="SECONDS",
        help="minimum seconds between requests to one host (default: 1)",
    )
    parser.add_argument("--private", action="store_true", help="check private networks too")


def _links(options: argparse.Namespace) -> int:
    """Check URLs for dead links (rate-limited).

    Requests every URL in the data, at most one a second per host. The exit code is 1 if any is
    dead, failing or unreachable. Also lists URLs that have moved, that show another page (a front
    page, a login, "not found"), that block automated requests or that are in private networks;
    --json lists all URLs. If no host answers, nothing was checked and the exit code is 2.

    examples:
      ./atlas links
      ./atlas links --only mfds.go.kr                only URLs that contain this text
      ./atlas links --json > links.json
    """
    from macros.outside.http import Client
    from macros.outside.linkcheck import LinkReport, addresses, check_links, network_gone

    where = addresses(read_sound(options))
    urls = [url for url in where if not options.only or options.only in url]
    client = Client(
        asking.agent(as_browser=True), options.pause, timeout=20, tries=3, private=options.private
    )
    outcomes = asking.Progress(len(urls), "URLs").each(check_links(urls, client))
    in_order = sorted(outcomes, key=lambda outcome: (where[outcome.url], outcome.url))
    if why := network_gone(in_order):
        raise Fault(f"no connection to any host: {why}", "No URL was checked.")
    return answer(options, LinkReport(in_order, where))
