"""One registry number, one trial; one address, one source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl, urlsplit

from macros.model.atlas import Atlas
from macros.model.problems import KeyPath, Trouble
from macros.model.record import Record
from macros.model.values import RegistryNumber
from macros.store.checks.base import Check

_MIRROR = re.compile(r"^(www|m|mobile|amp)\.")


def address(url: str) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Return an address without what tells a mirror from its twin: scheme, m., amp, order.

    >>> address("http://m.a.kr/x/amp/?b=2&a=1") == address("https://www.a.kr/x?a=1&b=2")
    True
    """
    parts = urlsplit(url)
    path = re.sub(r"/amp(?=/|$)", "", parts.path).rstrip("/")
    return _MIRROR.sub("", parts.hostname or ""), path, tuple(sorted(parse_qsl(parts.query)))


def _twice(
    records: list[Record], keys: Callable[[Record], Iterator[tuple[KeyPath, object]]], what: str
) -> Iterator[Trouble]:
    taken: dict[object, Record] = {}
    for record in records:
        for path, key in keys(record):
            first = taken.setdefault(key, record)
            if first is not record:
                message = f"{what} stands in {first.path} too"
                fix = "Make one record of the two, and leave a tombstone."
                yield record.trouble(path, "duplicate-record", message, fix)


def _numbers(record: Record) -> Iterator[tuple[KeyPath, object]]:
    for index, fact in enumerate(record.registry_numbers):
        if isinstance(fact.value, RegistryNumber):  # and not "none" or "unknown"
            yield ("registry_numbers", index), fact.value


def _addresses(record: Record) -> Iterator[tuple[KeyPath, object]]:
    yield ("url",), address(record.url)
    for index, url in enumerate(record.also_at):
        yield ("also_at", index), address(url)


def _run(atlas: Atlas, known: set[str]) -> Iterator[Trouble]:
    yield from _twice(atlas.of_kind("trials"), _numbers, "this registry number")
    yield from _twice(atlas.of_kind("sources"), _addresses, "this address")


DUPLICATES = Check("duplicates", "A registry number or an address belongs to one record.", _run)
