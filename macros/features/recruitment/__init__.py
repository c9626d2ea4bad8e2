"""Where a trial takes participants: how old that is, whom to call, and what is about to begin."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from macros.features.treatment_centres import by_region, reached, region_name
from macros.model.derived import known
from macros.model.items import item_of
from macros.model.kinds import Indication, Institution, Site, Trial
from macros.model.paths import linking, path, wider
from macros.model.record import Record
from macros.model.recruitment import (
    DAYS_UNTIL_WARNING,
    cautions,
    days_compared,
    gives_cells,
    recruiting_at,
    recruiting_of_cells,
    recruiting_sites,
    recruitment,
    years_between,
)
from macros.model.relations import date_of
from macros.model.topic import TOPIC
from macros.page.context import Context
from macros.page.facts import cited
from macros.page.section import Section
from macros.page.tables import in_one_cell, record_table, table_of_used
from macros.page.text import attribute, html, joined, text
from macros.page.values import chip

RECRUITING = (
    "registry_numbers",
    "products",
    "indications",
    "age",
    "recruiting_sites",
    "registry_updated",
    "cautions",
)
"""Columns of a table of trials that recruit: what a family asks before it calls, or names then."""

ABOUT_TRIAL = tuple(column for column in RECRUITING if column != "recruiting_sites")
"""The same on the page of the hospital."""

ABOUT_STUDY = ("registry_numbers", "gives", "indications", "registry_updated", "cautions")
"""What it says there of a study that gives no engineered cells, or may not."""

COMING = (
    "registry_numbers",
    "status",
    "products",
    "indications",
    "sites",
    "ind_cleared",
    "registry_updated",
)
"""Columns of a table of trials that may begin soon."""


def compared(context: Context) -> Markup:
    """Return one line: of which days the statuses are that the atlas took from the registries.

    A script warns by the reader's clock where that is long ago: a copy of the site may be old.
    """
    return context.once("compared", lambda: _compared(context))


def _compared(context: Context) -> Markup:
    days = context.atlas.found(days_compared)
    if not days:
        return Markup("")
    first, last = (context.date(day) for day in (days[0], days[-1]))
    key = "compared_on" if first == last else "compared_between"
    message = context.label(key, first=first, last=last)
    warning = context.label("compared_long_ago", n=DAYS_UNTIL_WARNING)
    return html(
        '<p class="compared" data-compared="{}" data-days="{}">{} <strong hidden>{}</strong></p>',
        attribute(days[-1]),
        DAYS_UNTIL_WARNING,
        message,
        warning,
    )


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
    word = recruitment(context.atlas, trial)
    to_come = known(trial.status) in terms.to_come and word != terms.recruits_elsewhere
    recent = newest and years_between(newest, context.atlas.checked) < 1
    return bool((to_come or word == terms.recruits_later) and recent and gives_cells(trial))


def _newest(trial: Trial) -> str:
    dates = (known(trial.registry_updated), known(trial.ind_cleared), known(trial.first_posted))
    return max((str(date) for date in dates if date), default="")


def taking_part(context: Context, record: Record) -> list[Section]:
    """Return the section on taking part in the country: of a trial, a hospital, a disease.

    None for other records, and for a trial that takes nobody here.
    """
    if isinstance(record, Trial):
        return _of_trial(context, record)
    if isinstance(record, Indication):
        return _of_disease(context, record)
    return _of_hospital(context, record) if isinstance(record, Institution) else []


def _of_trial(context: Context, trial: Trial) -> list[Section]:
    """Say whether a Korean site recruits, by the registry of which day, where, and whom to call.

    What may be out of date is said too, and the end where it has passed.
    """
    if known(trial.status) not in TOPIC.terms.open:
        return []
    word = recruitment(context.atlas, trial)
    if word == TOPIC.terms.recruits_elsewhere:
        return []
    doubts = list(cautions(context.atlas, trial))
    chips = [chip(context, word), *(chip(context, doubt) for doubt in doubts)]
    lines = [html('<p class="chips">{}</p>', joined(chips, " "))]
    if numbers := trial.registry_numbers:
        number = in_one_cell(context, [item_of(numbers[0])])
        lines.append(html("<p>{}: {}</p>", context.words(numbers[0].label), number))
    if trial.status and trial.status.as_of:
        lines.append(_line(context, "read_on", date=context.date(trial.status.as_of)))
    if updated := known(trial.registry_updated):
        lines.append(_line(context, "updated_on", date=context.date(updated)))
    end = trial.completion
    if end and TOPIC.terms.end_passed in doubts:
        lines.append(html("<div>{}: {}</div>", context.words(end.label), cited(context, end)))
    if sites := recruiting_sites(trial):
        lines.append(_site_table(context, sites))
    if not trial.eligibility and not trial.inclusion:
        lines.append(_line(context, "no_criteria"))
    without = "no_contact" if any(site.counts for site in trial.sites) else "no_hospital_yet"
    lines.append(_line(context, "ask_there" if trial.contacts else without))
    return [Section("taking-part", context.label("taking_part"), joined(lines))]


def _site_table(context: Context, sites: Sequence[Site]) -> Markup:
    """Return sites by region, with the hospital's own page; those without a name at the end."""
    records = [context.atlas.records.get(site.known or "") for site in sites]
    hospitals = by_region(
        context, {r.id: r for r in records if isinstance(r, Institution)}.values()
    )
    rows = [
        [
            in_one_cell(context, [item_of(s) for s in sites if s.value == hospital.id][:1]),
            text(region_name(context, hospital)),
            reached(context, hospital),
        ]
        for hospital in hospitals
    ]
    if nameless := [item_of(site) for site in sites if site.known is None]:
        rows.append([in_one_cell(context, nameless), Markup(""), Markup("")])
    title = path(Trial.about.id, "recruiting_sites").label.in_(context.language)
    region = Institution.region.labelled().in_(context.language)
    return table_of_used([title, region, context.label("official_page")], rows)


def _of_hospital(context: Context, hospital: Institution) -> list[Section]:
    """List the trials that take participants at a hospital, or say that none does."""
    items = linking(context.atlas, hospital, Trial.about.id, "sites")
    if not any(item.counts for item in items):
        return []
    links = {item.value: item for item in items}
    trials = list({trial.id: trial for trial, _ in recruiting_at(context.atlas, hospital)}.values())
    lines = [compared(context)]
    of_cells = [trial for trial in trials if gives_cells(trial)]
    if of_cells:
        lines.append(record_table(context, of_cells, ABOUT_TRIAL, links=links))
    else:
        lines.append(_line(context, "none_recruits"))
    if others := [trial for trial in trials if not gives_cells(trial)]:
        lines.append(_line(context, "others_recruit"))
        lines.append(record_table(context, others, ABOUT_STUDY, links=links))
    return [Section("taking-part", context.label("recruiting_here"), joined(lines), len(of_cells))]


def _of_disease(context: Context, disease: Indication) -> list[Section]:
    """List the trials of cells that recruit for a disease, its kinds and what it is a kind of."""
    recruiting = map(context.atlas.records.get, context.atlas.found(recruiting_of_cells))
    trials: list[Record] = [
        trial
        for trial in recruiting
        if isinstance(trial, Trial) and _concerns(context, trial, disease)
    ]
    trials.sort(key=lambda trial: (date_of(trial) or "", trial.id), reverse=True)
    content = record_table(context, trials, RECRUITING) if trials else _line(context, "none_for")
    title = context.label("recruiting_for")
    return [Section("taking-part", title, joined([compared(context), content]), len(trials))]


def _concerns(context: Context, trial: Trial, disease: Indication) -> bool:
    """Return whether a patient may fit: large B-cell lymphoma in a trial means DLBCL too."""
    above = {disease.id, *wider(context.atlas, disease.id)}
    return any(
        fact.known in above or disease.id in wider(context.atlas, fact.known)
        for fact in trial.indications
        if fact.counts and fact.known
    )


def _line(context: Context, key: str, **values: object) -> Markup:
    return html("<p>{}</p>", context.label(key, **values))
