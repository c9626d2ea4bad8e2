"""The types of value that a field can hold, each with all its faces.

A type of value is one class: how it is read from YAML, its words in each language, its place in an
order, its key in addresses and files, its column in an explorer, its JSON, its JSON Schema with the
sentence that explains it. `tests/test_values.py` runs over every type and every face.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, Protocol, Self
from urllib.parse import urlsplit

from macros.model.inline import plain_line, without_markup
from macros.model.languages import FALLBACK, LANGUAGES
from macros.model.order import name_order
from macros.model.problems import Fault, KeyPath, Trouble

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAX_ID = 60

Schema = dict[str, Any]
Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]


class Bad(Fault, ValueError):
    """A value that cannot be read: a stable code, what is wrong, how to mend it."""

    def __init__(self, code: str, message: str, fix: str = ""):
        super().__init__(message, fix, code)


def bad_id(text: str) -> Bad | None:
    """Return why a text cannot be the id of a new record; None where it can."""
    if text in ("index", *STATES):
        return Bad("bad-id", f'"{text}" has a meaning of its own', "Choose another id.")
    if ID.fullmatch(text) and len(text) <= MAX_ID:
        return None
    fix = f"Use small letters, digits and single hyphens, at most {MAX_ID} characters."
    return Bad("bad-id", f'"{text}" cannot be an id', fix)


class Reading:
    """One file on its way from YAML to a model: what is wrong, and what is where.

    `places` lists path and type of every mapping and value that a model knows, where it is kept:
    for those who edit the text of the file.
    """

    def __init__(self, file: str = "", keep_places: bool = False):
        self.file = file
        self.troubles: list[Trouble] = []
        self.places: list[tuple[KeyPath, type]] | None = [] if keep_places else None

    def trouble(self, path: KeyPath, code: str, message: str, fix: str = "") -> None:
        """Note that something is wrong at a path."""
        self.troubles.append(Trouble(self.file, path, code, message, fix))

    def place(self, path: KeyPath, of: type) -> None:
        """Note that a value or mapping of a type is at a path."""
        if self.places is not None:
            self.places.append((path, of))


class Labelled(Protocol):
    """What a vocabulary says of one of its words: `model.vocabulary.VocabularyTerm`."""

    @property
    def label(self) -> Words: ...  # noqa: D102


class Names(Protocol):
    """What a value asks of the rest of the data to put itself into words: the Atlas."""

    def name(self, record_id: str, language: str) -> str:
        """Return the name of a record, or its id where there is none."""
        ...

    def name_inside(self, record_id: str, language: str) -> str:
        """Return the name of a record as the middle of a sentence has it."""
        ...

    def kind(self, record_id: str) -> str:
        """Return the kind of a record, or "" where there is none."""
        ...

    def term(self, word: Term) -> Labelled | None:
        """Return what a word of a closed list means, or None where the list does not have it."""
        ...

    def rank(self, word: Term) -> int:
        """Return the place of a word in its closed list; unknown words come last."""
        ...


class Value:
    """Base of all types of value. Each subclass gives every face that differs from these."""

    what: ClassVar[Words]
    """What to write, for the contributor's reference of fields."""

    written: ClassVar[str] = ""
    """How it is written, for the editor's explanation of a field; a sentence."""

    column: ClassVar[str] = "text"
    """How an explorer's script shows and orders it: text, word, record, term, date, number,
    money, address."""

    vocabulary: ClassVar[str] = ""
    """The closed list that its values are words of, "" for other types."""

    short: ClassVar[bool] = True
    """Whether it makes a column of a table; longer texts are for a record's own page."""

    @classmethod
    def read(cls, raw: object) -> Self:
        """Return the value that YAML holds. Raises Bad."""
        raise NotImplementedError

    @classmethod
    def takes(cls, raw: object) -> bool:
        """Return whether what YAML holds is such a value."""
        try:
            cls.read(raw)
        except Bad:
            return False
        return True

    @classmethod
    def read_at(cls, raw: object, path: KeyPath, reading: Reading) -> Self | None:
        """Return the value at a path in a file, or None; what is wrong is noted."""
        reading.place(path, cls)
        try:
            return cls.read(raw)
        except Bad as bad:
            reading.trouble(path, bad.code, bad.message, bad.fix)
            return None

    @classmethod
    def schema(cls, vocabularies: Mapping[str, Any]) -> Schema:
        """Return the JSON Schema (draft 7) of what may be written in a file."""
        raise NotImplementedError

    def words(self, names: Names, language: str) -> str:
        """Return the value in plain words."""
        return str(self)

    def order(self, names: Names, language: str) -> tuple:
        """Return what the value is sorted by among values of its type."""
        return (0, name_order(plain_line(self.words(names, language)), language), self.key())

    def key(self) -> str:
        """Return what stands for the value in addresses and files: the same in every language."""
        return plain_line(str(self))

    def as_json(self) -> Json:
        """Return the value as JSON has it."""
        return str(self)

    def address(self) -> str | None:
        """Return the web page that the value names, where it names one."""
        return None


def shown(raw: object) -> str:
    """Return a short form of what was written, for a message."""
    if isinstance(raw, dict):
        return "a mapping"
    if isinstance(raw, list):
        return "a list"
    if isinstance(raw, bool):
        return str(raw).lower()
    text = " ".join(str(raw).split())
    return f'"{text[:40]}…"' if len(text) > 40 else f'"{text}"'


def _string(raw: object, what: str) -> str:
    if isinstance(raw, str):
        if not raw or raw.isspace():
            raise Bad("empty-value", "nothing is given here", "Fill it in or delete it.")
        return raw
    if isinstance(raw, int):  # a truth value is one too
        written = shown(raw).strip('"')
        raise Bad("not-text", f"{written} is not {what}", f'Put it in quotes: "{written}".')
    raise Bad("not-text", f"{shown(raw)} is not {what}", f"Write {what}.")


_ANY_TEXT: Schema = {"type": "string", "pattern": r"\S"}


def _like(pattern: str, message: str, **more: object) -> Schema:
    """Return the schema of texts like a pattern; editors show the message where one is not."""
    # \d is more than the digits 0 to 9 for some readers of a schema.
    ascii_pattern = pattern.replace(r"\d", "[0-9]")
    return {"type": "string", "pattern": ascii_pattern, "patternErrorMessage": message} | more


class Text(Value, str):
    """A plain text, the same in every language: a code name, a ticker, a title as published."""

    what: ClassVar[Words]
    short = False

    @classmethod
    def read(cls, raw: object) -> Text:
        return cls(_string(raw, "text").strip())

    @classmethod
    def schema(cls, vocabularies: Mapping[str, Any]) -> Schema:
        return _ANY_TEXT


class Words(Value):
    """A plain text in some of the languages; a bare text is in the fallback language."""

    what: ClassVar[Words]
    written = "Write {en: …, ko: …}; a bare text is English."
    short = False
    __slots__ = ("texts",)

    def __init__(self, **texts: str):
        self.texts = texts

    @classmethod
    def read(cls, raw: object) -> Words:
        if not isinstance(raw, dict):
            return cls(**{FALLBACK: _string(raw, "text").strip()})
        form = ", ".join(f"{language}: …" for language in LANGUAGES)
        strange = [key for key in raw if key not in LANGUAGES]
        if strange:
            raise Bad(
                "unknown-field",
                f'"{strange[0]}" is no language here',
                f"Write `{{{form}}}` or a bare English text.",
            )
        if not raw:
            raise Bad("empty-value", "nothing is given here", f"Write `{{{form}}}`.")
        return cls(**{key: _string(text, "text").strip() for key, text in raw.items()})

    @classmethod
    def read_at(cls, raw: object, path: KeyPath, reading: Reading) -> Words | None:
        words = super().read_at(raw, path, reading)
        if reading.places is not None and isinstance(raw, dict):
            reading.places += [((*path, key), cls) for key in raw]
        return words

    @classmethod
    def schema(cls, vocabularies: Mapping[str, Any]) -> Schema:
        texts = {
            code: {"description": f"In {language.english}.", **_ANY_TEXT}
            for code, language in LANGUAGES.items()
        }
        by_language = {
            "type": "object",
            "additionalProperties": False,
            "minProperties": 1,
            "properties": texts,
        }
        return {"anyOf": [_ANY_TEXT, by_language]}

    @property
    def en(self) -> str | None:
        """The text in English, which is the fallback language."""
        return self.texts.get(FALLBACK)

    def get(self, language: str) -> str | None:
        """Return the text in a language, or None."""
        return self.texts.get(language)

    def best(self, language: str) -> tuple[str, str]:
        """Return the text in a language or else in another, and which language it is in."""
        for code in (language, FALLBACK, *self.texts):
            text = self.texts.get(code)
            if text:
                return text, code
        return "", language

    def in_(self, language: str) -> str:
        """Return the text in a language, or else in another."""
        return self.best(language)[0]

    def all(self) -> list[str]:
        """Return the texts, in the order of the languages."""
        return [text for code in LANGUAGES if (text := self.texts.get(code))]

    def words(self, names: Names, language: str) -> str:
        return self.in_(language)

    def key(self) -> str:
        return plain_line(self.in_(FALLBACK))

    def as_json(self) -> Json:
        return {code: self.texts[code] for code in LANGUAGES if self.texts.get(code)}

    def __repr__(self) -> str:
        texts = ", ".join(f"{code}={text!r}" for code, text in self.texts.items())
        return f"{type(self).__name__}({texts})"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.texts == other.texts

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.texts.items())))


class Name(Words):
    """A name as it is written, the same in every language; or one in each."""

    what: ClassVar[Words]
    written = "Write it as it calls itself, or {en: …, ko: …}."

    @classmethod
    def read(cls, raw: object) -> Words:
        words = super().read(raw)
        return words if isinstance(raw, dict) else cls(**dict.fromkeys(LANGUAGES, words.in_("")))

    @property
    def is_one(self) -> bool:
        """Whether it is the same in every language."""
        return len(set(self.texts.values())) == 1 and len(self.texts) == len(LANGUAGES)

    def as_json(self) -> Json:
        return self.in_(FALLBACK) if self.is_one else super().as_json()

    def __str__(self) -> str:
        return self.in_(FALLBACK)


class Prose(Words):
    """Sentences in inline Markdown: emphasis, code, links, [[id]], [[id|words]], [@source]."""

    what: ClassVar[Words]
    written = "Inline Markdown with [[id]] and [@source-id]; write {en: …, ko: …}."

    def words(self, names: Names, language: str) -> str:
        """Return the text without markup. A claim's name is a sentence; here it ends none."""
        return without_markup(
            self.in_(language),
            lambda id_: names.name(id_, language).removesuffix("."),
            lambda id_: names.name_inside(id_, language),
        )


Text.what = Words(en="text, the same in every language", ko="글(언어와 관계없이 같음)")
Words.what = Words(en="text in English, Korean or both", ko="글(영어, 한국어 또는 둘 다)")
Name.what = Words(
    en="name as it is written, or in English and Korean",
    ko="쓰는 그대로의 이름, 또는 영어와 한국어",
)
Prose.what = Words(
    en="sentences, in English, Korean or both, with [[id]] and [@source-id]",
    ko="문장(영어, 한국어 또는 둘 다), [[id]]와 [@source-id] 사용 가능",
)


class State(Value, str):
    """The two answers that are no value: `unknown` (looked for, not found) and `none`.

    Every fact may have one of them in the place of its value, whatever the type of that is.
    """

    what = Words(en="unknown or none", ko="unknown 또는 none")
    column = "word"
    label: Words
    meaning: str

    @classmethod
    def read(cls, raw: object) -> State:
        if not isinstance(raw, str) or raw not in STATES:
            raise Bad("unknown-word", f"{shown(raw)} is no state", "Write `unknown` or `none`.")
        return STATES[raw]

    @classmethod
    def schema(cls, vocabularies: Mapping[str, Any]) -> Schema:
        meanings = [state.meaning for state in STATES.values()]
        return {"enum": list(STATES), "enumDescriptions": meanings}

    def words(self, names: Names, language: str) -> str:
        return self.label.in_(language)

    def order(self, names: Names, language: str) -> tuple:
        return (0, str(self))


def _state(word: str, label: Words, meaning: str) -> State:
    state = State(word)
    state.label, state.meaning = label, meaning
    return state


UNKNOWN = _state(
    "unknown",
    Words(en="looked for, not found", ko="찾아보았으나 확인되지 않음"),
    "Somebody looked and did not find it; `checked` says when.",
)
NONE = _state(
    "none",
    Words(en="none, according to the source", ko="출처에 따르면 없음"),
    "The source says that there is none.",
)
STATES = {str(state): state for state in (UNKNOWN, NONE)}


class PartialDate(Value, str):
    """A date as precise as it is known: YYYY, YYYY-MM or YYYY-MM-DD."""

    what = Words(
        en='date in quotes, as precise as the source: "2024", "2024-08", "2024-08-07"',
        ko='따옴표 안의 날짜, 출처가 밝힌 만큼만: "2024", "2024-08", "2024-08-07"',
    )
    written = 'Write "YYYY", "YYYY-MM" or "YYYY-MM-DD", as precise as the source.'
    column = "date"
    _form = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)

    @classmethod
    def read(cls, raw: object) -> PartialDate:
        text = _string(raw, "a date")
        match = cls._form.fullmatch(text)
        try:
            if not match:
                raise ValueError
            year, month, day = (int(part) if part else 1 for part in match.groups())
            datetime.date(year, month, day)
        except ValueError:
            raise Bad("bad-date", f"{shown(raw)} is no date", cls.written) from None
        return cls(text)

    @classmethod
    def schema(cls, vocabularies: Mapping[str, Any]) -> Schema:
        return _like(
            r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
            'Write "YYYY", "YYYY-MM" or "YYYY-MM-DD", in quotes.',
        )

    def words(self, names: Names, language: str) -> str:
        return LANGUAGES[language].date(self)

    def order(self, names: Names, language: str) -> tuple:
        return (0, str(self))


class Number(Value, Decimal):
    """A number with the digits that the source gives: 70.0 stays 70.0."""

    what = Words(en="number, without unit", ko="숫자(단위 없이)")
    written = "Write digits and at most one point, without unit or comma."
    column = "number"
    _form = re.compile(r"-?\d{1,15}(\.\d{1,6})?", re.ASCII)

    @classmethod
    def read(cls, raw: object) -> Number:
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

    @classmethod
    def schema(cls, vocabularies: Mapping[str, Any]) -> Schema:
        return _like(f"^{cls._form.pattern}$", cls.written, type=["number", "string"])

    def words(self, names: Names, language: str) -> str:
        return f"{self:,}"

    def order(self, names: Names, language: str) -> tuple:
        return (Decimal(self), "")

    def key(self) -> str:
        return str(self)


class Count(Value, int):
    """A whole number of things, 0 or more."""

    what = Words(en="whole number, without quotes", ko="정수(따옴표 없이)")
    column = "number"

    @classmethod
    def read(cls, raw: object) -> Count:
        if isinstance(raw, bool) or not isinstance(raw, int) or raw < 0:
            raise Bad("not-a-number", f"{shown(raw)} is no whole number", "Write digits only: 91.")
        return cls(raw)

    @classmethod
    def schema(cls, vocabularies: Mapping[str, Any]) -> Schema:
        return {"type": "integer", "minimum": 0}

    def words(self, names: Names, language: str) -> str:
        return f"{int(self):,}"

    def order(self, names: Names, language: str) -> tuple:
        return (Decimal(self), "")

    def as_json(self) -> Json:
        return int(self)


class Year(Value, int):
    """A year, computed from the date that orders a record."""

    what = Words(en="year", ko="연도")
    column = "word"

    @classmethod
    def read(cls, raw: object) -> Year:
        if isinstance(raw, bool) or not isinstance(raw, int) or not 1 <= raw <= 9999:
            raise Bad("bad-date", f"{shown(raw)} is no year", "Write a year: 2024.")
        return cls(raw)

    @classmethod
    def schema(cls, vocabularies: Mapping[str, Any]) -> Schema:
        return {"type": "integer", "minimum": 1, "maximum": 9999}

    def words(self, names: Names, language: str) -> str:
        return LANGUAGES[language].year(int(self))

    def order(self, names: Names, language: str) -> tuple:
        return (-int(self), "")  # the newest first

    def as_json(self) -> Json:
        return int(self)


GRADES = {
    "primary": Words(en="Primary source", ko="1차 자료"),
    "copy": Words(en="Copy of a primary source", ko="1차 자료 사본"),
    "press": Words(en="Press or reference", ko="언론·참고자료"),
    "company": Words(en="Company-reported", ko="회사 발표"),
    "unconfirmed": Words(en="Unconfirmed", ko="미확인"),
}
"""Evidence grades from strongest to weakest."""


class Grade(Value, str):
    """An evidence grade, one of GRADES, computed from the sources of a fact or a record."""

    what = Words(en="evidence grade", ko="근거 등급")
    column = "word"

    @classmethod
    def read(cls, raw: object) -> Grade:
        if not isinstance(raw, str) or raw not in GRADES:
            raise Bad("unknown-word", f"{shown(raw)} is no grade", f"Grades: {', '.join(GRADES)}.")
        return cls(raw)

    @classmethod
    def schema(cls, vocabularies: Mapping[str, Any]) -> Schema:
        return {"enum": list(GRADES)}

    def words(self, names: Names, language: str) -> str:
        return GRADES[self].in_(language)

    def order(self, names: Names, language: str) -> tuple:
        return (list(GRADES).index(self), "")


class Flag(Value):
    """True or false."""

    what = Words(en="true or false", ko="true 또는 false")
    column = "word"
    short = False
    __slots__ = ("on",)

    def __init__(self, on: bool):
        self.on = on

    @classmethod
    def read(cls, raw: object) -> Flag:
        if not isinstance(raw, bool):
            raise Bad("not-true-or-false", "true or false is wanted here", "Write `true`.")
        return cls(raw)

    @classmethod
    def schema(cls, vocabularies: Mapping[str, Any]) -> Schema:
        return {"type": "boolean"}

    def words(self, names: Names, language: str) -> str:
        return (Words(en="yes", ko="예") if self.on else Words(en="no", ko="아니요")).in_(language)

    def order(self, names: Names, language: str) -> tuple:
        return (not self.on, "")

    def key(self) -> str:
        return "yes" if self.on else "no"

    def as_json(self) -> Json:
        return self.on

    def __bool__(self) -> bool:
        return self.on

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Flag) and self.on == other.on

    def __hash__(self) -> int:
        return hash(self.on)


class Url(Value, str):
    """A web address, https or http."""

    what = Words(en="web address", ko="웹 주소")
    written = "Write https://… without blanks."
    column = "address"
    _no = re.compile(r"[\s\x00-\x20\x7f\\<>\"`{}|^]")

    @classmethod
    def read(cls, raw: object) -> Url:
        text = _string(raw, "a web address")
        try:
            parts = urlsplit(text)
            sound = parts.scheme in ("http", "https") and bool(parts.hostname)
            _ = parts.port
        except ValueError:
            sound = False
        if not sound or cls._no.search(text):
            raise Bad("bad-url", f"{shown(raw)} is no web address", cls.written)
        return cls(text)

    @classmethod
    def schema(cls, vocabularies: Mapping[str, Any]) -> Schema:
        return _like(r"^https?://[^\s\\<>\"`{}|^]+$", cls.written)

    def address(self) -> str:
        return str(self)


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
        text = _string(raw, "a registry number")
        if not cls._form.fullmatch(text):
            raise Bad("bad-registry-number", f"{shown(raw)} is no registry number", cls.written)
        return cls(text)

    @classmethod
    def schema(cls, vocabularies: Mapping[str, Any]) -> Schema:
        return _like(f"^({cls._form.pattern})$", cls.written)

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
        text = _string(raw, "a code")
        if not re.fullmatch(cls.pattern, text, re.ASCII):
            raise Bad("bad-code", f"{shown(raw)} has not the form of this code", cls.written)
        return cls(text)

    @classmethod
    def schema(cls, vocabularies: Mapping[str, Any]) -> Schema:
        return _like(f"^({cls.pattern})$", cls.written)

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
    # The version of a preprint is no part of its DOI at bioRxiv and medRxiv.
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
            fix = f'Write "{clean}".' if clean else cls.written
            raise Bad("bad-code", f"{shown(raw)} is more than a DOI", fix)
        return doi


class Pmid(Code):
    """The number of a paper in PubMed."""

    pattern, like = r"[1-9]\d{0,8}", '"37272512"'
    page = "https://pubmed.ncbi.nlm.nih.gov/{}/"


class Ref(Value, str):
    """The id of another record. Subclasses say of which kinds; `()` means any."""

    what = Words(en="id: a file name, without .yml, in", ko="id(.yml을 뺀 파일 이름):")
    column = "record"
    kinds: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def read(cls, raw: object) -> Ref:
        text = _string(raw, "an id")
        if not ID.fullmatch(text):
            raise Bad(
                "bad-id",
                f"{shown(raw)} is no id",
                "Write the file name of the record without .yml: small letters, digits, hyphens.",
            )
        return cls(text)

    @classmethod
    def schema(cls, vocabularies: Mapping[str, Any]) -> Schema:
        return _like(f"^{ID.pattern}$", "Write an id: small letters, digits and single hyphens.")

    def words(self, names: Names, language: str) -> str:
        return names.name(self, language)

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.written = _where(cls)


def _where(ref: type[Ref]) -> str:
    where = " or ".join(f"data/{kind}/" for kind in ref.kinds) or "data/"
    return f"An id: a file name in {where} without .yml."


Ref.written = _where(Ref)


class SourceRef(Ref):
    kinds = ("sources",)


@cache
def ref(*kinds: str) -> type[Ref]:
    """Return the type of the ids of records of some kinds; of any kind where none is given."""
    name = "".join(kind.capitalize() for kind in kinds)
    same = {cls.kinds: cls for cls in (Ref, SourceRef)}
    return same.get(kinds) or type(f"{name}Ref", (Ref,), {"kinds": kinds})


class Term(Value, str):
    """A word of a closed vocabulary in data/vocabulary/. Subclasses say which."""

    what = Words(en="one word of “{name}” ({n})", ko="‘{name}’ 목록의 낱말 가운데 하나(모두 {n}개)")
    column = "term"

    @classmethod
    def read(cls, raw: object) -> Term:
        return cls(_string(raw, "a word of the vocabulary"))

    @classmethod
    def schema(cls, vocabularies: Mapping[str, Any]) -> Schema:
        vocabulary = vocabularies.get(cls.vocabulary)
        if vocabulary is None:  # its file is broken or not there; the check says so
            return {"type": "string"}
        meanings = []
        for word in vocabulary.terms.values():
            meaning = f": {word.definition.in_(FALLBACK)}" if word.definition else ""
            meanings.append(f"{' · '.join(word.label.all())}{meaning}")
        return {"enum": list(vocabulary.terms), "enumDescriptions": meanings}

    def words(self, names: Names, language: str) -> str:
        term = names.term(self)
        return term.label.in_(language) if term else str(self)

    def order(self, names: Names, language: str) -> tuple:
        return (names.rank(self), "")


@cache
def term(vocabulary: str) -> type[Term]:
    """Return the type of the words of `data/vocabulary/<vocabulary>.yml`."""
    name = "".join(part.capitalize() for part in vocabulary.split("-"))
    written = f"A word of the list data/vocabulary/{vocabulary}.yml."
    return type(name, (Term,), {"vocabulary": vocabulary, "written": written})
