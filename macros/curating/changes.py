"""Two states of the data compared in terms of the data: which record says what else than before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from macros.model.atlas import Atlas
from macros.model.base import Cited, Part, Record, Sourced
from macros.model.kinds import KINDS
from macros.model.values import Money, Words
from macros.page.context import name_of
from macros.store.loading import Loader
from macros.store.reading import parse
from macros.store.tree import VOCABULARY, DataFile

_KNOWN = (VOCABULARY, *KINDS)


@dataclass(frozen=True)
class FieldChange:
    """What became of a field: `before` or `after` is None where there was or is nothing."""

    field: str
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True)
class SourceChange:
    """Which sources facts lost or gained, field by field."""

    fields: tuple[str, ...]
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()


@dataclass
class RecordChange:
    """What became of a record: added, removed, renamed, merged, changed, or unreadable.

    `to` is the id that took its place. `fields` and `sources` say what else it says than before.
    """

    kind: str
    id: str
    what: str
    name: str = ""
    to: str = ""
    fields: list[FieldChange] = field(default_factory=list)
    sources: list[SourceChange] = field(default_factory=list)


def compare(before: Sequence[DataFile], after: Sequence[DataFile]) -> list[RecordChange]:
    """Return what changed between the files that differ, kind by kind, ids in order.

    A record that moved or was merged comes under its old id.
    """
    before, after = ([f for f in files if f.kind in _KNOWN] for files in (before, after))
    then, now = _read(before), _read(after)
    old = {file.id: file for file in before if file.kind != VOCABULARY}
    new = {file.id: file for file in after if file.kind != VOCABULARY}
    changes = [*_vocabularies(before, after)]
    renamed: set[str] = set()
    for record_id in sorted(old.keys() | new.keys()):
        moved = now.tombstones.get(record_id)
        if moved and record_id in then.records:
            change = _moved(then, now, record_id, moved.to, is_new=moved.to not in old)
            renamed |= {moved.to} if change.what == "renamed" else set()
            changes.append(change)
    for record_id in sorted(old.keys() | new.keys()):
        if record_id in renamed or (record_id in now.tombstones and record_id in then.records):
            continue
        change = _changed(then, now, old.get(record_id), new.get(record_id))
        if change.what != "changed" or change.fields or change.sources:
            changes.append(change)
    return sorted(changes, key=lambda change: (_KNOWN.index(change.kind), change.id))


def _read(files: Iterable[DataFile]) -> Atlas:
    """Return the records of some files; links to others lead nowhere, which does not matter."""
    known = [file for file in files if file.kind in KINDS]
    return Loader(Path("data")).read_files(known, whole=False)[0]


def _moved(then: Atlas, now: Atlas, old: str, new: str, is_new: bool) -> RecordChange:
    record = then.records[old]
    what = "renamed" if is_new and new in now.records else "merged"
    change = RecordChange(record.about.id, old, what, name_of(record, "en"), to=new)
    if what == "renamed":
        _compare_records(record, now.records[new], change)
    return change


def _changed(then: Atlas, now: Atlas, old: DataFile | None, new: DataFile | None) -> RecordChange:
    file = new or old
    before, after = then.records.get(file.id), now.records.get(file.id)
    name = name_of(after or before, "en") if after or before else ""
    change = RecordChange(file.kind, file.id, "changed", name)
    stone, old_stone = now.tombstones.get(file.id), then.tombstones.get(file.id)
    if stone:
        if old_stone is None or stone.to != old_stone.to:
            change.what, change.to = "tombstone", stone.to
    elif new and not after:
        change.what = "unreadable"
    elif not new:
        change.what = "removed"
    elif not old or file.id in then.tombstones:
        change.what = "added"
    elif not before:
        change.what = "mended"
    else:
        _compare_records(before, after, change)
    return change


def _compare_records(before: Record, after: Record, change: RecordChange) -> None:
    """Put into a change what a record says else than before."""
    if before.about.id != after.about.id:
        change.fields.append(FieldChange("kind", before.about.id, after.about.id))
        return
    for name in ("name", "aliases", "summary", "checked"):
        change.fields += _values(
            name, _leaves(getattr(before, name)), _leaves(getattr(after, name))
        )
    sources: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for spec in before.specs.values():
        old, new = getattr(before, spec.name), getattr(after, spec.name)
        if not _is_sourced(old) and not _is_sourced(new):
            change.fields += _values(spec.name, _leaves(old), _leaves(new))
            continue
        for label, one, other in _paired(spec.name, old, new):
            change.fields += _fact(label, one, other)
            if one is not None and other is not None:
                lost = tuple(s for s in one.sources if s not in other.sources)
                gained = tuple(s for s in other.sources if s not in one.sources)
                if lost or gained:
                    sources.setdefault((lost, gained), []).append(label)
    change.sources += (SourceChange(tuple(f), *key) for key, f in sources.items())


def _is_sourced(value: Any) -> bool:
    items = value if isinstance(value, list) else [value]
    return any(isinstance(item, Sourced) for item in items)


Pair = tuple[str, Any, Any]


def _paired(name: str, old: Any, new: Any) -> Iterator[Pair]:
    """Yield the facts of a field before and after that are about the same, with a label."""
    if not isinstance(old, list) and not isinstance(new, list):
        yield name, old, new
        return
    before, after = list(old or []), list(new or [])
    for same in (lambda a, b: _said(a) == _said(b), lambda a, b: _subject(a) == _subject(b) != ""):
        for one in list(before):
            other = next((b for b in after if same(one, b)), None)
            if other is not None:
                before.remove(one)
                after.remove(other)
                yield _label(name, one), one, other
    yield from ((_label(name, one), one, None) for one in before)
    yield from ((_label(name, other), None, other) for other in after)


def _said(item: Any) -> dict[str, str]:
    """Return what a fact says, without what it rests on."""
    if isinstance(item, Part):
        return {
            part: text
            for name in item.specs
            for part, text in _leaves(getattr(item, name), name).items()
        }
    return _leaves(item.value, "")


def _subject(item: Any) -> str:
    """Return what a part is about: its required fields; of a plain value in a list, nothing."""
    if not isinstance(item, Part):
        return ""
    required = [n for n in item.specs if type(item).model_fields[n].is_required() and n != "value"]
    return ", ".join(t for n in required for t in _leaves(getattr(item, n)).values())


def _label(name: str, item: Any) -> str:
    subject = _subject(item)
    return f"{name} ({subject})" if subject else name


def _fact(label: str, old: Any, new: Any) -> Iterator[FieldChange]:
    """Yield what a fact says else than before: value, date, plan, remark, other values."""
    before = _said(old) if old is not None else {}
    after = _said(new) if new is not None else {}
    yield from _values(label, before, after)
    if old is None or new is None:
        return
    for name, words in (("as_of", "as of"), ("checked", "checked"), ("planned", "planned")):
        one, other = getattr(old, name), getattr(new, name)
        if one != other:
            yield FieldChange(f"{label}, {words}", _text(one), _text(other))
    yield from _values(f"{label}, note", _leaves(old.note), _leaves(new.note))
    yield from _values(f"{label}, other sources say", _also(old), _also(new))


def _also(item: Any) -> dict[str, str]:
    others = getattr(item, "also", [])
    return {
        f"#{index}{part}": f"{text} ({', '.join(other.sources)})"
        for index, other in enumerate(others)
        for part, text in _leaves(other.value).items()
    }


def _values(label: str, before: dict[str, str], after: dict[str, str]) -> Iterator[FieldChange]:
    """Yield the texts that differ; a part of the value, such as `ko`, stands behind the field."""
    for part in dict.fromkeys([*before, *after]):
        if before.get(part) != after.get(part):
            words = part.split("#")[0]
            named = f"{label} ({words})" if words else label
            yield FieldChange(named, before.get(part), after.get(part))


def _leaves(value: Any, name: str = "") -> dict[str, str]:
    """Return the texts of which a value consists, each under the part of the value that it is."""
    if value is None or value is False or value == []:
        return {}
    if isinstance(value, list):
        texts = [text for item in value for text in _leaves(item).values()]
        # A list is told by what it holds: its order and length say nothing.
        return {f"{name}#{text}": text for text in texts}
    if isinstance(value, Cited):
        return _leaves(value.value, name)
    if isinstance(value, Words):
        texts = {"en": value.en, "ko": value.ko}
        space = f"{name} " if name else ""
        return {f"{space}{part}": text for part, text in texts.items() if text}
    return {name: _text(value)}


def _text(value: Any) -> str | None:
    if value is None or value is False:
        return None
    if value is True:
        return "yes"
    if isinstance(value, Money):
        amounts = [str(amount) for amount in (value.amount, value.to) if amount is not None]
        return f"{'about ' if value.about else ''}{value.currency.upper()} {'–'.join(amounts)}"
    return " ".join(str(value).split())


def _vocabularies(before: Sequence[DataFile], after: Sequence[DataFile]) -> Iterator[RecordChange]:
    old = {file.id: _terms(file) for file in before if file.kind == VOCABULARY}
    new = {file.id: _terms(file) for file in after if file.kind == VOCABULARY}
    for name in sorted(old.keys() | new.keys()):
        what = "added" if name not in old else "removed" if name not in new else "changed"
        then, now = old.get(name, {}), new.get(name, {})
        fields = [
            FieldChange(term, then.get(term), now.get(term))
            for term in dict.fromkeys([*then, *now])
            if then.get(term) != now.get(term)
        ]
        if fields or what != "changed":
            yield RecordChange(VOCABULARY, name, what, fields=fields)


def _terms(file: DataFile) -> dict[str, str]:
    """Return every text of a vocabulary under its path, words separated by blanks."""
    found: dict[str, str] = {}

    def walk(value: Any, path: str) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(inner, f"{path} {key}".strip())
        elif isinstance(value, list):
            found[path] = ", ".join(map(str, value))
        else:
            found[path] = str(value)

    walk((parse(file.raw).value or {}).get("terms", {}), "")
    return found
