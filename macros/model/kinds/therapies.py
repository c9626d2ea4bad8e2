"""Therapy types: what kinds of engineered-cell therapy there are and how they differ."""

from macros.model.base import Kind, Many, One, Record, many, one
from macros.model.values import Prose, TherapyRef, Words


class Therapy(Record):
    about = Kind(
        "therapies",
        one=Words("Therapy type", "치료 유형"),
        many=Words("Therapy types", "치료 유형"),
        intro=Words(
            "Kinds of engineered-cell therapy: what each is, how it differs, and its limits.",
            "세포치료의 유형별로 정의와 차이점, 장점과 한계를 정리했습니다.",
        ),
        order=40,
        group="science",
        weight=3,
        columns=("cell_source", "generation"),
        facets=("part_of", "products.therapies.stage", "products.therapies.targets", "evidence"),
    )

    definition: One[Prose] = one(
        "Definition", "정의", "What it is.", "T cells of the patient …", expected=True
    )
    difference: One[Prose] = one(
        "How it differs", "차이점", "From its nearest kin.", "Needs no HLA …"
    )
    part_of: One[TherapyRef] = one(
        "A kind of",
        "상위 유형",
        "The wider type.",
        "autologous-car-t",
        inverse=("Kinds", "하위 유형"),
    )
    generation: One[Prose] = one("Generation", "세대", "Of the receptor.", "Second generation")
    cell_source: One[Words] = one(
        "Cell source", "세포 유래", "Whose cells.", "The patient's own T cells", expected=True
    )
    advantages: Many[Prose] = many("Advantages", "장점", "As sources give them.", ["Durable …"])
    risks: Many[Prose] = many(
        "Risks and limits",
        "위험과 한계",
        "As sources give them.",
        ["Cytokine release …"],
        expected=True,
    )
    foreign_examples: Many[Words] = many(
        "Examples abroad", "해외 사례", "Without a record here.", ["UCART19"]
    )
