"""Each text is in the language under which it is; a Korean one keeps to terms and particles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.model.atlas import Atlas
from macros.model.korean import is_english, is_korean, right_particle, wrong_particles
from macros.model.problems import Exactly, Inside, Trouble, write
from macros.model.values import Name
from macros.store.checks.base import check
from macros.store.checks.content import LINK_END, FileContent

TERMS_LIST = "korean-terms"
"""The vocabulary of settled terms; its `aliases` are the spellings that are refused."""

WEIGHT = 3
"""A syllable of a Korean text makes up for so many Latin letters: names of works may be long."""

_QUOTED = re.compile('‘[^’]*’|“[^”]*”|「[^」]*」|"[^"]*"')
_BEHIND_A_LINK = re.compile(
    rf"(?<![^\s{LINK_END}])([^\s{LINK_END}]++){LINK_END}(으로|[은는이가을를과와로])(?![\uac00-\ud7a3])"
)


@check(
    FileContent,
    en="English is under `en`, Korean under `ko`; a bare text is English.",
    ko="영어는 `en`, 한국어는 `ko` 아래에 있음. 언어를 적지 않은 글은 영어로 봄.",
)
def languages(_atlas: Atlas, content: FileContent) -> Iterator[Trouble]:
    for path, words, _marked, plain in content.texts:
        if isinstance(words, Name) and words.is_one:
            continue  # written the same in every language
        english, korean = plain["en"], plain["ko"]
        if is_korean(english):
            message = "this text is Korean, but English is expected here"
            fix = "Write `{en: …, ko: …}` with the Korean under `ko`; a bare text is English."
            yield content.trouble((*path, "en"), "other-language", message, fix)
        if not is_korean(korean, WEIGHT) and is_english(korean):
            message = "this text under `ko` is English"
            fix = "Write it in Korean, or delete `ko` until it is translated."
            yield content.trouble((*path, "ko"), "other-language", message, fix)


@check(
    FileContent,
    en="Korean texts use the agreed terms, not the rejected spellings.",
    ko="한국어 글은 정해진 용어를 쓰고, 용어 목록에서 쓰지 않기로 한 표기를 피함.",
)
def korean_terms(atlas: Atlas, content: FileContent) -> Iterator[Trouble]:
    terms = atlas.once(atlas.derived, TERMS_LIST, lambda: refused_terms(atlas))
    whole = "\n".join(text.plain["ko"] for text in content.texts)
    if content.file.endswith(f"/{TERMS_LIST}.yml") or not any(wrong in whole for wrong in terms):
        return
    for path, _words, _marked, plain in content.texts:
        for wrong, right in misspelt(plain["ko"], terms):
            message = f'"{wrong}" is not the term used here'
            fix = f'Write "{right}", or put a quoted name in ‘ ’.'
            at = (*path, "ko", Inside(wrong))
            yield content.trouble(at, "refused-term", message, Exactly(fix, right))


def refused_terms(atlas: Atlas) -> dict[str, str]:
    """Return each refused spelling with the Korean term to write instead."""
    vocabulary = atlas.vocabularies.get(TERMS_LIST)
    terms = vocabulary.terms.values() if vocabulary else ()
    return {str(alias): str(term.ko) for term in terms for alias in term.aliases}


def misspelt(text: str, terms: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the refused spellings of a Korean text with the right ones; quotations may have any."""
    if not any(wrong in text for wrong in terms):
        return
    text = _QUOTED.sub("", text)
    for right in set(terms.values()):
        text = text.replace(right, "")  # a refused spelling may be a part of the right one
    yield from ((wrong, right) for wrong, right in terms.items() if wrong in text)


@check(
    FileContent,
    en="A Korean particle agrees with the pronunciation of the name or code before it.",
    ko="조사는 앞의 이름이나 약칭을 읽는 소리에 맞음.",
)
def particles(_atlas: Atlas, content: FileContent) -> Iterator[Trouble]:
    for path, _words, marked, plain in content.texts:
        corrections = list(wrong_particles(plain["ko"]))
        for link in _BEHIND_A_LINK.finditer(marked["ko"]) if LINK_END in marked["ko"] else ():
            right = right_particle(link[1], link[2])
            if right != link[2]:
                corrections.append((f"{link[1]}{link[2]}", f"{link[1]}{right}"))
        for wrong, right in dict(corrections).items():
            message = f'"{wrong}" has the wrong particle for how it is pronounced'
            at = (*path, "ko", Inside(wrong))
            yield content.trouble(at, "wrong-particle", message, write(right))
