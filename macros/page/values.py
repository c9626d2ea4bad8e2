"""A value as HTML. The type of the value says how it is shown; nothing else needs to be told."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from markupsafe import Markup

from macros.model.values import (
    NONE,
    UNKNOWN,
    Code,
    Count,
    Money,
    Number,
    PartialDate,
    Prose,
    Ref,
    RegistryNumber,
    State,
    Term,
    Url,
    Words,
)
from macros.page.context import Context
from macros.page.text import html, text

REGISTRIES = {
    "NCT": "https://clinicaltrials.gov/study/{}",
    "KCT": "https://trialsearch.who.int/Trial2.aspx?TrialID={}",
}
"""Public page of a trial by the first letters of its number.

CRIS addresses need an internal number: a KCT number leads to the WHO portal, and the number in
`cris_seq` to CRIS.
"""

CODES = {
    "Doi": "https://doi.org/{}",
    "CrisSeq": "https://cris.nih.go.kr/cris/search/detailSearch.do?seq={}",
    "Pmid": "https://pubmed.ncbi.nlm.nih.gov/{}/",
    "Uniprot": "https://www.uniprot.org/uniprotkb/{}/entry",
    "Hgnc": "https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/{}",
    "Doid": "https://disease-ontology.org/?id={}",
    "Mondo": "https://monarchinitiative.org/{}",
    "Mesh": "https://meshb.nlm.nih.gov/record/ui?ui={}",
}
"""Public page of an identifier by its type; the rest are shown as text."""


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def show(context: Context, value: Any) -> Markup:
    """Return any value as HTML for the inside of an element."""
    match value:
        case State():
            key = "looked_for" if value is UNKNOWN else "none"
            return html('<span class="state">{}</span>', context.label(key))
        case Ref():
            return context.link(value)
        case Term():
            return show_term(context, value)
        case PartialDate():
            return html('<time datetime="{}">{}</time>', value, date_words(value, context.language))
        case Money():
            return text(money_words(value, context))
        case bool():
            return text(context.label("yes" if value else "no"))
        case Number() | Count():
            return html('<span class="number">{}</span>', f"{value:,}")
        case Url():
            return context.outside(value, value.split("://", 1)[1].rstrip("/"))
        case RegistryNumber():
            page = REGISTRIES.get(value[:3])
            return context.outside(page.format(value), value) if page else text(value)
        case Code():
            page = CODES.get(type(value).__name__)
            return context.outside(page.format(value), value) if page else text(value)
        case Prose():
            return context.prose(value)
        case Words():
            return context.words(value)
        case _:
            return text(value)


def plain_words(context: Context, value: Any) -> str:
    """Return a value as plain text: for descriptions, cells of exports and messages."""
    match value:
        case State():
            return context.label("looked_for" if value is UNKNOWN else "none")
        case Ref():
            record = context.atlas.records.get(value)
            return context.name(record) if record else str(value)
        case Term():
            return term_words(context, value)
        case PartialDate():
            return date_words(value, context.language)
        case Money():
            return money_words(value, context)
        case bool():
            return context.label("yes" if value else "no")
        case Number() | Count():
            return f"{value:,}"
        case Words():
            return value.best(context.language)[0]
        case _:
            return str(value)


def show_term(context: Context, word: Term) -> Markup:
    """Return a vocabulary word: its label, its definition as a title."""
    return context.once(("term", word.vocabulary, word), lambda: _term(context, word))


def _term(context: Context, word: Term) -> Markup:
    return html(
        '<span class="term" data-term="{}"{}>{}</span>',
        word,
        _definition(context, word),
        term_words(context, word),
    )


def chip(context: Context, word: Term) -> Markup:
    """Return a vocabulary word as a chip: state at a glance, told by words, not by colour alone."""
    return html(
        '<span class="chip" data-term="{}"{}>{}</span>',
        word,
        _definition(context, word),
        term_words(context, word),
    )


def term_words(context: Context, word: Term) -> str:
    """Return the label of a vocabulary word in the page's language."""
    vocabulary = context.atlas.vocabularies.get(word.vocabulary)
    found = vocabulary.terms.get(word) if vocabulary else None
    return found.label.best(context.language)[0] if found else str(word)


def _definition(context: Context, word: Term) -> Markup:
    vocabulary = context.atlas.vocabularies.get(word.vocabulary)
    found = vocabulary.terms.get(word) if vocabulary else None
    if found is None or found.definition is None:
        return Markup("")
    return html(' title="{}"', found.definition.best(context.language)[0])


def date_words(date: str, language: str) -> str:
    """Return a partial date as people write it, no more precise than it is.

    >>> date_words("2021-02-18", "en"), date_words("2021-02", "ko")
    ('18 Feb 2021', '2021년 2월')
    """
    parts = [int(part) for part in date.split("-")]
    if language == "ko":
        return " ".join(f"{part}{unit}" for part, unit in zip(parts, "년월일", strict=False))
    if len(parts) == 1:
        return str(date)
    name = MONTHS[parts[1] - 1]
    return f"{parts[2]} {name} {parts[0]}" if len(parts) == 3 else f"{name} {parts[0]}"


def money_words(money: Money, context: Context) -> str:
    """Return an amount with its currency: KRW 595.5 billion, 5,955억 원."""
    language = context.language
    amount = amount_words(money.amount, language)
    if money.to is not None:
        amount = f"{amount}–{amount_words(money.to, language)}"
    about = {"en": "about ", "ko": "약 "}[language] if money.about else ""
    currency = term_words(context, money.currency)
    if language == "ko":
        return f"{about}{amount}{'' if amount[-1].isdigit() else ' '}{currency}"
    return f"{about}{currency} {amount}"


def amount_words(amount: Decimal, language: str) -> str:
    """Return a large number as people say it, without rounding.

    >>> amount_words(Decimal(595500000000), "en"), amount_words(Decimal(360039359), "ko")
    ('595.5 billion', '3억 6,003만 9,359')
    """
    if amount != amount.to_integral_value() or amount < 10_000:
        return f"{amount:,}"
    whole = int(amount)
    if language == "ko":
        parts = []
        for size, unit in ((10**12, "조"), (10**8, "억"), (10**4, "만"), (1, "")):
            count, whole = divmod(whole, size)
            if count:
                parts.append(f"{count:,}{unit}")
        return " ".join(parts)
    for size, unit in ((10**9, "billion"), (10**6, "million")):
        if whole >= size and whole % (size // 1000) == 0:
            return f"{Decimal(whole) / size:,.3f}".rstrip("0").rstrip(".") + f" {unit}"
    return f"{whole:,}"


def is_none(value: Any) -> bool:
    """Return whether a value says that there is none, or that it was not found."""
    return value is NONE or value is UNKNOWN
