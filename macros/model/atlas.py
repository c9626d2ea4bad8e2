"""The Atlas: every record, read once, linked, not changed any more. All else is given this."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from macros.model.base import Fact, Record
from macros.model.inline import mentions
from macros.model.kinds import KINDS
from macros.model.relations import Backlinks, invert
from macros.model.vocabulary import Vocabulary


class Moved(NamedTuple):
    """Where a record went: its kind, the id that took its place, the file of its tombstone."""

    kind: str
    to: str
    path: str


@dataclass
class Atlas:
    """All records by id (kind by kind, ids in order), tombstones and vocabularies."""

    records: dict[str, Record] = field(default_factory=dict)
    tombstones: dict[str, Moved] = field(default_factory=dict)
    vocabularies: dict[str, Vocabulary] = field(default_factory=dict)

    def of_kind(self, kind: str) -> list[Record]:
        """Return the records of a kind in the order of their ids."""
        return self._by_kind.get(kind, [])

    def backlinks(self, record_id: str) -> list[Backlinks]:
        """Return what links to a record, relation by relation."""
        return self._inverse.get(record_id, [])

    def resting_on(self, source_id: str) -> list[Fact]:
        """Return the facts that cite a source, in the order of the records."""
        return self._resting.get(source_id, [])

    def cited_in_summaries(self, source_id: str) -> list[Record]:
        """Return the records whose summaries cite a source, in the order of the records."""
        return self._in_summaries.get(source_id, [])

    @cached_property
    def _in_summaries(self) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = {}
        for record in self.records.values():
            texts = " ".join(record.summary.all()) if record.summary else ""
            for source in dict.fromkeys(id_ for what, id_ in mentions(texts) if what == "source"):
                found.setdefault(source, []).append(record)
        return found

    @cached_property
    def _by_kind(self) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = {kind: [] for kind in KINDS}
        for record in self.records.values():
            found[record.about.id].append(record)
        return found

    @cached_property
    def _inverse(self) -> dict[str, list[Backlinks]]:
        return invert(self.records.values())

    @cached_property
    def _resting(self) -> dict[str, list[Fact]]:
        found: dict[str, list[Fact]] = {}
        for record in self.records.values():
            for fact in record.all_facts():
                cited = [*fact.item.sources]
                for other in getattr(fact.item, "also", []):
                    cited += other.sources
                for source in dict.fromkeys(cited):
                    found.setdefault(source, []).append(fact)
        return found
