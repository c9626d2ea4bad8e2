"""The pipeline at a glance: how many products stand at each stage in Korea. For the home page."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from macros.features.pictures.base import Picture
from macros.features.pictures.ladder import (
    APART,
    NOT_RECORDED,
    Family,
    by_stage,
    every_product,
    families,
    family_of,
    stage_words,
    steps,
)
from macros.features.pictures.notes import key
from macros.features.pictures.sections import chosen
from macros.features.pictures.svg import box, dot, line, link, width, words
from macros.model.kinds import Product
from macros.page.context import Context
from macros.page.tables import table
from macros.page.text import html, joined, text

MOST_DOTS = 22
"""Products in a row up to which each gets a dot; nobody counts more: they become a bar."""

WIDTH = 480
PITCH = 13
ROW = 27
SIZE = 14.5


def pipeline(context: Context) -> Picture | None:
    """Return the picture: a row a stage, a dot a product, coloured by family."""
    products = every_product(context.atlas)
    if not products:
        return None
    found = by_stage(products)
    every = families(context)
    counts = {stage: _count(context, found.get(stage, [])) for stage in steps(context.atlas)}
    apart = {s: _count(context, found[s]) for s in (*APART, NOT_RECORDED) if found.get(s)}
    totals = _count(context, products)
    most = max(sum(count.values()) for count in (*counts.values(), *apart.values()))
    left = 18 + max(width(stage_words(context, stage), SIZE) for stage in (*counts, *apart))
    entries = [(family.colour, f"{family.label} {totals[family.id]:,}") for family in every]
    pieces = [key(entries, 0, 16, 13.5)]
    y = 52.0
    for stage, count in counts.items():
        pieces.append(_row(context, every, stage, count, left, y, most))
        y += ROW
    if apart:
        pieces.append(line(0, y - 11, WIDTH, y - 11))
        y += 9
    for stage, count in apart.items():
        pieces.append(_row(context, every, stage, count, left, y, most))
        y += ROW
    return Picture(
        id="pipeline",
        title=context.label("pipeline_title"),
        description=context.label(
            "pipeline_description",
            n=f"{len(products):,}",
            approved=f"{len(found.get('approved', [])):,}",
        ),
        table=_table(context, {**counts, **apart}, totals),
        width=WIDTH,
        height=round(y - 8),
        body=joined(pieces),
    )


def _count(context: Context, products: list[Product]) -> Counter[str]:
    return Counter(family_of(context.atlas, product) for product in products)


def _row(
    context: Context,
    every: list[Family],
    stage: str,
    count: Counter[str],
    left: float,
    y: float,
    most: int,
) -> Markup:
    said = stage_words(context, stage)
    total = sum(count.values())
    here = [family for family in every if count[family.id]]
    parts = ", ".join(f"{family.label} {count[family.id]}" for family in here)
    pieces = [words(left - 10, y, said, SIZE, "" if total else "soft", "end")]
    x = left
    if most <= MOST_DOTS:
        for family in here:
            for _ in range(count[family.id]):
                pieces.append(dot(x + 5, y - 5, 5, family.colour))
                x += PITCH
    else:
        scale = (WIDTH - left - 50) / most
        for family in here:
            wide = max(1.5, count[family.id] * scale)
            pieces.append(box(x, y - 11, wide, 12, family.colour, 0))
            x += wide + 0.5
    pieces.append(words(x + (5 if total else 0), y, f"{total:,}", SIZE, "strong" if total else ""))
    row = joined(pieces)
    if not total or stage == NOT_RECORDED:
        return row
    return link(chosen(context, "products", stage=stage), row, f"{said}: {total:,} ({parts})")


def _table(context: Context, counts: dict[str, Counter[str]], totals: Counter[str]) -> Markup:
    every = families(context)
    head = [context.label("stage_in_korea"), *(family.label for family in every)]
    rows = []
    for stage, count in (*counts.items(), (None, totals)):
        said = text(context.label("total") if stage is None else stage_words(context, stage))
        if stage and sum(count.values()):
            said = html('<a href="{}">{}</a>', chosen(context, "products", stage=stage), said)
        rows.append([said, *(text(f"{count[f.id]:,}") for f in every), _sum(count)])
    return table([*head, context.label("total")], rows)


def _sum(count: Counter[str]) -> Markup:
    return html("<strong>{}</strong>", f"{sum(count.values()):,}")
