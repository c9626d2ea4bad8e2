"""JSON Schemas, one a kind, made from the models: editors complete, explain and check with them.

A schema says what a file alone can show: fields, forms, vocabulary terms. What takes
other files to see (is this id there, does the fact have a source) is left to `atlas check`.
Draft 7 is what the language servers of all editors read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from macros.model.atlas import Atlas
from macros.model.facts import Also, Fact, Facts, OnePart
from macros.model.fields import Field, Model
from macros.model.kinds import KINDS
from macros.model.languages import FALLBACK
from macros.model.record import Record, Redirect
from macros.model.refs import Ref, ref
from macros.model.values import STATES, Flag, Schema, State, Term, Value
from macros.model.vocabulary import Vocabulary
from macros.store.tree import VOCABULARY

FOLDER = "schemas"

IDS = "ids.json"
"""The file whose definitions name the ids of each kind, so that editors complete them."""

SCHEMA = "# yaml-language-server:"
"""How the line begins that tells an editor which fields there are."""

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


def ids_file(atlas: Atlas, schemas: Iterable[str]) -> tuple[str, str]:
    """Return path and text of the schema of ids, with those that there are as examples.

    `schemas` are the texts of the others, which name parts of it.

    An id that it does not name is none the worse: whether a record is there, the check says.
    """
    kinds = {kind: {**ref(kind).schema({}), "examples": []} for kind in KINDS}
    for kind, definition in kinds.items():
        definition["examples"] = [*map(str, atlas.ids([kind]))]
    named = {*re.findall(rf'"{re.escape(IDS)}#/\$defs/([a-z-]+)"', "".join(schemas))} - kinds.keys()
    several = {
        name: {"anyOf": [{"$ref": f"#/$defs/{kind}"} for kind in KINDS if _names(name, kind)]}
        for name in sorted(named)
    }
    schema = {**_head("Ids", "The ids of each kind, for completion."), "$defs": kinds | several}
    return f"{FOLDER}/{IDS}", as_json(schema)


def _names(name: str, kind: str) -> bool:
    return name == "records" or kind in name.split("-or-")


def without_ids(text: str) -> str:
    """Return the text of the schema of ids without the ids: what is the same for all data."""
    return re.sub(r'"examples": \[[^\]]*\]', '"examples": []', text)


def record_schema(model: type[Record], vocabularies: Mapping[str, Vocabulary]) -> Schema:
    """Return the schema of the files of a kind: a record, or what is left of one (`moved_to`)."""
    definitions = Definitions(vocabularies)
    record = definitions.fields(model)
    moved = definitions.fields(Redirect)["properties"]
    required = {name: record.pop(name) for name in ("required", "allOf") if name in record}
    known = dict.fromkeys(required.get("required", ()), True)
    not_here = {name: False for name in moved if name not in (*record["properties"], "moved_to")}
    return {
        **_head(model.about.one.in_(FALLBACK), (model.__doc__ or model.about.intro.in_(FALLBACK))),
        **record,
        "properties": record["properties"] | moved,
        "if": _has("moved_to"),
        "then": {"type": "object", "propertyNames": {"type": "string", "enum": list(moved)}},
        "else": {"type": "object", **required, "properties": not_here | known},
        "$defs": definitions.sorted(),
    }


def vocabulary_schema() -> Schema:
    """Return the schema of data/vocabulary/*.yml."""
    definitions = Definitions({})
    body = definitions.fields(Vocabulary)
    return {**_head("Vocabulary", _first_line(Vocabulary)), **body, "$defs": definitions.sorted()}


def _required(model: type[Model]) -> Schema:
    """Return what says which fields of a model must be there, or the one in their place."""
    fields = {name: model.fields[name].instead for name in model.required}
    always = [name for name, instead in fields.items() if not instead]
    either = [{"anyOf": [_has(name), _has(instead)]} for name, instead in fields.items() if instead]
    return ({"required": always} if always else {}) | ({"allOf": either} if either else {})


def _has(*names: str) -> Schema:
    """Return what says that a mapping has fields, in a form that strict readers take."""
    return {"type": "object", "properties": dict.fromkeys(names, True), "required": list(names)}


def _head(title: str, description: str) -> Schema:
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": "Made by `./atlas schema --write`; changes by hand are lost.",
        "title": title,
        "description": description,
    }


class Definitions:
    """Turns fields of models into schemas; what is used more than once is named in `$defs`."""

    def __init__(self, vocabularies: Mapping[str, Vocabulary]):
        self._vocabularies = vocabularies
        self._made: dict[str, Schema] = {}
        self._owners: dict[str, object] = {}

    def sorted(self) -> dict[str, Schema]:
        """Return the definitions in the order of their names."""
        return dict(sorted(self._made.items()))

    def fields(self, model: type[Model]) -> Schema:
        """Return the schema of a mapping with the fields of a model.

        The qualifiers that every fact has, and those of other sources' values, come by reference.
        """
        return {
            "type": "object",
            "additionalProperties": False,
            **_required(model),
            "properties": {
                name: self._qualifier(name, field) or self._field(field)
                for name, field in model.fields.items()
            },
        }

    def _qualifier(self, name: str, field: Field[Any]) -> Schema | None:
        """Return a reference to what many models share; None for a field of one model."""
        for owner, shared in ((Fact, name), (Also, f"also_{name}")):
            if owner.fields.get(name) is field:
                return self._named(shared, owner, lambda: self._field(field))
        return None

    def _field(self, field: Field[Any]) -> Schema:
        title = " · ".join(field.labelled().all())
        written = field.value.written if field.value else ""
        schema: Schema = {"title": title, "description": f"{field.help} {written}".strip()}
        if field.example is not None and _is_simple(field.example):
            schema["examples"] = [field.example]
        return schema | self._form(field)

    def _form(self, field: Field[Any]) -> Schema:
        """Return the schema of what a field may hold, by its shape."""
        if isinstance(field, Facts):
            one = self._one(field)
            return self._many(one, field.long, states=[self.value(State)]) if field.several else one
        entry = self.value(field.value) if field.value else self._part(field.part or Model)
        if isinstance(field, OnePart):
            return self._many(entry, Fact, states=[]) if field.several else entry
        if field.keyed:
            return {"type": "object", "additionalProperties": entry, "minProperties": 1}
        if field.several:
            fewest = {"minItems": field.fewest} if field.fewest else {}
            return {"type": "array", "items": entry, "uniqueItems": True, **fewest}
        return entry

    def _named(self, name: str, owner: object, make: Callable[[], Schema]) -> Schema:
        """Return a reference to a definition, made when it is first named."""
        if self._owners.setdefault(name, owner) != owner:
            raise ValueError(f"two definitions would be called {name}: {owner}")
        if name not in self._made:
            self._made[name] = make()
        return {"$ref": f"#/$defs/{name}"}

    def value(self, value: type[Value]) -> Schema:
        if issubclass(value, Model):  # an amount of money: a value with fields of its own
            return self._part(value)
        if issubclass(value, Flag):
            return value.schema(self._vocabularies)
        if issubclass(value, Ref):
            kinds = "-or-".join(value.kinds) or "records"
            return self._named(value.__name__, value, lambda: {"$ref": f"{IDS}#/$defs/{kinds}"})
        # A vocabulary may be called as a part is: licence.
        name = value.__name__ + ("Word" if issubclass(value, Term) else "")
        return self._named(name, value, lambda: value.schema(self._vocabularies))

    def _part(self, model: type[Model]) -> Schema:
        """Return a mapping with fields of its own, named after its model."""
        name = model.__name__.replace("[", "").replace("]", "")
        schema = {} if "[" in model.__name__ else {"description": _first_line(model)}
        return self._named(name, name, lambda: schema | self.fields(model))

    def _one(self, field: Facts) -> Schema:
        """A fact: the bare value, `unknown` or `none`, or a mapping that says more of it."""
        assert field.value
        value = self.value(field.value)
        either = [value, self.value(State)]
        name = f"One{field.detailed.__name__ if field.detailed else _named_in(value)}"
        long = lambda: self._long(field.long, {"anyOf": either})  # noqa: E731
        return self._named(name, name, lambda: {"anyOf": [*either, long()]})

    def _many(self, one: Schema, long: type[Fact], states: list[Schema]) -> Schema:
        """Facts: a list, or `{value: [a, b], sources: [s]}` with what all of them share."""
        several: Schema = {"type": "array", "items": one, "minItems": 1}
        if states and not long.declared():  # a state is alone, and no value is there twice
            alone = {"type": "array", "maxItems": 1}
            no_state = {"type": "array", "items": {"not": {"enum": list(STATES)}}}
            several |= {"uniqueItems": True, "anyOf": [alone, no_state]}
        values = {"anyOf": [several, *states]}
        name = f"Many{_named_in(one).removeprefix('One')}"
        return self._named(
            name, name, lambda: {"anyOf": [*values["anyOf"], self._long(long, values)]}
        )

    def _long(self, model: type[Fact], value: Schema) -> Schema:
        body = self.fields(model)
        description = {"description": "The value, as in the short form."}
        body["properties"] = {"value": {}} | body["properties"] | {"value": description | value}
        planned = {"value": {"const": "unknown"}, "planned": {"const": True}}
        not_both = {"type": "object", "properties": planned, "required": list(planned)}
        return body | {"required": ["value"], "not": not_both}


def _named_in(reference: Schema) -> str:
    return reference["$ref"].rpartition("/")[2]


def _is_simple(example: object) -> bool:
    """Return whether editors can offer an example: a bare value or a list of such."""
    items = example if isinstance(example, list) else [example]
    return not any(isinstance(item, dict) for item in items)


def _first_line(of: type) -> str:
    return (of.__doc__ or "").strip().partition("\n")[0]


def as_json(schema: Schema) -> str:
    """Return a schema as text: what fits on a line stays on one."""
    return f"{_pretty(schema, 0)}\n"


_in_short = json.JSONEncoder(ensure_ascii=False).encode


def _pretty(value: object, indent: int, taken: int = 0) -> str:
    if isinstance(value, dict):
        named = ((f"{_in_short(key)}: ", item) for key, item in value.items())
        parts = [name + _pretty(item, indent + 2, len(name)) for name, item in named]
        left, right = "{}"
    elif isinstance(value, list):
        parts = [_pretty(item, indent + 2) for item in value]
        left, right = "[]"
    else:
        return _in_short(value)
    short = f"{left}{', '.join(parts)}{right}"
    if "\n" not in short and len(short) + indent + taken < WIDTH and indent:
        return short
    pad = " " * (indent + 2)
    inside = f",\n{pad}".join(parts)
    return f"{left}\n{pad}{inside}\n{' ' * indent}{right}"
