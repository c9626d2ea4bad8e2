"""A product's way through the authorities: its decisions in order, with the time they took."""

from __future__ import annotations

import datetime

from markupsafe import Markup

from macros.model.derived import known
from macros.model.items import item_of
from macros.model.kinds import Decision
from macros.model.partial_dates import days_between, days_of
from macros.model.paths import path
from macros.model.record import Record
from macros.model.relations import date_of
from macros.model.topic import TOPIC
from macros.page.context import Context
from macros.page.qualifiers import marked
from macros.page.tables import cell, table
from macros.page.text import text


def decisions_of(context: Context, product: Record) -> list[Decision]:
    """Return a product's decisions by the last day that the date of each can mean.

    So "August 2025" comes after 13 August 2025, and a whole year after its days: nothing seems to
    precede what it may have followed. On one day steps have the order of their vocabulary.
    """

    def key(decision: Decision) -> tuple:
        date, step = date_of(decision), decision.type.known
        after = days_of(date)[1] if date else datetime.date.max
        return after, context.atlas.rank(step) if step else 0, decision.id

    return sorted(context.atlas.linking(product.id, Decision), key=key)


def step_table(context: Context, product: Record, rows: slice = slice(None)) -> Markup:
    """Return a product's decisions by date, each with the days from application to decision.

    Of many it has some `rows`.
    """
    decisions = decisions_of(context, product)
    if not decisions:
        return Markup("<p>{}</p>").format(context.label("none_listed"))
    names = ("type", "date", "applied", "outcome", "basis", "authorities")
    head = [path("decisions", name).label.in_(context.language) for name in names]
    lines = []
    for decision in decisions[rows]:
        application_date = asked_on(decision, decisions)
        days = waited(context, application_date, known(decision.date))
        step = context.link(decision.id, context.plain(decision.type.value))
        step = marked(context, step, item_of(decision.type))
        lines.append([step, *(cell(context, decision, name) for name in names[1:]), text(days)])
    return table([*head, context.label("waiting")], lines)


def asked_on(decision: Decision, decisions: list[Decision]) -> str | None:
    """Return the day on which a decision was asked for.

    That is its own `applied`, or the date of the one application before it for the same disease
    or trial; None where neither is known, where it is a plan, or where several applications could
    be meant.
    """
    if decision.applied is not None:
        return known(decision.applied)
    asking = TOPIC.applications.get(decision.type.value)
    dates = [
        known(other.date)
        for other in decisions
        if other.type.value == asking
        and not (other.date and other.date.planned)
        and _may_precede(other, decision)
        and _subjects(other) & _subjects(decision)
    ]
    return dates[0] if len(dates) == 1 else None


def _may_precede(one: Decision, other: Decision) -> bool:
    """Return whether the date of a decision is known and does not lie after that of another."""
    first, second = known(one.date), known(other.date)
    return first is not None and (second is None or days_between(first, second) is not None)


def _subjects(decision: Decision) -> set[str]:
    """Return the diseases and trials that a decision is about; what is unknown pairs nothing."""
    facts = (*decision.indications, *decision.trials)
    return {fact.known for fact in facts if fact.known is not None}


def waited(context: Context, start: str | None, end: str | None) -> str:
    """Return the days from application to decision in words.

    They are a range where a date is not to the day, and "" where a date is missing or the second
    lies before the first.
    """
    days = days_between(start, end) if start and end else None
    if not days:
        return ""
    fewest, most = days
    if fewest == most:
        return context.label("days", n=f"{most:,}")
    return context.label("days_range", fewest=f"{fewest:,}", most=f"{most:,}")
