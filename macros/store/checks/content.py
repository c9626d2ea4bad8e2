"""What a record, a vocabulary or a redirect says, looked through once for all rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from macros.model.atlas import Atlas, Moved
from macros.model.inline import without_markup
from macros.model.languages import LANGUAGES
from macros.model.problems import KeyPath, Trouble
from macros.model.record import Record
from macros.model.values import Prose, Words
from macros.model.vocabulary import Vocabulary

LINK_END = "\ue000"
"""Behind the name of a record that a text links to, where the text is `marked`."""


class Written(NamedTuple):
    """A text at a path of a file: in its languages, and in each without markup."""

    path: KeyPath
    words: Words
    marked: Mapping[str, str]
    plain: Mapping[str, str]


class FileContent:
    """What a record, a vocabulary or a redirect says, looked through once for all rules.

    `values` is what a record says itself, `strings` all of its texts that are the same in every
    language, `cited` the sources of its facts where they are written: facts may share them.
    """

    record: Record | None = None
    moved: Moved | None = None

    def __init__(self, atlas: Atlas, file: str, texts: Mapping[KeyPath, Words]):
        self.file = file
        self.texts: list[Written] = []
        for path, words in texts.items():
            marked = {code: _without_markup(atlas, words, code) for code in LANGUAGES}
            plain = {code: text.replace(LINK_END, "") for code, text in marked.items()}
            self.texts.append(Written(path, words, marked, plain))
        self.values: list[tuple[KeyPath, Any]] = []
        self.strings: dict[KeyPath, str] = {}
        self.cited: dict[KeyPath, tuple[str, ...]] = {}

    @classmethod
    def by_record(cls, atlas: Atlas, record: Record) -> FileContent:
        """Return what a record says."""
        texts: dict[KeyPath, Words] = {}
        for name in ("name", "summary"):
            if words := record.__dict__.get(name):
                texts[name,] = words
        strings: dict[KeyPath, str] = {("aliases", i): a for i, a in enumerate(record.aliases)}
        cited: dict[KeyPath, tuple[str, ...]] = {}
        values = [(path, value) for _field, path, value in record.plain_values()]
        others: list[tuple[KeyPath, Any]] = []
        for fact in record.every_fact:
            for one in (fact, *fact.also):
                cited[one.where("sources")] = one.sources
                if one.note:
                    texts[one.where("note")] = one.note
                said_by = others if one.alternative else values
                said_by += [(path, value) for _field, path, value in one.values()]
        for path, value in (*values, *others):
            if isinstance(value, Words):
                texts[path] = value
            elif isinstance(value, str):
                strings[path] = value
        content = cls(atlas, record.path, texts)
        content.record, content.values, content.strings, content.cited = (
            record,
            values,
            strings,
            cited,
        )
        return content

    @classmethod
    def by_vocabulary(cls, atlas: Atlas, name: str, vocabulary: Vocabulary) -> FileContent:
        """Return what a vocabulary says."""
        texts: dict[KeyPath, Words] = {("name",): vocabulary.name}
        for id_, term in vocabulary.terms.items():
            texts["terms", id_] = term.label
            if term.definition:
                texts["terms", id_, "definition"] = term.definition
        return cls(atlas, f"data/vocabulary/{name}.yml", texts)

    @classmethod
    def by_redirect(cls, atlas: Atlas, moved: Moved) -> FileContent:
        """Return what is left of a record that has moved."""
        content = cls(atlas, moved.path, {})
        content.moved = moved
        return content

    def prose(self) -> Iterator[tuple[KeyPath, str]]:
        """Yield path and Markdown of the texts that may link and cite, language by language."""
        for path, words, *_ in self.texts:
            if isinstance(words, Prose):
                yield from (((*path, code), text) for code, text in words.texts.items())

    def trouble(self, path: KeyPath, code: str, message: str, fix: str) -> Trouble:
        """Return what is wrong at a path in its file."""
        return Trouble(self.file, path, code, message, fix)


def _without_markup(atlas: Atlas, words: Words, language: str) -> str:
    text = words.get(language) or ""
    if not isinstance(words, Prose):
        return text
    return without_markup(text, lambda id_: atlas.name(id_, language) + LINK_END)
