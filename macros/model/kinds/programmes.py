"""Programmes: public money and pilots."""

from macros.model.base import Kind, Many, One, Part, Parts, Record, many, one
from macros.model.values import (
    InstitutionRef,
    Money,
    OrganisationRef,
    PartialDate,
    ProductRef,
    Words,
)


class Grant(Part):
    """Money given to one recipient for one purpose."""

    recipient: OrganisationRef | None = one(
        "Recipient",
        "수혜 기관",
        "Who receives it.",
        "curocell",
        inverse=("Public grants", "정부 과제·지원금"),
    )
    other_recipient: Words | None = one(
        "Recipient without record",
        "기타 수혜 기관",
        "A name, where there is no record.",
        "Ajou University",
    )
    product: ProductRef | None = one(
        "Product",
        "제품",
        "For which product.",
        "anbal-cel",
        inverse=("Public grants", "정부 과제·지원금"),
    )
    purpose: Words | None = one("Purpose", "목적", "What for.", "Lupus")
    amount: Money | None = one(
        "Amount", "금액", "How much.", {"amount": 1070000000, "currency": "krw"}
    )
    date: PartialDate | None = one("Date", "날짜", "When it was awarded.", "2024-04-08")
    period: Words | None = one("Period", "기간", "For how long.", "2022-03 to 2023-12")


class Programme(Record):
    about = Kind(
        "programmes",
        one=Words("Programme", "지원 사업"),
        many=Words("Programmes", "지원 사업"),
        intro=Words(
            "Public funding programmes and pilots, and whom they support.",
            "정부의 연구개발 지원 사업과 시범사업, 지원 대상을 정리했습니다.",
        ),
        order=90,
        group="policy",
        columns=("operators", "start", "end", "budget"),
        facets=("operators", "funders", "year", "evidence"),
        dated_by=("start",),
    )

    operators: Many[InstitutionRef] = many(
        "Run by",
        "주관 기관",
        "Who runs it.",
        ["mohw"],
        inverse=("Programmes run", "주관 사업"),
        expected=True,
    )
    funders: Many[InstitutionRef] = many(
        "Paid by",
        "재원 부담 기관",
        "Who pays.",
        ["msit"],
        inverse=("Programmes funded", "재원을 부담하는 사업"),
    )
    start: One[PartialDate] = one("Start", "시작", "First year.", "2021", expected=True)
    end: One[PartialDate] = one("End", "종료", "Last year.", "2030")
    launched: One[PartialDate] = one("Launched", "출범", "Day of the launch.", "2021-07-02")
    budget: One[Money] = one(
        "Budget",
        "예산",
        "In total.",
        {"amount": 595500000000, "currency": "krw"},
        expected=True,
    )
    yearly_budgets: Many[Words] = many(
        "Yearly budget", "연도별 예산", "With the year.", ["2022: …"]
    )
    heads: Many[Words] = many("Head", "책임자", "In the public role only.", ["Cho In-ho"])
    goals: Many[Words] = many("Goal", "목표", "What it is for.", ["Clinical trials of …"])
    grants: Parts[Grant] = many(
        "Grants", "지원 과제", "One entry a grant.", [{"recipient": "curocell"}]
    )
    benefits: Many[Words] = many("Benefits", "혜택", "What it brings.", ["Faster review"])
