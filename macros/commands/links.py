"""`atlas links`: which addresses in the data lead nowhere any more."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from macros.commands.site import ROOT


def add(commands: Any) -> None:
    """Declare the command."""
    links = commands.add_parser(
        "links",
        help="say which addresses in the data lead nowhere any more",
        description="Ask every address in the data whether it still answers: one request a second "
        "and host. Exit code 1 where one is dead, failing or unreachable.",
    )
    links.add_argument("--json", action="store_true", help="all addresses, not only those at fault")
    links.add_argument("--only", metavar="TEXT", help="only addresses that hold this text")
    links.add_argument("--data", type=Path, default=ROOT / "data", help="another data folder")
    links.add_argument("--pause", type=float, default=1.0, help="seconds between two requests")
    links.add_argument("--private", action="store_true", help="ask private networks too")
    links.set_defaults(run=_links)


def _links(options: argparse.Namespace) -> int:
    from macros.curating.linkcheck import TO_MEND, Manners, addresses, check_links
    from macros.loading import loader
    from macros.problems import one_line

    atlas, _problems = loader(options.data.resolve()).read()
    where = addresses(atlas)
    urls = [url for url in where if not options.only or options.only in url]
    outcomes = []
    for outcome in check_links(urls, Manners(options.pause, public_only=not options.private)):
        outcomes.append(outcome)
        print(f"\r{len(outcomes):,} of {len(urls):,} addresses", end="", file=sys.stderr)
    print(file=sys.stderr)
    outcomes.sort(key=lambda outcome: (where[outcome.url], outcome.url))
    at_fault = [outcome for outcome in outcomes if outcome.state in TO_MEND]
    if options.json:
        shown = [{**asdict(outcome), "files": where[outcome.url]} for outcome in outcomes]
        print(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        for outcome in at_fault:
            code = f" {outcome.code}" if outcome.code else ""
            for path in where[outcome.url]:
                words = f"{path}: {outcome.state}{code}, {outcome.why}: {outcome.url}"
                print(one_line(words))
    return 1 if at_fault else 0
