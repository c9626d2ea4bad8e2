"""A product's path from the first trial to reimbursement, and how long each step was waited for."""

from __future__ import annotations

from collections import Counter
from functools import partial

from macros.features.pictures.base import Picture
from macros.features.pictures.known import given, in_words, marked
from macros.features.pictures.time_rows import Row, drawn
from macros.features.steps import asked_on, decisions_of, step_table, waited
from macros.model.derived import known
from macros.model.kinds import Decision, Product
from macros.model.partial_dates import days_between, days_of
from macros.model.topic import PICTURES
from macros.page.context import Context

KEYS = {mark: f"mark_{mark}" for mark in ("yes", "part", "open", "no")} | {"bar": "mark_wait"}
FEWEST = 2
"""With fewer dates than this there is no path to draw."""


def product_path(context: Context, product: Product) -> Picture | None:
    """Return the picture of a product's decisions; None where fewer than two have a date."""
    decisions = decisions_of(context, product)
    lanes = _lanes(context, decisions)
    dated = [row for lane in lanes.values() for row in lane if row.date]
    if len(dated) + sum(row.since is not None for row in dated) < FEWEST:
        return None
    title = context.label("path_title", name=context.name(product))
    table = partial(step_table, context, product)
    description, finding = _said(context, dated)
    picture = Picture("path", title, description, table, covers="decisions", finding=finding)
    return drawn(context, picture, lanes, KEYS)


def _lanes(context: Context, decisions: list[Decision]) -> dict[str, list[Row]]:
    types = Counter(decision.type.value for decision in decisions)
    lane_of = {step: lane for lane, steps in PICTURES.lanes.items() for step in steps}
    lanes: dict[str, list[Row]] = {lane: [] for lane in PICTURES.lanes}
    for decision in decisions:
        type_ = decision.type.value
        row = _row(context, decision, decisions, types[type_] > 1)
        lanes[lane_of.get(type_, [*PICTURES.lanes][-1])].append(row)
    return {context.label(f"lane_{lane}"): rows for lane, rows in lanes.items() if rows}


def _row(context: Context, decision: Decision, decisions: list[Decision], recurs: bool) -> Row:
    date, applied, outcome = given(decision.date), decision.applied, decision.outcome
    application_date = asked_on(decision, decisions)
    details = [_subject(context, decision)] if recurs else []
    if date is None and (when := application_date or given(applied)):
        label = context.label("applied_on", date=context.date(when))
        details.append(marked(context, label, applied and applied.planned))
    beside = outcome and (outcome.planned or outcome.value not in PICTURES.untold)
    return Row(
        name=context.plain(decision.type.value),
        address=context.href(decision),
        fact=decision.date,
        mark=PICTURES.outcomes.get(known(outcome) or "", "open"),
        since=application_date if application_date and date and application_date <= date else None,
        beside=in_words(context, outcome) if outcome and beside else "",
        detail=" · ".join(filter(None, details)),
    )


def _subject(context: Context, decision: Decision) -> str:
    """Return what tells a step from another of its kind: diseases, or who decided."""
    facts = decision.indications or decision.authorities
    return ", ".join(in_words(context, fact) for fact in facts)


def _said(context: Context, dated: list[Row]) -> tuple[str, str]:
    """Return description and finding: the longest wait, where one is known."""
    actual = [row for row in dated if not row.planned]
    dates = [date for row in actual or dated for date in (row.since, row.date) if date]
    first = min(dates, key=lambda date: days_of(date)[0])
    last = max(dates, key=lambda date: days_of(date)[1])
    description = context.label("path_said", first=context.date(first), last=context.date(last))
    waits = [
        (days, row)
        for row in actual
        if row.since and row.date and (days := days_between(row.since, row.date))
    ]
    if not waits:
        return description, ""
    _days, longest = max(waits, key=lambda wait: (wait[0][1], wait[1].name))
    days = waited(context, longest.since, longest.date)
    return description, context.label("path_longest", days=days, step=longest.name)
