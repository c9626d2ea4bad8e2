"""Records by what they say: one by its id, or all of a kind that pass filters."""

from __future__ import annotations

from typing import Any

from macros.model.atlas import Atlas
from macros.model.columns import path_or_facet
from macros.model.kinds import KINDS
from macros.model.paths import FieldPath, known_kind, path
from macros.model.problems import CallError, did_you_mean, did_you_slip, nearest, such_as
from macros.model.record import Record
from macros.model.refs import Ref
from macros.model.values import STATES, Term, Value

OPTIONS = ("columns", "has", "limit", "sort")
"""Keywords of a call that are not filters by a path."""


def find(atlas: Atlas, record_id: str, kind: str | None = None) -> Record:
    """Return a record by its id. Raises CallError where there is none, or of another kind."""
    if record_id in atlas.redirects:
        new = atlas.redirects[record_id].to
        raise CallError(f'"{record_id}" has moved to "{new}"', f'Write "{new}".')
    record = atlas.records.get(record_id)
    if record is None or (kind and record.about.id != kind):
        what = KINDS[kind].about.one.in_("en").lower() if kind else "record"
        known = atlas.ids([kind] if kind else ())
        fix = did_you_slip(str(record_id), known) or such_as(known)
        raise CallError(f'unknown {what} "{record_id}"', fix)
    return record


def select(atlas: Atlas, kind: str, filters: dict[str, Any]) -> list[Record]:
    """Return the records of a kind that pass all filters, in the order of their ids.

    A filter is a path, or a facet as an explorer's address has it, and a value or a list of values;
    `has="trials.sites"` keeps those that trials name as sites. Plans do not count; `unknown` and
    `none` can be asked for, but are nothing that a record has. Raises CallError for a kind, path,
    word or id that does not exist.
    """
    records = atlas.of_kind(known_kind(kind))
    for name, value in filters.items():
        if name == "has":
            there = path(kind, value)
            records = [r for r in records if there.keys(atlas, r) - STATES.keys()]
            continue
        try:
            through = path_or_facet(kind, name)
        except CallError:
            if (near := nearest(name, [*KINDS[kind].declared(), *OPTIONS])) not in OPTIONS:
                raise
            raise CallError(f'unknown filter "{name}"', f'Did you mean "{near}"?') from None
        values = {str(v) for v in (value if isinstance(value, (list, tuple)) else [value])}
        _check_values(atlas, through, values)
        records = [r for r in records if values & through.keys(atlas, r)]
    return records


def _check_values(atlas: Atlas, through: FieldPath, values: set[str]) -> None:
    """Raise where a filter asks for a word or an id that does not exist: a slip."""
    declared = through.end.holds or Value
    if issubclass(declared, Term):
        vocabulary = atlas.vocabularies.get(declared.vocabulary)
        known = set(vocabulary.terms) | set(STATES) if vocabulary else values
    elif issubclass(declared, Ref):
        known = {*atlas.ids(declared.kinds), *STATES}
    else:
        known = {key for r in atlas.of_kind(through.kind) for key in through.keys(atlas, r, True)}
    for value in sorted(values - known):
        what = f'unknown {through} "{value}" in {through.kind}'
        raise CallError(what, did_you_mean(value, known) or such_as(known))
