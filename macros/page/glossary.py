"""Terms of the field that are explained where they are used: `data/vocabulary/glossary.yml`."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from markupsafe import Markup

from macros.model.atlas import Atlas
from macros.page.text import html, joined

NAME = "glossary"


@dataclass(frozen=True)
class Glossary:
    """The terms in one language: a pattern that finds them, and what each spelling means."""

    pattern: re.Pattern[str]
    meaning: dict[str, str]


def glossary(atlas: Atlas, language: str) -> Glossary | None:
    """Return the glossary in a language, or None where there is none.

    A Latin term is found as a whole word, as written; a Korean one also before a particle.
    """
    vocabulary = atlas.vocabularies.get(NAME)
    if vocabulary is None:
        return None
    meaning = {}
    for term in vocabulary.terms.values():
        if term.definition is None:
            continue
        definition = term.definition.in_(language)
        for spelling in (term.label.in_(language), *term.aliases):
            meaning.setdefault(str(spelling), definition)
    return Glossary(re.compile(rf"(?<![\w-]){_any_of(meaning)}(?![A-Za-z0-9-])"), meaning)


def _any_of(spellings: Collection[str]) -> str:
    """Return a pattern that finds any of some spellings: "CAR-T cell" rather than "CAR-T".

    It goes letter by letter, in a third of the time of a list of all spellings.
    """
    rest: dict[str, list[str]] = {}
    for spelling in filter(None, spellings):
        rest.setdefault(spelling[0], []).append(spelling[1:])
    longer = "|".join(re.escape(letter) + _any_of(after) for letter, after in rest.items())
    if "" in spellings:
        return longer and f"(?:{longer})?"
    return f"(?:{longer})" if len(rest) > 1 else longer


def explain(glossary: Glossary, words: str, explained: set[str], escape: bool = True) -> Markup:
    """Return words with the terms explained that are not in `explained` yet; adds them to it.

    `escape` says that the words are plain text; else they are the text between two tags.
    """
    pieces, start = [], 0
    words = words if escape else Markup(words)  # of which a slice is Markup too
    for match in glossary.pattern.finditer(words):
        meaning = glossary.meaning[match[0]]
        if meaning in explained:
            continue
        explained.add(meaning)
        pieces += [words[start : match.start()]]
        pieces += [html('<abbr title="{}">{}</abbr>', meaning, match[0])]
        start = match.end()
    return joined([*pieces, words[start:]])


_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^>]*>|<!--.*?-->", re.S)
_NOT_IN = {"h1", "h2", "h3", "h4", "a", "abbr", "button", "code", "label", "pre", "script"}
_NOT_IN |= {"style", "svg", "table"}


def explain_page(glossary: Glossary, page: str) -> str:
    """Return a hand-written page's HTML with each term explained at its first use."""
    shown, start, inside, explained = [], 0, 0, set()
    for tag in _TAG.finditer(page):
        words = page[start : tag.start()]
        shown += [words if inside else explain(glossary, words, explained, escape=False), tag[0]]
        if tag[2] and tag[2].lower() in _NOT_IN:
            inside += -1 if tag[1] else 1
        start = tag.end()
    return "".join([*shown, page[start:]])
