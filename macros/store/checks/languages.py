"""Each text is in the language under which it is; a Korean one keeps to terms and particles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from macros.model.atlas import Atlas
from macros.model.inline import without_markup
from macros.model.korean import is_english, is_korean, right_particle, wrong_particles
from macros.model.languages import LANGUAGES
from macros.model.problems import Exactly, Inside, KeyPath, Trouble, write
from macros.model.values import Name, Prose, Words
from macros.store.checks.base import check

TERMS_LIST = "korean-terms"
"""The vocabulary of settled terms; its `aliases` are the spellings that are refused."""

WEIGHT = 3
"""A syllable of a Korean text makes up for so many Latin letters: names of works may be long."""

_QUOTED = re.compile('‘[^’]*’|“[^”]*”|「[^」]*」|"[^"]*"')
_LINK_END = "\ue000"
_BEHIND_A_LINK = re.compile(
    rf"(?<![^\s{_LINK_END}])([^\s{_LINK_END}]++){_LINK_END}(으로|[은는이가을를과와로])(?![\uac00-\ud7a3])"
)


class Place(NamedTuple):
    """A text at a path of a file: in its languages, and in each without markup."""

    file: str
    path: KeyPath
    words: Words
    plain: Mapping[str, str]


def text_places(atlas: Atlas) -> list[Place]:
    """Return every text of records and vocabularies, looked up once for all checks."""
    return atlas.once(atlas.derived, "text places", lambda: list(_places(atlas)))


def _places(atlas: Atlas) -> Iterator[Place]:
    for file, path, words in _texts(atlas):
        plain = {code: plain_text(atlas, words, code) for code in LANGUAGES}
        yield Place(file, path, words, plain)


def _texts(atlas: Atlas) -> Iterator[tuple[str, KeyPath, Words]]:
    for record in atlas.records.values():
        for path, words in record.every_text():
            yield record.path, path, words
    for name, vocabulary in atlas.vocabularies.items():
        file = f"data/vocabulary/{name}.yml"
        yield file, ("name",), vocabulary.name
        for id_, term in vocabulary.terms.items():
            yield file, ("terms", id_), term.label
            if term.definition:
                yield file, ("terms", id_, "definition"), term.definition


def plain_text(atlas: Atlas, words: Words, language: str, end: str = "") -> str:
    """Return a text without markup; each name of a record that it links to has `end` behind it."""
    text = words.get(language) or ""
    if not isinstance(words, Prose):
        return text
    return without_markup(text, lambda id_: atlas.name(id_, language) + end)


@check(
    en="English is under `en`, Korean under `ko`; a bare text is English.",
    ko="영어는 `en`, 한국어는 `ko` 아래에 있음. 언어를 적지 않은 글은 영어로 봄.",
    of_unsound=True,
)
def languages(atlas: Atlas) -> Iterator[Trouble]:
    for file, path, words, plain in text_places(atlas):
        if isinstance(words, Name) and words.is_one:
            continue  # written the same in every language
        english, korean = plain["en"], plain["ko"]
        if is_korean(english):
            message = "this text is Korean, but English is expected here"
            fix = "Write `{en: …, ko: …}` with the Korean under `ko`; a bare text is English."
            yield Trouble(file, (*path, "en"), "other-language", message, fix)
        if not is_korean(korean, WEIGHT) and is_english(korean):
            message = "this text under `ko` is English"
            fix = "Write it in Korean, or delete `ko` until it is translated."
            yield Trouble(file, (*path, "ko"), "other-language", message, fix)


@check(
    en="Korean texts use the agreed terms, not the rejected spellings.",
    ko="한국어 글은 정해진 용어를 쓰고, 용어 목록에서 쓰지 않기로 한 표기를 피함.",
    of_unsound=True,
)
def korean_terms(atlas: Atlas) -> Iterator[Trouble]:
    terms = refused_terms(atlas)
    for file, path, _words, plain in text_places(atlas):
        if file.endswith(f"/{TERMS_LIST}.yml"):
            continue
        for wrong, right in misspelt(plain["ko"], terms):
            message = f'"{wrong}" is not the term used here'
            fix = f'Write "{right}", or put a quoted name in ‘ ’.'
            at = (*path, "ko", Inside(wrong))
            yield Trouble(file, at, "refused-term", message, Exactly(fix, right))


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
    en="A Korean particle agrees with the pronunciation of the name or code before it.",
    ko="조사는 앞의 이름이나 약칭을 읽는 소리에 맞음.",
    of_unsound=True,
)
def particles(atlas: Atlas) -> Iterator[Trouble]:
    for file, path, words, plain in text_places(atlas):
        links = "[[" in (words.get("ko") or "")
        marked = plain_text(atlas, words, "ko", _LINK_END) if links else plain["ko"]
        corrections = list(wrong_particles(marked.replace(_LINK_END, "")))
        for link in _BEHIND_A_LINK.finditer(marked):
            right = right_particle(link[1], link[2])
            if right != link[2]:
                corrections.append((f"{link[1]}{link[2]}", f"{link[1]}{right}"))
        for wrong, right in dict(corrections).items():
            message = f'"{wrong}" has the wrong particle for how it is pronounced'
            at = (*path, "ko", Inside(wrong))
            yield Trouble(file, at, "wrong-particle", message, write(right))
