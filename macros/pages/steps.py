"""A product's way through the authorities: its decisions in order, with the time between them."""

from __future__ import annotations

import datetime

from markupsafe import Markup

from macros.links import by_date, date_of
from macros.pages.context import Context
from macros.pages.tables import cell, table
from macros.records.base import Record
from macros.text import html


def step_table(context: Context, product: Record) -> Markup:
    """Return a product's decisions by date, each with the days since the one before."""
    groups = context.atlas.backlinks(product.id)
    decisions = sorted(
        (record for group in groups if group.kind == "decisions" for record in group.records),
        key=by_date,
    )
    if not decisions:
        return html("<p>{}</p>", context.label("none_listed"))
    specs = type(decisions[0]).specs
    names = ("type", "date", "outcome", "authorities")
    head = [type(decisions[0]).about.one.best(context.language)[0]]
    head += [specs[name].label.best(context.language)[0] for name in names]
    rows, before = [], None
    for decision in decisions:
        date = date_of(decision)
        waited = waiting(before, date) if before and date else None
        days = context.label("days", n=f"{waited:,}") if waited is not None else ""
        rows.append(
            [context.link(decision.id), *(cell(context, decision, n) for n in names), Markup(days)]
        )
        before = date or before
    return table([*head, context.label("waiting")], rows)


def waiting(start: str, end: str) -> int | None:
    """Return the days from one date to another, or None where either is not known to the day.

    >>> waiting("2024-12-30", "2026-04-29"), waiting("2024-12", "2026-04-29")
    (485, None)
    """
    if len(start) < 10 or len(end) < 10:
        return None
    return (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(start)).days
