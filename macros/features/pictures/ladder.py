"""The steps of development, and the families of product that the pipeline pictures tell apart."""

from __future__ import annotations

from itertools import cycle, islice
from typing import NamedTuple

from macros.features.pictures.known import each_known
from macros.model.derived import known
from macros.model.kinds import Product, Therapy
from macros.model.paths import wider
from macros.model.topic import PICTURES
from macros.model.values import term
from macros.page.context import Context

Stage = term("stage")
TherapyFamily = term("therapy-family")

NOT_RECORDED = ""
"""In place of a stage: it is not recorded, unknown, or planned."""

COLOURS = ("p-c1", "p-c3", "p-c2", "p-c4", "p-c5")
"""Colours of the families in their order, again from the first where there are more; the last
family is grey."""


class Family(NamedTuple):
    """A family by its word in the vocabulary, with its label and the class of its dots."""

    id: str
    label: str
    colour: str


class Ladder:
    """The products, the steps that they have reached in Korea, and the families they belong to.

    `steps` are the words of the vocabulary that lead to approval, the furthest first; `off` are the
    other words, and `NOT_RECORDED`. `families` are in the order of their vocabulary; the last takes
    the rest: products of no other family, and those of which none is recorded.
    """

    def __init__(self, context: Context):
        self._context = context
        stages = list(context.atlas.vocabularies["stage"].terms)
        self.steps = [word for word in stages if word not in PICTURES.apart]
        self.off = [*(word for word in stages if word in PICTURES.apart), NOT_RECORDED]
        self.families = self._families()
        self.products = context.atlas.of(Product)

    def at(self, stage: str) -> list[Product]:
        """Return the products of a stage, in the order of their ids."""
        return [product for product in self.products if stage_of(product) == stage]

    def label(self, stage: str) -> str:
        """Return the label of a stage, or words for `NOT_RECORDED`."""
        label = self._context.label
        return self._context.plain(Stage(stage)) if stage else label("stage_not_recorded")

    def name(self, product: Product) -> str:
        """Return the name of a product, with the stage that it is planned to reach."""
        name, stage = self._context.name(product), product.stage
        if stage is None or not stage.planned:
            return name
        label = self._context.label
        return f"{name} ({label('planned')}: {self._context.plain(stage.value)})"

    def family(self, product: Product) -> Family:
        """Return the family of a product: that of its first therapy type, or a wider one."""
        *named, rest = self.families
        atlas, therapies = self._context.atlas, each_known(product.therapies)
        types = (
            atlas.get(Therapy, id_) for type_ in therapies for id_ in (type_, *wider(atlas, type_))
        )
        words = [known(type_.family) for type_ in types if type_]
        if not therapies:
            words = [PICTURES.cells.get(known(product.cell_type) or "")]
        return next((family for word in words for family in named if family.id == word), rest)

    def _families(self) -> list[Family]:
        words = list(self._context.atlas.vocabularies["therapy-family"].terms)
        labels = [self._context.plain(TherapyFamily(word)) for word in words]
        labels[-1] = self._context.label("family_rest", family=labels[-1])
        colours = (*islice(cycle(COLOURS), len(words) - 1), "p-soft")
        return [Family(*family) for family in zip(words, labels, colours, strict=True)]


def stage_of(product: Product) -> str:
    """Return the stage of a product in Korea, or `NOT_RECORDED`."""
    return str(known(product.stage) or NOT_RECORDED)
