"""Regulations: acts, amendments, notices and schemes."""

from macros.model.base import Kind, Many, One, Record, many, one
from macros.model.values import InstitutionRef, PartialDate, RegulationRef, Words, term


class Regulation(Record):
    about = Kind(
        "regulations",
        one=Words("Regulation", "법령·제도"),
        many=Words("Regulations", "법령·제도"),
        intro=Words(
            "Acts, amendments and schemes that govern engineered-cell therapy in South Korea.",
            "국내 세포·유전자치료를 규율하는 법령과 제도입니다.",
        ),
        order=85,
        group="policy",
        columns=("type", "promulgated", "in_force"),
        facets=("type", "authorities", "year", "evidence"),
        chips=("type",),
        dated_by=("promulgated", "in_force"),
    )

    type: One[term("regulation-type")] = one(
        "Type", "유형", "What kind of rule.", "act", expected=True
    )
    authorities: Many[InstitutionRef] = many(
        "Authority",
        "소관 기관",
        "Who applies it.",
        ["mfds"],
        inverse=("Regulations applied", "소관 법령·제도"),
        expected=True,
    )
    legal_basis: Many[RegulationRef] = many(
        "Legal basis",
        "법적 근거",
        "The act it rests on.",
        ["armab-act"],
        inverse=("Rules under it", "하위 제도"),
    )
    amends: One[RegulationRef] = one(
        "Amends", "개정 대상", "What it changes.", "armab-act", inverse=("Amended by", "개정 법령")
    )
    promulgated: One[PartialDate] = one("Promulgated", "공포일", "When.", "2019-08-27")
    in_force: One[PartialDate] = one(
        "In force", "시행일", "Since when.", "2020-08-28", expected=True
    )
    rules: Many[Words] = many(
        "Rules", "주요 내용", "What it says, in your own words.", ["…"], expected=True
    )
