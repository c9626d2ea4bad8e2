"""Decisions: product or trial × authority × date, from IND clearance to reimbursement."""

from macros.model.facts import many, one
from macros.model.money import Money
from macros.model.record import Kind, Record
from macros.model.values import (
    IndicationRef,
    InstitutionRef,
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
        one=Words(en="Decision", ko="규제·급여 결정"),
        many=Words(en="Decisions", ko="규제·급여 결정"),
        intro=Words(
            en="Clearances, designations, approvals and reimbursement steps, each with its date.",
            ko="임상시험 승인, 희귀의약품 등의 지정, 품목허가, 급여 절차를 날짜별로 정리했습니다.",
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
        line=("date", "outcome", "authorities"),
    )

    type = one(
        term("decision-type"),
        "Which step.",
        "marketing-approval",
        en="Step",
        ko="절차",
        required=True,
    )
    products = many(
        ProductRef,
        "Which product.",
        ["anbal-cel"],
        en="Product",
        ko="제품",
        inverse=Words(en="Decisions", ko="규제·급여 결정"),
        expected=True,
    )
    trials = many(
        TrialRef,
        "Which trial.",
        ["nct04836507"],
        en="Trial",
        ko="임상시험",
        inverse=Words(en="Decisions", ko="규제·급여 결정"),
    )
    authorities = many(
        InstitutionRef,
        "Who decided.",
        ["mfds"],
        en="Authority",
        ko="결정 기관",
        inverse=Words(en="Decisions", ko="내린 결정"),
        expected=True,
    )
    date = one(PartialDate, "Of the decision.", "2026-04-29", en="Date", ko="날짜", expected=True)
    applied = one(PartialDate, "When it was asked for.", "2024-12-30", en="Applied", ko="신청일")
    outcome = one(
        term("outcome"), "What was decided.", "granted", en="Outcome", ko="결과", expected=True
    )
    indications = many(
        IndicationRef,
        "For which disease.",
        ["dlbcl"],
        en="Indication",
        ko="적응증",
        inverse=Words(en="Decisions", ko="규제·급여 결정"),
    )
    scope = many(
        Words,
        "What exactly, in your own words.",
        ["Adults after two or more lines"],
        en="Scope",
        ko="범위",
    )
    conditions = many(Words, "Terms set.", ["15-year follow-up"], en="Conditions", ko="조건")
    amount = one(
        Money, "A price or cap.", {"amount": 360039359, "currency": "krw"}, en="Amount", ko="금액"
    )
    number = one(Text, "Licence or decision number.", "42", en="Number", ko="번호")
    under = many(
        RegulationRef,
        "The rule applied.",
        ["armab-act"],
        en="Under",
        ko="근거 법령",
        inverse=Words(en="Decisions", ko="적용 사례"),
    )
    programme = one(
        ProgrammeRef,
        "Where it is part of one.",
        "gift",
        en="Pilot or programme",
        ko="사업",
        inverse=Words(en="Decisions", ko="관련 결정"),
    )
