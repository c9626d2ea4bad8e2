"""A share is between 0 and 100 percent, of somebody; its interval has it inside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from macros.model.atlas import Atlas
from macros.model.kinds import Trial
from macros.model.numbers import Number
from macros.model.problems import KeyPath, Trouble
from macros.store.checks.base import check

UNIT = "percent"


@check(
    Trial,
    en="A share is 0 to 100 percent, covers at least one person and lies inside its interval.",
    ko="비율은 0~100%이고 대상자가 한 명 이상이며 신뢰구간 안에 있음.",
)
def shares(_atlas: Atlas, trial: Trial) -> Iterator[Trouble]:
    for result in trial.results:
        for path, message in _wrong(result):
            fix = "Check value, unit and number of people against the source."
            yield trial.trouble(path, "impossible-number", message, fix)


def _wrong(result: Any) -> Iterator[tuple[KeyPath, str]]:  # noqa: ANN401 - declared in trials.yml
    value, low, high, n = result.value, result.low, result.high, result.n
    if n == 0 and (value is not None or result.responders is not None):
        yield result.where("n"), "the result covers nobody: n is 0"
    elif n is not None and result.responders is not None and result.responders > n:
        yield result.where("responders"), f"{result.responders} is more than n ({n})"
    if value is not None and (low is not None and value < low or high is not None and value > high):
        yield result.where("value"), f"{value} is outside its interval"
    if result.unit == UNIT:
        numbers = [(result.where(name), number) for name, number in result.__dict__.items()]
        numbers += [(other.value_path, other.value) for other in result.also]
        for path, number in numbers:
            if isinstance(number, Number) and not 0 <= number <= 100:
                yield path, f"{number} percent is not between 0 and 100"
