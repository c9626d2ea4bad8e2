"""The description of a source whose headline was not seen is not its title."""

from __future__ import annotations

from collections.abc import Iterator

from macros.model.atlas import Atlas
from macros.model.kinds import Source
from macros.model.problems import Trouble
from macros.store.checks.base import check


@check(
    Source,
    en="A source whose headline we have not seen is described under `name`.",
    ko="원제목을 확인하지 못한 출처의 내용 설명은 `name`에 있음.",
)
def descriptions(_atlas: Atlas, source: Source) -> Iterator[Trouble]:
    if source.described and not source.name:
        message = "a description is given as the title"
        fix = "Write `name: {en: …, ko: …}` in place of `title`, or delete `described`."
        yield source.trouble(("title",), "described-title", message, fix)
