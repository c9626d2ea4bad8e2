"""Where a trial takes participants: how old that is, whom to call, and what is about to begin."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from macros.model.derived import country_of, known
from macros.model.kinds import Trial
from macros.model.paths import path
from macros.model.record import Record
from macros.model.recruitment import cautions, recruiting_sites, recruitment, years_between
from macros.model.topic import TOPIC
from macros.page.context import Context
from macros.page.facts import cited
from macros.page.section import Section
from macros.page.tables import cell, record_table
from macros.page.text import attribute, html, joined
from macros.page.values import chip

RECRUITING = ("products", "indications", "age", "recruiting_sites", "registry_updated", "cautions")
"""Columns of a table of trials that recruit: what a family asks before it calls."""

COMING = ("status", "products", "indications", "sites", "ind_cleared", "registry_updated")
"""Columns of a table of trials that may begin soon."""


def compared(context: Context) -> Markup:
    """Return one line: of which days the statuses are that the atlas took from the registries.

    A script warns by the reader's clock where that is long ago: a copy of the site may be old.
    """
    days = sorted(_days(context))
    if not days:
        return Markup("")
    first, last = (context.date(day) for day in (days[0], days[-1]))
    key = "compared_on" if first == last else "compared_between"
    said = context.label(key, first=first, last=last)
    warning = context.label("compared_long_ago")
    return html(
        '<p class="compared" data-compared="{}">{} <strong hidden>{}</strong></p>',
        attribute(days[-1]),
        said,
        warning,
    )


def _days(context: Context) -> Iterator[str]:
    """Yield the day at which the registry was read for each trial that recruits here."""
    for trial in context.atlas.of(Trial):
        if recruiting_sites(trial) and trial.status and trial.status.as_of:
            yield str(trial.status.as_of)


def about_to_recruit(context: Context) -> Markup:
    """Return the trials with a Korean site or sponsor that may begin soon, as a table.

    None whose newest date, of its entry or its clearance, is a year or more before the newest date
    of the data: such a plan has probably been given up.
    """
    trials = [t for t in context.atlas.of(Trial) if _may_begin(context, t)]
    trials.sort(key=lambda trial: (_newest(trial), trial.id), reverse=True)
    return record_table(context, trials, COMING, empty=context.label("not_recorded"))


def _may_begin(context: Context, trial: Trial) -> bool:
    newest, terms = _newest(trial), TOPIC.terms
    sponsors = (context.atlas.records.get(sponsor.value) for sponsor in trial.sponsors)
    at_home = recruitment(trial) == terms.recruits_later or (
        known(trial.status) in terms.to_come
        and any(country_of(sponsor) == TOPIC.country for sponsor in sponsors)
    )
    recent = newest and years_between(newest, context.atlas.checked) < 1
    return bool(at_home and recent and known(trial.gives) == terms.gives)


def _newest(trial: Trial) -> str:
    dates = (known(trial.registry_updated), known(trial.ind_cleared), known(trial.first_posted))
    return max((str(date) for date in dates if date), default="")


def taking_part(context: Context, record: Record) -> list[Section]:
    """Return the section of a trial's page on taking part in the country; none for other records.

    It says whether a Korean site recruits, by the registry of which day, what may be out of date,
    the end where it has passed, where, and whom to call.
    """
    if not isinstance(record, Trial) or known(record.status) not in TOPIC.terms.open:
        return []
    word = recruitment(record)
    if word == TOPIC.terms.recruits_elsewhere:
        return []
    doubts = list(cautions(context.atlas, record))
    chips = [chip(context, word), *(chip(context, doubt) for doubt in doubts)]
    lines = [html('<p class="chips">{}</p>', joined(chips, " "))]
    if record.status and record.status.as_of:
        lines.append(_line(context, "read_on", date=context.date(record.status.as_of)))
    if updated := known(record.registry_updated):
        lines.append(_line(context, "updated_on", date=context.date(updated)))
    end = record.completion
    if end and TOPIC.terms.end_passed in doubts:
        lines.append(html("<p>{}: {}</p>", context.words(end.label), cited(context, end)))
    if recruiting_sites(record):
        sites = cell(context, record, "recruiting_sites")
        title = path("trials", "recruiting_sites").label
        lines.append(html("<p>{}: {}</p>", context.words(title), sites))
    if not record.eligibility:
        lines.append(_line(context, "no_criteria"))
    lines.append(_line(context, "ask_there" if record.contacts else "no_contact"))
    return [Section("taking-part", context.label("taking_part"), joined(lines))]


def _line(context: Context, key: str, **values: object) -> Markup:
    return html("<p>{}</p>", context.label(key, **values))
