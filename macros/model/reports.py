"""What a command found: JSON for programs, lines for people, and whether a person has to act."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from macros.model.values import Json


@dataclass
class Report:
    """Base of the reports."""

    def as_json(self) -> Json:
        """Return all of the report."""
        return asdict(self)

    def lines(self) -> Iterator[str]:
        """Yield what a person wants to know."""
        raise NotImplementedError

    def summary(self) -> str:
        """Return the report in numbers, "" where its lines say it all."""
        return ""

    def wants_attention(self) -> bool:
        """Return whether there is something for a person to do."""
        return False
