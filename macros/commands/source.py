"""`atlas source add`: a source record from a DOI, a PubMed number, a trial number or an address."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING

from macros.commands import asking
from macros.commands.options import Commands, answer, declare, read
from macros.model.problems import Fault

if TYPE_CHECKING:
    from macros.model.identity import Identity
    from macros.outside.sources import Reference

GIVEN = {
    "title": "its title, as published",
    "kind": "what kind of source it is",
    "publisher": "who published it",
    "published": "when, as printed: YYYY, YYYY-MM or YYYY-MM-DD",
    "language": "language of the text: en, ko, …",
}
"""What a person can say of one source; the field and its help."""


def add(commands: Commands) -> None:
    """Declare the command."""
    source = declare(commands, "source", _add, has_parts=True)
    parts = source.add_subparsers(dest="part", required=True, metavar="add")
    adding = declare(parts, "add", _add)
    adding.add_argument("references", nargs="+", metavar="DOI|PMID|NCT|URL", help="what to add")
    adding.add_argument("--id", default="", help="the id, for one source (default: suggested)")
    for name in GIVEN:
        adding.add_argument(f"--{name}", default="", help=GIVEN[name])
    adding.add_argument(
        "--no-archive", action="store_true", help="do not look for an archived copy"
    )
    adding.add_argument("--dry-run", action="store_true", help="report only, write nothing")
    asking.add_options(adding, "those of all services")


def _add(options: argparse.Namespace) -> int:
    """Add a source by DOI, PubMed number, trial number or URL.

    A DOI is looked up at Crossref, a PubMed number at PubMed; for any other URL, the details are
    read from the page. If the Wayback Machine has a copy, its URL is recorded too. A source that
    already has a record is reported, whichever URL or number you give. Options override what the
    page says.

    Kinds: regulator, registry, registry-copy, paper, filing, filing-copy, company, institution,
    news, reference, market-report.

    examples:
      ./atlas source add 10.1056/NEJMoa2303379
      ./atlas source add 37272512                         a PubMed number
      ./atlas source add NCT04836507
      ./atlas source add https://www.mfds.go.kr/brd/m_99/view.do?seq=47000
      ./atlas source add https://example.com/news/1 --kind news --publisher "Example Daily"
    """
    from macros.outside.adding import Adding, AddingReport
    from macros.outside.sources import Sources, read_reference

    references: dict[Identity, Reference] = {}
    for reference in map(read_reference, options.references):
        references.setdefault(reference.identity, reference)
    overrides = {name: text for name in ("id", *GIVEN) if (text := getattr(options, name))}
    if len(references) > 1 and overrides:
        raise Fault(f"--{next(iter(overrides))} is for one source at a time")
    atlas, before = read(options)
    progress = asking.Progress(len(references), "sources")
    adding = Adding(
        Sources(atlas),
        asking.client(options, progress),
        partial(asking.base, options),
        overrides,
        folder=options.data.resolve().name,
        day=options.today.isoformat(),
        archive=not options.no_archive,
        write=None if options.dry_run else partial(asking.put, options, atlas),
    )
    additions = [adding.add(one) for one in progress.each(references.values())]
    problems = [] if options.dry_run else asking.new_problems(options, before)
    return answer(options, AddingReport(additions, problems))
