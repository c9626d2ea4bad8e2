"""The time line of the field: what happened, year by year, in four lanes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup

from macros.features.pictures.base import Picture
from macros.features.pictures.known import each_known, every, known, records_of
from macros.features.pictures.notes import WIDTH, linked
from macros.features.pictures.sections import short_table
from macros.features.pictures.svg import dot, line, lines, words, wrapped
from macros.features.pictures.topic import PICTURES
from macros.model.kinds import Company, Decision, Event, Institution, Trial
from macros.model.languages import LANGUAGES
from macros.model.record import Record
from macros.model.relations import by_date, date_of
from macros.model.topic import TOPIC
from macros.model.values import PartialDate
from macros.page.context import Context
from macros.page.text import joined, text
from macros.page.values import show

MOST_ENTRIES = 110
"""More entries than this make a picture of more than three screens: the oldest years are left
out, whole, and the picture says so."""

YEAR = 50
GAP = 14
SIZE = 11.5
MOST_LINES = 5
HEAD = 44


class _Lane(NamedTuple):
    x: float
    width: float
    kind: str


LANES = {
    "rules": _Lane(YEAR, 160, "p-c2"),
    "approval": _Lane(YEAR + 160, 162, "p-c1"),
    "trials": _Lane(YEAR + 322, 196, "p-c3"),
    "industry": _Lane(YEAR + 518, 152, "p-c4"),
}


class _Entry(NamedTuple):
    date: PartialDate
    record: Record
    lane: str
    said: str


def field_timeline(context: Context) -> Picture | None:
    """Return the time line, years downwards, an entry beside a dot in its lane."""
    entries = sorted(_entries(context), key=lambda entry: (entry.date, entry.record.id))
    if not entries:
        return None
    title = context.label("timeline_title")
    picture = Picture("field-timeline", title, "", _table(context, entries))
    years: dict[str, list[_Entry]] = {}
    for entry in entries:
        years.setdefault(entry.date[:4], []).append(entry)
    shown = _fitting(years)
    if not shown:
        newest = max(years)
        count = f"{len(years[newest]):,}"
        label = context.label("timeline_refusal", n=count, year=newest, most=MOST_ENTRIES)
        return picture.refused(label)
    drawn = sum(len(years[year]) for year in shown)
    pieces = [_head(context)]
    y = float(HEAD)
    if drawn < len(entries):
        said = context.label("timeline_left_out", n=f"{len(entries) - drawn:,}", year=shown[0])
        pieces.append(words(YEAR, y + 4, said, SIZE, "soft"))
        y += 16
    for year in shown:
        block, y = _year(context, year, years[year], y)
        pieces.append(block)
    span = {"n": f"{drawn:,}", "first": shown[0], "last": shown[-1]}
    description = context.label("timeline_description", **span)
    return picture.drawn(joined(pieces), WIDTH, y + 4, description)


def _fitting(years: dict[str, list[_Entry]]) -> list[str]:
    """Return the latest years whose entries fit, the oldest first."""
    found: list[str] = []
    total = 0
    for year in sorted(years, reverse=True):
        total += len(years[year])
        if total > MOST_ENTRIES:
            break
        found.append(year)
    return found[::-1]


def _entries(context: Context) -> Iterator[_Entry]:
    """Yield what the time line shows: events, decisions, first clearances, stock listings."""
    for event in every(context.atlas, Event):
        if date := date_of(event):
            yield _Entry(date, event, _lane(context, event), context.name(event))
    yield from _decisions(context)
    for company in every(context.atlas, Company):
        if listed := known(company.listed_on):
            said = context.label("timeline_listed", name=context.name(company))
            yield _Entry(listed, company, "industry", said)


def _decisions(context: Context) -> Iterator[_Entry]:
    """Yield the milestones that were granted, and the first clearance of each product at home."""
    cleared: set[str] = set()
    for decision in sorted(every(context.atlas, Decision), key=by_date):
        date, step = date_of(decision), known(decision.type)
        if date is None or known(decision.outcome) != PICTURES.granted:
            continue
        if step in PICTURES.milestones:
            yield _Entry(date, decision, "approval", _step_words(context, decision))
        elif step == PICTURES.clearance and _is_at_home(context, decision):
            products = set(each_known(decision.products))
            if products - cleared:
                cleared |= products
                yield _Entry(date, decision, "trials", _step_words(context, decision))


def _lane(context: Context, event: Event) -> str:
    """Return the lane of an event by the kinds of the records that it involves.

    A rule or a programme of public money comes before a trial or a hospital, these before all else.
    """
    involved = records_of(context.atlas, event.involves)
    if any(record.about.id in PICTURES.rules for record in involved):
        return "rules"
    if any(isinstance(record, Trial) or _is_hospital(record) for record in involved):
        return "trials"
    return "industry"


def _is_hospital(record: Record) -> bool:
    return isinstance(record, Institution) and known(record.type) == PICTURES.hospital


def _is_at_home(context: Context, decision: Decision) -> bool:
    """Return whether an authority decided that is not said to be abroad."""
    authorities = records_of(context.atlas, decision.authorities)
    countries = (a.country for a in authorities if isinstance(a, Institution))
    return any(not country or country.value == TOPIC.country for country in countries)


def _step_words(context: Context, decision: Decision) -> str:
    """Return product and step; of the product's name, without what is in brackets."""
    names = [context.name(product) for product in records_of(context.atlas, decision.products)]
    short = [name.partition("(")[0].strip() or name for name in names]
    name = ", ".join(short) or context.name(decision)
    step = context.plain(decision.type.value)
    return f"{name}: {step[:1].lower()}{step[1:]}"


def _head(context: Context) -> Markup:
    pieces = []
    for name, (x, wide, kind) in LANES.items():
        pieces.append(dot(x + 4, 11, 5, kind))
        said = wrapped(context.label(f"timeline_{name}"), 12, wide - 14, 2, bold=True)
        pieces.append(lines(x + 15, 15, said, 12, "strong"))
    return joined(pieces)


def _year(context: Context, year: str, entries: list[_Entry], y: float) -> tuple[Markup, float]:
    """Return a year: its entries below each other in each lane, and the y below the longest."""
    pieces = [line(0, y, WIDTH, y), words(0, y + 20, year, 15, "strong")]
    below = dict.fromkeys(LANES, y + 19)
    for entry in entries:
        x, wide, kind = LANES[entry.lane]
        top, most = below[entry.lane], wide - 15 - GAP
        address, said = context.href(entry.record), _dated(context, entry)
        shown, end = linked(address, said, x + 15, top, most, SIZE, "quiet", MOST_LINES)
        pieces += [dot(x + 4, top - 4, 3.2, kind), shown]
        below[entry.lane] = end + 7
    return joined(pieces), max(y + 34, *below.values()) - 4


def _dated(context: Context, entry: _Entry) -> str:
    month = entry.date[5:7]
    if not month:
        return entry.said
    name = LANGUAGES[context.language].month(int(month))
    return f"{name} · {entry.said}"


def _table(context: Context, entries: list[_Entry]) -> Markup:
    rows = [
        [
            context.link(entry.record.id, entry.said),
            show(context, entry.date),
            text(context.label(f"timeline_{entry.lane}")),
        ]
        for entry in entries
    ]
    return short_table(context, "events", ("what", "when", "timeline_lane"), rows)
