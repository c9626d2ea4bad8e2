"""`./atlas bench`: build synthetic sites in several ways, in turn, and say what each costs."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.benchmark import FEWEST, measure, report, serving
from tests.benchmark.hugo import samewords
from tests.benchmark.ways import WAYS, build, copy_real, prepare, site_of, ways_for

ONCE_FROM = 5000
"""Sizes from here on are measured in one round: they take minutes, and drift less."""


VISITED = {
    "home": "index.html",
    "trials": "trials/index.html",
    "sources": "sources/index.html",
}
"""Pages whose first visits are weighed."""


def main(arguments: list[str] | None = None) -> int:
    """Measure and report. A missed aim is no error; a build that fails is."""
    options = _options(arguments)
    if not hasattr(os, "wait4"):
        say("the benchmark reads what a process used from the system: Linux or macOS only")
        return 1
    # A program started in the background ignores Ctrl+C, and so would the server it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    results: report.Results = {"sizes": {}, "serve": {}}
    try:
        with tempfile.TemporaryDirectory(prefix="atlas-bench-") as name:
            for size in options.sizes:
                folder = Path(name) / str(size)
                rounds = options.rounds if size < ONCE_FROM else 1
                results["sizes"][str(size)] = compare(folder, size, rounds, options.left_out)
                if size >= 1000 or size == options.sizes[-1]:
                    results["serve"][str(size)] = serve(folder, size)
            results["real"] = real(Path(name) / "real", options.rounds)
    except measure.Failed as failed:
        say(str(failed))
        return 1
    except KeyboardInterrupt:
        return 130
    results["aims"] = report.aims(results)
    print(json.dumps(results, indent=2) if options.json else report.as_text(results))
    return 0


def compare(folder: Path, size: int, rounds: int, left_out: list[str]) -> dict[str, Any]:
    """Measure every way at one size, round by round, each round one way after the other."""
    say(f"{size:,} records: writing them")
    ways = ways_for(size, left_out)
    figures = json.loads(prepare(folder, size, ways))
    costs: dict[str, list[measure.Cost]] = {key: [] for key in ways}
    if size < ONCE_FROM:
        for key in ("cold", "usual") if "usual" in ways and size < 500 else ("cold",):
            build(key, folder)  # not counted: leaves Python's compiled files behind
    for number in range(1, rounds + 1):
        for key in ways:
            cost = build(key, folder)
            say(f"{size:,} records, round {number} of {rounds}: {WAYS[key].name} {cost.wall:.2f} s")
            costs[key].append(cost)
    pages = measure.pages_of(folder / "data")
    measured = {key: _summary(costs[key], site_of(key, folder), pages) for key in ways}
    ours = site_of("cold", folder)
    words = same_words = None
    if "usual" in ways:
        words = measure.words(site_of("usual", folder), pages) / measure.words(ours, pages)
    if "hugo" in ways:
        same_words = samewords.share(ours, site_of("hugo", folder), pages)
    return {
        "data": figures,
        "rounds": rounds,
        "ways": measured,
        "largest": max(page.stat().st_size for page in ours.rglob("*.html")),
        "visits": {name: measure.first_visit(ours / page) for name, page in VISITED.items()}
        | {"a product": measure.first_visit(ours / _median_product(ours, pages))},
        "words": words,
        "same_words": same_words,
    }


def real(folder: Path, rounds: int) -> dict[str, Any]:
    """Measure `./atlas build`, and again, on the data of this repository."""
    copy_real(folder)
    keys = [key for key, way in WAYS.items() if way.whole]
    costs: dict[str, list[measure.Cost]] = {key: [] for key in keys}
    for number in range(1, rounds + 1):
        for key in keys:
            costs[key].append(build(key, folder))
            say(f"real data, round {number} of {rounds}: {WAYS[key].name.strip()}")
    return {"ways": {key: _times(costs[key]) for key in keys}}


def _median_product(site: Path, pages: list[str]) -> str:
    products = [page for page in pages if page.startswith("products/")]
    return sorted(products, key=lambda page: (site / page).stat().st_size)[len(products) // 2]


def serve(folder: Path, size: int) -> dict[str, float] | None:
    """Measure how long an author waits for an edit; None where the edit never shows."""
    say(f"{size:,} records: serving and editing")
    try:
        return serving.time_edits(folder)
    except measure.Failed as failed:
        say(str(failed))
        return None


def say(line: str) -> None:
    """Write a line of progress; standard output is for the report."""
    print(f"bench: {time.strftime('%H:%M:%S')} {line}", file=sys.stderr, flush=True)


def _summary(costs: list[measure.Cost], site: Path, pages: list[str]) -> dict[str, Any]:
    return _times(costs) | asdict(measure.weigh(site, pages))


def _times(costs: list[measure.Cost]) -> dict[str, list[float]]:
    return {name: [asdict(cost)[name] for cost in costs] for name in ("wall", "cpu", "memory")}


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="atlas bench", description=__doc__)
    add = parser.add_argument
    add("--sizes", default="100,1000,10000", help="numbers of records (default: %(default)s)")
    add("--rounds", type=int, default=3, help=f"for each size below {ONCE_FROM:,} (default: 3)")
    leave = {"dest": "left_out", "action": "append_const", "default": []}
    add("--no-usual", const="usual", help="skip the conventional MkDocs build", **leave)
    add("--no-hugo", const="hugo", help="skip Hugo", **leave)
    add("--json", action="store_true", help="print every figure as JSON")
    add("--quick", action="store_true", help="100 records and one round, to see that it works")
    options = parser.parse_args(arguments)
    if options.quick:
        options.sizes, options.rounds = "100", 1
    try:
        options.sizes = sorted({int(size) for size in options.sizes.split(",")})
    except ValueError:
        parser.error(f"--sizes wants whole numbers with commas between, not {options.sizes!r}")
    if options.sizes[0] < FEWEST or options.rounds < 1:
        parser.error(f"at least {FEWEST} records and one round are needed")
    return options


if __name__ == "__main__":
    sys.exit(main())
