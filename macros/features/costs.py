"""What it costs: prices by what they mean, and the most that a patient pays by year and income."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from macros.model.kinds import Ceiling, Price, Product
from macros.model.record import Record
from macros.page.context import Context
from macros.page.facts import qualified_citation
from macros.page.tables import table, table_of_used
from macros.page.text import html
from macros.page.values import show


def price_table(context: Context, products: Iterable[Record], basis: str) -> Markup:
    """Return the prices of some products on one basis, each with its year and its citation.

    `basis` is a word of data/vocabulary/price-basis.yml. A price without a date is left out: a
    figure without its year misleads.
    """
    prices = [
        (product, price, when)
        for product in products
        if isinstance(product, Product)
        for price in product.prices
        if price.basis == basis and (when := price.date)
    ]
    if not prices:
        return html("<p>{}</p>", context.label("none_dated"))
    fields = (Price.declared()[name].labelled() for name in ("amount", "date"))
    head = [words.in_(context.language) for words in (Product.about.one, *fields)]
    head += [context.label(key) for key in ("remark", "sources")]
    rows = [
        [
            context.link(product.id),
            show(context, price.amount),
            show(context, when),
            context.prose(price.note) if price.note else Markup(""),
            qualified_citation(context, price),
        ]
        for product, price, when in prices
    ]
    return table_of_used(head, rows)


def ceiling_table(context: Context, ceilings: Sequence[Ceiling]) -> Markup:
    """Return yearly ceilings as a table: an income group a row, a year a column, the newest first.

    Each figure has its citation.
    """
    years = sorted({ceiling.year for ceiling in ceilings}, reverse=True)
    groups = sorted({ceiling.group for ceiling in ceilings}, key=context.atlas.rank)
    at = {(ceiling.group, ceiling.year): ceiling for ceiling in ceilings}
    head = [Ceiling.declared()["group"].labelled().in_(context.language)]
    head += [context.date(year) for year in years]
    rows = (
        [show(context, group), *(_figure(context, at.get((group, year))) for year in years)]
        for group in groups
    )
    return html('<div class="ceilings">{}</div>', table(head, rows))


def _figure(context: Context, ceiling: Ceiling | None) -> Markup:
    if ceiling is None:
        return Markup("")
    return html("{} {}", show(context, ceiling.amount), qualified_citation(context, ceiling))
