"""The order of names in each language: the one key for every list that is ordered by name.

As readers of the language expect it, and as `Intl.Collator` of a browser has it: signs, numbers by
value, then the language's own script and the others; capitals and accents only where all else is
the same. In Korean Hangul comes before Latin, in English after it. Only Hanja have another place
than in a browser, which reads them: they come last.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from macros.model.languages import LANGUAGES

_SIGNS = " _-–—・,;:!?.…·'\"()[]{}〈〉《》「」『』【】§¶@*/\\&#%†‡•‧`´^¨°©®→+±÷×<=>|~∙■▶★$£¥₩€ㆍ"
_QUOTES = str.maketrans("‘’“”", "''\"\"")
_PIECE = re.compile(r"[0-9]+|.", re.DOTALL)
_SCRIPTS = ("HANGUL", "LATIN", "GREEK")

Key = tuple[str, str, str]


@lru_cache(maxsize=20_000)
def name_order(name: str, language: str) -> Key:
    """Return what a name is sorted by in a list in a language.

    >>> sorted(["CD19", "큐로셀", "CD7", "지씨셀"], key=lambda name: name_order(name, "ko"))
    ['지씨셀', '큐로셀', 'CD7', 'CD19']
    """
    own = LANGUAGES[language].script
    small = unicodedata.normalize("NFC", name).casefold()
    bare = small.translate(_QUOTES)
    if not bare.isascii():
        bare = "".join(map(_without_accents, bare))
    places = "".join([_place(piece, own) for piece in _PIECE.findall(bare)])
    return places, small, name.swapcase()


def _without_accents(character: str) -> str:
    if not character.isalpha() or "\uac00" <= character <= "\ud7a3":
        return character
    parts = unicodedata.normalize("NFKD", character)
    return "".join(part for part in parts if not unicodedata.combining(part))


@lru_cache(maxsize=10_000)
def _place(piece: str, own: str) -> str:
    """Return the place of a sign, a number or a letter: its group, then its place there.

    Both as a character, before the piece: a fifth of the memory of tuples, and sorted faster.
    """
    if piece[0] in "0123456789":
        digits = piece.lstrip("0")  # by value: the longer number is the larger one
        return f"\1{chr(len(digits))}{digits}"
    if not piece.isalpha():
        return f"\0{chr(_SIGNS.find(piece) % (len(_SIGNS) + 1))}{piece}"
    script = unicodedata.name(piece, "").split(" ")[0]
    if script == own:
        return f"\2\0{piece}"
    return f"\3{chr((*_SCRIPTS, script).index(script))}{piece}"
