"""What a check is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from macros.model.atlas import Atlas
from macros.model.problems import Trouble
from macros.model.values import Words


@dataclass(frozen=True)
class Check:
    """One rule: what it is called, what it says in a sentence, and how it is tested.

    `of_the_whole` marks a rule that draws conclusions from what is not there: it can be applied
    only where every file is sound. `of_unsound` marks one that looks at single values and takes
    records from which some are missing.
    """

    name: str
    description: Words
    run: Callable[[Atlas, set[str]], Iterator[Trouble]]
    of_the_whole: bool = False
    of_unsound: bool = False
