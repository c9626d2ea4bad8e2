"""Programmes: public money and pilots."""

from macros.model.facts import Part, many, one, parts
from macros.model.fields import plain
from macros.model.money import Money
from macros.model.record import Kind, Record
from macros.model.values import InstitutionRef, OrganisationRef, PartialDate, ProductRef, Words


class Grant(Part):
    """Money given to one recipient for one purpose."""

    recipient = plain(
        OrganisationRef,
        "Who receives it.",
        "curocell",
        en="Recipient",
        ko="수혜 기관",
        inverse=Words(en="Public grants", ko="정부 과제·지원금"),
    )
    other_recipient = plain(
        Words,
        "A name, where there is no record.",
        "Ajou University",
        en="Recipient without record",
        ko="기타 수혜 기관",
    )
    product = plain(
        ProductRef,
        "For which product.",
        "anbal-cel",
        en="Product",
        ko="제품",
        inverse=Words(en="Public grants", ko="정부 과제·지원금"),
    )
    purpose = plain(Words, "What for.", "Lupus", en="Purpose", ko="목적")
    amount = plain(
        Money, "How much.", {"amount": 1070000000, "currency": "krw"}, en="Amount", ko="금액"
    )
    date = plain(PartialDate, "When it was awarded.", "2024-04-08", en="Date", ko="날짜")
    period = plain(Words, "For how long.", "2022-03 to 2023-12", en="Period", ko="기간")


class Programme(Record):
    about = Kind(
        "programmes",
        one=Words(en="Programme", ko="지원 사업"),
        many=Words(en="Programmes", ko="지원 사업"),
        intro=Words(
            en="Public funding programmes and pilots, and whom they support.",
            ko="정부의 연구개발 지원 사업과 시범사업, 지원 대상을 정리했습니다.",
        ),
        order=90,
        group="policy",
        columns=("operators", "start", "end", "budget"),
        facets=("operators", "funders", "year", "evidence"),
        dated_by=("start",),
        line=("operators", "start"),
    )

    operators = many(
        InstitutionRef,
        "Who runs it.",
        ["mohw"],
        en="Run by",
        ko="주관 기관",
        inverse=Words(en="Programmes run", ko="주관 사업"),
        expected=True,
    )
    funders = many(
        InstitutionRef,
        "Who pays.",
        ["msit"],
        en="Paid by",
        ko="재원 부담 기관",
        inverse=Words(en="Programmes funded", ko="재원을 부담하는 사업"),
    )
    start = one(PartialDate, "First year.", "2021", en="Start", ko="시작", expected=True)
    end = one(PartialDate, "Last year.", "2030", en="End", ko="종료")
    launched = one(PartialDate, "Day of the launch.", "2021-07-02", en="Launched", ko="출범")
    budget = one(
        Money,
        "In total.",
        {"amount": 595500000000, "currency": "krw"},
        en="Budget",
        ko="예산",
        expected=True,
    )
    yearly_budgets = many(
        Words, "With the year.", ["2022: …"], en="Yearly budget", ko="연도별 예산"
    )
    heads = many(Words, "In the public role only.", ["Cho In-ho"], en="Head", ko="책임자")
    goals = many(Words, "What it is for.", ["Clinical trials of …"], en="Goal", ko="목표")
    grants = parts(
        Grant, "One entry a grant.", [{"recipient": "curocell"}], en="Grants", ko="지원 과제"
    )
    benefits = many(Words, "What it brings.", ["Faster review"], en="Benefits", ko="혜택")
