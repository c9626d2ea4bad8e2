"""Records by kind and filters, columns of tables: what macros ask for, checked for slips."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from macros.model.atlas import Atlas
from macros.model.base import Cited, Part, Record
from macros.model.kinds import KINDS
from macros.model.problems import CallError, did_you_mean
from macros.model.values import STATES, Ref, Term, Value


def find(atlas: Atlas, record_id: str, kind: str | None = None) -> Record:
    """Return a record by its id. Raises CallError where there is none, or of another kind."""
    if record_id in atlas.tombstones:
        new = atlas.tombstones[record_id].to
        raise CallError(f'"{record_id}" has moved to "{new}"', f'Write "{new}".')
    found = atlas.records.get(record_id)
    if found is None or (kind and found.about.id != kind):
        what = KINDS[kind].about.one.en.lower() if kind else "record"
        known = [record.id for record in atlas.of_kind(kind)] if kind else atlas.records
        raise CallError(f'no {what} "{record_id}"', did_you_mean(str(record_id), known))
    return found


def known_kind(kind: str) -> str:
    """Return the kind. Raises CallError where there is none of that name."""
    if kind not in KINDS:
        fix = did_you_mean(str(kind), KINDS) or f"Kinds: {', '.join(KINDS)}."
        raise CallError(f'no kind "{kind}"', fix)
    return kind


def known_field(kind: str, name: str, what: str) -> str:
    """Return a field's name. Raises CallError where the kind has no such field."""
    specs = KINDS[kind].specs
    if name not in specs:
        fix = did_you_mean(str(name), specs) or f"Fields: {', '.join(specs)}."
        raise CallError(f'no {what} "{name}" in {kind}', fix)
    return name


def select(atlas: Atlas, kind: str, filters: dict[str, Any]) -> list[Record]:
    """Return the records of a kind that pass all filters, in the order of their ids.

    A filter is a field and a value or a list of values; `products__stage="approved"` asks for the
    stage of the records that `products` links to; `has="trials.sites"` keeps those that trials
    name as sites. Raises CallError for a kind, field, word or id
    that does not exist.
    """
    records = atlas.of_kind(known_kind(kind))
    for name, wanted in filters.items():
        if name == "has":
            (column,) = check_columns(kind, [wanted])
            records = [r for r in records if linking(atlas, r, column)]
            continue
        relation, _, rest = name.partition("__")
        known_field(kind, relation, "filter")
        values = {str(v) for v in (wanted if isinstance(wanted, (list, tuple)) else [wanted])}
        if rest:
            linked = _linked_kind(atlas, kind, relation)
            values = {record.id for record in select(atlas, linked, {rest: wanted})}
        else:
            _check_values(atlas, kind, name, values)
        records = [r for r in records if values & set(map(str, bare_values(r, relation)))]
    return records


def bare_values(record: Record, name: str) -> list[Any]:
    """Return the values that a field holds, without what they rest on; parts give all theirs."""
    value = getattr(record, name)
    found = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, Cited):
            found.append(item.value)
        elif isinstance(item, Part):
            found += [inner for _path, inner in item.all_values()]
        elif item is not None:
            found.append(item)
    return found


def shown_values(atlas: Atlas, record: Record, column: str) -> list[Any]:
    """Return the bare values that a table shows in a column; of a part the first stands for it.

    A column is a field, or `trials.sites`: the records that link here through that field.
    """
    if "." in column:
        return [Ref(linked.id) for linked in linking(atlas, record, column)]
    value = getattr(record, column)
    found = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, Part):
            found += [next((inner for _path, inner in item.all_values()), "")]
        elif item is not None:
            found.append(item.value if isinstance(item, Cited) else item)
    return found


def check_columns(kind: str, columns: Sequence[str]) -> Sequence[str]:
    """Return the columns: fields, or `trials.sites` for those who link here through a field."""
    for column in columns:
        other, dot, field = column.rpartition(".")
        if dot:
            known_field(known_kind(other), field, "column")
            if KINDS[other].specs[field].inverse is None:
                raise CallError(f'"{column}" is no relation', "Name a field that links to records.")
        else:
            known_field(kind, column, "column")
    return columns


def linking(atlas: Atlas, record: Record, column: str) -> list[Record]:
    """Return the records that link to a record through a column such as `trials.sites`."""
    kind, _, field = column.rpartition(".")
    if not kind:
        return []
    title = KINDS[kind].specs[field].inverse
    groups = [g for g in atlas.backlinks(record.id) if g.kind == kind and g.title == title]
    return groups[0].records if groups else []


def _linked_kind(atlas: Atlas, kind: str, relation: str) -> str:
    """Return the kind of the records that a relation leads to."""
    declared = KINDS[kind].specs[relation].value
    kinds = declared.kinds if declared and issubclass(declared, Ref) else ()
    if len(kinds) == 1:
        return kinds[0]
    for record in atlas.of_kind(kind):  # a relation to several kinds: what it is used for
        for value in bare_values(record, relation):
            if isinstance(value, Ref) and value in atlas.records:
                return atlas.records[value].about.id
    raise CallError(f'"{relation}" of {kind} links to no records', "Name a relation.")


def _check_values(atlas: Atlas, kind: str, name: str, wanted: set[str]) -> None:
    """Raise where a filter asks for a word or an id that does not exist: a slip."""
    declared = KINDS[kind].specs[name].value or Value
    if issubclass(declared, Term):
        vocabulary = atlas.vocabularies.get(declared.vocabulary)
        known = set(vocabulary.terms) | set(STATES) if vocabulary else wanted
    elif issubclass(declared, Ref):
        known = set(atlas.records) | set(STATES)
    else:
        found = (value for r in atlas.of_kind(kind) for value in bare_values(r, name))
        known = set(map(str, found))
    for value in sorted(wanted - known):
        raise CallError(f'no {name} "{value}" in {kind}', did_you_mean(value, known))
