"""Every type of value has every face: read, words, order, key, column, JSON, schema, explanation.

The types are found by themselves. A new one needs examples of what it takes and refuses in
`EXAMPLES`, unless it has those of its base class.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft7Validator

from macros.model.atlas import Atlas
from macros.model.fields import Model
from macros.model.identifiers import Code, RegistryNumber
from macros.model.kinds import KINDS
from macros.model.languages import LANGUAGES
from macros.model.money import Money
from macros.model.numbers import Count, Number, Year
from macros.model.partial_dates import PartialDate
from macros.model.refs import Ref
from macros.model.urls import Url
from macros.model.values import (
    Flag,
    Grade,
    Name,
    Prose,
    Reading,
    State,
    Term,
    Text,
    Value,
    Words,
    term,
)
from macros.store.schemas import Definitions
from tests.schema_reader import schema_reader

COLUMNS = {"text", "word", "record", "term", "date", "number", "money", "address"}
"""What the explorer's script can show and order."""


class Examples(NamedTuple):
    """Two values as YAML gives them, the first of which comes first; what is refused."""

    first: Any
    second: Any
    refused: list[Any]


NO_TEXT = [5, True, "", " ", [], {}, ["a"]]

HANGUL = re.compile("[\uac00-\ud7a3]")

EXAMPLES: dict[type[Value], Examples] = {
    Text: Examples("AT101", "b\nc", NO_TEXT),
    Words: Examples(
        {"en": "A", "ko": "가"}, {"en": "b", "ko": "나"}, [5, "", [], {}, {"fr": "x"}, {"en": ""}]
    ),
    Name: Examples("A", {"en": "b", "ko": "나"}, [5, "", [], {}, {"fr": "x"}, {"en": ""}]),
    Prose: Examples("*A* [[exa1]] [@example-blog]", {"en": "b", "ko": "[[exa1|나]]"}, [5, ""]),
    State: Examples("none", "unknown", ["", "None", "nothing", 5, True, [], {}]),
    PartialDate: Examples("2021", "2021-02-18", [2021, "2021-13", "2021-2", "soon", "", [], {}]),
    Number: Examples("70.0", 595500000000, ["75 %", "1,000", "", True, [], {}]),
    Count: Examples(0, 91, ["91", -1, True, [], {}]),
    Year: Examples(2024, 1999, ["2024", 0, 10_000, True, [], {}]),  # the newest first
    Grade: Examples("primary", "unconfirmed", ["best", "", 5, {}]),
    Flag: Examples(True, False, ["true", 1, "", [], {}]),
    Url: Examples("http://a.example/x", "https://b.example", [5, "", "a.example", "ftp://a", {}]),
    RegistryNumber: Examples("KCT0001234", "NCT01234567", [5, "", "nct01234567", "NCT1", {}]),
    Ref: Examples("exa1", "example-cancer", [5, "", "EXA1", "a--b", "a.yml", [], {}]),
    Money: Examples(
        {"amount": 5, "currency": "krw"},
        {"amount": "7.50", "to": 8, "currency": "usd", "about": True},
        [5, "KRW 5", {"amount": 5}, {"currency": "krw"}, {"amount": 5, "currency": "krw", "x": 1}],
    ),
}


def all_types(base: type[Value] = Value) -> Iterator[type[Value]]:
    """Yield every type of value, those that files of the kinds declare too."""
    for kind in base.__subclasses__():
        yield kind
        yield from all_types(kind)


TYPES = list(dict.fromkeys(all_types()))
ABSTRACT = (Code, Term)  # their subclasses say of what form or list
USABLE = [kind for kind in TYPES if kind not in ABSTRACT]

every_type = pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
every_usable_type = pytest.mark.parametrize("kind", USABLE, ids=lambda kind: kind.__name__)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def examples_of(kind: type[Value], atlas: Atlas) -> Examples:
    """Return the examples of a type or of the nearest of its bases."""
    if issubclass(kind, Code):
        code = kind.like.strip('"')
        return Examples(code, code, [5, "", "no code of any kind", [], {}])
    if issubclass(kind, Term):
        words = list(atlas.vocabularies[kind.vocabulary].terms)
        return Examples(words[0], words[-1], [5, "", [], {}])
    for base in kind.__mro__:
        if base in EXAMPLES:
            return EXAMPLES[base]
    raise AssertionError(f"add examples of {kind.__name__} to EXAMPLES")


def read(kind: type[Value], raw: Any) -> Value | None:
    """Return the value, or None where it is refused: then it is said what to write instead."""
    reading = Reading()
    value = kind.read_at(raw, ("field",), reading)
    for trouble in reading.troubles:
        assert trouble.code and trouble.message and trouble.fix
        assert trouble.path[0] == "field"
    assert (value is None) is bool(reading.troubles)
    return value


def values_of(kind: type[Value], atlas: Atlas) -> list[Value]:
    """Return the values of the two examples."""
    first, second, _refused = examples_of(kind, atlas)
    values = [read(kind, raw) for raw in (first, second)]
    assert None not in values, f"{kind.__name__} refuses its examples"
    return [value for value in values if value is not None]


def test_the_types_of_all_fields_are_among_those_tested():
    fields = [field for model in KINDS.values() for field in model.fields.values()]
    parts = [field for outer in fields for field in outer.entries.values()]
    held = {field.value for field in (*fields, *parts)} - {None}
    assert len(held) > 30
    assert held <= set(TYPES)


@every_usable_type
def test_it_reads_what_is_sound_as_itself_and_refuses_the_rest(kind: type[Value], atlas: Atlas):
    assert all(isinstance(value, kind) for value in values_of(kind, atlas))
    for raw in examples_of(kind, atlas).refused:
        assert read(kind, raw) is None, raw


@every_usable_type
@every_language
def test_it_has_words_in_every_language(kind: type[Value], language: str, atlas: Atlas):
    for value in values_of(kind, atlas):
        words = value.words(atlas, language)
        assert isinstance(words, str) and words.strip()


@every_usable_type
@every_language
def test_values_have_an_order(kind: type[Value], language: str, atlas: Atlas):
    values = values_of(kind, atlas)
    if language == "ko" and kind.column in ("text", "record"):  # Hangul comes before Latin
        values.sort(key=lambda value: not HANGUL.match(value.words(atlas, language)))
    for order in (values, values[::-1]):
        assert sorted(order, key=lambda value: value.order(atlas, language)) == values


@every_usable_type
def test_its_key_is_one_line_and_tells_values_apart(kind: type[Value], atlas: Atlas):
    first, second = values_of(kind, atlas)
    for key in (first.key(), second.key()):
        assert type(key) is str and key.strip() == key != ""
        assert len(key.splitlines()) == 1
    assert (first.key() == second.key()) is (first == second)


@every_type
def test_it_names_a_column_that_the_explorer_knows(kind: type[Value]):
    assert kind.column in COLUMNS
    assert isinstance(kind.short, bool)


@every_usable_type
def test_its_json_reads_back_as_the_same_value(kind: type[Value], atlas: Atlas):
    for value in values_of(kind, atlas):
        written = json.dumps(value.as_json(), ensure_ascii=False, allow_nan=False)
        assert read(kind, json.loads(written)) == value


@every_usable_type
def test_its_schema_takes_what_it_reads_and_refuses_what_it_refuses(
    kind: type[Value], atlas: Atlas
):
    made = Definitions(atlas.vocabularies)
    schema = {**made.value(kind), "$defs": made.sorted()}
    Draft7Validator.check_schema(schema)
    validator = schema_reader(schema)
    first, second, refused = examples_of(kind, atlas)
    assert validator.is_valid(first) and validator.is_valid(second)
    assert [raw for raw in refused if validator.is_valid(raw)] == []


def test_the_schema_of_a_closed_list_takes_its_words_only(atlas: Atlas):
    schema = term("stage").schema(atlas.vocabularies)
    assert not Draft7Validator(schema).is_valid("no such stage")
    assert Draft7Validator(term("stage").schema({})).is_valid("approved")  # the list is broken


@every_usable_type
def test_it_says_what_to_write(kind: type[Value], atlas: Atlas):
    assert all((kind.what.get(language) or "").strip() for language in LANGUAGES)
    assert kind.written == "" or kind.written.endswith(".")
    if not issubclass(kind, Model):
        schema = kind.schema(atlas.vocabularies)
        asks_for_a_form = schema.get("pattern", r"\S") != r"\S"
        assert kind.written or not asks_for_a_form, "nothing explains the form"
        assert schema.get("description", ".").endswith(".")


@every_usable_type
def test_the_page_that_it_names_is_a_web_address(kind: type[Value], atlas: Atlas):
    for value in values_of(kind, atlas):
        address = value.address()
        assert address is None or read(Url, address) == address
    if issubclass(kind, (Url, RegistryNumber)) or getattr(kind, "page", ""):
        assert all(value.address() for value in values_of(kind, atlas))


def test_a_type_without_a_face_is_found_out(atlas: Atlas):
    class Colour(Value):
        """What somebody might add and leave unfinished."""

    with pytest.raises(AssertionError, match="EXAMPLES"):
        examples_of(Colour, atlas)
    for face in (lambda: Colour.read("red"), lambda: Colour.schema({})):
        with pytest.raises(NotImplementedError):
            face()
    assert not hasattr(Colour, "what")
