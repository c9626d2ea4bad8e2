"""The Atlas: every record, read once, linked, not changed any more. All else is given this."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from macros.model.facts import Fact
from macros.model.inline import mentions
from macros.model.kinds import KINDS
from macros.model.record import Record
from macros.model.relations import Backlinks, invert
from macros.model.topic import TOPIC
from macros.model.values import Term, Words
from macros.model.vocabulary import Vocabulary, VocabularyTerm

R = TypeVar("R", bound=Record)
T = TypeVar("T")


class Moved(NamedTuple):
    """Where a record went: its kind, the id that took its place, the file of its redirect."""

    kind: str
    to: str
    path: str


@dataclass
class Atlas:
    """All records by id (kind by kind, ids in order), redirects and vocabularies."""

    records: dict[str, Record] = field(default_factory=dict)
    redirects: dict[str, Moved] = field(default_factory=dict)
    vocabularies: dict[str, Vocabulary] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    """The digest of every file, by its path."""
    unread: frozenset[str] = frozenset()
    """The ids of files of which nothing could be read; of a list of words `vocabulary/<name>`."""
    derived: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    """What others derive from all records once, by its name."""

    def of_kind(self, kind: str) -> list[Record]:
        """Return the records of a kind in the order of their ids."""
        return self._by_kind.get(kind, [])

    def ids(self, kinds: Iterable[str]) -> list[str]:
        """Return the ids of the records of some kinds, of all for none."""
        return [record.id for kind in kinds or KINDS for record in self.of_kind(kind)]

    def of(self, model: type[R]) -> list[R]:
        """Return the records of a kind by its model, in the order of their ids."""
        return [record for record in self.of_kind(model.about.id) if isinstance(record, model)]

    def get(self, model: type[R], record_id: str) -> R | None:
        """Return the record of an id, or None where there is none of that kind."""
        record = self.records.get(record_id)
        return record if isinstance(record, model) else None

    @cached_property
    def checked(self) -> str:
        """The newest date on which a record was checked: how fresh the data are. "" for none."""
        return max((str(r.checked) for r in self.records.values() if r.checked), default="")

    def backlinks(self, record_id: str) -> list[Backlinks]:
        """Return what links to a record, relation by relation."""
        return self._inverse.get(record_id, [])

    def linking(self, record_id: str, model: type[R]) -> list[R]:
        """Return the records of a kind that link to a record by any relation, each once."""
        linked = {r.id: r for group in self.backlinks(record_id) for r in group.records}
        return [record for record in linked.values() if isinstance(record, model)]

    def citing(self, source_id: str) -> list[tuple[Record, Fact]]:
        """Return the facts that cite a source, each with its record, record by record."""
        return [(self.records[f.record_id], f) for f in self._citing.get(source_id, ())]

    def cited_in_summaries(self, source_id: str) -> list[Record]:
        """Return the records whose summaries cite a source, in the order of the records."""
        return self._in_summaries.get(source_id, [])

    def former_ids(self, record_id: str) -> list[str]:
        """Return the ids under which a record, or what was merged into it, was found before."""
        return self._former_ids.get(record_id, [])

    @cached_property
    def _former_ids(self) -> dict[str, list[str]]:
        former_ids: dict[str, list[str]] = {}
        for old, moved in self.redirects.items():
            former_ids.setdefault(moved.to, []).append(old)
        return former_ids

    @cached_property
    def _in_summaries(self) -> dict[str, list[Record]]:
        return _in_summaries(self.records.values())

    @cached_property
    def _by_kind(self) -> dict[str, list[Record]]:
        by_kind: dict[str, list[Record]] = {kind: [] for kind in KINDS}
        for record in self.records.values():
            by_kind[record.about.id].append(record)
        return by_kind

    @cached_property
    def _inverse(self) -> dict[str, list[Backlinks]]:
        return invert(self.records.values())

    @cached_property
    def _citing(self) -> dict[str, list[Fact]]:
        return _citing(self.records.values())

    def edited(self, records: Mapping[str, Record], files: Mapping[str, str]) -> Atlas:
        """Return the same Atlas with other records, and digests of their files, in place of some.

        Of what is found once, only that is found again to which these records add something.
        """
        atlas = Atlas(
            {**self.records, **records},
            self.redirects,
            self.vocabularies,
            {**self.files, **files},
        )
        before = [self.records[id_] for id_ in records]
        for name, find, records_in in (
            ("_inverse", invert, _linking),
            ("_citing", _citing, lambda facts: (self.records[f.record_id] for f in facts)),
            ("_in_summaries", _in_summaries, iter),
        ):
            old = getattr(self, name)
            touched = find(before).keys() | find(records.values()).keys()
            adding = {record.id for key in touched for record in records_in(old.get(key, ()))}
            adding |= records.keys()
            adding_now = (record for id_, record in atlas.records.items() if id_ in adding)
            again = find(adding_now, touched)
            setattr(atlas, name, old | {key: again.get(key, []) for key in touched})
        return atlas

    def once(self, made: dict[Any, Any], key: object, make: Callable[[], T]) -> T:
        """Return what `made` has under a key; where it has nothing, what `make` makes.

        Nobody else may look into `made`.
        """
        if key not in made:
            made[key] = make()
        return made[key]

    def found(self, find: Callable[[Atlas], list[str]]) -> list[str]:
        """Return what a function of a module finds in all records, found once."""
        return self.once(self.derived, find, lambda: find(self))

    # What a value asks to put itself into words (`values.Names`).

    def name(self, record_id: str, language: str) -> str:
        """Return the name of a record in a language, or its id where there is no record."""
        record = self.records.get(record_id)
        return record.name_in(language) if record else str(record_id)

    def name_inside(self, record_id: str, language: str) -> str:
        """Return the name of a record as the middle of a sentence has it.

        A common noun begins with a small letter there, and a claim ends without stop.
        """
        record, name = self.records.get(record_id), self.name(record_id, language)
        name = name.removesuffix(".")
        return _small(name) if record and record.about.common_nouns else name

    def kind(self, record_id: str) -> str:
        """Return the kind of a record, or "" where there is none."""
        record = self.records.get(record_id)
        return record.about.id if record else ""

    def term(self, word: Term) -> VocabularyTerm | None:
        """Return what a vocabulary term means, or None where the list does not have it."""
        vocabulary = self.vocabularies.get(word.vocabulary)
        return vocabulary.terms.get(word) if vocabulary else None

    def definition(self, word: Term | None) -> Words | None:
        """Return the definition of a vocabulary term, None where it has none."""
        term = self.term(word) if word else None
        return term.definition if term else None

    def rank(self, word: Term) -> int:
        """Return the place of a word in its vocabulary; unknown words come last."""
        vocabulary = self.vocabularies.get(word.vocabulary)
        terms = list(vocabulary.terms) if vocabulary else []
        return terms.index(word) if word in terms else len(terms)


def _citing(records: Iterable[Record], only: Container[str] | None = None) -> dict[str, list[Fact]]:
    citing: dict[str, list[Fact]] = {}
    for record in records:
        for fact in record.every_fact:
            for source in fact.cited():
                if only is None or source in only:
                    citing.setdefault(source, []).append(fact)
    return citing


def _in_summaries(
    records: Iterable[Record], only: Container[str] | None = None
) -> dict[str, list[Record]]:
    citing: dict[str, list[Record]] = {}
    for record in records:
        texts = record.summary.all() if record.summary else []
        found = chain.from_iterable(map(mentions, texts))
        for source in dict.fromkeys(id_ for what, id_ in found if what == "source"):
            if only is None or source in only:
                citing.setdefault(source, []).append(record)
    return citing


def _linking(groups: Iterable[Backlinks]) -> Iterator[Record]:
    return (link.record for group in groups for link in group.links)


def _small(name: str) -> str:
    """Return a common noun as a sentence has it; B-cell, HER2 and Hodgkin keep their capital."""
    first = name.partition(" ")[0]
    small = first[1:2].islower() and first[1:].islower()
    return name[0].lower() + name[1:] if small and first not in TOPIC.proper_nouns else name
