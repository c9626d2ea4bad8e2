"""`unknown` says when somebody looked."""

from __future__ import annotations

from collections.abc import Iterator

from macros.model.atlas import Atlas
from macros.model.problems import Trouble
from macros.model.record import Record
from macros.model.values import UNKNOWN
from macros.store.checks.base import check


@check(
    Record,
    en="An unknown value has the date of the search.",
    ko="찾아보았으나 확인되지 않은 값에는 찾아본 날짜가 있음.",
)
def states(_atlas: Atlas, record: Record) -> Iterator[Trouble]:
    for fact in record.every_fact if not record.checked else ():
        if fact.state == str(UNKNOWN) and not fact.checked:
            message = '"unknown" needs the date of the search'
            fix = 'Write `{value: unknown, checked: "2026-11-22"}`.'
            yield record.trouble(fact.path, "unknown-unchecked", message, fix)
