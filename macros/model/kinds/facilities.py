"""Facilities: where cells and vectors are made."""

from macros.model.facts import many, one, parts
from macros.model.kinds.institutions import Licence
from macros.model.money import Money
from macros.model.record import Kind, Record
from macros.model.values import Number, OrganisationRef, PartialDate, ProductRef, Words


class Facility(Record):
    about = Kind(
        "facilities",
        one=Words(en="Facility", ko="제조시설"),
        many=Words(en="Facilities", ko="제조시설"),
        intro=Words(
            en="Sites that make cells and vectors, or are meant to.",
            ko="세포와 벡터를 만들거나 만들 예정인 시설입니다.",
        ),
        order=70,
        group="industry",
        columns=("operators", "city", "completed", "floor_area"),
        facets=("operators", "city", "makes", "year", "evidence"),
        dated_by=("completed", "opened"),
        line=("operators", "city"),
    )

    operators = many(
        OrganisationRef,
        "Who runs it.",
        ["curocell"],
        en="Operator",
        ko="운영 주체",
        inverse=Words(en="Facilities", ko="제조시설"),
        expected=True,
    )
    city = one(
        Words,
        "City or district.",
        {"en": "Daejeon", "ko": "대전"},
        en="Place",
        ko="위치",
        expected=True,
    )
    use = many(Words, "What it is for.", ["Commercial CAR-T"], en="Use", ko="용도", expected=True)
    construction_start = one(PartialDate, "When.", "2021-12", en="Work began", ko="착공")
    completed = one(PartialDate, "When it was built.", "2023-09", en="Completed", ko="준공")
    opened = one(PartialDate, "When work in it began.", "2024-01", en="Opened", ko="가동")
    floor_area = one(
        Number, "In square metres.", 17325, en="Floor area (m²)", ko="연면적(m²)", expected=True
    )
    capacity = one(
        Words, "As said by its operator.", "700 patients a year", en="Capacity", ko="생산능력"
    )
    investment = one(
        Money, "What it cost.", {"amount": 30000000000, "currency": "krw"}, en="Cost", ko="투자액"
    )
    makes = many(
        ProductRef,
        "What is made there.",
        ["anbal-cel"],
        en="Makes",
        ko="생산 제품",
        inverse=Words(en="Made at", ko="제조시설"),
    )
    clients = many(Words, "For whom.", ["Janssen"], en="Clients", ko="고객사")
    licences = parts(
        Licence,
        "Licences it holds.",
        [{"licence": "advanced-biopharmaceutical"}],
        en="Licences",
        ko="허가·지정",
    )
    plans = many(Words, "What is announced.", ["A second line by 2027"], en="Plans", ko="계획")
