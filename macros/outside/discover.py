"""Studies on the topic that have a site in the country and that the atlas lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from macros.model.atlas import Atlas
from macros.model.reports import Report
from macros.model.topic import TOPIC
from macros.model.values import Json
from macros.outside.clinicaltrials import trials_by_number
from macros.outside.http import FetchError
from macros.outside.names import KnownNames
from macros.outside.reports import Failure
from macros.outside.shape import clean
from macros.outside.study import read_study


@dataclass(frozen=True)
class Find:
    """A study that the atlas lacks: what a person needs to decide whether it belongs here."""

    nct: str
    title: str
    status: str
    sponsor: str
    sites: tuple[str, ...]


@dataclass
class Discovery(Report):
    """The result of a search. `passed_over` gives the reason why a study does not belong here."""

    seen: int = 0
    missing: list[Find] = field(default_factory=list)
    passed_over: dict[str, str] = field(default_factory=dict)
    failed: Failure | None = None

    def lines(self) -> Iterator[str]:
        for find in self.missing:
            yield f"{find.nct}  {find.title}"
            yield f"  {find.status}; {find.sponsor}; {'; '.join(find.sites)}"
        yield from (f"{nct}: passed over, {why}" for nct, why in self.passed_over.items())
        if self.failed:
            yield f"the search broke off: {self.failed}"

    def summary(self) -> str:
        return f"{self.seen:,} studies seen, {len(self.missing):,} missing here"

    def wants_attention(self) -> bool:
        return bool(self.missing or self.failed)


def discover(studies: Iterable[Json], atlas: Atlas, names: KnownNames) -> Discovery:
    """Return which studies of a search the atlas lacks, also of one that raises FetchError."""
    known = {*trials_by_number(atlas), *(i.upper() for i in (*atlas.records, *atlas.tombstones))}
    report = Discovery()
    try:
        for report.seen, answer in enumerate(studies, 1):
            study = read_study(answer, names)
            if not study.nct:
                report.passed_over[f"study {report.seen}"] = "it has no NCT number"
            elif study.nct in known:
                continue
            elif not study.sites:
                report.passed_over[study.nct] = f"no {TOPIC.adjective} site"
            elif not study.on_topic:
                report.passed_over[study.nct] = "nothing in it names the topic"
            else:
                title, status = (clean(study.fields.get(name)) for name in ("title", "status"))
                find = Find(study.nct, title, status, study.sponsor, tuple(study.sites))
                report.missing.append(find)
                known.add(study.nct)
    except FetchError as error:
        report.failed = Failure.of(error)
    return report
