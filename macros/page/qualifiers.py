"""How what qualifies a fact looks, wherever the fact is shown: nothing leaves its page without it.

| shown in | planned | other sources' values | note | unknown, none |
|---|---|---|---|---|
| a record's page, comparison | tag | below, with citations | in the citation | words, with date |
| table cell, picture's table | tag | in small type | link to the fact | words |
| list on the other record's page | tag at the name | tag at the name | link to the fact | |
| facts on a source's page | tag | in small type | link to the fact | words |
| explorer | tag; no facet counts it | in small type | in small type | a value of the facet |
| share image | in words | in words | left out | words, with date |
| CSV | in words behind the value | in a column of remarks | in a column of remarks | words |
| Markdown edition | in brackets | in a line below | in a line below | words, with date |
| search line, count, filter | left out | | | left out |

A product that is approved carries everywhere on what that rests, where no document of the authority
was seen: a tag, in the explorer and the CSV in words.

The as-of date of a fact is a column of its own where one asks for it: `status.as_of`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from markupsafe import Markup

from macros.model.basis import may_tell_stage, reservation_of
from macros.model.facts import Cited, Fact
from macros.model.fields import Field
from macros.model.items import Item, item_of
from macros.model.partial_dates import PartialDate
from macros.model.values import UNKNOWN, Prose, Term
from macros.page.context import Context
from macros.page.text import attribute, html, joined, text
from macros.page.values import chip, show


def on_page(context: Context, fact: Fact) -> list[Markup]:
    """Return the marks of a fact on its page: planned, company-reported, unconfirmed, when."""
    marks = [planned(context)] if fact.planned else []
    if word := reservation_of(context.atlas, fact):
        marks.append(basis_tag(context, word))
    elif fact.grade and fact.is_weak:
        marks.append(_tag(fact.grade, context.plain(fact.grade)))
    if fact.state != "known" and fact.checked:
        when = context.label("checked", date=context.date(fact.checked))
        marks.append(html('<small class="when">{}</small>', when))
    return marks


def in_plain_words(context: Context, fact: Cited, graded: bool = True) -> list[str]:
    """Return the marks of a fact on its page in plain words, other sources' values among them.

    `graded` says how well it is sourced.
    """
    marks = [context.label("planned")] if fact.planned else []
    if word := reservation_of(context.atlas, fact):
        marks.append(context.plain(word))
    elif graded and fact.grade and fact.is_weak:
        marks.append(context.plain(fact.grade))
    if fact.state != "known" and fact.checked:
        marks.append(context.label("checked", date=context.date(fact.checked)))
    others = other_values(context, item_of(fact))
    return [*marks, others] if others else marks


def in_cell(context: Context, item: Item) -> Markup:
    """Return a value in a table, with what qualifies it."""
    value = item.value
    if value == UNKNOWN and item.own and item.own.field.value is PartialDate:
        # Beside other words of a row nobody sees what was not found.
        shown = html('<span class="state">{}</span>', context.label("date_not_found"))
    else:
        shown = chip(context, value) if isinstance(value, Term) else show(context, value)
    return marked(context, shown, item)


def marked(context: Context, shown: Markup, item: Item) -> Markup:
    """Return what shows a value, with what qualifies it."""
    return shown if _is_bare(item) else joined([shown, *_marks(context, item)])


def _is_bare(item: Item) -> bool:
    """Return whether nothing qualifies a value, as can mostly be seen at a glance."""
    own = item.own
    if own is None:
        return not item.planned
    if own.alternative or own.planned or own.note or own.also or not _is_alone(own.field):
        return False
    return len(item.facts) == 1 or not item.planned  # its own fact has no plan either


@cache
def _is_alone(field: Field[Any]) -> bool:
    """Return whether a fact in a field says nothing beside its value but what any fact may say."""
    return not (field.details or field.part or may_tell_stage(field))


def _marks(context: Context, item: Item) -> list[Markup]:
    """Return what qualifies a value, to come after it: planned, a note, other sources' values."""
    # No line ends between a value and the word that it is planned; it may do so before a note.
    parts = [html("\N{NO-BREAK SPACE}{}", planned(context))] if item.planned else []
    if word := reserved(context, item):
        parts.append(html(" {}", basis_tag(context, word)))
    parts += [html(' <small class="detail">({})</small>', w) for w in details(context, item)]
    notes = [one.note for one in _with_others(item) if one.note]
    if item.own and notes:
        parts.append(html(" {}", _note(context, item.own, notes)))
    others = other_values(context, item)
    if item.own and item.own.alternative and not _is_own(item):  # who names the record
        others = context.label("others_say")
    if others:
        parts.append(html(' <small class="others">{}</small>', text(others)))
    return parts


def in_words(context: Context, item: Item) -> str:
    """Return what qualifies a value in plain words, but for a plan: for explorers and CSV."""
    if _is_bare(item):
        return ""
    words = [*details(context, item), other_values(context, item)]
    if word := reserved(context, item):
        words.insert(0, context.plain(word))
    notes = (context.plain(one.note) for one in _with_others(item) if one.note)
    words += [context.label("note_is", note=note) for note in notes]
    return "; ".join(filter(None, words))


def details(context: Context, item: Item) -> list[str]:
    """Return the details of a fact that qualify its value, in plain words."""
    if item.own is None:
        return []
    return [
        context.plain(value)
        for field in item.own.declared().values()
        if field.marks
        for value in field.items(item.own)
        if value not in field.unmarked
    ]


def other_values(context: Context, item: Item) -> str:
    """Return the values that other sources give for a value, in plain words; "" for none."""
    others = _with_others(item)[1:]
    if not others:
        return ""
    plan = f" ({context.label('planned')})"
    words = dict.fromkeys(
        context.plain(value) + (plan if other.planned else "")
        for other in others
        for _field, _path, value in other.values()
    )
    return f"{context.label('others_say')}: {', '.join(words)}" if words else ""


def _with_others(item: Item) -> tuple[Fact, ...]:
    """Return the fact that gives a value, and what other sources say instead of this value."""
    own = item.own
    return () if own is None else (own, *own.also) if _is_own(item) else (own,)


def _is_own(item: Item) -> bool:
    """Return whether a value is that of its fact: not one of many in a part, nor who names it."""
    return getattr(item.own, "value", None) is item.value


def _note(context: Context, fact: Fact, notes: Sequence[Prose]) -> Markup:
    return html(
        '<a class="note-mark" href="{}" title="{}">{}</a>',
        context.fact_href(fact),
        attribute(" ".join(map(context.plain, notes))),
        context.label("note"),
    )


def reserved(context: Context, item: Item) -> Term | None:
    """Return on what the approval that a value tells rests, where that is to be said with it."""
    return reservation_of(context.atlas, item.own) if item.own and _is_own(item) else None


def basis_tag(context: Context, word: Term) -> Markup:
    """Return on what an approval or a decision rests, as a mark; its title says it in full."""
    definition = context.atlas.definition(word)
    title = attribute(definition.in_(context.language) if definition else "")
    return html('<span class="tag tag--basis" title="{}">{}</span>', title, context.plain(word))


def planned(context: Context) -> Markup:
    """Return the mark of a plan."""
    return _tag("planned", context.label("planned"))


@cache
def _tag(name: str, words: str) -> Markup:
    return html('<span class="tag tag--{}">{}</span>', name, words)
