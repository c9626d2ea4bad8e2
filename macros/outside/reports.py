"""What could not be done outside, as reports list it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

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
