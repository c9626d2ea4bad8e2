"""Companies: who develops, makes, sells or funds engineered-cell therapies."""

from macros.model.facts import Part, many, one, parts
from macros.model.fields import plain
from macros.model.money import Money
from macros.model.record import Kind, Record
from macros.model.values import CompanyRef, PartialDate, Text, Url, Words, term


class FundingRound(Part):
    """Money raised at one time."""

    date = plain(PartialDate, "When it was announced.", "2020-08-10", en="Date", ko="날짜")
    amount = plain(
        Money, "How much.", {"amount": 44000000000, "currency": "krw"}, en="Amount", ko="금액"
    )
    round = plain(Words, "What kind of round.", "pre-IPO", en="Round", ko="구분")


class Company(Record):
    about = Kind(
        "companies",
        one=Words(en="Company", ko="기업"),
        many=Words(en="Companies", ko="기업"),
        intro=Words(
            en="Companies that develop, make or sell engineered-cell therapies in South Korea.",
            ko="국내에서 유전자 조작 세포치료제를 개발·제조·판매하는 기업입니다.",
        ),
        order=30,
        group="industry",
        weight=6,
        columns=("headquarters", "founded", "listing"),
        facets=(
            "country",
            "headquarters",
            "products.developers.stage",
            "products.developers.therapies",
            "products.developers.targets",
            "year",
            "evidence",
        ),
        dated_by=("founded",),
        line=("focus", "headquarters"),
        names=("listing",),
    )

    focus = one(
        Words,
        "What the company works on.",
        "Autologous CAR-T",
        en="Field",
        ko="주력 분야",
        expected=True,
    )
    headquarters = one(
        Words,
        "City of the head office.",
        {"en": "Daejeon", "ko": "대전"},
        en="Headquarters",
        ko="본사",
        expected=True,
    )
    country = one(
        term("country"), "Country of the head office.", "south-korea", en="Country", ko="국가"
    )
    founded = one(
        PartialDate, "When it was founded.", "2016-12", en="Founded", ko="설립", expected=True
    )
    chief_executive = one(
        Words,
        "In the public role only.",
        {"en": "Kim Gun-soo", "ko": "김건수"},
        en="Chief executive",
        ko="대표이사",
    )
    listing = one(
        Text, "Exchange and ticker.", "KOSDAQ 372320", en="Listing", ko="상장", expected=True
    )
    listed_on = one(PartialDate, "First day of trading.", "2023-11-09", en="Listed on", ko="상장일")
    parent = one(
        CompanyRef,
        "Who controls it.",
        "hlb",
        en="Parent company",
        ko="모회사",
        inverse=Words(en="Subsidiaries", ko="자회사"),
    )
    shareholders = many(
        Words,
        "Large shareholders with their share.",
        ["Chong Kun Dang, 7 %"],
        en="Shareholders",
        ko="주요 주주",
    )
    funding = parts(
        FundingRound,
        "Money raised, one entry a round.",
        [{"date": "2020-08-10"}],
        en="Funding",
        ko="투자 유치",
    )
    website = one(
        Url, "The company's own site.", "https://www.abclon.com", en="Website", ko="웹사이트"
    )
