"""A product's path from the first trial to reimbursement, and how long each step was waited for."""

from __future__ import annotations

from collections import Counter
from typing import Any

from macros.features.pictures.base import Picture
from macros.features.pictures.known import given, known, marked
from macros.features.pictures.time_rows import Lane, Row, days_of, drawn
from macros.features.pictures.topic import PICTURES
from macros.features.steps import asked_on, decisions_of, step_table, waiting
from macros.model.facts import Cited
from macros.model.kinds import Decision, Product
from macros.model.relations import by_date
from macros.page.context import Context

KEYS = {
    "yes": "mark_yes",
    "part": "mark_part",
    "open": "mark_open",
    "no": "mark_no",
    "bar": "mark_wait",
}
FEWEST = 2
"""With fewer dates than this there is no path to draw."""


def product_path(context: Context, product: Product) -> Picture | None:
    """Return the picture of a product's decisions; None where fewer than two have a date."""
    decisions = decisions_of(context, product)
    lanes = _lanes(context, decisions)
    dated = [row for lane in lanes for row in lane.rows if row.date]
    if len(dated) + sum(row.since is not None for row in dated) < FEWEST:
        return None
    picture = Picture(
        "path",
        context.label("path_title", name=context.name(product)),
        _description(context, decisions, dated),
        lambda: step_table(context, product),
        covers="decisions",
    )
    return drawn(context, picture, lanes, KEYS)


def _lanes(context: Context, decisions: list[Decision]) -> list[Lane]:
    types = Counter(decision.type.value for decision in decisions)
    lane_of = {step: lane for lane, steps in PICTURES.lanes.items() for step in steps}
    lanes: dict[str, list[Row]] = {lane: [] for lane in PICTURES.lanes}
    for decision in decisions:
        type_ = decision.type.value
        row = _row(context, decision, decisions, types[type_] > 1)
        lanes[lane_of.get(type_, [*PICTURES.lanes][-1])].append(row)
    return [Lane(context.label(f"lane_{lane}"), rows) for lane, rows in lanes.items() if rows]


def _row(context: Context, decision: Decision, decisions: list[Decision], recurs: bool) -> Row:
    date, applied, outcome = given(decision.date), decision.applied, decision.outcome
    asked = asked_on(decision, decisions)
    days = waiting(asked, date) if asked else None
    details = [_subject(context, decision)] if recurs else []
    if date is None and (when := asked or given(applied)):
        label = context.label("applied_on", date=context.date(when))
        details.append(marked(context, label, applied and applied.planned))
    beside = outcome and (outcome.planned or outcome.value not in PICTURES.untold)
    return Row(
        name=context.plain(decision.type.value),
        address=context.href(decision),
        fact=decision.date,
        mark=PICTURES.outcomes.get(known(outcome) or "", "open"),
        since=asked if asked and date and asked <= date else None,
        waited=context.label("days", n=f"{days:,}") if days is not None else "",
        beside=_marked(context, outcome) if outcome and beside else "",
        detail=" · ".join(part for part in details if part),
    )


def _subject(context: Context, decision: Decision) -> str:
    """Return what tells a step from another of its kind: diseases, or who decided."""
    facts = decision.indications or decision.authorities
    return ", ".join(_marked(context, fact) for fact in facts)


def _marked(context: Context, fact: Cited[Any]) -> str:
    return marked(context, context.plain(fact.value), fact.planned)


def _description(context: Context, decisions: list[Decision], dated: list[Row]) -> str:
    actual = [row for row in dated if not row.planned] or dated
    dates = [date for row in actual for date in (row.since, row.date) if date]
    first = min(dates, key=lambda date: days_of(date)[0])
    last = max(dates, key=lambda date: days_of(date)[1])
    description = context.label("path_said", first=context.date(first), last=context.date(last))
    waits = [
        (days, decision)
        for decision in decisions
        if (asked := asked_on(decision, decisions))
        and (days := waiting(asked, known(decision.date))) is not None
    ]
    if not waits:
        return description
    days, decision = max(waits, key=lambda wait: (wait[0], by_date(wait[1])))
    step = context.plain(decision.type.value)
    return f"{description} {context.label('path_longest', days=f'{days:,}', step=step)}"
