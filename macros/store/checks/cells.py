"""Each text fits a spreadsheet cell and is not a formula there: texts are published unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from macros.model.atlas import Atlas
from macros.model.facts import Fact
from macros.model.kinds import Source
from macros.model.problems import KeyPath, Trouble
from macros.model.record import Record
from macros.model.values import Words
from macros.store.checks.base import check
from macros.store.checks.languages import text_places

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a formula begins with. The wide ones are read as the others where people write Korean."""

LONGEST = 32_767
"""Characters of a cell, counted as spreadsheets do: one beyond U+FFFF is two."""


@check(
    en="No text starts like a formula (`=`, `+`, `-`, `@`) or is too long for a spreadsheet cell.",
    ko="글은 수식처럼(`=`, `+`, `-`, `@`) 시작하지 않고, 스프레드시트 칸에 들어갈 만큼만 씀.",
    of_unsound=True,
)
def cells(atlas: Atlas) -> Iterator[Trouble]:
    for file, path, _words, plain in text_places(atlas):
        for code, text in plain.items():
            yield from _wrong(file, (*path, code), text)
    urls = {source.id: _length(str(source.url or "")) for source in atlas.of(Source)}
    for record in atlas.records.values():
        for path, text in _other_texts(record):
            yield from _wrong(record.path, path, text)
        for fact in record.every_fact:
            yield from _too_many_sources(urls, record, fact)


def _other_texts(record: Record) -> Iterator[tuple[KeyPath, str]]:
    """Yield path and text of what is the same in every language, each place once."""
    texts: dict[KeyPath, str] = {("aliases", i): str(name) for i, name in enumerate(record.aliases)}
    values = [value for fact in record.every_fact for value in fact.all_values()]
    for _field, path, value in (*values, *record.plain_values()):
        if isinstance(value, str) and not isinstance(value, Words):
            texts[path] = value
    yield from texts.items()


def _wrong(file: str, path: KeyPath, text: str) -> Iterable[Trouble]:
    # A look at its beginning says of nearly every text that nothing is wrong.
    if len(text) <= LONGEST // 2 and not text.lstrip().startswith(FORMULA):
        return ()
    return _found_wrong(file, path, " ".join(text.split()))


def _found_wrong(file: str, path: KeyPath, text: str) -> Iterator[Trouble]:
    if text.startswith(FORMULA):
        message = f'this text begins with "{text[0]}", so spreadsheets would treat it as a formula'
        fix = "Start it with a word or a bracket: (+1) 800-000-0000."
        yield Trouble(file, path, "formula", message, fix)
    if _length(text) > LONGEST:
        message = (
            f"this text has {_length(text):,} characters; a spreadsheet cell holds {LONGEST:,}"
        )
        yield Trouble(file, path, "too-long", message, "Shorten it.")


def _too_many_sources(urls: Mapping[str, int], record: Record, fact: Fact) -> Iterator[Trouble]:
    for one in (fact, *fact.also):
        # With a blank between two addresses.
        if sum(urls.get(id_, 0) + 1 for id_ in one.sources) > LONGEST + 1:
            count = len(one.sources)
            message = f"the addresses of {count} sources do not fit in one spreadsheet cell"
            fix = "Keep only the best sources."
            yield record.trouble(one.where("sources"), "too-long", message, fix)


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
