"""The vocabularies of ClinicalTrials.gov in the words of data/vocabulary/ and of our pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from macros.model.yaml_parser import read_yaml

Texts = dict[str, str]
"""A text in each language, as a file has it."""

_LISTS = read_yaml(Path(__file__).with_name("clinicaltrials.yml"))
STATUS: dict[str, str] = _LISTS["status"]
PHASE: dict[str, str] = _LISTS["phase"]
SPONSOR_TYPE: dict[str, str] = _LISTS["sponsor_type"]
SITE_STATUS: dict[str, str] = _LISTS["site_status"]
STUDY_TYPE: dict[str, str] = _LISTS["study_type"]
SEX: dict[str, str] = _LISTS["sex"]
DESIGN: dict[str, dict[str, Texts]] = _LISTS["design"]
PURPOSE: dict[str, Texts] = _LISTS["primary_purpose"]

HEALTHY_VOLUNTEERS: Texts = _LISTS["healthy_volunteers"]
MILESTONES: dict[str, Texts] = _LISTS["milestones"]
NOTES: dict[str, Texts] = _LISTS["notes"]
_UNITS_KO: dict[str, str] = _LISTS["age_unit"]

_AGE = re.compile(r"(\d{1,4})\s+(year|month|week|day|hour|minute)s?", re.IGNORECASE | re.ASCII)


class _Age(NamedTuple):
    number: str
    unit: str
    en: str
    ko: str


def age_words(least: str, most: str) -> Texts | None:
    """Return the limits of age in words, or None where there are none.

    Raises ValueError where a limit is not of the form "18 Years".

    >>> age_words("18 Years", "")
    {'en': 'From 18 years', 'ko': '18세 이상'}
    >>> age_words("6 Months", "17 Years")
    {'en': '6 months to 17 years', 'ko': '6개월~17세'}
    """
    low, high = (_age(limit) if limit else None for limit in (least, most))
    if low and high:
        en, ko = (low.number,) * 2 if low.unit == high.unit else (low.en, low.ko)
        return {"en": f"{en} to {high.en}", "ko": f"{ko}~{high.ko}"}
    if low:
        return {"en": f"From {low.en}", "ko": f"{low.ko} 이상"}
    return {"en": f"Up to {high.en}", "ko": f"{high.ko} 이하"} if high else None


def _age(limit: str) -> _Age:
    match = _AGE.fullmatch(limit)
    if not match:
        raise ValueError(f"{limit!r} is not an age")
    number, unit = str(int(match[1])), match[2].lower()
    plural = "" if number == "1" else "s"
    return _Age(number, unit, f"{number} {unit}{plural}", f"{number}{_UNITS_KO[unit]}")
