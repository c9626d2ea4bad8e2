"""Partnerships: licences, co-development, manufacturing, investment, takeovers."""

from macros.model.base import Kind, Many, One, Part, Parts, Record, many, one
from macros.model.values import (
    Money,
    OrganisationRef,
    PartialDate,
    ProductRef,
    TargetRef,
    Words,
    term,
)


class Party(Part):
    """One side of the deal."""

    party: OrganisationRef | None = one(
        "Party",
        "당사자",
        "A company or institution.",
        "curocell",
        inverse=("Partnerships", "제휴·거래"),
    )
    other: Words | None = one(
        "Party without record",
        "기타 당사자",
        "A name, where there is no record.",
        "Miltenyi Biotec",
    )
    role: term("party-role") | None = one("Role", "역할", "What it does in the deal.", "licensor")


class Partnership(Record):
    about = Kind(
        "partnerships",
        one=Words("Partnership", "제휴·거래"),
        many=Words("Partnerships", "제휴·거래"),
        intro=Words(
            "Licences, joint development, contract manufacturing, investments and takeovers.",
            "기술이전, 공동개발, 위탁생산, 투자, 인수·합병 등을 정리했습니다.",
        ),
        order=80,
        group="industry",
        columns=("type", "date", "status", "parties"),
        facets=("type", "status", "parties.party", "products", "targets", "year", "evidence"),
        chips=("type", "status"),
        dated_by=("date",),
    )

    type: One[term("partnership-type")] = one(
        "Type", "유형", "What kind of deal.", "licence", expected=True
    )
    parties: Parts[Party] = many(
        "Parties",
        "당사자",
        "At least two, with roles.",
        [{"party": "gc-cell", "role": "licensee"}],
        expected=True,
    )
    date: One[PartialDate] = one(
        "Date", "체결일", "When it was signed.", "2021-01-28", expected=True
    )
    scope: Many[Words] = many(
        "Scope", "범위", "What it covers.", ["Two CAR-NK programmes"], expected=True
    )
    territory: One[Words] = one("Territory", "지역", "Where it holds.", "South Korea")
    products: Many[ProductRef] = many(
        "Products", "제품", "Which products.", ["ab-201"], inverse=("Partnerships", "제휴·거래")
    )
    targets: Many[TargetRef] = many(
        "Targets", "표적", "Which targets.", ["cd19"], inverse=("Partnerships", "제휴·거래")
    )
    upfront: One[Money] = one(
        "Upfront", "선급금", "Paid at signing.", {"amount": 15000000, "currency": "usd"}
    )
    total: One[Money] = one(
        "Total value",
        "총 계약 규모",
        "Upfront and milestones.",
        {"amount": 1880000000, "currency": "usd"},
        expected=True,
    )
    other_terms: Many[Words] = many(
        "Other terms", "기타 조건", "Milestones, shares.", ["30 % share"]
    )
    status: One[term("partnership-status")] = one(
        "Status", "상태", "Where it stands.", "terminated", expected=True
    )
    ended: One[PartialDate] = one("Ended", "종료일", "When it ended.", "2024-06-25")
