"""How a value of each type is written in a file, in the terms of a JSON Schema and in words.

`macros/model/values.py` reads them and is the judge; this says the same to editors.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from macros.model.values import (
    ID,
    Code,
    Count,
    Number,
    PartialDate,
    Prose,
    Ref,
    RegistryNumber,
    Term,
    Text,
    Url,
    Value,
    Words,
)


@dataclass(frozen=True)
class Form:
    """`schema` for programs (draft 7), `written` as a sentence for people, or ""."""

    schema: dict[str, Any] = field(default_factory=dict)
    written: str = ""


def _like(pattern: str, message: str, written: str = "", **more: Any) -> Form:
    """Return the form of texts like a pattern; editors show the message where one is not."""
    # \d is more than the digits 0 to 9 for some readers of a schema.
    ascii_pattern = pattern.replace(r"\d", "[0-9]")
    schema = {"type": "string", "pattern": ascii_pattern, "patternErrorMessage": message}
    return Form(schema | more, written)


_ANY_TEXT = {"type": "string", "pattern": r"\S"}
_EITHER_LANGUAGE = {
    "anyOf": [
        _ANY_TEXT,
        {
            "type": "object",
            "additionalProperties": False,
            "minProperties": 1,
            "properties": {
                "en": {"description": "In English.", **_ANY_TEXT},
                "ko": {"description": "In Korean.", **_ANY_TEXT},
            },
        },
    ]
}
_DIGITS = "Write digits and at most one point, without unit or comma."

_FORMS: dict[type[Value], Form] = {
    Text: Form(_ANY_TEXT),
    Words: Form(_EITHER_LANGUAGE, "Write {en: …, ko: …}; a bare text is English."),
    Prose: Form(
        _EITHER_LANGUAGE, "Inline Markdown with [[id]] and [@source-id]; write {en: …, ko: …}."
    ),
    PartialDate: _like(
        r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
        'Write "YYYY", "YYYY-MM" or "YYYY-MM-DD", in quotes.',
        'Write "YYYY", "YYYY-MM" or "YYYY-MM-DD", as precise as the source.',
    ),
    Number: _like(r"^-?\d{1,15}(\.\d{1,6})?$", _DIGITS, _DIGITS, type=["number", "string"]),
    Count: Form({"type": "integer", "minimum": 0}),
    Url: _like(r"^https?://[^\s\\<>\"`{}|^]+$", "Write https://… without blanks."),
    RegistryNumber: _like(
        f"^({RegistryNumber._form.pattern})$",
        "Write it as the registry does: NCT01234567, KCT0001234.",
    ),
}


def form_of(value: type[Value]) -> Form:
    """Return how a type of value is written. A closed list's words are its vocabulary's own."""
    if issubclass(value, Term):
        return Form(_ANY_TEXT, f"A word of the list data/vocabulary/{value.vocabulary}.yml.")
    if issubclass(value, Ref):
        where = " or ".join(f"data/{kind}/" for kind in value.kinds) or "data/"
        wrong = "Write an id: small letters, digits and single hyphens."
        return _like(f"^{ID.pattern}$", wrong, f"An id: a file name in {where} without .yml.")
    if issubclass(value, Code):
        return _like(f"^({value.pattern})$", f"Like {value.like}.")
    return next(_FORMS[base] for base in value.__mro__ if base in _FORMS)
