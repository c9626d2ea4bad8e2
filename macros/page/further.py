"""Long lists: their first rows are on a page, the rest on further pages of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from macros.model.kinds import Source
from macros.page.context import Context
from macros.page.references import LIST, cited_in, ready
from macros.page.text import html, joined

ROWS = 200
"""Rows of a page: of each further page, and of all lists on a record's page together."""


@dataclass(frozen=True)
class Listing:
    """A list of `length` rows: its first page, at `address` from the root, has the `first` of them.

    `folder` is the address below which the further pages are, by their number: "trials/page/".
    """

    length: int
    address: str
    folder: str
    first: int = ROWS

    @property
    def pages(self) -> int:
        """How many pages the list has."""
        return 1 + max(0, -(-(self.length - self.first) // ROWS))

    def rows(self, page: int) -> slice:
        """Return which rows a page has; the first page is number 1."""
        end = min(self.first + (page - 1) * ROWS, self.length)
        return slice(self.first + (page - 2) * ROWS if page > 1 else 0, end)

    def path(self, page: int) -> str:
        """Return the address of a page from the root of the language."""
        return f"{self.folder}{page}/" if page > 1 else self.address


def room(lengths: Sequence[int], rows: int = ROWS) -> int:
    """Return how many rows each of some lists may have on one page, so that all have `rows`.

    >>> room([1000]), room([150, 20]), room([1000, 1000, 20])
    (200, 200, 90)
    """
    left = rows
    for at, length in enumerate(sorted(lengths)):
        share = left // (len(lengths) - at)
        if length > share:
            return share
        left -= length
    return rows


def table_of(kind: str) -> str:
    """Return the table for programs that has every record of a kind."""
    return Source.about.id if kind == Source.about.id else "records"


def rows_said(context: Context, listing: Listing, page: int) -> str:
    """Return which rows a page has: rows 201–400 of 812."""
    rows = listing.rows(page)
    first, last, n = f"{rows.start + 1:,}", f"{rows.stop:,}", f"{listing.length:,}"
    return context.label("rows_of", first=first, last=last, n=n)


def pager(context: Context, listing: Listing, page: int, table: str = "") -> Markup:
    """Return which rows a page has and where the others are; nothing for a list of one page.

    `table` names the table for programs that has all of them: "facts".
    """
    if listing.pages == 1:
        return Markup("")
    near = {1, 2, page - 1, page, page + 1, listing.pages - 1, listing.pages}
    shown = [n for n in sorted(near) if 1 <= n <= listing.pages]
    links = []
    for before, n in zip([0, *shown], shown, strict=False):
        links += [html("<li>…</li>")] if n > before + 1 else []
        here = Markup(' aria-current="page"') if n == page else Markup("")
        links.append(
            html('<li><a href="{}{}"{}>{}</a></li>', context.base, listing.path(n), here, n)
        )
    for name, n in (("previous", page - 1), ("next", page + 1)):
        if 1 <= n <= listing.pages:
            address = f"{context.base}{listing.path(n)}"
            link = html(
                '<li><a href="{}" rel="{}">{}</a></li>', address, name[:4], context.label(name)
            )
            links.insert(0 if name == "previous" else len(links), link)
    return html(
        '<nav class="pager" aria-label="{}"><p>{}{}</p><ul>{}</ul></nav>',
        context.label("pages_of_list"),
        rows_said(context, listing, page),
        _all(context, table),
        joined(links),
    )


def further_html(
    context: Context,
    path: Markup,
    title: str,
    first: str | Markup,
    listing: Listing,
    page: int,
    rows: Markup,
) -> str:
    """Return a further page: `path` is the way to it, `first` what the first page is called."""
    cited = Markup("")
    if cited_in(rows):
        cited = html('<h2 id="sources">{}</h2>{}', context.label("sources"), Markup(LIST))
    content = html(
        '<div class="further">{}<header><h1 id="top">{}</h1></header>'
        '<p class="further-of">{} · <a href="{}{}">{}</a></p>{}{}</div>',
        *(path, title, rows_said(context, listing, page)),
        *(context.base, listing.address, first, rows, cited),
    )
    return ready(context, content)


def _all(context: Context, table: str) -> Markup:
    if context.tables is None or not table:
        return Markup("")
    address = f"{context.base}{context.tables}{table}.csv"
    return html(' · <a href="{}">{}</a>', address, context.label("all_as_csv"))
