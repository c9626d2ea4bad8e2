"""What a look outside came to: JSON for programs, lines for people, and whether to act on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Self

from macros.model.values import Json
from macros.outside.http import FetchError


@dataclass(frozen=True)
class Failure:
    """Something that could not be done: a stable code, and what happened."""

    code: str
    message: str

    @classmethod
    def of(cls, error: Exception, **about: str) -> Self:
        """Return the failure that an error means; `about` gives the fields of a subclass."""
        code = error.code if isinstance(error, FetchError) else "not-written"
        return cls(code, str(error), **about)

    def __str__(self) -> str:
        return f"{self.message} [{self.code}]"


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
        raise NotImplementedError
