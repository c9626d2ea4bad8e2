"""The steps of development, and the families of product that the pipeline pictures tell apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from macros.model.atlas import Atlas
from macros.model.kinds import Product, Therapy
from macros.model.values import term
from macros.page.context import Context

Stage = term("stage")
TherapyFamily = term("therapy-family")

APART = ("foreign-only", "discontinued")
"""Words of the vocabulary that are no step towards approval in Korea."""

NOT_RECORDED = ""
"""In place of a stage: nobody has recorded one, or it was looked for and not found."""

FAMILY_OF_CELL = {"t-cell": "car-t", "gamma-delta-t-cell": "car-t"}
"""Families of products with a known cell and no therapy type.

Every therapy type says more than "CAR-T": whose cells, which design. Of an early candidate often
only the cell is known, and then no type can be recorded.
"""

COLOURS = ("p-c1", "p-c3", "p-c2", "p-c4", "p-c5")
"""Colours of the families in their order; the last family is grey."""


class Family(NamedTuple):
    """A family by its word in the vocabulary, with its label and the class of its dots."""

    id: str
    label: str
    colour: str


def families(context: Context) -> list[Family]:
    """Return the families in the order of their vocabulary.

    The last takes the rest: products of no other family, and those of which none is recorded.
    """
    words = _words(context.atlas, "therapy-family")
    labels = [context.plain(TherapyFamily(word)) for word in words]
    labels[-1:] = [context.label("family_rest", family=label) for label in labels[-1:]]
    colours = (*COLOURS[: len(words) - 1], "p-soft")
    return [Family(*family) for family in zip(words, labels, colours, strict=True)]


def family_of(atlas: Atlas, product: Product) -> str:
    """Return the family of a product: that of its first therapy type that has one, or the last."""
    *named, rest = _words(atlas, "therapy-family")
    types = [atlas.records.get(fact.known) for fact in product.therapies if fact.known]
    for type_ in types:
        family = type_.family.known if isinstance(type_, Therapy) else None
        if family in named:
            return str(family)
    cell = product.cell_type.known if product.cell_type else None
    return FAMILY_OF_CELL.get(cell, rest) if cell and not types else rest


def steps(atlas: Atlas) -> list[str]:
    """Return the steps towards approval, the furthest first, as the vocabulary orders them."""
    return [word for word in _words(atlas, "stage") if word not in APART]


def _words(atlas: Atlas, vocabulary: str) -> list[str]:
    return list(atlas.vocabularies[vocabulary].terms)


def stage_of(product: Product) -> str:
    """Return the stage in Korea, or `NOT_RECORDED`."""
    stage = product.stage.known if product.stage else None
    return str(stage) if stage else NOT_RECORDED


def stage_words(context: Context, stage: str) -> str:
    """Return the label of a stage, or words for `NOT_RECORDED`."""
    return context.plain(Stage(stage)) if stage else context.label("stage_not_recorded")


def every_product(atlas: Atlas) -> list[Product]:
    """Return the products in the order of their ids."""
    return [record for record in atlas.of_kind("products") if isinstance(record, Product)]


def by_stage(products: Iterable[Product]) -> dict[str, list[Product]]:
    """Return the products of each stage, those without one under `NOT_RECORDED`."""
    found: dict[str, list[Product]] = {}
    for product in products:
        found.setdefault(stage_of(product), []).append(product)
    return found
