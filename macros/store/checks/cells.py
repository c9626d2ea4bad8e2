"""Each text fits a spreadsheet cell and is not a formula there: texts are published unchanged."""

from __future__ import annotations

from collections.abc import Iterator

from macros.model.atlas import Atlas
from macros.model.kinds import Source
from macros.model.problems import KeyPath, Trouble
from macros.store.checks.base import check
from macros.store.checks.content import FileContent

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a formula begins with. The wide ones are read as the others where people write Korean."""

LONGEST = 32_767
"""Characters of a cell, counted as spreadsheets do: one beyond U+FFFF is two."""


@check(
    FileContent,
    en="No text starts like a formula (`=`, `+`, `-`, `@`) or is too long for a spreadsheet cell.",
    ko="글은 수식처럼(`=`, `+`, `-`, `@`) 시작하지 않고, 스프레드시트 칸에 들어갈 만큼만 씀.",
)
def cells(atlas: Atlas, content: FileContent) -> Iterator[Trouble]:
    texts = [((*one.path, c), t) for one in content.texts for c, t in one.plain.items()]
    for path, text in (*texts, *content.strings.items()):
        # A look at its beginning says of nearly every text that nothing is wrong.
        if len(text) > LONGEST // 2 or text.lstrip().startswith(FORMULA):
            yield from _wrong(content, path, " ".join(text.split()))
    for ids in {*content.cited.values()}:
        sources = (atlas.get(Source, id_) for id_ in ids)
        # With a blank between two addresses.
        if sum(_length(source.url or "") + 1 for source in sources if source) > LONGEST + 1:
            message = f"the addresses of {len(ids)} sources do not fit in one spreadsheet cell"
            for path in (path for path, its in content.cited.items() if its == ids):
                yield content.trouble(path, "too-long", message, "Keep only the best sources.")


def _wrong(content: FileContent, path: KeyPath, text: str) -> Iterator[Trouble]:
    if text.startswith(FORMULA):
        message = f'this text begins with "{text[0]}", so spreadsheets would treat it as a formula'
        fix = "Start it with a word or a bracket: (+1) 800-000-0000."
        yield content.trouble(path, "formula", message, fix)
    if _length(text) > LONGEST:
        message = (
            f"this text has {_length(text):,} characters; a spreadsheet cell holds {LONGEST:,}"
        )
        yield content.trouble(path, "too-long", message, "Shorten it.")


def _length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
