"""The types of value that a field can hold, each with all its faces.

A type of value is one class: how it is read from YAML, its words in each language, its place in an
order, its key in addresses and files, its column in an explorer, its JSON, its JSON Schema with the
sentence that explains it. `tests/test_values.py` runs over every type and every face.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from sys import intern
from typing import Any, ClassVar, Protocol, Self, TypeVar

from macros.model.inline import plain_line, without_markup
from macros.model.languages import FALLBACK, LANGUAGES
from macros.model.order import name_order
from macros.model.problems import KEY, Exactly, Fault, KeyPath, Trouble

V = TypeVar("V", bound="Value")
Schema = dict[str, Any]
Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]


class Digits(str):
    """A number as YAML has it without quotes, but no plain whole one: 75.30, 007, 1e9, 0x1F.

    It keeps its digits; a text has quotes.
    """

    @property
    def number(self) -> Decimal | None:
        """The number, None where it is none that can be counted with."""
        if self[:2] in ("0x", "0o"):
            return Decimal(int(self, 0))
        number = Decimal(self.replace(".inf", "inf").replace(".nan", "nan"))
        return number if number.is_finite() else None


class Bad(Fault, ValueError):
    """A value that cannot be read: a stable code, what is wrong, how to fix it."""

    def __init__(self, code: str, message: str, fix: str = ""):
        super().__init__(message, fix, code)


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
        """Return what a vocabulary term means, or None where the list does not have it."""
        ...

    def rank(self, word: Term) -> int:
        """Return the place of a word in its vocabulary; unknown words come last."""
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
    """The vocabulary that its values are words of, "" for other types."""

    short: ClassVar[bool] = True
    """Whether it makes a column of a table; longer texts are for a record's own page."""

    common: ClassVar[bool] = False
    """Whether the same text is in many records: it is read once, and they share the value."""

    __slots__ = ()

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
            return _shared(cls, raw) if cls.common and type(raw) is str else cls.read(raw)
        except Bad as bad:
            reading.trouble(path, bad.code, bad.message, cls._plainer(raw) or bad.fix)
            return None

    @classmethod
    def _plainer(cls, raw: object) -> str:
        """Return what to write where only quotes or signs of a keyboard's own are wrong, or ""."""
        if isinstance(raw, (bool, int)) and cls.takes(str(raw)):
            return _in_quotes(shown(raw).strip('"'))
        if not isinstance(raw, str) or len(raw) > _LONGEST_SLIP:
            return ""
        if isinstance(raw, Digits) and cls.takes(str(raw)):
            return _in_quotes(raw)
        text = unicodedata.normalize("NFKC", raw).translate(_KEYBOARD).strip()
        if text != raw and cls.takes(text):
            return Exactly(f'Write "{text}", with plain quotes and signs.', f'"{text}"')
        if text.isdecimal() and cls.takes(int(text)):
            return Exactly(f"Write {int(text)} without quotes.", str(int(text)))
        if text.lower() in _TRUTH and cls.takes(True):
            truth = _TRUTH[text.lower()]
            return Exactly(f"Write `{truth}` without quotes.", truth)
        return ""

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
        """Return the key of the value in addresses and files: the same in every language."""
        return plain_line(str(self))

    def as_json(self) -> Json:
        """Return the value as JSON has it."""
        return str(self)

    def address(self) -> str | None:
        """Return the web page that the value names, where it names one."""
        return None


@cache
def _shared(of: type[V], raw: str) -> V:
    return of.read(raw)


_KEYBOARD = dict.fromkeys(map(ord, "“”„‟‘’‚‛«»\"'"), "") | dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
"""What keyboards and word processors write for quotes and hyphens."""

_LONGEST_SLIP = 60
"""Characters: a longer text is not one value with signs of a keyboard beside it."""

_TRUTH: dict[str, str] = {
    **dict.fromkeys(("true", "yes", "on", "y"), "true"),
    **dict.fromkeys(("false", "no", "off", "n"), "false"),
}


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


def _in_quotes(text: str) -> Exactly:
    return Exactly(f'Put it in quotes: "{text}".', f'"{text}"')


def string(raw: object, what: str) -> str:
    """Return the text that YAML holds. Raises Bad, which says what should be there."""
    if isinstance(raw, str) and not isinstance(raw, Digits):
        if not raw or raw.isspace():
            raise Bad("empty-value", "this field is empty", "Fill it in or delete it.")
        return raw
    if isinstance(raw, (int, Digits)):  # a truth value is one too
        written = shown(raw).strip('"')
        raise Bad("not-text", f"{written} is not {what}", _in_quotes(written))
    raise Bad("not-text", f"{shown(raw)} is not {what}", f"Write {what}.")


_ANY_TEXT: Schema = {"type": "string", "pattern": r"\S"}


def like(pattern: str, says: str = "") -> Schema:
    """Return the schema of texts like a pattern, and what to write, which editors show."""
    # \d is more than the digits 0 to 9 for some readers of a schema.
    ascii_pattern = pattern.replace(r"\d", "[0-9]").replace(r"\w", "[0-9A-Za-z_]")
    described = {"description": says} if says else {}
    return {"type": "string", "pattern": ascii_pattern} | described


def _one_of(words: Mapping[str, str]) -> Schema:
    """Return the schema of a vocabulary, each word with what it means."""
    either = [{"const": word, "description": meaning} for word, meaning in words.items()]
    return {"type": "string", "anyOf": either}


class Text(Value, str):
    """A plain text, the same in every language: a code name, a ticker, a title as published."""

    what: ClassVar[Words]
    short = False

    @classmethod
    def read(cls, raw: object) -> Text:
        return cls(string(raw, "text").strip())

    @classmethod
    def schema(cls, vocabularies: Mapping[str, Any]) -> Schema:
        return _ANY_TEXT


_PLACES = {code: place for place, code in enumerate(LANGUAGES)}


class Words(Value):
    """A plain text in some of the languages; a bare text is in the fallback language."""

    what: ClassVar[Words]
    written = "Write {en: …, ko: …}; a bare text is English."
    short = False
    __slots__ = ("_in_order",)  # of the languages: a dictionary takes twice the memory

    def __init__(self, **texts: str):
        self._in_order = tuple(map(texts.get, LANGUAGES))

    @property
    def texts(self) -> dict[str, str]:
        """The texts by language, in the order of the languages."""
        return {code: text for code, text in zip(LANGUAGES, self._in_order, strict=True) if text}

    @classmethod
    def read(cls, raw: object) -> Words:
        if not isinstance(raw, dict):
            return cls(**{FALLBACK: string(raw, "text").strip()})
        for _path, bad in cls._wrong(raw):
            raise bad
        return cls(**{intern(key): string(text, "text").strip() for key, text in raw.items()})

    @classmethod
    def _wrong(cls, raw: dict[str, object]) -> Iterator[tuple[KeyPath, Bad]]:
        """Yield all that is wrong with a text by language, and where."""
        form = ", ".join(f"{language}: …" for language in LANGUAGES)
        if not raw:
            yield (), Bad("empty-value", "this field is empty", f"Write `{{{form}}}`.")
        for key, text in raw.items():
            if key not in LANGUAGES:
                message = f"{shown(key)} is not a language of this site"
                fix = f"Write `{{{form}}}` or a bare English text."
                yield (key, KEY), Bad("unknown-field", message, fix)
                continue
            try:
                string(text, "text")
            except Bad as bad:
                yield (key,), bad

    @classmethod
    def read_at(cls, raw: object, path: KeyPath, reading: Reading) -> Words | None:
        if not isinstance(raw, dict):
            return super().read_at(raw, path, reading)
        reading.place(path, cls)
        if reading.places is not None:
            reading.places += [((*path, key), cls) for key in raw]
        try:
            return cls.read(raw)
        except Bad:  # it says one thing, and more may be wrong
            for inside, bad in cls._wrong(raw):
                reading.trouble((*path, *inside), bad.code, bad.message, bad.fix)
            return None

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
        return self.get(FALLBACK)

    def get(self, language: str) -> str | None:
        """Return the text in a language, or None."""
        place = _PLACES.get(language)
        return None if place is None else self._in_order[place]

    def best(self, language: str) -> tuple[str, str]:
        """Return the text in a language or else in another, and which language it is in."""
        for code in (language, FALLBACK, *LANGUAGES):
            if text := self.get(code):
                return text, code
        return "", language

    def in_(self, language: str) -> str:
        """Return the text in a language, or else in another."""
        return self.get(language) or self.best(language)[0]

    def all(self) -> list[str]:
        """Return the texts, in the order of the languages."""
        return [text for text in self._in_order if text]

    def words(self, names: Names, language: str) -> str:
        return self.in_(language)

    def key(self) -> str:
        return plain_line(self.in_(FALLBACK))

    def as_json(self) -> Json:
        return self.texts

    def __repr__(self) -> str:
        texts = ", ".join(f"{code}={text!r}" for code, text in self.texts.items())
        return f"{type(self).__name__}({texts})"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._in_order == other._in_order

    def __hash__(self) -> int:
        return hash(self._in_order)


class Name(Words):
    """A name as it is written, the same in every language; or one in each."""

    what: ClassVar[Words]
    written = "Write it as the organisation itself does, or {en: …, ko: …}."

    @classmethod
    def read(cls, raw: object) -> Words:
        words = super().read(raw)
        return words if isinstance(raw, dict) else cls(**dict.fromkeys(LANGUAGES, words.in_("")))

    @property
    def is_one(self) -> bool:
        """Whether it is the same in every language."""
        return len(set(self._in_order)) == 1

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
    """The two states without a value: `unknown` (searched, not found) and `none`.

    Every fact may have one of them in the place of its value, whatever the type of that is.
    """

    what = Words(en="unknown or none", ko="unknown 또는 none")
    column = "word"
    label: Words
    meaning: str

    @classmethod
    def read(cls, raw: object) -> State:
        if not isinstance(raw, str) or raw not in STATES:
            raise Bad(
                "unknown-word",
                f"{shown(raw)} is neither `unknown` nor `none`",
                "Write `unknown` or `none`.",
            )
        return STATES[raw]

    @classmethod
    def schema(cls, vocabularies: Mapping[str, Any]) -> Schema:
        return _one_of({word: state.meaning for word, state in STATES.items()})

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
    Words(en="unknown (searched, not found)", ko="찾아보았으나 확인되지 않음"),
    "Searched for and not found; `checked` gives the date of the search.",
)
NONE = _state(
    "none",
    Words(en="none, according to the source", ko="출처에 따르면 없음"),
    "The source says that there is none.",
)
STATES = {str(state): state for state in (UNKNOWN, NONE)}

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
            raise Bad(
                "unknown-word",
                f"{shown(raw)} is not an evidence grade",
                f"Use one of: {', '.join(GRADES)}.",
            )
        return cls(raw)

    @classmethod
    def schema(cls, vocabularies: Mapping[str, Any]) -> Schema:
        return {"type": "string", "enum": list(GRADES)}

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
            message = f"{shown(raw)} is not true or false"
            raise Bad("not-true-or-false", message, "Write `true` or `false`, without quotes.")
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


class Term(Value, str):
    """A word of a closed vocabulary in data/vocabulary/. Subclasses say which."""

    what = Words(en="a term of “{name}” ({n})", ko="‘{name}’ 목록의 낱말 가운데 하나(모두 {n}개)")
    column = "term"
    common = True

    @classmethod
    def read(cls, raw: object) -> Term:
        return cls(string(raw, "a word of the vocabulary"))

    @classmethod
    def schema(cls, vocabularies: Mapping[str, Any]) -> Schema:
        vocabulary = vocabularies.get(cls.vocabulary)
        if vocabulary is None:  # its file is broken or not there; the check says so
            return {"type": "string"}
        meanings = {}
        for name, word in vocabulary.terms.items():
            meaning = f": {word.definition.in_(FALLBACK)}" if word.definition else ""
            meanings[name] = f"{' · '.join(word.label.all())}{meaning}"
        return _one_of(meanings) if meanings else {"type": "string"}

    def words(self, names: Names, language: str) -> str:
        term = names.term(self)
        return term.label.in_(language) if term else str(self)

    def order(self, names: Names, language: str) -> tuple:
        return (names.rank(self), "")


@cache
def term(vocabulary: str) -> type[Term]:
    """Return the type of the words of `data/vocabulary/<vocabulary>.yml`."""
    name = "".join(part.capitalize() for part in vocabulary.split("-"))
    written = f"A term of data/vocabulary/{vocabulary}.yml."
    return type(name, (Term,), {"vocabulary": vocabulary, "written": written})
