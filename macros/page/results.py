"""A result in words: what was measured, in whom, with the interval and other sources' values."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from macros.model.exact import exact_interval
from macros.model.kinds import Result
from macros.model.languages import LANGUAGES
from macros.model.topic import TOPIC
from macros.page.context import Context
from macros.page.facts import fact_citation
from macros.page.text import html, joined, text
from macros.page.values import show


def outcome(context: Context, result: Result) -> Markup:
    """Return what a result says: value, events, interval, control arm, other sources' values."""
    parts = []
    if value := _value(context, result, separated=False):
        parts.append(html("<strong>{}</strong>", value))
    if result.responders is not None and result.n:
        counts = text(f"({result.responders}/{result.n})")
        parts.append(joined([parts.pop(), counts], "\N{NO-BREAK SPACE}") if parts else counts)
    if ends := interval(context, result):
        parts.append(text(f"({ends})"))
    if result.text:
        parts.append(context.words(result.text))
    for field in (Result.comparator, Result.follow_up, Result.grading_scale):
        for value in field.items(result):
            label = field.labelled().in_(context.language).lower()
            parts.append(html("<small>{}: {}</small>", label, show(context, value)))
    for other in result.also:
        shown, cited = show(context, other.value), fact_citation(context, other)
        label = context.label("others_say")
        parts.append(html('<div class="also">{}: {} {}</div>', label, shown, cited))
    return Markup(" ").join(parts)


def brief(context: Context, result: Result) -> str:
    """Return the value and the counts of a result in plain words, in the digits of the source."""
    parts = [value] if (value := _value(context, result, separated=True)) else []
    if result.responders is not None:
        k, n = f"{result.responders:,}", f"{result.n:,}" if result.n else ""
        counts = context.label("n_of", k=k, n=n) if n else context.label("n_events", k=k)
        parts.append(f"({counts})" if parts or not n else counts)
    if result.text and result.value is None:
        parts.append(context.plain(result.text))
    return " ".join(parts)


def interval(context: Context, result: Result) -> str:
    """Return the interval that the source gives, else one computed from k of n, said to be so."""
    if result.low is not None and result.high is not None:
        return context.label("interval", low=result.low, high=result.high)
    if result.low is not None:
        return context.label("interval_open", low=result.low)
    if ends := computed_interval(result):
        low, high = map(rounded, ends)
        return context.label("interval_computed", low=low, high=high)
    return ""


def computed_words(context: Context, result: Result) -> str:
    """Return what is computed from the counts of a result, in plain words; "" for nothing."""
    share = _value(context, result, separated=False) if result.value is None else ""
    ends = interval(context, result) if computed_interval(result) else ""
    return "; ".join(filter(None, [share, ends]))


def computed_interval(result: Result) -> tuple[float, float] | None:
    """Return the exact interval in percent of k of n; None where the source gives an interval.

    Where everybody was counted there is nothing that chance left out, and no interval either.
    """
    counts = counted(result)
    has_interval = result.low is not None or result.high is not None
    if has_interval or counts is None or result.endpoint in TOPIC.terms.full_counts:
        return None
    return exact_interval(*counts)


def counted(result: Result) -> tuple[int, int] | None:
    """Return k and n of a result that is a share of people; None for other results."""
    k, n = result.responders, result.n
    is_share = result.unit is None or result.unit == "percent"
    return (k, n) if k is not None and n and k <= n and is_share else None


def percent(result: Result) -> float | None:
    """Return the share of people that a result gives or its counts make; None for other results."""
    if result.value is not None:
        return float(result.value) if result.unit == "percent" else None
    counts = counted(result)
    return 100 * counts[0] / counts[1] if counts else None


def population(context: Context, result: Result) -> str:
    """Return in whom a result was measured, in plain words."""
    texts = [result.text if result.value is not None else None, result.population]
    return "; ".join(context.plain(text) for text in texts if text) or context.label("who_missing")


def remarks(context: Context, result: Result) -> Iterator[str]:
    """Yield what qualifies a result, in plain words: how many, until when, how well proven."""
    yield f"n = {result.n:,}" if result.n is not None else context.label("n_missing")
    if result.cut_off:
        yield context.label("cut_off_on", date=context.date(result.cut_off))
    elif result.as_of:
        yield context.label("reported_on", date=context.date(result.as_of))
    if result.planned:
        yield context.label("planned")
    if result.grade and result.is_weak:
        yield context.plain(result.grade)
    for field in (Result.follow_up, Result.comparator, Result.grading_scale):
        for value in field.items(result):
            yield f"{field.labelled().in_(context.language)}: {context.plain(value)}"
    if result.also:
        others = ", ".join(f"{other.value:,}" for other in result.also)
        yield f"{context.label('others_say')}: {others}"


def _value(context: Context, result: Result, separated: bool) -> str:
    """Return the value with its unit, or else the share that its counts make; "" for none."""
    measure = LANGUAGES[context.language].measure
    if result.value is None:
        share = percent(result)
        return "" if share is None else measure(rounded(share), "%")
    digits = f"{result.value:,}" if separated else f"{result.value}"
    return measure(digits, context.plain(result.unit) if result.unit else "")


def rounded(percent: float) -> str:
    """Return a computed share or end of an interval to one place."""
    return f"{percent:.1f}".removesuffix(".0")
