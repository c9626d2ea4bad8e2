"""The data of an explorer: two files a kind and language, which its script loads.

The first holds the facets and the columns of the table, and is loaded at once; the second the
other columns and the sources, for those who choose a column or take the CSV. Names of values are
in them once; a record says which it has by number. Names of records are in the table, which is part
of the page; of a kind with so many records that the table goes on on further pages they are in the
first file too, for the rows that the script makes.

    {"fields": [{"id": "phase", "values": [["phase-1", "Phase 1"], …], "known": 1,
                 "cells": [0, [0, -2], …]}, …], "ids": […], "also": […], "more": "explorer/…"}

Records are in the order of their names, values in theirs; after the `known` ones come the states
that take the place of a value (unknown, none, not recorded). A planned value is the number below
zero that `~` makes of its own: no facet lists or counts it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import Any, NamedTuple, TypeVar

from macros.model.columns import Column, columns_of, facets_of
from macros.model.computed import lacks_nothing
from macros.model.derived import names_of
from macros.model.inline import plain_line
from macros.model.items import Item
from macros.model.kinds import KINDS
from macros.model.paths import wider
from macros.model.record import Record
from macros.model.refs import Ref
from macros.model.relations import date_of
from macros.model.values import STATES, State, Value
from macros.page.context import Context
from macros.page.files import compact_json, path_of
from macros.page.further import ROWS
from macros.page.labels import words_of
from macros.page.qualifiers import in_words
from macros.store.kept import AllMade, all_anew

T = TypeVar("T")

KEYED = ("record", "term", "word")
"""The types of column whose values have an id that programs know."""

NOT_RECORDED = "not-recorded"
"""What takes the place of a value where nothing is recorded, beside the states."""


@dataclass(frozen=True)
class ColumnData:
    """A column with its values: `values` are key, words and, of a record, its kind.

    First the `known` values in their order, then what takes the place of a value. `broader` are the
    numbers of what a value is a kind of; `remarks` are what else qualifies the values of a record,
    in words, by the number of the record.
    """

    column: Column
    type: str
    values: list[list[str]]
    known: int
    cells: list[list[int]]
    broader: dict[int, list[int]]
    remarks: dict[int, str]

    @property
    def is_computed(self) -> bool:
        """Whether it is computed from facts: where it is absent, nobody left it out."""
        path = self.column.path
        return lacks_nothing(KINDS[path.kind], str(path))

    @cached_property
    def narrows(self) -> bool:
        """Whether records can be narrowed by it: a facet in which they differ; asked often."""
        used = {number for cell in self.cells for number in cell if number >= 0}
        return self.column.facet and len(used) > 1 and min(used) < self.known


class Explorer:
    """All columns of the records of a kind. `context` has the base "", `keep` takes made files."""

    def __init__(self, context: Context, kind: str, keep: AllMade = all_anew):
        self._context = context
        self._keep = keep
        self._made: dict[str, Any] = {}
        self.kind = kind
        self.columns = columns_of(kind)

    def _once(self, name: str, make: Callable[[], T]) -> T:
        return self._context.atlas.once(self._made, name, make)

    def forget(self) -> None:
        """Drop columns and files, which are large: what is asked for is made again."""
        for name in ("fields", "files"):
            self._made.pop(name, None)

    @property
    def records(self) -> list[Record]:
        """The records in the order of their names."""
        of_kind, by_name = self._context.atlas.of_kind, self._context.by_name
        return self._once("records", lambda: sorted(of_kind(self.kind), key=by_name))

    @property
    def is_newest_first(self) -> bool:
        """Whether the page of the kind lists it by date: what happens."""
        return "date" in KINDS[self.kind].about.dated_by

    @property
    def listed(self) -> list[Record]:
        """The records as the page of the kind lists them: what readers come for goes first."""
        return self._once("listed", self._listed)

    def _listed(self) -> list[Record]:
        if self.is_newest_first:
            return sorted(self.records, key=newest_first, reverse=True)
        listed_by = KINDS[self.kind].about.listed_by
        if not listed_by:
            return self.records
        number = {record.id: n for n, record in enumerate(self.records)}
        fields = {field.column.id: field for field in self.fields}
        by = [fields[column].cells for column in listed_by if column in fields]
        newest = sorted(self.records, key=lambda record: date_of(record) or "", reverse=True)
        return sorted(newest, key=lambda record: [_place(c[number[record.id]]) for c in by])

    @property
    def fields(self) -> list[ColumnData]:
        """The columns in which any record has a value, in their order."""
        return self._once("fields", self._fields)

    def _fields(self) -> list[ColumnData]:
        records = self.records
        fields = (_field(self._context, records, column) for column in self.columns)
        return [field for field in fields if field.known]

    @property
    def facets(self) -> list[ColumnData]:
        """The fields that narrow, in the order in which the kind names them."""
        order = [column.id for column in facets_of(self.kind)]
        narrowing = [field for field in self.fields if field.narrows]
        return sorted(narrowing, key=lambda field: order.index(field.column.id))

    @property
    def files(self) -> dict[str, str]:
        """Path and content of the files, from the root of a language; the first one comes last.

        A path changes with the content, so that files of two builds never mix.
        """
        makes = [("", lambda: compact_json(self._made_files()))]
        name = f"{self.kind}.explorer"
        return self._once("files", lambda: json.loads(dict(self._keep(name, makes))[""]))

    def _made_files(self) -> dict[str, str]:
        language, about = self._context.language, KINDS[self.kind].about
        later = [f for f in self.fields if not f.narrows and f.column.id not in about.columns]
        more = compact_json(
            {
                "fields": {f.column.id: _data_of(f) for f in later},
                "sources": _coded(_sources(record) for record in self.records),
            }
        )
        more_path = path_of(f"explorer/{self.kind}-more-{{}}.json", more)
        messages = words_of("features/explorer/script_words.yml", language, "name", "planned")
        first = compact_json(
            {
                "title": about.many.in_(language),
                "date": self._context.atlas.checked,
                "said": {key.removeprefix("explorer_"): words for key, words in messages.items()},
                "ids": [record.id for record in self.records],
                "also": [self._other_names(record) for record in self.records],
                **self._rows,
                "fields": [
                    _head_of(f, language) | ({} if f in later else _data_of(f)) for f in self.fields
                ],
                "more": more_path,
            }
        )
        return {more_path: more, path_of(f"explorer/{self.kind}-{{}}.json", first): first}

    @property
    def path(self) -> str:
        """The address of the file to be loaded first."""
        return list(self.files)[-1]

    @property
    def _rows(self) -> dict[str, Any]:
        """What the script needs for rows that are not in the page, and for their order."""
        place = {record.id: n for n, record in enumerate(self.records)}
        order = {"listed": [place[record.id] for record in self.listed]}
        names = {"kind": self.kind, "names": [self._context.name(r) for r in self.records]}
        return (order if self.listed != self.records else {}) | (
            names if len(self.records) > ROWS else {}
        )

    def _other_names(self, record: Record) -> str:
        """Return what else a record is called, one name a line."""
        shown = self._context.name(record)
        return "\n".join(plain_line(name) for name in names_of(record) if name != shown)


def _place(cell: list[int]) -> float:
    """Return the place of a cell by its first value; what takes the place of one comes last."""
    return min((n for n in cell if n >= 0), default=inf)


def newest_first(record: Record) -> tuple[str, str]:
    """Sort key for a list turned round: date, then id; records without a date come last."""
    return date_of(record) or "", record.id


def _field(context: Context, records: list[Record], column: Column) -> ColumnData:
    """Return a column's values, each once and in order, and which of them each record has."""
    entries: dict[str, _Entry] = {}
    rows: list[tuple[tuple[str, str], ...]] = []
    remarks: dict[int, str] = {}
    kind = ""
    for number, record in enumerate(records):
        row = []
        items = column.path.items(context.atlas, record)
        for item in items:
            if isinstance(item.value, State):
                row.append(("state", str(item.value)))
                continue
            key = item.value.key()
            entry = entries.get(key) or _entry(context, item.value)
            if entry.words:
                kind = kind or item.value.column
                row.append(("planned" if item.planned else "known", key))
                entries[key] = entry
        rows.append(tuple(dict.fromkeys(row)) or (("state", NOT_RECORDED),))
        remark = _remarks(context, items)
        if remark:
            remarks[number] = remark
    broader = _broader(context, entries)
    known = sorted(entries, key=lambda key: entries[key].order)
    labels = {str(s): s.label.in_(context.language) for s in STATES.values()}
    labels[NOT_RECORDED] = context.label("not_recorded")
    unlike = dict.fromkeys(rows)
    given = {one for row in unlike for one in row}
    states = [state for state in labels if ("state", state) in given]
    place = {("known", key): n for n, key in enumerate(known)}
    place |= {("planned", key): ~n for n, key in enumerate(known)}
    place |= {("state", state): n for n, state in enumerate(states, len(known))}
    # Most records have what others have: a list for each took a tenth of the memory of all records.
    cells = {row: [place[value] for value in row] for row in unlike}
    return ColumnData(
        column,
        kind,
        [entries[key].values for key in known] + [[state, labels[state]] for state in states],
        len(known),
        [cells[row] for row in rows],
        {
            place["known", key]: [place["known", wide] for wide in more]
            for key, more in broader.items()
        },
        remarks,
    )


def _remarks(context: Context, items: list[Item]) -> str:
    """Return what qualifies the values of a record: each remark once, with those that have it."""
    remarks: dict[str, list[str]] = {}
    for item in items:
        if words := in_words(context, item):
            remark = plain_line(words)
            remarks.setdefault(remark, []).append(plain_line(context.plain(item.value)))
    return " · ".join(
        remark if len(values) == len(items) else f"{', '.join(values)}: {remark}"
        for remark, values in remarks.items()
    )


class _Entry(NamedTuple):
    """A value: its place in the order, its key, its words, and the kind of a record."""

    order: tuple
    key: str
    words: str
    kind: str

    @property
    def values(self) -> list[str]:
        return [self.key, self.words, *([self.kind] if self.kind else [])]


def _entry(context: Context, value: Value) -> _Entry:
    order = value.order(context.atlas, context.language)
    kind = context.atlas.kind(value) if isinstance(value, Ref) else ""
    return _Entry(order, value.key(), plain_line(context.plain(value)), kind)


def _broader(context: Context, entries: dict[str, _Entry]) -> dict[str, list[str]]:
    """Return the keys of what each value is a kind of; what is new is added to the entries."""
    broader = {key: wider(context.atlas, key) for key, entry in entries.items() if entry.kind}
    for wide in {wide for more in broader.values() for wide in more}:
        entries.setdefault(wide, _entry(context, Ref(wide)))
    return {key: more for key, more in broader.items() if more}


def _head_of(field: ColumnData, language: str) -> dict[str, Any]:
    head = {
        "id": field.column.id,
        "name": field.column.label.in_(language),
        "type": field.type,
        "facet": int(field.narrows),
        "known": field.known,
    }
    return head | ({"computed": 1} if field.is_computed else {})


def _data_of(field: ColumnData) -> dict[str, Any]:
    values = [
        value if field.narrows or field.type in KEYED or at >= field.known else _short(value)
        for at, value in enumerate(field.values)
    ]
    data: dict[str, Any] = {"values": values, "cells": [_cell(cell) for cell in field.cells]}
    data |= {"remarks": field.remarks} if field.remarks else {}
    return data | ({"broader": field.broader} if field.broader and field.narrows else {})


def _short(values: list[str]) -> list[str]:
    """Return a value as its words alone, where its key says nothing more."""
    key, words, *_ = values
    return values if len(values) > 2 or (key != words and len(key) <= len(words)) else [words]


def _sources(record: Record) -> list[str]:
    return list(dict.fromkeys(s for fact in record.every_fact for s in fact.sources))


def _coded(rows: Iterable[list[str]]) -> dict[str, Any]:
    number: dict[str, int] = {}
    cells = [[number.setdefault(value, len(number)) for value in row] for row in rows]
    return {"values": list(number), "cells": [_cell(cell) for cell in cells]}


def _cell(numbers: list[int]) -> int | list[int]:
    return numbers[0] if len(numbers) == 1 else numbers
