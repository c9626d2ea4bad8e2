"""Companies: who develops, makes, sells or funds engineered-cell therapies."""

from macros.model.base import Kind, Many, One, Part, Parts, Record, many, one
from macros.model.values import CompanyRef, Money, PartialDate, Text, Url, Words, term


class FundingRound(Part):
    """Money raised at one time."""

    date: PartialDate | None = one("Date", "날짜", "When it was announced.", "2020-08-10")
    amount: Money | None = one(
        "Amount", "금액", "How much.", {"amount": 44000000000, "currency": "krw"}
    )
    round: Words | None = one("Round", "구분", "What kind of round.", "pre-IPO")


class Company(Record):
    about = Kind(
        "companies",
        one=Words("Company", "기업"),
        many=Words("Companies", "기업"),
        intro=Words(
            "Companies that develop, make or sell engineered-cell therapies in South Korea.",
            "국내에서 유전자 조작 세포치료제를 개발·제조·판매하는 기업입니다.",
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
    )

    focus: One[Words] = one(
        "Field", "주력 분야", "What the company works on.", "Autologous CAR-T", expected=True
    )
    headquarters: One[Words] = one(
        "Headquarters",
        "본사",
        "City of the head office.",
        {"en": "Daejeon", "ko": "대전"},
        expected=True,
    )
    country: One[term("country")] = one(
        "Country", "국가", "Country of the head office.", "south-korea"
    )
    founded: One[PartialDate] = one(
        "Founded", "설립", "When it was founded.", "2016-12", expected=True
    )
    chief_executive: One[Words] = one(
        "Chief executive",
        "대표이사",
        "In the public role only.",
        {"en": "Kim Gun-soo", "ko": "김건수"},
    )
    listing: One[Text] = one(
        "Listing", "상장", "Exchange and ticker.", "KOSDAQ 372320", expected=True
    )
    listed_on: One[PartialDate] = one("Listed on", "상장일", "First day of trading.", "2023-11-09")
    parent: One[CompanyRef] = one(
        "Parent company", "모회사", "Who controls it.", "hlb", inverse=("Subsidiaries", "자회사")
    )
    shareholders: Many[Words] = many(
        "Shareholders", "주요 주주", "Large shareholders with their share.", ["Chong Kun Dang, 7 %"]
    )
    funding: Parts[FundingRound] = many(
        "Funding", "투자 유치", "Money raised, one entry a round.", [{"date": "2020-08-10"}]
    )
    website: One[Url] = one(
        "Website", "웹사이트", "The company's own site.", "https://www.abclon.com"
    )
