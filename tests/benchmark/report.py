"""What was measured, as a table for people, with the aims beside it."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import Any

from tests.benchmark.ways import MOST_USUAL, WAYS

Results = dict[str, Any]

FASTER = 15
GROWTH = 11
EDIT_SECONDS = 2


def ratio(measured: dict[str, Any], slow: str, fast: str) -> float | None:
    """Return how often the wall time of one way holds another's: the median over the rounds."""
    ways = measured["ways"]
    if slow not in ways or fast not in ways:
        return None
    pairs = zip(ways[slow]["wall"], ways[fast]["wall"], strict=True)
    return median(one / other for one, other in pairs)


def growth(results: Results, key: str, large: str = "10000", small: str = "1000") -> float | None:
    """Return how many times longer a way takes for 10,000 records than for 1,000."""
    sizes = results["sizes"]
    if large not in sizes or small not in sizes:
        return None
    return median(sizes[large]["ways"][key]["wall"]) / median(sizes[small]["ways"][key]["wall"])


def aims(results: Results) -> list[dict[str, Any]]:
    """Return each aim with what was measured (None where it was not) and whether it is met."""
    thousand = results["sizes"].get("1000")
    faster = ratio(thousand, "usual", "cold") if thousand else None
    growing = growth(results, "cold")
    served = results["serve"].get("1000", {"edit": None})
    edit = served["edit"] if served else float("inf")  # an edit that never showed
    return [
        _aim(f"at least {FASTER} times faster than the usual way, 1,000 records, nothing cached",
             faster, faster is not None and faster >= FASTER),
        _aim(f"10,000 records take at most {GROWTH} times as long as 1,000",
             growing, growing is not None and growing <= GROWTH),
        _aim(f"serve: under {EDIT_SECONDS} s from saving to seeing, 1,000 records",
             edit, edit is not None and edit < EDIT_SECONDS),
    ]  # fmt: skip


def _aim(said: str, measured: float | None, met: bool) -> dict[str, Any]:
    return {"aim": said, "measured": measured, "met": met if measured is not None else None}


def as_text(results: Results) -> str:
    """Return the whole report."""
    return "\n".join(
        [
            "Seconds differ from machine to machine and hour to hour; compare within one run only.",
            *(line for size in results["sizes"] for line in _size(results["sizes"][size])),
            *_overall(results),
        ]
    )


def _size(measured: dict[str, Any]) -> Iterator[str]:
    data = measured["data"]
    rounds = measured["rounds"]
    yield ""
    yield (
        f"{data['records']:,} records of {data['bytes']:,} bytes, {data['links']} links and "
        f"{data['citations']} citations; {rounds} round{'s' if rounds > 1 else ''}, medians"
    )
    yield (
        f"  {'':26}{'wall s':>8}{'CPU s':>8}{'RSS MB':>8}{'files':>8}{'MB':>8}{'page KB':>9}"
        f"{'usual/it':>10}"
    )
    for key, way in measured["ways"].items():
        often = ratio(measured, "usual", key)
        yield (
            f"  {WAYS[key].name:26}{median(way['wall']):8.2f}{median(way['cpu']):8.2f}"
            f"{median(way['rss']):8.0f}{way['files']:8,}{way['megabytes']:8.1f}"
            f"{way['page'] / 1000:9.1f}{f'{often:.1f}' if often else '':>10}"
        )
    if measured["words"] is not None:
        yield f"  words on the records' pages, usual way to ours: {measured['words']:.2f}"
    if data["records"] > MOST_USUAL:
        yield (
            "  the usual way is left out here: each of its pages holds the whole menu, so its time"
            " grows with the square (most of an hour)"
        )


def _overall(results: Results) -> Iterator[str]:
    grown = {key: growth(results, key) for key in ("cold", "warm", "plain")}
    if grown["cold"] is not None:
        yield ""
        yield "From 1,000 records to 10,000, time grows by " + ", ".join(
            f"{times:.1f} ({WAYS[key].name})" for key, times in grown.items()
        )
    for size, served in results["serve"].items():
        yield ""
        if served:
            said = f"{served['start']:.2f} s to the first page, {served['edit']:.2f} s from saving"
            yield f"serve, {int(size):,} records: {said} a file to seeing it"
        else:
            yield f"serve, {int(size):,} records: the page of a record or its edit never showed"
    yield ""
    for aim in aims(results):
        state = {True: "met", False: "MISSED", None: "not measured"}[aim["met"]]
        shown = "" if aim["measured"] is None else f"{aim['measured']:.2f}"
        yield f"  {state:13}{shown:>7}  {aim['aim']}"
