"""`unknown` says when somebody looked."""

from __future__ import annotations

from collections.abc import Iterator

from macros.model.atlas import Atlas
from macros.model.problems import Trouble
from macros.model.values import UNKNOWN
from macros.store.checks.base import Check


def _run(atlas: Atlas, known: set[str]) -> Iterator[Trouble]:
    for record in atlas.records.values():
        for fact in record.every_fact:
            if fact.state == str(UNKNOWN) and not (fact.checked or record.checked):
                message = '"unknown" means that somebody looked'
                fix = 'Say when: `{value: unknown, checked: "2026-11-22"}`.'
                yield record.trouble(fact.path, "unknown-unchecked", message, fix)


STATES = Check(
    "states", "A value that was looked for and not found carries the date of the search.", _run
)
