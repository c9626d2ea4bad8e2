"""An explorer: the plain table of a kind, and what its script needs to narrow it.

Without the script it is the table alone, its first rows where it is long: the rest is on further
pages. The script fills the lists of the facets from the file that `data.py` makes; their buttons
are here, so that nothing moves when it starts.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from macros.features.explorer.data import ColumnData, Explorer
from macros.model.columns import Column
from macros.model.kinds import KINDS
from macros.model.record import Record
from macros.page.context import Context
from macros.page.further import ROWS, Listing, pager, table_of
from macros.page.tables import record_table, used_columns
from macros.page.text import html, joined

FEWEST = 2
"""Records that make an explorer; fewer are a table."""


def explorer_block(
    context: Context,
    explorer: Explorer,
    records: Sequence[Record],
    columns: Sequence[Column],
    script: str,
    style: str,
) -> Markup:
    """Return the explorer of records of a kind, with the addresses of its script and style."""
    ids = {str(column.path): column.id for column in columns}
    is_whole = records == explorer.listed
    listing = listing_of(explorer.kind, len(records) if is_whole else 0)
    nothing, rows = context.label("not_recorded"), slice(ROWS)
    table = record_table(context, records, list(ids), empty=nothing, rows=rows)
    if len(records) < FEWEST:
        return table
    shown = [record.id for record in records]
    return html(
        '<link rel="stylesheet" href="{}">\n'
        '<div class="explorer" data-file="{}" data-base="{}" data-columns="{}" data-ids="{}"'
        ' data-failed="{}">{}{}{}</div>\n<script src="{}" defer></script>',
        f"{context.base}{style}",
        f"{context.base}{explorer.path}",
        context.base,
        " ".join(ids[column] for column in used_columns(context, records, list(ids))),
        "" if is_whole else " ".join(shown),
        context.label("explorer_failed"),
        _tools(context, explorer, shown),
        table,
        _rest(context, explorer, listing, len(records)),
        f"{context.base}{script}",
    )


def listing_of(kind: str, length: int) -> Listing:
    """Return the pages of the list of a kind."""
    return Listing(length, f"{kind}/", f"{kind}/page/")


def further_rows(context: Context, explorer: Explorer, page: int) -> Markup:
    """Return a further page of the list of a kind: a plain table, and the way to the others."""
    listing = listing_of(explorer.kind, len(explorer.listed))
    table = record_table(
        context,
        explorer.listed,
        KINDS[explorer.kind].about.columns,
        empty=context.label("not_recorded"),
        rows=listing.rows(page),
    )
    return table + pager(context, listing, page, table_of(explorer.kind))


def _rest(context: Context, explorer: Explorer, listing: Listing, length: int) -> Markup:
    """Return the way to the rows that are not in the page; some of a kind are on the kind's own."""
    if length <= ROWS or listing.length:
        return pager(context, listing, 1, table_of(explorer.kind))
    words = context.label("all_of", n=f"{len(explorer.records):,}")
    return html('<p class="pager"><a href="{}{}/">{}</a></p>', context.base, explorer.kind, words)


def _tools(context: Context, explorer: Explorer, shown: list[str]) -> Markup:
    n = f"{len(shown):,}"
    return html(
        '<div class="explorer-tools">'
        '<div class="explorer-find"><label for="explorer-text">{}</label>'
        '<input id="explorer-text" type="text" maxlength="200" autocomplete="off"'
        ' autocapitalize="off" spellcheck="false">'
        '<button type="button" class="explorer-open" aria-expanded="false"'
        ' aria-controls="explorer-facets">{}</button></div>'
        '<div class="explorer-facets" id="explorer-facets" role="group" aria-label="{}">{}</div>'
        '<ul class="explorer-chosen" aria-label="{}" hidden></ul>'
        '<div class="explorer-bar"><p class="explorer-count" role="status">{}</p>'
        '<div class="explorer-sort"><label for="explorer-order">{}</label>'
        '<select id="explorer-order"><option value="">{}</option></select></div>{}'
        '<button type="button" class="explorer-link">{}</button>'
        '<button type="button" class="explorer-csv">{}</button></div></div>',
        context.label("explorer_text"),
        context.label("explorer_filters"),
        context.label("explorer_filters"),
        joined(
            _button(field.column.id, context.words(field.column.label))
            for field in _narrowing(explorer, shown)
        ),
        context.label("explorer_chosen"),
        context.label("explorer_all", n=n),
        context.label("explorer_order"),
        context.label("explorer_as_listed"),
        _button("columns", context.label("explorer_columns")),
        context.label("explorer_link"),
        context.label("explorer_csv"),
    )


def _narrowing(explorer: Explorer, shown: list[str]) -> list[ColumnData]:
    """Return the facets in which the records that are shown differ."""
    place = {record.id: n for n, record in enumerate(explorer.records)}
    rows = [place[id_] for id_ in shown]
    return [
        field
        for field in explorer.facets
        if any(field.cells[row] != field.cells[rows[0]] for row in rows)
    ]


def _button(name: str, words: str | Markup) -> Markup:
    return html(
        '<div class="facet" data-field="{}"><button type="button" aria-expanded="false">{}'
        "</button></div>",
        name,
        words,
    )
