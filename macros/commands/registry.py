"""`atlas registry`: trials from ClinicalTrials.gov, and how ours differ from it."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any

from macros.commands import asking
from macros.commands.options import Refusal, declare, print_json, read, read_sound
from macros.model.problems import did_you_mean, one_line

BASE = "https://clinicaltrials.gov/api/v2"
OVERRIDE = "ATLAS_CLINICALTRIALS_URL"

IMPORT = """\
Writes a trial and the source that it rests on; adds to an existing trial what it lacks. A value
that stands in a file is never changed: where the registry says otherwise, that is reported. What
only a person can know is left as a comment in the new file and named here, and so is everything
in the registry's answer for which the atlas has no field."""
DRIFT = """\
Compares title, numbers, phase, status, enrolment, dates, countries and sites of all trials that
have an NCT number. Says what differs and changes nothing. Answers are kept for six
hours in .cache/registry/, so that a run that was broken off goes on where it stopped."""
DISCOVER = """\
Lists trials of cells with a CAR that have a Korean site and are not in the atlas."""


def add(commands: Any) -> None:
    """Declare the command and its three parts."""
    registry = declare(
        commands,
        "registry",
        "take trials from ClinicalTrials.gov, and see how ours differ",
        "Asks the registry slowly and under the project's name; never changes what a person wrote.",
        """\
  ./atlas registry import NCT04836507
  ./atlas registry drift
  ./atlas registry discover""",
    )
    parts = registry.add_subparsers(dest="part", required=True, metavar="import|drift|discover")
    take = declare(
        parts,
        "import",
        "write a trial, or add to it what it lacks",
        IMPORT,
        """\
  ./atlas registry import NCT04836507
  ./atlas registry import NCT04836507 NCT05338931 --dry-run
  ./atlas registry import NCT04836507 --only completion,primary_completion
  ./atlas registry import --from studies.json         an answer of the API, kept as a file""",
    )
    take.add_argument("numbers", nargs="*", metavar="NCT", help="registry numbers")
    take.add_argument(
        "--from", dest="file", type=Path, action="append", default=[], help="studies in a JSON file"
    )
    take.add_argument("--only", default="", metavar="FIELD,…", help="add only these to old trials")
    take.add_argument("--dry-run", action="store_true", help="say it, but write nothing")
    drift = declare(
        parts,
        "drift",
        "say what differs between trials and the registry",
        DRIFT,
        """\
  ./atlas registry drift
  ./atlas registry drift nct04836507 nct05338931
  ./atlas registry drift --json > drift.json""",
    )
    drift.add_argument("ids", nargs="*", metavar="ID", help="only these trials")
    discover = declare(
        parts,
        "discover",
        "list Korean CAR trials that are missing here",
        DISCOVER,
        """\
  ./atlas registry discover
  ./atlas registry discover --json""",
    )
    for part, run in ((take, _import), (drift, _drift), (discover, _discover)):
        asking.add_options(part, BASE)
        part.set_defaults(run=run)


def _base(options: argparse.Namespace) -> str:
    return options.base_url or os.environ.get(OVERRIDE, "") or BASE


# import


def _import(options: argparse.Namespace) -> int:
    from macros.model.kinds import KINDS
    from macros.outside.clinicaltrials import NCT
    from macros.outside.http import FetchError
    from macros.outside.importing import CannotWrite, Importer
    from macros.outside.names import Names
    from macros.outside.study import read_study

    numbers = list(dict.fromkeys(number.strip().upper() for number in options.numbers))
    strange = [number for number in numbers if not NCT.fullmatch(number)]
    if any(number.startswith("KCT") for number in strange):
        raise Refusal("CRIS answers no program; write `registry_numbers` and `cris_seq` by hand")
    if strange:
        raise Refusal(f'"{strange[0]}" is no number of ClinicalTrials.gov; write NCT and 8 digits')
    if not numbers and not options.file:
        raise Refusal("name a trial: ./atlas registry import NCT04836507")
    only = [field.strip() for field in options.only.split(",") if field.strip()]
    fields = KINDS["trials"].model_fields
    unknown = [field for field in only if field not in fields]
    if unknown:
        raise Refusal(f'a trial has no field "{unknown[0]}"', did_you_mean(unknown[0], fields))
    stored = [study for path in options.file for study in _stored(path)]

    atlas, before = read(options)
    importer = Importer(atlas, options.data.resolve(), options.today.isoformat(), only)
    names = Names(atlas)
    progress = asking.Progress(len(numbers) + len(stored), "studies")
    plans, failed = [], []
    for label, study in chain(_fetched(options, numbers, progress), _labelled(stored, progress)):
        if isinstance(study, FetchError):
            failed.append({"nct": label, "code": study.code, "message": study.message})
            continue
        try:
            plan = importer.plan(read_study(study, names))
            if not options.dry_run:
                asking.put(options, plan.files)
            plans.append(plan)
        except (CannotWrite, OSError) as error:
            failed.append({"nct": label, "code": "not-written", "message": str(error)})
    progress.end()
    problems = [] if options.dry_run else asking.new_problems(options, before)
    data = options.data.resolve().name
    if options.json:
        answer = {
            "imported": [_plan_json(plan, data) for plan in plans],
            "failed": failed,
            "problems": problems,
        }
        print_json(answer)
    else:
        _say_plans(plans, failed, problems, options.dry_run, data)
    look = failed or problems or any(plan.differs for plan in plans)
    return 1 if look else 0


def _stored(path: Path) -> list[Any]:
    """Return the studies in a file. Raises Refusal where it is no JSON."""
    from macros.outside.clinicaltrials import studies_in

    try:
        return studies_in(json.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise Refusal(f"cannot read {path}: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        line = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        hint = "Is it cut off, empty, or a web page? Save the answer of the API once more."
        raise Refusal(f"{path} is not readable as JSON{line}", hint) from None


def _fetched(
    options: argparse.Namespace, numbers: list[str], progress: asking.Progress
) -> Iterator[tuple[str, Any]]:
    """Yield each number with its study, or with the FetchError that came instead."""
    from macros.outside.clinicaltrials import fetch_study
    from macros.outside.http import FetchError

    client = asking.client(options, progress)
    for number in numbers:
        progress.step(number)
        try:
            yield number, fetch_study(client, _base(options), number)
        except FetchError as error:
            yield number, error


def _labelled(studies: list[Any], progress: asking.Progress) -> Iterator[tuple[str, Any]]:
    from macros.outside.clinicaltrials import number_of

    for index, study in enumerate(studies, 1):
        number = number_of(study) or f"study {index} of the file"
        progress.step(number)
        yield number, study


def _plan_json(plan: Any, data: str) -> dict[str, Any]:
    return {
        "nct": plan.registered.nct,
        "id": plan.record_id,
        "outcome": plan.outcome,
        "files": [f"{data}/{name}" for name in plan.files],
        "added": plan.added,
        "differs": [asdict(difference) for difference in plan.differs],
        "by_hand": plan.by_hand,
        "unmapped": [asdict(left) for left in plan.registered.leftovers],
        "not_taken_over": plan.registered.untaken,
    }


def _say_plans(
    plans: list[Any], failed: list[dict], problems: list[str], dry: bool, data: str
) -> None:
    for plan in plans:
        files = ", ".join(f"{data}/{name}" for name in plan.files)
        verb = "would write" if dry else "wrote"
        print(f"{plan.registered.nct}: {plan.outcome}" + (f", {verb} {files}" if files else ""))
        if plan.added:
            print(f"  added: {', '.join(plan.added)}")
        for difference in plan.differs:
            print(one_line(f"  differs, left as it is: {difference}"))
        if plan.by_hand:
            print(f"  to write by hand: {', '.join(plan.by_hand)}")
        for left in plan.registered.leftovers:
            print(one_line(f"  no place: {left.path} {left.value!r}: {left.reason}"))
    untaken = Counter(path for plan in plans for path in plan.registered.untaken)
    if untaken:
        print("no field here, not taken over (in how many studies):")
        for module in dict.fromkeys(path.split(".")[0] for path in sorted(untaken)):
            parts = [
                f"{path.partition('.')[2] or path} ({count})"
                for path, count in sorted(untaken.items())
                if path.split(".")[0] == module
            ]
            print(one_line(f"  {module}: {', '.join(parts)}"))
    for failure in failed:
        print(one_line(f"{failure['nct']}: failed, {failure['message']} [{failure['code']}]"))
    for problem in problems:
        print(problem)
    total = Counter(plan.outcome for plan in plans)
    said = ", ".join(f"{count:,} {outcome}" for outcome, count in total.items())
    print(f"{said or 'nothing imported'}; {len(failed):,} failed", file=sys.stderr)


# drift


def _drift(options: argparse.Namespace) -> int:
    from macros.outside.clinicaltrials import fetch_study
    from macros.outside.drift import compare
    from macros.outside.http import FetchError
    from macros.outside.names import Names
    from macros.outside.study import SITES, UNKNOWN_SITE, read_study

    atlas = read_sound(options)
    trials = {trial.id: trial for trial in atlas.of_kind("trials")}
    strange = [name for name in options.ids if name.lower() not in trials]
    if strange:
        raise Refusal(f'there is no trial "{strange[0]}"', did_you_mean(strange[0], trials))
    wanted = [trials[name.lower()] for name in options.ids] or list(trials.values())
    numbered = {trial.id: _nct_of(trial) for trial in wanted}
    ours = [trial for trial in wanted if numbered[trial.id]]
    without = [trial.id for trial in wanted if not numbered[trial.id]]

    names = Names(atlas)
    progress = asking.Progress(len(ours), "trials")
    client = asking.client(options, progress)
    drifted, failed = [], []
    strange_sites: dict[str, list[str]] = {}
    for trial in ours:
        number = numbered[trial.id]
        progress.step(number)
        try:
            registered = read_study(fetch_study(client, _base(options), number), names)
        except FetchError as error:
            failure = {"id": trial.id, "nct": number, "code": error.code, "message": error.message}
            failed.append(failure)
            continue
        unmapped = [left for left in registered.leftovers if left.path in _COMPARED]
        differs = compare(trial, registered)
        for left in registered.leftovers:
            if left.path == SITES and left.reason == UNKNOWN_SITE:
                strange_sites.setdefault(left.value, []).append(trial.id)
        if differs or unmapped:
            drifted.append((trial, number, registered, differs, unmapped))
    progress.end()
    if options.json:
        answer = {
            "compared": len(ours) - len(failed),
            "drifted": [
                {
                    "id": trial.id,
                    "path": trial.path,
                    "nct": number,
                    "as_of": registered.as_of,
                    "differs": [asdict(difference) for difference in differs],
                    "unmapped": [asdict(left) for left in unmapped],
                }
                for trial, number, registered, differs, unmapped in drifted
            ],
            "failed": failed,
            "unknown_sites": strange_sites,
            "without_number": without,
        }
        print_json(answer)
    else:
        for trial, number, registered, differs, unmapped in drifted:
            as_of = f", registry as of {registered.as_of}" if registered.as_of else ""
            print(f"{trial.path} ({number}{as_of})")
            for difference in differs:
                print(one_line(f"  {difference}"))
            for left in unmapped:
                print(one_line(f"  {left.path} {left.value!r}: {left.reason}"))
        for site, ids in sorted(strange_sites.items()):
            print(one_line(f"no hospital here: {site} ({', '.join(ids)})"))
        for failure in failed:
            said = f"{failure['id']}: not compared, {failure['message']} [{failure['code']}]"
            print(one_line(said))
        print(
            f"{len(ours) - len(failed):,} trials compared, {len(drifted):,} differ, "
            f"{len(failed):,} failed, {len(without):,} without an NCT number",
            file=sys.stderr,
        )
    return 1 if drifted or failed else 0


_COMPARED = (
    "statusModule.overallStatus",
    "designModule.phases",
    "contactsLocationsModule.locations.country",
)
"""Parts of an answer that are compared where they are understood, and told where they are not."""


def _nct_of(trial: Any) -> str:
    own = trial.id.upper()
    numbers = [str(fact.value) for fact in trial.registry_numbers]
    found = [number for number in numbers if number.startswith("NCT")]
    return own if own in found or (not found and own.startswith("NCT")) else next(iter(found), "")


# discover


def _discover(options: argparse.Namespace) -> int:
    from macros.outside.clinicaltrials import CAR_IN_KOREA, number_of, search
    from macros.outside.discover import find, is_car, korean_sites
    from macros.outside.http import FetchError
    from macros.outside.importing import trials_by_number
    from macros.outside.names import Names

    atlas = read_sound(options)
    names = Names(atlas)
    known = {*trials_by_number(atlas), *(i.upper() for i in (*atlas.records, *atlas.tombstones))}
    progress = asking.Progress(None, "studies")
    found, passed, failure = {}, {}, None
    seen = 0
    try:
        for study, total in search(asking.client(options, progress), _base(options), CAR_IN_KOREA):
            progress.total = total
            progress.step()
            seen += 1
            number = number_of(study)
            sites = korean_sites(study, names)
            if not number:
                passed[f"study {seen}"] = "it has no NCT number"
            elif number in known:
                continue
            elif not sites:
                passed[number] = "no Korean site"
            elif not is_car(study):
                passed[number] = "no word of a CAR"
            else:
                found[number] = find(number, study, sites)
    except FetchError as error:
        failure = {"code": error.code, "message": error.message}
    progress.end()
    if options.json:
        answer = {
            "seen": seen,
            "missing": [asdict(item) for item in found.values()],
            "passed_over": passed,
            "failed": failure,
        }
        print_json(answer)
    else:
        for item in found.values():
            print(one_line(f"{item.nct}  {item.title}"))
            print(one_line(f"  {item.status}; {item.sponsor}; {'; '.join(item.sites)}"))
        for number, reason in passed.items():
            print(one_line(f"{number}: passed over, {reason}"))
        if failure:
            print(one_line(f"the search broke off: {failure['message']} [{failure['code']}]"))
        print(f"{seen:,} studies seen, {len(found):,} missing here", file=sys.stderr)
    return 1 if found or failure else 0
