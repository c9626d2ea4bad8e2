"""The steps of development, and the families of product that the pipeline pictures tell apart."""

from __future__ import annotations

from collections.abc import Iterable

from macros.model.atlas import Atlas
from macros.model.kinds.products import Product
from macros.page.context import Context

APART = ("foreign-only", "discontinued")
"""Words of the vocabulary that are no step towards approval in Korea."""

NOT_RECORDED = ""
"""In place of a stage: nobody has recorded one, or it was looked for and not found."""

FAMILIES = ("car-t", "car-nk", "other")
CAR_T = frozenset(
    {
        "allogeneic-car-t",
        "armored-car-truck",
        "autologous-car-t",
        "bispecific-tandem-car-t",
        "checkpoint-resistant-car-t",
        "dual-target-car-t",
        "gene-edited-car-t",
        "in-vivo-car-t",
        "kir-car",
        "switchable-car-t",
    }
)
T_CELLS = frozenset({"t-cell", "gamma-delta-t-cell"})


def steps(atlas: Atlas) -> list[str]:
    """Return the steps towards approval, the furthest first, as the vocabulary orders them."""
    vocabulary = atlas.vocabularies.get("stage")
    return [word for word in vocabulary.terms if word not in APART] if vocabulary else []


def stage_of(product: Product) -> str:
    """Return the stage in Korea, or `NOT_RECORDED`."""
    stage = product.stage.known if product.stage else None
    return str(stage) if stage else NOT_RECORDED


def stage_words(context: Context, stage: str) -> str:
    """Return the label of a stage, or words for `NOT_RECORDED`."""
    if stage == NOT_RECORDED:
        return context.label("stage_not_recorded")
    terms = context.atlas.vocabularies["stage"].terms
    return terms[stage].label.in_(context.language) if stage in terms else stage


def every_product(atlas: Atlas) -> list[Product]:
    """Return the products in the order of their ids."""
    return [record for record in atlas.of_kind("products") if isinstance(record, Product)]


def by_stage(products: Iterable[Product]) -> dict[str, list[Product]]:
    """Return the products of each stage, those without one under `NOT_RECORDED`."""
    found: dict[str, list[Product]] = {}
    for product in products:
        found.setdefault(stage_of(product), []).append(product)
    return found


def family(product: Product) -> str:
    """Return which of `FAMILIES` a product belongs to.

    Its therapy types decide: CAR-NK before CAR-T. A product without any is CAR-T where its cells
    are T cells. All else is "other": cells without a CAR, CAR macrophages, what is not recorded.
    """
    types = {str(fact.known) for fact in product.therapies if fact.known}
    if "car-nk" in types:
        return "car-nk"
    if types & CAR_T:
        return "car-t"
    cell = product.cell_type.known if product.cell_type else None
    return "car-t" if not types and cell in T_CELLS else "other"
