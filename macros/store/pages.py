"""Pages written by hand, before MkDocs reads them: it ends with a traceback, or shows them wrongly.

Their encoding is checked, and the fields above their text: title, description and the like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from macros.model.problems import Problem
from macros.store.reading import decoded

_HEAD = re.compile(r"-{3}[ \t]*\r?\n(.*?\r?\n)(?:\.{3}|-{3})[ \t]*(?:\r?\n|\Z)", re.DOTALL)
TEXTS = ("title", "description", "template")


def page_problems(docs: Path) -> list[Problem]:
    """Return what is wrong with the pages of a folder."""
    problems: list[Problem] = []
    for file in sorted(docs.rglob("*.md")):
        path = (docs.name / file.relative_to(docs)).as_posix()
        try:
            raw = file.read_bytes()
        except OSError as error:
            message = f"the page cannot be read ({error.strerror})"
            problems.append(Problem(path, 1, 1, "unreadable", message, "Check its permissions."))
            continue
        text, flaws = decoded(raw)
        problems += (flaw.in_file(path) for flaw in flaws)
        problems += (Problem(path, *problem) for problem in _in_head(text))
    return problems


def _in_head(text: str) -> Iterator[tuple[int, int, str, str, str]]:
    head = _HEAD.match(text)
    if head is None:
        return
    try:
        fields = yaml.safe_load(head[1])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 2, mark.column + 1) if mark else (1, 1)
        message = "the front matter (above the text) cannot be read as fields"
        yield (
            line,
            column,
            "syntax",
            message,
            "Write `field: value`, text with special characters in quotes.",
        )
        return
    if not isinstance(fields, dict):
        if fields is not None:
            message = "the front matter (above the text) is not a list of fields"
            yield 2, 1, "syntax", message, "Write `title: …`, or delete it with its lines ---."
        return
    for field in TEXTS:
        if field in fields and not isinstance(fields[field], str):
            line = next(
                (n for n, one in enumerate(text.split("\n"), 1) if one.startswith(field)), 2
            )
            yield line, 1, "not-text", f"{field} is not text", f"Write `{field}: …`, in quotes."
