"""Facets and columns of an explorer: what a kind's records can be narrowed, sorted and shown by.

A facet is named in its kind (`facets=("status", "products.therapies", "year")`) by a path:

    status                     a field
    products.therapies         a field of the records that a field links to
    parties.party              a value of a field's parts
    trials.sites               the records that link here through that field
    trials.sites.status        a field of those
    year, evidence             computed: `derive.year`, `derive.evidence`
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from macros.model.atlas import Atlas
from macros.model.base import Record, Spec
from macros.model.derived import evidence, year
from macros.model.kinds import KINDS
from macros.model.selection import bare_values, linking, shown_values
from macros.model.values import (
    Code,
    Count,
    Number,
    PartialDate,
    Ref,
    RegistryNumber,
    Term,
    Url,
    Words,
)

RESERVED = ("columns", "name", "q", "show", "sort")
"""Words of an explorer's address that no facet may be called."""

SHORT = (Term, Ref, PartialDate, Count, Number, RegistryNumber, Code, Url)
"""Types of fields that make a column; longer texts are for a record's own page."""

Values = Callable[[Atlas, Record], list[Any]]


@dataclass(frozen=True)
class Column:
    """What records can be shown and sorted by. `id` stands in the address of a filtered view."""

    id: str
    label: Words
    values: Values
    facet: bool = False


def facets_of(kind: str) -> Iterator[Column]:
    """Yield the facets of a kind, in the order of its declaration.

    Raises ValueError where one is no path, or where two would have the same name.
    """
    taken = {*RESERVED, *KINDS[kind].specs}
    for path in KINDS[kind].about.facets:
        column = _column(kind, path, taken)
        taken.add(column.id)
        yield column


def columns_of(kind: str) -> Iterator[Column]:
    """Yield all columns of a kind: those of its table, its facets, then its other short fields."""
    about, specs = KINDS[kind].about, KINDS[kind].specs
    facets = {column.id: column for column in facets_of(kind)}
    names = [*about.columns, *facets, *(name for name in specs if _is_short(specs[name]))]
    for name in dict.fromkeys(names):
        yield facets.get(name) or Column(name, specs[name].label, _field(name))


def values_at(atlas: Atlas, record: Record, path: Sequence[str]) -> list[Any]:
    """Return the values at the end of a path that begins at a record, each once."""
    name, *rest = path
    if name not in record.specs:
        linked = linking(atlas, record, f"{name}.{rest[0]}")
        values: list[Any] = [Ref(other.id) for other in linked]
        rest = rest[1:]
    elif rest and record.specs[name].value is None:
        parts = getattr(record, name)
        values = [v for part in parts if (v := getattr(part, rest[0])) is not None]
        rest = rest[1:]
    else:
        values = bare_values(record, name)
    if rest:
        linked = [atlas.records[v] for v in values if isinstance(v, Ref) and v in atlas.records]
        leading = [other for other in linked if _leads(other.about.id, rest[0])]
        values = [value for other in leading for value in values_at(atlas, other, rest)]
    return list(dict.fromkeys(values))


def _leads(kind: str, step: str) -> bool:
    """Return whether a path can go on at a record of a kind: a relation may lead to several."""
    return step in KINDS[kind].specs or step in KINDS


def _column(kind: str, path: str, taken: set[str]) -> Column:
    if path == "year":
        label = Words("Year", "연도")
        return Column(path, label, lambda _atlas, record: _listed(year(record)), facet=True)
    if path == "evidence":
        label = Words("Evidence", "근거 등급")
        return Column(path, label, lambda a, record: _listed(evidence(a, record)), facet=True)
    steps = path.split(".")
    if len(steps) == 1:
        return Column(path, _spec(kind, path, path).label, _field(path), facet=True)
    label = _label(kind, path)
    # The last word says enough where it is free: ?therapies=car-nk
    names = [steps[-1], "-".join(steps)]
    if steps[0] not in KINDS[kind].specs and len(steps) == 2:
        names.insert(0, steps[0])
    free = [name for name in names if name not in taken]
    if not free:
        raise ValueError(f"{kind}: two facets are called {path!r}")
    return Column(free[0], label, lambda atlas, record: values_at(atlas, record, steps), facet=True)


def _label(kind: str, path: str) -> Words:
    """Return what a path is called: by its end; one through records that link here by both."""
    steps = path.split(".")
    specs = KINDS[kind].specs
    if steps[0] not in specs:
        spec = _spec(steps[0], steps[1], path)
        if spec.inverse is None:
            raise ValueError(f"{kind}: facet {path!r} begins with no relation")
        if len(steps) == 2:
            return spec.inverse
        many, end = KINDS[steps[0]].about.many, _label(steps[0], ".".join(steps[2:]))
        return Words(f"{many.en}: {end.en}", f"{many.ko}: {end.ko}")
    spec = _spec(kind, steps[0], path)
    if len(steps) == 1 or spec.value is None:
        return spec.label
    if not issubclass(spec.value, Ref):
        raise ValueError(f"{kind}: facet {path!r} leads through {steps[0]!r}, which is no relation")
    kinds = [other for other in spec.value.kinds or KINDS if _leads(other, steps[1])]
    if not kinds:
        raise ValueError(f"{kind}: facet {path!r} leads nowhere")
    return _label(kinds[0], ".".join(steps[1:]))


def _spec(kind: str, name: str, path: str) -> Spec:
    if kind not in KINDS or name not in KINDS[kind].specs:
        raise ValueError(f"{kind}: facet {path!r}: no field {name!r}")
    return KINDS[kind].specs[name]


def _field(name: str) -> Values:
    return lambda atlas, record: shown_values(atlas, record, name)


def _is_short(spec: Spec) -> bool:
    return spec.value is not None and issubclass(spec.value, SHORT)


def _listed(value: Any) -> list[Any]:
    return [] if value is None else [value]
