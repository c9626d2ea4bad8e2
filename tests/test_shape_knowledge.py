"""Only a few modules look at the shape of fields and facts; all others ask the field.

A field knows whether it holds one fact, a list, parts or plain values (`Field.shape`, `several`,
`value`, `part`, `entries`), gives what a model has in it always as a tuple (`items`), and reads
and writes the short and the long form (`read`, `as_long`, `written`). A fact gives what it says
(`values`, `all_values`), a path gives values with what qualifies them (`paths.path(…).items`).
Code that looks for itself whether something is a list, a fact or a part goes wrong with the next
shape, and mostly loses what qualifies a fact.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

MACROS = Path(__file__).resolve().parent.parent / "macros"

REFLECTION = {"get_args", "get_origin", "get_type_hints", "model_fields", "__annotations__"}
SHAPES = {"Cited", "Part", "Also", "Facts", "One", "Many", "OnePart", "Parts"}
SHAPES |= {"Plain", "PlainList", "PlainTable", "Alternatives"}
LISTS = {"list", "tuple"}

INSTEAD = (
    "ask the field (shape, several, items, entries, as_long, written), the fact (values, known) "
    "or a path (paths.path(…).items); if this module has to know the shape, name it in ALLOWED"
)

ALLOWED = {
    "macros/model/facts.py": (LISTS | SHAPES, "declares the shapes of facts and reads their forms"),
    "macros/model/fields.py": (LISTS, "declares the plain shapes and reads them"),
    "macros/model/kinds/__init__.py": (LISTS | {"Cited"}, "reads the declarations of the kinds"),
    "macros/model/items.py": ({"Cited"}, "gives all others values with what qualifies them"),
    "macros/model/selecting.py": (LISTS, "takes a filter's value or values"),
    "macros/model/record.py": ({"Cited"}, "fact_at gives the one fact of a field"),
    "macros/model/values.py": (LISTS, "says in a message that a file has a list"),
    "macros/model/numbers.py": (LISTS, "says in a message that a file has a list"),
    "macros/store/schemas.py": (SHAPES | LISTS, "says the forms as JSON Schema; lays out JSON"),
    "macros/store/stubs.py": (SHAPES, "says the shapes as types of Python"),
    "macros/store/reading.py": (LISTS, "builds what a YAML text has: no field is known yet"),
    "macros/store/editing/style.py": (LISTS, "writes any value of YAML"),
    "macros/store/editing/writing.py": (LISTS, "compares two YAML texts value by value"),
    "macros/store/editing/merging.py": (
        LISTS | {"Facts", "OnePart"},
        "unites YAML texts, in which a fact is short or long and a list may share its sources",
    ),
    "macros/store/editing/setting.py": (
        LISTS | {"Facts"},
        "looks at what a YAML text says of the value that it replaces",
    ),
    "macros/outside/": (LISTS, "what services answer is JSON, no record"),
    "macros/exports/plain_record.py": ({"Cited"}, "gives a part otherwise than a single value"),
    "macros/exports/schema_org/pages.py": (LISTS, "leaves out what is empty in JSON, no field"),
    "macros/page/facts.py": ({"Cited", "Part"}, "shows a part otherwise than a single value"),
    "macros/page/tables.py": ({"Cited"}, "shows a part otherwise than a single value"),
    "macros/features/record/page.py": ({"Cited", "Part"}, "parts that disagree make a table"),
    "macros/features/search/vocabulary.py": (LISTS, "reads its own list of words, no field"),
    "macros/site/guard.py": (REFLECTION | LISTS, "checks the arguments of macros, no fields"),
}
"""Modules and folders that look for themselves: at what, and why they may."""


def looked_at(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and name of each shape that a module looks for itself."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                if name in REFLECTION:
                    yield node.lineno, name
            case ast.Call(func=ast.Name(id="isinstance" | "issubclass"), args=[_, kinds]):
                for name in ast.walk(kinds):
                    if isinstance(name, ast.Name) and name.id in SHAPES | LISTS:
                        yield node.lineno, name.id
            case ast.MatchClass(cls=ast.Name(id=name)) if name in SHAPES | LISTS:
                yield node.lineno, name


def found() -> dict[str, dict[str, int]]:
    """Return for each module the shapes that it looks at, with a line."""
    modules = {}
    for file in sorted(MACROS.rglob("*.py")):
        shapes = {name: line for line, name in looked_at(ast.parse(file.read_text("utf-8")))}
        if shapes:
            modules[file.relative_to(MACROS.parent).as_posix()] = shapes
    return modules


def entry_of(module: str) -> str:
    """Return the entry of ALLOWED that a module or its folder has, or ""."""
    return next((name for name in ALLOWED if module == name or f"{module}/".startswith(name)), "")


def test_no_other_module_looks_at_the_shape_of_fields_and_facts():
    wrong = [
        f"{module}:{line}: looks for {name} itself: {INSTEAD}"
        for module, shapes in found().items()
        for name, line in shapes.items()
        if name not in ALLOWED.get(entry_of(module), ((), ""))[0]
    ]
    assert wrong == [], "\n".join(wrong)


def test_no_module_is_allowed_what_it_does_not_do():
    used = {entry_of(module) for module in found()}
    assert [name for name in ALLOWED if name not in used] == []
    assert all(reason for _names, reason in ALLOWED.values())


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("from typing import get_args", "get_args"),
        ("import typing\ntyping.get_origin(x)", "get_origin"),
        ("model.model_fields['x']", "model_fields"),
        ("isinstance(value, list)", "list"),
        ("isinstance(value, (str, tuple))", "tuple"),
        ("isinstance(fact, Cited | Part)", "Part"),
        ("issubclass(kind, Part)", "Part"),
        ("match fact:\n    case Cited():\n        pass", "Cited"),
        ("match field:\n    case PlainTable(name='x'):\n        pass", "PlainTable"),
    ],
)
def test_each_way_to_look_is_seen(code: str, name: str):
    assert name in {found for _line, found in looked_at(ast.parse(code))}


@pytest.mark.parametrize(
    "code",
    [
        "isinstance(value, Words)",
        "list(facts)",
        "fact: Cited[Text]",
        "field.shape == 'one'",
        "Part",
    ],
)
def test_what_looks_at_no_shape_passes(code: str):
    assert list(looked_at(ast.parse(code))) == []
