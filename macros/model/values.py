"""The values that a field can hold, each able to read itself from YAML and to say what is wrong.

A value knows its type (a date, a link to a company, a word of a vocabulary), so that pages,
exports and checks need not be told again.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAX_ID = 60


class Bad(ValueError):
    """A value that cannot be read: a stable code, what is wrong, how to mend it."""

    def __init__(self, code: str, message: str, fix: str = ""):
        super().__init__(message)
        self.code, self.message, self.fix = code, message, fix

    def as_pydantic(self) -> PydanticCustomError:
        return PydanticCustomError(
            self.code, "{message}", {"message": self.message, "fix": self.fix}
        )


class Value:
    """Base of all value types. `read` turns what YAML holds into the value or raises `Bad`."""

    @classmethod
    def read(cls, raw: Any) -> Any:
        raise NotImplementedError

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> Any:
        def validate(raw: Any) -> Any:
            try:
                return cls.read(raw)
            except Bad as bad:
                raise bad.as_pydantic() from None

        return core_schema.no_info_plain_validator_function(validate)


def shown(raw: Any) -> str:
    """Return a short form of what was written, for a message."""
    if isinstance(raw, dict):
        return "a mapping"
    if isinstance(raw, list):
        return "a list"
    if isinstance(raw, bool):
        return str(raw).lower()
    text = " ".join(str(raw).split())
    return f'"{text[:40]}…"' if len(text) > 40 else f'"{text}"'


def _string(raw: Any, what: str) -> str:
    if isinstance(raw, (int, bool)):
        written = shown(raw).strip('"')
        raise Bad("not-text", f"{written} is not {what}", f'Put it in quotes: "{written}".')
    if not isinstance(raw, str):
        raise Bad("not-text", f"{shown(raw)} stands where {what} is wanted", f"Write {what}.")
    if not raw.strip():
        raise Bad("empty-value", "nothing is given here", "Fill it in or delete it.")
    return raw


class State(str):
    """The two answers that are no value: `unknown` (looked for, not found) and `none`."""


UNKNOWN = State("unknown")
NONE = State("none")
STATES = {"unknown": UNKNOWN, "none": NONE}


class Text(Value, str):
    """A plain text, the same in every language: a code name, a ticker, a title as published."""

    @classmethod
    def read(cls, raw: Any) -> Text:
        return cls(_string(raw, "text").strip())


class Words(Value):
    """A plain text in English, Korean or both; a bare text is English."""

    __slots__ = ("en", "ko")

    def __init__(self, en: str | None = None, ko: str | None = None):
        self.en, self.ko = en, ko

    @classmethod
    def read(cls, raw: Any) -> Words:
        if isinstance(raw, dict):
            strange = [key for key in raw if key not in ("en", "ko")]
            if strange:
                raise Bad(
                    "unknown-field",
                    f'"{strange[0]}" is no language here',
                    "Write `{en: …, ko: …}` or a bare English text.",
                )
            if not raw:
                raise Bad("empty-value", "nothing is given here", "Write `{en: …, ko: …}`.")
            return cls(**{key: _string(text, "text").strip() for key, text in raw.items()})
        return cls(en=_string(raw, "text").strip())

    def best(self, language: str) -> tuple[str, str]:
        """Return the text in `language` where there is one, else in the other, and which it is."""
        other = "en" if language == "ko" else "ko"
        own = getattr(self, language)
        return (own, language) if own else (getattr(self, other) or "", other)

    def all(self) -> list[str]:
        """Return the texts there are."""
        return [text for text in (self.en, self.ko) if text]

    def __repr__(self) -> str:
        return f"{type(self).__name__}(en={self.en!r}, ko={self.ko!r})"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and (self.en, self.ko) == (other.en, other.ko)

    def __hash__(self) -> int:
        return hash((self.en, self.ko))


class Prose(Words):
    """Sentences in inline Markdown: emphasis, code, links, [[id]], [[id|words]], [@source]."""


class PartialDate(Value, str):
    """A date as precise as it is known: YYYY, YYYY-MM or YYYY-MM-DD."""

    _form = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)

    @classmethod
    def read(cls, raw: Any) -> PartialDate:
        text = _string(raw, "a date")
        match = cls._form.fullmatch(text)
        try:
            if not match:
                raise ValueError
            year, month, day = (int(part) if part else 1 for part in match.groups())
            datetime.date(year, month, day)
        except ValueError:
            raise Bad(
                "bad-date",
                f"{shown(raw)} is no date",
                'Write "YYYY", "YYYY-MM" or "YYYY-MM-DD", as precise as the source.',
            ) from None
        return cls(text)


class Number(Value, Decimal):
    """A number with the digits that the source gives: 70.0 stays 70.0."""

    _form = re.compile(r"-?\d{1,15}(\.\d{1,6})?", re.ASCII)

    @classmethod
    def read(cls, raw: Any) -> Number:
        if isinstance(raw, bool) or not isinstance(raw, (int, str)):
            raise Bad("not-a-number", f"{shown(raw)} is no number", "Write digits only.")
        text = str(raw)
        if not cls._form.fullmatch(text):
            raise Bad(
                "not-a-number",
                f"{shown(raw)} is no number",
                "Write digits and at most one point, without unit, comma or percent sign.",
            )
        return cls(text)


class Count(Value, int):
    """A whole number of things, 0 or more."""

    @classmethod
    def read(cls, raw: Any) -> Count:
        if isinstance(raw, bool) or not isinstance(raw, int) or raw < 0:
            raise Bad("not-a-number", f"{shown(raw)} is no whole number", "Write digits only: 91.")
        return cls(raw)


class Url(Value, str):
    """A web address, https or http."""

    _no = re.compile(r"[\s\x00-\x20\x7f\\<>\"`{}|^]")

    @classmethod
    def read(cls, raw: Any) -> Url:
        text = _string(raw, "a web address")
        try:
            parts = urlsplit(text)
            sound = parts.scheme in ("http", "https") and bool(parts.hostname)
            _ = parts.port
        except ValueError:
            sound = False
        if not sound or cls._no.search(text):
            raise Bad(
                "bad-url", f"{shown(raw)} is no web address", "Write https://… without blanks."
            )
        return cls(text)


class RegistryNumber(Value, str):
    """A trial's number in a registry: NCT and 8 digits, KCT and 7 digits, EU CT, jRCT, ChiCTR."""

    _form = re.compile(
        r"NCT\d{8}|KCT\d{7}|jRCTs?\d{9,10}|ChiCTR\w{8,12}|\d{4}-5\d{5}-\d{2}(-\d{2})?|\d{4}-\d{6}-\d{2}",
        re.ASCII,
    )

    @classmethod
    def read(cls, raw: Any) -> RegistryNumber:
        text = _string(raw, "a registry number")
        if not cls._form.fullmatch(text):
            raise Bad(
                "bad-registry-number",
                f"{shown(raw)} is no registry number",
                "Write it as the registry does: NCT01234567, KCT0001234.",
            )
        return cls(text)


class Code(Value, str):
    """An identifier of another database, of a given form. Subclasses say which."""

    pattern: ClassVar[str] = r"\S+"
    like: ClassVar[str] = ""

    @classmethod
    def read(cls, raw: Any) -> Code:
        text = _string(raw, "a code")
        if not re.fullmatch(cls.pattern, text, re.ASCII):
            raise Bad(
                "bad-code", f"{shown(raw)} has not the form of this code", f"Like {cls.like}."
            )
        return cls(text)


class Doi(Code):
    pattern, like = r"10\.\d{4,9}/\S+", "10.1056/NEJMoa2303379"


class Pmid(Code):
    pattern, like = r"[1-9]\d{0,8}", '"37272512"'


class CrisSeq(Code):
    pattern, like = r"[1-9]\d{0,6}", '"29626"'


class Ref(Value, str):
    """The id of another record. Subclasses say of which kinds; `()` means any."""

    kinds: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def read(cls, raw: Any) -> Ref:
        text = _string(raw, "an id")
        if not ID.fullmatch(text):
            raise Bad(
                "bad-id",
                f"{shown(raw)} is no id",
                "Write the file name of the record without .yml: small letters, digits, hyphens.",
            )
        return cls(text)


class CompanyRef(Ref):
    kinds = ("companies",)


class ProductRef(Ref):
    kinds = ("products",)


class TrialRef(Ref):
    kinds = ("trials",)


class TherapyRef(Ref):
    kinds = ("therapies",)


class TargetRef(Ref):
    kinds = ("targets",)


class IndicationRef(Ref):
    kinds = ("indications",)


class InstitutionRef(Ref):
    kinds = ("institutions",)


class OrganisationRef(Ref):
    kinds = ("companies", "institutions")


class ProgrammeRef(Ref):
    kinds = ("programmes",)


class RegulationRef(Ref):
    kinds = ("regulations",)


class SourceRef(Ref):
    kinds = ("sources",)


class Term(Value, str):
    """A word of a closed vocabulary in data/vocabulary/. Subclasses say which."""

    vocabulary: ClassVar[str]

    @classmethod
    def read(cls, raw: Any) -> Term:
        return cls(_string(raw, "a word of the vocabulary"))


@cache
def term(vocabulary: str) -> type[Term]:
    """Return the type of the words of `data/vocabulary/<vocabulary>.yml`."""
    name = "".join(part.capitalize() for part in vocabulary.split("-"))
    return type(name, (Term,), {"vocabulary": vocabulary})


Currency = term("currency")


class Money(BaseModel):
    """An amount or a range of money with its currency; the year is the fact's `as_of`."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

    amount: Number = Field(description="The number, or the lower end of a range.")
    to: Number | None = Field(None, description="The upper end of a range.")
    currency: Currency = Field(description="Of the amount.")
    about: bool = Field(False, strict=True, description="True where it is a round figure.")
