"""YAML text to values, strictly, and where in the text each value is.

A small, safe part of YAML is read: one document of mappings, lists and scalars. Plain whole
numbers become `int`, `true` and `false` become `bool`; everything else stays text, so that `no`,
`on`, `1.10` and `2021-03` mean what they say. Text is normalised to NFC, because Hangul typed
on a Mac arrives decomposed. Anchors, tags and duplicate keys are problems, not features.

The parser works on a stream of events with a stack of its own: no input is deep enough to
overflow it, and a hostile file is refused before it costs anything.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any, NoReturn

import yaml

from macros.model.problems import KEY, Fault, KeyPath, Problem
from macros.model.yaml_parser import LOADER

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 12
MAX_NODES = 20_000

_WHOLE_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,17}")
_NOT_ALLOWED = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    "|[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"  # width 0, direction
)
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Flaw:
    """Something wrong in one text: position from 1, stable code, message, way to mend it."""

    line: int
    column: int
    code: str
    message: str
    fix: str = ""

    def in_file(self, path: str) -> Problem:
        """Return the same as a problem of a file."""
        return Problem(path, self.line, self.column, self.code, self.message, self.fix)


@dataclass
class Document:
    """What a text holds. `value` is None where it holds no mapping; then there are flaws."""

    value: dict[str, Any] | None = None
    flaws: list[Flaw] = field(default_factory=list)


def parse(raw: bytes) -> Document:
    """Return the mapping that the bytes of a YAML file hold, and every flaw found.

    Never raises: whatever the bytes are, the answer is a document.
    """
    text, flaw = _decode(raw)
    if flaw:
        return Document(flaws=[flaw])
    builder = _Builder()
    flaw = _run(builder, text)
    if flaw:
        return Document(flaws=[*builder.flaws, flaw])
    return Document(builder.root, builder.flaws)


def parse_sound(raw: bytes) -> dict[str, Any]:
    """Return the mapping that the bytes of a YAML file hold. Raises Fault for the first flaw."""
    document = parse(raw)
    if document.value is None or document.flaws:
        flaw = document.flaws[0]
        raise Fault(f"line {flaw.line}: {flaw.message}", flaw.fix, flaw.code)
    return document.value


def locate(raw: bytes, path: KeyPath) -> tuple[int, int]:
    """Return line and column (from 1) of the value at `path`, or of its nearest ancestor.

    A last part `KEY` asks for the place of the key instead. Called for messages only: it
    reads the text again, so that the usual run need not keep positions.
    """
    text, flaw = _decode(raw)
    if flaw:
        return flaw.line, flaw.column
    builder = _Builder(keep_marks=True)
    _run(builder, text)
    want_key = bool(path) and path[-1] is KEY
    if want_key:
        path = path[:-1]
    best: KeyPath = ()
    for part in path:
        if (*best, part) not in builder.marks:
            break
        best = (*best, part)
    place = (builder.key_marks if want_key else builder.marks).get(best)
    return place or builder.marks.get(best, (1, 1))


def _decode(raw: bytes) -> tuple[str, Flaw | None]:
    if len(raw) > MAX_BYTES:
        message = f"the file has {len(raw) // 1024} KB, more than {MAX_BYTES // 1024} KB"
        return "", Flaw(1, 1, "too-large", message, "Split it into several records.")
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        begin = raw.rfind(b"\n", 0, error.start) + 1
        column = len(raw[begin : error.start].decode()) + 1
        return "", Flaw(
            line, column, "not-utf-8", "the file is not UTF-8 text", "Save it with encoding UTF-8."
        )
    bad = _NOT_ALLOWED.search(text)
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        column = bad.start() - text.rfind("\n", 0, bad.start())
        return "", Flaw(line, column, "control-character", _invisible(bad), "Delete it.")
    return text, None


def _invisible(bad: re.Match[str]) -> str:
    return f"invisible control character U+{ord(bad[0]):04X}"


def _run(builder: _Builder, text: str) -> Flaw | None:
    """Feed the builder; return the flaw that stopped it, if one did."""
    try:
        for event in yaml.parse(text, Loader=LOADER):
            builder.take(event)
    except _Stop as stop:
        return stop.flaw
    except yaml.MarkedYAMLError as error:
        return _syntax_flaw(error, text)
    except yaml.YAMLError as error:
        return Flaw(1, 1, "syntax", f"not readable as YAML ({error})".replace("\n", " "))
    if builder.root is None and not builder.flaws:
        return Flaw(1, 1, "empty-file", "the file holds no record", "Write `name:` and its fields.")
    return None


def _syntax_flaw(error: yaml.MarkedYAMLError, text: str) -> Flaw:
    lines = text.splitlines() or [""]
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    if line >= len(lines):  # found out only at the end of the text
        line, column = len(lines) - 1, len(lines[-1])
    here = lines[line]
    tab = re.match(r" *\t", here)
    if tab:
        return Flaw(
            line + 1, tab.end(), "tab-indent", "a tab indents this line", "Use spaces instead."
        )
    message = (error.problem or error.context or "not readable as YAML").rstrip(".")
    return Flaw(
        line + 1, column + 1, "syntax", f"not readable as YAML: {message}", _advice(here, message)
    )


def _advice(line: str, message: str) -> str:
    if "or ']'" in message or "or '}'" in message:
        return "Check the brackets of this line and the one before."
    if re.search(r": .*: ", line):
        return "Put a text with a colon in quotes."
    if re.match(r"\s*[\w-]+:\s*[@`%&*!|>\[\]{}]", line):
        return "Put a text that begins with a sign in quotes."
    return "Check quotes, brackets and indentation of this line and the one before."


class _Stop(Exception):
    def __init__(self, flaw: Flaw):
        self.flaw = flaw


@dataclass
class _Open:
    """A mapping or list being filled; `key` is the key that waits for its value."""

    into: dict[str, Any] | list[Any]
    path: KeyPath
    key: str | None = None
    skip: bool = False


class _Builder:
    """Builds plain values from YAML events. `root` is the finished mapping."""

    def __init__(self, keep_marks: bool = False):
        self.root: dict[str, Any] | None = None
        self.flaws: list[Flaw] = []
        self.marks: dict[KeyPath, tuple[int, int]] = {}
        self.key_marks: dict[KeyPath, tuple[int, int]] = {}
        self._keep = keep_marks
        self._stack: list[_Open] = []
        self._nodes = 0
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        """Take the next event; raise `_Stop` where reading on makes no sense."""
        match event:
            case yaml.ScalarEvent():
                self._check_node(event)
                self._scalar(event)
            case yaml.MappingStartEvent():
                self._check_node(event)
                self._open(event, {})
            case yaml.SequenceStartEvent():
                self._check_node(event)
                self._open(event, [])
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._stack.pop()
            case yaml.AliasEvent():
                self._stop(event, "anchor", "an alias (*) is not read", "Write the value out.")
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._stop(
                        event, "two-documents", "a second document begins", "One record a file."
                    )

    def _check_node(self, event: yaml.NodeEvent) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._stop(event, "too-large", f"more than {MAX_NODES:,} values", "Split the record.")
        if event.anchor:
            self._stop(event, "anchor", "an anchor (&) is not read", "Write the value out.")
        # A value in quotes has the tag "!" in PyYAML's C parser; that one says nothing.
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            self._stop(event, "tag", f"the tag {tag} is not read", "Delete it.")

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        text = unicodedata.normalize("NFC", event.value)
        if not self._stack:
            self._stop(event, "not-a-record", "the file holds a text, not fields", "Write `name:`.")
        if not _SURROGATE.search(text) and (bad := _NOT_ALLOWED.search(text)):  # by an escape
            self._flaw(event, "control-character", _invisible(bad), "Delete it.")
        top = self._stack[-1]
        if isinstance(top.into, dict) and top.key is None:
            self._begin_key(event, top, text)
            return
        if _SURROGATE.search(text):
            self._stop(event, "control-character", "half a character (a surrogate)", "Delete it.")
        plain = not event.style  # the C parser says "", the Python one None
        if plain and text in ("", "~", "null"):
            self._flaw(event, "empty-value", "nothing is given here", "Fill it in or delete it.")
            self._drop(top)
            return
        value: object = text
        if plain and _WHOLE_NUMBER.fullmatch(text):
            value = int(text)
        elif plain and text in ("true", "false"):
            value = text == "true"
        self._put(event, value)

    def _begin_key(self, event: yaml.Event, top: _Open, key: str) -> None:
        top.key = key
        path = (*top.path, key)
        if key in top.into:
            first = self.key_marks.get(path)
            said = f", first at line {first[0]}" if first else ""
            self._flaw(
                event, "duplicate-key", f'"{key}" is given twice{said}', "Keep one of the two."
            )
            top.skip = True
        if not top.skip:
            self.key_marks[path] = self._place(event)

    def _open(self, event: yaml.Event, into: dict[str, Any] | list[Any]) -> None:
        if len(self._stack) >= MAX_DEPTH:
            self._stop(event, "too-deep", f"more than {MAX_DEPTH} levels", "Flatten it.")
        if not self._stack:
            if isinstance(into, list):
                self._stop(event, "not-a-record", "the file holds a list", "Write `name:` first.")
            self.root = into
            self.marks[()] = self._place(event)
            self._stack.append(_Open(into, ()))
            return
        top = self._stack[-1]
        if isinstance(top.into, dict) and top.key is None:
            self._stop(event, "syntax", "a key must be a word", "Write `word: value`.")
        path = self._put(event, into)
        self._stack.append(_Open(into, path))

    def _put(self, event: yaml.Event, value: object) -> KeyPath:
        """Store a value where it belongs and return its path."""
        top = self._stack[-1]
        if isinstance(top.into, list):
            path = (*top.path, len(top.into))
            top.into.append(value)
        else:
            path = (*top.path, top.key)
            if top.key is not None and not top.skip:
                top.into[top.key] = value
            self._drop(top)
        if self._keep:
            self.marks.setdefault(path, self._place(event))
        return path

    @staticmethod
    def _drop(top: _Open) -> None:
        top.key, top.skip = None, False

    @staticmethod
    def _place(event: yaml.Event) -> tuple[int, int]:
        return event.start_mark.line + 1, event.start_mark.column + 1

    def _flaw(self, event: yaml.Event, code: str, message: str, fix: str) -> None:
        self.flaws.append(Flaw(*self._place(event), code, message, fix))

    def _stop(self, event: yaml.Event, code: str, message: str, fix: str) -> NoReturn:
        raise _Stop(Flaw(*self._place(event), code, message, fix))
