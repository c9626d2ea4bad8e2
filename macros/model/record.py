"""What every record has, what a kind of record is called, what is left of a retired record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, ClassVar

from macros.model.facts import Cited, Fact, Part, Parts
from macros.model.fields import Field, Model, Plain, PlainList
from macros.model.partial_dates import PartialDate
from macros.model.problems import KeyPath, Trouble
from macros.model.refs import Ref, SourceRef
from macros.model.values import UNKNOWN, Prose, Text, Words


class OpenFact(Part):
    """A fact that no field fits. When an `about` recurs, it becomes a field."""

    about: Field[Words] = Plain(
        Words,
        "What the fact is about, in a word or two.",
        "Pipeline size",
        en="About",
        ko="항목",
        required=True,
    )
    value: Field[Prose] = Plain(
        Prose,
        "The fact, in your own words.",
        "14 CAR-T candidates",
        en="Value",
        ko="내용",
        required=True,
    )

    @property
    def label(self) -> Words:
        """An open fact carries its own label."""
        return self.about


@dataclass(frozen=True)
class Kind:
    """What a kind of record is called and how its records are listed.

    `id` is folder and address; `columns` the fields that tables of such records show; `facets`
    what their explorer narrows them by (paths as `model/paths.py` has them); `chips` those shown
    beside the name; `dated_by` those whose first known date orders the records; `listed_by` columns
    by whose values its page lists them, before date and name; `calendar` fields
    whose dates are events for a calendar (`licences.date`: the date of each part). A search shows
    `line`, fields that say in a line what a record is (`columns` where it is not given), finds
    records by `names`, fields that people look for like a name, and lists them by `weight`.
    `first` are fields whose sections come before the facts at a glance.
    `common_nouns` says that names of records begin with a small letter inside a sentence, as those
    of diseases do.
    `own_words` says that names are the atlas's own words in each language: a page shows one.
    `followed` says that records go on changing for years: each has a feed of its own.
    `broader` is the field that leads to what a record is a kind of: who narrows by lymphoma wants
    DLBCL too.
    """

    id: str
    one: Words
    many: Words
    intro: Words
    order: int
    columns: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    chips: tuple[str, ...] = ()
    dated_by: tuple[str, ...] = ()
    listed_by: tuple[str, ...] = ()
    calendar: tuple[str, ...] = ()
    line: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    broader: str = ""
    common_nouns: bool = False
    own_words: bool = False
    followed: bool = False
    weight: float = 1.0


OF_RECORD: Mapping[str, KeyPath] = {"sources": ("sources",)}
"""`elsewhere` of nearly all facts: one for all takes less memory."""


class Record(Model):
    """Base of all kinds. `id` is the file name, `path` the file, both given by the Loader."""

    about: ClassVar[Kind]
    needs_sources: ClassVar[bool] = True
    last = ("facts",)
    path: str = ""

    id: Field[str] = Plain(Text, "The file name without .yml; may be left out.")
    name: Field[Words | None] = Plain(
        Words,
        "The name, in English and Korean.",
        {"en": "AbClon", "ko": "앱클론"},
        required=True,
    )
    aliases: Field[tuple[Text, ...]] = PlainList(
        Text, "Other names: brand, code, former, short form.", ["AT101"]
    )
    summary: Field[Prose | None] = Plain(
        Prose,
        "Two to four sentences with citations.",
        "A company in Daejeon that makes [[anbal-cel]] [@koreabiomed-8938].",
    )
    sources: Field[tuple[SourceRef, ...]] = PlainList(
        SourceRef, "Sources of every fact without its own.", ["ajunews-2024-03-07"]
    )
    checked: Field[PartialDate | None] = Plain(
        PartialDate, "When the whole record was last compared with its sources.", "2026-11-22"
    )
    facts: Field[tuple[OpenFact, ...]] = Parts(
        OpenFact,
        "Facts that do not fit any field.",
        [{"about": "Pipeline size", "value": "14 CAR-T candidates"}],
        en="Further facts",
        ko="기타 사실",
    )

    @property
    def own_names(self) -> list[str]:
        """The name in every language, and the aliases."""
        return [*(self.name.all() if self.name else []), *self.aliases]

    def name_in(self, language: str) -> str:
        """Return the name in a language, or else in another; without one, the title."""
        return self.name.in_(language) if self.name else str(self.__dict__.get("title", self.id))

    @cached_property
    def every_fact(self) -> tuple[Fact, ...]:
        """Every fact in the order of the fields, each with its field and path: one walk, kept."""
        return tuple(fact for field in self.fact_fields() for fact in field.items(self))

    @classmethod
    @cache
    def fact_fields(cls) -> list[Field[Any]]:
        """Return the fields that hold facts."""
        return [field for field in cls.fields.values() if field.shape != "plain"]

    @classmethod
    @cache
    def plain_fields(cls) -> list[Field[Any]]:
        """Return the declared fields that hold no facts."""
        return [field for field in cls.declared().values() if field.shape == "plain"]

    def plain_values(self) -> Iterator[tuple[Field[Any], KeyPath, Any]]:
        """Yield field, path and value of declared fields that hold no facts: a source's own."""
        for field in self.plain_fields():
            for index, item in enumerate(field.items(self)):
                yield field, (field.name, index) if field.several else (field.name,), item

    def every_value(self) -> Iterator[tuple[Field[Any], KeyPath, Any]]:
        """Yield field, path and value of all that the record says; not what others say instead."""
        for fact in self.every_fact:
            yield from fact.values()
        yield from self.plain_values()

    def belongs_to(self, id: str, path: str) -> None:
        """Take id and path from the file; facts without sources of their own get the record's."""
        self.__dict__["id"], self.path = id, path
        for fact in self.every_fact:
            for one in (fact, *fact.also):
                one.record_id = self.id
            if not fact.sources:
                fact.sources = self.sources
                fact.elsewhere = {**fact.elsewhere, **OF_RECORD} if fact.elsewhere else OF_RECORD

    def unsourced(self) -> Iterator[Fact]:
        """Yield the facts that rest on no source; what nobody could find needs none."""
        if self.needs_sources:
            for fact in self.every_fact:
                if not fact.sources and fact.state != str(UNKNOWN):
                    yield fact

    def trouble(self, path: KeyPath, code: str, message: str, fix: str) -> Trouble:
        """Return what is wrong at a path in the record's file."""
        return Trouble(self.path, path, code, message, fix)


def fact_at(record: Record, name: str) -> Cited[Any] | None:
    """Return the fact of a field with one fact; None where it, or the field, is absent."""
    value = record.__dict__.get(name)
    return value if isinstance(value, Cited) else None


class Redirect(Model):
    """What is left of a record that was merged or renamed: where it went."""

    moved_to: Field[Ref] = Plain(Ref, "The record that replaced it.", required=True)
    note: Field[Text | None] = Plain(Text, "Why, in a few words.")
