"""How what qualifies a fact looks, wherever the fact is shown: nothing leaves its page without it.

| shown in | planned | other sources' values | note | unknown, none |
|---|---|---|---|---|
| a record's page, comparison | tag | below, with receipts | in the receipt | words, with date |
| table cell, picture's table | tag | in small type | link to the fact | words |
| list on the other record's page | tag at the name | | link to the fact | |
| explorer | tag; no facet counts it | in small type | in small type | a value of the facet |
| CSV | in words behind the value | in words | in words | words |
| search line, count, filter | left out | | | left out |

The as-of date of a fact is a column of its own where one asks for it: `status.as_of`.
"""

from __future__ import annotations

from markupsafe import Markup

from macros.model.facts import Fact
from macros.model.paths import Item
from macros.model.values import Term
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
    marks = [planned(context)] if item.planned else []
    others = other_values(context, item)
    if others:
        marks.append(html('<small class="others">{}</small>', text(others)))
    marks += (note(context, fact) for fact in _own(item) if fact.note)
    return Markup(" ").join([shown, *marks])


def at_name(context: Context, fact: Fact | None) -> Markup:
    """Return the marks behind the name of a record that links here through a fact."""
    if fact is None:
        return Markup("")
    marks = [planned(context)] if fact.planned else []
    marks += [note(context, fact)] if fact.note else []
    return Markup("").join(html(" {}", mark) for mark in marks)


def in_words(context: Context, item: Item) -> str:
    """Return what qualifies a value in plain words, but for a plan: for explorers and CSV."""
    notes = (context.plain(fact.note) for fact in _own(item) if fact.note)
    words = [other_values(context, item), *(context.label("note_is", note=n) for n in notes)]
    return "; ".join(filter(None, words))


def _own(item: Item) -> tuple[Fact, ...]:
    """Return the fact that gives the value, where it is about the record itself.

    At the end of a longer path it is about another record, which the cell does not name.
    """
    return item.facts if len(item.facts) == 1 else ()


def other_values(context: Context, item: Item) -> str:
    """Return the values that other sources give for a value, in plain words; "" for none."""
    others = [other for fact in _own(item) for other in fact.also]
    if not others:
        return ""
    words = ", ".join(dict.fromkeys(context.plain(other.value) for other in others))
    return f"{context.label('others_say')}: {words}"


def note(context: Context, fact: Fact) -> Markup:
    """Return a mark that shows the note of a fact and leads to it."""
    words = context.plain(fact.note) if fact.note else ""
    return html(
        '<a class="note-mark" href="{}" title="{}">{}</a>',
        context.fact_href(fact),
        attribute(words),
        context.label("note"),
    )


def planned(context: Context) -> Markup:
    """Return the mark of a plan."""
    return _tag("planned", context.label("planned"))


def _tag(name: str, words: str) -> Markup:
    return html('<span class="tag tag--{}">{}</span>', name, words)
