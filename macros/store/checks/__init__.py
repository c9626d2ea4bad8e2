"""Rules that look across records. One module a rule; a new module here is a new check.

A check gets the Atlas of all sound files, which knows the ids of the others too: one broken file
does not make every link to it an error. Checks that look at one value at a time get what could be
read of the others too.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from macros.model.atlas import Atlas
from macros.model.problems import Trouble
from macros.model.record import Record
from macros.store.checks.base import Check


def _all() -> Iterator[Check]:
    for module in iter_modules(__path__):
        names = vars(import_module(f"{__name__}.{module.name}"))
        yield from (check for check in names.values() if isinstance(check, Check))


CHECKS: tuple[Check, ...] = tuple(_all())
"""Every check, in the order of their modules."""


def run_checks(
    atlas: Atlas, every: dict[str, Record] | None = None, *, whole: bool
) -> Iterator[Trouble]:
    """Yield what every check finds; `whole` says that every file is there and sound.

    `every` are the records of which something is wrong too: what can be said of them is said in
    the same round.
    """
    with_unsound = Atlas(
        every or atlas.records, atlas.redirects, atlas.vocabularies, unread=atlas.unread
    )
    for check in CHECKS:
        if whole or not check.of_the_whole:
            yield from check.run(with_unsound if check.of_unsound else atlas)
