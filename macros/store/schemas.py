"""JSON Schemas, one a kind, made from the models: editors complete, explain and check with them.

A schema says what a file alone can show: fields, forms, words of the closed lists. What takes
other files to see (is this id there, does the fact have a source) is left to `atlas check`.
Draft 7 is what the language servers of all editors read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel

from macros.model.base import Cited, Part, Record, Sourced, Tombstone, value_type
from macros.model.kinds import KINDS
from macros.model.values import STATES, Term, Value
from macros.model.vocabulary import Vocabulary
from macros.store.editing.layout import SCHEMA
from macros.store.forms import form_of
from macros.store.tree import VOCABULARY

FOLDER = "schemas"
WIDTH = 100


def schema_line(kind: str) -> str:
    """Return the first line of a kind's files: it tells an editor which schema is theirs."""
    return f"{SCHEMA} $schema=../../{FOLDER}/{kind}.json"


def with_schema_line(kind: str, text: str) -> str:
    """Return the text of a file of a kind with the right first line; the rest stays as it is."""
    end = "\r\n" if "\r\n" in text else "\n"
    rest = [
        line
        for line in text.removeprefix("\ufeff").splitlines(keepends=True)
        if not line.startswith(SCHEMA)
    ]
    return "".join([schema_line(kind), end, *rest])


def schema_files(vocabularies: Mapping[str, Vocabulary]) -> Iterator[tuple[str, str]]:
    """Yield path and text of each schema: schemas/companies.json, …, schemas/vocabulary.json."""
    for kind, model in KINDS.items():
        yield f"{FOLDER}/{kind}.json", as_json(record_schema(model, vocabularies))
    yield f"{FOLDER}/{VOCABULARY}.json", as_json(vocabulary_schema())


def record_schema(model: type[Record], vocabularies: Mapping[str, Vocabulary]) -> dict[str, Any]:
    """Return the schema of the files of a kind: a record, or what is left of one (`moved_to`)."""
    made = _Definitions(vocabularies)
    record = made.fields(model)
    moved = made.fields(Tombstone)["properties"]
    required = record.pop("required")
    not_here = {name: False for name in moved if name not in (*record["properties"], "moved_to")}
    return {
        **_head(model.about.one.en, (model.__doc__ or model.about.intro.en)),
        **record,
        "properties": record["properties"] | moved,
        "if": {"required": ["moved_to"]},
        "then": {"propertyNames": {"enum": list(moved)}},
        "else": {"required": required, "properties": not_here},
        "$defs": made.sorted(),
    }


def vocabulary_schema() -> dict[str, Any]:
    """Return the schema of data/vocabulary/*.yml."""
    made = _Definitions({})
    body = made.fields(Vocabulary)
    return {**_head("Vocabulary", _first_line(Vocabulary)), **body, "$defs": made.sorted()}


def _head(title: str, description: str) -> dict[str, Any]:
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": "Made by `./atlas schema --write`; changes by hand are lost.",
        "title": title,
        "description": description,
    }


class _Definitions:
    """Turns annotations of models into schemas; what is used more than once is named in `$defs`."""

    def __init__(self, vocabularies: Mapping[str, Vocabulary]):
        self._vocabularies = vocabularies
        self._made: dict[str, dict[str, Any]] = {}
        self._owners: dict[str, Any] = {}

    def sorted(self) -> dict[str, dict[str, Any]]:
        """Return the definitions in the order of their names."""
        return dict(sorted(self._made.items()))

    def fields(self, model: type[BaseModel], without: tuple[str, ...] = ()) -> dict[str, Any]:
        """Return the schema of a mapping with the fields of a model."""
        infos = {name: f for name, f in model.model_fields.items() if name not in without}
        required = [name for name, info in infos.items() if info.is_required()]
        return {
            "type": "object",
            "additionalProperties": False,
            **({"required": required} if required else {}),
            "properties": {name: self._field(name, info) for name, info in infos.items()},
        }

    def _field(self, name: str, info: Any) -> dict[str, Any]:
        label = (info.json_schema_extra or {}).get("spec", {}).get("label")
        title = f"{label.en} · {label.ko}" if label else name.replace("_", " ").capitalize()
        said = {"title": title, "description": info.description or ""}
        value = value_type(info.annotation)
        if value:
            said["description"] = f"{said['description']} {form_of(value).written}".strip()
        if info.examples and _is_simple(info.examples[0]):
            said["examples"] = info.examples
        form = self._form(info.annotation, spread=bool(info.metadata))
        if any(getattr(limit, "min_length", None) for limit in info.metadata):
            form = form | {"minProperties" if form["type"] == "object" else "minItems": 1}
        return said | form

    def _form(self, annotation: Any, spread: bool = False) -> dict[str, Any]:
        """Return the schema of an annotation; `spread` marks a list that may share its sources."""
        origin, inner = get_origin(annotation), get_args(annotation)
        if origin in (Union, UnionType):
            return self._form(next(a for a in inner if a is not type(None)))
        if origin is list and spread and issubclass(inner[0], (Cited, Part)):
            return self._many(inner[0])
        if origin is list:
            return {"type": "array", "items": self._form(inner[0])}
        if origin is dict:
            return {"type": "object", "additionalProperties": self._form(inner[1])}
        if annotation is bool:
            return {"type": "boolean"}
        if issubclass(annotation, Value):
            # A closed list may be called as a part is: licence.
            name = annotation.__name__ + ("Word" if issubclass(annotation, Term) else "")
            return self._named(name, annotation, lambda: self._value(annotation))
        if issubclass(annotation, Cited):
            return self._one(annotation)
        name = annotation.__name__.replace("[", "").replace("]", "")
        return self._named(name, annotation, lambda: self._part(annotation))

    def _named(self, name: str, owner: Any, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Return a reference to a definition, made when it is first named."""
        if self._owners.setdefault(name, owner) is not owner:
            raise ValueError(f"two definitions would be called {name}: {owner}")
        if name not in self._made:
            self._made[name] = make()
        return {"$ref": f"#/$defs/{name}"}

    def _value(self, value: type[Value]) -> dict[str, Any]:
        if not issubclass(value, Term):
            return form_of(value).schema
        vocabulary = self._vocabularies.get(value.vocabulary)
        if vocabulary is None:  # its file is broken or not there; the check says so
            return {"type": "string"}
        meanings = []
        for word in vocabulary.terms.values():
            meaning = f": {word.definition.best('en')[0]}" if word.definition else ""
            meanings.append(f"{word.en} · {word.ko}{meaning}")
        return {"enum": list(vocabulary.terms), "enumDescriptions": meanings}

    def _part(self, model: type[BaseModel]) -> dict[str, Any]:
        """Return a mapping with fields of its own; those that every fact has come by reference."""
        shared = Sourced.model_fields if issubclass(model, Sourced) else {}
        own = {name for name, info in model.model_fields.items() if _is_own(model, name)}
        body = self.fields(model, without=tuple(name for name in shared if name not in own))
        body["properties"] |= {
            name: self._named(name, Sourced, lambda name=name: self._field(name, shared[name]))
            for name in shared
            if name not in own
        }
        said = {"description": _first_line(model)} if "[" not in model.__name__ else {}
        return said | body

    def _state(self) -> dict[str, Any]:
        return self._named(
            "State",
            STATES,
            lambda: {
                "enum": list(STATES),
                "enumDescriptions": [
                    "Somebody looked and did not find it; `checked` says when.",
                    "The source says that there is none.",
                ],
            },
        )

    def _one(self, cited: type[Cited]) -> dict[str, Any]:
        """A fact: the bare value, `unknown` or `none`, or a mapping that says more of it."""
        value = self._form(_value_of(cited))
        name = f"One{_named_in(value)}"
        either = [value, self._state()]

        def make() -> dict[str, Any]:
            return {"anyOf": [*either, self._long(cited, {"anyOf": either})]}

        return self._named(name, cited, make)

    def _many(self, item: type[Cited] | type[Part]) -> dict[str, Any]:
        """Facts: a list, or `{value: [a, b], sources: [s]}` with what all of them share."""
        one = self._form(item)
        states = [self._state()] if issubclass(item, Cited) else []
        values = {"anyOf": [{"type": "array", "items": one}, *states]}
        name = f"Many{_named_in(one).removeprefix('One')}"

        def make() -> dict[str, Any]:
            shared = self._long(item if issubclass(item, Cited) else Sourced, values)
            return {"anyOf": [{"type": "array", "items": one}, *states, shared]}

        return self._named(name, item, make)

    def _long(self, model: type[Sourced], value: dict[str, Any]) -> dict[str, Any]:
        body = self._part(model)
        body.pop("description", None)
        said = {"description": Cited.model_fields["value"].description}
        body["properties"] = {"value": {}} | body["properties"] | {"value": said | value}
        return body | {"required": ["value"]}


def _is_own(model: type[BaseModel], name: str) -> bool:
    """Return whether a model declares a field itself, or anew."""
    return name not in Sourced.model_fields or (
        model.model_fields[name].metadata != Sourced.model_fields[name].metadata
    )


def _value_of(cited: type[Cited]) -> Any:
    return cited.model_fields["value"].annotation


def _named_in(reference: dict[str, Any]) -> str:
    return reference["$ref"].rpartition("/")[2]


def _is_simple(example: Any) -> bool:
    """Return whether editors can offer an example: a bare value or a list of such."""
    return not any(isinstance(item, dict) for item in [example, *_as_list(example)])


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _first_line(of: type) -> str:
    return (of.__doc__ or "").strip().partition("\n")[0]


def as_json(schema: dict[str, Any]) -> str:
    """Return a schema as text: what fits on a line stays on one."""
    return f"{_pretty(schema, 0)}\n"


def _pretty(value: Any, indent: int, taken: int = 0) -> str:
    short = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, (dict, list)) or len(short) + indent + taken < WIDTH and indent:
        return short
    pad = " " * (indent + 2)
    if isinstance(value, dict):
        named = ((f"{json.dumps(key, ensure_ascii=False)}: ", item) for key, item in value.items())
        parts = [name + _pretty(item, indent + 2, len(name)) for name, item in named]
        left, right = "{}"
    else:
        parts = [_pretty(item, indent + 2) for item in value]
        left, right = "[]"
    inside = f",\n{pad}".join(parts)
    return f"{left}\n{pad}{inside}\n{' ' * indent}{right}"
