"""The reference of fields for those who write records, made from the models and their words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, get_args, get_origin

from markupsafe import Markup
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from macros.model.base import Cited, Record, Sourced, Strict, value_type
from macros.model.kinds import KINDS
from macros.model.values import (
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
    Words,
)
from macros.model.vocabulary import Vocabulary
from macros.page.context import Context
from macros.page.tables import table
from macros.page.text import html, joined, text
from macros.store.schemas import schema_line

MODELS: dict[str, type[BaseModel]] = {
    **KINDS,
    "record": Record,
    "fact": Cited,
    "vocabulary": Vocabulary,
}
"""What has fields: the kinds, every record, every fact in its long form, a closed list."""

_TYPES = (
    (Prose, "type_prose"),
    (Words, "type_words"),
    (PartialDate, "type_date"),
    (Number, "type_number"),
    (Count, "type_count"),
    (Url, "type_url"),
    (RegistryNumber, "type_registry_number"),
    (Code, "type_code"),
    (Text, "type_text"),
)
_PLAIN = re.compile(r"[A-Za-z가-힣][A-Za-z0-9가-힣 .()/%_-]*")  # what needs no quotes anywhere


def field_table(context: Context, name: str) -> Markup:
    """Return the fields of one of `MODELS`: name, what to write, example as YAML."""
    model = MODELS[name]
    names = list(model.specs if name in KINDS else model.model_fields)
    names.sort(key=lambda field: name == "fact" and field != "value")
    head = [context.label(key) for key in ("field", "what_to_write", "example")]
    return table(head, _rows(context, model, names))


def starter(kind: str) -> str:
    """Return the text of a new record to be filled in: what it must have, what it should have.

    The examples show the form; they stand behind `#`, so that none becomes a fact by oversight.
    """
    model = KINDS[kind]
    lines = [schema_line(kind), "# Fill in what you know, without the sign #; delete the rest."]
    if model.model_fields["name"].is_required():
        lines += ["name: {en: , ko: }", "sources: []"]
    lines.append("checked: ")
    for name, spec in model.specs.items():
        if model.model_fields[name].is_required() or spec.expected:
            lines.append(f"# {name}: {_yaml(spec.example)}")
    return "\n".join(lines) + "\n"


def _rows(
    context: Context, model: type[BaseModel], names: list[str], within: str = ""
) -> Iterator[list[Markup]]:
    for name in names:
        info = model.model_fields[name]
        spec = model.specs.get(name) if issubclass(model, Strict) else None
        label = context.words(spec.label) if spec else Markup("")
        title = html("<code>{}</code><br>{}", f"{within}{name}", label)
        told = [html('<span lang="en">{}</span>', info.description or "")]
        told += [_type(context, info)]
        if info.is_required():
            told.append(html("<strong>{}</strong>", context.label("required")))
        elif spec and spec.expected:
            told.append(text(context.label("expected")))
        example = Markup("")
        if info.examples:
            example = html("<code>{}</code>", f"{name}: {_yaml(info.examples[0])}")
        yield [title, joined(html("<div>{}</div>", line) for line in told), example]
        part = part_of(info.annotation)
        if part:
            own = [field for field in part.model_fields if field not in Sourced.model_fields]
            yield from _rows(context, part, own, within=f"{within}{name} › ")


def part_of(annotation: Any) -> type[BaseModel] | None:
    """Return the model of the entries that a field holds, where they have fields of their own."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if not issubclass(annotation, Cited):
            return annotation
        annotation = annotation.model_fields["value"].annotation
        return part_of(annotation)
    if not isinstance(annotation, type) or get_args(annotation):
        found = (part_of(inner) for inner in get_args(annotation))
        return next((part for part in found if part), None)
    return None


def _type(context: Context, info: FieldInfo) -> Markup:
    """Return in words what a field holds: a date, a list of ids of companies, words of a list."""
    value = value_type(info.annotation)
    several = _is_list(info.annotation)
    if get_origin(info.annotation) is dict:
        return text(context.label("type_words_by_id"))
    if part_of(info.annotation):
        return text(context.label("type_entries" if several else "type_entry"))
    if value is None:
        return text(context.label("type_bool" if info.annotation is bool else "type_any"))
    if issubclass(value, Term):
        shown = _words(context, value)
    elif issubclass(value, Ref):
        kinds = [f"data/{kind}/" for kind in value.kinds] or ["data/"]
        codes = joined((html("<code>{}</code>", kind) for kind in kinds), ", ")
        shown = html("{} {}", context.label("type_id"), codes)
    else:
        key = next(key for base, key in _TYPES if issubclass(value, base))
        shown = text(context.label(key))
    return html("{}: {}", context.label("type_list"), shown) if several else shown


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) is list or any(
        get_origin(inner) is list for inner in get_args(annotation)
    )


def _words(context: Context, value: type[Term]) -> Markup:
    """Return the words of a closed list behind a line that opens."""
    vocabulary = context.atlas.vocabularies[value.vocabulary]
    items = (
        html(
            "<li><code>{}</code> {}{}</li>",
            word,
            context.words(term.label),
            html(": {}", context.words(term.definition)) if term.definition else "",
        )
        for word, term in vocabulary.terms.items()
    )
    title = context.label(
        "type_term", name=vocabulary.name.best(context.language)[0], n=len(vocabulary.terms)
    )
    return html(
        '<details class="unfolds"><summary>{}</summary><ul>{}</ul></details>', title, joined(items)
    )


def _yaml(value: Any) -> str:
    """Return an example as YAML on one line, in quotes where the reader needs them."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_yaml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_yaml, value)) + "]"
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value not in ("true", "false"):
        return value
    return json.dumps(value, ensure_ascii=False)
