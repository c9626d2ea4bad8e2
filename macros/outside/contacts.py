"""Whom a registry names to call or to write to: desks of institutions are taken, persons never."""

from __future__ import annotations

import re

from macros.model.topic import TOPIC
from macros.model.values import Json
from macros.outside.answer import Answer
from macros.outside.shape import clean

_DESK = re.compile(
    r"(?:cent(?:er|re)|desk|information|info|enquir(?:y|ies)|inquir(?:y|ies)|trials?|stud(?:y|ies)"
    r"|clinical|contacts?|connect|support|medical|med|office|department|hospital|e-?mail|hotline"
    r"|line|call|toll|free|number|services?|global|team|unit|research|development|coordinator"
    r"|registry|pharma(?:ceuticals?)?|therapeutics|biotech|patients?|us)+"
    r"|of|the|and|for|or|at|a|an|there|may|be|this|in|many|multiple|sites?|nct",
    re.IGNORECASE,
)
"""The words of a desk's name or address: with any other word it may be a person's."""

_WORD = re.compile(r"[^\W\d_]+")
_FREE_OF_CHARGE = re.compile(r"\+?1?\W*8(?:00|33|44|55|66|77|88)\W*\d{3}\W*\d{4}", re.ASCII)
_MOBILE = re.compile(r"(?:\+?82\W*)?\(?0?\)?10\W*\d{3,4}\W*\d{4}", re.ASCII)
_WEBSITE = re.compile(r"\b(?:https?://)?(www\.[\w.-]+\w)", re.IGNORECASE)


def read_contacts(answer: Answer, sponsor: str) -> list[Json]:
    """Return the desks that a study names to call or to write to; `sponsor` is "" for a person."""
    path = ("contactsLocationsModule", "centralContacts")
    desks: list[Json] = []
    for one in answer.items(*path, of=["name", "phone", "phoneExt", "email"]):
        written, phone, extension, email = (
            clean(one.get(key)) for key in ("name", "phone", "phoneExt", "email")
        )
        desk = desk_in(written, phone, extension, email, sponsor) or {}
        answer.spare(one, ".".join(path), *({"name", "phone", "email"} - desk.keys()))
        if desk:
            desks.append({**desk, "name": {"en": desk["name"]}})
    return desks


def desk_in(
    written: str, phone: str, extension: str, email: str, sponsor: str
) -> dict[str, str] | None:
    """Return name, phone, e-mail and website of a desk, or None where it may be a person.

    A number that is free of charge is nobody's own: with it, a name that is not understood becomes
    the sponsor's. `sponsor` is "" where it is a person.

    >>> desk_in("Clinical Trials", "02-000-0000", "", "gildong.hong@example.com", "Example")
    {'name': 'Clinical Trials', 'phone': '02-000-0000'}
    >>> desk_in("Trial desk", "+82-2-000-0000", "", "", "Example")["phone"]
    '(+82)-2-000-0000'
    >>> desk_in("Hong Gil-dong, Clinical Trials", "02-000-0000", "", "", "Example")
    """
    address = _WEBSITE.search(written)
    name = _WEBSITE.sub("", written).strip(" ,;:-")
    plain = _of_a_desk(name, sponsor)
    if not plain and (extension or not _FREE_OF_CHARGE.fullmatch(phone)):
        return None
    if not plain or re.search(r"\d|\. ", name):  # "There may be many sites. Call 1-800-000-0000"
        name = sponsor
    if re.search(TOPIC.person["name"], name):  # a hospital may have the name of one
        return None
    # A text that begins with a plus is a formula in a spreadsheet; the check refuses it.
    called = re.sub(r"^\+\d+", r"(\g<0>)", phone) + (f" ext. {extension}" if extension else "")
    own = len(re.findall(r"\d", phone)) < 6 or _MOBILE.fullmatch(phone)
    desk = {
        "name": name,
        "phone": "" if own else called,
        "email": email if _of_a_desk(email.partition("@")[0], sponsor) else "",
        "website": f"https://{address[1]}" if address else "",
    }
    reached = name and (desk["phone"] or desk["email"])
    return {key: value for key, value in desk.items() if value} if reached else None


def _of_a_desk(name: str, sponsor: str) -> bool:
    words, known = _WORD.findall(name.casefold()), _WORD.findall(sponsor.casefold())
    return bool(words) and all(word in known or _DESK.fullmatch(word) for word in words)
