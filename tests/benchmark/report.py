"""What was measured, as a table for people, with the aims beside it."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import Any

from tests.benchmark.ways import MOST_USUAL, WAYS

Results = dict[str, Any]

FASTER = 15
GROWTH = 10
EDIT_SECONDS = {"1000": 0.3, "10000": 0.5}
START_SECONDS = 4
OF_HUGO = {"cpu": 0.50, "wall": 0.70}
OF_TUNED_HUGO = 0.60
MEMORY_OF_HUGO = 0.45
LARGEST_PAGE = 300_000
OF_COLD = {"again": (0.20, "nothing changed"), "changed": (0.25, "one record changed")}


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
    found = []

    def aim(words: str, most: float, measured: float | None, least: bool = False) -> None:
        met = None if measured is None else (measured >= most if least else measured <= most)
        bound = f"{'at least' if least else 'at most'} {most:g}"
        found.append({"aim": f"{words}, {bound}", "measured": measured, "met": met})

    def rebuilt(records: str, measured: dict[str, Any]) -> None:
        for key, (most, what) in OF_COLD.items():
            words = f"cpu of ./atlas build again to that of a first one, {what}, {records}"
            aim(words, most, ratio(measured, key, "atlas"))

    if real := results.get("real"):
        rebuilt("real data", real)
    for size, measured in results["sizes"].items():
        if int(size) < 1000:
            continue
        records = f"{int(size):,} records"
        for of, most in OF_HUGO.items():
            aim(f"{of} to Hugo's, {records}", most, ratio(measured, "cold", "hugo", of))
        tuned = ratio(measured, "cold", "hugo-tuned")
        aim(f"cpu to that of Hugo with GOGC=400, {records}", OF_TUNED_HUGO, tuned)
        rebuilt(records, measured)
        memory = ratio(measured, "cold", "hugo", "memory")
        if size == "10000":
            aim(f"peak memory to Hugo's, {records}", MEMORY_OF_HUGO, memory)
            aim(f"bytes of the largest page, {records}", LARGEST_PAGE, measured["largest"])
        served = results["serve"].get(size) or {}
        if size in EDIT_SECONDS:
            words = f"seconds from saving to seeing in serve, {records}"
            aim(words, EDIT_SECONDS[size], served.get("edit"))
        if size == "10000":
            aim(
                f"seconds of a second start of serve, {records}", START_SECONDS, served.get("start")
            )
    aim("times as long for 10,000 records as for 1,000", GROWTH, growth(results, "cold"))
    thousand = results["sizes"].get("1000")
    faster = ratio(thousand, "usual", "cold") if thousand else None
    aim("times faster than the usual way, 1,000 records", FASTER, faster, least=True)
    return found


def as_text(results: Results) -> str:
    """Return the whole report."""
    return "\n".join(
        [
            "Seconds differ from machine to machine and hour to hour: compare within one run only.",
            "Ratios are of processor seconds, which other programs disturb less. Both Hugo and, on",
            "Linux, our build work on all processors at once, in fewer wall seconds.",
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
        f"  {'':30}{'wall s':>8}{'CPU s':>8}{'peak MB':>8}{'files':>8}{'MB':>8}{'page KB':>9}"
        f"{'usual/it':>10}{'by wall':>9}"
    )
    for key, way in measured["ways"].items():
        often = "".join(
            f"{times:{width}.1f}" if (times := ratio(measured, "usual", key, of)) else ""
            for of, width in (("cpu", 10), ("wall", 9))
        )
        yield (
            f"  {WAYS[key].name:30}{median(way['wall']):8.2f}{median(way['cpu']):8.2f}"
            f"{median(way['memory']):8.0f}{way['files']:8,}{way['megabytes']:8.1f}"
            f"{way['page'] / 1000:9.1f}{often}"
        )
    cost, by_wall = (ratio(measured, "cold", "hugo", of) for of in ("cpu", "wall"))
    if cost is not None and by_wall is not None:
        yield (
            f"  ours with nothing cached to Hugo: CPU {cost:.2f}, wall {by_wall:.2f};"
            f" {measured['same_words']:.1%} of the words on the records' pages are the same"
        )
    visits = ", ".join(f"{name} {size / 1000:.0f}" for name, size in measured["visits"].items())
    yield f"  largest page {measured['largest'] / 1000:.0f} KB; a first visit in KB, gzip: {visits}"
    if measured["words"] is not None:
        yield f"  words on the records' pages, usual way to ours: {measured['words']:.2f}"
    if data["records"] > MOST_USUAL:
        yield (
            "  the usual way is left out here: each of its pages holds the whole menu, so its time"
            " grows with the square (most of an hour)"
        )


def _overall(results: Results) -> Iterator[str]:
    if real := results.get("real"):
        yield ""
        yield "The data of this repository, without their history: wall and CPU seconds"
        for key, way in real["ways"].items():
            yield f"  {WAYS[key].name:30}{median(way['wall']):8.2f}{median(way['cpu']):8.2f}"
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
            said = (
                f"{served['first']:.2f} s to the first page, {served['start']:.2f} s when started"
            )
            said += f" again, {served['edit']:.2f} s from saving a file to seeing it"
            yield f"serve, {int(size):,} records: {said}"
        else:
            yield f"serve, {int(size):,} records: the page of a record or its edit never showed"
    yield ""
    for aim in aims(results):
        state = {True: "met", False: "MISSED", None: "not measured"}[aim["met"]]
        shown = "" if aim["measured"] is None else f"{aim['measured']:.2f}"
        yield f"  {state:13}{shown:>7}  {aim['aim']}"
