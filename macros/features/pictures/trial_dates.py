"""A trial's time line: what has happened, what is planned, and up to when the data know."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from markupsafe import Markup

from macros.features.pictures.base import Picture
from macros.features.pictures.known import given, marked
from macros.features.pictures.sections import record_rows
from macros.features.pictures.time_rows import Row, drawn
from macros.model.facts import Cited
from macros.model.kinds import Decision, Event, Source, Trial
from macros.model.partial_dates import PartialDate
from macros.model.record import fact_at
from macros.model.relations import by_date, date_of
from macros.model.topic import TOPIC
from macros.page.context import Context
from macros.page.facts import cited
from macros.page.tables import table
from macros.page.text import text

MILESTONES = ("ind_cleared", "start_date", "primary_completion", "completion", "registry_updated")
ALWAYS = ("start_date", "primary_completion", "completion")
"""Milestones that are named where their date is missing, too."""

REGISTRY = ("registry", "registry-copy")
"""Kinds of source whose facts are a registry's."""

RUNS = ("primary_completion", "completion")
"""Milestones to which the trial runs from its start."""

KEYS = {"yes": "mark_actual", "bar": "mark_run"}


def trial_dates(context: Context, trial: Trial) -> Picture | None:
    """Return the time line of a trial.

    None where it would say nothing: with fewer than two dates, the registry's update not counted.
    """
    linked = [r for kind in (Decision, Event) for r in context.atlas.linking(trial.id, kind)]
    linked = sorted(filter(date_of, linked), key=by_date)
    clearances = (context.href(record) for record in linked if _clears(trial, record))
    addresses = {"ind_cleared": next(clearances, "")}
    around = [record for record in linked if not _clears(trial, record)]
    facts = {name: fact_at(trial, name) for name in MILESTONES}
    facts = {name: fact for name, fact in facts.items() if fact or name in ALWAYS}
    dated = [name for name, fact in facts.items() if given(fact) and name != MILESTONES[-1]]
    if len(dated) + len(around) < 2:
        return None
    rows = [_row(context, trial, name, addresses.get(name, "")) for name in facts]
    beside = [Row(context.name(r), context.href(r), r.date) for r in around]
    description = context.label("trial_dates_said")
    if any(row.planned for row in (*rows, *beside)):
        description = f"{description} {context.label('dashed_planned')}"
    title, table = context.label("trial_dates_title"), partial(_table, context, facts, around)
    picture = Picture("time-line", title, description, table, finding=_finding(context, rows))
    lanes = {"": rows} | ({context.label("lane_around"): beside} if beside else {})
    return drawn(context, picture, lanes, KEYS, data_as_of(context, trial))


def _finding(context: Context, rows: Sequence[Row]) -> str:
    """Return when the trial ends or ended, the last of its dates but the registry's update."""
    for row in reversed(rows):
        if row.since and row.date:
            return f"{row.name}: {marked(context, context.date(row.date), row.planned)}"
    return ""


def data_as_of(context: Context, trial: Trial) -> PartialDate | None:
    """Return the latest date of which a registry's facts on a trial are, where one is given."""

    def is_registry(id_: str) -> bool:
        source = context.atlas.get(Source, id_)
        return source is not None and source.kind in REGISTRY

    dated = ((fact.as_of, fact) for fact in trial.every_fact if fact.as_of)
    return max((date for date, fact in dated if any(map(is_registry, fact.sources))), default=None)


def _row(context: Context, trial: Trial, name: str, address: str) -> Row:
    fact, start = fact_at(trial, name), given(trial.start_date)
    date = given(fact)
    since = start if name in RUNS and date and start and start < date else None
    return Row(Trial.fields[name].labelled().in_(context.language), address, fact, since=since)


def _clears(trial: Trial, record: Decision | Event) -> bool:
    """Return whether a decision is the clearance whose date the trial gives, too."""
    if not isinstance(record, Decision) or record.type.value != TOPIC.terms.clearance:
        return False
    own, other = given(trial.ind_cleared), date_of(record)
    return bool(own and other and (own.startswith(other) or other.startswith(own)))


def _table(
    context: Context,
    facts: dict[str, Cited[PartialDate] | None],
    around: Sequence[Decision | Event],
) -> Markup:
    rows = [
        [
            context.words(Trial.fields[name].labelled()),
            cited(context, fact) if fact else text(context.label("date_missing")),
        ]
        for name, fact in facts.items()
    ]
    rows += record_rows(context, around, "date")
    return table([context.label("field"), context.label("value")], rows)
