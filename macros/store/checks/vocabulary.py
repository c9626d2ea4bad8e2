"""Every word of a closed vocabulary is in its list."""

from __future__ import annotations

from collections.abc import Iterator

from macros.model.atlas import Atlas
from macros.model.fields import Model
from macros.model.languages import FALLBACK
from macros.model.problems import KeyPath, Trouble, did_you_mean, write
from macros.model.values import Term
from macros.store.checks.base import check
from macros.store.checks.content import FileContent

_SLIP = 0.85
"""How like a term a word must be to be a typing error: "newspaper" does not mean "paper"."""


@check(
    FileContent,
    en="Vocabulary terms exist in their vocabulary.",
    ko="정해진 목록의 낱말은 그 목록에 있음.",
)
def closed_lists(atlas: Atlas, content: FileContent) -> Iterator[Trouble]:
    for at, value in content.values:
        for path, word in _words(at, value):
            vocabulary = atlas.vocabularies.get(word.vocabulary)
            if vocabulary is None and f"vocabulary/{word.vocabulary}" in atlas.unread:
                continue  # its file is broken, and says so itself
            if vocabulary is None:
                message = f"the vocabulary data/vocabulary/{word.vocabulary}.yml is missing"
                yield content.trouble(path, "unknown-word", message, "Correct or add it.")
            elif word not in vocabulary.terms:
                near = vocabulary.spellings().get(word.casefold())
                fix = write(near) if near else did_you_mean(word, vocabulary.terms, alike=_SLIP)
                fix = fix or f"Use one of: {', '.join(vocabulary.terms)}."
                message = f'unknown {vocabulary.name.in_(FALLBACK).lower()} "{word}"'
                yield content.trouble(path, "unknown-word", message, fix)


def _words(path: KeyPath, value: object) -> Iterator[tuple[KeyPath, Term]]:
    """Yield path and word of a value, those inside a value with fields of its own too."""
    if isinstance(value, Term):
        yield path, value
    elif isinstance(value, Model):
        for field, inner in value.given():
            yield from _words((*path, field.name), inner)
