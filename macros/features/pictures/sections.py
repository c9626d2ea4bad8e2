"""From a picture to the section pages: addresses that filter them, tables that end with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from macros.model.columns import column_of
from macros.model.record import Record
from macros.page.context import Context
from macros.page.tables import cell, table
from macros.page.text import html, text

TABLE_ROWS = 100
"""A longer table would outweigh the page; the section page has every record."""


def chosen(context: Context, kind: str, **filters: str) -> str:
    """Return the address of a section page that shows only the records that are wanted.

    `stage="phase-1"` becomes `products/?stage=phase-1`; names are paths, values ids and words of
    vocabularies, which need no quoting. Raises CallError where the page has no such facet.
    """
    query = "&".join(f"{column_of(kind, name).id}={value}" for name, value in filters.items())
    return f"{context.base}{kind}/?{query}"


def address(context: Context, record_id: str) -> str:
    """Return the address of a record's page, or "" where there is no such record."""
    record = context.atlas.records.get(record_id)
    return context.href(record) if record else ""


def short_table(
    context: Context, kind: str, head: Sequence[str], rows: Sequence[Sequence[Markup]]
) -> Markup:
    """Return the table of a picture; a very long one ends with the way to the section page.

    `head` are the labels of the columns by their keys.
    """
    shown = table([context.label(key) for key in head], rows[:TABLE_ROWS])
    if len(rows) <= TABLE_ROWS:
        return shown
    more = context.label("all_of", n=f"{len(context.atlas.of_kind(kind)):,}")
    return html('{}<p><a href="{}{}/">{}</a></p>', shown, context.base, kind, more)


def record_rows(context: Context, records: Iterable[Record], *columns: str) -> list[list[Markup]]:
    """Return the rows of a table of records: the name of each, linked, and fields of it.

    What qualifies a value is beside it; where a record has none, the cell says so.
    """
    missing = text(context.label("unrecorded"))
    return [
        [context.link(record.id), *(cell(context, record, c) or missing for c in columns)]
        for record in records
    ]


def counted(context: Context, count: int, planned: int) -> str:
    """Return a number with the plans apart, which are not part of it."""
    plans = f" ({context.label('n_planned', n=f'{planned:,}')})" if planned else ""
    return f"{count:,}{plans}"
