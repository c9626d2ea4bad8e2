"""Studies on the topic, of a site or sponsor in the country, that the atlas lacks."""

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
from macros.outside.study import Registered, read_study


@dataclass(frozen=True)
class Find:
    """A study that the atlas lacks: what a person needs to decide whether it belongs here."""

    nct: str
    title: str
    status: str
    sponsor: str
    sites: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        """Yield what a person wants to know."""
        yield f"{self.nct}  {self.title}"
        yield f"  {self.status}; {self.sponsor}; {'; '.join(self.sites) or 'no site'}"


@dataclass
class Discovery(Report):
    """The result of a search. `passed_over` gives the reason why a study does not belong here.

    `to_look_at` are studies in which no word names the topic: a person decides.
    """

    seen: int = 0
    missing: list[Find] = field(default_factory=list)
    to_look_at: list[Find] = field(default_factory=list)
    passed_over: dict[str, str] = field(default_factory=dict)
    failed: Failure | None = None

    def lines(self) -> Iterator[str]:
        for find in self.missing:
            yield from find.lines()
        if self.to_look_at:
            yield f"{TOPIC.registry.without_words}:"
        for find in self.to_look_at:
            yield from find.lines()
        yield from (f"{nct}: skipped, {why}" for nct, why in self.passed_over.items())
        if self.failed:
            yield f"the search stopped early: {self.failed}"

    def summary(self) -> str:
        looks = f", {len(self.to_look_at):,} to review" if self.to_look_at else ""
        return f"{self.seen:,} studies seen, {len(self.missing):,} missing here{looks}"

    def wants_attention(self) -> bool:
        return bool(self.missing or self.failed)


def discover(studies: Iterable[Json], atlas: Atlas, names: KnownNames) -> Discovery:
    """Return which studies of a search the atlas lacks, also of one that raises FetchError."""
    known = {*trials_by_number(atlas), *(i.upper() for i in (*atlas.records, *atlas.redirects))}
    report, seen = Discovery(), set[str]()
    try:
        for answer in studies:
            study = read_study(answer, names)
            if study.nct in seen:  # two searches may find it
                continue
            seen |= {study.nct} - {""}
            report.seen += 1
            if not study.nct:
                report.passed_over[f"study {report.seen}"] = "it has no NCT number"
            elif study.nct in known:
                continue
            elif not _may_belong(study, names):
                report.passed_over[study.nct] = f"no {TOPIC.adjective} site or sponsor"
            else:
                title, status = (clean(study.fields.get(name)) for name in ("title", "status"))
                find = Find(study.nct, title, status, study.sponsor, tuple(study.sites))
                (report.missing if study.on_topic else report.to_look_at).append(find)
    except FetchError as error:
        report.failed = Failure.of(error)
    return report


def _may_belong(study: Registered, names: KnownNames) -> bool:
    """Return whether a study has a site or sponsor in the country, as far as is known.

    A trial that has not begun may list no site yet: then a sponsor that we know is enough.
    """
    sponsor = names.organisation(study.sponsor)
    no_site_yet = "countries" not in study.fields and names.may_be_at_home(study.sponsor)
    return bool(study.sites) or sponsor in names.at_home or no_site_yet
