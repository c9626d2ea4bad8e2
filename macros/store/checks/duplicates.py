"""One registry number, one trial; one work or page, one source."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator

from macros.model.atlas import Atlas
from macros.model.base import Record
from macros.model.identity import identities
from macros.model.problems import KeyPath
from macros.model.values import RegistryNumber
from macros.store.checks.base import Check, Trouble


def _twice(
    records: Iterable[Record], keys: Callable[[Record], Iterable[tuple[KeyPath, Hashable]]]
) -> Iterator[Trouble]:
    taken: dict[Hashable, Record] = {}
    for record in records:
        named = {record.path}
        for path, key in keys(record):
            first = taken.setdefault(key, record)
            if first.path not in named:
                named.add(first.path)
                what = "registry number" if path[0] == "registry_numbers" else "source"
                message = f"this {what} is in {first.path} already"
                fix = "Make one record of the two, and leave a tombstone."
                yield Trouble(record.path, path, "duplicate-record", message, fix)


def _numbers(trial: Record) -> Iterator[tuple[KeyPath, Hashable]]:
    for index, fact in enumerate(trial.registry_numbers):
        if isinstance(fact.value, RegistryNumber):  # and not "none" or "unknown"
            yield ("registry_numbers", index), fact.value


def _identities(source: Record) -> Iterator[tuple[KeyPath, Hashable]]:
    found = identities(source.url, source.also_at, source.doi, source.pmid)
    yield from ((path, identity) for identity, path in found.items())


def _run(atlas: Atlas, known: set[str]) -> Iterator[Trouble]:
    yield from _twice(atlas.of_kind("trials"), _numbers)
    yield from _twice(atlas.of_kind("sources"), _identities)


DUPLICATES = Check(
    "duplicates", "A registry number, a DOI, a PubMed number or an address is in one record.", _run
)
