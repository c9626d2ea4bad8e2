"""The way from the home page to a page, for readers and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from macros.model.inline import one_line
from macros.model.kinds import KINDS
from macros.model.record import Record
from macros.page.context import Context
from macros.page.text import html, joined, text

PATH = "#path"
"""Behind the address of a page: what programs call the way to it."""


class Step(NamedTuple):
    """A step of the way: plain words, and the path from the root."""

    words: str
    path: str


class Way(NamedTuple):
    """The way to a page: as HTML, and as a BreadcrumbList of schema.org."""

    shown: Markup
    listed: dict[str, Any]


def to_record(context: Context, record: Record, part: Step | None = None) -> Way:
    """Return the way to a record's page, under a part of the menu."""
    return _breadcrumb(context, part, _steps_to(context, record))


def to_further(
    context: Context, of: Record | str, title: str, path: str, part: Step | None = None
) -> Way:
    """Return the way to a further page of a list, of a kind or on a record's page."""
    before = [_step_to(context, of)] if isinstance(of, str) else _steps_to(context, of)
    return _breadcrumb(context, part, [*before, Step(title, path)])


def _steps_to(context: Context, record: Record) -> list[Step]:
    kind = record.about.id
    return [_step_to(context, kind), Step(context.name(record), f"{kind}/{record.id}/")]


def _step_to(context: Context, kind: str) -> Step:
    return Step(KINDS[kind].about.many.in_(context.language), f"{kind}/")


def to_page(context: Context, title: str, path: str, part: Step | None = None) -> Way:
    """Return the way to a page that is not a record's, under a part of the menu."""
    return _breadcrumb(context, part, [Step(title, path)])


def _breadcrumb(context: Context, part: Step | None, steps: Sequence[Step]) -> Way:
    steps = [Step(context.label("home"), ""), *steps]
    above = [steps[0], *([part] if part else []), *steps[1:-1]]
    shown = [
        html('<li><a href="{}">{}</a></li>', f"{context.base}{step.path}" or "./", text(step.words))
        for step in above
    ]
    shown.append(html('<li aria-current="page">{}</li>', text(steps[-1].words)))
    listed = [
        {
            "@type": "ListItem",
            "position": position,
            "name": one_line(step.words),
            "item": {"@id": f"{context.project.site}{step.path}"},
        }
        for position, step in enumerate(steps, 1)
    ]
    way = html(
        '<nav class="path" aria-label="{}"><ol>{}</ol></nav>', context.label("path"), joined(shown)
    )
    id_ = f"{context.project.site}{steps[-1].path}{PATH}"
    return Way(way, {"@type": "BreadcrumbList", "@id": id_, "itemListElement": listed})
