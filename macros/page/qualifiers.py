"""How what qualifies a fact looks, wherever the fact is shown: nothing leaves its page without it.

| shown in | planned | other sources' values | note | unknown, none |
|---|---|---|---|---|
| a record's page, comparison | tag | below, with receipts | in the receipt | words, with date |
| table cell, picture's table | tag | in small type | link to the fact | words |
| list on the other record's page | tag at the name | | link to the fact | |
| facts on a source's page | tag | in small type | link to the fact | words |
| explorer | tag; no facet counts it | in small type | in small type | a value of the facet |
| CSV | in words behind the value | in a column of remarks | in a column of remarks | words |
| search line, count, filter | left out | | | left out |

The as-of date of a fact is a column of its own where one asks for it: `status.as_of`.
"""

from __future__ import annotations

from markupsafe import Markup

from macros.model.facts import Also, Fact
from macros.model.paths import Item
from macros.model.values import Term, Words
from macros.page.context import Context
from macros.page.text import attribute, html, text
from macros.page.values import chip, show


def on_page(context: Context, fact: Fact) -> list[Markup]:
    """Return the marks of a fact on its page: planned, company-reported, unconfirmed, when."""
    marks = [planned(context)] if fact.planned else []
    if fact.grade in ("company", "unconfirmed"):
        marks.append(_tag(fact.grade, context.plain(fact.grade)))
    if fact.state != "known" and fact.checked:
        when = context.label("checked", date=context.date(fact.checked))
        marks.append(html('<small class="when">{}</small>', when))
    return marks


def in_cell(context: Context, item: Item) -> Markup:
    """Return a value in a table, with what qualifies it."""
    value = item.value
    shown = chip(context, value) if isinstance(value, Term) else show(context, value)
    return shown + marks(context, item)


def marks(context: Context, item: Item) -> Markup:
    """Return what qualifies a value, to come after it: planned, other sources' values, a note."""
    found = [planned(context)] if item.planned else []
    others = other_values(context, item)
    if others:
        found.append(html('<small class="others">{}</small>', text(others)))
    if item.own and item.own.note:
        found.append(_note(context, item.own, item.own.note))
    return Markup("").join(html(" {}", mark) for mark in found)


def in_words(context: Context, item: Item) -> str:
    """Return what qualifies a value in plain words, but for a plan: for explorers and CSV."""
    words = [other_values(context, item)]
    if item.own and item.own.note:
        words.append(context.label("note_is", note=context.plain(item.own.note)))
    return "; ".join(filter(None, words))


def other_values(context: Context, item: Item) -> str:
    """Return the values that other sources give for a value, in plain words; "" for none."""
    own = item.own
    # They are said of the value of a fact, not of the others in a part, nor of who names it.
    others = own.also if own and getattr(own, "value", None) is item.value else ()
    if not others:
        return ""
    words = ", ".join(dict.fromkeys(_other(context, other) for other in others))
    return f"{context.label('others_say')}: {words}"


def _other(context: Context, other: Also) -> str:
    words = context.plain(other.value)
    return f"{words} ({context.label('planned')})" if other.planned else words


def _note(context: Context, fact: Fact, words: Words) -> Markup:
    return html(
        '<a class="note-mark" href="{}" title="{}">{}</a>',
        context.fact_href(fact),
        attribute(context.plain(words)),
        context.label("note"),
    )


def planned(context: Context) -> Markup:
    """Return the mark of a plan."""
    return _tag("planned", context.label("planned"))


def _tag(name: str, words: str) -> Markup:
    return html('<span class="tag tag--{}">{}</span>', name, words)
