"""What begins as a link to a record or as a citation ends as one."""

from __future__ import annotations

from collections.abc import Iterator

from macros.model.atlas import Atlas
from macros.model.inline import unread_brackets
from macros.model.problems import Inside, Trouble
from macros.model.values import Prose, shown
from macros.store.checks.base import check


@check(
    en="Text that begins with `[[` or `[@` is a complete link or citation.",
    ko="`[[`나 `[@`로 시작한 것은 온전한 링크나 인용임.",
    of_unsound=True,
)
def brackets(atlas: Atlas) -> Iterator[Trouble]:
    for record in atlas.records.values():
        for path, prose in record.every_text():
            for code, text in prose.texts.items() if isinstance(prose, Prose) else ():
                for piece in unread_brackets(text):
                    message = f"{shown(piece)} is neither a link nor a citation"
                    fix = "Write `[[id]]`, `[[id|words]]` or `[@source-id]`."
                    yield record.trouble((*path, code, Inside(piece)), "open-bracket", message, fix)
