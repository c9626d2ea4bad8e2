"""Checks a page and its calls of macros: what is wrong is noted with its line, not raised.

A mistake in the program itself, a TypeError in a macro, is raised as it is.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from inspect import Parameter, signature
from typing import NamedTuple, get_args, get_origin, get_type_hints

from jinja2 import (
    ChainableUndefined,
    Environment,
    StrictUndefined,
    TemplateSyntaxError,
    Undefined,
    nodes,
)
from jinja2.meta import find_undeclared_variables

from macros.model.problems import CallError, Problem, did_you_mean
from macros.site.aside import AsMarkdown
from macros.site.build import Build

_NUMBER = re.compile(r"[\d,]*")


class Place(NamedTuple):
    """The page that is being read: its path in the folder of pages, its address from the root.

    `file` is the file that its text is from, and `above` how many lines are before that text.
    """

    source: str
    url: str
    file: str = ""
    above: int = 0

    def problem(self, line: int, message: str, fix: str) -> Problem:
        """Return what is wrong at a line of its text."""
        file = f"docs/{self.file or self.source}"
        return Problem(file, self.above + line, 1, "macro-call", message, fix)


class Blank(ChainableUndefined):
    """What an unknown name gives once it is noted: nothing, so that the page is read to its end."""

    def __call__(self, *args: object, **kwargs: object) -> Blank:
        return self


def checked(
    page: str, env: Environment, variables: Iterable[str], place: Place
) -> tuple[str, list[Problem]]:
    """Return the text of a page, "" where it cannot be read as a template, and what is wrong.

    That is what Jinja cannot read, a name that does not exist, a macro without its brackets.
    """
    try:
        tree = env.parse(page)
        env.compile(env.parse(page))
    except TemplateSyntaxError as error:
        fix = "{% raw %} … {% endraw %} around a text prevents this."
        return "", [place.problem(error.lineno, f"not a valid template: {error}", fix)]
    known = {*variables, *env.globals}
    unknown = find_undeclared_variables(tree) - known
    env.undefined = Blank if unknown else StrictUndefined
    problems = []
    for node in tree.find_all(nodes.Name):
        if node.name in unknown:
            fix = did_you_mean(node.name, known) or "If it is text, put it in quotes."
            problems.append(place.problem(node.lineno, f'unknown name "{node.name}"', fix))
    for output in tree.find_all(nodes.Output):
        for node in output.nodes:
            if isinstance(node, nodes.Name) and callable(env.globals.get(node.name)):
                fix = f"Write `{node.name}(…)`; docs/contribute/developers.md shows how."
                message = f'the macro "{node.name}" is not called'
                problems.append(place.problem(node.lineno, message, fix))
    return page, problems


def guarded(
    macro: Callable[..., str], build: Build, place: Callable[[], Place]
) -> Callable[..., str]:
    """Return a macro that notes a wrong call with its place instead of raising."""

    @wraps(macro)
    def call(*args: object, **kwargs: object) -> str:
        if any(isinstance(value, Undefined) for value in (*args, *kwargs.values())):
            return ""  # an unknown name, which is noted
        try:
            check_arguments(macro, args, kwargs)
            shown = macro(*args, **kwargs)
            # A number is nothing to Markdown, and a page may reckon with it.
            as_it_is = isinstance(shown, AsMarkdown) or _NUMBER.fullmatch(shown)
            return str(shown) if as_it_is else build.aside.keep(str(shown))
        except CallError as error:
            build.problems.append(place().problem(_line(), error.message, error.fix))
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
        values = {Parameter.VAR_POSITIONAL: value, Parameter.VAR_KEYWORD: ()}.get(kind, [value])
        for one in values:
            if not _fits(one, hints[name]):
                raise CallError(f"{macro.__name__}: {name} cannot be {one!r}", advice)


def _fits(value: object, hint: type) -> bool:
    if get_origin(hint) is Sequence:
        return isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value)
    if get_args(hint):
        return any(_fits(value, one) for one in get_args(hint))
    return isinstance(value, hint) and (hint is bool or not isinstance(value, bool))


def _line() -> int:
    """Return the line of the page's text that calls the running macro."""
    frame = sys._getframe()
    while frame:
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            return template.get_corresponding_lineno(frame.f_lineno)
        frame = frame.f_back
    return 1
