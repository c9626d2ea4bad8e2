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


def ratio(measured: dict[str, Any], slow: str, fast: str, of: str = "cpu") -> float | None:
    """Return how often the time of one way holds another's: the median over the rounds."""
    ways = measured["ways"]
    if slow not in ways or fast not in ways:
        return None
    pairs = zip(ways[slow][of], ways[fast][of], strict=True)
    return median(one / other for one, other in pairs)


def growth(results: Results, key: str, of: str = "cpu") -> float | None:
    """Return how many times longer a way takes for 10,000 records than for 1,000."""
    sizes = [results["sizes"].get(size, {"ways": {}})["ways"] for size in ("10000", "1000")]
    if not all(key in ways for ways in sizes):
        return None
    large, small = (median(ways[key][of]) for ways in sizes)
    return large / small


def aims(results: Results) -> list[dict[str, Any]]:
    """Return each aim with what was measured (None where it was not) and whether it is met."""
    thousand = results["sizes"].get("1000")
    faster = ratio(thousand, "usual", "cold") if thousand else None
    growing = growth(results, "cold")
    served = results["serve"].get("1000")
    return [
        {
            "aim": f"times faster than the usual way, at least {FASTER}: 1,000, nothing cached",
            "measured": faster,
            "met": None if faster is None else faster >= FASTER,
        },
        {
            "aim": f"times as long for 10,000 records as for 1,000, at most {GROWTH}",
            "measured": growing,
            "met": None if growing is None else growing <= GROWTH,
        },
        {
            "aim": f"seconds from saving to seeing in serve, under {EDIT_SECONDS}: 1,000 records",
            "measured": served and served["edit"],
            "met": bool(served) and served["edit"] < EDIT_SECONDS
            if "1000" in results["serve"]
            else None,
        },
    ]


def as_text(results: Results) -> str:
    """Return the whole report."""
    return "\n".join(
        [
            "Seconds differ from machine to machine and hour to hour: compare within one run only.",
            "Ratios are of processor seconds, which other programs disturb less. Our build is one",
            "process that seldom waits, so that on a quiet machine its wall seconds are the same;",
            "Hugo works on all processors at once, in fewer wall seconds.",
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
        f"{'usual/it':>10}{'by wall':>9}"
    )
    for key, way in measured["ways"].items():
        often = "".join(
            f"{times:{width}.1f}" if (times := ratio(measured, "usual", key, of)) else ""
            for of, width in (("cpu", 10), ("wall", 9))
        )
        yield (
            f"  {WAYS[key].name:26}{median(way['wall']):8.2f}{median(way['cpu']):8.2f}"
            f"{median(way['rss']):8.0f}{way['files']:8,}{way['megabytes']:8.1f}"
            f"{way['page'] / 1000:9.1f}{often}"
        )
    cost, by_wall = (ratio(measured, "hugo", "cold", of) for of in ("cpu", "wall"))
    if cost is not None and by_wall is not None:
        yield (
            f"  Hugo to ours with nothing cached: CPU {cost:.2f}, wall {by_wall:.2f};"
            f" {measured['same_words']:.1%} of the words on the records' pages are the same"
        )
    if measured["words"] is not None:
        yield f"  words on the records' pages, usual way to ours: {measured['words']:.2f}"
    if data["records"] > MOST_USUAL:
        yield (
            "  the usual way is left out here: each of its pages holds the whole menu, so its time"
            " grows with the square (most of an hour)"
        )


def _overall(results: Results) -> Iterator[str]:
    if growth(results, "cold") is not None:
        yield ""
        yield f"From 1,000 records to 10,000{'':9}CPU    wall"
        for key, way in WAYS.items():
            by_cpu, by_wall = growth(results, key), growth(results, key, "wall")
            if by_cpu is not None:
                yield f"  {way.name:26}× {by_cpu:6.1f}  {by_wall:6.1f}"
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
