"""A part of a page under a heading of its own."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from macros.page.text import html


@dataclass(frozen=True)
class Section:
    """A part of a page under a heading of its own. `count` is shown beside the heading."""

    id: str
    title: str
    html: Markup
    count: int | None = None

    def named(self, prefix: str) -> Markup:
        """Return the HTML; its tables have the name of its heading, whose id has a prefix."""
        name = html('<table class="records" aria-labelledby="{}{}">', prefix, self.id)
        return self.html.replace('<table class="records">', name)
