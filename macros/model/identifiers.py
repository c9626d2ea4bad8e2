"""Types of value that other databases give out: registry numbers, DOIs, PubMed numbers, codes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from macros.model.problems import write
from macros.model.values import Bad, Schema, Value, Words, like, shown, string


class RegistryNumber(Value, str):
    """A trial's number in a registry: NCT and 8 digits, KCT and 7 digits, EU CT, jRCT, ChiCTR."""

    what = Words(en="number in a trial registry: NCT…, KCT…", ko="임상시험 등록번호: NCT…, KCT…")
    forms: ClassVar[dict[str, str]] = {
        "NCT": r"NCT\d{8}",
        "KCT": r"KCT\d{7}",
        "jRCT": r"jRCTs?\d{9,10}",
        "ChiCTR": r"ChiCTR\w{8,12}",
        "EU CT": r"\d{4}-5\d{5}-\d{2}(-\d{2})?",
        "EudraCT": r"\d{4}-\d{6}-\d{2}",
    }
    """What the numbers of each registry look like: the one place."""

    _form = re.compile("|".join(forms.values()), re.ASCII)
    written = "Write it as the registry does: NCT01234567, KCT0001234."
    pages: ClassVar[dict[str, str]] = {
        "NCT": "https://clinicaltrials.gov/study/{}",
        # CRIS addresses need an internal number: a KCT number leads to the WHO portal, and the
        # number in `cris_seq` to CRIS.
        "KCT": "https://trialsearch.who.int/Trial2.aspx?TrialID={}",
    }
    """Public page of a trial by the first letters of its number."""

    @classmethod
    def read(cls, raw: object) -> RegistryNumber:
        text = string(raw, "a registry number")
        if not cls._form.fullmatch(text):
            raise Bad("bad-registry-number", f"{shown(raw)} is not a registry number", cls.written)
        return cls(text)

    @classmethod
    def schema(cls, vocabularies: Mapping[str, Any]) -> Schema:
        return like(f"^({cls._form.pattern})$", cls.written)

    def address(self) -> str | None:
        page = self.pages.get(self[:3])
        return page.format(self) if page else None


class Code(Value, str):
    """An identifier of another database, of a given form. Subclasses say which."""

    what = Words(en="identifier of another database", ko="다른 데이터베이스의 식별자")
    pattern: ClassVar[str] = r"\S+"
    like: ClassVar[str] = ""
    page: ClassVar[str] = ""
    """Address of the identifier's public page, with {} in its place; "" where there is none."""

    @classmethod
    def read(cls, raw: object) -> Code:
        text = string(raw, "a code")
        if not re.fullmatch(cls.pattern, text, re.ASCII):
            raise Bad("bad-code", f"{shown(raw)} does not have the form of this code", cls.written)
        return cls(text)

    @classmethod
    def schema(cls, vocabularies: Mapping[str, Any]) -> Schema:
        return like(f"^({cls.pattern})$", cls.written)

    def address(self) -> str | None:
        return self.page.format(self) if self.page else None

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.written = f"Like {cls.like}."


_CLEAN_DOI = re.compile(
    r"(10\.\d{4,9}/\S+?)"
    r"(?:[/.](?:abstract|full(?:-?text)?|e?pdf|html?|meta)"  # a view of the work
    r"|/(?:figures?|tables?)/[^/]+"  # a part of it
    r"|/\d{5,}/[^/]+)*/?",  # a publisher's own number and the title
    re.IGNORECASE | re.ASCII,
)


def clean_doi(text: str) -> str:
    """Return the DOI that a text begins with, without what was pasted along; "" where it has none.

    >>> clean_doi("10.1056/NEJMoa2303379/full)."), clean_doi("10.1016/S0140-6736(24)")
    ('10.1056/NEJMoa2303379', '10.1016/S0140-6736(24)')
    """
    text = re.split(r"[?#\s]", text)[0]
    while text and (text[-1] in ".,;:'\"’”" or _closes_nothing(text)):
        text = text[:-1]
    match = _CLEAN_DOI.fullmatch(text)
    # The version of a preprint is not part of its DOI at bioRxiv and medRxiv.
    return re.sub(r"^(10\.1101/.+\d)v\d+$", r"\1", match[1]) if match else ""


def _closes_nothing(text: str) -> bool:
    """Return whether a text ends with a bracket that it has not opened."""
    opening = {")": "(", "]": "[", ">": "<"}.get(text[-1])
    return opening is not None and text.count(text[-1]) > text.count(opening)


class Doi(Code):
    """A digital object identifier."""

    pattern, like = r"10\.\d{4,9}/\S+", "10.1056/NEJMoa2303379"
    page = "https://doi.org/{}"

    @classmethod
    def read(cls, raw: object) -> Doi:
        doi = cls(super().read(raw))
        clean = clean_doi(doi)
        if clean != doi:
            fix = write(clean, quoted=True) if clean else cls.written
            raise Bad("bad-code", f"{shown(raw)} contains more than a DOI", fix)
        return doi

    @classmethod
    def schema(cls, vocabularies: Mapping[str, Any]) -> Schema:
        more = r"[?#]|[.,;:'/]$|[/.](abstract|full(-?text)?|e?pdf|html?|meta)$"
        more += r"|/(figures?|tables?)/[^/]+$|^10\.1101/.+[0-9]v[0-9]+$"
        return super().schema(vocabularies) | {"not": {"type": "string", "pattern": more}}


class Pmid(Code):
    """The number of a paper in PubMed."""

    pattern, like = r"[1-9]\d{0,8}", '"37272512"'
    page = "https://pubmed.ncbi.nlm.nih.gov/{}/"
