"""`atlas registry`: trials from ClinicalTrials.gov, and how ours differ from it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from macros.commands import asking
from macros.commands.options import Commands, answer, declare, place, read, read_sound
from macros.model.problems import Fault, did_you_slip

if TYPE_CHECKING:
    from macros.outside.clinicaltrials import Fetched


def add(commands: Commands) -> None:
    """Declare the command and its three parts."""
    registry = declare(commands, "registry", _registry, has_parts=True)
    parts = registry.add_subparsers(dest="part", metavar="import|drift|discover")
    take = declare(parts, "import", _import)
    take.add_argument("numbers", nargs="*", metavar="NCT", help="registry numbers")
    take.add_argument(
        "--from",
        dest="file",
        type=place,
        action="append",
        default=[],
        help="read studies from a JSON file",
    )
    take.add_argument(
        "--source", default="", metavar="ID", help="the source record of the copy in FILE"
    )
    take.add_argument(
        "--only", default="", metavar="FIELD,…", help="add only these fields to existing trials"
    )
    take.add_argument("--dry-run", action="store_true", help="report only, write nothing")
    drift = declare(parts, "drift", _drift)
    drift.add_argument("ids", nargs="*", metavar="ID", help="only these trials")
    drift.add_argument(
        "--write", default="", metavar="FIELD,…", help="write these fields to the named trials"
    )
    for part in (take, drift, declare(parts, "discover", _discover)):
        asking.add_options(part, asking.SERVICES["clinicaltrials"][1])


def _registry(_options: argparse.Namespace) -> int:
    """Import trials from ClinicalTrials.gov and compare ours with it.

    Requests are rate-limited and identify this project. Values written by hand are not
    changed unless you name them with `drift --write`.

    examples:
      ./atlas registry import NCT04836507
      ./atlas registry drift
      ./atlas registry discover
    """
    raise Fault("choose one: registry import, registry drift or registry discover")


def _fetcher(
    options: argparse.Namespace, progress: asking.Progress, fields: str = ""
) -> Callable[[list[str]], Iterator[Fetched]]:
    from macros.outside.clinicaltrials import fetch_studies

    client = asking.client(options, progress)
    base = asking.base(options, "clinicaltrials")

    def fetch(numbers: list[str]) -> Iterator[Fetched]:
        for number, study in fetch_studies(client, base, numbers, fields):
            progress.step(number)
            yield number, study

    return fetch


def _import(options: argparse.Namespace) -> int:
    """Import trials from the registry, or fill the gaps of existing ones.

    Writes a trial and its source record, or fills the gaps of an existing trial. An existing
    value is never changed: differences from the registry are only reported. What needs a person's
    judgement becomes a comment in the new file and is listed here, as is everything in the
    registry's answer for which the atlas has no field.

    A file given with --from is treated as the registry's own answer. If it is somebody else's
    copy, give the source record of that copy with --source; it is then cited instead.

    examples:
      ./atlas registry import NCT04836507
      ./atlas registry import NCT04836507 NCT05338931 --dry-run
      ./atlas registry import NCT04836507 --only completion,primary_completion
      ./atlas registry import --from studies.json         a saved answer of the API
    """
    from macros.outside.clinicaltrials import nct_numbers, stored_studies
    from macros.outside.import_report import import_studies
    from macros.outside.importing import Importer, trial_fields

    numbers, only = nct_numbers(options.numbers), trial_fields(options.only)
    stored = [study for path in options.file for study in stored_studies(path)]
    if not numbers and not options.file:
        raise Fault("no trial given: ./atlas registry import NCT04836507")
    if options.source and (numbers or not options.file):
        raise Fault("--source describes the file of --from: give --from, and no numbers")
    atlas, before = read(options)
    importer = Importer(
        atlas, options.data.resolve(), options.today.isoformat(), only, options.source
    )
    progress = asking.Progress(len(numbers), "studies")
    write = None if options.dry_run else partial(asking.put, options, atlas)
    report = import_studies(importer, numbers, stored, _fetcher(options, progress), write)
    progress.end()
    if write:
        report.problems = asking.new_problems(options, before)
    return answer(options, report)


def _drift(options: argparse.Namespace) -> int:
    """List differences between our trials and the registry.

    Compares title, numbers, phase, status and why a trial stopped, sponsor, age, enrolment, dates,
    countries and sites, each with its own status, of all trials that have an NCT number. Lists
    the differences and changes nothing. Answers are cached for six hours in .cache/registry/, so
    that an interrupted run can continue. If the registry answers for no trial, the exit code is 2.

    With --write, the registry's values of these fields are written to the files of the named
    trials. Values with a `note` or `also`, removed hospitals and sponsors are left to you.

    examples:
      ./atlas registry drift
      ./atlas registry drift nct04836507 --write status,registry_updated
      ./atlas registry drift nct04836507 nct05338931
      ./atlas registry drift --json > drift.json
    """
    from macros.model.kinds import Trial
    from macros.outside.clinicaltrials import nct_of
    from macros.outside.drift import NEEDED, drift
    from macros.outside.import_report import import_studies
    from macros.outside.importing import Importer, trial_fields
    from macros.outside.names import KnownNames

    fields = trial_fields(options.write)
    if fields and not options.ids:
        raise Fault(
            "--write needs the ids of the trials to change", "./atlas registry drift ID --write …"
        )
    atlas, before = read(options) if fields else (read_sound(options), [])
    trials = {trial.id: trial for trial in atlas.of(Trial)}
    for name in options.ids:
        if name.lower() not in trials:
            raise Fault(f'unknown trial "{name}"', did_you_slip(name, trials))
    chosen = [trials[name.lower()] for name in options.ids] or list(trials.values())
    progress = asking.Progress(len(chosen), "trials")
    fetch = _fetcher(options, progress, NEEDED)
    if fields:
        data, day = options.data.resolve(), options.today.isoformat()
        importer = Importer(atlas, data, day, fields, take=True)
        numbers = list(filter(None, map(nct_of, chosen)))
        taken = import_studies(importer, numbers, [], fetch, partial(asking.put, options, atlas))
        taken.problems = asking.new_problems(options, before)
        return answer(options, taken)
    report = drift(chosen, KnownNames(atlas), fetch)
    progress.end()
    if why := report.unanswered():
        raise Fault(f"the registry did not answer for any trial: {why}", "No trial was compared.")
    return answer(options, report)


def _discover(options: argparse.Namespace) -> int:
    """List Korean CAR trials that are missing here.

    Lists trials of CAR cells that have a Korean site or sponsor and are not in the atlas.
    Searches for the terms of the topic and for the names and codes of our products. Trials whose
    text mentions neither are listed separately, for a person to decide.

    examples:
      ./atlas registry discover
      ./atlas registry discover --json
    """
    from macros.outside.clinicaltrials import queries, search
    from macros.outside.discover import discover
    from macros.outside.names import KnownNames

    atlas = read_sound(options)
    progress = asking.Progress(None, "studies")
    client = asking.client(options, progress)
    base, names = asking.base(options, "clinicaltrials"), KnownNames(atlas)
    searches = queries(names.codes, names.sponsors)
    studies = (s for query in searches for s in search(client, base, query))
    report = discover(progress.each(studies), atlas, names)
    return answer(options, report)
