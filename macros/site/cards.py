"""Cards: what a shared link to a product, a trial, a decision or a claim shows.

A card says in all languages at once what the record is called and the one fact that matters most,
with what qualifies it on its page. Its file is called by what it shows and serves every edition.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

from markupsafe import Markup

from macros.features.pictures.base import colours_of
from macros.features.pictures.svg import LEAD, box, group, lines, width, words
from macros.model.atlas import Atlas
from macros.model.basis import reservation, reservation_of
from macros.model.derived import data_date
from macros.model.facts import Cited
from macros.model.inline import one_line
from macros.model.kinds import Claim, Decision, Product, Trial
from macros.model.languages import FALLBACK, LANGUAGES
from macros.model.record import Record
from macros.model.recruitment import cautions
from macros.model.values import Term
from macros.page.context import Context
from macros.page.labels import label
from macros.page.qualifiers import in_plain_words
from macros.page.text import html, joined
from macros.site.png import SIZE, characters, in_few_colours, version
from macros.store import sealed

FACT: Mapping[type[Record], tuple[str, ...]] = {
    Product: ("stage", "stage_abroad"),
    Trial: ("status",),
    Decision: ("outcome",),
    Claim: ("verdict",),
}
"""The kinds that have cards, and the field that each shows: the first that is there."""

FOLDER = "assets/cards/"

SHOWN_IN = tuple(code for code, language in LANGUAGES.items() if language.config)
"""The languages of a card: those of the site's editions."""

LONGEST = 400
"""Characters of a name or a detail that are looked at."""

_MARGIN, _TOP, _BOTTOM, _GAP = 72, 96, 520, 24
_INSIDE = SIZE[0] - 2 * _MARGIN
_NAME_SIZES = (64, 58, 52, 47, 42, 38, 34, 30, 26)
_MOST_ROWS = 3
_SMALL, _VALUE, _DETAIL = 25, 36, 23
_LEAD, _BETWEEN = 1.24, 8
_COLOURED = {"p-paper": "paper", "p-wash": "wash", "p-words": "ink", "p-words.soft": "soft"}
"""Which colour of the pages each class has; the bars have that of the fact."""


@dataclass(frozen=True)
class Card:
    """A card before it is drawn: an SVG, and what it says in words."""

    svg: str
    said: Mapping[str, str]  # by language

    @property
    def path(self) -> str:
        """Return the path of its file, from the root of the site."""
        shown = hashlib.sha256((self.svg + version()).encode())
        return f"{FOLDER}{shown.hexdigest()[:16]}.png"

    def in_words(self, language: str) -> str:
        """Return what it says, in English for a language that is not published."""
        return self.said.get(language) or self.said[FALLBACK]

    def png(self) -> bytes:
        """Return the card, drawn."""
        return in_few_colours(self.svg)


@dataclass(frozen=True)
class _Said:
    """The fact of a card in one language: its label, its value, what qualifies it."""

    label: str
    value: str
    details: Sequence[str]


def card_of(atlas: Atlas, record: Record) -> Card | None:
    """Return the card of a record.

    None for kinds that have none, and for words in a script that the fonts lack.
    """
    if type(record) not in FACT:
        return None
    contexts = [Context(atlas, language, "") for language in SHOWN_IN]
    names = list(dict.fromkeys(record.name_in(language) for language in SHOWN_IN))
    if isinstance(record, Claim):  # in quotes: it is what others say
        names = [label("card_quote", SHOWN_IN[0], claim=name) for name in names]
    names = [one_line(name)[:LONGEST] for name in names]
    facts = [_said(context, record) for context in contexts]
    kinds = [record.about.one.in_(language) for language in SHOWN_IN]
    day = data_date(record)
    dates = [context.label("data_as_of", date=context.date(day)) for context in contexts if day]
    svg = _drawing(names, kinds, facts, dates, _tone(atlas, record), isinstance(record, Claim))
    if not {*Markup(svg).striptags()} <= characters():
        return None
    texts = {
        language: f"{kind}: {record.name_in(language)} – {fact.label}: {fact.value} "
        f"({'; '.join(detail.rstrip('.') for detail in fact.details)})".replace(" ()", "")
        for language, kind, fact in zip(SHOWN_IN, kinds, facts, strict=True)
    }
    return Card(svg, texts)


def card_files(cards: Mapping[str, Card], folder: Path | None) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the file of every card; `cards` has them by path.

    Those in `folder` are not drawn again. A folder that cannot be read or written is no
    error: it only saves time.
    """
    for path, card in cards.items():
        yield path, _kept(folder / Path(path).name, card) if folder else card.png()


def _kept(file: Path, card: Card) -> bytes:
    content = sealed.taken(file)
    if content is None:
        content = card.png()
        sealed.keep(file, content)
    return content


def _said(context: Context, record: Record) -> _Said:
    """Return the fact that matters most of a record, in the context's language."""
    fact = _fact(record)
    if fact is None:
        field = record.fields[FACT[type(record)][0]]
        value = context.label("not_recorded")
        return _Said(field.labelled().in_(context.language), value, [])
    title = fact.label.in_(context.language)
    details = in_plain_words(context, fact)
    if fact.as_of:
        details.append(context.label("as_of", date=context.date(fact.as_of)))
    match record:
        case Trial():
            if updated := record.registry_updated:
                heading = updated.field.labelled().in_(context.language)
                details.append(f"{heading}: {context.plain(updated.value)}")
            details += map(context.plain, cautions(context.atlas, record))
        case Decision():
            title = context.plain(record.type.value) if record.type else title
            if word := reservation(context.atlas, record):
                details = [context.plain(word)]
            details.insert(0, _day(context, record.date, graded=word is None))
        case Claim():
            verdict = fact.value if isinstance(fact.value, Term) else None
            if definition := context.atlas.definition(verdict):
                details.insert(0, definition.in_(context.language))
    return _Said(title, context.plain(fact.value), [line[:LONGEST] for line in details])


def _begun(words: str) -> str:
    """Return words with a capital at their beginning."""
    return words[:1].upper() + words[1:]


def _fact(record: Record) -> Cited | None:
    fields = (record.fields[name] for name in FACT[type(record)])
    return next((fact for field in fields for fact in field.items(record)), None)


def _day(context: Context, date: Cited | None, graded: bool) -> str:
    """Return when something was decided, with what qualifies that."""
    if date is None:
        return context.label("date_not_found")
    marks = ", ".join(in_plain_words(context, date, graded))
    day = context.plain(date.value) if date.known else context.label("date_not_found")
    return f"{day} ({marks})" if marks else day


def _tone(atlas: Atlas, record: Record) -> str:
    """Return the name of the colour of a record's fact: that of its chip, or a warning."""
    fact = _fact(record)
    if fact and (
        fact.planned
        or reservation_of(atlas, fact)
        or reservation(atlas, record)
        or (isinstance(record, Trial) and any(cautions(atlas, record)))
    ):
        return "warn"
    return chip_tones().get(str(fact.value), "info") if fact else "soft"


@cache
def chip_tones() -> dict[str, str]:
    """Return the name of the colour that a word has as a chip on a page: "good", "warn", "bad" …"""
    style = (Path(__file__).parent / "styles" / "chips.css").read_text(encoding="utf-8")
    rules = re.findall(r"([^{}]*)\{[^}]*\bcolor: var\(--atlas-(\w+)\)", style)
    pairs = ((re.findall(r'chip\[data-term="(.+?)"', heads), tone) for heads, tone in rules)
    return {word: tone for words, tone in pairs for word in words}


def _drawing(
    names: Sequence[str],
    kinds: Sequence[str],
    facts: Sequence[_Said],
    dates: Sequence[str],
    tone: str,
    fact_first: bool,
) -> str:
    """Return the SVG: above the names or, of a claim, its verdict; the other one below."""
    box_, high = _fact_box(facts)
    named = _names(names, _BOTTOM - _TOP - high - _GAP, "" if fact_first else "strong")
    by = [label("card_by", language) for language in SHOWN_IN]
    pieces = [
        box(0, 0, *SIZE, "p-paper", 0),
        box(0, 0, SIZE[0], 14, "p-accent", 0),
        words(_MARGIN, 70, " · ".join(dict.fromkeys(kinds)), _SMALL, "soft strong"),
        group([named], 0, _TOP + (high + _GAP if fact_first else 0)),
        group([box_], 0, _TOP if fact_first else _BOTTOM - high),
        words(_MARGIN, 568, " · ".join(dict.fromkeys(by)), _SMALL, "strong"),
        words(_MARGIN, 602, " · ".join([*dates, "CC BY 4.0"]), _DETAIL, "soft"),
    ]
    palette = colours_of("default")
    coloured = _COLOURED | {"p-accent": tone}
    style = [f".{name}{{fill:{palette[f'--atlas-{colour}']}}}" for name, colour in coloured.items()]
    svg = html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" '
        'font-family="Atlas Sans"><style>{}</style>{}</svg>',
        *SIZE,
        Markup("".join([*style, ".strong{font-weight:700}"])),
        joined(pieces),
    )
    return str(svg)


def _names(names: Sequence[str], room: float, kind: str) -> Markup:
    """Return the names, the first one larger, as large as the room allows."""
    tried = (_name_rows(names, size, kind == "strong") for size in _NAME_SIZES)
    rows = next((rows for rows in tried if _fits(rows, room)), None)
    if rows is None:  # each gets its share
        rows = _name_rows(names, _NAME_SIZES[-1], kind == "strong")
        share = room / len(rows) - _BETWEEN
        rows = [(size, _fitting(texts, int(share / (size * _LEAD)))) for size, texts in rows]
    pieces, y = [], 0.0
    for at, (size, texts) in enumerate(rows):
        pieces.append(lines(_MARGIN, y + size, texts, size, "soft" if at else kind, _LEAD))
        y += len(texts) * size * _LEAD + _BETWEEN
    return joined(pieces)


def _name_rows(names: Sequence[str], size: int, bold: bool) -> list[tuple[int, list[str]]]:
    """Return size and lines of each name; the first name has the given size."""
    smaller = round(size * 0.72)
    first = (size, _rows(names[0], size, _INSIDE, bold))
    return [first, *((smaller, _rows(name, smaller, _INSIDE)) for name in names[1:])]


def _fits(rows: Sequence[tuple[int, list[str]]], room: float) -> bool:
    high = sum(size * _LEAD * len(texts) for size, texts in rows) + _BETWEEN * (len(rows) - 1)
    return high <= room and len(rows[0][1]) <= _MOST_ROWS


def _fact_box(facts: Sequence[_Said]) -> tuple[Markup, float]:
    """Return the fact in each language side by side, and how high that is."""
    wide = _INSIDE / len(facts)
    pieces, highest = [], 0.0
    for at, fact in enumerate(facts):
        x, y = _MARGIN + 32 + at * wide, 20.0
        room = wide - 56
        details = [row for line in fact.details for row in _rows(_begun(line), _DETAIL, room)]
        for texts, size, kind, most in (
            (_rows(fact.label, _DETAIL, room), _DETAIL, "soft", 2),
            (_rows(_begun(fact.value), _VALUE, room, bold=True), _VALUE, "strong", 2),
            (details, _DETAIL, "", 4),
        ):
            texts = _fitting(texts, most)
            pieces.append(lines(x, y + size, texts, size, kind))
            y += len(texts) * size * LEAD
        highest = max(highest, y + 16)
    back = [
        box(_MARGIN, 0, _INSIDE, highest, "p-wash", 0),
        box(_MARGIN, 0, 10, highest, "p-accent", 0),
    ]
    return joined([*back, *pieces]), highest


def _rows(text: str, size: float, most: float, bold: bool = False) -> list[str]:
    """Return a text on lines no wider than `most`; a word that is wider is broken."""
    rows, row = [], ""
    for word in one_line(text).split():
        if row and width(f"{row} {word}", size, bold) > most:
            rows.append(row)
            row = ""
        row = f"{row} {word}".strip()
        while width(row, size, bold) > most:
            widths = accumulate(width(letter, size, bold) for letter in row)
            fits = max(1, sum(wide <= most for wide in widths))
            rows.append(row[:fits])
            row = row[fits:]
    return [*rows, row] if row else rows


def _fitting(rows: list[str], most: int) -> list[str]:
    """Return lines, no more than so many: the last says that there were more."""
    return rows if len(rows) <= most else [*rows[: most - 1], f"{rows[most - 1][:-2]}…"]
