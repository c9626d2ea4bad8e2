"""Where each key and value is in a YAML text, so that one can be changed and the rest kept.

A text is edited by replacing stretches of it, never by rewriting it: comments, quotes, line
breaks and the order of lists stay as a person wrote them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from macros.model.fields import Model
from macros.model.problems import KeyPath
from macros.model.values import Reading, Value
from macros.model.yaml_parser import LOADER
from macros.store.reading import parse
from macros.store.schemas import SCHEMA


@dataclass
class Node:
    """A value in a text: `text[start:end]`. `flow` tells `[a]` and `{a: b}` from indented lines.

    `scalar` is the text of a scalar as read and `plain` whether it is without quotes;
    `entries` are the parts of a mapping or list.
    """

    start: int
    end: int
    scalar: str | None = None
    plain: bool = False
    flow: bool = False
    mapping: bool = False
    entries: list[Entry] = field(default_factory=list)

    def get(self, part: object) -> Node | None:
        """Return the value at a key or an index, or None."""
        entry = self.entry(part)
        return entry.value if entry else None

    def entry(self, part: object) -> Entry | None:
        """Return the entry at a key or an index, or None."""
        if self.mapping:
            return next((entry for entry in self.entries if entry.name == part), None)
        if isinstance(part, int) and 0 <= part < len(self.entries):
            return self.entries[part]
        return None


@dataclass
class Entry:
    """A part of a mapping (with its key) or of a list (without)."""

    value: Node
    key: Node | None = None

    @property
    def name(self) -> str:
        """The key as read; "" in a list."""
        return self.key.scalar or "" if self.key else ""

    @property
    def start(self) -> int:
        """Where the key begins, or the value where there is no key."""
        return self.key.start if self.key else self.value.start


def layout(text: str) -> Node:
    """Return the places of a text that `reading.parse` finds no flaw in."""
    stack: list[Node] = []
    keys: list[Node | None] = []
    root: Node | None = None

    def put(node: Node) -> None:
        nonlocal root
        if not stack:
            root = node
        elif stack[-1].mapping and keys[-1] is None:
            keys[-1] = node
        else:
            stack[-1].entries.append(Entry(node, keys[-1]))
            keys[-1] = None

    for event in yaml.parse(text, Loader=LOADER):
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.ScalarEvent):
            if event.style in ("|", ">"):  # its mark takes the blank lines after it too
                end = start + len(text[start:end].rstrip())
            put(Node(start, end, scalar=event.value, plain=not event.style))
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            mapping = isinstance(event, yaml.MappingStartEvent)
            node = Node(start, end, flow=bool(event.flow_style), mapping=mapping)
            put(node)
            stack.append(node)
            keys.append(None)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            node = stack.pop()
            keys.pop()
            # The mark of an indented block is where the next thing begins.
            node.end = end if node.flow or not node.entries else node.entries[-1].value.end
    assert root is not None, "parse() finds a flaw in a text without a value"
    return root


def at(root: Node, path: KeyPath) -> Node | None:
    """Return the value at a path, or None where the text has none."""
    node: Node | None = root
    for part in path:
        node = node.get(part) if node else None
    return node


def scalars(node: Node) -> Iterator[Node]:
    """Yield every scalar value in a node; keys are none."""
    if node.scalar is not None:
        yield node
    for entry in node.entries:
        yield from scalars(entry.value)


def chunks(text: str, node: Node) -> list[tuple[int, int]]:
    """Return the whole lines of each entry of an indented mapping or list, one after the other.

    The comment lines directly above an entry are its own, but for the line that names a schema;
    so is what follows it with a deeper indentation, and blank lines.
    """
    lines = [_line_start(text, entry.start) for entry in node.entries]
    indent = node.entries[0].start - lines[0] if node.mapping else _dash(text, lines[0])
    # Above a "- " are the comments of the list's item, not those of its first key.
    alone = not node.mapping or not text[lines[0] : node.entries[0].start].strip()
    starts = [_with_comments(text, lines[0], 0, indent) if alone else lines[0]]
    for line, before in zip(lines[1:], node.entries, strict=False):
        starts.append(_with_comments(text, line, _line_end(text, before.value.end), indent))
    ends = [*starts[1:], _line_end(text, node.entries[-1].value.end)]
    return list(zip(starts, ends, strict=True))


def _with_comments(text: str, line: int, floor: int, indent: int) -> int:
    """Return where the comments above a line begin, no deeper than it and not above the floor."""
    while line > floor:
        above = _line_start(text, line - 1)
        words = text[above : line - 1]
        own = words.strip().startswith("#") and len(words) - len(words.lstrip()) <= indent
        if not own or words.startswith(SCHEMA):
            break
        line = above
    return line


def _dash(text: str, line: int) -> int:
    rest = text[line:]
    return len(rest) - len(rest.lstrip(" "))


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _line_end(text: str, index: int) -> int:
    """Return the index after the end of the line, comment included."""
    end = text.find("\n", index)
    return len(text) if end < 0 else end + 1


def line_of(text: str, index: int) -> tuple[int, int]:
    """Return begin and end (after the line break) of the line in which an index lies."""
    return _line_start(text, index), _line_end(text, index)


@dataclass(frozen=True)
class Place:
    """A value in a text with the type that its model gives it: a Value, or a model of fields."""

    path: KeyPath
    node: Node
    type: type[Value] | type[Model]


def places(model: type[Model], text: str) -> list[Place]:
    """Return the mappings and values of a sound text that a model knows, from top to bottom."""
    root, reading = layout(text), Reading(keep_places=True)
    model.read_at(parse(text.encode()).value, (), reading)
    known = ((path, at(root, path), of) for path, of in reading.places or ())
    return [Place(path, node, of) for path, node, of in known if node]
