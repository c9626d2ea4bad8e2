"""What a registry writes in the place of a hospital's name, as far as no record is needed for it.

A registry's forms are free text: units of a hospital beside its name, slips, "Univ.", a number of
the sponsor's, a person in the place of the hospital, or nothing but "Research Site".
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher, get_close_matches
from functools import cache

from macros.model.identity import without_legal_form

# What a registry adds to a hospital's name: its own number of the site.
_SITE_NUMBER = re.compile(
    r"[\s,;/–—-]*[(\[/]?\s*(?:\b(?:investigat\w+\s+)?site(?:\s+(?:number|no\.?|id))?\b|\bID#?)"
    r"\s*[#:.-]*\s*(?:[A-Z]{0,3}-?\d[\w-]*)\s*[)\]]?\s*$|\s*-\s*PPDS\s*$",
    re.IGNORECASE,
)
_NUMBER = r"[\s#(:/-]*(?:(?:number|no\.?)[\s:.]*)?(?:[A-Z]{0,3}-?\d[\w\s-]*\)?)?$"
_UNNAMED = re.compile(
    rf"\b(?:investigat(?:ive|ional|or)|research|clinical trial|study|trial)\s+sites?{_NUMBER}"
    r"|^(?:investigat(?:ive|ional|or)|research|clinical trial|study|trial)\s+"
    rf"(?:center|centre|facility|institution)s?{_NUMBER}"
    r"|^local institution\b|^for additional information\b"
    rf"|^(?:site|center|centre|institution){_NUMBER}|^[\d\s#()-]+$",
    re.IGNORECASE,
)
_TRIAL_UNIT = r"clinical (?:trials?|research) (?:center|centre|unit)"
_AT_THE_END = re.compile(rf"(?<=\w)\s+{_TRIAL_UNIT}\s*$", re.IGNORECASE)
_SPECIALTY = (
    r"p[a-z]*diatrics?|pedicatric|oncology|ha?ematology|cardiology|surgery|internal medicine"
)
_UNIT = re.compile(
    rf"(?:department|dept|division|section|school|college) of\b.*"
    rf"|{_TRIAL_UNIT}|(?:(?:{_SPECIALTY}|and)[\s-]*)+",
    re.IGNORECASE,
)
_PARTS = re.compile(rf"[,;()/\[\]]|\s[–—-]\s?|[–—-]\s|[–—-](?=(?:{_SPECIALTY})\b)", re.IGNORECASE)

_GENERIC = ("hospital", "university", "national", "medical", "center", "college", "medicine")
"""Words in which a slip cannot turn one hospital into another."""

_SAME = {"univ": "university", "hosp": "hospital", "centre": "center", "saint": "st"}
_SAME |= {"marys": "mary"}
_SMALL = {"the", "of", "and", "at"}
_INSTITUTION = {*_GENERIC, "clinic", "clinics", "clinical", "institute", "institution"}
_INSTITUTION |= {"foundation", "cancer", "department", "health", "school", "research", "trial"}
_INSTITUTION_KO = re.compile("병원|의원|의료원|대학|센터|재단|연구")
_NEAR = 0.8


def without_number(facility: str) -> str:
    """Return a facility's name without the number that a sponsor gave the site.

    >>> without_number("Samsung Medical Center ( Site 1301)")
    'Samsung Medical Center'
    """
    return _SITE_NUMBER.sub("", facility).strip()


def is_unnamed(facility: str) -> bool:
    """Return whether a registry hides which hospital a site is.

    >>> is_unnamed("Novartis Investigative Site"), is_unnamed("Hutch Cancer Research Center")
    (True, False)
    """
    return not facility or bool(_UNNAMED.search(without_number(facility) or "site"))


def names_an_institution(name: str) -> bool:
    """Return whether a name has a word of an institution or company: a person's has none.

    >>> names_an_institution("Chung-Ang University Hosptal"), names_an_institution("Hong Gil-dong")
    (True, False)
    """
    if _INSTITUTION_KO.search(name) or without_legal_form(name) != name:
        return True
    return not _INSTITUTION.isdisjoint(words(name))


def parts(facility: str) -> list[str]:
    """Return the parts of a name that punctuation sets apart, without units of a hospital.

    >>> parts("Department of Urology, Dong-A University Hospital-Pediatrics (DAUH)")
    ['Dong-A University Hospital', 'DAUH']
    """
    name = _AT_THE_END.sub("", without_number(facility))
    pieces = [part.strip(" .") for part in _PARTS.split(name)]
    return [part for part in pieces if part and not _UNIT.fullmatch(part)]


@cache
def words(name: str) -> tuple[str, ...]:
    """Return the words that make a name, without case, small words, possessives and common slips.

    >>> words("The Catholic Univ. of Korea St.Mary's Hosptial")
    ('catholic', 'university', 'korea', 'st', 'mary', 'hospital')
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    text = re.sub(r"['’]s\b", "", text)
    tokens: list[str] = re.findall(r"[^\W_]+", text)
    return tuple(_corrected(_SAME.get(word, word)) for word in tokens if word not in _SMALL)


def _corrected(word: str) -> str:
    near = get_close_matches(word, _GENERIC, 1, 0.85) if word not in _INSTITUTION else []
    return near[0] if near else word


def near(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return whether two names have the same words but for slips.

    It takes a second witness to call them one: a word more is another hospital.

    >>> near(words("Yeoido St. Mary Hospital"), words("Yeouido St. Mary's Hospital"))
    True
    """
    pairs = zip(one, other, strict=False)
    return len(one) == len(other) and all(
        a == b or (len(a) > 4 and SequenceMatcher(None, a, b).ratio() >= _NEAR) for a, b in pairs
    )


def postcode_in(raw: str) -> str:
    """Return a Korean postcode as it is written today, or in the form of before 2015, "" for none.

    Tables lose the zero in front, and old ones are written with a hyphen, a blank or neither.

    >>> [postcode_in(raw) for raw in ("06351", "6351", "135-710", "405 760", "519763", "Korea")]
    ['06351', '06351', '135-710', '405-760', '519-763', '']
    """
    digits = re.fullmatch(r"\s*(?:(\d{4,5})|(\d{3})[\s-]?(\d{3}))\s*", raw, re.ASCII)
    if not digits:
        return ""
    return digits[1].zfill(5) if digits[1] else f"{digits[2]}-{digits[3]}"
