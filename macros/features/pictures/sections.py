"""From a picture to the section pages: addresses that filter them, tables that end with them."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from macros.model.paths import column_of
from macros.page.context import Context
from macros.page.tables import table
from macros.page.text import html

TABLE_ROWS = 300
"""A longer table would outweigh the page; the section page has every record."""


def chosen(context: Context, kind: str, **wanted: str) -> str:
    """Return the address of a section page that shows only the records that are wanted.

    `stage="phase-1"` becomes `products/?stage=phase-1`; names are paths, values ids and words of
    vocabularies, which need no quoting. Raises CallError where the page has no such facet.
    """
    asked = "&".join(f"{column_of(kind, name).id}={value}" for name, value in wanted.items())
    return f"{context.base}{kind}/?{asked}"


def short_table(
    context: Context, kind: str, head: Sequence[str], rows: Sequence[Sequence[Markup]]
) -> Markup:
    """Return the table of a picture; a very long one ends with the way to the section page."""
    shown = table(head, rows[:TABLE_ROWS])
    if len(rows) <= TABLE_ROWS:
        return shown
    more = context.label("all_of", n=f"{len(context.atlas.of_kind(kind)):,}")
    return html('{}<p><a href="{}{}/">{}</a></p>', shown, context.base, kind, more)
