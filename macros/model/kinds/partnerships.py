"""Partnerships: licences, co-development, manufacturing, investment, takeovers."""

from macros.model.facts import Part, many, one, parts
from macros.model.fields import plain
from macros.model.money import Money
from macros.model.record import Kind, Record
from macros.model.values import OrganisationRef, PartialDate, ProductRef, TargetRef, Words, term


class Party(Part):
    """One side of the deal."""

    party = plain(
        OrganisationRef,
        "A company or institution.",
        "curocell",
        en="Party",
        ko="당사자",
        inverse=Words(en="Partnerships", ko="제휴·거래"),
    )
    other = plain(
        Words,
        "A name, where there is no record.",
        "Miltenyi Biotec",
        en="Party without record",
        ko="기타 당사자",
    )
    role = plain(term("party-role"), "What it does in the deal.", "licensor", en="Role", ko="역할")


class Partnership(Record):
    about = Kind(
        "partnerships",
        one=Words(en="Partnership", ko="제휴·거래"),
        many=Words(en="Partnerships", ko="제휴·거래"),
        intro=Words(
            en="Licences, joint development, contract manufacturing, investments and takeovers.",
            ko="기술이전, 공동개발, 위탁생산, 투자, 인수·합병 등을 정리했습니다.",
        ),
        order=80,
        group="industry",
        columns=("type", "date", "status", "parties"),
        facets=("type", "status", "parties.party", "products", "targets", "year", "evidence"),
        chips=("type", "status"),
        dated_by=("date",),
        line=("type", "date", "status"),
    )

    type = one(
        term("partnership-type"),
        "What kind of deal.",
        "licence",
        en="Type",
        ko="유형",
        expected=True,
    )
    parties = parts(
        Party,
        "At least two, with roles.",
        [{"party": "gc-cell", "role": "licensee"}],
        en="Parties",
        ko="당사자",
        expected=True,
    )
    date = one(
        PartialDate, "When it was signed.", "2021-01-28", en="Date", ko="체결일", expected=True
    )
    scope = many(
        Words, "What it covers.", ["Two CAR-NK programmes"], en="Scope", ko="범위", expected=True
    )
    territory = one(Words, "Where it holds.", "South Korea", en="Territory", ko="지역")
    products = many(
        ProductRef,
        "Which products.",
        ["ab-201"],
        en="Products",
        ko="제품",
        inverse=Words(en="Partnerships", ko="제휴·거래"),
    )
    targets = many(
        TargetRef,
        "Which targets.",
        ["cd19"],
        en="Targets",
        ko="표적",
        inverse=Words(en="Partnerships", ko="제휴·거래"),
    )
    upfront = one(
        Money,
        "Paid at signing.",
        {"amount": 15000000, "currency": "usd"},
        en="Upfront",
        ko="선급금",
    )
    total = one(
        Money,
        "Upfront and milestones.",
        {"amount": 1880000000, "currency": "usd"},
        en="Total value",
        ko="총 계약 규모",
        expected=True,
    )
    other_terms = many(
        Words, "Milestones, shares.", ["30 % share"], en="Other terms", ko="기타 조건"
    )
    status = one(
        term("partnership-status"),
        "Where it stands.",
        "terminated",
        en="Status",
        ko="상태",
        expected=True,
    )
    ended = one(PartialDate, "When it ended.", "2024-06-25", en="Ended", ko="종료일")
