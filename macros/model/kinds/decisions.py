"""Decisions: product or trial × authority × date, from IND clearance to reimbursement."""

from macros.model.base import Kind, Many, One, Record, many, one
from macros.model.values import (
    IndicationRef,
    InstitutionRef,
    Money,
    PartialDate,
    ProductRef,
    ProgrammeRef,
    RegulationRef,
    Text,
    TrialRef,
    Words,
    term,
)


class Decision(Record):
    about = Kind(
        "decisions",
        one=Words("Decision", "규제·급여 결정"),
        many=Words("Decisions", "규제·급여 결정"),
        intro=Words(
            "Clearances, designations, approvals and reimbursement steps, each with its date.",
            "임상시험 승인, 희귀의약품 등의 지정, 품목허가, 급여 절차를 날짜별로 정리했습니다.",
        ),
        order=15,
        group="treatments",
        columns=("type", "products", "date", "outcome", "authorities"),
        facets=(
            "type",
            "outcome",
            "products",
            "products.targets",
            "indications",
            "authorities",
            "year",
            "evidence",
        ),
        chips=("type", "outcome"),
        dated_by=("date",),
    )

    type: One[term("decision-type")] = one(
        "Step", "절차", "Which step.", "marketing-approval", required=True
    )
    products: Many[ProductRef] = many(
        "Product",
        "제품",
        "Which product.",
        ["anbal-cel"],
        inverse=("Decisions", "규제·급여 결정"),
        expected=True,
    )
    trials: Many[TrialRef] = many(
        "Trial",
        "임상시험",
        "Which trial.",
        ["nct04836507"],
        inverse=("Decisions", "규제·급여 결정"),
    )
    authorities: Many[InstitutionRef] = many(
        "Authority",
        "결정 기관",
        "Who decided.",
        ["mfds"],
        inverse=("Decisions", "내린 결정"),
        expected=True,
    )
    date: One[PartialDate] = one("Date", "날짜", "Of the decision.", "2026-04-29", expected=True)
    applied: One[PartialDate] = one("Applied", "신청일", "When it was asked for.", "2024-12-30")
    outcome: One[term("outcome")] = one(
        "Outcome", "결과", "What was decided.", "granted", expected=True
    )
    indications: Many[IndicationRef] = many(
        "Indication",
        "적응증",
        "For which disease.",
        ["dlbcl"],
        inverse=("Decisions", "규제·급여 결정"),
    )
    scope: Many[Words] = many(
        "Scope", "범위", "What exactly, in your own words.", ["Adults after two or more lines"]
    )
    conditions: Many[Words] = many("Conditions", "조건", "Terms set.", ["15-year follow-up"])
    amount: One[Money] = one(
        "Amount", "금액", "A price or cap.", {"amount": 360039359, "currency": "krw"}
    )
    number: One[Text] = one("Number", "번호", "Licence or decision number.", "42")
    under: Many[RegulationRef] = many(
        "Under", "근거 법령", "The rule applied.", ["armab-act"], inverse=("Decisions", "적용 사례")
    )
    programme: One[ProgrammeRef] = one(
        "Pilot or programme",
        "사업",
        "Where it is part of one.",
        "gift",
        inverse=("Decisions", "관련 결정"),
    )
