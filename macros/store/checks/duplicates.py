"""One registry number, one trial; one work or page, one source."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

from macros.model.atlas import Atlas
from macros.model.identity import identities
from macros.model.kinds import Source, Trial
from macros.model.problems import KeyPath, Trouble
from macros.model.record import Record
from macros.store.checks.base import check

R = TypeVar("R", bound=Record)


def _twice(
    records: Iterable[R], keys: Callable[[R], Iterable[tuple[KeyPath, Hashable]]]
) -> Iterator[Trouble]:
    taken: dict[Hashable, Record] = {}
    for record in records:
        named = {record.path}
        for path, key in keys(record):
            first = taken.setdefault(key, record)
            if first.path not in named:
                named.add(first.path)
                what = "registry number" if path[0] == "registry_numbers" else "source"
                message = f"this {what} is already in {first.path}"
                fix = "Merge them and leave a redirect (moved_to)."
                yield record.trouble(path, "duplicate-record", message, fix)


def _numbers(trial: Trial) -> Iterator[tuple[KeyPath, Hashable]]:
    for fact in trial.registry_numbers:
        if fact.known is not None:
            yield fact.path, fact.known


def _identities(source: Source) -> Iterator[tuple[KeyPath, Hashable]]:
    paths = identities(source.url, source.also_at, source.doi, source.pmid)
    yield from ((path, identity) for identity, path in paths.items())


@check(
    Atlas,
    en="A registry number, DOI, PubMed number or URL is in only one record.",
    ko="등록번호, DOI, PubMed 번호, 주소는 기록 하나에만 있음.",
)
def duplicates(atlas: Atlas) -> Iterator[Trouble]:
    yield from _twice(atlas.of(Trial), _numbers)
    yield from _twice(atlas.of(Source), _identities)
