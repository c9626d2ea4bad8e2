"""What changed in a record in the words of a language: for its page, the list of changes, feeds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from markupsafe import Markup

from macros.curating.change_report import contrast, short
from macros.curating.changes import FieldChange, Place, RecordChange, SourceChange
from macros.curating.history import TOLD, Entry
from macros.model.atlas import Atlas
from macros.model.facts import Fact
from macros.model.fields import Field
from macros.model.inline import one_line, without_markup
from macros.model.kinds import KINDS
from macros.model.money import Money
from macros.model.values import STATES, Bad, Flag, Prose, Value
from macros.page.labels import LABELS, label, language_name
from macros.page.text import html, joined
from macros.page.text import text as shown
from macros.store.history import Commit

LONGEST = 200
"""Characters of a text that are shown; of two long ones, where they differ."""

_SOURCES = re.compile(r" \([a-z0-9, -]+\)\Z")  # behind what other sources say
_MONEY = re.compile(r"(about )?([A-Z]{3}) ([\d.]+)(?:–([\d.]+))?")


class Line(NamedTuple):
    """What became of one place in a record: as plain text, and as HTML, its quotations marked."""

    plain: str
    html: Markup


class Told(NamedTuple):
    """What a commit changed in a record, in the words of a language."""

    commit: Commit
    what: str
    lines: list[Line]


class ChangeWords:
    """Puts changes into the words of a language, each once however often it is asked for."""

    def __init__(self, atlas: Atlas, language: str):
        self.atlas = atlas
        self.language = language
        self._lines: dict[int, list[Line]] = {}

    def told(self, entries: Iterable[Entry]) -> list[Told]:
        """Return what changed in a record, in words."""
        return [Told(e.commit, self.what(e.change), self.lines(e.change)) for e in entries]

    def name(self, entry: Entry) -> str:
        """Return the name of the record that changed: today's, or the one that it had."""
        record = self.atlas.records.get(entry.id)
        change = entry.change
        if record:
            return one_line(record.name_in(self.language))
        return one_line(change.names.get(self.language) or change.id)

    def what(self, change: RecordChange) -> str:
        """Return what became of the record, in a word or two."""
        to = one_line(self.atlas.name(change.to, self.language)) if change.to else ""
        ids = {"id": change.id, "new": change.to}
        return label(f"change_{change.what}", self.language, to=to, **ids)

    def field(self, kind: str, name: str) -> str:
        """Return the label of a field of a kind, even of a former field."""
        return self._place(kind, Place(name))

    def lines(self, change: RecordChange) -> list[Line]:
        """Return what the record says else than before, a line a place."""

        def make() -> list[Line]:
            return list(map(_finished, dict.fromkeys(map(one_line, self._made(change)))))

        return self.atlas.once(self._lines, id(change), make)

    def counted(self, changes: Iterable[RecordChange]) -> Iterator[str]:
        """Yield how many records of each kind changed, and in which fields most of them."""
        groups: dict[tuple[str, str], list[RecordChange]] = {}
        for change in changes:
            groups.setdefault((change.kind, change.what), []).append(change)
        kinds = list(KINDS)
        for (kind, what), alike in sorted(
            groups.items(), key=lambda group: (kinds.index(group[0][0]), TOLD.index(group[0][1]))
        ):
            line = label(
                "change_counted",
                self.language,
                kind=KINDS[kind].about.many.in_(self.language),
                n=f"{len(alike):,}",
                what=label(f"changed_{what}", self.language),
            )
            fields = Counter(
                field for change in alike for field in {c.place.field for c in change.fields}
            )
            most = [self.field(kind, name) for name, _n in _commonest(fields)]
            mostly = label("change_mostly", self.language, fields=", ".join(most)) if most else ""
            yield line + mostly

    def _made(self, change: RecordChange) -> Iterator[str]:
        twins = {_twin(c.place) for c in change.fields if self._own(c)}
        fields = [c for c in change.fields if self._own(c) or _twin(c.place) not in twins]
        for group in self._groups(fields):
            yield self._line(change.kind, group)
        for sources in change.sources:
            yield self._sources(change.kind, sources)

    def _groups(self, changes: Iterable[FieldChange]) -> Iterator[list[FieldChange]]:
        """Yield the changes that one line tells: of the texts of a part that came or went."""
        group: list[FieldChange] = []
        for change in changes:
            if group and not self._together(group, change):
                yield group
                group = []
            group.append(change)
        if group:
            yield group

    def _together(self, group: list[FieldChange], change: FieldChange) -> bool:
        first, place = group[0], change.place
        same = (place.field, place.about, place.qualifier) == first.place[:3]
        came = first.before is None and change.before is None
        went = first.after is None and change.after is None
        parts = all(one.place.inner and self._own(one) for one in (first, change))
        return same and (came or went) and parts and all(one.place != place for one in group)

    def _own(self, change: FieldChange) -> bool:
        return change.place.language in ("", self.language)

    def _line(self, kind: str, changes: list[FieldChange]) -> str:
        place, before, after = changes[0]
        what = "added" if before is None else "removed" if after is None else "changed"
        if not self._own(changes[0]):
            other = language_name(place.language, self.language)
            place_text = self._place(kind, place)
            return label(f"change_other_{what}", self.language, place=place_text, other=other)
        new = [change for change in changes if not _is_about(change)]
        whole = place._replace(inner="")
        if not new:  # its place says all
            key = f"change_{what}"
            return label(
                "change_named",
                self.language,
                name=self._place(kind, whole),
                what=label(key, self.language),
            )
        if len(changes) == 1:
            texts = [self._text(kind, place, text) for text in (before, after)]
            place_text = self._place(kind, place)
        else:
            text = "; ".join(self._part(kind, change) for change in new)
            texts = ["", text] if before is None else [text, ""]
            place_text = self._place(kind, whole)
        nothing = label("change_nothing", self.language)
        old, now = _cut(*texts)
        old = _marked("del", old) if old else nothing
        now = _marked("ins", now) if now else nothing
        return label("change_line", self.language, place=place_text, before=old, after=now)

    def _part(self, kind: str, change: FieldChange) -> str:
        place, before, after = change
        field = _field(kind, place)
        text = self._text(kind, place, before or after)
        return text if place.inner == "value" else f"{self._label(field, place.inner)} {text}"

    def _place(self, kind: str, place: Place) -> str:
        """Return where in the record a text is, by the labels of the fields."""
        about = [
            self._text(kind, Place(place.field, inner=name, language=language), text)
            for name, language, text in place.about
            if language in ("", self.language)
        ]
        texts = [self._label(_field(kind, place._replace(qualifier="", inner="")), place.field)]
        texts[0] += f" ({short(', '.join(about))})" if about else ""
        if place.qualifier:
            texts.append(label(f"field_{place.qualifier}", self.language))
        if place.inner:
            texts.append(self._label(_field(kind, place), place.inner))
        return ", ".join(texts)

    def _label(self, field: Field | None, name: str = "") -> str:
        key = f"field_{field.name if field else name}"
        if field and field.label or key not in LABELS:
            return field.labelled().in_(self.language) if field else name
        return label(key, self.language)

    def _text(self, kind: str, place: Place, text: str | None) -> str:
        """Return a text of a record as readers see it."""
        if not text:
            return ""
        if place.field == "kind" and text in KINDS:
            return KINDS[text].about.one.in_(self.language)
        if place.qualifier == "also":
            text = _SOURCES.sub("", text)
        if text in STATES and not place.qualifier:
            return STATES[text].words(self.atlas, self.language)
        of = _type(kind, place)
        if of and issubclass(of, Prose):
            # A claim's name is a sentence; the text around it has a full stop of its own.
            return without_markup(
                text,
                lambda id_: self.atlas.name(id_, self.language).removesuffix("."),
                lambda id_: self.atlas.name_inside(id_, self.language),
            )
        value = _read(of, text) if of and not place.language else None
        return value.words(self.atlas, self.language) if value is not None else text

    def _sources(self, kind: str, change: SourceChange) -> str:
        places = dict.fromkeys(self._place(kind, place) for place in change.places)
        lost, gained = (
            "; ".join(
                _marked("cite", short(self.atlas.name(source, self.language))) for source in sources
            )
            for sources in (change.lost, change.gained)
        )
        key = "both" if lost and gained else "lost" if lost else "gained"
        place = short(", ".join(places), LONGEST)
        return label(f"change_sources_{key}", self.language, place=place, lost=lost, gained=gained)


def _commonest(fields: Counter[str]) -> list[tuple[str, int]]:
    """Return the three most frequent, those of the same number by name."""
    return sorted(fields.items(), key=lambda field: (-field[1], field[0]))[:3]


def _is_about(change: FieldChange) -> bool:
    """Return whether a text that came or went is the one by which its part is named."""
    place, before, after = change
    if before is not None and after is not None:
        return False
    return (place.inner, place.language, before or after) in place.about


def _twin(place: Place) -> Place:
    return place._replace(language="")


def _field(kind: str, place: Place) -> Field | None:
    """Return the field that holds the text at a place, None where there is none such today."""
    field = KINDS[kind].fields.get(place.field)
    if field is None or place.qualifier == "also":
        return field
    if place.qualifier:
        return Fact.fields.get(place.qualifier)
    if not place.inner:
        return field
    return field.entries.get(place.inner) or field.details.get(place.inner)


def _type(kind: str, place: Place) -> type[Value] | None:
    field = _field(kind, place)
    return field.value if field else None


# What is quoted (what a record said and says, the title of a work) lies between two marks until the
# line is finished. They are private characters, and taken out of what comes from data.

_MARKS = {"del": "\ue020", "ins": "\ue021", "cite": "\ue022"}
_TAGS = {mark: tag for tag, mark in _MARKS.items()}
_END = "\ue023"
_MARKED = re.compile("([\ue020-\ue022])(.*?)\ue023")
_ANY_MARK = re.compile("[\ue020-\ue023]")


def _marked(tag: str, words: str) -> str:
    return f"{_MARKS[tag]}{_ANY_MARK.sub('', words)}{_END}"


def _finished(line: str) -> Line:
    parts, done = [], 0
    for match in _MARKED.finditer(line):
        tag = _TAGS[match[1]]
        parts += [shown(line[done : match.start()]), html(f"<{tag}>{{}}</{tag}>", shown(match[2]))]
        done = match.end()
    return Line(_ANY_MARK.sub("", line), joined([*parts, shown(line[done:])]))


def _read(of: type[Value], key: str) -> Value | None:
    """Return the value of a type that a key stands for, None where it cannot be read from it."""
    try:
        if of is Flag:
            return Flag(key == "yes")
        if of is Money and (match := _MONEY.fullmatch(key)):
            about, currency, amount, to = match.groups()
            raw = {"amount": amount, "to": to, "currency": currency.lower(), "about": bool(about)}
            return Money.of(raw)
        return of.read(int(key) if key.isdigit() and not of.takes(key) else key)
    except (Bad, ValueError, NotImplementedError):
        return None


def _cut(before: str, after: str) -> tuple[str, str]:
    if before and after:
        return contrast(before, after, LONGEST)
    return short(before, LONGEST), short(after, LONGEST)
