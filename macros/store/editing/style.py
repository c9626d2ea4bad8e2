"""How the program writes YAML: short things on one line, long texts folded, dates in quotes."""

from __future__ import annotations

import json
import re
from textwrap import wrap

import yaml

from macros.model.facts import Fact
from macros.model.fields import Model
from macros.model.problems import Fault
from macros.model.values import Digits
from macros.store.reading import parse

WIDTH = 100

FACT_ORDER = ("value", "as_of", "checked", "planned", "sources", "note", "also")
"""The order of a fact's value and what qualifies it; its own fields come first."""

_ONE_LINE = {"title"}  # a title is looked for as a whole
_OWN_LINES = {"about", "endpoint"}  # what begins so is read from top to bottom
_LIKE_A_NUMBER = re.compile(r"[-+]?[\d.,:/_ -]+")
_RESOLVER = yaml.resolver.Resolver()


def field_order(model: type[Model]) -> list[str]:
    """Return the fields of a model in the order in which they are written."""
    fields = list(model.fields)
    if issubclass(model, Fact):
        own = [name for name in fields if name not in FACT_ORDER or name == "value"]
        return [*own, *(name for name in FACT_ORDER[1:] if name in fields)]
    return fields


def entry(key: str, value: object, indent: int = 0) -> str:
    """Return the lines of `key: value`: on one line where it is short enough."""
    head = f"{' ' * indent}{scalar(key)}:"
    line = one_line(value)
    if line is not None and (len(head) + 1 + len(line) <= WIDTH or key in _ONE_LINE):
        return f"{head} {line}\n"
    if isinstance(value, (dict, list)):
        return f"{head}\n{_block(value, indent + 2)}"
    return f"{head} {_long(value, indent + 2)}\n"


def item(value: object, indent: int) -> str:
    """Return the lines of `- value`."""
    head = f"{' ' * indent}- "
    tall = isinstance(value, dict) and bool(_OWN_LINES & set(value))
    line = None if tall else one_line(value)
    if line is not None and len(head) + len(line) <= WIDTH:
        return f"{head}{line}\n"
    if isinstance(value, list):
        raise Fault("a record cannot contain a list inside a list")
    if isinstance(value, dict):
        return head + _block(value, indent + 2)[indent + 2 :]
    return f"{head}{_long(value, indent + 2)}\n"


def _block(value: dict[str, object] | list[object], indent: int) -> str:
    if isinstance(value, list):
        return "".join(item(part, indent) for part in value)
    return "".join(entry(key, value[key], indent) for key in sorted(value, key=_fact_rank))


def one_line(value: object) -> str | None:
    """Return a value on one line, or None where it has lines of its own."""
    return flow(value, inside=False) if _is_short(value) else None


def _is_short(value: object, inside: bool = False) -> bool:
    if isinstance(value, dict):
        return all(_is_short(part, True) for part in value.values())
    if isinstance(value, list):
        return not any(isinstance(part, (dict, list)) for part in value)
    return inside or not (isinstance(value, str) and "\n" in value)


def _fact_rank(key: str) -> int:
    """Keep fields in the order in which they come, before what qualifies a fact."""
    return FACT_ORDER.index(key) if key in FACT_ORDER[1:] else 0


def _long(value: object, indent: int) -> str:
    """Return a text on lines of its own, or in quotes where that would change it."""
    if not isinstance(value, str):
        return scalar(value)
    margin = " " * indent
    if "\n" in value:
        lines, sign = value.split("\n"), "|-"
    else:
        width = max(WIDTH - indent, 20)
        lines = wrap(value, width, break_long_words=False, break_on_hyphens=False)
        sign = ">-"
    text = f"{sign}\n" + "\n".join(margin + line if line else "" for line in lines)
    document = parse(f"{margin[2:]}x: {text}\n".encode())
    return text if document.value == {"x": value} and not document.flaws else quoted(value)


def scalar(value: object, inside: bool = False) -> str:
    """Return a value as a scalar, without quotes where every reader takes it for the same."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, str):
        raise Fault(f"a {type(value).__name__} cannot be part of a record")
    return value if _is_plain(value, inside) else quoted(value)


def _is_plain(value: str, inside: bool) -> bool:
    if _LIKE_A_NUMBER.fullmatch(value) or "://" in value or "\n" in value or value == "<<":
        return False
    if _RESOLVER.resolve(yaml.ScalarNode, value, (True, False)) != "tag:yaml.org,2002:str":
        return False
    text = f"x: {{{value}: {value}, y: [{value}]}}" if inside else f"x: {value}"
    document = parse(text.encode("utf-8", "surrogatepass"))
    as_read = {value: value, "y": [value]} if inside else value
    return not document.flaws and not document.exact and document.value == {"x": as_read}


def quoted(value: object) -> str:
    """Return a value as JSON writes it, a text in double quotes.

    All of it is YAML too, but for what cannot be printed.
    """
    return "".join(
        char if char.isprintable() else f"\\U{ord(char):08x}"
        for char in json.dumps(value, ensure_ascii=False)
    )


def in_quotes(value: object) -> str:
    """Return any value on one line, each text in double quotes; a number keeps its digits."""
    if isinstance(value, dict):
        pairs = (f"{quoted(key)}: {in_quotes(one)}" for key, one in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(in_quotes, value)) + "]"
    return value if isinstance(value, Digits) else quoted(value)


def flow(value: object, inside: bool = True) -> str:
    """Return a value on one line, whatever its form; `inside` brackets or not."""
    if isinstance(value, dict):
        ordered = ((scalar(key, True), flow(value[key])) for key in sorted(value, key=_fact_rank))
        return "{" + ", ".join(f"{key}: {part}" for key, part in ordered) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value, inside)
