"""`atlas source add`: a source record from a DOI, a PubMed number, a trial number or an address."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from macros.commands import asking
from macros.commands.options import Commands, declare, print_json, read
from macros.model.problems import Fault, one_line

if TYPE_CHECKING:
    from macros.model.identity import Identity
    from macros.outside.http import Client
    from macros.outside.sources import Metadata, Reference, Sources

GIVEN = {
    "title": "its title, as published",
    "kind": "what kind of source it is",
    "publisher": "who published it",
    "published": "when, as printed: YYYY, YYYY-MM or YYYY-MM-DD",
    "language": "of its text: en, ko, …",
}
"""What a person can say of one source; the field and its help."""


def add(commands: Commands) -> None:
    """Declare the command."""
    source = declare(commands, "source", _add)
    parts = source.add_subparsers(dest="part", required=True, metavar="add")
    adding = declare(parts, "add", _add)
    adding.add_argument("references", nargs="+", metavar="DOI|PMID|NCT|URL", help="what to add")
    adding.add_argument("--id", default="", help="the id, for one source (default: suggested)")
    for name in GIVEN:
        adding.add_argument(f"--{name}", default="", help=GIVEN[name])
    adding.add_argument("--no-archive", action="store_true", help="look for no archived copy")
    adding.add_argument("--dry-run", action="store_true", help="say it, but write nothing")
    asking.add_options(adding, "those of all services")


def _add(options: argparse.Namespace) -> int:
    """Add a source by DOI, PubMed number, trial number or address.

    A DOI is looked up at Crossref, a PubMed number at PubMed; an address that has neither is read
    for what its page says of itself. Where the Wayback Machine has a copy, its address goes into
    the record too. A source that is there already is named, by whatever address or number it is
    known. Give what a page does not say, or says wrongly, with the options: they win.

    Kinds: regulator, registry, paper, filing, company, institution, news, reference, market-report.

    examples:
      ./atlas source add 10.1056/NEJMoa2303379
      ./atlas source add 37272512                         a PubMed number
      ./atlas source add NCT04836507
      ./atlas source add https://www.mfds.go.kr/brd/m_99/view.do?seq=47000
      ./atlas source add https://example.com/news/1 --kind news --publisher "Example Daily"
    """
    from macros.outside.sources import Sources, read_reference

    references: dict[Identity, Reference] = {}
    for reference in map(read_reference, options.references):
        references.setdefault(reference.identity, reference)
    atlas, before = read(options)
    sources = Sources(atlas)
    if wrong := _misused(options, len(references), sources):
        raise Fault(wrong)

    progress = asking.Progress(len(references), "sources")
    client = asking.client(options, progress)
    answers = []
    for reference in references.values():
        progress.step(reference.value)
        answers.append(_one(options, client, sources, reference))
    progress.end()
    problems = [] if options.dry_run else asking.new_problems(options, before)
    if options.json:
        print_json({"sources": answers, "problems": problems})
    else:
        for answer in answers:
            _say(answer)
        for problem in problems:
            print(problem)
    return 1 if problems or any(answer["outcome"] == "failed" for answer in answers) else 0


def _misused(options: argparse.Namespace, references: int, sources: Sources) -> str:
    """Return what is wrong with the options, "" where nothing is."""
    from macros.model.values import bad_id

    given = [name for name in (*GIVEN, "id") if getattr(options, name)]
    if references > 1 and given:
        return f"--{given[0]} is for one source at a time"
    for name, vocabulary in (("kind", "source-kind"), ("language", "language")):
        known = sources.atlas.vocabularies.get(vocabulary)
        word = getattr(options, name)
        if word and known and word not in known.terms:
            return f"no {name} {word!r}; write one of {', '.join(known.terms)}"
    if options.id and (bad := bad_id(options.id)):
        return str(bad)
    if options.id in sources.taken:
        return f"the id {options.id!r} is taken"
    return ""


def _one(
    options: argparse.Namespace, client: Client, sources: Sources, reference: Reference
) -> dict[str, Any]:
    """Add one source and return what came of it; nothing that goes wrong stops the others."""
    from macros.model.kinds import Source
    from macros.outside.http import FetchError
    from macros.outside.sources import Metadata

    answer: dict[str, Any] = {"reference": reference.value, "outcome": "failed"}
    found = Metadata(url=reference.url)
    known = sources.known(reference)
    if known is None:
        try:
            found = _look_up(options, client, reference)
            # Another address of a paper that is known by its DOI or its PubMed number.
            known = sources.known(reference, found)
        except FetchError as error:
            answer |= {"code": error.code, "message": error.message}
    if known is not None:
        answer |= {"outcome": "known", "id": known, "path": _path(options, known)}
        there = sources.atlas.get(Source, known)
        if there and not there.archived:
            answer |= _archived(options, client, there.url)
        return answer
    for name in GIVEN:
        if getattr(options, name):
            setattr(found, name, getattr(options, name))
    if "code" in answer and not (found.url and found.title and found.kind and found.publisher):
        return answer
    answer |= _archived(options, client, found.url)
    found.archived = answer.get("archived")
    try:
        answer |= _record(options, sources, reference, found)
        if not options.dry_run:
            asking.put(options, answer["files"])
    except (Fault, OSError) as error:
        return answer | {"outcome": "failed", "code": "not-written", "message": str(error)}
    sources.add(answer["id"], reference, found)
    return answer


def _path(options: argparse.Namespace, source_id: str) -> str:
    return f"{options.data.resolve().name}/sources/{source_id}.yml"


def _look_up(options: argparse.Namespace, client: Client, reference: Reference) -> Metadata:
    """Return the metadata of a reference from the service that keeps it. Raises FetchError."""
    from macros.outside.clinicaltrials import fetch_study
    from macros.outside.crossref import fetch_doi
    from macros.outside.page import fetch_page
    from macros.outside.pubmed import fetch_paper
    from macros.outside.shape import at, clean
    from macros.outside.sources import registry_entry
    from macros.outside.study import updated_on

    if reference.what == "doi":
        crossref, resolver = asking.base(options, "crossref"), asking.base(options, "doi")
        found = fetch_doi(client, reference.value, crossref, resolver)
        found.url = reference.url or found.url
        return found
    if reference.what in ("pmid", "pmc"):
        database = "pubmed" if reference.what == "pmid" else "pmc"
        return fetch_paper(client, reference.value, asking.base(options, "pubmed"), database)
    if reference.what == "nct":
        study = fetch_study(client, asking.base(options, "clinicaltrials"), reference.value)
        title = clean(at(study, "protocolSection", "identificationModule", "briefTitle"))
        return registry_entry(reference.value, title, updated_on(study))
    return fetch_page(client, reference.value)


def _archived(options: argparse.Namespace, client: Client, url: str) -> dict[str, str]:
    from macros.outside.http import FetchError
    from macros.outside.wayback import archived_copy

    if options.no_archive:
        return {}
    try:
        copy = archived_copy(client, url, asking.base(options, "wayback"))
    except FetchError as error:
        return {"archive_failed": error.message}
    return {"archived": copy} if copy else {}


def _record(
    options: argparse.Namespace, sources: Sources, reference: Reference, found: Metadata
) -> dict[str, Any]:
    """Return what to write. Raises Fault where something is missing or unfit."""
    from macros.outside.importing import reminded, sound
    from macros.outside.sources import missing, record_of
    from macros.store.editing.writing import dump_record

    lacking = [name for name in ("title", "kind", "publisher") if not getattr(found, name)]
    if lacking:
        raise Fault(f"the {lacking[0]} is not known: give it with --{lacking[0]}")
    record = record_of(found, options.today.isoformat())
    source_id = options.id or sources.free_id(found, reference)
    left = missing(record)
    text = sound("sources", reminded("sources", dump_record("sources", record), left))
    return {
        "outcome": "new",
        "id": source_id,
        "path": _path(options, source_id),
        "files": {f"sources/{source_id}.yml": text},
        "by_hand": list(left),
        "unmapped": found.unmapped,
    }


def _say(answer: dict[str, Any]) -> None:
    match answer["outcome"]:
        case "known":
            print(one_line(f"{answer['reference']}: here already as {answer['id']}"))
            print(one_line(f"  {answer['path']}"))
            if answer.get("archived"):
                print(one_line(f'  an archived copy to add: archived: "{answer["archived"]}"'))
        case "new":
            print(one_line(f"{answer['reference']}: new, cite it as {answer['id']}"))
            for line in answer["files"][f"sources/{answer['id']}.yml"].splitlines():
                print(f"  {line}")
            if answer["by_hand"]:
                print(f"  to write by hand: {', '.join(answer['by_hand'])}")
            for name, value in answer["unmapped"].items():
                print(one_line(f"  no place: {name} {value!r}"))
        case _:
            said = f"{answer['reference']}: failed, {answer['message']} [{answer['code']}]"
            print(one_line(said))
    if answer.get("archive_failed"):
        print(one_line(f"  the archive did not answer: {answer['archive_failed']}"))
