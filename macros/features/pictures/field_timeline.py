"""The time line of the field: what happened, year by year, in four lanes of dots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import accumulate, groupby
from typing import NamedTuple

from markupsafe import Markup

from macros.features.pictures.base import Picture
from macros.features.pictures.known import each_known, leader, records_of
from macros.features.pictures.notes import PLANNED, SIZE, WIDTH, dot_sign, legend, linked
from macros.features.pictures.sections import short_table
from macros.features.pictures.svg import dot, line, words
from macros.model.derived import known
from macros.model.facts import Cited
from macros.model.items import Item
from macros.model.kinds import Company, Decision, Event, Institution, Trial
from macros.model.languages import LANGUAGES
from macros.model.partial_dates import PartialDate
from macros.model.record import Record
from macros.model.relations import by_date
from macros.model.topic import PICTURES, TOPIC
from macros.page.context import Context
from macros.page.qualifiers import in_cell
from macros.page.text import joined, text

MOST_ENTRIES = 110
"""More entries than this make a picture of more than three screens: the oldest years are left
out, whole, and the picture says so."""

YEAR, TEXT = 48, 104
"""Where the dots and where the words begin."""
MOST_LINES = 4

LANES = {"rules": "p-c2", "approval": "p-c1", "trials": "p-c3", "industry": "p-c4"}
"""The kinds of entries, side by side, each with the class of its dots."""


class _Entry(NamedTuple):
    """What is dated, by the fact that dates it; `planned` where that or an outcome is a plan."""

    date: PartialDate
    fact: Cited[PartialDate]
    record: Record
    lane: str
    phrase: str
    planned: bool


def field_timeline(context: Context) -> Picture | None:
    """Return the time line, years downwards, an entry beside a dot in its lane."""
    entries = sorted(filter(None, _entries(context)), key=lambda e: (e.date, e.record.id))
    if not entries:
        return None
    title = context.label("timeline_title")
    table = _table(context, entries)
    picture = Picture("field-timeline", title, "", table)
    years = {y: list(group) for y, group in groupby(entries, key=lambda e: e.date[:4])}
    shown = _fitting(years)
    if not shown:
        newest = max(years)
        counts = {"n": f"{len(years[newest]):,}", "year": newest, "most": MOST_ENTRIES}
        return picture.refused(context.label("timeline_refusal", **counts))
    drawn = [entry for year in shown for entry in years[year]]
    key, y = legend((dot_sign(k, context.label(f"timeline_{n}")) for n, k in LANES.items()), 14)
    pieces, y = [key], y + 16
    if left := len(entries) - len(drawn):
        phrase = context.label("timeline_left_out", n=f"{left:,}", year=shown[0])
        pieces.append(words(YEAR, y + 8, phrase, SIZE, "soft"))
        y += 22
    ends = []
    for year in shown:
        block, y = _year(context, year, years[year], y)
        pieces.append(block)
        ends.append(y)
    return picture.drawn(joined(pieces), WIDTH, y + 4, *_said(context, drawn), ends)


def _said(context: Context, drawn: list[_Entry]) -> tuple[str, str]:
    """Return description and finding."""
    actual = [entry for entry in drawn if not entry.planned]
    years = [entry.date[:4] for entry in actual or drawn]
    counts = {"n": f"{len(actual):,}", "first": years[0], "last": years[-1]}
    phrase = context.label("timeline_description", **counts)
    if len(actual) < len(drawn):
        phrase = f"{phrase} {context.label('dashed_planned')}"
    per_year = Counter(years)
    if not actual or not (most := leader(per_year)):
        return phrase, ""
    return phrase, context.label("timeline_finding", **counts, year=most, k=per_year[most])


def _fitting(years: dict[str, list[_Entry]]) -> list[str]:
    """Return the latest years whose entries fit, the oldest first."""
    newest = sorted(years, reverse=True)
    totals = accumulate(len(years[year]) for year in newest)
    return [y for y, total in zip(newest, totals, strict=True) if total <= MOST_ENTRIES][::-1]


def _entries(context: Context) -> Iterator[_Entry | None]:
    """Yield what the time line shows: events, decisions, first clearances, stock listings."""
    for event in context.atlas.of(Event):
        yield _entry(event.date, event, _lane(context, event), context.name(event))
    yield from _decisions(context)
    for company in context.atlas.of(Company):
        phrase = context.label("timeline_listed", name=context.name(company))
        yield _entry(company.listed_on, company, "industry", phrase)


def _entry(
    fact: Cited[PartialDate] | None, record: Record, lane: str, phrase: str, planned: object = False
) -> _Entry | None:
    """Return the entry of a record, None where it has no date."""
    if fact is None or fact.known is None:
        return None
    return _Entry(fact.known, fact, record, lane, phrase, bool(planned or fact.planned))


def _decisions(context: Context) -> Iterator[_Entry | None]:
    """Yield the milestones that were granted, and the first clearance of each product at home."""
    cleared: set[str] = set()
    for decision in sorted(context.atlas.of(Decision), key=by_date):
        outcome, step = decision.outcome, known(decision.type)
        if outcome is None or outcome.known != TOPIC.terms.granted:
            continue
        clears = step == TOPIC.terms.clearance and _is_at_home(context, decision)
        products = set(each_known(decision.products)) if clears else set()
        if step in PICTURES.milestones or products - cleared:
            lane = "trials" if clears else "approval"
            phrase = _step_words(context, decision)
            entry = _entry(decision.date, decision, lane, phrase, outcome.planned)
            yield entry
            if entry and not entry.planned:
                cleared |= products


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
    return isinstance(record, Institution) and known(record.type) == TOPIC.terms.hospital


def _is_at_home(context: Context, decision: Decision) -> bool:
    """Return whether an authority decided that is not recorded as abroad."""
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


def _year(context: Context, year: str, entries: list[_Entry], y: float) -> tuple[Markup, float]:
    """Return a year with its entries below each other, and the y below them."""
    pieces = [line(0, y, WIDTH, y), words(0, y + 20, year, 15, "strong")]
    y += 20
    for entry in entries:
        address, phrase = context.href(entry.record), _dated(context, entry)
        kind = PLANNED if entry.planned else LANES[entry.lane]
        shown, end = linked(address, phrase, TEXT, y, WIDTH - TEXT, SIZE, "quiet", MOST_LINES)
        x = YEAR + 6 + 12 * [*LANES].index(entry.lane)
        pieces += [dot(x, y - 4.5, 4, kind), shown]
        y = end + 4
    return joined(pieces), y - 6


def _dated(context: Context, entry: _Entry) -> str:
    month = entry.date[5:7]
    name = LANGUAGES[context.language].month(int(month)) if month else ""
    planned = context.label("planned") if entry.planned else ""
    return " · ".join(filter(None, (name, planned, entry.phrase)))


def _table(context: Context, entries: list[_Entry]) -> Markup:
    rows = [
        [
            context.link(entry.record.id, entry.phrase),
            in_cell(context, Item(entry.date, (entry.fact,))),
            text(context.label(f"timeline_{entry.lane}")),
        ]
        for entry in entries
    ]
    return short_table(context, "events", ("what", "when", "timeline_lane"), rows)
