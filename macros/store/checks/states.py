"""`unknown` says when somebody looked."""

from __future__ import annotations

from collections.abc import Iterator

from macros.model.atlas import Atlas
from macros.model.base import Cited
from macros.model.values import UNKNOWN
from macros.store.checks.base import Check, Trouble


def _run(atlas: Atlas, known: set[str]) -> Iterator[Trouble]:
    for record in atlas.records.values():
        for fact in record.all_facts():
            item = fact.item
            looked = item.checked or record.checked
            if isinstance(item, Cited) and item.value is UNKNOWN and not looked:
                yield Trouble(
                    record.path,
                    fact.path,
                    "unknown-unchecked",
                    '"unknown" means that somebody looked',
                    'Say when: `{value: unknown, checked: "2026-11-22"}`.',
                )


STATES = Check(
    "states", "A value that was looked for and not found carries the date of the search.", _run
)
