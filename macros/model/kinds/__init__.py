"""The kinds of records: one YAML file a kind. A new file here is a new kind, a line in it a field.

    sponsors: {many: ref companies, en: Sponsor, help: Who is responsible., example: [curocell]}

The first word of a field is its shape: `one` fact, `many` facts, `parts` (facts with fields of
their own, declared under `parts`) or one `part`, a `plain` value without sources or a `plain_list`.
Behind it is the type: a class of `model/values.py` and the modules beside it, `ref KIND …` for the
id of a record of some kinds, `term NAME` for a word of data/vocabulary/NAME.yml, a code or a part;
of facts also an entry of `details`: a type of value, and the fields that a fact with such a value
has beside it. Then its label in each language, `help`, `example`, and where they apply `inverse`
(the title of the list on the page that it links to), `expected` (named under "not recorded yet"
where it is absent), `required`, and the field `instead` that takes the place of either. A detail
with `marks: true` qualifies the value wherever that is shown, but for its words `unmarked`; a fact
with a word of `uncounted` does not count.

The classes (`Trial`, `Result` …) are in this module; `__init__.pyi`, which `./atlas schema --write`
writes, tells type checkers their fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields as dataclass_fields
from pathlib import Path
from typing import Any

import yaml

from macros.model.facts import Alternatives, Cited, Many, One, OnePart, Part, Parts, long_form
from macros.model.fields import Field, Model, Plain, PlainList
from macros.model.identifiers import Code
from macros.model.languages import LANGUAGES
from macros.model.money import Money
from macros.model.numbers import Count, Number
from macros.model.partial_dates import PartialDate
from macros.model.problems import did_you_mean
from macros.model.record import Kind, OpenFact, Record
from macros.model.refs import ref
from macros.model.urls import Url
from macros.model.values import Value, Words, term
from macros.model.yaml_parser import read_yaml

SHAPES: dict[str, Callable[..., Field[Any]]] = {
    "one": One,
    "many": Many,
    "parts": Parts,
    "part": OnePart,
    "plain": Plain,
    "plain_list": PlainList,
}
FAMILIES: dict[str, Callable[..., type[Value]]] = {"ref": ref, "term": term}
_REST = ("help", "example", "inverse", "expected", "instead", "required")
_OF_DETAILS = ("marks", "unmarked", "uncounted")

Types = dict[str, type[Value] | type[Model]]


class KindError(ValueError):
    """A file of a kind declares something that does not exist; the message says where."""


def read_kinds(folder: Path) -> dict[str, type[Record]]:
    """Return the model of each kind by the name of its file, in the order that the files give.

    Raises KindError.
    """
    files = {path.stem: path for path in sorted(folder.glob("*.yml"))}
    read: dict[str, Any] = {}
    for id_, path in files.items():
        with _named(path):
            read[id_] = read_yaml(path)
            if not isinstance(read[id_], dict):
                raise KindError(f"{path}: the file declares nothing. Write `class:` and `fields:`.")
    types: Types = {cls.__name__: cls for cls in _all(Value)}
    types |= {cls.__name__: cls for cls in (Count, Money, Number, OpenFact, PartialDate, Url)}
    for id_, declared in read.items():
        with _named(files[id_]):
            for name, code in declared.pop("codes", {}).items():
                written = {"__doc__": f"A code such as {code['like']}."}
                types[name] = type(name, (Code,), {"page": "", **code, **written})
    for id_, declared in read.items():
        with _named(files[id_]):
            for name, body in declared.pop("parts", {}).items():
                also = {"also": Alternatives(types[body["also"]])} if "also" in body else {}
                own = _fields(body["fields"], types, list(read), files[id_], f"parts.{name}.fields")
                types[name] = type(name, (Part,), {"__doc__": body["about"], **own, **also})
            for name, body in declared.pop("details", {}).items():
                where = f"details.{name}"
                held = _held(body["of"], types, list(read), files[id_], where)
                own = _fields(body["fields"], types, list(read), files[id_], f"{where}.fields")
                words = {"__doc__": body["about"], "heading": Words(**body["value"])}
                types[name] = long_form(held, name, **own, **words)
    kinds: dict[str, type[Record]] = {}
    for id_, declared in read.items():
        with _named(files[id_]):
            kind = _kind(id_, declared, types, list(read), files[id_])
            name = kind.__name__
            if name in types or name in (other.__name__ for other in kinds.values()):
                raise KindError(f"{files[id_]}: the class {name!r} is taken. Choose another name.")
            kinds[id_] = kind
    return dict(sorted(kinds.items(), key=lambda item: item[1].about.order))


@contextmanager
def _named(file: Path) -> Iterator[None]:
    """Name the file in what is wrong with it."""
    try:
        yield
    except KeyError as error:
        raise KindError(f"{file}: the entry {error} is missing. Add it.") from None
    except (yaml.YAMLError, AttributeError, TypeError) as error:
        reason = " ".join(str(error).split())
        raise KindError(f"{file}: not a valid kind: {reason}.") from None


def _all(base: type[Value]) -> Iterator[type[Value]]:
    for cls in base.__subclasses__():
        yield cls
        yield from _all(cls)


def _kind(
    id_: str,
    declared: dict[str, Any],
    types: Types,
    kinds: list[str],
    file: Path,
) -> type[Record]:
    name, fields = declared.pop("class"), declared.pop("fields")
    needs_sources = declared.pop("needs_sources", True)
    known = {field.name for field in dataclass_fields(Kind)} - {"id"}
    for key, value in declared.items():
        if key not in known:
            raise KindError(f"{file}: unknown entry {key!r}. {did_you_mean(key, known)}".strip())
        if isinstance(value, list):
            declared[key] = tuple(value)
        elif isinstance(value, dict):
            declared[key] = Words(**value)
    own = _fields(fields, types, kinds, file, "fields")
    about = Kind(id_, **declared)
    return type(name, (Record,), {"about": about, "needs_sources": needs_sources, **own})


def _fields(
    declared: dict[str, dict[str, Any]],
    types: Types,
    kinds: list[str],
    file: Path,
    where: str,
) -> dict[str, Field[Any]]:
    known = [*_REST, *(_OF_DETAILS if where.startswith("details") else ()), *LANGUAGES]
    fields = {}
    for name, entry in declared.items():
        at = f"{where}.{name}"
        shape, holds = next(iter(entry.items()), ("", ""))
        if shape not in SHAPES:
            raise _fail(file, at, "unknown shape", shape, SHAPES)
        rest = {key: value for key, value in entry.items() if key != shape}
        for key in rest.keys() - {*known}:
            raise _fail(file, at, "unknown entry", key, known)
        held = _held(holds, types, kinds, file, at)
        if issubclass(held, Cited):
            rest["detailed"], held = held, held.fields["value"].holds
        if "inverse" in rest:
            rest["inverse"] = Words(**rest["inverse"])
        fields[name] = SHAPES[shape](held, rest.pop("help", ""), **rest)
    return fields


def _held(holds: str, types: Types, kinds: list[str], file: Path, where: str) -> type[Any]:
    """Return the class that a type's words in a file mean."""
    word, *names = holds.split()
    for kind in names if word == "ref" else ():
        if kind not in kinds:
            raise _fail(file, where, "unknown kind", kind, kinds)
    if word in FAMILIES:
        return FAMILIES[word](*names)
    if holds not in types:
        raise _fail(file, where, "unknown type", holds, [*FAMILIES, *types])
    return types[holds]


def _fail(file: Path, where: str, message: str, word: str, known: Iterable[str]) -> KindError:
    hint = did_you_mean(word, known, "Write one of")
    return KindError(f"{file}: {where}: {message} {word!r}. {hint}")


try:
    _read = read_kinds(Path(__file__).resolve().parent)
except KindError as error:  # nothing works without them: one line, whatever was called
    raise SystemExit(str(error)) from None

KINDS: dict[str, type[Record]] = _read
"""Model of each kind by folder name, in the order in which the site lists them."""

DETAILED = [model for model in Cited.__subclasses__() if model.heading]
"""The facts with details."""

globals().update(
    {model.__name__: model for model in (*KINDS.values(), *Part.__subclasses__(), *DETAILED)}
)
