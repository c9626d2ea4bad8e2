"""Rows on a time axis: what happened, when, how long it was waited for. One row a date.

A date is drawn as wide as it is uncertain: a day is a disc, a month or a year a pale bar that long.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from macros.features.pictures import svg
from macros.features.pictures.base import Picture
from macros.features.pictures.known import given, marked
from macros.features.pictures.notes import SIZE, SMALL, WIDTH, foot, linked
from macros.features.steps import waited
from macros.model.facts import Cited
from macros.model.partial_dates import PartialDate, days_of
from macros.page.context import Context
from macros.page.text import joined

LEFT, RIGHT = 200, 430
"""Where the axis begins and ends; what happened and when is left of it."""
ROOM = LEFT - 14
MOST_ROWS = 40

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """One date: the fact that gives it. `mark` is "yes", "part", "no" or "open".

    `since` begins the bar that leads to the date, and how long it is is written after it; so is
    `beside`, what came of it. `detail` is below them.
    """

    name: str
    address: str
    fact: Cited[PartialDate] | None
    mark: str = "yes"
    since: str | None = None
    beside: str = ""
    detail: str = ""

    @property
    def date(self) -> PartialDate | None:
        """The date, where it is known."""
        return given(self.fact)

    @property
    def planned(self) -> bool:
        """Whether the date is a plan."""
        return bool(self.fact and self.fact.planned)


@dataclass(frozen=True)
class TimeAxis:
    """Days on a line from `left` to `right`."""

    left: float
    right: float
    first: datetime.date
    last: datetime.date

    @classmethod
    def around(cls, dates: Iterable[str], left: float = LEFT, right: float = RIGHT) -> TimeAxis:
        """Return an axis that contains the dates, a year long or more."""
        ends = [day for date in dates for day in days_of(date)]
        first, last = min(ends), max(ends)
        room = max((last - first) / 25, 20 * _DAY, (365 * _DAY - (last - first)) / 2)
        return cls(left, right, first - room, last + room)

    def x(self, day: datetime.date) -> float:
        """Return where a day begins."""
        share = (day - self.first) / (self.last - self.first)
        return self.left + share * (self.right - self.left)

    def place(self, date: str) -> tuple[float, float]:
        """Return where a partial date begins and ends: a day is a point, its middle."""
        begins, ends = (self.x(day) for day in days_of(date))
        middle = (begins + ends) / 2
        return (middle, middle) if len(date) == 10 else (begins, ends)

    def ticks(self) -> Iterator[str]:
        """Yield the years or months at which the axis is labelled, as partial dates."""
        per_year = (self.right - self.left) * 365 / (self.last - self.first).days
        months = next((n for n in (1, 3, 6) if per_year * n / 12 >= 72), 0)
        years = next((n for n in (1, 2, 5, 10, 20, 50) if per_year * n >= 50), 100)
        for year in range(self.first.year, self.last.year + 1):
            if months:
                yield from (f"{year:04}-{month:02}" for month in range(1, 13, months))
            elif year % years == 0:
                yield f"{year:04}"


def drawn(
    context: Context,
    picture: Picture,
    lanes: Mapping[str, Sequence[Row]],
    keys: dict[str, str],
    data_as_of: str | None = None,
) -> Picture:
    """Return a picture with lanes of rows, by title, as its shapes, or refused.

    At least one row has a date. `keys` are the labels of what marks ("yes", …) and bars ("bar")
    mean here. `data_as_of` is drawn as a line: what lies behind it, the data cannot know.
    """
    rows = [row for lane in lanes.values() for row in lane]
    if len(rows) > MOST_ROWS:
        return picture.refused(context.label("picture_refused", n=len(rows)))
    dates = [date for row in rows for date in (row.date, row.since) if date]
    axis = TimeAxis.around([*dates, data_as_of] if data_as_of else dates)
    pieces, y = [], 26.0
    for title, lane in lanes.items():
        if title:
            pieces.append(svg.line(0, y, RIGHT, y))
            pieces.append(svg.words(0, y + 18, title, SMALL, "soft strong"))
            y += 25
        for row in lane:
            shown, y = _row(context, axis, row, y)
            pieces.append(shown)
        y += 5
    grid = list(_grid(context, axis, y))
    if data_as_of:
        x = axis.place(data_as_of)[1]
        text = context.label("data_as_of", date=context.date(data_as_of))
        half = svg.width(text, SMALL) / 2
        middle = min(max(x, LEFT + half), RIGHT - half)
        grid.append(svg.line(x, 22, x, y + 4, "p-as-of"))
        grid.append(svg.words(middle, y + 17, text, SMALL, "soft", "middle"))
        y += 22
    legend, y = foot(context, _legend(rows, keys), y + 20)
    return picture.drawn(joined([*grid, *pieces, legend]), WIDTH, y)


def _grid(context: Context, axis: TimeAxis, bottom: float) -> Iterator[Markup]:
    for tick in axis.ticks():
        x, text = axis.x(days_of(tick)[0]), context.date(tick)
        if axis.left <= x <= axis.right:
            yield svg.line(x, 22, x, bottom)
            if x + svg.width(text, SMALL) <= WIDTH:
                yield svg.words(x, 15, text, SMALL, "soft")


def _row(context: Context, axis: TimeAxis, row: Row, y: float) -> tuple[Markup, float]:
    """Return a row, its mark beside the first line of its words, and the y below them."""
    middle = y + 13
    shown, below = linked(row.address, row.name, 0, middle + 4.5, ROOM, SIZE, rows=3)
    pieces = [shown]
    texts = [_missing(context, row.fact), row.detail]
    if row.date is not None:
        date = marked(context, context.date(row.date), row.planned)
        days = waited(context, row.since, row.date) if row.since else ""
        after = context.label("waited", days=days) if days else ""
        texts = [" · ".join(filter(None, (date, after, row.beside))), row.detail]
        x1, x2 = axis.place(row.date)
        if row.since:
            pieces.append(_bar(axis, row.planned, row.since, x1, middle))
        pieces.append(_mark(row.mark, row.planned, x1, x2, middle, date))
    for words, kind in zip(texts, ("" if row.date else "soft", "soft"), strict=True):
        rows = svg.wrapped(words, SMALL, ROOM, 4)
        pieces.append(svg.lines(0, below, rows, SMALL, kind))
        below += len(rows) * SMALL * svg.LEAD
    return svg.group(pieces), below - 6


def _missing(context: Context, fact: Cited[PartialDate] | None) -> str:
    """Return what to say in place of a date: what is known of it, or that none is recorded."""
    if fact is None or fact.state == "known":
        return context.label("date_missing")
    unknown = fact.state == "unknown"
    return context.label("date_not_found") if unknown else context.plain(fact.value)


def _bar(axis: TimeAxis, planned: bool, since: str, end: float, middle: float) -> Markup:
    """Return the bar to a date.

    The days in which it may have begun are drawn as a dashed outline before it.
    """
    begin, start = (min(x, end) for x in axis.place(since))
    kind = "p-wait p-planned" if planned else "p-wait"
    pieces = []
    if start - begin > 1:
        pieces.append(svg.box(begin, middle - 8, start - begin, 16, "p-maybe", 2))
    if end - start > 0.5:
        pieces.append(svg.box(start, middle - 8, end - start, 16, kind, 2))
    return svg.group(pieces)


def _mark(mark: str, planned: bool, x1: float, x2: float, y: float, title: str = "") -> Markup:
    kind = f"p-mark p-{mark}{' p-planned' * planned}{' p-partial' * (x2 > x1)}"
    x = (x1 + x2) / 2
    if x2 - x1 < 12:
        shape = svg.dot(x, y, 5.5, kind, title)
    else:
        shape = svg.box(x1, y - 5.5, x2 - x1, 11, kind, 5.5, title)
    if mark == "no":
        left, right, top, low = (svg.number(n) for n in (x - 2.5, x + 2.5, y - 2.5, y + 2.5))
        cross = f"M{left} {top}L{right} {low}M{right} {top}L{left} {low}"
        return svg.group([shape, svg.path(cross, "p-cross")])
    if mark == "part":
        return svg.group([shape, svg.dot(x, y, 2.2, "p-good")])
    return shape


def _legend(rows: Sequence[Row], keys: dict[str, str]) -> Iterator[tuple[str, Markup]]:
    """Yield the keys of the words for the shapes that are there, each with its shape."""
    dated = [row for row in rows if row.date]
    for mark in keys:
        if any(row.mark == mark and not row.planned for row in dated):
            yield keys[mark], _mark(mark, False, 10, 10, 0)
    if any(row.planned for row in dated):
        yield "mark_planned", _mark("yes", True, 10, 10, 0)
    if any(row.date and len(row.date) < 10 for row in dated):
        yield "mark_partial", _mark("yes", False, 0, 20, 0)
    bars = [row for row in dated if row.since]
    if bars:
        kind = "p-wait p-planned" if all(row.planned for row in bars) else "p-wait"
        yield keys["bar"], svg.box(0, -7, 20, 14, kind, 2)
    if any(row.since and len(row.since) < 10 for row in bars):
        yield "mark_maybe", svg.box(0, -7, 20, 14, "p-maybe", 2)
