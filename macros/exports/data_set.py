"""What every output for programs is made from: the records as plain data, and their tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from macros.exports.plain_record import Plain, addresses, plain_record
from macros.exports.tables import Table, tables
from macros.model.atlas import Atlas
from macros.model.kinds import KINDS
from macros.model.languages import FALLBACK
from macros.model.record import Record


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
    _made: dict[str, dict[str, Plain]] = field(default_factory=dict, init=False, repr=False)

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

        def make() -> dict[str, Plain]:
            return plain_record(self.atlas, record, addresses(record, self.roots))

        return self.atlas.once(self._made, record.id, make)

    @cached_property
    def records(self) -> dict[str, list[dict[str, Plain]]]:
        """Every record as plain data, by kind."""
        return {kind: [self.record(one) for one in self.atlas.of_kind(kind)] for kind in KINDS}

    @cached_property
    def tables(self) -> list[Table]:
        """The same as tables."""
        return tables(self.atlas, self.records)
