"""The time line of the field: what happened, year by year, in four lanes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from markupsafe import Markup

from macros.features.pictures.base import Picture
from macros.features.pictures.sections import short_table
from macros.features.pictures.svg import dot, line, lines, link, words, wrapped
from macros.model.facts import Cited
from macros.model.kinds import Company, Decision, Event, Institution
from macros.model.languages import LANGUAGES, MONTHS
from macros.model.record import Record
from macros.model.relations import by_date, date_of
from macros.page.context import Context
from macros.page.text import html, joined, text

MOST_ENTRIES = 110
"""More entries than this make a picture of more than three screens: the oldest years are left
out, whole, and the picture says so."""

WIDTH = 720
YEAR = 50
GAP = 14
SIZE = 11.5
LEAD = SIZE * 1.35
MOST_LINES = 5
HEAD = 44

LANES = {"rules": "p-c2", "approval": "p-c1", "trials": "p-c3", "industry": "p-c4"}
WIDTHS = {"rules": 160, "approval": 162, "trials": 196, "industry": 152}

STEPS = ("marketing-approval", "indication-extension", "reimbursement-listing")
"""The decisions that let a product be used or paid for; they enter where they were granted."""

RULES = ("regulations", "programmes")
CARE = ("trials", "institutions")


class _Entry(NamedTuple):
    date: str
    record: Record
    lane: str
    said: str


def field_timeline(context: Context) -> Picture | None:
    """Return the time line, years downwards, an entry beside a dot in its lane."""
    entries = sorted(_entries(context), key=lambda entry: (entry.date, entry.record.id))
    if not entries:
        return None
    title, table = context.label("timeline_title"), _table(context, entries)
    years: dict[str, list[_Entry]] = {}
    for entry in entries:
        years.setdefault(entry.date[:4], []).append(entry)
    shown = _fitting(years)
    if not shown:
        newest = max(years)
        said = context.label(
            "timeline_refusal", n=f"{len(years[newest]):,}", year=newest, most=MOST_ENTRIES
        )
        return Picture("field-timeline", title, "", table, refusal=said)
    drawn = [entry for year in shown for entry in years[year]]
    pieces = [_head(context)]
    y = float(HEAD)
    if len(drawn) < len(entries):
        said = context.label("timeline_left_out", n=f"{len(entries) - len(drawn):,}", year=shown[0])
        pieces.append(words(YEAR, y + 4, said, SIZE, "soft"))
        y += 16
    for year in shown:
        block, y = _year(context, year, years[year], y)
        pieces.append(block)
    description = context.label(
        "timeline_description", n=f"{len(drawn):,}", first=shown[0], last=shown[-1]
    )
    return Picture("field-timeline", title, description, table, WIDTH, round(y + 4), joined(pieces))


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
    """Yield what the time line holds: events, decisions, first clearances, stock listings."""
    for event in context.atlas.of_kind("events"):
        assert isinstance(event, Event)
        if date := date_of(event):
            yield _Entry(date, event, _lane(context, event), context.name(event))
    cleared: set[str] = set()
    for decision in sorted(context.atlas.of_kind("decisions"), key=by_date):
        assert isinstance(decision, Decision)
        date = date_of(decision)
        if date is None or not decision.outcome or decision.outcome.value != "granted":
            continue
        step = decision.type.value
        if step in STEPS:
            yield _Entry(date, decision, "approval", _step_words(context, decision))
        elif step == "ind-clearance" and _is_korean(context, decision):
            products = {str(fact.value) for fact in decision.products}
            if products - cleared:
                cleared |= products
                yield _Entry(date, decision, "trials", _step_words(context, decision))
    for company in context.atlas.of_kind("companies"):
        assert isinstance(company, Company)
        if company.listed_on and re.match(r"\d{4}", company.listed_on.value):
            said = context.label("timeline_listed", name=context.name(company))
            yield _Entry(company.listed_on.value, company, "industry", said)


def _lane(context: Context, event: Event) -> str:
    """Return the lane of an event by the kinds of the records that it involves.

    A rule or a programme of public money comes before a trial or a hospital, these before all else.
    """
    found = _records(context, event.involves)
    if any(record.about.id in RULES for record in found):
        return "rules"
    if any(record.about.id == "trials" or _is_hospital(record) for record in found):
        return "trials"
    return "industry"


def _is_hospital(record: Record) -> bool:
    return (
        isinstance(record, Institution)
        and record.type is not None
        and record.type.value == "hospital"
    )


def _is_korean(context: Context, decision: Decision) -> bool:
    """Return whether an authority decided that is not said to be abroad."""
    found = [a for a in _records(context, decision.authorities) if isinstance(a, Institution)]
    return any(not a.country or a.country.value == "south-korea" for a in found)


def _records(context: Context, facts: Iterable[Cited[Any]]) -> list[Record]:
    known = context.atlas.records
    return [known[fact.value] for fact in facts if fact.value in known]


def _step_words(context: Context, decision: Decision) -> str:
    """Return product and step; of the product's name, without what stands in brackets."""
    found = [context.name(product) for product in _records(context, decision.products)]
    short = [name.partition("(")[0].strip() or name for name in found]
    name = ", ".join(short) or context.name(decision)
    step = _word(context, decision.type)
    return f"{name}: {step[:1].lower()}{step[1:]}"


def _word(context: Context, fact: Cited[Any]) -> str:
    if fact.known is None:
        return fact.value.label.in_(context.language)
    return fact.known.words(context.atlas, context.language)


def _head(context: Context) -> Markup:
    pieces = []
    for lane, kind in LANES.items():
        x = _x(lane)
        pieces.append(dot(x + 4, 11, 5, kind))
        said = wrapped(context.label(f"timeline_{lane}"), 12, WIDTHS[lane] - 14, 2, bold=True)
        pieces.append(lines(x + 15, 15, said, 12, "strong"))
    return joined(pieces)


def _x(lane: str) -> float:
    order = list(WIDTHS)
    return YEAR + sum(WIDTHS[name] for name in order[: order.index(lane)])


def _year(context: Context, year: str, entries: list[_Entry], y: float) -> tuple[Markup, float]:
    """Return a year: its entries below each other in each lane, and the y below the longest."""
    pieces = [line(0, y, WIDTH, y), words(0, y + 20, year, 15, "strong")]
    below = dict.fromkeys(LANES, y + 19)
    for entry in entries:
        x, top = _x(entry.lane), below[entry.lane]
        said = _dated(context, entry)
        rows = wrapped(said, SIZE, WIDTHS[entry.lane] - 15 - GAP, MOST_LINES)
        pieces.append(dot(x + 4, top - 4, 3.2, LANES[entry.lane]))
        shown = lines(x + 15, top, rows, SIZE, "quiet")
        whole = said if " ".join(rows) != said else ""
        pieces.append(link(context.href(entry.record), shown, whole))
        below[entry.lane] = top + len(rows) * LEAD + 7
    return joined(pieces), max(y + 34, *below.values()) - 4


def _dated(context: Context, entry: _Entry) -> str:
    month = entry.date[5:7]
    if not month:
        return entry.said
    name = f"{int(month)}월" if context.language == "ko" else MONTHS[int(month) - 1]
    return f"{name} · {entry.said}"


def _table(context: Context, entries: list[_Entry]) -> Markup:
    head = [context.label(name) for name in ("what", "when", "timeline_lane")]
    rows = [
        [
            context.link(entry.record.id, entry.said),
            html(
                '<time datetime="{}">{}</time>',
                entry.date,
                LANGUAGES[context.language].date(entry.date),
            ),
            text(context.label(f"timeline_{entry.lane}")),
        ]
        for entry in entries
    ]
    return short_table(context, "events", head, rows)
