"""What a check is, and what a rule is given of a record or of a vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
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


class Said:
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
    def by_record(cls, atlas: Atlas, record: Record) -> Said:
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
        said = cls(atlas, record.path, texts)
        said.record, said.values, said.strings, said.cited = record, values, strings, cited
        return said

    @classmethod
    def by_vocabulary(cls, atlas: Atlas, name: str, vocabulary: Vocabulary) -> Said:
        """Return what a vocabulary says."""
        texts: dict[KeyPath, Words] = {("name",): vocabulary.name}
        for id_, term in vocabulary.terms.items():
            texts["terms", id_] = term.label
            if term.definition:
                texts["terms", id_, "definition"] = term.definition
        return cls(atlas, f"data/vocabulary/{name}.yml", texts)

    @classmethod
    def by_redirect(cls, atlas: Atlas, moved: Moved) -> Said:
        """Return what is left of a record that has moved."""
        said = cls(atlas, moved.path, {})
        said.moved = moved
        return said

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


@dataclass(frozen=True)
class Check:
    """One rule, and what it says in a sentence.

    It is given the Atlas and what it is `asked_of`: each sound record of a kind, or what each file
    says (`Said`), if some of its values could not be read too. One that compares records (`Atlas`)
    is given what each of them `told`, as JSON, by its file: so much is kept from run to run.
    """

    run: Callable[..., Iterator[Trouble]]
    asked_of: type[Any]
    description: Words
    of_the_whole: bool
    told: Callable[[Record], Any] | None

    @property
    def name(self) -> str:
        """The name of its function."""
        return self.run.__name__


def check(
    asked_of: type[Any],
    *,
    en: str,
    ko: str,
    of_the_whole: bool = False,
    told: Callable[[Record], Any] | None = None,
) -> Callable[[Callable[..., Iterator[Trouble]]], Check]:
    """Make a check of a function that yields what is wrong; its words describe the rule.

    `of_the_whole` marks a rule that draws conclusions from what is not there: it can be applied
    only where every file is sound.
    """
    return lambda run: Check(run, asked_of, Words(en=en, ko=ko), of_the_whole, told)
