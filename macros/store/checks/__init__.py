"""Rules that look across records. One module a rule; each says what it finds and how to mend it.

A check gets the Atlas of all sound files and the ids of all files, sound or not, so that one
broken file does not make every link to it an error too.
"""

from __future__ import annotations

from collections.abc import Iterator

from macros.model.atlas import Atlas
from macros.model.problems import Trouble
from macros.store.checks.base import Check
from macros.store.checks.dates import DATES, ORDER
from macros.store.checks.duplicates import DUPLICATES
from macros.store.checks.names import NAMES
from macros.store.checks.numbers import NUMBERS
from macros.store.checks.references import REFERENCES
from macros.store.checks.stages import STAGES
from macros.store.checks.states import STATES
from macros.store.checks.trials import TRIALS
from macros.store.checks.vocabulary import VOCABULARY

CHECKS: tuple[Check, ...] = (
    REFERENCES,
    VOCABULARY,
    STATES,
    NAMES,
    DUPLICATES,
    NUMBERS,
    DATES,
    ORDER,
    TRIALS,
    STAGES,
)


def run_checks(atlas: Atlas, known: set[str]) -> Iterator[Trouble]:
    """Yield what every check finds. `known` holds the ids of all files, sound or not."""
    sound = {*atlas.records, *atlas.tombstones, *(f"vocabulary/{v}" for v in atlas.vocabularies)}
    for check in CHECKS:
        if known <= sound or not check.of_the_whole:
            yield from check.run(atlas, known)
