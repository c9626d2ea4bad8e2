"""Products: medicines and candidates, from the laboratory to the ward."""

from macros.model.base import Kind, Many, One, Part, Parts, Record, many, one
from macros.model.kinds.trials import Result
from macros.model.values import (
    CompanyRef,
    IndicationRef,
    InstitutionRef,
    Money,
    OrganisationRef,
    PartialDate,
    ProductRef,
    TargetRef,
    Text,
    TherapyRef,
    Words,
    term,
)


class Construct(Part):
    """The parts of the receptor, from outside the cell to inside, as a source gives them."""

    binder: Words | None = one(
        "Binder", "결합부", "What grips the antigen.", "h1218 scFv, humanised, anti-CD19"
    )
    hinge: Words | None = one("Hinge", "힌지", "The hinge or spacer.", "CD8α")
    transmembrane: Words | None = one(
        "Transmembrane domain", "막관통 도메인", "The part in the membrane.", "CD8α"
    )
    costimulatory: list[Words] = many(
        "Costimulatory domain", "공동자극 도메인", "One or more.", ["4-1BB"]
    )
    signalling: Words | None = one("Signalling domain", "신호전달 도메인", "Mostly CD3ζ.", "CD3ζ")
    additions: list[Words] = many(
        "Additions", "추가 요소", "Payloads, knock-downs, switches.", ["PD-1 and TIGIT shRNA"]
    )
    vector: Words | None = one("Vector", "벡터", "How the gene enters the cell.", "lentiviral")


class Price(Part):
    """A price of one treatment."""

    amount: Money = one(
        "Amount",
        "금액",
        "How much, in which currency.",
        {"amount": 360039359, "currency": "krw"},
        required=True,
    )
    basis: term("price-basis") | None = one(
        "Basis", "기준", "What kind of price.", "reimbursed-ceiling"
    )
    date: PartialDate | None = one("From", "적용일", "Since when.", "2022-04-01")


class Product(Record):
    about = Kind(
        "products",
        one=Words("Product", "제품"),
        many=Words("Products", "제품·후보물질"),
        intro=Words(
            "Approved medicines and candidates, by stage of development in South Korea.",
            "허가된 의약품과 개발 중인 후보물질을 국내 개발 단계별로 보여 줍니다.",
        ),
        order=10,
        group="treatments",
        weight=8,
        columns=("stage", "developers", "targets", "indications"),
        facets=(
            "stage",
            "therapies",
            "targets",
            "indications",
            "developers",
            "cell_source",
            "treatment_centres",
            "trials.products.status",
            "evidence",
        ),
        chips=("stage", "cell_source"),
        dated_by=(),
    )

    generic_name: One[Text] = one(
        "Generic name", "성분명", "International nonproprietary name.", "anbalcabtagene autoleucel"
    )
    stage: One[term("stage")] = one(
        "Stage in Korea",
        "국내 개발 단계",
        "The furthest stage reached in Korea.",
        "approved",
        expected=True,
    )
    stage_abroad: One[term("stage")] = one(
        "Stage abroad", "해외 개발 단계", "The furthest stage outside Korea.", "phase-1"
    )
    developers: Many[OrganisationRef] = many(
        "Developer",
        "개발사",
        "Who develops it.",
        ["curocell"],
        inverse=("Products", "개발 제품"),
        expected=True,
    )
    marketed_by: Many[CompanyRef] = many(
        "Korean rights",
        "국내 권리 보유사",
        "Who holds or uses the rights in Korea.",
        ["gc-cell"],
        inverse=("Products with Korean rights", "국내 권리 보유 제품"),
    )
    therapies: Many[TherapyRef] = many(
        "Therapy type",
        "치료 유형",
        "What kind of therapy it is.",
        ["autologous-car-t"],
        inverse=("Products of this type", "이 유형의 제품"),
        expected=True,
    )
    targets: Many[TargetRef] = many(
        "Target",
        "표적",
        "The antigen that the receptor binds.",
        ["cd19"],
        inverse=("Products against this target", "이 표적의 제품"),
        expected=True,
    )
    indications: Many[IndicationRef] = many(
        "Indications, in trials too",
        "적응증(개발 중 포함)",
        "Diseases it is developed or approved for.",
        ["dlbcl"],
        inverse=("Products", "제품"),
        expected=True,
    )
    cell_source: One[term("cell-source")] = one(
        "Cell source", "세포 유래", "Whose cells.", "autologous", expected=True
    )
    cell_type: One[term("cell-type")] = one("Cell type", "세포 종류", "Which cells.", "t-cell")
    car_construct: Construct | None = one(
        "Construct", "CAR 구조", "The parts of the receptor.", {"costimulatory": ["4-1BB"]}
    )
    technology: Many[Words] = many(
        "Technology", "기술", "What is special about its design.", ["Suppresses PD-1 and TIGIT"]
    )
    manufacturing: Many[Words] = many(
        "Manufacturing", "제조", "Where and how it is made.", ["Made in Daejeon"]
    )
    turnaround: One[Words] = one(
        "Turnaround", "제조 기간", "From blood collection to infusion.", "16 days (company)"
    )
    prices: Parts[Price] = many(
        "Price",
        "가격",
        "Prices of one treatment in Korea.",
        [{"amount": {"amount": 360039359, "currency": "krw"}}],
    )
    coverage: Many[Words] = many(
        "Coverage", "급여", "Who pays, and under which terms.", ["Risk sharing with refund"]
    )
    treatment_centres: Many[InstitutionRef] = many(
        "Given at",
        "치료 병원",
        "Hospitals that give it.",
        ["samsung-medical-center"],
        inverse=("Products given here", "치료에 쓰는 제품"),
    )
    results: Parts[Result] = many(
        "Results",
        "임상 결과",
        "Results that no trial record holds.",
        [{"endpoint": "orr", "value": "84", "unit": "percent"}],
    )
    derived_from: One[ProductRef] = one(
        "Derived from",
        "기반 제품",
        "The product it builds on.",
        "snk01",
        inverse=("Derived products", "파생 제품"),
    )
    patents: Many[Words] = many("Patents", "특허", "Patents granted.", ["OVIS: Korea, USA"])
