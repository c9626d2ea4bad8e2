"""A value as HTML. The type of the value decides how it is shown; callers need nothing else."""

from __future__ import annotations

from markupsafe import Markup

from macros.model.money import Money
from macros.model.numbers import Count, Number
from macros.model.partial_dates import PartialDate
from macros.model.refs import Ref
from macros.model.urls import Url
from macros.model.values import Prose, State, Term, Value, Words
from macros.page.context import Context
from macros.page.text import html, text


def show(context: Context, value: Value) -> Markup:
    """Return any value as HTML for the inside of an element."""
    match value:
        case State():
            return html('<span class="state">{}</span>', value.label.in_(context.language))
        case Ref():
            return context.link(value)
        case Term():
            return _labelled(context, value, "term")
        case PartialDate():
            words = context.plain(value)
            return html('<time datetime="{}">{}</time>', value, words)
        case Number() | Count() | Money():
            return html('<span class="number">{}</span>', context.plain(value))
        case Prose():
            return context.prose(value)
        case Words():
            return context.words(value)
    address = value.address()
    if address is None:
        return text(context.plain(value))
    words = address.split("://", 1)[1].rstrip("/") if isinstance(value, Url) else str(value)
    return context.outside(address, words)


def chip(context: Context, word: Term) -> Markup:
    """Return a vocabulary word as a chip: state at a glance, told by words, not by colour alone."""
    return _labelled(context, word, "chip")


def _labelled(context: Context, word: Term, style: str) -> Markup:
    """Return a vocabulary word in a style: its label, its definition as a title."""

    def make() -> Markup:
        definition = context.atlas.definition(word)
        title = html(' title="{}"', definition.in_(context.language)) if definition else Markup("")
        label = context.plain(word)
        # Only a chip has a colour by its word.
        word_said = html(' data-term="{}"', word) if style == "chip" else Markup("")
        return html('<span class="{}"{}{}>{}</span>', style, word_said, title, label)

    return context.once((style, word.vocabulary, word), make)
