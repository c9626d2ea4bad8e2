"""Checks the calls of macros on a page: a wrong one is noted with its line, not raised.

A mistake in the program itself, a TypeError in a macro, is raised as it is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import wraps
from inspect import Parameter, signature
from typing import NamedTuple, get_args, get_origin, get_type_hints

from macros.model.problems import CallError, Problem
from macros.site.build import Build

BLOCKS = ("<div", "<dl", "<h", "<p", "<ul")
"""How a block of HTML begins: it is kept from Markdown, which would read it for nothing and take
several blocks in a row apart."""


class Place(NamedTuple):
    """The page that is being read: its path in the folder of pages, its address from the root."""

    source: str
    url: str


def guarded(
    macro: Callable[..., str], build: Build, place: Callable[[], Place]
) -> Callable[..., str]:
    """Return a macro that notes a wrong call with its place instead of raising."""

    @wraps(macro)
    def call(*args: object, **kwargs: object) -> str:
        try:
            check_arguments(macro, args, kwargs)
            shown = str(macro(*args, **kwargs))
            return build.set_aside(shown) if shown.startswith(BLOCKS) else shown
        except CallError as error:
            at = f"docs/{place().source}", _line(), 1
            build.problems.append(Problem(*at, "macro-call", error.message, error.fix))
            return ""

    return call


def check_arguments(
    macro: Callable[..., str], args: tuple[object, ...], kwargs: dict[str, object]
) -> None:
    """Raise CallError where a macro does not take these arguments: their number, names or types.

    A TypeError that the macro itself raises is then a mistake in the program, and not the author's.
    """
    advice = "docs/contribute/developers.md shows how it is called."
    try:
        bound = signature(macro).bind(*args, **kwargs)
    except TypeError as error:
        raise CallError(f"{macro.__name__}: {error}", advice) from None
    hints = get_type_hints(macro)
    for name, value in bound.arguments.items():
        kind = bound.signature.parameters[name].kind
        given = {Parameter.VAR_POSITIONAL: value, Parameter.VAR_KEYWORD: ()}.get(kind, [value])
        for one in given:
            if not _fits(one, hints[name]):
                raise CallError(f"{macro.__name__}: {name} cannot be {one!r}", advice)


def _fits(value: object, hint: type) -> bool:
    if get_origin(hint) is Sequence:
        return isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value)
    if get_args(hint):
        return any(_fits(value, one) for one in get_args(hint))
    return isinstance(value, hint)


def _line() -> int:
    """Return the line of the page's text that calls the running macro."""
    frame = sys._getframe()
    while frame:
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            return template.get_corresponding_lineno(frame.f_lineno)
        frame = frame.f_back
    return 1
