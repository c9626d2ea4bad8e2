"""Facts with their receipts: every value opens to its proof, without JavaScript."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from macros.model.base import Also, Cited, Part, Sourced
from macros.model.derived import GRADE_OF_KIND, GRADES, grade
from macros.page.context import Context
from macros.page.text import html, joined, text
from macros.page.values import chip, date_words, is_none, show


def cited(context: Context, fact: Cited) -> Markup:
    """Return a fact: value, reservations, other values, receipt."""
    parts = [html('<span class="value">{}</span>', show(context, fact.value))]
    parts += reservations(context, fact)
    parts.append(receipt(context, fact))
    for other in fact.also:
        parts.append(_also(context, other))
    return Markup(" ").join(parts)


def reservations(context: Context, fact: Sourced) -> list[Markup]:
    """Return the marks that qualify a fact in sight: planned, company-reported, unconfirmed."""
    marks = []
    if fact.planned:
        marks.append(_tag("planned", context.label("planned")))
    strength = grade(context.atlas, fact.sources)
    if strength in ("company", "unconfirmed"):
        marks.append(_tag(strength, GRADES[strength].best(context.language)[0]))
    if isinstance(fact, Cited) and is_none(fact.value) and fact.checked:
        when = context.label("checked", date=date_words(fact.checked, context.language))
        marks.append(html('<small class="when">{}</small>', when))
    return marks


def receipt(context: Context, fact: Sourced) -> Markup:
    """Return the receipt of a fact: opens to its sources, as-of date and remark.

    It is a <details> element: it opens by click and by keyboard, and prints.
    """
    if not fact.sources and not fact.note:
        return Markup("")
    numbers = ", ".join(str(context.number(source)) for source in fact.sources)
    lines = [html("<li>{}</li>", source_line(context, source)) for source in fact.sources]
    about = []
    if fact.as_of:
        when = date_words(fact.as_of, context.language)
        about.append(html("<p>{}</p>", context.label("as_of", date=when)))
    if fact.note:
        about.append(html('<p class="note">{}</p>', context.prose(fact.note)))
    return html(
        '<details class="receipt" name="receipt"><summary aria-label="{}">{}</summary>'
        '<div class="receipt-body">{}<ul>{}</ul></div></details>',
        context.label("proof_n", n=numbers) if numbers else context.label("proof"),
        numbers or "…",
        joined(about),
        joined(lines),
    )


def source_line(context: Context, source_id: str) -> Markup:
    """Return a source in one line: title, publisher, kind, grade, date, address."""
    return context.once(("source line", source_id), lambda: _source_line(context, source_id))


def _source_line(context: Context, source_id: str) -> Markup:
    source = context.atlas.records.get(source_id)
    if source is None:
        return text(source_id)
    title = context.link(source_id)
    if source.described:
        said = context.label("described")
        title = html('<span class="described" title="{}">[{}]</span>', said, title)
    else:
        title = html('<cite lang="{}">{}</cite>', source.language or "en", title)
    strength = GRADE_OF_KIND.get(source.kind, "unconfirmed")
    details = [text(source.publisher), show(context, source.kind)]
    if source.published:
        details.append(show(context, source.published))
    return html(
        '{} <span class="source-details">{} · <span class="grade grade--{}">{}</span> · {}</span>',
        title,
        Markup(" · ").join(details),
        strength,
        GRADES[strength].best(context.language)[0],
        context.outside(source.url, context.label("open_source")),
    )


def fact_value(context: Context, item: Any) -> Markup:
    """Return what a field holds: a fact, a list of facts, a plain value or values."""
    if isinstance(item, list):
        shown = [fact_value(context, inner) for inner in item]
        if len(shown) == 1:
            return shown[0]
        return html(
            '<ul class="values">{}</ul>',
            joined(html("<li>{}</li>", inner) for inner in shown),
        )
    if isinstance(item, Cited):
        return cited(context, item)
    if isinstance(item, Part):
        return part_lines(context, item)
    return show(context, item)


def part_lines(context: Context, part: Part) -> Markup:
    """Return a fact of several values as a small list, with its receipt."""
    rows = []
    for name, spec in part.specs.items():
        value = getattr(part, name)
        if value in (None, []):
            continue
        shown = Markup(", ").join(show(context, inner) for inner in _listed(value))
        rows.append(html("<div><dt>{}</dt><dd>{}</dd></div>", context.words(spec.label), shown))
    return html(
        '<dl class="parts">{}</dl>{}{}',
        joined(rows),
        Markup(" ").join(reservations(context, part)),
        receipt(context, part),
    )


def chips(context: Context, record: Any, names: Iterable[str]) -> list[Markup]:
    """Return the states of a record that stand beside its name."""
    found = []
    for name in names:
        value = getattr(record, name)
        value = value.value if isinstance(value, Cited) else value
        if value is not None and not is_none(value):
            found.append(chip(context, value))
    return found


def _also(context: Context, other: Also) -> Markup:
    return html(
        '<div class="also"><span class="also-label">{}</span> {} {}{}</div>',
        context.label("others_say"),
        show(context, other.value),
        Markup(" ").join(reservations(context, other)),
        receipt(context, other),
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _tag(name: str, words: str) -> Markup:
    return html('<span class="tag tag--{}">{}</span>', name, words)
