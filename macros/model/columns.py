"""The columns and facets of a kind's explorer: paths with the names that its addresses have."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from macros.model.kinds import KINDS
from macros.model.paths import DATES, FieldPath, known_kind, path
from macros.model.problems import CallError
from macros.model.values import Words

RESERVED = ("columns", "name", "q", "show", "sort")
"""Words of an explorer's address that no facet may be called."""


@dataclass(frozen=True)
class Column:
    """What records can be shown and sorted by. `id` is its name in the address of a view."""

    id: str
    path: FieldPath
    facet: bool = False

    @property
    def label(self) -> Words:
        """What it is called."""
        return self.path.label


@cache
def facets_of(kind: str) -> tuple[Column, ...]:
    """Return the facets of a kind, in the order of its declaration.

    Raises CallError if one cannot be resolved, ValueError if two would have the same name.
    """
    columns = []
    taken = {*RESERVED, *DATES, *KINDS[kind].declared()}
    for text in KINDS[kind].about.facets:
        through = path(kind, text)
        steps = through.steps
        names = [text] if len(steps) == 1 else [steps[-1], "-".join(steps)]
        # The last word says enough where it is free: ?therapies=car-nk
        if steps[0] in KINDS and len(steps) == 2:
            names.insert(0, steps[0])
        free = [name for name in names if len(steps) == 1 or name not in taken]
        if not free:
            raise ValueError(f"{kind}: two facets are called {text!r}")
        taken.add(free[0])
        columns.append(Column(free[0], through, facet=True))
    return tuple(columns)


@cache
def columns_of(kind: str) -> tuple[Column, ...]:
    """Return all columns of a kind: those of its table, its facets, then its other short fields."""
    about = KINDS[kind].about
    facets = {column.id: column for column in facets_of(kind)}
    short = [
        name
        for name, field in KINDS[kind].declared().items()
        if field.value is not None and field.value.short
    ]
    names = dict.fromkeys([*about.columns, *facets, *short])
    return tuple(facets.get(name) or Column(name, path(kind, name)) for name in names)


def path_or_facet(kind: str, name: str) -> FieldPath:
    """Return the path that is written so, or that of the facet which an address calls so."""
    facets = {column.id: column.path for column in facets_of(known_kind(kind))}
    return facets.get(name) or path(kind, name)


def column_of(kind: str, name: str) -> Column:
    """Return the column of a kind's explorer by its path, or by its name in an address.

    Raises CallError where the explorer has no such column.
    """
    through = path_or_facet(kind, name)
    for column in columns_of(kind):
        if column.path == through:
            return column
    fix = "Columns of an explorer are the short fields of its kind."
    raise CallError(f'unknown column "{name}" in an explorer of {kind}', fix)


def check_kinds() -> None:
    """End the program with one line if the file of a kind names a path that cannot be resolved."""
    for kind, model in KINDS.items():
        about = model.about
        try:
            columns_of(kind)
            for name in (*about.chips, *about.line, *about.dated_by, *about.calendar):
                path(kind, name)
        except (CallError, ValueError) as error:
            raise SystemExit(f"macros/model/kinds/{kind}.yml: {error}") from None
