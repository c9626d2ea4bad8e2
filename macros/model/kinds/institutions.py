"""Institutions: hospitals, universities, agencies and regulators."""

from macros.model.base import Kind, Many, One, Part, Parts, Record, many, one
from macros.model.values import (
    Count,
    InstitutionRef,
    PartialDate,
    Text,
    Url,
    Words,
    term,
)


class Licence(Part):
    """A licence or designation that the institution or facility holds."""

    licence: term("licence") = one(
        "Licence", "허가·지정", "Which one.", "human-cell-management", required=True
    )
    date: PartialDate | None = one("Since", "취득일", "When it was given.", "2021-12")
    number: Text | None = one("Number", "번호", "As printed.", "제5호")


class Institution(Record):
    about = Kind(
        "institutions",
        one=Words("Institution", "기관"),
        many=Words("Hospitals and institutions", "병원·기관"),
        intro=Words(
            "Hospitals that give or test CAR-T, universities, agencies and regulators.",
            "CAR-T로 치료하거나 임상시험을 하는 병원, 대학, 정부 부처와 규제기관입니다.",
        ),
        order=25,
        group="treatments",
        weight=4,
        columns=("type", "city", "car_t_centre_opened"),
        facets=(
            "type",
            "city",
            "products.treatment_centres",
            "trials.sites.status",
            "trials.sites.targets",
            "evidence",
        ),
        chips=("type",),
    )

    type: One[term("institution-type")] = one(
        "Type", "유형", "What kind of institution.", "hospital", expected=True
    )
    city: One[Words] = one(
        "City", "소재지", "Where it is.", {"en": "Seoul", "ko": "서울"}, expected=True
    )
    country: One[term("country")] = one(
        "Country", "국가", "Where it is not in Korea.", "united-states"
    )
    part_of: One[InstitutionRef] = one(
        "Part of",
        "소속",
        "The wider body.",
        "catholic-university",
        inverse=("Includes", "산하 기관"),
    )
    role: Many[Words] = many("Role", "역할", "What it does in this field.", ["Licenses medicines"])
    car_t_programme: Many[Words] = many(
        "CAR-T programme", "CAR-T 진료·연구", "What it does with CAR-T.", ["Gives Kymriah since …"]
    )
    car_t_centre_opened: One[PartialDate] = one(
        "CAR-T centre opened", "CAR-T 센터 개소", "When.", "2021-04"
    )
    first_infusion: One[PartialDate] = one(
        "First CAR-T infusion", "첫 CAR-T 투여", "When.", "2021-04"
    )
    patients_treated: One[Count] = one(
        "CAR-T patients treated", "CAR-T 치료 환자 수", "Up to the as-of date.", 200
    )
    heads: Many[Words] = many(
        "CAR-T head", "CAR-T 책임자", "In the public role only.", ["Kim Won Seog"]
    )
    licences: Parts[Licence] = many(
        "Licences",
        "허가·지정",
        "Licences and designations.",
        [{"licence": "human-cell-management"}],
    )
    website: One[Url] = one("Website", "웹사이트", "Its own site.", "https://www.snuh.org")
