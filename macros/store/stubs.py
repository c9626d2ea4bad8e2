"""The kinds for type checkers, which cannot read their files: `kinds/__init__.pyi`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from macros.model.facts import Alternatives, Cited, Facts, OnePart, Part
from macros.model.fields import Field, Model
from macros.model.identifiers import Code
from macros.model.kinds import DETAILED, KINDS
from macros.model.record import OpenFact, Record
from macros.model.refs import Ref
from macros.model.values import Term, Value

FILE = "macros/model/kinds/__init__.pyi"

_HEAD = '''"""Written by `./atlas schema --write` from the files of the kinds."""

from pathlib import Path
from typing import Any

from macros.model.facts import Also, Cited, Part
from macros.model.fields import Field
'''

_TAIL = """
class KindError(ValueError): ...

def read_kinds(folder: Path) -> dict[str, type[Record]]: ...

KINDS: dict[str, type[Record]]
DETAILED: list[type[Cited[Any]]]
"""


def kinds_stub() -> str:
    """Return the text of the stub: a class a kind or part, its fields with their types."""
    parts = [part for part in Part.__subclasses__() if part is not OpenFact]
    models = (*parts, *DETAILED, *KINDS.values())
    classes = "".join(map(_class, models))
    fields = (field for model in models for field in model.fields.values())
    modules = {Record.__module__: {"Record"}}
    for value in (_base(field.value) for field in fields if field.value):
        modules.setdefault(value.__module__, set()).add(value.__name__)
    imports = "".join(
        f"from {module} import {', '.join(sorted(names))}\n"
        for module, names in sorted(modules.items())
    )
    return f"{_HEAD}{imports}{_TAIL}{classes}"


def _class(model: type[Model]) -> str:
    if issubclass(model, Cited):
        base = f"Cited[{_name(model.fields['value'])}]"
    else:
        base = "Part" if issubclass(model, Part) else "Record"
    return f"\nclass {model.__name__}({base}):\n" + "".join(_lines(model))


def _lines(model: type[Model]) -> Iterator[str]:
    inherited = model.__bases__[0].fields
    declared = ("value", "also") if issubclass(model, Cited) else ()  # by its base
    for name, field in model.fields.items():
        if inherited.get(name) is not field and name not in declared:
            ignore = (
                "  # pyright: ignore[reportIncompatibleVariableOverride]" if name == "also" else ""
            )
            yield f"    {name}: Field[{_type(field)}]{ignore}\n"


def _type(field: Field[Any]) -> str:
    """Return what the attribute of a record gives."""
    if isinstance(field, Alternatives):
        return f"tuple[Also[{_name(field.holds.fields['value'])}], ...]"
    held = _name(field)
    if isinstance(field, Facts):
        held = field.detailed.__name__ if field.detailed else f"Cited[{held}]"
    if field.several:
        return f"tuple[{held}, ...]"
    always = field.required and not field.instead and not isinstance(field, OnePart)
    return held if always else f"{held} | None"


def _name(field: Field[Any]) -> str:
    """Return the class of a field's values: types made from a file go by their base."""
    return _base(field.value).__name__ if field.value else field.holds.__name__


def _base(value: type[Value]) -> type[Value]:
    return next((base for base in (Term, Code, Ref) if issubclass(value, base)), value)
