"""Regulations: acts, amendments, notices and schemes."""

from macros.model.facts import many, one
from macros.model.record import Kind, Record
from macros.model.values import InstitutionRef, PartialDate, RegulationRef, Words, term


class Regulation(Record):
    about = Kind(
        "regulations",
        one=Words(en="Regulation", ko="법령·제도"),
        many=Words(en="Regulations", ko="법령·제도"),
        intro=Words(
            en="Acts, amendments and schemes that govern engineered-cell therapy in South Korea.",
            ko="국내 세포·유전자치료를 규율하는 법령과 제도입니다.",
        ),
        order=85,
        group="policy",
        columns=("type", "promulgated", "in_force"),
        facets=("type", "authorities", "year", "evidence"),
        chips=("type",),
        dated_by=("promulgated", "in_force"),
    )

    type = one(
        term("regulation-type"), "What kind of rule.", "act", en="Type", ko="유형", expected=True
    )
    authorities = many(
        InstitutionRef,
        "Who applies it.",
        ["mfds"],
        en="Authority",
        ko="소관 기관",
        inverse=Words(en="Regulations applied", ko="소관 법령·제도"),
        expected=True,
    )
    legal_basis = many(
        RegulationRef,
        "The act it rests on.",
        ["armab-act"],
        en="Legal basis",
        ko="법적 근거",
        inverse=Words(en="Rules under it", ko="하위 제도"),
    )
    amends = one(
        RegulationRef,
        "What it changes.",
        "armab-act",
        en="Amends",
        ko="개정 대상",
        inverse=Words(en="Amended by", ko="개정 법령"),
    )
    promulgated = one(PartialDate, "When.", "2019-08-27", en="Promulgated", ko="공포일")
    in_force = one(
        PartialDate, "Since when.", "2020-08-28", en="In force", ko="시행일", expected=True
    )
    rules = many(
        Words, "What it says, in your own words.", ["…"], en="Rules", ko="주요 내용", expected=True
    )
