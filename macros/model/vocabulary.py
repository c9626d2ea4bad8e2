"""Vocabularies: `data/vocabulary/<name>.yml`."""

from __future__ import annotations

from macros.model.fields import Field, Model, Plain, PlainList, PlainTable
from macros.model.languages import LANGUAGES
from macros.model.values import Text, Words


class VocabularyTerm(Model):
    """One word: its labels, what it means, and other spellings that people write for it."""

    en: Field[Text] = Plain(Text, "What readers see in English.", required=True)
    ko: Field[Text] = Plain(Text, "What readers see in Korean.", required=True)
    definition: Field[Words | None] = Plain(Words, "What it means.")
    aliases: Field[tuple[Text, ...]] = PlainList(Text, "Other spellings, which the check corrects.")

    @property
    def label(self) -> Words:
        """The label in every language."""
        return Words(**{code: self.__dict__[code] for code in LANGUAGES if code in self.__dict__})


for _code in LANGUAGES.keys() - VocabularyTerm.fields:
    _field: Field[Text | None] = Plain(Text, f"What readers see in {LANGUAGES[_code].name}.")
    _field.name = _code
    VocabularyTerm.fields[_code] = _field


class Vocabulary(Model):
    """A vocabulary; the order of the file is the order of the words."""

    name: Field[Words] = Plain(Words, "What the list is called.", required=True)
    terms: Field[dict[str, VocabularyTerm]] = PlainTable(
        VocabularyTerm,
        "The terms by id, in display order.",
        required=True,
    )

    def spellings(self) -> dict[str, str]:
        """Return every spelling of a term, in lower case, with the term it means."""
        spellings: dict[str, str] = {}
        for word, term in self.terms.items():
            for spelling in (word, *term.label.all(), *term.aliases):
                spellings.setdefault(str(spelling).casefold(), word)
        return spellings
