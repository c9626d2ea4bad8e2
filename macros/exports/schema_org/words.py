"""Names, labels and texts of the data as JSON-LD has them, in the language of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from macros.model.atlas import Atlas
from macros.model.languages import LANGUAGES
from macros.model.record import Record
from macros.model.values import Term

Node = dict[str, Any]
"""A thing, and what is said of it."""

JsonText = Node | str | None
"""A text; a node where it is in another language than the page; None where there is none."""

Texts = Mapping[str, str | None]
"""A text by language."""


@dataclass(frozen=True)
class Words:
    """What things are called on the pages in one language, and where these are."""

    atlas: Atlas
    language: str
    root: str
    """The address of the site in the language."""

    def address(self, record: Record) -> str:
        """Return the address of a record's page."""
        return f"{self.root}{record.about.id}/{record.id}/"

    def id(self, record: Record) -> str:
        """Return what the thing goes by that a record's page is about."""
        return f"{self.address(record)}#it"

    def name(self, record: Record) -> JsonText:
        """Return a record's name."""
        if record.name is None:
            return record.name_in(self.language)
        return self.words(record.name.texts)

    def country(self, word: str) -> Node:
        """Return a country by its word in the list of countries."""
        return {"@type": "Country", "name": self.label("country", word)}

    def label(self, vocabulary: str, word: str | None) -> JsonText:
        """Return what a vocabulary term is called."""
        term = self.atlas.vocabularies[vocabulary].terms.get(word or "")
        return self.words(term.label.texts) if term else None

    def definition(self, word: Term | None) -> Texts | None:
        """Return what a vocabulary term means, in each language."""
        definition = self.atlas.definition(word)
        return definition.texts if definition else None

    def words(self, texts: Texts) -> JsonText:
        """Return a text in the page's language, or else in another, marked as such."""
        return self.together([texts])

    def together(self, texts: Iterable[Texts | None]) -> JsonText:
        """Return texts as one, in the language of the page where all of them have that."""
        present = [text for text in texts if text]
        for code in (self.language, *LANGUAGES):
            words = [text.get(code) for text in present]
            if present and all(words):
                return self.in_(" ".join(filter(None, words)), code)
        return None

    def in_(self, text: str, language: str) -> JsonText:
        """Return a text; where it is not in the page's language, with its own."""
        if language == self.language or not text:
            return text
        return {"@value": text, "@language": language}
