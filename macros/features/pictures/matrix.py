"""The matrix: targets by indications, with the number of products and trials, and the gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any, NamedTuple

from markupsafe import Markup

from macros.features.pictures.base import Picture
from macros.features.pictures.known import each_given
from macros.features.pictures.notes import (
    PLANNED,
    SMALL,
    WIDTH,
    Sign,
    column_heads,
    dot_sign,
    legend,
    sentence,
)
from macros.features.pictures.sections import address, chosen, counted, short_table
from macros.features.pictures.svg import box, line, lines, link, words, wrapped
from macros.model.facts import Cited
from macros.model.kinds import Product, Trial
from macros.model.paths import wider
from macros.page.context import Context
from macros.page.text import html, joined, text

MOST_TARGETS = 10
"""A column needs room for two numbers and a name: no more fit the width of a page."""

MOST_INDICATIONS = 16
"""More rows do not fit a screen together with their head."""

LEAST = 2
"""In a picture with fewer entries than this there is nothing to compare."""

LEFT = 146
ROW = 36
"""The least height: two numbers below each other."""
KINDS = {"products": "c1", "trials": "c2"}
"""What is counted, with the colour of its numbers."""


class _Pair(NamedTuple):
    target: str
    indication: str


Entries = dict[str, list[Product | Trial]]  # by kind

Place = tuple[float, float, float, float]
"""Of a cell: x and y of its corner, how wide and how high it is."""


@dataclass
class _Cell:
    """The products and trials of a pair, and how many are planned only."""

    records: Entries = field(default_factory=lambda: {kind: [] for kind in KINDS})
    planned: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return sum(map(len, self.records.values()))


Cells = dict[_Pair, _Cell]


def matrix(context: Context) -> Picture | None:
    """Return the matrix of the targets and indications with the most products and trials."""
    cells = _cells(context)
    if not cells:
        return None
    title, table = context.label("matrix_title"), _table(context, cells)
    picture = Picture("matrix", title, "", table)
    if sum(cell.total for cell in cells.values()) < LEAST:
        return picture.refused(context.label("matrix_refusal"))
    indications = _axis(context, cells, 1)[:MOST_INDICATIONS]
    targets = _axis(context, {p: c for p, c in cells.items() if p.indication in indications}, 0)
    targets = targets[:MOST_TARGETS]
    drawn = [cells[pair] for p in product(targets, indications) if (pair := _Pair(*p)) in cells]
    date = context.atlas.checked
    gap = context.label("matrix_gap", date=context.date(date) if date else "–")
    some_planned = any(not cell.total for cell in drawn)
    pitch = (WIDTH - LEFT) / len(targets)
    key, y = legend(_signs(context, gap, some_planned), 14)
    over, y = column_heads(_heads(context, targets), LEFT, pitch, y + 8, "strong")
    pieces = [key, over]
    for indication in indications:
        name = _name(context, indication)
        rows = wrapped(name, SMALL, LEFT - 8, 3)
        high = max(ROW, 8 + 15 * len(rows))
        shown = lines(0, y + high / 2 + 4.5 - (len(rows) - 1) * 7.5, rows, SMALL, lead=15 / SMALL)
        label = link(address(context, indication), shown, name, rows)
        pieces += [line(0, y, WIDTH, y), label]
        for column, target in enumerate(targets):
            pair, x = _Pair(target, indication), LEFT + pitch * column
            pieces += _cell(context, pair, cells.get(pair), (x, y, pitch, high), gap)
        y += high
    pieces.append(line(0, y, WIDTH, y))
    sides = {"targets": len(targets), "indications": len(indications)}
    phrase = context.label("matrix_rule", **sides, left=f"{len(cells) - len(drawn):,}")
    rule, y = sentence(phrase, y + 20, SMALL)
    pairs = sum(bool(cell.total) for cell in drawn)
    shown = len(targets) * len(indications)
    counts = {"pairs": pairs, "gaps": shown - len(drawn), "shown": shown}
    description = context.label("matrix_description", **counts)
    finding = context.label("matrix_finding", **counts) if counts["gaps"] else ""
    return picture.drawn(joined([*pieces, rule]), WIDTH, y, description, finding)


def _cells(context: Context) -> Cells:
    """Return the products and trials of each pair of target and indication."""
    cells: Cells = {}
    for kind in (Product, Trial):
        for record in context.atlas.of(kind):
            sides = (_ids(context, record.targets), _ids(context, record.indications))
            for target, indication in product(*sides):
                cell = cells.setdefault(_Pair(target, indication), _Cell())
                if sides[0][target] or sides[1][indication]:
                    cell.planned[kind.about.id] += 1
                else:
                    cell.records[kind.about.id].append(record)
    return cells


def _ids(context: Context, facts: Iterable[Cited[Any]]) -> dict[str, bool]:
    """Return the ids that facts name and those that are wider, with whether they are plans.

    Section pages narrow in the same way: a trial in follicular lymphoma is one in lymphoma.
    """
    ids: dict[str, bool] = {}
    for value, planned in each_given(facts).items():
        for id_ in (value, *wider(context.atlas, value)):
            ids.setdefault(str(id_), planned)
    return ids


def _axis(context: Context, cells: Cells, side: int) -> list[str]:
    """Return the ids of one side, those with the most entries first."""
    entries: Counter[str] = Counter()
    for pair, cell in cells.items():
        entries[pair[side]] += cell.total
    return sorted(entries, key=lambda id_: (-entries[id_], context.place(id_)))


def _name(context: Context, record_id: str) -> str:
    return context.atlas.name(record_id, context.language)


def _signs(context: Context, gap: str, some_planned: bool) -> Iterator[Sign]:
    def sign(number: str, colour: str, room: float, text: str) -> Sign:
        return lambda x, y: words(x, y, number, 12.5, colour), room, text

    for kind, colour in KINDS.items():
        yield sign("3", f"strong {colour}", 13, context.label(f"matrix_{kind}"))
    yield sign("–", "soft", 12, gap)
    if some_planned:
        yield dot_sign(PLANNED, context.label("planned"))


def _heads(context: Context, targets: list[str]) -> list[tuple[str, str]]:
    heads = []
    for target in targets:
        # What is in brackets explains the name; the target's page has it in full.
        name = _name(context, target)
        heads.append((address(context, target), name.partition("(")[0] or name))
    return heads


def _cell(
    context: Context, pair: _Pair, cell: _Cell | None, place: Place, gap: str
) -> Iterator[Markup]:
    x, y, wide, high = place
    middle = x + wide / 2
    names = f"{_name(context, pair.target)} × {_name(context, pair.indication)}"
    if cell is None or not cell.total:
        kind, phrase = (PLANNED, context.label("planned")) if cell else ("p-paper", gap)
        yield box(x + 1, y + 1, wide - 2, high - 2, kind, 2, f"{names}: {phrase}")
        if not cell:
            yield words(middle, y + high / 2 + 4, "–", 12, "soft", "middle")
        return
    heat = "one" if cell.total < 3 else "two" if cell.total < 8 else "three"
    yield box(x + 1, y + 1, wide - 2, high - 2, f"p-heat {heat}", 2)
    there = {kind: records for kind, records in cell.records.items() if records}
    part = high / len(there)
    for index, (kind, records) in enumerate(there.items()):
        count, top = f"{len(records):,}", y + part * index
        hit = box(x + 1, top, wide - 2, part, "p-hit", 0)
        number = words(middle, top + part / 2 + 4.5, count, 13, f"strong {KINDS[kind]}", "middle")
        phrase = f"{names}: {context.label(f'matrix_{kind}')} {count}"
        yield link(_address(context, kind, pair, records), hit + number, phrase)


def _address(context: Context, kind: str, pair: _Pair, records: list[Product | Trial]) -> str:
    if len(records) == 1:
        return context.href(records[0])
    return chosen(context, kind, targets=pair.target, indications=pair.indication)


def _table(context: Context, cells: Cells) -> Markup:
    rows = []
    for pair in sorted(cells, key=lambda p: (-cells[p].total, *map(context.place, p))):
        row = [context.link(pair.target), context.link(pair.indication)]
        for kind, records in cells[pair].records.items():
            count = text(counted(context, len(records), cells[pair].planned[kind]))
            if records:
                count = html('<a href="{}">{}</a>', _address(context, kind, pair, records), count)
            row.append(count)
        rows.append(row)
    head = ("target", "indication", *(f"matrix_{kind}" for kind in KINDS))
    return short_table(context, "targets", head, rows)
