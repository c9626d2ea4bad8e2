"""How often something happened in trials, for families: to how many of 100 people."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from macros.model.kinds import Result, Trial
from macros.model.paths import linked
from macros.model.record import Record
from macros.page.context import Context
from macros.page.facts import qualified_citation
from macros.page.results import outcome, percent
from macros.page.tables import table_of_used
from macros.page.text import html, text
from macros.page.values import show


def how_often_table(context: Context, products: Iterable[Record], endpoint: str) -> Markup:
    """Return to how many of 100 people something happened: a row for each trial of one product.

    Of a trial's results on the endpoint the first is taken; the row leads to the others.
    """
    rows = []
    for product in products:
        for trial in linked(context.atlas, product, "trials.products"):
            assert isinstance(trial, Trial)
            if len(trial.products) == 1 and (result := _first(trial, endpoint)):
                rows.append(_row(context, product, trial, result))
    if not rows:
        return html("<p>{}</p>", context.label("none_listed"))
    head = [Trial.about.one.in_(context.language), context.label("of_100")]
    head += [context.label("in_figures")]
    head += [field.labelled().in_(context.language) for field in (Result.n, Result.population)]
    return table_of_used([*head, context.label("sources")], rows)


def _first(trial: Trial, endpoint: str) -> Result | None:
    return next(
        (
            r
            for r in trial.results
            if r.endpoint == endpoint and percent(r) is not None and r.counts
        ),
        None,
    )


def _row(context: Context, product: Record, trial: Trial, result: Result) -> list[Markup]:
    details = (result.n, result.population)
    return [
        html("{} <small>{}</small>", context.link(trial.id), context.link(product.id)),
        html("<strong>{}</strong>", text(_of_100(context, percent(result) or 0))),
        outcome(context, result),
        *(Markup("") if value is None else show(context, value) for value in details),
        qualified_citation(context, result),
    ]


def _of_100(context: Context, share: float) -> str:
    if share == 0:
        return context.label("of_100_none")
    return context.label("of_100_less" if share < 1 else "of_100_n", n=int(share + 0.5))
