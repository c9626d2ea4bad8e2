"""What readers ask first: what is approved in Korea, and does the national insurance pay for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from macros.features.steps import decisions_of
from macros.model.basis import reservation
from macros.model.derived import known
from macros.model.facts import Cited, Fact
from macros.model.items import item_of
from macros.model.kinds import Decision, Product, Source
from macros.model.partial_dates import PartialDate
from macros.model.record import Record
from macros.model.topic import TOPIC
from macros.page.context import Context
from macros.page.qualifiers import basis_tag, in_cell, marked
from macros.page.tables import table
from macros.page.text import html, joined


def approval_table(context: Context, products: Iterable[Record]) -> Markup:
    """Return products with their Korean approval and listing, the newest approval first.

    Each date links to the decision, which cites the sources. Where no listing is recorded the table
    says how far the product has come, and the date of the newest page on who pays that was read,
    never that there is none.
    """
    rows = []
    for product in products:
        assert isinstance(product, Product)
        approvals = _granted(context, product, TOPIC.terms.approval)
        extensions = _granted(context, product, TOPIC.terms.extension)
        listings = _granted(context, product, TOPIC.terms.listing)
        newest = max((known(approval.date) or "" for approval in approvals), default="")
        row = [
            context.link(product.id),
            _joined(context, _indications(approvals + extensions) or product.indications),
            joined((_step(context, approval) for approval in approvals), ", "),
            joined((_listing(context, listing) for listing in listings), "<br>")
            or joined([*_last_step(context, product), _not_found(context, product)], "<br>"),
            _centres(context, product),
        ]
        rows.append((newest, product.id, row))
    rows.sort(key=lambda item: item[:2], reverse=True)
    head = ("product", "approved_for", "approved_on", "national_insurance", "given_at")
    return table([context.label(key) for key in head], (row for *_order, row in rows))


def _granted(context: Context, product: Product, step: str) -> list[Decision]:
    """Return the granted decisions of a type about a product, by date."""
    decisions = (d for d in decisions_of(context, product) if known(d.type) == step)
    return [d for d in decisions if known(d.outcome) == TOPIC.terms.granted]


def _indications(decisions: Iterable[Decision]) -> list[Cited]:
    named = {fact.value: fact for decision in decisions for fact in decision.indications}
    return list(named.values())


def _joined(context: Context, facts: Iterable[Cited]) -> Markup:
    return joined((in_cell(context, item_of(fact)) for fact in facts), ", ")


def _step(context: Context, decision: Decision) -> Markup:
    date = decision.date
    words = context.date(date.known) if date and date.known else None
    step = html('<span class="number">{}</span>', context.link(decision.id, words))
    if word := reservation(context.atlas, decision):
        step += html("\N{NO-BREAK SPACE}{}", basis_tag(context, word))
    return marked(context, step, item_of(date)) if date else step


def _listing(context: Context, listing: Decision) -> Markup:
    since = html("{} {}", context.label("listed_since"), _step(context, listing))
    amount = listing.amount
    if amount is None:
        return since
    return html("{}; {} {}", since, context.label("up_to"), in_cell(context, item_of(amount)))


def _last_step(context: Context, product: Product) -> Iterator[Markup]:
    """Yield how far a product has come on the way to a listing: its last step and the outcome."""
    steps = [
        decision
        for decision in decisions_of(context, product)
        if known(decision.type) in TOPIC.terms.towards_listing and known(decision.date)
    ]
    for step in steps[-1:]:
        shown = [in_cell(context, item_of(fact)) for fact in (step.type, step.outcome) if fact]
        yield html("{} {}", joined(shown, " "), _step(context, step))


def _not_found(context: Context, product: Product) -> Markup:
    newest = _newest_page(context, product)
    if newest is None:
        return html('<span class="state">{}</span>', context.label("no_listing"))
    when = context.date(newest)
    return html('<span class="state">{}</span>', context.label("no_listing_as_of", date=when))


def _newest_page(context: Context, product: Product) -> PartialDate | None:
    """Return when the newest source on who pays for a product was published, if any says when.

    These are the sources of its coverage and of its steps towards a listing.
    """
    facts: list[Fact] = [*product.coverage]
    for decision in decisions_of(context, product):
        if decision.type.known in TOPIC.terms.towards_listing:
            facts += decision.every_fact
    cited = (context.atlas.get(Source, id_) for fact in facts for id_ in fact.cited())
    dates = (source.published for source in cited if source)
    return max(filter(None, dates), default=None)


def _centres(context: Context, product: Product) -> Markup:
    count = sum(known(fact) is not None for fact in product.treatment_centres)
    if not count:
        return html('<span class="state">{}</span>', context.label("no_hospital"))
    label = context.label("hospital" if count == 1 else "hospitals", n=count)
    return html('<a href="{}">{}</a>', context.href(product), label)
