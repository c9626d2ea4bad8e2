"""Trials with a Korean sponsor or site, and a few for context."""

from macros.model.facts import Alternatives, Part, many, one, parts
from macros.model.fields import plain
from macros.model.record import Kind, Record
from macros.model.values import (
    Count,
    CrisSeq,
    IndicationRef,
    InstitutionRef,
    Number,
    OrganisationRef,
    PartialDate,
    ProductRef,
    ProgrammeRef,
    RegistryNumber,
    SourceRef,
    TargetRef,
    Text,
    Words,
    term,
)


class Result(Part):
    """One endpoint's value in one population at one cut-off."""

    endpoint = plain(
        term("endpoint"), "What was measured.", "orr", en="Endpoint", ko="평가변수", required=True
    )
    value = plain(Number, "The number, without unit.", "75.3", en="Value", ko="값")
    unit = plain(term("unit"), "Of the number.", "percent", en="Unit", ko="단위")
    text = plain(Words, "Where a number does not say it.", "not reached", en="In words", ko="설명")
    low = plain(Number, "Lower end of the interval.", "63.9", en="CI from", ko="신뢰구간 하한")
    high = plain(Number, "Upper end of the interval.", "84.7", en="CI to", ko="신뢰구간 상한")
    responders = plain(Count, "How many of n.", 11, en="Events", ko="해당 환자 수")
    n = plain(Count, "How many were evaluated.", 73, en="n", ko="평가 대상 수")
    comparator = plain(Words, "The control arm's value.", "67.3 %", en="Comparator", ko="대조군")
    population = plain(
        Words,
        "Who was evaluated.",
        "phase 2, r/r LBCL, two or more lines",
        en="Population",
        ko="대상",
    )
    cut_off = plain(PartialDate, "Date of the data.", "2024-01-31", en="Cut-off", ko="자료 마감일")
    follow_up = plain(
        Words, "Mostly a median.", "median 15.9 months", en="Follow-up", ko="추적 기간"
    )
    # A part says what others give only where it declares so.
    also = Alternatives(Number)  # pyright: ignore[reportAssignmentType]


class Trial(Record):
    about = Kind(
        "trials",
        one=Words(en="Trial", ko="임상시험"),
        many=Words(en="Trials", ko="임상시험"),
        intro=Words(
            en="Trials with a Korean sponsor or a Korean site, and a few others for context.",
            ko="국내 의뢰자나 실시기관이 있는 임상시험과, 비교를 위한 일부 해외 임상시험입니다.",
        ),
        order=20,
        group="treatments",
        weight=4,
        columns=("phase", "status", "products", "indications", "sponsors", "enrolment"),
        facets=(
            "status",
            "phase",
            "targets",
            "products.therapies",
            "indications",
            "products",
            "products.stage",
            "sponsors",
            "sponsor_type",
            "sites",
            "countries",
            "year",
            "evidence",
        ),
        chips=("phase", "status"),
        dated_by=("start_date", "ind_cleared"),
        line=("phase", "status", "products", "indications"),
    )

    title = one(
        Text,
        "Brief title as registered.",
        "Study of CRC01 in …",
        en="Registered title",
        ko="등록 제목",
    )
    official_title = one(
        Text,
        "Full title as registered.",
        "A Phase 1/2, Open-label, …",
        en="Official title",
        ko="공식 제목",
    )
    registry_numbers = many(
        RegistryNumber,
        "All registry numbers.",
        ["NCT04836507"],
        en="Registry number",
        ko="등록번호",
        expected=True,
    )
    cris_seq = one(
        CrisSeq,
        "Number after seq= in the address at CRIS.",
        "29626",
        en="CRIS entry",
        ko="CRIS 등록정보",
    )
    other_numbers = many(
        Text,
        "The sponsor's and others'.",
        ["CRC01-01"],
        en="Other study numbers",
        ko="기타 연구 번호",
    )
    phase = one(
        term("phase"), "As registered.", "phase-1-2", en="Phase", ko="임상 단계", expected=True
    )
    status = one(
        term("trial-status"),
        "As registered.",
        "recruiting",
        en="Status",
        ko="진행 상태",
        expected=True,
    )
    why_stopped = one(
        Text, "As registered.", "Decision of the sponsor", en="Why it stopped", ko="중단 사유"
    )
    sponsors = many(
        OrganisationRef,
        "Who is responsible for the trial.",
        ["curocell"],
        en="Sponsor",
        ko="의뢰자",
        inverse=Words(en="Trials sponsored", ko="의뢰한 임상시험"),
        expected=True,
    )
    sponsor_type = one(
        term("sponsor-type"),
        "Industry or investigator.",
        "industry",
        en="Sponsor type",
        ko="의뢰자 유형",
    )
    collaborators = many(
        OrganisationRef,
        "Who else takes part.",
        ["snuh"],
        en="Collaborator",
        ko="협력기관",
        inverse=Words(en="Trials taken part in", ko="협력 임상시험"),
    )
    products = many(
        ProductRef,
        "What is tested.",
        ["anbal-cel"],
        en="Product",
        ko="시험약",
        inverse=Words(en="Trials", ko="임상시험"),
        expected=True,
    )
    interventions = one(
        Words,
        "As registered.",
        "CRC01; cyclophosphamide; fludarabine",
        en="Interventions",
        ko="시험 치료",
    )
    targets = many(
        TargetRef,
        "The antigen.",
        ["cd19"],
        en="Target",
        ko="표적",
        inverse=Words(en="Trials", ko="임상시험"),
    )
    indications = many(
        IndicationRef,
        "The disease.",
        ["lbcl"],
        en="Indication",
        ko="적응증",
        inverse=Words(en="Trials", ko="임상시험"),
        expected=True,
    )
    conditions = one(Words, "As registered.", "Multiple myeloma", en="Conditions", ko="대상 질환")
    cell_source = one(
        term("cell-source"), "Whose cells.", "autologous", en="Cell source", ko="세포 유래"
    )
    design = one(
        Words, "Arms, masking, allocation.", "open-label, single arm", en="Design", ko="설계"
    )
    age = one(Words, "Who may take part.", "from 19 years", en="Age", ko="대상 연령")
    enrolment = one(
        Count,
        "Number of participants; planned or actual.",
        91,
        en="Enrolment",
        ko="대상자 수",
        expected=True,
    )
    ind_cleared = one(
        PartialDate,
        "When the regulator cleared the trial.",
        "2021-02-18",
        en="Cleared by MFDS",
        ko="식약처 승인일",
    )
    start_date = one(
        PartialDate, "Planned or actual.", "2021-03-02", en="Start", ko="시작일", expected=True
    )
    primary_completion = one(
        PartialDate, "Planned or actual.", "2027-12", en="Primary completion", ko="1차 평가 완료일"
    )
    completion = one(PartialDate, "Planned or actual.", "2029-04-09", en="Completion", ko="종료일")
    registry_updated = one(
        PartialDate,
        "Last update at the registry.",
        "2026-07-01",
        en="Registry entry updated",
        ko="등록정보 갱신일",
    )
    countries = many(term("country"), "With sites.", ["south-korea"], en="Countries", ko="국가")
    sites = many(
        InstitutionRef,
        "Hospitals in Korea.",
        ["samsung-medical-center"],
        en="Korean sites",
        ko="국내 실시기관",
        inverse=Words(en="Trials at this site", ko="이 기관의 임상시험"),
        expected=True,
    )
    site_count = one(
        Count,
        "Korean sites in the registry.",
        2,
        en="Number of Korean sites",
        ko="국내 실시기관 수",
    )
    principal_investigators = many(
        Words, "As registered.", ["Kim Won Seog"], en="Principal investigator", ko="책임연구자"
    )
    primary_endpoints = many(
        Words,
        "As registered, shortened.",
        ["Objective response rate"],
        en="Primary endpoint",
        ko="1차 평가변수",
    )
    secondary_endpoints = many(
        Words,
        "As registered, shortened.",
        ["Overall survival"],
        en="Secondary endpoint",
        ko="2차 평가변수",
    )
    results = parts(
        Result,
        "One entry an endpoint and cut-off.",
        [{"endpoint": "orr", "value": "75.3", "unit": "percent", "n": 73}],
        en="Results",
        ko="결과",
    )
    publications = many(
        SourceRef,
        "Papers and abstracts.",
        ["molcancer-2023-at101"],
        en="Publications",
        ko="논문·발표",
        inverse=Words(en="Trials published here", ko="이 자료가 다룬 임상시험"),
    )
    funded_by = many(
        ProgrammeRef,
        "Programmes that fund it.",
        ["kddf"],
        en="Public funding",
        ko="공공 지원",
        inverse=Words(en="Trials funded", ko="지원한 임상시험"),
    )
