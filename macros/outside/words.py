"""The closed lists of ClinicalTrials.gov in the words of data/vocabulary/ and of our pages."""

from __future__ import annotations

import re

from macros.model.values import Words

STATUS = {
    "NOT_YET_RECRUITING": "not-yet-recruiting",
    "RECRUITING": "recruiting",
    "ENROLLING_BY_INVITATION": "enrolling-by-invitation",
    "ACTIVE_NOT_RECRUITING": "active-not-recruiting",
    "SUSPENDED": "suspended",
    "TERMINATED": "terminated",
    "COMPLETED": "completed",
    "WITHDRAWN": "withdrawn",
    "UNKNOWN": "unknown-status",
    "AVAILABLE": "available",
    "NO_LONGER_AVAILABLE": "no-longer-available",
    "TEMPORARILY_NOT_AVAILABLE": "temporarily-not-available",
    "APPROVED_FOR_MARKETING": "approved-for-marketing",
    "WITHHELD": "withheld",
}

PHASE = {
    ("EARLY_PHASE1",): "early-phase-1",
    ("PHASE1",): "phase-1",
    ("PHASE1", "PHASE2"): "phase-1-2",
    ("PHASE2",): "phase-2",
    ("PHASE2", "PHASE3"): "phase-2-3",
    ("PHASE3",): "phase-3",
    ("PHASE4",): "phase-4",
    ("NA",): "not-applicable",
}

SPONSOR_TYPE = {
    "INDUSTRY": "industry",
    "NIH": "public",
    "FED": "public",
    "OTHER_GOV": "public",
    "INDIV": "investigator",
}
"""Class of the lead sponsor. OTHER and NETWORK are hospitals, universities, charities and more."""

SITE_STATUS = {
    "RECRUITING": Words("Recruiting.", "모집 중입니다."),
    "NOT_YET_RECRUITING": Words("Not yet recruiting.", "아직 모집 전입니다."),
    "ACTIVE_NOT_RECRUITING": Words(
        "Active, closed to new participants.", "진행 중이며 모집은 끝났습니다."
    ),
    "ENROLLING_BY_INVITATION": Words("By invitation only.", "초청으로만 모집합니다."),
    "COMPLETED": Words("Completed.", "완료되었습니다."),
    "SUSPENDED": Words("Suspended.", "일시 중단되었습니다."),
    "TERMINATED": Words("Terminated.", "조기 종료되었습니다."),
    "WITHDRAWN": Words("Withdrawn.", "철회되었습니다."),
    "AVAILABLE": Words("Available.", "이용할 수 있습니다."),
}

DESIGN = {
    "masking": {
        "NONE": Words("open-label", "공개"),
        "SINGLE": Words("single-blind", "단일눈가림"),
        "DOUBLE": Words("double-blind", "이중눈가림"),
        "TRIPLE": Words("triple-blind", "삼중눈가림"),
        "QUADRUPLE": Words("quadruple-blind", "사중눈가림"),
    },
    "allocation": {
        "RANDOMIZED": Words("randomised", "무작위배정"),
        "NON_RANDOMIZED": Words("not randomised", "비무작위배정"),
        "NA": Words("", ""),
    },
    "interventionModel": {
        "SINGLE_GROUP": Words("single arm", "단일군"),
        "PARALLEL": Words("parallel arms", "평행군"),
        "CROSSOVER": Words("crossover", "교차"),
        "FACTORIAL": Words("factorial", "요인설계"),
        "SEQUENTIAL": Words("sequential arms", "순차배정"),
    },
    "observationalModel": {
        "COHORT": Words("cohort", "코호트"),
        "CASE_CONTROL": Words("case-control", "환자-대조군"),
        "CASE_ONLY": Words("case-only", "환자군"),
        "CASE_CROSSOVER": Words("case-crossover", "환자-교차"),
        "ECOLOGIC_OR_COMMUNITY": Words("ecologic or community", "생태학적 또는 지역사회"),
        "FAMILY_BASED": Words("family-based", "가족 기반"),
        "DEFINED_POPULATION": Words("defined population", "특정 인구집단"),
        "NATURAL_HISTORY": Words("natural history", "자연경과"),
        "OTHER": Words("other model", "기타 모형"),
    },
    "timePerspective": {
        "PROSPECTIVE": Words("prospective", "전향적"),
        "RETROSPECTIVE": Words("retrospective", "후향적"),
        "CROSS_SECTIONAL": Words("cross-sectional", "단면"),
        "OTHER": Words("other time frame", "기타 시점"),
    },
}
"""Parts of `designInfo`, in the order in which a sentence gives them. Empty: says nothing more."""

STUDY_TYPE = {
    "INTERVENTIONAL": Words("", ""),
    "OBSERVATIONAL": Words("observational study", "관찰연구"),
    "EXPANDED_ACCESS": Words("expanded access", "치료목적 사용(확대 접근)"),
}

PURPOSE = {
    "TREATMENT": Words("", ""),
    "PREVENTION": Words("for prevention", "예방 목적"),
    "DIAGNOSTIC": Words("for diagnosis", "진단 목적"),
    "ECT": Words("of educational measures", "교육·상담·훈련 목적"),
    "SUPPORTIVE_CARE": Words("for supportive care", "지지요법 목적"),
    "SCREENING": Words("for screening", "선별검사 목적"),
    "HEALTH_SERVICES_RESEARCH": Words("health services research", "보건의료서비스 연구"),
    "BASIC_SCIENCE": Words("basic science", "기초과학 연구"),
    "DEVICE_FEASIBILITY": Words("device feasibility", "의료기기 타당성 연구"),
    "OTHER": Words("other purpose", "기타 목적"),
}

_AGE = re.compile(r"(\d{1,4})\s+(year|month|week|day|hour|minute)s?", re.IGNORECASE | re.ASCII)
_UNITS_KO = {
    "year": "세",
    "month": "개월",
    "week": "주",
    "day": "일",
    "hour": "시간",
    "minute": "분",
}


def age_words(least: str, most: str) -> Words | None:
    """Return who may take part by age, or None where there is no limit.

    Raises ValueError where a limit is not of the form "18 Years".

    >>> age_words("18 Years", ""), age_words("6 Months", "17 Years")
    (Words(en='From 18 years', ko='18세 이상'), Words(en='6 months to 17 years', ko='6개월~17세'))
    """
    if not least and not most:
        return None
    low, high = (_age(limit) if limit else None for limit in (least, most))
    if low and high:
        same = low[1] == high[1]
        start = str(low[0]) if same else _age_en(low)
        start_ko = str(low[0]) if same else _age_ko(low)
        return Words(f"{start} to {_age_en(high)}", f"{start_ko}~{_age_ko(high)}")
    if low:
        return Words(f"From {_age_en(low)}", f"{_age_ko(low)} 이상")
    return Words(f"Up to {_age_en(high)}", f"{_age_ko(high)} 이하")


def _age(limit: str) -> tuple[int, str]:
    match = _AGE.fullmatch(limit)
    if not match:
        raise ValueError(f"{limit!r} is no age")
    return int(match[1]), match[2].lower()


def _age_en(age: tuple[int, str]) -> str:
    return f"{age[0]} {age[1]}{'' if age[0] == 1 else 's'}"


def _age_ko(age: tuple[int, str]) -> str:
    return f"{age[0]}{_UNITS_KO[age[1]]}"
