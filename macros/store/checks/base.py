"""What a check is, and what a rule is given of a record or of a vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from macros.model.problems import Trouble
from macros.model.record import Record
from macros.model.values import Words


@dataclass(frozen=True)
class Check:
    """One rule, and what it says in a sentence.

    It is given the Atlas and what it is `asked_of`: each sound record of a kind, or what each file
    says (`FileContent`), if some of its values could not be read too. One that compares records
    (`Atlas`) is given what each of them `told`, as JSON, by its file: so much is kept from run to
    run.
    """

    run: Callable[..., Iterator[Trouble]]
    asked_of: type[Any]
    description: Words
    of_the_whole: bool
    told: Callable[[Record], Any] | None

    @property
    def name(self) -> str:
        """The name of its function."""
        return self.run.__name__


def check(
    asked_of: type[Any],
    *,
    en: str,
    ko: str,
    of_the_whole: bool = False,
    told: Callable[[Record], Any] | None = None,
) -> Callable[[Callable[..., Iterator[Trouble]]], Check]:
    """Make a check of a function that yields what is wrong; its words describe the rule.

    `of_the_whole` marks a rule that draws conclusions from what is not there: it can be applied
    only where every file is sound.
    """
    return lambda run: Check(run, asked_of, Words(en=en, ko=ko), of_the_whole, told)
