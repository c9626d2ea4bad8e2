"""A part of a page under a heading of its own."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True)
class Section:
    """A part of a page under a heading of its own. `count` is shown beside the heading."""

    id: str
    title: str
    html: Markup
    count: int | None = None
