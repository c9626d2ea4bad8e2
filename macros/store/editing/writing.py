"""Records to YAML text, and changes to a text that a person wrote.

A new text has its fields in order, short things on one line and long texts folded. A change
touches the lines it is about and nothing else. Both are read again before they are handed out.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from macros.model.fields import Field, Model
from macros.model.kinds import KINDS
from macros.model.problems import Fault, KeyPath
from macros.model.record import Redirect
from macros.model.vocabulary import Vocabulary
from macros.store.editing.layout import Entry, Node, chunks, layout, line_of, places
from macros.store.editing.style import (
    FACT_ORDER,
    WIDTH,
    entry,
    field_order,
    flow,
    item,
    one_line,
    quoted,
)
from macros.store.reading import parse, parse_sound
from macros.store.schemas import schema_line
from macros.store.tree import VOCABULARY

GONE = object()
"""The value of a change that takes a field away."""

_Edit = tuple[int, int, str]


def model_of(kind: str, values: Mapping[str, Any]) -> type[Model]:
    """Return the model of what a file in a folder contains: record, redirect or vocabulary."""
    if kind == VOCABULARY:
        return Vocabulary
    return Redirect if "moved_to" in values else KINDS[kind]


def dump_record(kind: str, values: Mapping[str, Any]) -> str:
    """Return the text of a new record of a kind: first line, then its fields in order.

    `values` is what `reading.parse` would return: mappings, lists, texts, whole numbers, true and
    false. Raises Fault for anything else.
    """
    rank = _rank(field_order(model_of(kind, values)))
    fields = (entry(key, values[key]) for key in sorted(values, key=rank))
    return _proved(f"{schema_line(kind)}\n{''.join(fields)}", values)


def dump_redirect(kind: str, to: str, note: str = "") -> str:
    """Return the text of what is left of a record that has moved, with a note on why."""
    return dump_record(kind, {"moved_to": to, **({"note": note} if note else {})})


def edit_record(kind: str, text: str, changes: Mapping[KeyPath, Any]) -> str:
    """Return a record's text with other values at some paths, and all else as it was.

    A path leads through the file as it is written: `("status", "value")`, `("sites", 0)`. What is
    not there yet is added at its place in the order of fields; the length of a list appends to
    it; `GONE` takes away, with the comment above. `("status", "as_of")` turns a short
    `status: recruiting` into the long form. Raises Fault where the text has flaws or a path
    does not exist.
    """
    before = parse_sound(text.encode())
    after = copy.deepcopy(before)
    for path, value in changes.items():
        if not path:
            raise Fault("a change needs the path of a field")
        _apply(after, path, value, model_of(kind, before).fields.get(str(path[0])))
    if not after:
        raise Fault("nothing would be left of the record")
    if after == before:
        return text
    if windows := "\r\n" in text and text.count("\r\n") == text.count("\n"):
        text = text.replace("\r\n", "\n")
    if not text.endswith("\n"):
        text += "\n"
    text = text.removeprefix("\ufeff")
    root = layout(text)
    known = places(model_of(kind, after), text)
    orders = {p.path: field_order(p.type) for p in known if issubclass(p.type, Model)}
    edits = list(_Differ(text, orders).mapping(root, before, after, ()))
    text = replaced(text, edits)
    return _proved(text.replace("\n", "\r\n") if windows else text, after)


def replaced(text: str, edits: list[_Edit]) -> str:
    """Return a text with stretches replaced: begin, end, new text; none overlaps another.

    What goes to the same place comes in the order of the edits.
    """
    pieces, done = [], 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        pieces += (text[done:start], new)
        done = end
    return "".join([*pieces, text[done:]])


def _proved(text: str, expected: object) -> str:
    document = parse(text.encode())
    if document.flaws or document.value != expected:
        flaw = f": {document.flaws[0].message}" if document.flaws else ""
        raise Fault(f"this cannot be written as YAML without changing its meaning{flaw}")
    return text


def _rank(order: list[str]) -> Callable[[str], int]:
    return lambda key: order.index(key) if key in order else len(order)


# Changing values


def _apply(into: object, path: Sequence[Any], value: object, field: Field[Any] | None) -> None:
    """Change, add or take away the value at a path below a field."""
    first: Any
    first, *rest = path
    is_list = isinstance(into, list)
    if not isinstance(into, (dict, list)) or isinstance(first, int) is not is_list:
        raise Fault(f"nothing can be written at {_dotted(path)}")
    there = 0 <= first < len(into) if is_list else first in into
    if value is GONE and not there or is_list and not there and (rest or first != len(into)):
        raise Fault(f"there is nothing at {_dotted(path)}")
    if rest:
        below = into[first] if there else {}
        if rest[0] in FACT_ORDER and field:
            long = field.as_long(below)
            if rest == ["value"] and value is not GONE and long is not below:
                into[first] = value
                return
            below = long
        _apply(below, rest, value, field)
        value = below or GONE
    if value is GONE:
        del into[first]
    elif there or not is_list:
        into[first] = value
    else:
        into.append(value)


def _dotted(path: Sequence[Any]) -> str:
    return ".".join(map(str, path))


# Changing a text


class _Differ:
    """Finds the stretches of a text to replace, so that it says other values."""

    def __init__(self, text: str, orders: Mapping[KeyPath, list[str]]):
        self._text = text
        self._orders = orders

    def mapping(self, node: Node, old: dict, new: dict, path: KeyPath) -> Iterator[_Edit]:
        """Yield the edits that turn the mapping `old`, written at `node`, into `new`."""
        kept = [entry for entry in node.entries if entry.name in new]
        for part in kept:
            yield from self._value(part, old[part.name], new[part.name], (*path, part.name))
        yield from self._without(node, [entry.name not in new for entry in node.entries])
        rank = _rank(self._orders.get(path, list(FACT_ORDER)))
        begin, indent = self._margin(node)
        added: dict[int, str] = {}
        for key in sorted(new.keys() - old.keys(), key=lambda k: (rank(k), list(new).index(k))):
            ends = [e.value.end for e in kept if rank(e.name) <= rank(key)]
            if not ends and begin < 0:  # the line begins with "- "
                ends = [kept[0].value.end]
            place = line_of(self._text, max(ends))[1] if ends else chunks(self._text, node)[0][0]
            added[place] = added.get(place, "") + entry(key, new[key], indent)
        yield from ((place, place, lines) for place, lines in added.items())

    def _list(self, node: Node, old: list, new: list, path: KeyPath) -> Iterator[_Edit]:
        """Yield the edits between two lists: what is alike at both ends stays as it is."""
        head = _alike(old, new)
        tail = min(_alike(old[::-1], new[::-1]), len(old) - head, len(new) - head)
        both = min(len(old), len(new)) - head - tail
        for index in range(head, head + both):
            part = node.entries[index]
            yield from self._value(part, old[index], new[index], (*path, index))
        ends = head + both
        gone = range(ends, len(old) - tail)
        yield from self._without(node, [index in gone for index in range(len(old))])
        lines = new[ends : len(new) - tail]
        if lines:
            first = line_of(self._text, node.entries[0].start)[0]
            indent = self._text.index("-", first) - first
            place = chunks(self._text, node)[0][0]
            if ends:
                place = line_of(self._text, node.entries[ends - 1].value.end)[1]
            yield place, place, "".join(item(value, indent) for value in lines)

    def _without(self, node: Node, gone: list[bool]) -> Iterator[_Edit]:
        """Yield the edits that take entries away; never all of them."""
        spans = chunks(self._text, node)
        begin, indent = self._margin(node)
        for index, (start, end) in enumerate(spans):
            if not gone[index]:
                continue
            if node.mapping and begin < 0 and all(gone[: index + 1]):  # after "- "
                start = node.entries[0].start if index == 0 else start + indent
                end += indent
            yield start, end, ""

    def _margin(self, node: Node) -> tuple[int, int]:
        """Return where the first line of a block begins, -1 after a "- ", and its indentation."""
        begin, _end = line_of(self._text, node.entries[0].start)
        indent = node.entries[0].start - begin
        return (-1 if self._text[begin : begin + indent].strip() else begin), indent

    def _value(
        self, part: Entry, old: object, new: object, path: KeyPath, inside: bool = False
    ) -> Iterator[_Edit]:
        """Yield the edits that give an entry another value; `inside` brackets or not."""
        node = part.value
        if old == new and type(old) is type(new):
            return
        mappings = isinstance(old, dict) and isinstance(new, dict) and (old, new)
        if mappings and node.flow and mappings[0].keys() == mappings[1].keys():
            for inner in node.entries:
                key = inner.name
                before, after = (mapping[key] for mapping in mappings)
                yield from self._value(inner, before, after, (*path, key), inside=True)
        elif mappings and not node.flow and mappings[0].keys() & mappings[1].keys():
            yield from self.mapping(node, *mappings, path)
        elif isinstance(old, list) and isinstance(new, list) and new and not node.flow:
            yield from self._list(node, old, new, path)
        elif inside:
            yield node.start, node.end, flow(new)
        else:
            yield self._anew(part, new)

    def _anew(self, part: Entry, new: object) -> _Edit:
        """Return the edit that rewrites an entry of an indented block."""
        node, text = part.value, self._text
        old = text[node.start : node.end]
        line = one_line(new)
        if isinstance(new, str) and old[0] in "\"'" and "\n" not in new:
            line = quoted(new) if old[0] == '"' or not new.isprintable() else _in_single(new)
        begin = line_of(text, part.start)[0]
        fits = node.flow or node.start - begin + len(line or "") <= WIDTH
        if line and "\n" not in old and fits:
            return node.start, node.end, line
        indent = part.start - begin
        lines = entry(part.name, new, indent) if part.key else item(new, indent - 2)
        end = line_of(text, node.end)[1] - 1
        remark = text[node.end : end].strip()
        above = f"{remark}\n{' ' * indent}" if remark else ""
        return part.start, end, above + lines[indent:-1]


def _in_single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _alike(one: list, other: list) -> int:
    """Return how many values two lists have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))
