"""Importing studies, and the report on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import groupby

from macros.model.problems import Fault
from macros.model.reports import Report
from macros.model.values import Json
from macros.outside.clinicaltrials import Fetched, number_of
from macros.outside.http import FetchError
from macros.outside.importing import Importer, Plan
from macros.outside.names import KnownNames
from macros.outside.reports import Failure
from macros.outside.study import read_study


@dataclass(frozen=True)
class NotImported(Failure):
    nct: str


@dataclass
class ImportReport(Report):
    """The result of an import into the data folder `folder`; a `dry` one wrote nothing."""

    folder: str
    dry: bool
    plans: list[Plan] = field(default_factory=list)
    failed: list[NotImported] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def as_json(self) -> Json:
        plans = [{**asdict(plan), "files": self._files(plan)} for plan in self.plans]
        failed = [asdict(failure) for failure in self.failed]
        return {"imported": plans, "failed": failed, "problems": self.problems}

    def _files(self, plan: Plan) -> list[str]:
        return [f"{self.folder}/{name}" for name in plan.files]

    def lines(self) -> Iterator[str]:
        for plan in self.plans:
            verb, files = "would write" if self.dry else "wrote", ", ".join(self._files(plan))
            yield f"{plan.nct}: {plan.outcome}" + (f", {verb} {files}" if files else "")
            if plan.added:
                yield f"  added: {', '.join(plan.added)}"
            yield from (f"  updated: {difference}" for difference in plan.changed)
            yield from (f"  differs, left unchanged: {difference}" for difference in plan.differs)
            if plan.by_hand:
                yield f"  to fill in by hand: {', '.join(plan.by_hand)}"
            yield from (f"  not imported: {left}" for left in plan.unmapped)
        untaken = Counter(path for plan in self.plans for path in plan.not_taken_over)
        if untaken:
            yield "in the registry but not imported (number of studies):"
        modules = groupby(sorted(untaken.items()), lambda item: item[0].partition(".")[0])
        for module, paths in modules:
            parts = (f"{path.partition('.')[2] or path} ({count})" for path, count in paths)
            yield f"  {module}: {', '.join(parts)}"
        yield from (f"{failure.nct}: failed, {failure}" for failure in self.failed)
        yield from self.problems

    def summary(self) -> str:
        total = Counter(plan.outcome for plan in self.plans)
        counted = ", ".join(f"{count:,} {outcome}" for outcome, count in total.items())
        return f"{counted or 'nothing imported'}; {len(self.failed):,} failed"

    def wants_attention(self) -> bool:
        return bool(self.failed or self.problems or any(plan.differs for plan in self.plans))


def import_studies(
    importer: Importer,
    numbers: list[str],
    stored: Iterable[Json],
    fetch: Callable[[list[str]], Iterable[Fetched]],
    write: Callable[[Mapping[str, str]], None] | None,
) -> ImportReport:
    """Write files for studies and report on them; nothing that goes wrong stops the others.

    `fetch` yields the number and the study, or the error, of each of some NCT numbers; without
    `write` nothing is written.
    """
    names = KnownNames(importer.atlas)
    report = ImportReport(importer.data.name, dry=write is None)

    def add(label: str, study: Json | FetchError, *, stored: bool = False) -> None:
        try:
            if isinstance(study, FetchError):
                raise study
            plan = importer.plan(read_study(study, names), stored=stored)
            if write:
                write(plan.files)
            report.plans.append(plan)
        except (FetchError, Fault, OSError) as error:
            report.failed.append(NotImported.of(error, nct=label))

    for number, study in fetch(numbers):
        add(number, study)
    for index, study in enumerate(stored, 1):
        label = number_of(study) or f"study {index} of the file"
        add(label, study, stored=True)
    return report
