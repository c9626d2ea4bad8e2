"""Closed lists of words: `data/vocabulary/<name>.yml`."""

from __future__ import annotations

from pydantic import Field

from macros.records.base import Strict
from macros.records.values import Text, Words


class VocabularyTerm(Strict):
    """One word: its labels, what it means, and other spellings that people write for it."""

    en: Text
    ko: Text
    definition: Words | None = None
    aliases: list[Text] = []

    @property
    def label(self) -> Words:
        """The label in both languages."""
        return Words(self.en, self.ko)


class Vocabulary(Strict):
    """A closed list; the order of the file is the order of the words."""

    name: Words
    terms: dict[str, VocabularyTerm] = Field(min_length=1)

    def spellings(self) -> dict[str, str]:
        """Return every way to write a word, small letters, with the word it stands for."""
        found = {}
        for word, term in self.terms.items():
            for spelling in (word, term.en, term.ko, *term.aliases):
                found.setdefault(str(spelling).casefold(), word)
        return found
