"""The words by which rows are found: those of names, of summaries, of facts in words, of guides.

Files hold the words in order, so that the script asks for those alone that have the words of a
query, or what begins with them. A word has, for every row, the number of the row and how well the
word fits it (`LEVELS`) in one number, as the difference to the one before, to base 36.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape
from itertools import pairwise

from macros.model.derived import values_with_facts
from macros.model.inline import plain_line
from macros.model.record import Record
from macros.model.values import Words
from macros.page.files import compact_json

MOST = 50
"""A word of more rows than this says too little to be kept."""

SIZE = 1_600
"""Characters of a file."""

TEXT, INSIDE, *NAMED, EXACT = LEVELS = (38, 46, 64, 70, 76, 82, 88, 94, 104, 130)
"""How well a word may fit, as `search.js` counts it: in a text, inside a Korean word of a name, a
word of a name (the better the more of it this is, and at its beginning), a whole name."""

SHORT = 24
"""Letters of a name that is found as one word too, however it is parted."""

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


def words_in(text: str) -> dict[str, int]:
    """Return the words of a text in lower case, Korean ones without their particle."""
    words = set(map(_bare, set(_WORD.findall(_MARKUP.sub(" ", text).casefold()))))
    return dict.fromkeys(words, TEXT)


@cache
def _bare(word: str) -> str:
    return _PARTICLE.sub("", word) if word[0] >= "가" else word


def words_of_record(record: Record, language: str) -> dict[str, int]:
    """Return the words of a record's summary and of its facts in words; plans are left out."""
    texts = [record.summary] if record.summary else []
    texts += [words for fact, words in values_with_facts(record, Words) if not fact.planned]
    return words_in(" ".join([words.in_(language) for words in texts]))


def words_of_names(names: Iterable[str]) -> dict[str, int]:
    """Return the words of names, and how well each fits: spelt as `spelling.js` spells a query."""
    fits: dict[str, int] = {}
    for name in names:
        for word, fit in _words_of(name):
            if len(word) > 1:
                fits[word] = max(fit, fits.get(word, 0))
    return fits


_TOKEN = re.compile(r"[^\s,;:()\[\]{}\"'`“”‘’·/|!?]+")
_PIECE = re.compile(r"[가-힣]+|[^\W_가-힣]+")
_DOI = re.compile(r"10\.\d{4,9}/")


def _words_of(name: str) -> Iterator[tuple[str, int]]:
    folded = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", name).lower())
    folded = unicodedata.normalize("NFC", folded)
    tokens = [folded] if _DOI.match(folded) else _TOKEN.findall(folded)
    whole = "".join(_PIECE.findall(folded))
    if len(tokens) == 1 or len(whole) <= SHORT:
        yield whole, EXACT
    pieces = [own for token in tokens if (own := _PIECE.findall(token))]
    for at, own in enumerate(pieces):
        best = 82 if at == 0 else 68 if at == len(pieces) - 1 else 64
        for word in dict.fromkeys((*own, "".join(own))):
            fit = best + 30 * len(word) / len(whole)
            yield word, max(level for level in LEVELS[:-1] if level <= fit)
            if "가" <= word[0] <= "힣":
                yield from ((word[at:], INSIDE) for at in range(1, len(word) - 1))


def sections_of(html: str) -> dict[str, list[str]]:
    """Return the texts of a page written by hand by the id of their heading, "" before the first.

    Tables are left out: what is in them are records, which are found by themselves.
    """
    texts: dict[str, list[str]] = defaultdict(list)
    heading = ""
    for match in _TEXT.finditer(html):
        if match["id"] is not None:
            heading = match["id"]
        elif match["text"]:
            texts[heading].append(plain_line(unescape(_TAG.sub("", match["text"]))))
    return dict(texts)


def word_files(rows: Iterable[dict[str, int]]) -> Iterator[tuple[str, str]]:
    """Yield what each file's words begin with, and its content. `rows` have their words."""
    postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, own in enumerate(rows):
        for word, fit in own.items():
            postings[word].append((number, fit))
    part: dict[str, str] = {}
    size, before = 0, ""
    for word in sorted(postings):
        if not (coded := _coded(postings[word])):
            continue
        if size > SIZE:
            yield _begin(before, part), compact_json(part)
            before, part, size = list(part)[-1], {}, 0
        part[word] = coded
        size += len(word) + len(coded) + 6
    if part:
        yield _begin(before, part), compact_json(part)


def _begin(before: str, part: dict[str, str]) -> str:
    """Return as much of the first word of a part as tells it from the word before."""
    first = next(iter(part))
    same = next(
        (n for n, (a, b) in enumerate(zip(before, first, strict=False)) if a != b), len(before)
    )
    return first[: same + 1]


_LEVEL = {fit: level for level, fit in enumerate(LEVELS)}


def _coded(rows: list[tuple[int, int]]) -> str:
    in_texts = sum(fit == TEXT for _, fit in rows)
    numbers = [
        number * len(LEVELS) + _LEVEL[fit] for number, fit in rows if fit > TEXT or in_texts <= MOST
    ]
    return " ".join(_base36(to - by) for by, to in pairwise((0, *numbers)))


def _base36(number: int) -> str:
    higher, digit = divmod(number, 36)
    return (_base36(higher) if higher else "") + "0123456789abcdefghijklmnopqrstuvwxyz"[digit]
