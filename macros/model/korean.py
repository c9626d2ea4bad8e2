"""Korean texts: what tells them from English ones, and the particles behind names and codes.

A particle has two forms, by how the word before it is read: 은 이 을 과 으로 after a consonant,
는 가 를 와 로 after a vowel (로 after ㄹ too). A code is read letter by letter, the last one
decides: AB-201이, CD7은, SLE는. Where people differ nothing is said: GPC3 is read 삼 or 쓰리, and
of words in lower case only those are known that end in a, i, o, u, y or in l, m, n.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_HANGUL = re.compile("[\uac00-\ud7a3]")
_LETTER = re.compile("[A-Za-z]")
_ENGLISH = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_ADDRESS = re.compile(r"\S*\.\w\S*")

_SMALL = {"a", "an", "the", "of", "in", "on", "at", "by", "for", "from", "to", "with", "and", "or"}
_SMALL |= {"not", "no", "as", "is", "are", "was", "were", "be", "been", "has", "have", "had", "it"}
_SMALL |= {"its", "this", "that", "which", "who", "they", "their", "after", "before", "than"}


def is_korean(text: str, weight: int = 1) -> bool:
    """Return whether a text has more Korean letters than Latin ones, each for `weight` of these.

    >>> is_korean("림카토(Rimqarto)"), is_korean("Certified as 혁신형 제약기업")
    (False, False)
    """
    korean = weight * len(_HANGUL.findall(text))
    return korean > 0 and korean > len(_LETTER.findall(text))


def is_english(text: str) -> bool:
    """Return whether a text is English prose; names, titles and terms inside Korean are none.

    >>> is_english("The company's figure."), is_english("Journal of Hematology & Oncology")
    (True, False)
    """
    return any(map(_is_prose, _HANGUL.split(_ADDRESS.sub(" ", text))))


def _is_prose(text: str) -> bool:
    words = [
        word.lower() if word in ("A", "The", "In") else word for word in _ENGLISH.findall(text)
    ]
    small = sum(word in _SMALL for word in words)
    common = sum(word.islower() for word in words) - small  # names begin with a capital
    return len(words) >= 3 and (common >= 3 or (small >= 1 and common >= 1))


_PAIRS = {"은": "는", "이": "가", "을": "를", "과": "와", "으로": "로"}
_FORMS = {form: (after, pair) for after, pair in _PAIRS.items() for form in (after, pair)}
_CONSONANT = {"0", "3", "6", *"mnMN"}
_RIEUL = {"1", "7", "8", *"lL"}
_EITHER = {"R"}  # 아르 or 알
# 삼 or 쓰리; a name in capitals that may be read as a word (TIGIT), where a consonant ends it.
_TWO_WAYS = re.compile(
    r"[A-Za-z]-?[03689]$|(?:(?=[A-Z]*[AEIOU])[A-Z]{4,}|[a-z][A-Z]+)(?<![AEIOU])$"
)
_BRACKETS = re.compile(r"\s?\([^()]*\)$")
# A run of letters is read once, from its beginning to its end: the time grows with the text alone.
_JOINED = re.compile(
    r"(?P<word>(?<![\uac00-\ud7a3A-Za-z0-9.+-])[A-Za-z0-9][A-Za-z0-9.+-]*+%?+"
    r"|(?<![\uac00-\ud7a3])[\uac00-\ud7a3]++(?=\s?\())"
    r"(?P<bracket>\s?\([^()]*+\))?(?P<particle>으로|[은는이가을를과와로])(?![\uac00-\ud7a3])"
)


def right_particle(word: str, particle: str) -> str:
    """Return a particle in the form that follows a word; unchanged if that is uncertain.

    >>> right_particle("CD7", "는"), right_particle("큐로셀", "으로"), right_particle("GPC3", "은")
    ('은', '로', '은')
    """
    if particle not in _FORMS or not (ending := _ending(_BRACKETS.sub("", word))):
        return particle
    after, pair = _FORMS[particle]
    if ending == "ㄹ" and after == "으로":
        return pair
    return pair if ending == "vowel" else after


def _ending(word: str) -> str:
    """Return what a word ends in as it is read: vowel, ㄹ, consonant; "" where it is not known."""
    last = word[-1:]
    if _HANGUL.match(last):
        final = (ord(last) - 0xAC00) % 28
        return "vowel" if final == 0 else "ㄹ" if final == 8 else "consonant"
    if not last or _TWO_WAYS.search(word):
        return ""
    if last in _RIEUL:
        return "ㄹ"
    if last in _CONSONANT:
        return "consonant"
    if last in "2459%" or (last in "aiouy" or "A" <= last <= "Z") and last not in _EITHER:
        return "vowel"
    return ""


def wrong_particles(text: str) -> Iterator[tuple[str, str]]:
    """Yield what is written and what is right for each wrong particle behind a code or a bracket.

    >>> list(wrong_particles("AB-201가 CD7은 SLE은"))
    [('AB-201가', 'AB-201이'), ('SLE은', 'SLE는')]
    """
    for match in _JOINED.finditer(text):
        word, bracket, particle = match["word"], match["bracket"] or "", match["particle"]
        if (_HANGUL.match(word) and not bracket) or (word.isdigit() and particle == "가"):
            continue  # nobody can tell where a Korean word ends; 3가 is a count or a street
        right = right_particle(word, particle)
        if right != particle:
            yield match[0], f"{word}{bracket}{right}"
