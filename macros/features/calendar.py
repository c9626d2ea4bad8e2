"""The calendars on a page: where to subscribe, and the plans that they have, as tables."""

from __future__ import annotations

from markupsafe import Markup

from macros.exports.calendars import FOLDER, NAMES, Calendars
from macros.exports.dates import Dated
from macros.model.facts import Fact
from macros.page.context import Context
from macros.page.facts import dated
from macros.page.tables import table
from macros.page.text import html, text


def calendar_list(context: Context, calendars: Calendars) -> Markup:
    """Return the calendars, what each has and where it is.

    A calendar program opens an address that begins with webcal: by itself; others are given the
    address of the file.
    """
    rows = []
    for name in NAMES:
        path = f"{FOLDER}/{name}.ics"
        address = calendars.root + path
        has = context.label(f"calendar_has_{name}")
        subscribe = html(
            '<a href="{}" aria-label="{}: {}">{}</a>',
            f"webcal:{address.partition(':')[2]}",
            context.label("calendar_subscribe"),
            has,
            context.label("calendar_subscribe"),
        )
        rows.append(
            [
                text(has),
                html('<span class="number">{}</span>', f"{len(calendars.of(name)):,}"),
                subscribe,
                html('<a href="{}{}">{}.ics</a>', context.base, path, name),
            ]
        )
    head = ("calendar", "calendar_count", "calendar_subscribe", "calendar_file")
    return table([context.label(key) for key in head], rows)


def plan_table(context: Context, calendars: Calendars, overdue: bool = False) -> Markup:
    """Return the plans still ahead, or those whose time has passed, with their citations."""
    today = context.atlas.checked
    plans = (
        one
        for one in calendars.dates
        if (one.is_overdue(today) if overdue else one.lies_ahead(today))
    )
    rows = [
        [
            _when(context, one),
            context.link(one.record["id"]),
            text(calendars.what(one)),
        ]
        for one in plans
    ]
    if not rows:
        return html("<p>{}</p>", context.label("none_listed"))
    head = [context.label(key) for key in ("when", "about", "calendar_what")]
    of_when = html("<p>{}</p>", context.label("data_as_of", date=context.date(today)))
    return of_when + table(head, rows)


def _when(context: Context, one: Dated) -> Markup:
    fact: Fact = context.atlas.records[one.record["id"]].every_fact[one.place]
    return dated(context, fact, one.date["value"])
