"""Trials with a Korean sponsor or site, and a few for context."""

from pydantic import Field

from macros.model.base import Also, Kind, Many, One, Part, Parts, Record, many, one
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

    endpoint: term("endpoint") = one(
        "Endpoint", "평가변수", "What was measured.", "orr", required=True
    )
    value: Number | None = one("Value", "값", "The number, without unit.", "75.3")
    unit: term("unit") | None = one("Unit", "단위", "Of the number.", "percent")
    text: Words | None = one("In words", "설명", "Where a number does not say it.", "not reached")
    low: Number | None = one("CI from", "신뢰구간 하한", "Lower end of the interval.", "63.9")
    high: Number | None = one("CI to", "신뢰구간 상한", "Upper end of the interval.", "84.7")
    responders: Count | None = one("Events", "해당 환자 수", "How many of n.", 11)
    n: Count | None = one("n", "평가 대상 수", "How many were evaluated.", 73)
    comparator: Words | None = one("Comparator", "대조군", "The control arm's value.", "67.3 %")
    population: Words | None = one(
        "Population", "대상", "Who was evaluated.", "phase 2, r/r LBCL, two or more lines"
    )
    cut_off: PartialDate | None = one("Cut-off", "자료 마감일", "Date of the data.", "2024-01-31")
    follow_up: Words | None = one(
        "Follow-up", "추적 기간", "Mostly a median.", "median 15.9 months"
    )
    also: list[Also[Number]] = Field([], description="What other sources give for the same.")


class Trial(Record):
    about = Kind(
        "trials",
        one=Words("Trial", "임상시험"),
        many=Words("Trials", "임상시험"),
        intro=Words(
            "Trials with a Korean sponsor or a Korean site, and a few others for context.",
            "국내 의뢰자나 실시기관이 있는 임상시험과, 비교를 위한 일부 해외 임상시험입니다.",
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
    )

    title: One[Text] = one(
        "Registered title", "등록 제목", "Brief title as registered.", "Study of CRC01 in …"
    )
    official_title: One[Text] = one(
        "Official title", "공식 제목", "Full title as registered.", "A Phase 1/2, Open-label, …"
    )
    registry_numbers: Many[RegistryNumber] = many(
        "Registry number", "등록번호", "All registry numbers.", ["NCT04836507"], expected=True
    )
    cris_seq: One[CrisSeq] = one(
        "CRIS entry", "CRIS 등록정보", "Number after seq= in the address at CRIS.", "29626"
    )
    other_numbers: Many[Text] = many(
        "Other study numbers", "기타 연구 번호", "The sponsor's and others'.", ["CRC01-01"]
    )
    phase: One[term("phase")] = one(
        "Phase", "임상 단계", "As registered.", "phase-1-2", expected=True
    )
    status: One[term("trial-status")] = one(
        "Status", "진행 상태", "As registered.", "recruiting", expected=True
    )
    why_stopped: One[Text] = one(
        "Why it stopped", "중단 사유", "As registered.", "Decision of the sponsor"
    )
    sponsors: Many[OrganisationRef] = many(
        "Sponsor",
        "의뢰자",
        "Who is responsible for the trial.",
        ["curocell"],
        inverse=("Trials sponsored", "의뢰한 임상시험"),
        expected=True,
    )
    sponsor_type: One[term("sponsor-type")] = one(
        "Sponsor type", "의뢰자 유형", "Industry or investigator.", "industry"
    )
    collaborators: Many[OrganisationRef] = many(
        "Collaborator",
        "협력기관",
        "Who else takes part.",
        ["snuh"],
        inverse=("Trials taken part in", "협력 임상시험"),
    )
    products: Many[ProductRef] = many(
        "Product",
        "시험약",
        "What is tested.",
        ["anbal-cel"],
        inverse=("Trials", "임상시험"),
        expected=True,
    )
    interventions: One[Words] = one(
        "Interventions", "시험 치료", "As registered.", "CRC01; cyclophosphamide; fludarabine"
    )
    targets: Many[TargetRef] = many(
        "Target", "표적", "The antigen.", ["cd19"], inverse=("Trials", "임상시험")
    )
    indications: Many[IndicationRef] = many(
        "Indication",
        "적응증",
        "The disease.",
        ["lbcl"],
        inverse=("Trials", "임상시험"),
        expected=True,
    )
    conditions: One[Words] = one("Conditions", "대상 질환", "As registered.", "Multiple myeloma")
    cell_source: One[term("cell-source")] = one(
        "Cell source", "세포 유래", "Whose cells.", "autologous"
    )
    design: One[Words] = one(
        "Design", "설계", "Arms, masking, allocation.", "open-label, single arm"
    )
    age: One[Words] = one("Age", "대상 연령", "Who may take part.", "from 19 years")
    enrolment: One[Count] = one(
        "Enrolment", "대상자 수", "Number of participants; planned or actual.", 91, expected=True
    )
    ind_cleared: One[PartialDate] = one(
        "Cleared by MFDS", "식약처 승인일", "When the regulator cleared the trial.", "2021-02-18"
    )
    start_date: One[PartialDate] = one(
        "Start", "시작일", "Planned or actual.", "2021-03-02", expected=True
    )
    primary_completion: One[PartialDate] = one(
        "Primary completion", "1차 평가 완료일", "Planned or actual.", "2027-12"
    )
    completion: One[PartialDate] = one("Completion", "종료일", "Planned or actual.", "2029-04-09")
    registry_updated: One[PartialDate] = one(
        "Registry entry updated", "등록정보 갱신일", "Last update at the registry.", "2026-07-01"
    )
    countries: Many[term("country")] = many("Countries", "국가", "With sites.", ["south-korea"])
    sites: Many[InstitutionRef] = many(
        "Korean sites",
        "국내 실시기관",
        "Hospitals in Korea.",
        ["samsung-medical-center"],
        inverse=("Trials at this site", "이 기관의 임상시험"),
        expected=True,
    )
    site_count: One[Count] = one(
        "Number of Korean sites", "국내 실시기관 수", "Korean sites in the registry.", 2
    )
    principal_investigators: Many[Words] = many(
        "Principal investigator", "책임연구자", "As registered.", ["Kim Won Seog"]
    )
    primary_endpoints: Many[Words] = many(
        "Primary endpoint", "1차 평가변수", "As registered, shortened.", ["Objective response rate"]
    )
    secondary_endpoints: Many[Words] = many(
        "Secondary endpoint", "2차 평가변수", "As registered, shortened.", ["Overall survival"]
    )
    results: Parts[Result] = many(
        "Results",
        "결과",
        "One entry an endpoint and cut-off.",
        [{"endpoint": "orr", "value": "75.3", "unit": "percent", "n": 73}],
    )
    publications: Many[SourceRef] = many(
        "Publications",
        "논문·발표",
        "Papers and abstracts.",
        ["molcancer-2023-at101"],
        inverse=("Trials published here", "이 자료가 다룬 임상시험"),
    )
    funded_by: Many[ProgrammeRef] = many(
        "Public funding",
        "공공 지원",
        "Programmes that fund it.",
        ["kddf"],
        inverse=("Trials funded", "지원한 임상시험"),
    )
