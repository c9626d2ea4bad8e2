"""What every output for programs is made from: the records as plain data, and their tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial

from macros.exports.plain_record import Plain, addresses, plain_record
from macros.exports.tables import Table, tables
from macros.model.atlas import Atlas
from macros.model.kinds import KINDS
from macros.model.languages import FALLBACK
from macros.model.record import Record
from macros.page.files import indented_json
from macros.store.kept import AllMade, all_anew


@dataclass(frozen=True)
class DataSet:
    """The data of the site, read once for all outputs."""

    atlas: Atlas = field(repr=False)
    name: str
    """The site's name."""
    roots: Mapping[str, str]
    """The absolute address of the root of each language."""
    doi: str = ""
    """The identifier of all releases of the data, "" while there is none."""
    keep: AllMade = field(default=all_anew, repr=False)
    """What takes the records as plain data that were made before."""
    made: dict[str, dict[str, Plain]] = field(default_factory=dict, init=False, repr=False)
    """The records as plain data that were asked for one by one."""
    _of_kind: dict[str, list[dict[str, Plain]]] = field(
        default_factory=dict, init=False, repr=False
    )

    @property
    def root(self) -> str:
        """The address of the site."""
        return self.roots[FALLBACK]

    @property
    def date(self) -> str:
        """The newest date on which a record was checked, such as 2026-11-29; "" for none."""
        return self.atlas.checked

    @property
    def day(self) -> str:
        """The date where it is a whole day, for standards that know no other; "" else."""
        return self.date if len(self.date) == len("2026-11-29") else ""

    def record(self, record: Record) -> dict[str, Plain]:
        """Return a record as plain data, made once."""
        return self.atlas.once(self.made, record.id, lambda: self._plain(record))

    def _plain(self, record: Record) -> dict[str, Plain]:
        return plain_record(self.atlas, record, addresses(record, self.roots))

    def texts(self, kind: str) -> Iterator[tuple[str, str]]:
        """Yield id and JSON of each record of a kind, cached or rebuilt."""
        makes = ((one.id, partial(self._text, one)) for one in self.atlas.of_kind(kind))
        return self.keep(f"{kind}.json", makes)

    def _text(self, record: Record) -> str:
        return indented_json(self._plain(record))

    def of_kind(self, kind: str) -> list[dict[str, Plain]]:
        """Return the records of a kind as plain data."""

        def make() -> list[dict[str, Plain]]:
            return [json.loads(text) for _id, text in self.texts(kind)]

        return self.atlas.once(self._of_kind, kind, make)

    @cached_property
    def records(self) -> dict[str, list[dict[str, Plain]]]:
        """Every record as plain data, by kind."""
        return {kind: self.of_kind(kind) for kind in KINDS}

    @cached_property
    def tables(self) -> list[Table]:
        """The same as tables."""
        return tables(self.atlas, self.records)
