"""What a model found wrong, in the words of a person who fills in a field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from macros.model.problems import KEY, KeyPath, nearest


def explain(
    model: type[BaseModel], error: ValidationError
) -> Iterator[tuple[KeyPath, str, str, str]]:
    """Yield path in the file, code, message and fix for each thing that the model found."""
    found_all = error.errors(include_url=False)
    meant = {
        (*found["loc"][:-1], _nearest(model, found["loc"]))
        for found in found_all
        if found["type"] == "extra_forbidden"
    }
    for found in found_all:
        path: KeyPath = tuple(found["loc"])
        match found["type"]:
            case "extra_forbidden":
                near = _nearest(model, path)
                fields = ", ".join(fields_at(model, path[:-1]))
                fix = f'Did you mean "{near}"?' if near else f"Fields here: {fields}."
                yield (*path, KEY), "unknown-field", f'unknown field "{path[-1]}"', fix
            case "missing" if path in meant:
                continue  # it is there, misspelt: the unknown field says so
            case "missing":
                fix = f"Add `{path[-1]}: …`."
                yield path[:-1], "missing-field", f'the field "{path[-1]}" is missing', fix
            case "too_short" if path[-1] == "sources":
                yield path, "missing-source", "no source is given", "Write `sources: [source-id]`."
            case "too_short":
                yield path, "empty-value", "nothing is given here", "Fill it in or delete it."
            case "list_type":
                yield path, "not-a-list", "a list is wanted here", "Write `[a, b]`."
            case "bool_type" | "bool_parsing":
                yield path, "not-true-or-false", "true or false is wanted here", "Write `true`."
            case "model_type" | "model_attributes_type" | "dict_type":
                fields = ", ".join(fields_at(model, path))
                yield path, "not-a-mapping", "fields are wanted here", f"Fields: {fields}."
            case code:
                context = found.get("ctx", {})
                message = context.get("message", found["msg"])
                yield path, code, message, context.get("fix", "")


def _nearest(model: type[BaseModel], path: KeyPath) -> str | None:
    """Return the field that is most like the last part of a path."""
    return nearest(str(path[-1]), fields_at(model, path[:-1]))


def fields_at(model: type[BaseModel], path: Iterable[Any]) -> list[str]:
    """Return the names of the fields that may stand at a path below a model."""
    for part in path:
        info = model.model_fields.get(part) if isinstance(part, str) else None
        inner = _innermost(info.annotation) if info else None
        model = inner or model
    return list(model.model_fields)


def _innermost(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in get_args(annotation):
        found = _innermost(argument)
        if found:
            return found
    return None
