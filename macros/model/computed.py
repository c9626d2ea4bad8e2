"""What is computed from a record and can be asked for like a field: in columns, facets, filters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

from macros.model.atlas import Atlas
from macros.model.basis import BASIS, basis
from macros.model.derived import evidence, year
from macros.model.facts import Fact
from macros.model.items import Item, item_of
from macros.model.kinds import Decision, Institution, Programme, Regulation, Trial
from macros.model.numbers import Year
from macros.model.record import Record
from macros.model.recruitment import (
    AGE_GROUP,
    CAUTION,
    RECRUITMENT,
    age_groups,
    cautions,
    gives_cells,
    recruiting_at,
    recruiting_sites,
    recruitment,
)
from macros.model.refs import Ref, ref
from macros.model.relations import date_fact
from macros.model.topic import TOPIC
from macros.model.values import Grade, Value, Words


class Computed(NamedTuple):
    """A computed value: its label, its type, and what yields it, for some models or for all."""

    label: Words
    holds: type[Value]
    of: Callable[[Atlas, Any], Iterator[Item]]
    models: tuple[type[Record], ...] = (Record,)


@cache
def computed(model: type[Record]) -> dict[str, Computed]:
    """Return what is computed from the records of a model, by name; fields go before it."""
    return {
        name: one
        for name, one in COMPUTED.items()
        if issubclass(model, one.models) and name not in model.declared()
    }


@cache
def lacks_nothing(model: type[Record], name: str) -> bool:
    """Whether nobody left a value out where a record has none: computed, and not of one field."""
    one = computed(model).get(name)
    return one is not None and one.holds not in (Year, AGE_GROUP)


def _year(_atlas: Atlas, record: Record) -> Iterator[Item]:
    fact = date_fact(record)
    if (of := year(record)) is not None:
        yield Item(of, (fact,) if fact else ())


def _evidence(_atlas: Atlas, record: Record) -> Iterator[Item]:
    if (grade := evidence(record)) is not None:
        yield Item(grade)


def _basis(atlas: Atlas, record: Record) -> Iterator[Item]:
    if (word := basis(atlas, record)) is not None:
        yield Item(word)


def _recruitment(atlas: Atlas, trial: Trial) -> Iterator[Item]:
    facts: tuple[Fact, ...] = (trial.status,) if trial.status else ()
    yield Item(recruitment(atlas, trial), facts)


def _recruiting_sites(_atlas: Atlas, trial: Trial) -> Iterator[Item]:
    return map(item_of, recruiting_sites(trial))


def _recruiting_trials(atlas: Atlas, hospital: Institution) -> Iterator[Item]:
    for trial, site in recruiting_at(atlas, hospital):
        if gives_cells(trial):
            yield Item(Ref(trial.id), (site,), site)


def _age_groups(_atlas: Atlas, trial: Trial) -> Iterator[Item]:
    for group in age_groups(trial):
        yield Item(group, (trial.age,) if trial.age else ())


def _cautions(atlas: Atlas, trial: Trial) -> Iterator[Item]:
    return map(Item, cautions(atlas, trial))


COMPUTED = {
    "year": Computed(Words(en="Year", ko="연도"), Year, _year),
    "evidence": Computed(Words(en="Evidence", ko="근거 등급"), Grade, _evidence),
    "basis": Computed(
        Words(en="Based on", ko="근거 자료"), BASIS, _basis, (Decision, Regulation, Programme)
    ),
    "recruitment": Computed(Words(**TOPIC.recruitment), RECRUITMENT, _recruitment, (Trial,)),
    "recruiting_sites": Computed(
        Words(en="Recruiting at", ko="모집 중인 기관"),
        ref("institutions"),
        _recruiting_sites,
        (Trial,),
    ),
    "age_groups": Computed(Words(en="Age group", ko="연령대"), AGE_GROUP, _age_groups, (Trial,)),
    "cautions": Computed(Words(en="Caution", ko="주의"), CAUTION, _cautions, (Trial,)),
    "recruiting_trials": Computed(
        Words(en="Trials recruiting there", ko="모집 중인 임상시험"),
        ref("trials"),
        _recruiting_trials,
        (Institution,),
    ),
}
