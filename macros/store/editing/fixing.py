"""What can be put right in a file without knowing anything: form, never content.

Keys in order, dates in quotes, composed Hangul, fields and words under their present names, ids
that have moved. Comments, line breaks and the order of lists stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from macros.model.atlas import Atlas
from macros.model.fields import Model
from macros.model.identity import loosely_folded
from macros.model.languages import LANGUAGES
from macros.model.partial_dates import PartialDate
from macros.model.problems import Fault, one_line
from macros.model.refs import Ref
from macros.model.values import Bad, Prose, Term, Value, Words
from macros.store.editing.layout import Node, Place, chunks, line_of, places
from macros.store.editing.mentions import renamed_in_prose
from macros.store.editing.style import field_order, quoted
from macros.store.editing.writing import model_of, replaced
from macros.store.reading import parse, parse_sound
from macros.store.schemas import with_schema_line

FORMER_FIELDS = {
    "alias": "aliases",
    "ceo": "chief_executive",
    "contents": "summary",
    "description": "summary",
    "enrollment": "enrolment",
    "lastchecked": "checked",
    "names": "name",
    "nctid": "registry_numbers",
    "source": "sources",
}
"""Names that people write for a field, in lower case without signs."""

_ASIAN_DATE = re.compile(r"(\d{4})\s*[./년-]\s*(\d{1,2})\s*(?:[./월-]\s*(?:(\d{1,2})\s*[.일]?)?)?")


@dataclass
class Known:
    """What the rest of the data says: spellings of each vocabulary, new ids of moved records."""

    spellings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, atlas: Atlas) -> Known:
        """Return what an Atlas knows."""
        return cls(
            {name: vocabulary.spellings() for name, vocabulary in atlas.vocabularies.items()},
            {old: moved.to for old, moved in atlas.redirects.items() if moved.to in atlas.records},
        )


@dataclass
class Fixed:
    """A text put right, what was done, and why nothing could be done where that is so."""

    text: str
    done: list[str] = field(default_factory=list)
    refused: str = ""

    def differs(self, raw: bytes) -> bool:
        """Return whether a file is to be rewritten."""
        return not self.refused and self.text.encode() != raw

    def edit(self, edits: list[tuple[int, int, str]]) -> None:
        """Replace stretches of the text. Raises Fault where the result could not be read."""
        if edits:
            text = replaced(self.text, edits)
            parse_sound(text.encode())
            self.text = text

    def become(self, text: str, what: str = "") -> bool:
        """Take another form of the text, if it says the same; return whether it did."""
        taken = text != self.text and parse(text.encode()).value == parse(self.text.encode()).value
        if taken:
            self.text = text
            self.done += [what] if what else []
        return taken


def fix(kind: str, raw: bytes, known: Known) -> Fixed:
    """Return the text of a file with its form put right. Nothing it says is changed.

    A file that cannot be read to its end is refused: the check says what is wrong with it.
    """
    text = raw.decode("utf-8", "replace")
    try:
        model = model_of(kind, parse_sound(raw))
    except Fault as flaw:
        return Fixed(text, refused=str(flaw))
    fixed = Fixed(text)
    try:
        fixed.become(_clean_lines(text), "line endings normalised")
        fixed.become(unicodedata.normalize("NFC", fixed.text), "characters normalised (NFC)")
        fixed.become(with_schema_line(kind, fixed.text), "schema line added")
        _fields(model, fixed)
        _values(model, fixed, known)
        _order(model, fixed)
        fixed.become(fixed.text.rstrip("\n") + "\n")
    except Fault as flaw:
        return Fixed(text, refused=f"it cannot be fixed without changing its meaning: {flaw}")
    return fixed


def _clean_lines(text: str) -> str:
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip(" \t") for line in lines).rstrip("\n") + "\n"


# Names of fields


def present_name(model: type[Model], name: str) -> str | None:
    """Return the field that somebody means by a name that no field has; None where it is unclear.

    Known are other ways to write the field (`startDate`), its label in either language, the
    singular of a list, and `FORMER_FIELDS`.
    """
    spelling = loosely_folded(name)
    candidates = {FORMER_FIELDS[spelling]} if spelling in FORMER_FIELDS else set()
    for candidate, declared in model.fields.items():
        labels = declared.label.all() if declared.label else []
        ways = {loosely_folded(way) for way in (candidate, candidate.removesuffix("s"), *labels)}
        if spelling in ways:
            candidates.add(candidate)
    candidates &= set(model.fields)
    return candidates.pop() if len(candidates) == 1 else None


def _fields(model: type[Model], fixed: Fixed) -> None:
    edits = []
    for place in places(model, fixed.text):
        if not issubclass(place.type, Model):
            continue
        taken = {entry.name for entry in place.node.entries}
        for entry in place.node.entries:
            if entry.key is None or entry.name in place.type.fields:
                continue
            new = present_name(place.type, entry.name)
            if new and new not in taken:
                taken.add(new)
                edits.append((entry.key.start, entry.key.end, new))
                fixed.done.append(f'field "{one_line(entry.name)}" renamed to "{new}"')
    fixed.edit(edits)


# Values


def _values(model: type[Model], fixed: Fixed, known: Known) -> None:
    edits = []
    text = fixed.text
    for place in places(model, text):
        node = place.node
        if node.scalar is not None and issubclass(place.type, Value):
            old = text[node.start : node.end]
            new, what = _value(place.type, node.scalar, node.plain, old, known)
            if new != old:
                edits.append((node.start, node.end, new))
                fixed.done.append(what)
    fixed.edit(edits)


def _value(type_: type[Value], text: str, plain: bool, old: str, known: Known) -> tuple[str, str]:
    """Return how a value is to be written, and what was done to it.

    `text` is the scalar as read, `plain` whether it has no quotes, `old` how it is written.
    """
    if issubclass(type_, Prose):
        return renamed_in_prose(old, known.moved), "links to a moved record updated"
    if issubclass(type_, Ref):
        new = known.moved.get(text, text)
        return _written(old, text, new), f'"{one_line(text)}" has moved to "{new}"'
    if issubclass(type_, Term):
        word = known.spellings.get(type_.vocabulary, {}).get(text.casefold())
        is_state = text in ("none", "unknown")
        new = text if word is None or is_state else word
        return _written(old, text, new), f'"{one_line(text)}" changed to "{new}"'
    if issubclass(type_, PartialDate):
        new = _date(text)
        if new and (plain or new != text):
            return quoted(new), f"date {new} quoted" if new == text else f"date changed to {new}"
    elif plain and _is_text(type_, text):
        return quoted(text), f"{text} quoted"
    return old, ""


def _written(old: str, text: str, new: str) -> str:
    """Return a word in the way in which the old one was written."""
    if new == text:
        return old
    return quoted(new) if old[0] in "\"'" else new


def _date(text: str) -> str | None:
    match = _ASIAN_DATE.fullmatch(text.strip())
    text = "-".join(part.zfill(2) for part in match.groups() if part) if match else text
    try:
        return str(PartialDate.read(text))
    except Bad:
        return None


def _is_text(type_: type[Value], text: str) -> bool:
    """Tell whether a text is wanted where something else was written for want of quotes."""
    unquoted = (parse(f"x: {text}".encode()).value or {}).get("x")
    if type(unquoted) is str:
        return False
    return issubclass(type_, Words) or type_.takes(text) and not type_.takes(unquoted)


# Order


def _order(model: type[Model], fixed: Fixed) -> None:
    """Put keys in order, one mapping after the other, the innermost first."""
    before = fixed.text
    while any(
        fixed.become(_in_order(fixed.text, place)) for place in reversed(places(model, fixed.text))
    ):
        pass
    if fixed.text != before:
        fixed.done.append("fields sorted")


def _in_order(text: str, place: Place) -> str:
    node = place.node
    if not node.mapping:
        return text
    order = field_order(place.type) if issubclass(place.type, Model) else list(LANGUAGES)
    keys = [entry.name for entry in node.entries]
    ranks = [order.index(key) if key in order else len(order) for key in keys]
    indices = sorted(range(len(keys)), key=lambda index: ranks[index])
    if indices == list(range(len(keys))):
        return text
    flow = [(entry.start, entry.value.end) for entry in node.entries]
    spans = flow if node.flow else _bodies(text, node)
    bodies = [text[start:end] for start, end in (spans[index] for index in indices)]
    return replaced(text, [(*span, body) for span, body in zip(spans, bodies, strict=True)])


def _bodies(text: str, node: Node) -> list[tuple[int, int]]:
    """Return the lines of each entry without the indentation, or the "- ", of the first."""
    spans = chunks(text, node)
    indent = node.entries[0].start - line_of(text, node.entries[0].start)[0]
    return [(start + indent, end) for start, end in spans]
