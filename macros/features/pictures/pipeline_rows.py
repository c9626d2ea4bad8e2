"""The pipeline product by product: a row each, the stage in Korea as a place on the ladder.

Twice: grouped by target and by company.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

from markupsafe import Markup

from macros.features.pictures import notes
from macros.features.pictures.base import Picture
from macros.features.pictures.known import each_given, leader, marked
from macros.features.pictures.ladder import Ladder
from macros.features.pictures.notes import PLANNED, SIZE, SMALL, WIDTH
from macros.features.pictures.sections import chosen, record_rows, short_table
from macros.features.pictures.svg import LEAD, box, dot, line, lines, link, width, words, wrapped
from macros.model.kinds import Product
from macros.page.context import Context
from macros.page.text import joined, text

MOST_ROWS = 64
"""More rows than this are a list rather than a picture: about two screens of a laptop. The
earliest stages are left out first, whole, and the picture says so."""

MOST_NAMES = 24
"""Names of products off the ladder that are listed under it; of more, only the number."""

LEFT = 174
ROW = 19


class _Row(NamedTuple):
    """A product in a group; `place` is the index of its stage, 0 the furthest."""

    product: Product
    stage: str
    place: int
    planned: bool  # whether it belongs to the group by a plan only


Groups = dict[str, list[_Row]]  # by the id of a record, or "" for products without one


def pipeline_by(by: str, field: str, context: Context) -> Picture | None:
    """Return the pipeline with a group for each record that a field of the products names.

    `by` is the name of the grouping in the picture's id and labels: "target" or "company".
    """
    ladder = Ladder(context)
    if not ladder.products:
        return None
    shown, left_out = _fitting(ladder, field)
    groups = _groups(context, ladder, shown, field)
    title = context.label(f"pipeline_by_{by}_title")
    table = _table(context, ladder, by, field)
    picture = Picture(f"pipeline-by-{by}", title, "", table)
    count = f"{len(ladder.products):,}"
    if not groups:
        key = "pipeline_refusal" if left_out else "pipeline_none"
        return picture.refused(context.label(key, n=count, most=MOST_ROWS))
    drawn = sum(len(ladder.at(stage)) for stage in shown)
    body, head, ends = _ladder(context, ladder, by, groups, shown[::-1])
    below, y = _below(context, ladder, left_out, ends[-1] + 8)
    description = context.label(f"pipeline_by_{by}_description", n=f"{drawn:,}", all=count)
    finding = _finding(context, by, groups, drawn)
    return picture.drawn(joined([body, below]), WIDTH, y, description, finding, ends, head)


def _finding(context: Context, by: str, groups: Groups, drawn: int) -> str:
    """Return which group has the most of the products drawn; "" for a tie. Plans are none."""
    counts = {
        group: sum(not row.planned for row in rows) for group, rows in groups.items() if group
    }
    if not (first := leader(counts)):
        return ""
    name = context.atlas.name(first, context.language)
    values = {"k": f"{counts[first]:,}", "n": f"{drawn:,}", "name": name.partition(" (")[0]}
    return context.label(f"pipeline_by_{by}_finding", **values)


def _groups_of(product: Product, field: str) -> list[tuple[str, bool]]:
    """Return the ids of the records that a product is listed under, and whether that is a plan."""
    ids = each_given(Product.fields[field].items(product))
    return [(str(id_), planned) for id_, planned in ids.items()] or [("", False)]


def _fitting(ladder: Ladder, field: str) -> tuple[list[str], list[str]]:
    """Return the furthest stages whose rows fit, and the stages with products left out."""
    rows = (sum(len(_groups_of(p, field)) for p in ladder.at(stage)) for stage in ladder.steps)
    fitting = sum(total <= MOST_ROWS for total in accumulate(rows))
    shown, rest = ladder.steps[:fitting], ladder.steps[fitting:]
    return shown, [stage for stage in rest if ladder.at(stage)]


def _groups(context: Context, ladder: Ladder, shown: list[str], field: str) -> Groups:
    """Return the rows: groups by their furthest product, then by size; those without at the end."""
    groups: Groups = {}
    for place, stage in enumerate(shown):
        for product in sorted(ladder.at(stage), key=context.by_name):
            for group, planned in _groups_of(product, field):
                groups.setdefault(group, []).append(_Row(product, stage, place, planned))

    def order(group: str) -> tuple:
        rows = groups[group]
        return group == "", rows[0].place, -len(rows), context.place(group)

    return {group: groups[group] for group in sorted(groups, key=order)}


def _ladder(
    context: Context, ladder: Ladder, by: str, groups: Groups, columns: list[str]
) -> tuple[Markup, float, list[float]]:
    """Return the rows, the y at which they begin, and the y at which each group ends."""
    pitch = (WIDTH - LEFT) / len(columns)
    signs = [notes.dot_sign(family.colour, family.label) for family in ladder.families]
    if any(row.planned for rows in groups.values() for row in rows):
        signs.append(notes.dot_sign(PLANNED, context.label("mark_planned")))
    # A stage that no product has is nothing to choose by.
    held = {row.stage for rows in groups.values() for row in rows}
    heads = [
        (chosen(context, "products", stage=s) if s in held else "", ladder.label(s))
        for s in columns
    ]
    key, y = notes.legend(signs, 14)
    over, top = notes.column_heads(heads, LEFT, pitch, y + 8)
    pieces, ends, y = [key, over], [], top
    for group, rows in groups.items():
        pieces.append(line(0, y, WIDTH, y))
        heading, below = _group(context, by, group, y + 20)
        pieces.append(heading)
        y = below - SIZE
        for row in rows:
            x = LEFT + pitch * (len(columns) - row.place - 0.5)
            shown, further = _row(context, ladder, row, x, y + 14)
            pieces.append(shown)
            y += ROW + further * SMALL * LEAD
        y += 8
        ends.append(y)
    places = (LEFT + pitch * (index + 0.5) for index in range(len(columns)))
    upright = (line(x, top, x, y) for x in places)
    return joined([*upright, *pieces]), top, ends


def _group(context: Context, by: str, group: str, y: float) -> tuple[Markup, float]:
    """Return the name of a group, above its rows, and the y below it."""
    record = context.atlas.records.get(group)
    if record is None:
        return words(0, y, group or context.label(f"no_{by}"), SIZE, "soft"), y + SIZE * LEAD
    name, address = context.name(record), context.href(record)
    short = _short(name, LEFT - 6, bold=True)
    return notes.linked(address, short, 0, y, LEFT - 6, kind="strong", rows=3, whole=name)


def _short(name: str, most: float, bold: bool = False) -> str:
    """Return a name, without what explains it in brackets where that has no room."""
    return name if width(name, SIZE, bold) <= most else name.partition(" (")[0]


def _row(context: Context, ladder: Ladder, row: _Row, x: float, y: float) -> tuple[Markup, int]:
    """Return a row, and how many lines its name has below the first."""
    name = marked(context, context.name(row.product), row.planned)
    phrase = f"{name}: {ladder.label(row.stage)}"
    kind = PLANNED if row.planned else ladder.family(row.product).colour
    parts = wrapped(_short(name, LEFT - 14), SMALL, LEFT - 14, 3)
    pieces = [
        lines(8, y, parts, SMALL),
        box(LEFT, y - 6, x - LEFT, 4, "p-faint", 0),
        dot(x, y - 4, 5, kind, phrase),
    ]
    return link(context.href(row.product), joined(pieces), phrase), len(parts) - 1


def _below(
    context: Context, ladder: Ladder, left_out: Iterable[str], y: float
) -> tuple[Markup, float]:
    """Return what is under the ladder: products off it, and stages that were left out."""
    pieces = []
    if left_out:
        heading, y = notes.sentence(context.label("pipeline_left_out"), y + 14)
        pieces.append(heading)
    for stage in (*left_out, *ladder.off):
        if products := ladder.at(stage):
            title = f"{ladder.label(stage)} ({len(products):,})"
            heading, below = notes.sentence(title, y + 20, kind="strong", rows=1)
            flowing, below = notes.names(_listed(context, ladder, stage), below + 2)
            pieces += [line(0, y, WIDTH, y), heading, flowing]
            y = below - 2
    return joined(pieces), y + 2


def _listed(context: Context, ladder: Ladder, stage: str) -> list[tuple[str, str, str]]:
    products = ladder.at(stage)
    if len(products) <= MOST_NAMES:
        return [(context.href(p), ladder.name(p), ladder.family(p).colour) for p in products]
    address = chosen(context, "products", stage=stage) if stage else f"{context.base}products/"
    return [(address, context.label("all_of", n=f"{len(products):,}"), "")]


def _table(context: Context, ladder: Ladder, by: str, field: str) -> Markup:
    products = [p for stage in (*ladder.steps, *ladder.off) for p in ladder.at(stage)]
    rows = record_rows(context, products, field, "stage")
    for row, product in zip(rows, products, strict=True):
        row.append(text(ladder.family(product).label))
    return short_table(context, "products", ("product", by, "stage_in_country", "family"), rows)
