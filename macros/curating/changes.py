"""Two states of the data compared in terms of the data: which record says what else than before."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from macros.model.atlas import Atlas
from macros.model.facts import Fact
from macros.model.fields import Field, Model
from macros.model.kinds import KINDS
from macros.model.languages import LANGUAGES
from macros.model.record import Record
from macros.model.values import Reading, Value, Words
from macros.model.vocabulary import Vocabulary
from macros.store.loading import Loader
from macros.store.reading import parse
from macros.store.tree import VOCABULARY, DataFile


@dataclasses.dataclass(frozen=True)
class FieldChange:
    """What became of a field: `before` or `after` is None where there was or is nothing."""

    field: str
    before: str | None = None
    after: str | None = None


@dataclasses.dataclass(frozen=True)
class SourceChange:
    """Which sources facts lost or gained, field by field."""

    fields: tuple[str, ...]
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()


@dataclasses.dataclass
class RecordChange:
    """What became of a record: added, removed, renamed, merged, changed, or unreadable.

    `to` is the id that took its place. `fields` and `sources` say what else it says than before.
    """

    kind: str
    id: str
    what: str
    name: str = ""
    to: str = ""
    fields: list[FieldChange] = dataclasses.field(default_factory=list)
    sources: list[SourceChange] = dataclasses.field(default_factory=list)

    def says_else(self) -> bool:
        """Return whether the record says something else than before."""
        return bool(self.fields or self.sources)


def compare(before: Sequence[DataFile], after: Sequence[DataFile]) -> list[RecordChange]:
    """Return what changed between the files that differ, kind by kind, ids in order.

    A record that moved or was merged comes under its old id.
    """
    old, new = _by_id(before), _by_id(after)
    then, now = _atlas(old), _atlas(new)
    renamed = {
        stone.to
        for id_, stone in now.tombstones.items()
        if id_ in then.records and stone.to in now.records and stone.to not in old
    }
    changes = [*_vocabularies(before, after)]
    for id_ in (old.keys() | new.keys()) - renamed:
        changes.append(_change(then, now, old.get(id_), new.get(id_), renamed))
    order = (VOCABULARY, *KINDS)
    told = (change for change in changes if change.what != "changed" or change.says_else())
    return sorted(told, key=lambda change: (order.index(change.kind), change.id))


def _by_id(files: Sequence[DataFile]) -> dict[str, DataFile]:
    return {file.id: file for file in files if file.kind in KINDS}


def _atlas(files: dict[str, DataFile]) -> Atlas:
    """Return the records of some files; links to others lead nowhere, which does not matter."""
    return Loader(Path("data")).read_files(list(files.values()), whole=False)[0]


def _change(
    then: Atlas, now: Atlas, old: DataFile | None, new: DataFile | None, renamed: set[str]
) -> RecordChange:
    file = new or old
    assert file
    stone, old_stone = now.tombstones.get(file.id), then.tombstones.get(file.id)
    to = stone.to if stone and stone != old_stone else ""
    before, after = then.records.get(file.id), now.records.get(to or file.id)
    if stone and before:
        what = "renamed" if to in renamed else "merged"
    elif stone:
        what = "tombstone" if to else "changed"
    elif not new:
        what = "removed"
    elif not after:
        what = "unreadable"
    elif not old or old_stone:
        what = "added"
    else:
        what = "changed" if before else "mended"
    named = before if to else after or before
    change = RecordChange(file.kind, file.id, what, named.name_in("en") if named else "", to)
    if before and after and what in ("renamed", "changed"):
        _compare_records(before, after, change)
    return change


def _compare_records(before: Record, after: Record, change: RecordChange) -> None:
    """Put into a change what a record says else than before."""
    if before.about.id != after.about.id:
        change.fields.append(FieldChange("kind", before.about.id, after.about.id))
        return
    sources: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for name, field in after.fields.items():
        if field.shape == "plain" and name not in ("id", "sources"):  # facts name their sources
            change.fields += _differences(name, _plain(field, before), _plain(field, after))
        for label, old, new in _pairs(field, before, after):
            change.fields += _fact(label, old, new)
            if old and new:
                lost = tuple(source for source in old.sources if source not in new.sources)
                gained = tuple(source for source in new.sources if source not in old.sources)
                if lost or gained:
                    sources.setdefault((lost, gained), []).append(label)
    change.sources += (SourceChange(tuple(labels), *key) for key, labels in sources.items())


Pair = tuple[str, Fact | None, Fact | None]


def _pairs(field: Field[Any], before: Record, after: Record) -> Iterator[Pair]:
    """Yield the facts of a field before and after that are about the same, with a label."""
    if field.shape == "plain":
        return
    old: list[Fact] = list(field.items(before))
    new: list[Fact] = list(field.items(after))
    if not field.several:
        yield field.name, next(iter(old), None), next(iter(new), None)
        return
    for same in (_said, _subject):
        for one in list(old):
            other = next((other for other in new if same(other) == same(one) != ""), None)
            if other is not None:
                old.remove(one)
                new.remove(other)
                yield _label(one), one, other
    yield from ((_label(one), one, None) for one in old)
    yield from ((_label(other), None, other) for other in new)


def _subject(fact: Fact) -> str:
    """Return what a part is about: its required fields; of a bare value in a list, nothing."""
    texts = (
        text
        for field, _path, value in fact.values()
        if field is not fact.field and field.required and field.name != "value"
        for text in _texts(value).values()
    )
    return ", ".join(texts)


def _label(fact: Fact) -> str:
    subject = _subject(fact)
    return f"{fact.field.name} ({subject})" if subject else fact.field.name


def _fact(label: str, old: Fact | None, new: Fact | None) -> Iterator[FieldChange]:
    """Yield what a fact says else than before: value, date, plan, remark, other values."""
    yield from _differences(label, _said(old) if old else {}, _said(new) if new else {})
    if old is None or new is None:
        return
    for name, field in Fact.fields.items():
        if name != "sources":
            words = f"{label}, {name.replace('_', ' ')}"
            yield from _differences(words, _plain(field, old), _plain(field, new))
    yield from _differences(f"{label}, other sources say", _also(old), _also(new))


# What something says: its texts, each under the part of it that it is. Behind a # stands what
# only tells parts apart: a list is known by what it holds, its order and length say nothing.

Texts = dict[str, str]


def _texts(value: Value, part: str = "", several: bool = False) -> Texts:
    texts = {"": value.key()}
    if isinstance(value, Words):
        texts = {code: text for code in LANGUAGES if (text := value.get(code))}
    if several:
        return {f"{part}#{text}": text for text in texts.values()}
    return {f"{part} {code}".strip(): text for code, text in texts.items()}


def _plain(field: Field[Any], model: Model) -> Texts:
    texts = (_texts(value, several=field.several) for value in field.items(model))
    return {part: text for item in texts for part, text in item.items()}


def _said(fact: Fact) -> Texts:
    """Return what a fact says, without what it rests on."""
    texts: Texts = {}
    for field, _path, value in fact.values():
        inner = field is not fact.field
        texts |= _texts(value, field.name if inner else "", field.several and inner)
    return texts


def _also(fact: Fact) -> Texts:
    return {
        f"#{index}{part}": f"{text} ({', '.join(other.sources)})"
        for index, other in enumerate(fact.also)
        for part, text in _texts(other.value).items()
    }


def _differences(label: str, before: Texts, after: Texts) -> Iterator[FieldChange]:
    """Yield the texts that differ; a part of the value, such as `ko`, follows the field."""
    for part in dict.fromkeys([*before, *after]):
        if before.get(part) != after.get(part):
            words = part.split("#")[0]
            named = f"{label} ({words})" if words else label
            yield FieldChange(named, before.get(part), after.get(part))


def _vocabularies(before: Sequence[DataFile], after: Sequence[DataFile]) -> Iterator[RecordChange]:
    old, new = (
        {file.id: _terms(file) for file in files if file.kind == VOCABULARY}
        for files in (before, after)
    )
    for name in old.keys() | new.keys():
        what = "added" if name not in old else "removed" if name not in new else "changed"
        then, now = old.get(name, {}), new.get(name, {})
        fields = [
            change
            for word in dict.fromkeys([*then, *now])
            for change in _differences(word, then.get(word, {}), now.get(word, {}))
        ]
        yield RecordChange(VOCABULARY, name, what, fields=fields)


def _terms(file: DataFile) -> dict[str, Texts]:
    """Return the texts of a vocabulary by word and field."""
    vocabulary = Vocabulary.read_at(parse(file.raw).value, (), Reading())
    return {
        f"{word} {field.name}": _plain(field, term)
        for word, term in (vocabulary.terms if vocabulary else {}).items()
        for field in term.fields.values()
    }
