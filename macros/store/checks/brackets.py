"""What begins as a link to a record or as a citation ends as one."""

from __future__ import annotations

from collections.abc import Iterator

from macros.model.atlas import Atlas
from macros.model.inline import unread_brackets
from macros.model.problems import Inside, Trouble
from macros.model.values import shown
from macros.store.checks.base import check
from macros.store.checks.content import FileContent


@check(
    FileContent,
    en="Text that begins with `[[` or `[@` is a complete link or citation.",
    ko="`[[`나 `[@`로 시작한 것은 온전한 링크나 인용임.",
)
def brackets(_atlas: Atlas, content: FileContent) -> Iterator[Trouble]:
    for path, text in content.prose():
        for piece in unread_brackets(text) if "[" in text else ():
            message = f"{shown(piece)} is neither a link nor a citation"
            fix = "Write `[[id]]`, `[[id|words]]` or `[@source-id]`."
            yield content.trouble((*path, Inside(piece)), "open-bracket", message, fix)
