"""The pipeline product by product: a row each, the stage in Korea as a place on the ladder.

Twice: grouped by target and by company.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

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
    stage_of,
    stage_words,
    steps,
)
from macros.features.pictures.notes import column_heads, key, names, sentence
from macros.features.pictures.sections import chosen, short_table
from macros.features.pictures.svg import (
    box,
    dot,
    line,
    lines,
    link,
    shortened,
    width,
    words,
    wrapped,
)
from macros.model.facts import Cited
from macros.model.kinds import Product
from macros.page.context import Context
from macros.page.text import joined, text

MOST_ROWS = 64
"""More rows than this are no picture any more but a list: about two screens of a laptop. The
earliest stages are left out first, whole, and the picture says so."""

MOST_NAMES = 24
"""Names of products off the ladder that are listed under it; of more, only the number."""

WIDTH = 720
GROUP = 112
NAME = 186
ROW = 19
HEAD = 92
SIZE = 12
EDGE = 10
"""Room for the half of the last column's name that stands out of its column."""


@dataclass(frozen=True)
class _Row:
    group: str  # id of a record, or "" for those without
    product: Product
    place: int  # index of its stage; 0 is the furthest


def pipeline_by_target(context: Context) -> Picture | None:
    """Return the pipeline with a group for each target antigen."""
    return _picture(context, "target", lambda product: _ids(product.targets))


def pipeline_by_company(context: Context) -> Picture | None:
    """Return the pipeline with a group for each developer."""
    return _picture(context, "company", lambda product: _ids(product.developers))


def _ids(facts: Iterable[Cited[Any]]) -> list[str]:
    return list(dict.fromkeys(str(fact.known) for fact in facts if fact.known)) or [""]


def _picture(
    context: Context, by: str, groups_of: Callable[[Product], list[str]]
) -> Picture | None:
    products = every_product(context.atlas)
    if not products:
        return None
    found = by_stage(products)
    shown, left_out = _fitting(found, steps(context.atlas), groups_of)
    rows = _sorted(context, found, shown, groups_of)
    drawn = sum(len(found.get(stage, [])) for stage in shown)
    title = context.label(f"pipeline_by_{by}_title")
    table = _table(context, by, products, groups_of)
    if not rows:
        return Picture(
            id=f"pipeline-by-{by}",
            title=title,
            description="",
            table=table,
            refusal=context.label(
                "pipeline_refusal" if left_out else "pipeline_none",
                n=f"{len(products):,}",
                most=MOST_ROWS,
            ),
        )
    columns = shown[::-1]
    pitch = (WIDTH - GROUP - NAME - EDGE) / len(columns)
    body, y = _ladder(context, by, rows, columns, pitch)
    below, y = _below(context, found, left_out, y)
    return Picture(
        id=f"pipeline-by-{by}",
        title=title,
        description=context.label(
            f"pipeline_by_{by}_description", n=f"{drawn:,}", all=f"{len(products):,}"
        ),
        table=table,
        width=WIDTH,
        height=round(y),
        body=joined([body, below]),
    )


def _fitting(
    found: dict[str, list[Product]], ladder: list[str], groups_of: Callable[[Product], list[str]]
) -> tuple[list[str], list[str]]:
    """Return the furthest stages whose rows fit, and the stages with products left out."""
    shown: list[str] = []
    rows = 0
    for index, stage in enumerate(ladder):
        rows += sum(len(groups_of(product)) for product in found.get(stage, []))
        if rows > MOST_ROWS:
            return shown, [late for late in ladder[index:] if found.get(late)]
        shown.append(stage)
    return shown, []


def _sorted(
    context: Context,
    found: dict[str, list[Product]],
    shown: list[str],
    groups_of: Callable[[Product], list[str]],
) -> list[_Row]:
    """Return the rows: groups by their furthest product, then by size; those without at the end."""
    groups: dict[str, list[_Row]] = {}
    for place, stage in enumerate(shown):
        for product in sorted(found.get(stage, []), key=lambda p: context.name(p).casefold()):
            for group in groups_of(product):
                groups.setdefault(group, []).append(_Row(group, product, place))
    order = sorted(
        groups,
        key=lambda g: (g == "", groups[g][0].place, -len(groups[g]), _name(context, g).casefold()),
    )
    return [row for group in order for row in groups[group]]


def _name(context: Context, group: str) -> str:
    record = context.atlas.records.get(group)
    return context.name(record) if record else group


def _ladder(
    context: Context, by: str, rows: list[_Row], columns: list[str], pitch: float
) -> tuple[Markup, float]:
    left = GROUP + NAME
    entries = [(family.colour, family.label) for family in families(context)]
    pieces = [key(entries, 0, 14)]
    heads = [
        (chosen(context, "products", stage=stage), stage_words(context, stage)) for stage in columns
    ]
    pieces.append(column_heads(heads, left, pitch, HEAD - 10))
    y = float(HEAD)
    for group, found in groupby(rows, key=lambda row: row.group):
        pieces.append(line(0, y + 3, WIDTH, y + 3))
        name, below = _group(context, by, group, y + 21)
        pieces.append(name)
        y += 7
        for row in found:
            pieces.append(_row(context, row, columns, left, pitch, y + 14))
            y += ROW
        y = max(y, below)
    upright = (
        line(x, HEAD - 6, x, y) for x in (left + pitch * (i + 0.5) for i in range(len(columns)))
    )
    return joined([*upright, *pieces]), y + 8


def _group(context: Context, by: str, group: str, y: float) -> tuple[Markup, float]:
    """Return the name of a group on one or two lines, and the y below it."""
    record = context.atlas.records.get(group)
    if record is None:
        said = group or context.label(f"no_{by}")
        return words(0, y, shortened(said, SIZE, GROUP - 4), SIZE, "soft"), y
    name = context.name(record)
    fits = width(name, SIZE, bold=True) <= GROUP - 10
    # What stands in brackets explains the name; the page of the record has it in full.
    short = name if fits else name.partition(" (")[0]
    rows = wrapped(short, SIZE, GROUP - 10, 2, bold=True)
    said = lines(0, y, rows, SIZE, "strong")
    whole = name if " ".join(rows) != name else ""
    return link(context.href(record), said, whole), y + (len(rows) - 1) * SIZE * 1.35 + 5


def _row(
    context: Context, row: _Row, columns: list[str], left: float, pitch: float, y: float
) -> Markup:
    name = context.name(row.product)
    stage = columns[len(columns) - 1 - row.place]
    x = left + pitch * (len(columns) - row.place - 0.5)
    kind = _family(context, row.product).colour
    said = f"{name}: {stage_words(context, stage)}"
    pieces = [
        words(GROUP, y, shortened(name, SIZE, NAME - 12), SIZE),
        box(left, y - 6, x - left, 4, "p-faint", 0),
        dot(x, y - 4, 5, kind, said),
    ]
    return link(context.href(row.product), joined(pieces), said)


def _family(context: Context, product: Product) -> Family:
    family = family_of(context.atlas, product)
    return next(one for one in families(context) if one.id == family)


def _below(
    context: Context, found: dict[str, list[Product]], left_out: list[str], y: float
) -> tuple[Markup, float]:
    """Return what stands under the ladder: products off it, and stages that were left out."""
    pieces = []
    if left_out:
        said, y = sentence(context.label("pipeline_left_out"), 0, y + 14, WIDTH, SIZE)
        pieces.append(said)
    for stage in (*left_out, *APART, NOT_RECORDED):
        products = found.get(stage, [])
        if not products:
            continue
        pieces.append(line(0, y, WIDTH, y))
        y += 20
        title = f"{stage_words(context, stage)} ({len(products):,})"
        said, y = sentence(title, 0, y, WIDTH, SIZE, "strong", 1)
        pieces.append(said)
        y += 2
        if len(products) > MOST_NAMES:
            address = (
                chosen(context, "products", stage=stage) if stage else f"{context.base}products/"
            )
            linked = [(address, context.label("all_of", n=f"{len(products):,}"), "")]
        else:
            linked = [
                (context.href(product), context.name(product), _family(context, product).colour)
                for product in products
            ]
        flowing, y = names(linked, 0, y, WIDTH, SIZE)
        pieces.append(flowing)
        y -= 2
    return joined(pieces), y + 2


def _table(
    context: Context,
    by: str,
    products: list[Product],
    groups_of: Callable[[Product], list[str]],
) -> Markup:
    places = {stage: n for n, stage in enumerate((*steps(context.atlas), *APART, NOT_RECORDED))}
    ordered = sorted(products, key=lambda p: (places.get(stage_of(p), len(places)), p.id))
    head = [context.label(name) for name in ("product", by, "stage_in_korea", "family")]
    rows = [
        [
            context.link(product.id),
            joined((context.link(g) for g in groups_of(product) if g), ", "),
            text(stage_words(context, stage_of(product))),
            text(_family(context, product).label),
        ]
        for product in ordered
    ]
    return short_table(context, "products", head, rows)
