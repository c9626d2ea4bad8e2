"""Results as dots with whiskers: what was measured, in whom, with the interval the source gives.

Where it gives none, but k of n, the exact interval is drawn in dashes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from macros.features.pictures import svg
from macros.features.pictures.base import Picture
from macros.features.pictures.notes import PLANNED, SIZE, SMALL, WIDTH, foot, linked
from macros.model.derived import known
from macros.model.kinds import Product, Result, Trial
from macros.model.paths import linking
from macros.page.context import Context
from macros.page.results import (
    brief,
    computed_interval,
    interval,
    percent,
    population,
    remarks,
)
from macros.page.tables import part_table
from macros.page.text import html, joined

LEFT, RIGHT, SAID = 8, 228, 250
"""Where the axis begins and ends, and where the numbers begin; who was measured is above."""
MOST = WIDTH - 8
"""How wide a line is; words are measured before there is a browser."""
FEWEST = 2
"""With fewer dots than this the table alone says more."""
MOST_IN_TABLE = 100
"""Further results of a product's trials are on the pages of those."""
MOST_ROWS = 24
"""More rows than this on one axis, or in words beside them, cannot be distinguished."""

AXES = {"percent": "axis_percent", "months": "axis_months", "": "axis_no"}
"""The units that have an axis, and "" for results that none can show, with the titles."""

DOTS = {"p-dot": "dot_result", "p-dot p-weak": "dot_weak", f"p-dot {PLANNED}": "mark_planned"}


@dataclass(frozen=True)
class _Row:
    """A result, the trial it is from where that has a page of its own, and what is drawn of it."""

    result: Result
    trial: Trial | None
    axis: str = ""
    value: float = 0

    @property
    def interval(self) -> tuple[float, float] | None:
        low, high = self.result.low, self.result.high
        if low is not None and high is not None:
            return float(low), float(high)
        return computed_interval(self.result) if self.axis == "percent" else None

    @property
    def is_computed(self) -> bool:
        return self.result.low is None and self.interval is not None

    @property
    def kind(self) -> str:
        if self.result.planned:
            return f"p-dot {PLANNED}"
        return "p-dot p-weak" if self.result.is_weak else "p-dot"


def results(context: Context, record: Product | Trial) -> Picture | None:
    """Return the picture of a product's or trial's results; None with fewer than two dots."""
    trials = _trials(context, record)
    rows = [_row(result, None) for result in record.results]
    rows += [_row(result, trial) for trial in trials for result in trial.results]
    if sum(bool(row.axis) for row in rows) < FEWEST:
        return None
    description = context.label("results_said")
    if len(trials) + bool(record.results) > 1:
        description = f"{description} {context.label('results_apart')}"
    title = context.label("results_title", name=context.name(record))
    table = partial(_table, context, record, trials)
    picture = Picture("results", title, description, table, covers="results", open=True)
    most = max(sum(row.axis == axis for row in rows) for axis in AXES)
    if most > MOST_ROWS:
        refusal = "results_refused" if _elsewhere(record, trials) else "picture_refused"
        return picture.refused(context.label(refusal, n=most))
    body, high = _chart(context, rows)
    return picture.drawn(body, WIDTH, high)


def _trials(context: Context, record: Product | Trial) -> list[Trial]:
    """Return the trials of a product that have results."""
    links = linking(context.atlas, record, "trials", "products")
    trials = (context.atlas.get(Trial, link.value) for link in links if not link.planned)
    return [trial for trial in trials if trial and trial.results]


def _row(result: Result, trial: Trial | None) -> _Row:
    """Return a result with the axis that it is on: one of AXES."""
    unit, share = str(result.unit), percent(result)
    if result.value is not None and unit in AXES:
        value = float(result.value)
        return _Row(result, trial, unit if unit == "months" or 0 <= value <= 100 else "", value)
    if result.value is None and not result.text and share is not None:
        return _Row(result, trial, "percent", share)
    return _Row(result, trial)


def _chart(context: Context, rows: Sequence[_Row]) -> tuple[Markup, float]:
    pieces, y = [], 4.0
    for axis in AXES:
        if there := [row for row in rows if row.axis == axis]:
            drawn, y = _axis(context, axis, there, y)
            pieces.append(drawn)
            y += 22
    legend, y = foot(context, _legend(rows), y + 2)
    return joined([*pieces, legend]), y


def _axis(context: Context, axis: str, rows: list[_Row], y: float) -> tuple[Markup, float]:
    """Return the rows of one axis, by endpoint, and where they end."""
    most = 100.0 if axis == "percent" else _round_up(max(map(_reach, rows), default=1))
    pieces = [svg.words(0, y + 11, context.label(AXES[axis]), SMALL, "soft strong")]
    y += 18
    for endpoint in dict.fromkeys(row.result.endpoint for row in rows):
        name = svg.wrapped(context.plain(endpoint), SIZE, MOST, 2, bold=True)
        pieces.append(svg.line(0, y + 6, WIDTH, y + 6))
        pieces.append(svg.lines(0, y + 25, name, SIZE, "strong"))
        y += 16 + 18 * len(name)
        there = [row for row in rows if row.result.endpoint == endpoint]
        for index, row in enumerate(there):
            drawn, high = _drawn(context, row, y, most, index == 0)
            pieces.append(drawn)
            y += high
    return joined(pieces), y


def _reach(row: _Row) -> float:
    others = [float(other.value) for other in row.result.also]
    return max([row.value, *(row.interval or ()), *others])


def _round_up(most: float) -> float:
    return next((step for step in (6, 12, 24, 36, 48, 60, 120, 240) if most <= step), most)


def _x(value: float, most: float) -> float:
    return LEFT + (RIGHT - LEFT) * min(max(value / most, 0), 1)


def _scale(most: float, y: float) -> Iterator[Markup]:
    """Yield the numbers above the axis."""
    for quarter in range(5):
        value = most * quarter / 4
        yield svg.words(_x(value, most), y + 11, f"{value:g}", SMALL, "soft", "middle")


def _drawn(context: Context, row: _Row, y: float, most: float, first: bool) -> tuple[Markup, float]:
    """Return a row and its height: who and how many, below it the dot with its numbers.

    The first of an endpoint has the numbers of the axis.
    """
    above, high = _above(context, row, y)
    if first and row.axis:
        above += joined(_scale(most, y + high))
        high += 12
    y += high
    phrase, ends = brief(context, row.result), interval(context, row.result)
    if not row.axis:  # no axis here can show it: in words
        rows = svg.wrapped(f"{phrase} ({ends})".strip() if ends else phrase, SIZE, MOST, 3, True)
        words = svg.lines(0, y + 13, rows, SIZE, "strong")
        return svg.group([above, words]), high + 18.2 * len(rows) + 14
    rows = svg.wrapped(phrase, SIZE, WIDTH - SAID, 2, bold=True)
    pieces = [above, _ruler(y + 10), svg.lines(SAID, y + 15, rows, SIZE, "strong")]
    numbers = 4 + 18.2 * len(rows)
    if ends:
        rows = svg.wrapped(ends, SMALL, WIDTH - SAID, 3)
        pieces.append(svg.lines(SAID, y + 11 + numbers, rows, SMALL, "soft"))
        numbers += 2 + SMALL * svg.LEAD * len(rows)
    pieces.append(svg.group(_dot(context, row, y + 10, most)))
    return svg.group(pieces), high + numbers + 14


def _ruler(y: float) -> Markup:
    """Return the axis of a row, with a stroke at each quarter."""
    strokes = (f"M{svg.number(_x(n, 4))} {svg.number(y - 8)}v16" for n in range(5))
    return svg.path(f"M{LEFT} {svg.number(y)}H{RIGHT}{''.join(strokes)}")


def _above(context: Context, row: _Row, y: float) -> tuple[Markup, float]:
    """Return the trial, who was measured, how many and when, and how high that is."""
    pieces: list[Markup] = []
    below = y
    if row.trial is not None:
        # People know a trial by its registry number.
        number = known(next(iter(row.trial.registry_numbers), None))
        name, address = context.name(row.trial), context.href(row.trial)
        shown = str(number or name)
        whole = f"{shown}: {name}" if number else name
        pieces.append(linked(address, shown, 0, below + 13, WIDTH, SMALL, whole=whole)[0])
        below += 17
    who = svg.wrapped(population(context, row.result), SIZE, MOST, 3)
    meta = svg.wrapped(" · ".join(remarks(context, row.result)), SMALL, MOST, 3)
    pieces.append(svg.lines(0, below + 13, who, SIZE))
    below += 18.2 * len(who)
    pieces.append(svg.lines(0, below + 12, meta, SMALL, "soft"))
    return svg.group(pieces), below + 17 * len(meta) + 4 - y


def _dot(context: Context, row: _Row, y: float, most: float) -> Iterator[Markup]:
    if row.interval:
        low, high = (_x(end, most) for end in row.interval)
        dashes = " p-dashed" if row.is_computed else ""
        yield svg.line(low, y, high, y, f"p-whisker{dashes}")
        yield from (svg.line(x, y - 5, x, y + 5, "p-whisker") for x in (low, high))
    for other in row.result.also:
        if 0 <= other.value <= most:
            yield svg.dot(_x(float(other.value), most), y, 4.5, "p-also", str(other.value))
    yield svg.dot(_x(row.value, most), y, 5.5, row.kind, brief(context, row.result))


def _legend(rows: Sequence[_Row]) -> Iterator[tuple[str, Markup]]:
    drawn = [row for row in rows if row.axis]
    kinds = {row.kind for row in drawn}
    for kind, key in DOTS.items():
        if kind in kinds and kinds != {"p-dot"}:
            yield key, svg.dot(10, 0, 5.5, kind)
    for key, computed, dashes in (
        ("dot_interval", False, ""),
        ("dot_computed", True, " p-dashed"),
    ):
        if any(row.interval and row.is_computed == computed for row in drawn):
            ends = (svg.line(x, -5, x, 5, "p-whisker") for x in (0, 20))
            yield key, svg.group([svg.line(0, 0, 20, 0, f"p-whisker{dashes}"), *ends])
    if any(row.result.also for row in drawn):
        yield "dot_also", svg.dot(10, 0, 4.5, "p-also")


def _elsewhere(record: Product | Trial, trials: list[Trial]) -> set[str]:
    """Return the trials whose results only their own pages have: here would be too many."""
    here, there = len(record.results), set()
    for trial in trials:
        if here + len(trial.results) > MOST_IN_TABLE:
            there.add(trial.id)
        else:
            here += len(trial.results)
    return there


def _table(context: Context, record: Product | Trial, trials: list[Trial]) -> Markup:
    there = _elsewhere(record, trials)
    parts = [part_table(context, record.results)] if record.results else []
    for trial in trials:
        link = context.link(trial.id)
        if trial.id in there:
            more = context.label("results_there", n=len(trial.results))
            parts.append(html('<p class="picture-of">{} · {}</p>', link, more))
        else:
            parts.append(html('<p class="picture-of">{}</p>', link))
            parts.append(part_table(context, trial.results))
    return joined(parts)
