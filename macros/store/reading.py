"""YAML text to values, strictly, and where in the text each value is.

A small, safe part of YAML is read: one document of mappings, lists and scalars. What is not in
quotes is a number, true or false where the core schema of YAML 1.2 has it so, as editors do; a
number that is not a plain whole one keeps its digits (`Digits`). `no`, `on` and `2021-03` are
text. Text is normalised to NFC, because Hangul typed on a Mac arrives decomposed. Anchors, tags
and duplicate keys are problems, not features; so is what YAML would take away from a text
without a word: all after a `#`, all after a comma in a list.

The parser works on a stream of events with a stack of its own: no input is deep enough to
overflow it, and a hostile file is refused before it costs anything.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any, NoReturn

import yaml

from macros.model.problems import KEY, MOST, Fault, Inside, KeyPath, Suggestion
from macros.model.values import Digits, shown
from macros.model.yaml_parser import LOADER
from macros.store.syntax import CAUSES, ODD_BLANKS, Flaw, Span, cause, syntax_flaw

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 12
MAX_NODES = 20_000

_WHOLE_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,17}")
_NUMBER = re.compile(  # YAML 1.2.2, section 10.3.2
    r"[-+]?(?:[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|\.inf|\.Inf|\.INF"
    r"|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)|\.nan|\.NaN|\.NAN"
)
_NULL = ("", "~", "null", "Null", "NULL")
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INVISIBLE = (
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff"
)
"""Characters that have no width, fill in or turn around, as a class of a pattern has them: what
Unicode calls Default_Ignorable_Code_Point, but for the selectors of a character's variants."""
_NOT_ALLOWED = re.compile(  # one class: a search for either of two takes thrice as long
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\uf8ff\ufffd-\uffff"
    f"\U000f0000-\U0010ffff{_INVISIBLE}]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANKS = " \t\n\r"
_ODD_EDGE = re.compile(rf"^[{_BLANKS}]*[{ODD_BLANKS}]|[{ODD_BLANKS}][{_BLANKS}]*$")
_MAY_BE_ODD = re.compile(rf"[\\{ODD_BLANKS}\ud800-\udfff]")
"""Without an escape or an odd blank in the whole text, no piece of it has any either."""
_REMARK = re.compile(r"([ \t]+)#([^\s#]?)")
_MERGE = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?= |$)", re.MULTILINE)
_LEGAL_FORM = re.compile(
    r"(?:Co|Corp|Inc|Ltd|Limited|LLC|L\.L\.C|PLC|GmbH|AG|S\.?A|N\.?V|B\.?V|K\.?K|LP)\.?",
    re.IGNORECASE,
)


@dataclass
class Document:
    """What a text holds. `value` is None where it holds no mapping; then there are flaws."""

    value: dict[str, Any] | None = None
    flaws: list[Flaw] = field(default_factory=list)
    exact: bool = False
    """Whether it holds `Digits`, which JSON cannot keep."""


def parse(raw: bytes) -> Document:
    """Return the mapping that the bytes of a YAML file hold, and every flaw found.

    Never raises: whatever the bytes are, the answer is a document.
    """
    text, flaws = decoded(raw)
    if flaws:
        return Document(flaws=flaws)
    builder = _Builder(text)
    flaw = _run(builder, text)
    if flaw or builder.flaws:  # once more, with the places that messages name
        builder = _Builder(text, keep_marks=True)
        flaw = _run(builder, text)
    if flaw:
        return Document(flaws=[*builder.flaws, flaw])
    return Document(builder.root, builder.flaws, builder.exact)


def without_broken_lines(raw: bytes) -> tuple[bytes, list[Flaw]]:
    """Return a text with blanks for each line that stops it from being read, and these flaws.

    What is wrong with the rest can then be said too, at its place. The text as it is and no flaw
    where more than single lines are wrong.
    """
    text, flaws = decoded(raw)
    if flaws:
        return raw, []
    lines = text.split("\n")
    while flaw := _run(_Builder(text), text):
        known = any(flaw.message == message for _form, message, _fix, _right in CAUSES)
        at = flaw.line - 1
        here = lines[at : at + 2]  # none where YAML sees more ends of lines: U+2028
        if not known or len(flaws) == _MOST_BROKEN or not "".join(here[:1]).strip():
            return raw, []
        if _goes_on(here):
            return raw, []
        flaws.append(flaw)
        lines[at] = " " * len(lines[at])
        text = "\n".join(lines)
    return text.encode(), flaws


_MOST_BROKEN = 20


def _goes_on(lines: list[str]) -> bool:
    """Return whether the second of two lines may belong to what the first begins."""
    first, second = (re.match(r"( *)(- )?", line) for line in (*lines, "")[:2])
    assert first and second
    return bool(second[0]) and (len(second[1]) > len(first[1]) or bool(second[2]) > bool(first[2]))


def parse_sound(raw: bytes) -> dict[str, Any]:
    """Return the mapping that the bytes of a YAML file hold. Raises Fault for the first flaw."""
    document = parse(raw)
    if document.value is None or document.flaws:
        flaw = document.flaws[0]
        raise Fault(f"line {flaw.line}: {flaw.message}", flaw.fix, flaw.code)
    return document.value


def locate(raw: bytes, path: KeyPath) -> tuple[int, int]:
    """Return line and column (from 1) of the value at `path`, or of its nearest ancestor.

    A last part `KEY` asks for the place of the key instead, an `Inside` for that of words in the
    text. Called for messages only: it reads the text again, so that the usual run need not keep
    positions. For one file after the other, many places cost little more than one.
    """
    text, builder = _places(raw)
    path, last = (path[:-1], path[-1]) if path else (path, None)
    if last is not KEY and not isinstance(last, Inside):
        path = (*path, last)
    best: KeyPath = ()
    for part in path:
        if (*best, part) not in builder.marks:
            break
        best = (*best, part)
    if last is KEY and path in builder.key_marks:
        return builder.key_marks[path]
    if isinstance(last, Inside) and best in builder.spans:
        for after in (last.after, ""):
            if (start := _find(text, after + last.words, *builder.spans[best])) >= 0:
                return _line_and_column(text, start + len(after))
    return builder.marks.get(best, (1, 1))


def written_at(raw: bytes, path: KeyPath) -> str:
    """Return what is written where `locate` points; "" if that is not part of one line."""
    text, builder = _places(raw)
    last = path[-1] if path else None
    line, column = locate(raw, path)
    if last is KEY:
        written = str(path[-2])
    elif isinstance(last, Inside):
        written = last.words
    elif span := builder.spans.get(path):
        written = text[slice(*span)]
    else:
        return ""
    here = text.split("\n")[line - 1][column - 1 :]
    return written if here.startswith(written) else ""


def _find(text: str, words: str, begin: int, end: int) -> int:
    """Return where words are in a part of a text, by themselves if they are; -1 where not."""
    if " " in words:  # the text may go on in the next line there
        match = re.compile(r"\s+".join(map(re.escape, words.split()))).search(text, begin, end)
        return match.start() if match else -1
    first = at = text.find(words, begin, end)
    while at >= 0 and re.match(r"[\w-]", text[at - 1] + text[at + len(words)]):
        at = text.find(words, at + 1, end)
    return first if at < 0 else at


@lru_cache(maxsize=4)
def _places(raw: bytes) -> tuple[str, _Builder]:
    """Return a text, and what has read it and kept the place of everything."""
    text, flaws = decoded(raw)
    builder = _Builder(text, keep_marks=True)
    _run(builder, text)
    if flaws and not builder.marks:
        builder.marks[()] = flaws[0].line, flaws[0].column
    return text, builder


def _line_and_column(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def decoded(raw: bytes) -> tuple[str, list[Flaw]]:
    """Return the text of a file, and what is wrong with it before it is read as YAML."""
    if len(raw) > MAX_BYTES:
        message = f"the file has {len(raw) // 1024} KB, more than {MAX_BYTES // 1024} KB"
        return "", [Flaw(1, 1, "too-large", message, "Split it into several records.")]
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        begin = raw.rfind(b"\n", 0, error.start) + 1
        column = len(raw[begin : error.start].decode()) + 1
        fix = "Save it with encoding UTF-8."
        return "", [Flaw(line, column, "not-utf-8", "the file is not UTF-8 text", fix)]
    flaws = []
    for bad in islice(_NOT_ALLOWED.finditer(text), MOST):
        message, fix = _invisible(bad)
        suggestion = Suggestion(bad[0], "") if fix == _DELETE else None
        place = _line_and_column(text, bad.start())
        flaws.append(Flaw(*place, "control-character", message, fix, suggestion))
    if merge := _MERGE.search(text):
        message = "merge conflict: git could not combine two edits"
        fix = "Keep the correct text and delete the lines <<<<<<<, ======= and >>>>>>>."
        flaws.append(Flaw(*_line_and_column(text, merge.start()), "merge-mark", message, fix))
    return text, flaws


_DELETE = "Delete it."


def _invisible(bad: re.Match[str]) -> tuple[str, str]:
    """Return what is wrong with a character that no text may have, and what to do."""
    code = f"U+{ord(bad[0]):04X}"
    if bad[0] == "\ufffd":
        return f"a character was lost here ({code})", "Retype it from the source."
    if unicodedata.category(bad[0]) == "Co":
        return f"private-use character {code}, which no font shows", "Delete or replace it."
    return f"invisible character {code}", _DELETE


def _run(builder: _Builder, text: str) -> Flaw | None:
    """Feed the builder; return the flaw that stopped it, if one did."""
    try:
        next_event = LOADER(text).get_event
        while event := next_event():
            builder.take(event)
    except _Stop as stop:
        return stop.flaw
    except yaml.MarkedYAMLError as error:
        return syntax_flaw(error, text, builder.open_quote)
    except yaml.YAMLError as error:
        return Flaw(1, 1, "syntax", f"not readable as YAML ({error})".replace("\n", " "))
    if builder.root is None and not builder.flaws:
        return Flaw(
            1, 1, "empty-file", "the file contains no record", "Write `name:` and its fields."
        )
    return None


class _Stop(Exception):
    def __init__(self, flaw: Flaw):
        self.flaw = flaw


@dataclass(slots=True)
class _Open:
    """A mapping or list being filled; `key` is the key that waits for its value."""

    into: dict[str, Any] | list[Any]
    path: KeyPath
    flow: bool = False
    key: str | None = None
    skip: bool = False


class _Builder:
    """Builds plain values from YAML events. `root` is the finished mapping."""

    def __init__(self, text: str, keep_marks: bool = False):
        self.exact = False
        self.open_quote: Span | None = None
        """The last text in quotes that goes over lines: where a quote is missing, it is that."""
        self.spans: dict[KeyPath, tuple[int, int]] = {}
        self._text = text
        self._has_remark = " #" in text or "\t#" in text
        self._may_be_odd = bool(_MAY_BE_ODD.search(text))
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
            case yaml.CollectionEndEvent():
                done = self._stack.pop()
                if self._keep and done.path in self.spans:
                    self.spans[done.path] = self.spans[done.path][0], event.end_mark.index
            case yaml.CollectionStartEvent():
                self._check_node(event)
                self._open(event, {} if isinstance(event, yaml.MappingStartEvent) else [])
            case yaml.AliasEvent():
                self._stop(
                    event, "anchor", "YAML aliases (*) are not supported", "Write the value out."
                )
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._stop(
                        event,
                        "two-documents",
                        "a second YAML document begins here",
                        "Write one record per file.",
                    )

    def _check_node(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._stop(event, "too-large", f"more than {MAX_NODES:,} values", "Split the record.")
        if event.anchor:
            self._stop(
                event, "anchor", "YAML anchors (&) are not supported", "Write the value out."
            )
        # A value in quotes has the tag "!" in PyYAML's C parser; that one says nothing.
        if event.tag and event.tag != "!":
            self._stop(event, "tag", f"the YAML tag {event.tag} is not supported", "Delete it.")

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        text = unicodedata.normalize("NFC", event.value)
        plain = not event.style  # the C parser says "", the Python one None
        if not plain and event.start_mark.line != event.end_mark.line and event.style in "'\"":
            end = event.end_mark
            self.open_quote = self._place(event), (end.line + 1, end.column + 1)
        if not self._stack:
            hint = cause(self._text.lstrip("\n").partition("\n")[0])
            fix = f"Check the first line: {hint[1]}. {hint[2]}" if hint else "Write `name:`."
            self._stop(event, "not-a-record", "the file contains text, not fields", fix)
        if self._may_be_odd:
            if not _SURROGATE.search(text) and (bad := _NOT_ALLOWED.search(text)):  # by an escape
                self._flaw(event, "control-character", *_invisible(bad))
            if _ODD_EDGE.search(text):
                message = "this text begins or ends with a no-break or wide space"
                self._flaw(event, "odd-blank", message, "Delete it, or type a plain space.")
                text = text.strip()
        top = self._stack[-1]
        if plain and self._has_remark:
            self._check_remark(event, text)
        if isinstance(top.into, dict) and top.key is None:
            self._begin_key(event, top, text)
            return
        if self._may_be_odd and _SURROGATE.search(text):
            self._stop(event, "control-character", "half a character (a surrogate)", "Delete it.")
        if plain and text in _NULL:
            self._flaw(event, "empty-value", *self._why_empty(event, top, text))
            self._drop(top)
            return
        if plain and top.flow and isinstance(top.into, list):
            self._check_split(event, top.into, text)
        value: object = text
        if plain and _WHOLE_NUMBER.fullmatch(text):
            value = int(text)
        elif plain and _NUMBER.fullmatch(text):
            value = Digits(text)
            self.exact = True
        elif plain:
            value = _TRUTH.get(text, text)
        self._put(event, value)

    def _check_remark(self, event: yaml.ScalarEvent, text: str) -> None:
        """Note where a `#` cuts a text: a remark has two blanks before it, or a single word."""
        match = _REMARK.match(self._text, event.end_mark.index)
        if match and (match[2] or (match[1] == " " and " " in text)):
            message = f"the text ends before the #: {shown(text[-38:])}"
            fix = "Put text that contains # in quotes; put a comment on its own line."
            self._flaw(event, "cut-by-remark", message, fix)

    def _why_empty(self, event: yaml.ScalarEvent, top: _Open, text: str) -> tuple[str, str]:
        """Return message and advice for a value that is not there."""
        key = top.key or ""
        end = event.end_mark.index
        if not text and re.match(r"[ \t]*#[^\s#]", self._text[end : end + 80]):
            return "there is no value before the #", "Put text that contains # in quotes."
        if top.flow and isinstance(top.into, dict) and not text:
            if ":" in key:
                fix = f"Write `{key.replace(':', ': ', 1)}`."
                return f'there is no space after the colon of "{key}"', fix
            message = f'"{key}" has no value: a comma or bracket ends text inside {{ }}'
            return message, "Put the text with the comma in quotes."
        return "this field is empty", "Fill it in or delete it."

    def _check_split(self, event: yaml.ScalarEvent, before: list[Any], text: str) -> None:
        """Note an entry of a list that a comma has cut from the one before."""
        if not before:
            return
        first = str(before[-1])
        close = self._text[event.start_mark.index - 1] == ","
        number = close and first[-1:].isdigit() and re.match(r"\d{3}(?!\d)", text)
        bracket = first.count("(") > first.count(")") and text.count(")") > text.count("(")
        if number or bracket or _LEGAL_FORM.fullmatch(text):
            comma = "," if close else ", "
            message = f"the comma splits this into two entries: {shown(first)} and {shown(text)}"
            fix = f'Put the text in quotes: "{shown(f"{first}{comma}{text}")[1:-1]}".'
            self._flaw(event, "cut-by-comma", message, fix)

    def _begin_key(self, event: yaml.Event, top: _Open, key: str) -> None:
        top.key = key
        if key in top.into:
            first = self.key_marks.get((*top.path, key))
            where = f", first at line {first[0]}" if first else ""
            self._flaw(
                event, "duplicate-key", f'"{key}" is given twice{where}', "Keep one of the two."
            )
            top.skip = True
        elif self._keep:
            self.key_marks[*top.path, key] = self._place(event)

    def _open(self, event: yaml.Event, into: dict[str, Any] | list[Any]) -> None:
        if len(self._stack) >= MAX_DEPTH:
            self._stop(event, "too-deep", f"more than {MAX_DEPTH} levels", "Flatten it.")
        if not self._stack:
            if isinstance(into, list):
                self._stop(
                    event,
                    "not-a-record",
                    "the file contains a list, not a record",
                    "Write `name:` first.",
                )
            self.root = into
            self.marks[()] = self._place(event)
            self._stack.append(_Open(into, (), _flows(event)))
            return
        top = self._stack[-1]
        if isinstance(top.into, dict) and top.key is None:
            self._stop(event, "syntax", "a field name must be text", "Write `word: value`.")
        path = self._put(event, into)
        self._stack.append(_Open(into, path, _flows(event)))

    def _put(self, event: yaml.Event, value: object) -> KeyPath:
        """Store a value where it belongs and return its path, () where places are not kept."""
        top, path = self._stack[-1], ()
        if self._keep:
            path = (*top.path, len(top.into) if isinstance(top.into, list) else top.key)
            self.marks.setdefault(path, self._place(event))
            self.spans.setdefault(path, (event.start_mark.index, event.end_mark.index))
        if isinstance(top.into, list):
            top.into.append(value)
        else:
            if top.key is not None and not top.skip:
                top.into[top.key] = value
            self._drop(top)
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


def _flows(event: yaml.Event) -> bool:
    """Return whether a mapping or list is written in brackets."""
    return bool(getattr(event, "flow_style", False))
