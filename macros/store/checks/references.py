"""Every id that a record names is the id of a live record of the right kind."""

from __future__ import annotations

from collections.abc import Iterator

from macros.model.atlas import Atlas
from macros.model.base import Record
from macros.model.inline import mentions
from macros.model.kinds import KINDS
from macros.model.problems import KeyPath, did_you_mean
from macros.model.relations import links_of, values_of
from macros.model.values import ID, Prose
from macros.store.checks.base import Check, Trouble


def _run(atlas: Atlas, known: set[str]) -> Iterator[Trouble]:
    for record in atlas.records.values():
        for link in links_of(record):
            yield from _judge(atlas, known, record, link.path, link.to, link.to.kinds)
        for path, source in _citations(record):
            yield from _judge(atlas, known, record, path, source, ("sources",))
        for path, prose in _prose(record):
            for text in prose.all():
                for what, record_id in mentions(text):
                    kinds = ("sources",) if what == "source" else ()
                    yield from _judge(atlas, known, record, path, record_id, kinds)
    for _kind, new, path in atlas.tombstones.values():
        if new in atlas.tombstones:
            newest = atlas.tombstones[new].to
            message = f'"{new}" has itself moved to "{newest}"'
            fix = f'Write "{newest}".' if newest in atlas.records else "Name a live record."
            yield Trouble(path, ("moved_to",), "moved", message, fix)
        elif new not in known:
            fix = did_you_mean(new, atlas.records)
            yield Trouble(path, ("moved_to",), "unknown-id", f'no record "{new}"', fix)


def _judge(
    atlas: Atlas, known: set[str], record: Record, path: KeyPath, to: str, kinds: tuple[str, ...]
) -> Iterator[Trouble]:
    wanted = " or ".join(KINDS[kind].about.one.en.lower() for kind in kinds) or "record"
    if to in atlas.tombstones:
        new = atlas.tombstones[to].to
        fix = f'Write "{new}".' if new in atlas.records else "Name a live record."
        yield Trouble(record.path, path, "moved", f'"{to}" has moved to "{new}"', fix)
    elif to in atlas.records:
        kind = atlas.records[to].about
        if kinds and kind.id not in kinds:
            message = f'"{to}" is a {kind.one.en.lower()}, not a {wanted}'
            fix = did_you_mean(to, _ids(atlas, kinds)) or f"Write the id of a {wanted}."
            yield Trouble(record.path, path, "wrong-kind", message, fix)
    elif to not in known:
        folder = f"data/{kinds[0]}/" if kinds else "data/<kind>/"
        new_file = f"Add {folder}{to}.yml." if ID.fullmatch(to) else "Write an id."
        fix = did_you_mean(to, _ids(atlas, kinds)) or new_file
        yield Trouble(record.path, path, "unknown-id", f'no {wanted} "{to}"', fix)


def _ids(atlas: Atlas, kinds: tuple[str, ...]) -> list[str]:
    return [record.id for kind in kinds or KINDS for record in atlas.of_kind(kind)]


def _citations(record: Record) -> Iterator[tuple[KeyPath, str]]:
    """Yield path and id of each source, once where facts share the record's list."""
    for index, source in enumerate(record.sources):
        yield ("sources", index), source
    for fact in record.all_facts():
        if fact.item.sources is not record.sources:
            for index, source in enumerate(fact.item.sources):
                yield (*fact.path, "sources", index), source
        for number, other in enumerate(getattr(fact.item, "also", [])):
            for index, source in enumerate(other.sources):
                yield (*fact.path, "also", number, "sources", index), source


def _prose(record: Record) -> Iterator[tuple[KeyPath, Prose]]:
    if record.summary:
        yield ("summary",), record.summary
    for fact in record.all_facts():
        if fact.item.note:
            yield (*fact.path, "note"), fact.item.note
        for number, other in enumerate(getattr(fact.item, "also", [])):
            if other.note:
                yield (*fact.path, "also", number, "note"), other.note
        for _spec, path, value in values_of(fact):
            if isinstance(value, Prose):
                yield path, value


REFERENCES = Check("references", "Ids lead to live records of the right kind.", _run)
