"""Closed lists of words: `data/vocabulary/<name>.yml`."""

from __future__ import annotations

from pydantic import Field

from macros.model.base import Strict
from macros.model.values import Text, Words


class VocabularyTerm(Strict):
    """One word: its labels, what it means, and other spellings that people write for it."""

    en: Text = Field(description="What readers see in English.")
    ko: Text = Field(description="What readers see in Korean.")
    definition: Words | None = Field(None, description="What it means, for the guides.")
    aliases: list[Text] = Field([], description="Other spellings, which the check sets right.")

    @property
    def label(self) -> Words:
        """The label in both languages."""
        return Words(self.en, self.ko)


class Vocabulary(Strict):
    """A closed list; the order of the file is the order of the words."""

    name: Words = Field(description="What the list is called.")
    terms: dict[str, VocabularyTerm] = Field(
        min_length=1, description="The words, each by its id, in the order in which they are shown."
    )

    def spellings(self) -> dict[str, str]:
        """Return every way to write a word, small letters, with the word it stands for."""
        found = {}
        for word, term in self.terms.items():
            for spelling in (word, term.en, term.ko, *term.aliases):
                found.setdefault(str(spelling).casefold(), word)
        return found
