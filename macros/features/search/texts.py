"""The words that pages use beside their names: of summaries, of facts in words, of guides.

A word has the numbers of the rows in whose texts it stands. Files hold the words in order, so that
the script asks for those alone that have the words of a query, or what begins with them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape

from macros.model.derived import values_with_facts
from macros.model.inline import plain_line
from macros.model.record import Record
from macros.model.values import Words
from macros.page.files import compact_json, path_of

MOST = 50
"""A word of more rows than this says too little to be kept."""

SIZE = 12_000
"""Characters of a file."""

_WORD = re.compile(r"[가-힣]{2,}|[a-z][a-z0-9]{2,}|\d[a-z0-9]{5,}")
_MARKUP = re.compile(r"\[\[[^\]|]*\|?|\[@[^\]]*\]")  # the words of a link stay
_PARTICLE = re.compile(
    r"(?<=[가-힣]{2})(?:에서는|으로는|에서|에게|에는|으로|부터|까지|이며|이고|하고|은|는|이|가|을|를|의|에|로|와|과|도|만)$"
)
_TEXT = re.compile(
    r'<table.*?</table>|<h[23] id="(?P<id>[^"]*)"'
    r"|<(?:p|li)\b[^>]*>(?P<text>.*?)(?=</p>|</li>|<[uo]l)",
    re.S,
)
_TAG = re.compile(r' ?<sup class="cite">.*?</sup>|<[^>]*>', re.S)


def words_in(text: str) -> set[str]:
    """Return the words of a text in small letters, Korean ones without their particle."""
    return set(map(_bare, set(_WORD.findall(_MARKUP.sub(" ", text).casefold()))))


@cache
def _bare(word: str) -> str:
    return _PARTICLE.sub("", word) if word[0] >= "가" else word


def words_of_record(record: Record, language: str) -> set[str]:
    """Return the words of a record's summary and of its facts in words; plans are left out."""
    said = [record.summary] if record.summary else []
    said += [words for fact, words in values_with_facts(record, Words) if not fact.planned]
    return words_in(" ".join([words.in_(language) for words in said]))


def sections_of(html: str) -> dict[str, list[str]]:
    """Return the texts of a page written by hand by the id of their heading, "" before the first.

    Tables are left out: what is in them are records, which are found by themselves.
    """
    found: dict[str, list[str]] = defaultdict(list)
    heading = ""
    for match in _TEXT.finditer(html):
        if match["id"] is not None:
            heading = match["id"]
        elif match["text"]:
            found[heading].append(plain_line(unescape(_TAG.sub("", match["text"]))))
    return dict(found)


def text_files(words: Iterable[set[str]]) -> Iterator[tuple[str, str, str]]:
    """Yield first word, path and content of each file. `words` are those of every row in order."""
    rows: dict[str, list[int]] = defaultdict(list)
    for number, own in enumerate(words):
        for word in own:
            rows[word].append(number)
    part: dict[str, list[int]] = {}
    size = 0
    for word in sorted(word for word, numbers in rows.items() if len(numbers) <= MOST):
        part[word] = rows[word]
        size += len(word) + 5 * len(rows[word])
        if size > SIZE:
            yield _file(part)
            part, size = {}, 0
    if part:
        yield _file(part)


def _file(part: dict[str, list[int]]) -> tuple[str, str, str]:
    content = compact_json(part)
    return next(iter(part)), path_of("search/text-{}.json", content), content
