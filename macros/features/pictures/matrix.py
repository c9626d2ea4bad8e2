"""The matrix: targets by indications, with the number of products and trials, and the gaps."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from macros.features.pictures.base import Picture
from macros.features.pictures.notes import column_heads, sentence
from macros.features.pictures.sections import chosen, short_table
from macros.features.pictures.svg import box, line, link, width, words, wrapped
from macros.model.derived import last_checked
from macros.model.kinds import Product, Trial
from macros.model.languages import LANGUAGES
from macros.model.record import Record
from macros.page.context import Context
from macros.page.text import html, joined, text

MOST_TARGETS = 10
"""A column needs room for two numbers and a name: no more fit the width of a page."""

MOST_INDICATIONS = 16
"""More rows do not fit a screen together with their head."""

LEAST = 2
"""In a picture with fewer entries than this there is nothing to compare."""

WIDTH = 720
LEFT = 218
ROW = 34
HEAD = 84
KINDS = ("products", "trials")

Cells = dict[tuple[str, str], dict[str, list[Record]]]


def matrix(context: Context) -> Picture | None:
    """Return the matrix of the targets and indications with the most products and trials."""
    cells = _cells(context)
    if not cells:
        return None
    indications = _axis(cells, 1, MOST_INDICATIONS)
    targets = _axis({p: c for p, c in cells.items() if p[1] in indications}, 0, MOST_TARGETS)
    count = sum(len(found) for cell in cells.values() for found in cell.values())
    title, table = context.label("matrix_title"), _table(context, cells)
    if count < LEAST:
        return Picture("matrix", title, "", table, refusal=context.label("matrix_refusal"))
    drawn = {pair for pair in cells if pair[0] in targets and pair[1] in indications}
    date = last_checked(context.atlas)
    gap = context.label("matrix_gap", date=LANGUAGES[context.language].date(date) if date else "–")
    bottom = HEAD + ROW * len(indications)
    pieces = [_key(context, gap), _head(context, targets)]
    for row, indication in enumerate(indications):
        y = HEAD + ROW * row
        pieces += [line(0, y, WIDTH, y), _label(context, indication, y)]
        for column, target in enumerate(targets):
            cell = cells.get((target, indication))
            pieces.append(_cell(context, (target, indication), cell, column, len(targets), y, gap))
    pieces.append(line(0, bottom, WIDTH, bottom))
    said = context.label(
        "matrix_rule",
        targets=len(targets),
        indications=len(indications),
        left=f"{len(cells) - len(drawn):,}",
    )
    rule, y = sentence(said, 0, bottom + 20, WIDTH, 11.5)
    pieces.append(rule)
    values = {"pairs": len(drawn), "gaps": len(targets) * len(indications) - len(drawn)}
    description = context.label("matrix_description", **values)
    return Picture("matrix", title, description, table, WIDTH, round(y), joined(pieces))


def _cells(context: Context) -> Cells:
    """Return the products and trials of each pair of target and indication."""
    found: Cells = {}
    for kind in KINDS:
        for record in context.atlas.of_kind(kind):
            assert isinstance(record, (Product, Trial))
            for target in dict.fromkeys(str(f.known) for f in record.targets if f.known):
                for indication in dict.fromkeys(
                    str(f.known) for f in record.indications if f.known
                ):
                    cell = found.setdefault((target, indication), {k: [] for k in KINDS})
                    cell[kind].append(record)
    return found


def _axis(cells: Cells, side: int, most: int) -> list[str]:
    """Return the ids of one side with the most entries, the most first."""
    entries: Counter[str] = Counter()
    for pair, cell in cells.items():
        entries[pair[side]] += sum(map(len, cell.values()))
    return sorted(entries, key=lambda id_: (-entries[id_], id_))[:most]


def _name(context: Context, record_id: str) -> str:
    record = context.atlas.records.get(record_id)
    return context.name(record) if record else record_id


def _key(context: Context, gap: str) -> Markup:
    x, pieces = 0.0, []
    for kind, said in (("products", "c1"), ("trials", "c2")):
        label = context.label(f"matrix_{kind}")
        pieces += [words(x, 14, "3", 12.5, f"strong {said}"), words(x + 13, 14, label, 12)]
        x += 13 + width(label, 12) + 22
    pieces += [words(x, 14, "–", 12.5, "soft"), words(x + 12, 14, gap, 12)]
    return joined(pieces)


def _head(context: Context, targets: list[str]) -> Markup:
    heads = []
    for target in targets:
        record = context.atlas.records.get(target)
        # What stands in brackets explains the name; the target's page has it in full.
        name = _name(context, target)
        heads.append((context.href(record) if record else "", name.partition("(")[0] or name))
    return column_heads(heads, LEFT, (WIDTH - LEFT) / len(targets), HEAD - 9, 11.5, "strong")


def _label(context: Context, indication: str, y: float) -> Markup:
    name = _name(context, indication)
    said = wrapped(name, 12, LEFT - 12, 2)
    first = y + ROW / 2 + 4 - (len(said) - 1) * 7
    lines = joined(words(0, first + 14 * i, part, 12) for i, part in enumerate(said))
    record = context.atlas.records.get(indication)
    whole = name if " ".join(said) != name else ""
    return link(context.href(record), lines, whole) if record else lines


def _cell(
    context: Context,
    pair: tuple[str, str],
    cell: dict[str, list[Record]] | None,
    column: int,
    columns: int,
    y: float,
    gap: str,
) -> Markup:
    pitch = (WIDTH - LEFT) / columns
    x = LEFT + pitch * column
    names = f"{_name(context, pair[0])} × {_name(context, pair[1])}"
    if cell is None:
        hover = box(x + 1, y + 1, pitch - 2, ROW - 2, "p-paper", 2, f"{names}: {gap}")
        return joined([hover, words(x + pitch / 2, y + ROW / 2 + 4, "–", 12, "soft", "middle")])
    total = sum(map(len, cell.values()))
    heat = "one" if total < 3 else "two" if total < 8 else "three"
    pieces = [box(x + 1, y + 1, pitch - 2, ROW - 2, f"p-heat {heat}", 2)]
    for kind, place, colour in (("products", 0.3, "c1"), ("trials", 0.7, "c2")):
        records = cell[kind]
        if not records:
            continue
        both = all(cell.values())
        at = place if both else 0.5
        wide = pitch / 2 if both else pitch
        hit = box(x + pitch * at - wide / 2, y + 1, wide, ROW - 2, "p-hit", 0)
        number = words(
            x + pitch * at, y + ROW / 2 + 4.5, f"{len(records):,}", 13, f"strong {colour}", "middle"
        )
        said = f"{names}: {context.label(f'matrix_{kind}')} {len(records):,}"
        pieces.append(link(_address(context, kind, pair, records), joined([hit, number]), said))
    return joined(pieces)


def _address(context: Context, kind: str, pair: tuple[str, str], records: list[Record]) -> str:
    if len(records) == 1:
        return context.href(records[0])
    return chosen(context, kind, targets=pair[0], indications=pair[1])


def _table(context: Context, cells: Cells) -> Markup:
    order = sorted(cells, key=lambda pair: (-sum(map(len, cells[pair].values())), pair))
    head = [context.label("target"), context.label("indication")]
    head += [context.label(f"matrix_{kind}") for kind in KINDS]
    rows = []
    for pair in order:
        row = [context.link(pair[0]), context.link(pair[1])]
        for kind in KINDS:
            records = cells[pair][kind]
            address = _address(context, kind, pair, records) if records else ""
            count = f"{len(records):,}"
            row.append(html('<a href="{}">{}</a>', address, count) if records else text(count))
        rows.append(row)
    return short_table(context, "targets", head, rows)
