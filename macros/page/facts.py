"""Facts with their citations: each opens to the sources of its value, without JavaScript."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from markupsafe import Markup

from macros.model.facts import Also, Cited, Fact, Part
from macros.model.fields import Field
from macros.model.paths import path
from macros.model.record import Record
from macros.model.values import Term, Value
from macros.page.context import Context
from macros.page.qualifiers import basis_tag, on_page, planned, reserved
from macros.page.references import cited_source
from macros.page.text import html, joined, reference
from macros.page.values import chip, show


def cited(context: Context, fact: Cited) -> Markup:
    """Return a fact: value, qualifiers, citation, other values."""
    value, citation = show(context, fact.value), qualified_citation(context, fact)
    shown = html('<span class="value">{}</span> {}', value, citation)
    if not fact.also:
        return shown
    return joined([shown, *(also(context, other) for other in fact.also)], " ")


def dated(context: Context, fact: Fact, date: str) -> Markup:
    """Return the date of a fact with what goes with it; a part has more than the date."""
    if isinstance(fact, Cited):
        return cited(context, fact)
    return html("{} {}", context.date(date), qualified_citation(context, fact))


def qualified_citation(context: Context, fact: Fact) -> Markup:
    """Return what follows the value of a fact on a page: its qualifiers, then its citation."""
    marks, citation = on_page(context, fact), fact_citation(context, fact)
    return joined([*marks, citation], " ") if marks else citation


def fact_citation(context: Context, fact: Fact) -> Markup:
    """Return the citation of a fact, which opens to its sources, as-of date and remark.

    It is a <details> element: it opens by click and by keyboard, and prints.
    """
    sources, note, as_of = fact.sources, fact.note, fact.as_of
    if not sources and not note:
        return Markup("")
    make = partial(_around_remark, context, sources)
    start, end, bare = context.once(("citation", sources), make)
    if not (as_of or note):
        return bare
    about = []
    if as_of:
        about.append(html("<p>{}</p>", context.label("as_of", date=context.date(as_of))))
    if note:
        about.append(html('<p class="note">{}</p>', context.prose(note)))
    return joined([start, *about, end])


def _around_remark(context: Context, sources: Sequence[str]) -> tuple[Markup, Markup, Markup]:
    """Return what comes before and after as-of date and remark in citations of some sources,
    and both together.
    """
    numbers = reference(*sources) if sources else Markup("")
    lines = [html("<li>{}</li>", cited_source(context, source)) for source in sources]
    start = html(
        '<details class="citation" name="citation"><summary aria-label="{}">{}</summary>'
        '<div class="citation-body">',
        html(context.label("source_n", n="{}"), numbers) if numbers else context.label("note"),
        numbers or "…",
    )
    end = html("<ul>{}</ul></div></details>", joined(lines))
    return start, end, start + end


def field_value(context: Context, field: Field, record: Record) -> Markup:
    """Return what a record has in a field: a fact, a plain value, or a list of them."""
    return value_list([_item(context, item) for item in field.items(record)])


def value_list(shown: Sequence[Markup]) -> Markup:
    """Return values as a list, or the only one by itself."""
    if len(shown) == 1:
        return shown[0]
    return html('<ul class="values">{}</ul>', joined(html("<li>{}</li>", one) for one in shown))


def _item(context: Context, item: Fact | Value) -> Markup:
    match item:
        case Cited():
            return cited(context, item)
        case Part():
            return part_lines(context, item)
        case Value():
            return show(context, item)
    raise TypeError(f"a field holds {type(item).__name__}")


def part_lines(context: Context, part: Part) -> Markup:
    """Return a fact of several values as a small list, with its citation."""
    rows = []
    for field in part.declared().values():
        values = field.items(part)
        if values:
            shown = Markup(", ").join(show(context, value) for value in values)
            label = context.words(field.labelled())
            rows.append(html("<div><dt>{}</dt><dd>{}</dd></div>", label, shown))
    return html('<dl class="parts">{}</dl>{}', joined(rows), qualified_citation(context, part))


def chips(context: Context, record: Record, names: Iterable[str]) -> list[Markup]:
    """Return the states of a record that are shown beside its name."""
    shown = []
    for name in names:
        for item in path(record.about.id, name).items(context.atlas, record):
            if isinstance(item.value, Term):
                shown.append(chip(context, item.value))
                shown += [planned(context)] if item.planned else []
                shown += [basis_tag(context, word)] if (word := reserved(context, item)) else []
    return shown


def also(context: Context, other: Also) -> Markup:
    """Return what other sources say instead, with its citation."""
    return html(
        '<div class="also"><span class="also-label">{}</span> {} {}</div>',
        context.label("others_say"),
        show(context, other.value),
        qualified_citation(context, other),
    )
