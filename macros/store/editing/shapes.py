"""Which values of a YAML text are dates, links or words of a vocabulary, and how keys are ordered.

A model knows the types and a layout knows the places; this walks both at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import NoneType
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from macros.model.base import Cited, Record, Sourced
from macros.model.problems import KeyPath
from macros.model.values import Value, Words
from macros.store.editing.layout import Node

FACT_ORDER = ("value", "as_of", "checked", "planned", "sources", "note", "also")
"""The order in which a fact says its value and what it rests on; its own fields come first."""


@dataclass(frozen=True)
class Place:
    """A value in a text with the type that the model gives it: a Value, or a model of fields."""

    path: KeyPath
    node: Node
    type: type


def places(model: type[BaseModel], root: Node) -> Iterator[Place]:
    """Yield the mappings and scalars that a model knows; what it does not know is passed over."""
    yield from _visit(model, root, ())


def field_order(model: type[BaseModel]) -> list[str]:
    """Return the fields of a model in the order in which they are written."""
    fields = list(model.model_fields)
    if issubclass(model, Record):
        return [name for name in fields if name != "facts"] + ["facts"]
    if issubclass(model, Sourced):
        own = [name for name in fields if name not in FACT_ORDER or name == "value"]
        return [*own, *(name for name in FACT_ORDER[1:] if name in fields)]
    return fields


def _visit(wanted: Any, node: Node, path: KeyPath) -> Iterator[Place]:
    wanted, many = item_type(wanted)
    if many:
        yield from _visit_all(wanted, node, path)
    elif issubclass(wanted, Cited) and node.get("value") is None:
        yield from _visit(wanted.model_fields["value"].annotation, node, path)
    elif issubclass(wanted, BaseModel):
        if node.mapping:
            yield Place(path, node, wanted)
            for entry in node.entries:
                info = wanted.model_fields.get(entry.key.scalar)
                if info:
                    yield from _visit(info.annotation, entry.value, (*path, entry.key.scalar))
    elif issubclass(wanted, Value):
        if node.scalar is not None:
            yield Place(path, node, wanted)
        elif node.mapping and issubclass(wanted, Words):
            yield Place(path, node, wanted)
            for entry in node.entries:
                if entry.value.scalar is not None:
                    yield Place((*path, entry.key.scalar), entry.value, wanted)


def _visit_all(wanted: Any, node: Node, path: KeyPath) -> Iterator[Place]:
    """Visit a list, `{value: [a, b], sources: [s]}`, or the parts of a mapping of its kind."""
    if node.scalar is not None:  # "none" or "unknown"
        return
    shared = node.get("value") if node.mapping else None
    if shared and isinstance(wanted, type) and issubclass(wanted, Sourced):
        yield Place(path, node, wanted)
        for entry in node.entries:
            info = wanted.model_fields.get(entry.key.scalar)
            if entry.value is not shared and info:
                yield from _visit(info.annotation, entry.value, (*path, entry.key.scalar))
        path, node = (*path, "value"), shared
    for index, entry in enumerate(node.entries):
        part = entry.key.scalar if entry.key else index
        yield from _visit(wanted, entry.value, (*path, part))


def item_type(wanted: Any) -> tuple[Any, bool]:
    """Return a type without `Annotated` and `| None`, and whether it is that of a list's items.

    `One[PartialDate]` is a `Cited[PartialDate]`, `Many[X]` a list of `Cited[X]`.
    """
    if get_origin(wanted) is Annotated:
        return item_type(get_args(wanted)[0])
    if isinstance(wanted, type) and get_origin(wanted) is None:
        return wanted, False
    arguments = [argument for argument in get_args(wanted) if argument is not NoneType]
    many = get_origin(wanted) in (list, dict)
    return (arguments[-1] if many else item_type(arguments[0])[0]), many
