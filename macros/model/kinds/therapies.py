"""Therapy types: what kinds of engineered-cell therapy there are and how they differ."""

from macros.model.facts import many, one
from macros.model.record import Kind, Record
from macros.model.values import Prose, TherapyRef, Words, term


class Therapy(Record):
    about = Kind(
        "therapies",
        one=Words(en="Therapy type", ko="치료 유형"),
        many=Words(en="Therapy types", ko="치료 유형"),
        intro=Words(
            en="Kinds of engineered-cell therapy: what each is, how it differs, and its limits.",
            ko="세포치료의 유형별로 정의와 차이점, 장점과 한계를 정리했습니다.",
        ),
        order=40,
        group="science",
        weight=3,
        columns=("cell_source", "generation"),
        facets=("part_of", "products.therapies.stage", "products.therapies.targets", "evidence"),
        line=("definition",),
        broader="part_of",
    )

    definition = one(
        Prose, "What it is.", "T cells of the patient …", en="Definition", ko="정의", expected=True
    )
    difference = one(
        Prose, "From its nearest kin.", "Needs no HLA …", en="How it differs", ko="차이점"
    )
    part_of = one(
        TherapyRef,
        "The wider type.",
        "autologous-car-t",
        en="A kind of",
        ko="상위 유형",
        inverse=Words(en="Kinds", ko="하위 유형"),
    )
    family = one(
        term("therapy-family"),
        "The family that pictures count its products in.",
        "car-t",
        en="Family",
        ko="계열",
        required=True,
    )
    generation = one(Prose, "Of the receptor.", "Second generation", en="Generation", ko="세대")
    cell_source = one(
        Words,
        "Whose cells.",
        "The patient's own T cells",
        en="Cell source",
        ko="세포 유래",
        expected=True,
    )
    advantages = many(Prose, "As sources give them.", ["Durable …"], en="Advantages", ko="장점")
    risks = many(
        Prose,
        "As sources give them.",
        ["Cytokine release …"],
        en="Risks and limits",
        ko="위험과 한계",
        expected=True,
    )
    foreign_examples = many(
        Words, "Without a record here.", ["UCART19"], en="Examples abroad", ko="해외 사례"
    )
