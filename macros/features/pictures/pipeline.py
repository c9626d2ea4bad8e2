"""The pipeline at a glance: how many products stand at each stage in Korea. For the home page."""

from __future__ import annotations

from markupsafe import Markup

from macros.features.pictures.base import Picture
from macros.features.pictures.ladder import (
    APART,
    FAMILIES,
    NOT_RECORDED,
    by_stage,
    every_product,
    family,
    stage_words,
    steps,
)
from macros.features.pictures.notes import key
from macros.features.pictures.sections import chosen
from macros.features.pictures.svg import box, dot, line, link, width, words
from macros.model.kinds.products import Product
from macros.page.context import Context
from macros.page.tables import table
from macros.page.text import html, joined, text

MOST_DOTS = 22
"""Products in a row up to which each gets a dot; nobody counts more: they become a bar."""

WIDTH = 480
PITCH = 13
ROW = 27
SIZE = 14.5
KINDS = {"car-t": "p-c1", "car-nk": "p-c3", "other": "p-soft"}


def pipeline(context: Context) -> Picture | None:
    """Return the picture: a row a stage, a dot a product, coloured by family."""
    products = every_product(context.atlas)
    if not products:
        return None
    found = by_stage(products)
    counts = {stage: _count(found.get(stage, [])) for stage in steps(context.atlas)}
    apart = {stage: _count(found[stage]) for stage in (*APART, NOT_RECORDED) if found.get(stage)}
    totals = _count(products)
    most = max(sum(count.values()) for count in (*counts.values(), *apart.values()))
    left = 18 + max(width(stage_words(context, stage), SIZE) for stage in (*counts, *apart))
    entries = [
        (KINDS[name], f"{context.label(f'family_{name}')} {totals[name]:,}") for name in FAMILIES
    ]
    pieces = [key(entries, 0, 16, 13.5)]
    y = 52.0
    for stage, count in counts.items():
        pieces.append(_row(context, stage, count, left, y, most))
        y += ROW
    if apart:
        pieces.append(line(0, y - 11, WIDTH, y - 11))
        y += 9
    for stage, count in apart.items():
        pieces.append(_row(context, stage, count, left, y, most))
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


def _count(products: list[Product]) -> dict[str, int]:
    found: dict[str, int] = dict.fromkeys(FAMILIES, 0)
    for product in products:
        found[family(product)] += 1
    return found


def _row(
    context: Context, stage: str, count: dict[str, int], left: float, y: float, most: int
) -> Markup:
    said = stage_words(context, stage)
    total = sum(count.values())
    families = [n for n in FAMILIES if count[n]]
    parts = ", ".join(f"{context.label(f'family_{name}')} {count[name]}" for name in families)
    pieces = [words(left - 10, y, said, SIZE, "" if total else "soft", "end")]
    x = left
    if most <= MOST_DOTS:
        for name in families:
            for _ in range(count[name]):
                pieces.append(dot(x + 5, y - 5, 5, KINDS[name]))
                x += PITCH
    else:
        scale = (WIDTH - left - 50) / most
        for name in families:
            wide = max(1.5, count[name] * scale)
            pieces.append(box(x, y - 11, wide, 12, KINDS[name], 0))
            x += wide + 0.5
    pieces.append(words(x + (5 if total else 0), y, f"{total:,}", SIZE, "strong" if total else ""))
    row = joined(pieces)
    if not total or stage == NOT_RECORDED:
        return row
    return link(chosen(context, "products", stage=stage), row, f"{said}: {total:,} ({parts})")


def _table(context: Context, counts: dict[str, dict[str, int]], totals: dict[str, int]) -> Markup:
    head = [context.label("stage_in_korea")]
    head += [context.label(f"family_{name}") for name in FAMILIES]
    rows = []
    for stage, count in (*counts.items(), (None, totals)):
        said = text(context.label("total") if stage is None else stage_words(context, stage))
        if stage and sum(count.values()):
            said = html('<a href="{}">{}</a>', chosen(context, "products", stage=stage), said)
        rows.append([said, *(text(f"{count[name]:,}") for name in FAMILIES), _sum(count)])
    return table([*head, context.label("total")], rows)


def _sum(count: dict[str, int]) -> Markup:
    return html("<strong>{}</strong>", f"{sum(count.values()):,}")
