"""Facilities: where cells and vectors are made."""

from macros.model.base import Kind, Many, One, Parts, Record, many, one
from macros.model.kinds.institutions import Licence
from macros.model.values import (
    Money,
    Number,
    OrganisationRef,
    PartialDate,
    ProductRef,
    Words,
)


class Facility(Record):
    about = Kind(
        "facilities",
        one=Words("Facility", "제조시설"),
        many=Words("Facilities", "제조시설"),
        intro=Words(
            "Sites that make cells and vectors, or are meant to.",
            "세포와 벡터를 만들거나 만들 예정인 시설입니다.",
        ),
        order=70,
        group="industry",
        columns=("operators", "city", "completed", "floor_area"),
        facets=("operators", "city", "makes", "year", "evidence"),
        dated_by=("completed", "opened"),
    )

    operators: Many[OrganisationRef] = many(
        "Operator",
        "운영 주체",
        "Who runs it.",
        ["curocell"],
        inverse=("Facilities", "제조시설"),
        expected=True,
    )
    city: One[Words] = one(
        "Place", "위치", "City or district.", {"en": "Daejeon", "ko": "대전"}, expected=True
    )
    use: Many[Words] = many("Use", "용도", "What it is for.", ["Commercial CAR-T"], expected=True)
    construction_start: One[PartialDate] = one("Work began", "착공", "When.", "2021-12")
    completed: One[PartialDate] = one("Completed", "준공", "When it was built.", "2023-09")
    opened: One[PartialDate] = one("Opened", "가동", "When work in it began.", "2024-01")
    floor_area: One[Number] = one(
        "Floor area (m²)", "연면적(m²)", "In square metres.", 17325, expected=True
    )
    capacity: One[Words] = one(
        "Capacity", "생산능력", "As said by its operator.", "700 patients a year"
    )
    investment: One[Money] = one(
        "Cost", "투자액", "What it cost.", {"amount": 30000000000, "currency": "krw"}
    )
    makes: Many[ProductRef] = many(
        "Makes", "생산 제품", "What is made there.", ["anbal-cel"], inverse=("Made at", "제조시설")
    )
    clients: Many[Words] = many("Clients", "고객사", "For whom.", ["Janssen"])
    licences: Parts[Licence] = many(
        "Licences", "허가·지정", "Licences it holds.", [{"licence": "advanced-biopharmaceutical"}]
    )
    plans: Many[Words] = many("Plans", "계획", "What is announced.", ["A second line by 2027"])
