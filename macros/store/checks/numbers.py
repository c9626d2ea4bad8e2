"""The numbers of a record name the work or the trial that its address or file name does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.model.atlas import Atlas
from macros.model.identifiers import RegistryNumber
from macros.model.identity import number_at
from macros.model.kinds import Source, Trial
from macros.model.problems import Trouble
from macros.model.record import Record
from macros.store.checks.base import check

# A file name that is meant as a number, even where a digit is missing.
_NUMBER = re.compile(rf"(?:{'|'.join(RegistryNumber.forms)})s?\d{{7,10}}", re.ASCII | re.IGNORECASE)
_LABELS = {"doi": "DOI", "pmid": "PubMed number", "nct": "registry number"}


@check(
    Record,
    en="A source's numbers match its URL; a trial's match its file name.",
    ko="출처의 번호는 주소에 있는 번호와, 임상시험의 등록번호는 파일 이름과 같음.",
)
def numbers(_atlas: Atlas, record: Record) -> Iterator[Trouble]:
    if isinstance(record, Source):
        yield from _address(record)
    elif isinstance(record, Trial):
        yield from _file_name(record)


def _address(source: Source) -> Iterator[Trouble]:
    own_numbers = {"doi": source.doi, "pmid": source.pmid, "nct": source.nct}
    others = [(("also_at", index), url) for index, url in enumerate(source.also_at)]
    for path, url in [(("url",), source.url), *others]:
        there = number_at(url)
        here = own_numbers.get(there.register) if there else None
        if there and here and here.lower() != there.value.lower():
            label = _LABELS[there.register]
            message = f'this URL has the {label} "{there.value}", but the record has "{here}"'
            fix = "Check the source and correct whichever is wrong."
            yield source.trouble(path, "address-against-number", message, fix)


def _file_name(trial: Trial) -> Iterator[Trouble]:
    own = trial.id
    numbers = [
        (index, fact.value.lower())
        for index, fact in enumerate(trial.registry_numbers)
        if isinstance(fact.value, RegistryNumber)
    ]
    if not _NUMBER.fullmatch(own) or not numbers or own in dict(numbers).values():
        return
    # The number of the same registry is the one that is likely wrong.
    index, other = next((n for n in numbers if n[1][:3] == own[:3]), numbers[0])
    message = f"{own.upper()}, the number in the file name, is not among its registry numbers"
    fix = f'Correct or add the number, or run "./atlas rename {own} {other}".'
    yield trial.trouble(
        trial.registry_numbers[index].path, "number-against-file-name", message, fix
    )
