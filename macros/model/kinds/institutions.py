"""Institutions: hospitals, universities, agencies and regulators."""

from macros.model.facts import Part, many, one, parts
from macros.model.fields import plain
from macros.model.record import Kind, Record
from macros.model.values import Count, InstitutionRef, PartialDate, Text, Url, Words, term


class Licence(Part):
    """A licence or designation that the institution or facility holds."""

    licence = plain(
        term("licence"),
        "Which one.",
        "human-cell-management",
        en="Licence",
        ko="허가·지정",
        required=True,
    )
    date = plain(PartialDate, "When it was given.", "2021-12", en="Since", ko="취득일")
    number = plain(Text, "As printed.", "제5호", en="Number", ko="번호")


class Institution(Record):
    about = Kind(
        "institutions",
        one=Words(en="Institution", ko="기관"),
        many=Words(en="Hospitals and institutions", ko="병원·기관"),
        intro=Words(
            en="Hospitals that give or test CAR-T, universities, agencies and regulators.",
            ko="CAR-T로 치료하거나 임상시험을 하는 병원, 대학, 정부 부처와 규제기관입니다.",
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
        line=("type", "city", "role"),
    )

    type = one(
        term("institution-type"),
        "What kind of institution.",
        "hospital",
        en="Type",
        ko="유형",
        expected=True,
    )
    city = one(
        Words, "Where it is.", {"en": "Seoul", "ko": "서울"}, en="City", ko="소재지", expected=True
    )
    country = one(
        term("country"), "Where it is not in Korea.", "united-states", en="Country", ko="국가"
    )
    part_of = one(
        InstitutionRef,
        "The wider body.",
        "catholic-university",
        en="Part of",
        ko="소속",
        inverse=Words(en="Includes", ko="산하 기관"),
    )
    role = many(Words, "What it does in this field.", ["Licenses medicines"], en="Role", ko="역할")
    car_t_programme = many(
        Words,
        "What it does with CAR-T.",
        ["Gives Kymriah since …"],
        en="CAR-T programme",
        ko="CAR-T 진료·연구",
    )
    car_t_centre_opened = one(
        PartialDate, "When.", "2021-04", en="CAR-T centre opened", ko="CAR-T 센터 개소"
    )
    first_infusion = one(
        PartialDate, "When.", "2021-04", en="First CAR-T infusion", ko="첫 CAR-T 투여"
    )
    patients_treated = one(
        Count, "Up to the as-of date.", 200, en="CAR-T patients treated", ko="CAR-T 치료 환자 수"
    )
    heads = many(
        Words, "In the public role only.", ["Kim Won Seog"], en="CAR-T head", ko="CAR-T 책임자"
    )
    licences = parts(
        Licence,
        "Licences and designations.",
        [{"licence": "human-cell-management"}],
        en="Licences",
        ko="허가·지정",
    )
    website = one(Url, "Its own site.", "https://www.snuh.org", en="Website", ko="웹사이트")
