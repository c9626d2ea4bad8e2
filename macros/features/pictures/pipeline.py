"""The pipeline at a glance: how many products are at each stage in Korea. For the home page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from macros.features.pictures.base import Picture
from macros.features.pictures.ladder import NOT_RECORDED, Family, Ladder
from macros.features.pictures.notes import SIZE, SMALL, WIDTH, dot_sign, legend
from macros.features.pictures.sections import chosen
from macros.features.pictures.svg import box, dot, line, link, width, words
from macros.model.kinds import Product
from macros.model.topic import TOPIC
from macros.page import tables
from macros.page.context import Context
from macros.page.text import html, joined, text

MOST_DOTS = 22
"""Products in a row up to which each gets a dot; nobody counts more: they become a bar."""

PITCH = 11
ROW = 25


def pipeline(context: Context) -> Picture | None:
    """Return the picture: a row a stage, a dot a product, coloured by family."""
    ladder = Ladder(context)
    if not ladder.products:
        return None
    off = [stage for stage in ladder.off if ladder.at(stage)]
    stages = [*ladder.steps, *off]
    left = 18 + max(width(ladder.label(stage), SIZE) for stage in stages)
    most = max(len(ladder.at(stage)) for stage in stages)
    totals = _counts(ladder, ladder.products)
    signs = (dot_sign(f.colour, f"{f.label} {n:,}", SMALL) for f, n in totals.items())
    pieces = [legend(signs, 16, SMALL)[0]]
    y = 52.0
    for stage in stages:
        if off and stage == off[0]:
            pieces.append(line(0, y - 11, WIDTH, y - 11))
            y += 9
        pieces.append(_row(context, ladder, stage, left, y, most))
        y += ROW
    n, approved = f"{len(ladder.products):,}", ladder.at(TOPIC.terms.approved)
    families = [f"{f.label} {count}" for f, count in _counts(ladder, approved).items() if count]
    parts = f" ({', '.join(families)})" if families else ""
    values = {"n": n, "approved": f"{len(approved):,}", "parts": parts}
    description = context.label("pipeline_description", **values)
    finding = context.label("pipeline_finding", **values) if approved else ""
    table = _table(context, ladder, stages)
    picture = Picture("pipeline", context.label("pipeline_title"), description, table)
    return picture.drawn(joined(pieces), WIDTH, y - 8, finding=finding)


def _counts(ladder: Ladder, products: Sequence[Product]) -> dict[Family, int]:
    counted = Counter(map(ladder.family, products))
    return {family: counted[family] for family in ladder.families}


def _row(context: Context, ladder: Ladder, stage: str, left: float, y: float, most: int) -> Markup:
    label, total = ladder.label(stage), len(ladder.at(stage))
    counts = {f: n for f, n in _counts(ladder, ladder.at(stage)).items() if n}
    pieces = [words(left - 10, y, label, SIZE, "" if total else "soft", "end")]
    x = left
    for family, count in counts.items():
        if most <= MOST_DOTS:
            for _ in range(count):
                pieces.append(dot(x + 5, y - 5, 4.5, family.colour))
                x += PITCH
        else:
            wide = max(1.5, count * (WIDTH - left - 50) / most)
            pieces.append(box(x, y - 11, wide, 12, family.colour, 0))
            x += wide + 0.5
    pieces.append(words(x + (5 if total else 0), y, f"{total:,}", SIZE, "strong" if total else ""))
    row = joined(pieces, " ")  # read aloud, the words would else be one with the number
    if not total or stage == NOT_RECORDED:
        return row
    parts = ", ".join(f"{family.label} {count}" for family, count in counts.items())
    return link(chosen(context, "products", stage=stage), row, f"{label} {total:,} ({parts})")


def _table(context: Context, ladder: Ladder, stages: Sequence[str]) -> Markup:
    labels = [family.label for family in ladder.families]
    head = [context.label("stage_in_country"), *labels, context.label("total")]
    rows = []
    for stage in stages:
        name = text(ladder.label(stage))
        if stage and ladder.at(stage):
            name = html('<a href="{}">{}</a>', chosen(context, "products", stage=stage), name)
        rows.append([name, *_cells(ladder, ladder.at(stage))])
    rows.append([text(context.label("total")), *_cells(ladder, ladder.products)])
    return tables.table(head, rows)


def _cells(ladder: Ladder, products: Sequence[Product]) -> list[Markup]:
    counts = [text(f"{count:,}") for count in _counts(ladder, products).values()]
    return [*counts, html("<strong>{}</strong>", f"{len(products):,}")]
