"""Two states of the data compared in terms of the data: which record says what else than before."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from macros.model.atlas import Atlas
from macros.model.facts import Fact
from macros.model.fields import Field, Model
from macros.model.kinds import KINDS
from macros.model.languages import FALLBACK, LANGUAGES
from macros.model.problems import Fault
from macros.model.record import Record
from macros.model.values import Reading, Value, Words
from macros.model.vocabulary import Vocabulary
from macros.store.cache import ParseCache
from macros.store.editing.renaming import renewed
from macros.store.loading import Loader
from macros.store.reading import parse
from macros.store.tree import VOCABULARY, DataFile


class Place(NamedTuple):
    """Where in a record a text is.

    `about` is what a part is about: name of the field, language and text of what it must say. A
    part's own field is `inner`, what a fact says beside its value the `qualifier`: "note", "also".
    """

    field: str
    about: tuple[tuple[str, str, str], ...] = ()
    qualifier: str = ""
    inner: str = ""
    language: str = ""

    def __str__(self) -> str:
        """Return the place in the words of the files: results (orr), note (ko)."""
        about = ", ".join(text for _name, _language, text in self.about)
        beside = "other sources say" if self.qualifier == "also" else self.qualifier
        part = f"{self.inner} {self.language}".strip()
        return (
            self.field
            + (f" ({about})" if about else "")
            + (f", {beside.replace('_', ' ')}" if beside else "")
            + (f" ({part})" if part else "")
        )


class FieldChange(NamedTuple):
    """What became of a text: `before` or `after` is None where there was or is nothing."""

    place: Place
    before: str | None = None
    after: str | None = None


class SourceChange(NamedTuple):
    """Which sources facts lost or gained, place by place."""

    places: tuple[Place, ...]
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()


@dataclasses.dataclass
class RecordChange:
    """What became of a record: added, removed, renamed, merged, changed, or unreadable.

    `to` is the id that took its place. `fields` and `sources` say what else it says than before.
    `names` has the record's name in each language.
    """

    kind: str
    id: str
    what: str
    names: dict[str, str] = dataclasses.field(default_factory=dict)
    to: str = ""
    fields: list[FieldChange] = dataclasses.field(default_factory=list)
    sources: list[SourceChange] = dataclasses.field(default_factory=list)

    @property
    def name(self) -> str:
        """The record's name in English, "" where it has none."""
        return self.names.get(FALLBACK, "")

    def says_else(self) -> bool:
        """Return whether the record says something else than before."""
        return bool(self.fields or self.sources)


def compare(
    before: Sequence[DataFile], after: Sequence[DataFile], cache: ParseCache | None = None
) -> list[RecordChange]:
    """Return what changed between the files that differ, kind by kind, ids in order.

    A record that moved or was merged comes under its old id. `cache` knows files that were parsed
    before.
    """
    old, new = _by_id(before), _by_id(after)
    then, now = _atlas(old, cache), _atlas(new, cache)
    moved = {id_: s.to for id_, s in now.redirects.items() if id_ in then.records}
    renamed = {to for to in moved.values() if to in now.records and to not in then.records}
    if moved:  # what names them says the same as before
        old = {id_: _renewed(file, moved) for id_, file in old.items()}
        then = _atlas(old, cache)
    changes = [*_vocabularies(before, after)]
    for id_ in (old.keys() | new.keys()) - renamed:
        changes.append(_change(then, now, old.get(id_), new.get(id_), renamed))
    order = (VOCABULARY, *KINDS)
    relevant = (change for change in changes if change.what != "changed" or change.says_else())
    return sorted(relevant, key=lambda change: (order.index(change.kind), change.id))


def _renewed(file: DataFile, moved: Mapping[str, str]) -> DataFile:
    """Return a file in which what moved has the id that it has now."""
    for before, after in moved.items():
        if before.encode() in file.raw:
            with suppress(Fault):  # a file that cannot be read names nothing
                file = dataclasses.replace(file, raw=renewed(file, before, after).encode())
    return file


def _by_id(files: Sequence[DataFile]) -> dict[str, DataFile]:
    return {file.id: file for file in files if file.kind in KINDS}


def _atlas(files: dict[str, DataFile], cache: ParseCache | None) -> Atlas:
    """Return the records of some files; links to others are not resolved, which does not matter."""
    return Loader(Path("data"), cache).read_files(list(files.values()), whole=False)[0]


def _change(
    then: Atlas, now: Atlas, old: DataFile | None, new: DataFile | None, renamed: set[str]
) -> RecordChange:
    file = new or old
    assert file
    redirect, old_redirect = now.redirects.get(file.id), then.redirects.get(file.id)
    to = redirect.to if redirect and redirect != old_redirect else ""
    before, after = then.records.get(file.id), now.records.get(to or file.id)
    if redirect and before:
        what = "renamed" if to in renamed else "merged"
    elif redirect:
        what = "redirect" if to else "changed"
    elif not new:
        what = "removed"
    elif not after:
        what = "unreadable"
    elif not old or old_redirect:
        what = "added"
    else:
        what = "changed" if before else "readable"
    named = before if to else after or before
    names = {code: named.name_in(code) for code in LANGUAGES} if named else {}
    change = RecordChange(file.kind, file.id, what, names, to)
    if before and after and what in ("renamed", "changed"):
        _compare_records(before, after, change)
    return change


def _compare_records(before: Record, after: Record, change: RecordChange) -> None:
    """Put into a change what a record says else than before."""
    if before.about.id != after.about.id:
        change.fields.append(FieldChange(Place("kind"), before.about.id, after.about.id))
        return
    sources: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Place]] = {}
    for name, field in after.fields.items():
        if field.shape == "plain" and name not in ("id", "sources"):  # facts name their sources
            change.fields += _differences(Place(name), _plain(field, before), _plain(field, after))
        for place, old, new in _pairs(field, before, after):
            change.fields += _fact(place, old, new)
            if old and new:
                lost = tuple(source for source in old.sources if source not in new.sources)
                gained = tuple(source for source in new.sources if source not in old.sources)
                if lost or gained:
                    sources.setdefault((lost, gained), []).append(place)
    change.sources += (SourceChange(tuple(places), *key) for key, places in sources.items())


Pair = tuple[Place, Fact | None, Fact | None]


def _pairs(field: Field[Any], before: Record, after: Record) -> Iterator[Pair]:
    """Yield the facts of a field before and after that are about the same, with their place."""
    if field.shape == "plain":
        return
    old: list[Fact] = list(field.items(before))
    new: list[Fact] = list(field.items(after))
    if not field.several:
        yield Place(field.name), next(iter(old), None), next(iter(new), None)
        return
    for same in (_said, _about, _sentences):
        for one in list(old):
            key = same(one)
            other = next((other for other in new if _alike(key, same(other))), None)
            if other is not None:
                old.remove(one)
                new.remove(other)
                yield _place(one), one, other
    yield from ((_place(one), one, None) for one in old)
    yield from ((_place(other), None, other) for other in new)


def _alike(one: object, other: object) -> bool:
    """Return whether two facts are about the same: by the sentences that they share, or in all."""
    if isinstance(one, set) and isinstance(other, set):
        return not one.isdisjoint(other)
    return bool(one) and one == other


def _about(fact: Fact) -> tuple[tuple[str, str, str], ...]:
    """Return what a part is about, its required fields, or the value that details are about.

    Of a bare value in a list that is nothing.
    """
    about: list[tuple[str, str, str]] = []
    for field, _path, value in fact.values():
        own = field is fact.field
        if fact.field.details if own else field.required and field.name != "value":
            texts = _texts(value, "" if own else field.name)
            about += ((inner, language, text) for (inner, language, _twin), text in texts.items())
    return tuple(about)


def _sentences(fact: Fact) -> set[tuple[tuple[str, str, str], str]]:
    """Return the texts of a fact that are in a language: where one is the same, others came."""
    return {(key, text) for key, text in _said(fact).items() if key[1]}


def _place(fact: Fact) -> Place:
    return Place(fact.field.name, _about(fact))


def _fact(place: Place, old: Fact | None, new: Fact | None) -> Iterator[FieldChange]:
    """Yield what a fact says else than before: value, date, plan, remark, other values."""
    yield from _differences(place, _said(old) if old else {}, _said(new) if new else {})
    if old is None or new is None:
        return
    for name, field in Fact.fields.items():
        if name == "planned" and bool(old.planned) == bool(new.planned):
            continue  # `planned: false` says what is so without it
        if name != "sources":
            beside = place._replace(qualifier=name)
            yield from _differences(beside, _plain(field, old), _plain(field, new))
    yield from _differences(place._replace(qualifier="also"), _also(old), _also(new))


Texts = dict[tuple[str, str, str], str]
"""What something says: its texts, each by the part of it and the language that it is in.

The third of a key only tells parts apart: a list is known by what it holds, its order and length
say nothing.
"""


def _texts(value: Value, inner: str = "", twin: str | None = None) -> Texts:
    """Return the texts of a value; `twin` tells it apart, by itself in a list of values ("")."""
    texts = {"": value.key()}
    if isinstance(value, Words):
        texts = {code: text for code in LANGUAGES if (text := value.get(code))}
    return {
        (inner, code, "" if twin is None else twin or text): text for code, text in texts.items()
    }


def _plain(field: Field[Any], model: Model) -> Texts:
    twin = "" if field.several else None
    texts = (_texts(value, "", twin) for value in field.items(model))
    return {part: text for item in texts for part, text in item.items()}


def _said(fact: Fact) -> Texts:
    """Return what a fact says, without its sources and qualifiers."""
    texts: Texts = {}
    for field, _path, value in fact.values():
        inner = field is not fact.field
        twin = "" if field.several and inner else None
        texts |= _texts(value, field.name if inner else "", twin)
    return texts


def _also(fact: Fact) -> Texts:
    return {
        part: f"{text} ({', '.join(other.sources)})"
        for index, other in enumerate(fact.also)
        for part, text in _texts(other.value, "", str(index)).items()
    }


def _differences(place: Place, before: Texts, after: Texts) -> Iterator[FieldChange]:
    """Yield the texts that differ, each with its place."""
    for key in dict.fromkeys([*before, *after]):
        if before.get(key) != after.get(key):
            inner, language, _twin = key
            at = place._replace(inner=inner or place.inner, language=language)
            yield FieldChange(at, before.get(key), after.get(key))


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
            for change in _differences(Place(word), then.get(word, {}), now.get(word, {}))
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
