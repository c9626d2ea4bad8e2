"""One registry number, one trial; one work or page, one source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from macros.model.atlas import Atlas
from macros.model.identity import identities
from macros.model.kinds import Source, Trial
from macros.model.problems import KeyPath, Trouble
from macros.model.record import Record
from macros.store.checks.base import check


def _keys(record: Record) -> list[tuple[KeyPath, str]]:
    if isinstance(record, Trial):
        facts = record.registry_numbers
        return [(fact.path, f"number {fact.known}") for fact in facts if fact.known is not None]
    if isinstance(record, Source):
        paths = identities(record.url, record.also_at, record.doi, record.pmid)
        return [(path, repr(identity)) for identity, path in paths.items()]
    return []


@check(
    Atlas,
    told=_keys,
    en="A registry number, DOI, PubMed number or URL is in only one record.",
    ko="등록번호, DOI, PubMed 번호, 주소는 기록 하나에만 있음.",
)
def duplicates(told: Mapping[str, list[tuple[KeyPath, str]]]) -> Iterator[Trouble]:
    taken: dict[str, str] = {}
    for file, own in told.items():
        named = {file}
        for path, key in own:
            first = taken.setdefault(key, file)
            if first not in named:
                named.add(first)
                what = "registry number" if path[0] == "registry_numbers" else "source"
                message = f"this {what} is already in {first}"
                fix = "Merge them and leave a redirect (moved_to)."
                yield Trouble(file, path, "duplicate-record", message, fix)
