"""A trial's time line: what has happened, what is planned, and up to when the data know."""

from __future__ import annotations

from markupsafe import Markup

from macros.features.pictures.base import Picture
from macros.features.pictures.time_rows import MOST_ROWS, WIDTH, Lane, Row, chart
from macros.model.kinds import Decision, Event, Source, Trial
from macros.model.record import Record, fact_at
from macros.model.relations import by_date, date_of
from macros.model.values import PartialDate
from macros.page.context import Context
from macros.page.facts import cited
from macros.page.tables import table
from macros.page.values import show

MILESTONES = ("ind_cleared", "start_date", "primary_completion", "completion", "registry_updated")
ALWAYS = ("start_date", "primary_completion", "completion")
"""Milestones that are named where their date is missing, too."""

KEYS = {"yes": "mark_actual", "bar": "mark_run"}


def trial_dates(context: Context, trial: Trial) -> Picture | None:
    """Return the time line of a trial.

    None where it would say nothing: with fewer than two dates, the registry's update not counted.
    """
    around = _around(context, trial)
    rows = [_row(context, trial, name) for name in MILESTONES if _stands(trial, name)]
    own = [name for name in MILESTONES[:-1] if _date(trial, name)]
    if len(own) + len(around) < 2:
        return None
    planned = any(row.planned for row in rows) or any(r.date and r.date.planned for r in around)
    picture = Picture(
        "time-line",
        context.label("trial_dates_title"),
        context.label("trial_dates_said")
        + (f" {context.label('trial_dates_planned')}" if planned else ""),
        lambda: _table(context, trial, around),
    )
    count = len(rows) + len(around)
    if count > MOST_ROWS:
        return picture.refused(context.label("picture_refused", n=count))
    lanes = [Lane("", rows)]
    if around:
        lanes.append(Lane(context.label("lane_around"), [_beside(context, r) for r in around]))
    body, high = chart(context, lanes, KEYS, data_as_of(context, trial))
    return picture.drawn(body, WIDTH, high)


def data_as_of(context: Context, trial: Trial) -> PartialDate | None:
    """Return the latest date of which a registry's facts on a trial are, where one is given."""
    records = context.atlas.records
    dates = [
        fact.as_of
        for fact in trial.every_fact
        if fact.as_of and any(_is_registry(records.get(source)) for source in fact.sources)
    ]
    return max(dates, default=None)


def _is_registry(source: Record | None) -> bool:
    return isinstance(source, Source) and source.kind == "registry"


def _date(trial: Trial, name: str) -> PartialDate | None:
    fact = fact_at(trial, name)
    return fact.known if fact else None


def _stands(trial: Trial, name: str) -> bool:
    return name in ALWAYS or fact_at(trial, name) is not None


def _row(context: Context, trial: Trial, name: str) -> Row:
    fact = fact_at(trial, name)
    date = _date(trial, name)
    start = _date(trial, "start_date")
    planned = bool(fact and fact.planned)
    runs = name in ("primary_completion", "completion") and date and start and start < date
    missing = "date_looked_for" if fact and fact.state == "unknown" else "date_missing"
    return Row(
        name=trial.fields[name].labelled().in_(context.language),
        address=_clearance(context, trial) if name == "ind_cleared" else "",
        date=date,
        planned=planned,
        since=start if runs else None,
        instead=context.label(missing),
    )


def _linked(context: Context, trial: Trial) -> list[Decision | Event]:
    """Return the decisions and events about the trial that have a date, by date."""
    linked = {
        record.id: record
        for group in context.atlas.backlinks(trial.id)
        if group.kind in ("decisions", "events")
        for record in group.records
    }
    dated = (r for r in linked.values() if isinstance(r, (Decision, Event)) and date_of(r))
    return sorted(dated, key=by_date)


def _around(context: Context, trial: Trial) -> list[Decision | Event]:
    """Return those that are no milestone of the trial itself."""
    return [record for record in _linked(context, trial) if not _clears(trial, record)]


def _clears(trial: Trial, record: Record) -> bool:
    """Return whether a decision is the clearance whose date the trial gives, too."""
    if not isinstance(record, Decision) or record.type.value != "ind-clearance":
        return False
    own, other = _date(trial, "ind_cleared"), date_of(record)
    return bool(own and other and (own.startswith(other) or other.startswith(own)))


def _clearance(context: Context, trial: Trial) -> str:
    """Return the address of the decision by which the trial was cleared, where there is one."""
    found = (record for record in _linked(context, trial) if _clears(trial, record))
    return next(map(context.href, found), "")


def _beside(context: Context, record: Decision | Event) -> Row:
    return Row(
        name=context.name(record),
        address=context.href(record),
        date=date_of(record),
        planned=bool(record.date and record.date.planned),
    )


def _table(context: Context, trial: Trial, around: list[Decision | Event]) -> Markup:
    head = [context.label("field"), context.label("value")]
    rows = [
        [context.words(trial.fields[name].labelled()), cited(context, fact)]
        if (fact := fact_at(trial, name))
        else [context.words(trial.fields[name].labelled()), Markup(context.label("date_missing"))]
        for name in MILESTONES
        if _stands(trial, name)
    ]
    rows += [
        [context.link(record.id), show(context, date)]
        for record in around
        if (date := date_of(record))
    ]
    return table(head, rows)
