"""What a check is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from macros.model.atlas import Atlas
from macros.model.problems import Trouble
from macros.model.values import Words

Rule = Callable[[Atlas], Iterator[Trouble]]


@dataclass(frozen=True)
class Check:
    """One rule, and what it says in a sentence."""

    run: Rule
    description: Words
    of_the_whole: bool
    of_unsound: bool


def check(
    *, en: str, ko: str, of_the_whole: bool = False, of_unsound: bool = False
) -> Callable[[Rule], Check]:
    """Make a check of a function that yields what is wrong; its words describe the rule.

    `of_the_whole` marks a rule that draws conclusions from what is not there: it can be applied
    only where every file is sound. `of_unsound` marks one that looks at single values and takes
    records from which some are missing.
    """
    return lambda run: Check(run, Words(en=en, ko=ko), of_the_whole, of_unsound)
