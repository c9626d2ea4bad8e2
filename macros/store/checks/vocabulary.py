"""Every word of a closed vocabulary is in its list."""

from __future__ import annotations

from collections.abc import Iterator

from macros.model.atlas import Atlas
from macros.model.base import Record
from macros.model.problems import KeyPath, did_you_mean
from macros.model.relations import values_of
from macros.model.values import Money, Term
from macros.store.checks.base import Check, Trouble


def _run(atlas: Atlas, known: set[str]) -> Iterator[Trouble]:
    for record in atlas.records.values():
        for path, word in _terms(record):
            vocabulary = atlas.vocabularies.get(word.vocabulary)
            if vocabulary is None and f"vocabulary/{word.vocabulary}" in known:
                continue  # its file is broken, and says so itself
            if vocabulary is None:
                message = f"the vocabulary data/vocabulary/{word.vocabulary}.yml is not there"
                yield Trouble(record.path, path, "unknown-word", message, "Mend or add it.")
            elif word not in vocabulary.terms:
                spellings = vocabulary.spellings()
                near = spellings.get(word.casefold())
                fix = (
                    f'Write "{near}".'
                    if near
                    else did_you_mean(word, vocabulary.terms)
                    or f"Words here: {', '.join(vocabulary.terms)}."
                )
                message = f'"{word}" is no {vocabulary.name.en.lower()}'
                yield Trouble(record.path, path, "unknown-word", message, fix)


def _terms(record: Record) -> Iterator[tuple[KeyPath, Term]]:
    for fact in record.all_facts():
        for _spec, path, value in values_of(fact):
            yield from _inside(path, value)
    for _spec, path, value in record.plain_values():
        yield from _inside(path, value)


def _inside(path: KeyPath, value: object) -> Iterator[tuple[KeyPath, Term]]:
    if isinstance(value, Term):
        yield path, value
    elif isinstance(value, Money):
        yield (*path, "currency"), value.currency


VOCABULARY = Check("vocabulary", "Words of closed lists are in their list.", _run)
