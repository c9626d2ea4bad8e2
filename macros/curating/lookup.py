"""A record by whatever somebody calls it: id, former id, name, alias, registry number."""

from __future__ import annotations

from macros.model.atlas import Atlas
from macros.model.derived import names_of
from macros.model.identity import folded
from macros.model.problems import Fault, did_you_slip
from macros.model.record import Record


def look_up(atlas: Atlas, called: str) -> Record:
    """Return the record that is called so, following redirects.

    Raises Fault where there is none or several.
    """
    moved = atlas.redirects.get(called)
    record = atlas.records.get(moved.to if moved else called)
    if record:
        return record
    names = {record.id: [record.id, *names_of(record)] for record in atlas.records.values()}
    spelling = folded(called)
    ids = [record_id for record_id, own in names.items() if spelling in map(folded, own)]
    if len(ids) > 1:
        raise Fault(f'several records share the name "{called}": {", ".join(ids[:6])}', exit_code=1)
    if not ids:
        every_name = (name for own in names.values() for name in own)
        hint = did_you_slip(called, atlas.records) or did_you_slip(called, every_name)
        raise Fault(f'unknown record "{called}"', hint, exit_code=1)
    return atlas.records[ids[0]]
