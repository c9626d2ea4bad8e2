"""A result in words: what was measured, in whom, with the interval and other sources' values."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from macros.model.kinds import Result
from macros.page.context import Context
from macros.page.facts import receipt
from macros.page.text import html, text
from macros.page.values import show


def outcome(context: Context, result: Result) -> Markup:
    """Return what a result says: value, events, interval, control arm, other sources' values."""
    parts = []
    if result.value is not None:
        parts.append(
            html("<strong>{}</strong>", text(_with_unit(context, result, f"{result.value}")))
        )
    if result.responders is not None and result.n:
        parts.append(text(f"({result.responders}/{result.n})"))
    if ends := interval(result):
        parts.append(text(f"({ends})"))
    if result.text:
        parts.append(context.words(result.text))
    for field in (Result.comparator, Result.follow_up):
        for value in field.items(result):
            label = field.labelled().in_(context.language).lower()
            parts.append(html("<small>{}: {}</small>", label, context.words(value)))
    for other in result.also:
        shown, proof = show(context, other.value), receipt(context, other)
        label = context.label("others_say")
        parts.append(html('<div class="also">{}: {} {}</div>', label, shown, proof))
    return Markup(" ").join(parts)


def brief(context: Context, result: Result) -> str:
    """Return the value and the counts of a result in plain words, in the digits of the source."""
    parts = []
    if result.value is not None:
        parts.append(_with_unit(context, result, f"{result.value:,}"))
    if result.responders is not None:
        k, n = f"{result.responders:,}", f"{result.n:,}" if result.n else ""
        counts = context.label("n_of", k=k, n=n) if n else context.label("n_events", k=k)
        parts.append(f"({counts})" if parts or not n else counts)
    if result.text and result.value is None:
        parts.append(context.plain(result.text))
    return " ".join(parts)


def interval(result: Result) -> str:
    """Return the confidence interval, or "" where the source gives none."""
    given = result.low is not None and result.high is not None
    return f"95% CI {result.low}–{result.high}" if given else ""


def population(context: Context, result: Result) -> str:
    """Return in whom a result was measured, in plain words."""
    texts = [result.text if result.value is not None else None, result.population]
    return "; ".join(context.plain(text) for text in texts if text) or context.label("who_missing")


def remarks(context: Context, result: Result) -> Iterator[str]:
    """Yield what qualifies a result, in plain words: how many, until when, how well proven."""
    yield f"n = {result.n:,}" if result.n is not None else context.label("n_missing")
    if date := result.cut_off or result.as_of:
        yield context.label("cut_off_on" if result.cut_off else "as_of", date=context.date(date))
    if result.planned:
        yield context.label("planned")
    if result.grade and result.is_weak:
        yield context.plain(result.grade)
    for field in (Result.follow_up, Result.comparator):
        for value in field.items(result):
            yield f"{field.labelled().in_(context.language)}: {context.plain(value)}"
    if result.also:
        others = ", ".join(f"{other.value:,}" for other in result.also)
        yield f"{context.label('others_say')}: {others}"


def _with_unit(context: Context, result: Result, digits: str) -> str:
    return f"{digits} {context.plain(result.unit) if result.unit else ''}".strip()
