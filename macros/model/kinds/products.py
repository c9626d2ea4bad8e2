"""Products: medicines and candidates, from the laboratory to the ward."""

from macros.model.facts import Part, many, one, part, parts
from macros.model.fields import plain, plain_list
from macros.model.kinds.trials import Result
from macros.model.money import Money
from macros.model.record import Kind, Record
from macros.model.values import (
    CompanyRef,
    IndicationRef,
    InstitutionRef,
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

    binder = plain(
        Words,
        "What grips the antigen.",
        "h1218 scFv, humanised, anti-CD19",
        en="Binder",
        ko="결합부",
    )
    hinge = plain(Words, "The hinge or spacer.", "CD8α", en="Hinge", ko="힌지")
    transmembrane = plain(
        Words, "The part in the membrane.", "CD8α", en="Transmembrane domain", ko="막관통 도메인"
    )
    costimulatory = plain_list(
        Words, "One or more.", ["4-1BB"], en="Costimulatory domain", ko="공동자극 도메인"
    )
    signalling = plain(Words, "Mostly CD3ζ.", "CD3ζ", en="Signalling domain", ko="신호전달 도메인")
    additions = plain_list(
        Words,
        "Payloads, knock-downs, switches.",
        ["PD-1 and TIGIT shRNA"],
        en="Additions",
        ko="추가 요소",
    )
    vector = plain(Words, "How the gene enters the cell.", "lentiviral", en="Vector", ko="벡터")


class Price(Part):
    """A price of one treatment."""

    amount = plain(
        Money,
        "How much, in which currency.",
        {"amount": 360039359, "currency": "krw"},
        en="Amount",
        ko="금액",
        required=True,
    )
    basis = plain(
        term("price-basis"), "What kind of price.", "reimbursed-ceiling", en="Basis", ko="기준"
    )
    date = plain(PartialDate, "Since when.", "2022-04-01", en="From", ko="적용일")


class Product(Record):
    about = Kind(
        "products",
        one=Words(en="Product", ko="제품"),
        many=Words(en="Products", ko="제품·후보물질"),
        intro=Words(
            en="Approved medicines and candidates, by stage of development in South Korea.",
            ko="허가된 의약품과 개발 중인 후보물질을 국내 개발 단계별로 보여 줍니다.",
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
        names=("generic_name",),
    )

    generic_name = one(
        Text,
        "International nonproprietary name.",
        "anbalcabtagene autoleucel",
        en="Generic name",
        ko="성분명",
    )
    stage = one(
        term("stage"),
        "The furthest stage reached in Korea.",
        "approved",
        en="Stage in Korea",
        ko="국내 개발 단계",
        expected=True,
    )
    stage_abroad = one(
        term("stage"),
        "The furthest stage outside Korea.",
        "phase-1",
        en="Stage abroad",
        ko="해외 개발 단계",
    )
    developers = many(
        OrganisationRef,
        "Who develops it.",
        ["curocell"],
        en="Developer",
        ko="개발사",
        inverse=Words(en="Products", ko="개발 제품"),
        expected=True,
    )
    marketed_by = many(
        CompanyRef,
        "Who holds or uses the rights in Korea.",
        ["gc-cell"],
        en="Korean rights",
        ko="국내 권리 보유사",
        inverse=Words(en="Products with Korean rights", ko="국내 권리 보유 제품"),
    )
    therapies = many(
        TherapyRef,
        "What kind of therapy it is.",
        ["autologous-car-t"],
        en="Therapy type",
        ko="치료 유형",
        inverse=Words(en="Products of this type", ko="이 유형의 제품"),
        expected=True,
    )
    targets = many(
        TargetRef,
        "The antigen that the receptor binds.",
        ["cd19"],
        en="Target",
        ko="표적",
        inverse=Words(en="Products against this target", ko="이 표적의 제품"),
        expected=True,
    )
    indications = many(
        IndicationRef,
        "Diseases it is developed or approved for.",
        ["dlbcl"],
        en="Indications, in trials too",
        ko="적응증(개발 중 포함)",
        inverse=Words(en="Products", ko="제품"),
        expected=True,
    )
    cell_source = one(
        term("cell-source"),
        "Whose cells.",
        "autologous",
        en="Cell source",
        ko="세포 유래",
        expected=True,
    )
    cell_type = one(term("cell-type"), "Which cells.", "t-cell", en="Cell type", ko="세포 종류")
    car_construct = part(
        Construct,
        "The parts of the receptor.",
        {"costimulatory": ["4-1BB"]},
        en="Construct",
        ko="CAR 구조",
    )
    technology = many(
        Words,
        "What is special about its design.",
        ["Suppresses PD-1 and TIGIT"],
        en="Technology",
        ko="기술",
    )
    manufacturing = many(
        Words, "Where and how it is made.", ["Made in Daejeon"], en="Manufacturing", ko="제조"
    )
    turnaround = one(
        Words,
        "From blood collection to infusion.",
        "16 days (company)",
        en="Turnaround",
        ko="제조 기간",
    )
    prices = parts(
        Price,
        "Prices of one treatment in Korea.",
        [{"amount": {"amount": 360039359, "currency": "krw"}}],
        en="Price",
        ko="가격",
    )
    coverage = many(
        Words,
        "Who pays, and under which terms.",
        ["Risk sharing with refund"],
        en="Coverage",
        ko="급여",
    )
    treatment_centres = many(
        InstitutionRef,
        "Hospitals that give it.",
        ["samsung-medical-center"],
        en="Given at",
        ko="치료 병원",
        inverse=Words(en="Products given here", ko="치료에 쓰는 제품"),
    )
    results = parts(
        Result,
        "Results that no trial record holds.",
        [{"endpoint": "orr", "value": "84", "unit": "percent"}],
        en="Results",
        ko="임상 결과",
    )
    derived_from = one(
        ProductRef,
        "The product it builds on.",
        "snk01",
        en="Derived from",
        ko="기반 제품",
        inverse=Words(en="Derived products", ko="파생 제품"),
    )
    patents = many(Words, "Patents granted.", ["OVIS: Korea, USA"], en="Patents", ko="특허")
