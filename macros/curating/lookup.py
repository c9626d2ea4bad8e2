"""A record by whatever somebody calls it: id, former id, name, alias, registry number."""

from __future__ import annotations

from macros.model.atlas import Atlas
from macros.model.base import Record
from macros.model.derived import names_of
from macros.model.identity import folded
from macros.model.problems import CallError, did_you_mean


class AmbiguousName(ValueError):
    """Several records answer to a name; the message lists their ids."""


def look_up(atlas: Atlas, called: str) -> Record:
    """Return the record that is called so, following tombstones.

    Raises CallError where there is none, AmbiguousName where there are several.
    """
    moved = atlas.tombstones.get(called)
    found = atlas.records.get(moved.to if moved else called)
    if found:
        return found
    wanted = folded(called)
    named = [
        record
        for record in atlas.records.values()
        if wanted in map(folded, (record.id, *names_of(record)))
    ]
    if len(named) == 1:
        return named[0]
    if named:
        ids = ", ".join(record.id for record in named[:6])
        raise AmbiguousName(f'several records are called "{called}": {ids}')
    hint = did_you_mean(called, atlas.records) or did_you_mean(called, _all_names(atlas))
    raise CallError(f'there is no record "{called}"', hint)


def _all_names(atlas: Atlas) -> list[str]:
    return [name for record in atlas.records.values() for name in names_of(record)]
