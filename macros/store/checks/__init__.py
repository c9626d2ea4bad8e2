"""Rules that look across records. One module a rule; a new module here is a new check.

A check gets the Atlas of all sound files, which knows the ids of the others too: one broken file
does not make every link to it an error. Checks that look at one value at a time get what could be
read of the others too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from macros.model.atlas import Atlas
from macros.model.problems import Trouble
from macros.model.record import Record
from macros.store.checks.base import Check
from macros.store.checks.content import FileContent


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
    records = every or atlas.records
    with_unsound = Atlas(records, atlas.redirects, atlas.vocabularies, unread=atlas.unread)
    for record in records.values():
        yield from check_record(atlas, with_unsound, record, whole)
    for name, vocabulary in atlas.vocabularies.items():
        yield from check_content(
            with_unsound, FileContent.by_vocabulary(with_unsound, name, vocabulary)
        )
    for moved in atlas.redirects.values():
        yield from check_content(with_unsound, FileContent.by_redirect(with_unsound, moved))
    told = [(record.path, told_by(record)) for record in atlas.records.values()]
    yield from compare(dict(told))


def check_record(
    atlas: Atlas, with_unsound: Atlas, record: Record, whole: bool = False
) -> Iterator[Trouble]:
    """Yield what the checks find that look at one record at a time."""
    yield from check_content(with_unsound, FileContent.by_record(with_unsound, record))
    for check in _asked_of(type(record)) if record.id in atlas.records else ():
        if whole or not check.of_the_whole:
            yield from check.run(atlas, record)


def check_content(atlas: Atlas, content: FileContent) -> Iterator[Trouble]:
    """Yield what the checks find that look at what a file says."""
    for check in _asked_of(FileContent):
        yield from check.run(atlas, content)


def told_by(record: Record) -> dict[str, Any]:
    """Return what each check that compares records asks of one, by the name of the check."""
    return {check.name: check.told(record) for check in _asked_of(Atlas) if check.told}


def compare(told: Mapping[str, Mapping[str, Any]]) -> Iterator[Trouble]:
    """Yield what the checks find that compare what records `told`, each by its file."""
    for check in _asked_of(Atlas):
        yield from check.run({file: by_check[check.name] for file, by_check in told.items()})


@cache
def _asked_of(subject: type) -> tuple[Check, ...]:
    return tuple(check for check in CHECKS if issubclass(subject, check.asked_of))
