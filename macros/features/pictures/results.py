"""Results as dots with whiskers: what was measured, in whom, with the interval the source gives.

Nothing is computed but the place of "9 of 11" on the axis: no rate, no interval.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from macros.features.pictures import svg
from macros.features.pictures.base import Picture
from macros.model.kinds import Product, Result, Trial
from macros.model.languages import LANGUAGES
from macros.model.values import GRADES
from macros.page.context import Context
from macros.page.tables import part_table
from macros.page.text import html, joined

WIDTH = 760
LEFT, RIGHT = 330, 610
"""Where the axis begins and ends; who was measured stands left of it, the numbers right."""
SAID = 634
FEWEST = 2
"""With fewer dots than this the table alone says more."""
MOST_ROWS = 24
"""More rows than this on one axis cannot be told apart."""

AXES = ("percent", "months")


@dataclass(frozen=True)
class _Row:
    """A result, the trial it is from where that has a page of its own, and what is drawn of it."""

    result: Result
    trial: Trial | None
    axis: str
    value: float = 0

    @property
    def interval(self) -> tuple[float, float] | None:
        low, high = self.result.low, self.result.high
        return (float(low), float(high)) if low is not None and high is not None else None


def results(context: Context, record: Product | Trial) -> Picture | None:
    """Return the picture of a product's or trial's results; None with fewer than two dots."""
    own = [_row(result, None) for result in record.results]
    trials = _trials(context, record)
    rows = own + [_row(result, trial) for trial in trials for result in trial.results]
    if sum(row.axis in AXES for row in rows) < FEWEST:
        return None
    description = context.label("results_said")
    if len(trials) + bool(own) > 1:
        description = f"{description} {context.label('results_apart')}"
    picture = Picture(
        "results",
        context.label("results_title", name=context.name(record)),
        description,
        lambda: _table(context, record, trials),
        covers="results",
        open=True,
    )
    most = max(sum(row.axis == axis for row in rows) for axis in AXES)
    if most > MOST_ROWS:
        return picture.refused(context.label("picture_refused", n=most))
    return picture.drawn(*_chart(context, rows))


def _trials(context: Context, record: Product | Trial) -> list[Trial]:
    """Return the trials of a product that have results."""
    return [
        trial
        for group in context.atlas.backlinks(record.id)
        if record.about.id == "products" and group.kind == "trials"
        for trial in group.records
        if isinstance(trial, Trial) and trial.results
    ]


def _row(result: Result, trial: Trial | None) -> _Row:
    """Return a result with the axis that it stands on: one of AXES, or "" for none."""
    if result.value is not None and result.unit in AXES:
        value = float(result.value)
        axis = result.unit if result.unit == "months" or 0 <= value <= 100 else ""
        return _Row(result, trial, str(axis), value)
    counted = result.value is None and not result.text
    if counted and result.responders is not None and result.n and result.responders <= result.n:
        return _Row(result, trial, "percent", 100 * result.responders / result.n)
    return _Row(result, trial, "")


def _chart(context: Context, rows: Sequence[_Row]) -> tuple[Markup, float, float]:
    pieces, y = [], 4.0
    for axis in (*AXES, ""):
        there = [row for row in rows if row.axis == axis]
        if there:
            made, y = _axis(context, axis, there, y)
            pieces.append(made)
            y += 22
    legend, high = svg.legend(list(_legend(context, rows)), WIDTH, y + 2)
    return joined([*pieces, legend]), WIDTH, y + 2 + high


def _axis(context: Context, axis: str, rows: list[_Row], y: float) -> tuple[Markup, float]:
    """Return the rows of one axis, by endpoint, and where they end."""
    most = 100.0 if axis == "percent" else _round_up(max(map(_reach, rows), default=1))
    top = y
    title = context.label({"percent": "axis_percent", "months": "axis_months"}.get(axis, "axis_no"))
    pieces = [svg.words(0, y + 11, title, 12, "soft strong")]
    y += 22
    endpoints = dict.fromkeys(row.result.endpoint for row in rows)
    for endpoint in endpoints:
        y += 6
        pieces.append(svg.line(0, y, WIDTH, y))
        name = svg.shortened(endpoint.words(context.atlas, context.language), 13, WIDTH, bold=True)
        pieces.append(svg.words(0, y + 18, name, 13, "strong"))
        y += 26
        for row in rows:
            if row.result.endpoint == endpoint:
                made, high = _drawn(context, row, y, most)
                pieces.append(made)
                y += high
    grid = list(_grid(top, y, most)) if axis else []
    return joined([*grid, *pieces]), y


def _reach(row: _Row) -> float:
    others = [float(other.value) for other in row.result.also]
    return max([row.value, *(row.interval or ()), *others])


def _round_up(most: float) -> float:
    return next((step for step in (6, 12, 24, 36, 48, 60, 120, 240) if most <= step), most)


def _x(value: float, most: float) -> float:
    return LEFT + (RIGHT - LEFT) * min(max(value / most, 0), 1)


def _grid(top: float, bottom: float, most: float) -> Iterator[Markup]:
    for quarter in range(5):
        value = most * quarter / 4
        x = _x(value, most)
        yield svg.line(x, top + 18, x, bottom)
        yield svg.words(x, top + 11, f"{value:g}", 11.5, "soft", "middle")


def _drawn(context: Context, row: _Row, y: float, most: float) -> tuple[Markup, float]:
    """Return a row: who and how many at the left, dot, numbers at the right; and its height."""
    left, high = _left(context, row, y)
    if not row.axis:  # no axis here can show it: in words
        said = svg.wrapped(_said(context, row), 12.5, WIDTH - LEFT, 3, bold=True)
        words = svg.lines(LEFT, y + 12, said, 12.5, "strong")
        return svg.group([left, words]), max(high, 17 * len(said) + 4) + 10
    said = svg.wrapped(_said(context, row), 13, WIDTH - SAID, 2, bold=True)
    pieces = [left, svg.lines(SAID, y + 13, said, 13, "strong")]
    numbers = 2 + 17.6 * len(said)
    if row.interval:
        interval = svg.shortened(_interval_words(row), 11.5, WIDTH - SAID)
        pieces.append(svg.words(SAID, y + 13 + 17.6 * len(said), interval, 11.5, "soft"))
        numbers += 18
    pieces.append(_dot(context, row, y + 10, most))
    return svg.group(pieces), max(high, numbers) + 10


def _left(context: Context, row: _Row, y: float) -> tuple[Markup, float]:
    """Return the trial, who was measured, how many and when, and how high that is."""
    pieces: list[Markup] = []
    below = y
    if row.trial is not None:
        name = svg.shortened(_number(context, row.trial), 11.5, LEFT - 30)
        words = svg.words(0, below + 12, name, 11.5)
        pieces.append(svg.link(context.href(row.trial), words, context.name(row.trial)))
        below += 16
    who = _who(context, row)
    meta = svg.wrapped(" · ".join(_meta(context, row)), 11.5, LEFT - 30, 3)
    pieces.append(svg.lines(0, below + 12, who, 12.5))
    below += 17 * len(who)
    pieces.append(svg.lines(0, below + 11, meta, 11.5, "soft"))
    return svg.group(pieces), below + 15.6 * len(meta) - y


def _dot(context: Context, row: _Row, y: float, most: float) -> Markup:
    pieces = []
    if row.interval:
        low, high = (_x(end, most) for end in row.interval)
        pieces.append(svg.line(low, y, high, y, "p-whisker"))
        pieces += [svg.line(x, y - 5, x, y + 5, "p-whisker") for x in (low, high)]
    for other in row.result.also:
        value = float(other.value)
        if 0 <= value <= most:
            pieces.append(svg.dot(_x(value, most), y, 4.5, "p-also", str(other.value)))
    company = row.result.grade in ("company", "unconfirmed")
    kind = "p-dot p-weak" if company else "p-dot"
    pieces.append(svg.dot(_x(row.value, most), y, 5.5, kind, _said(context, row)))
    return svg.group(pieces)


def _who(context: Context, row: _Row) -> list[str]:
    result = row.result
    said = [result.text] if result.text and result.value is not None else []
    said += [result.population] if result.population else []
    who = "; ".join(words.in_(context.language) for words in said)
    return svg.wrapped(who or context.label("who_missing"), 12.5, LEFT - 30, 3)


def _number(context: Context, trial: Trial) -> str:
    """Return a trial's registry number, by which people know it, or its name."""
    first = trial.registry_numbers[0].known if trial.registry_numbers else None
    return str(first) if first else context.name(trial)


def _meta(context: Context, row: _Row) -> Iterator[str]:
    result = row.result
    yield f"n = {result.n:,}" if result.n is not None else context.label("n_missing")
    cut_off = result.cut_off or result.as_of
    if cut_off:
        when = LANGUAGES[context.language].date(cut_off)
        yield context.label("cut_off_on" if result.cut_off else "as_of", date=when)
    strength = row.result.grade
    if strength in ("company", "unconfirmed"):
        yield GRADES[strength].in_(context.language)
    for field in (Result.follow_up, Result.comparator):
        for value in field.items(result):
            label = field.labelled().in_(context.language)
            yield f"{label}: {value.in_(context.language)}"
    if result.also:
        others = ", ".join(f"{other.value:,}" for other in result.also)
        yield f"{context.label('others_say')}: {others}"


def _said(context: Context, row: _Row) -> str:
    """Return the result in the digits of the source."""
    result = row.result
    said = []
    if result.value is not None:
        unit = result.unit.words(context.atlas, context.language) if result.unit else ""
        said.append(f"{result.value:,} {unit}".strip())
    if result.responders is not None and result.n:
        counts = context.label("n_of", k=f"{result.responders:,}", n=f"{result.n:,}")
        said.append(f"({counts})" if said else counts)
    elif result.responders is not None:
        said.append(f"({context.label('n_events', k=f'{result.responders:,}')})")
    if result.text and result.value is None:
        said.append(result.text.in_(context.language))
    if not row.axis and row.interval:
        said.append(f"({_interval_words(row)})")
    return " ".join(said)


def _interval_words(row: _Row) -> str:
    result = row.result
    return f"95% CI {result.low}–{result.high}" if row.interval else ""


def _legend(context: Context, rows: Sequence[_Row]) -> Iterator[tuple[Markup, str]]:
    drawn = [row for row in rows if row.axis]
    weak = [row for row in drawn if row.result.grade in ("company", "unconfirmed")]
    if weak:
        if len(weak) < len(drawn):
            yield svg.dot(10, 0, 5.5, "p-dot"), context.label("dot_result")
        yield svg.dot(10, 0, 5.5, "p-dot p-weak"), context.label("dot_weak")
    if any(row.interval for row in drawn):
        ends = (svg.line(x, -5, x, 5, "p-whisker") for x in (0, 20))
        whisker = svg.group([svg.line(0, 0, 20, 0, "p-whisker"), *ends])
        yield whisker, context.label("dot_interval")
    if any(row.result.also for row in drawn):
        yield svg.dot(10, 0, 4.5, "p-also"), context.label("dot_also")


def _table(context: Context, record: Product | Trial, trials: list[Trial]) -> Markup:
    parts = [part_table(context, record.results)] if record.results else []
    for trial in trials:
        parts.append(html('<p class="picture-of">{}</p>', context.link(trial.id)))
        parts.append(part_table(context, trial.results))
    return joined(parts)
