"""What is wrong where a text cannot be read as YAML, and what to write instead."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from macros.model.problems import Problem, Suggestion

ODD_BLANKS = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Blanks that look like a plain one, as a class of a pattern has them."""


@dataclass(frozen=True)
class Flaw:
    """Something wrong in one text: position from 1, stable code, message, how to fix it."""

    line: int
    column: int
    code: str
    message: str
    fix: str = ""
    suggestion: Suggestion | None = None

    def in_file(self, path: str) -> Problem:
        """Return the same as a problem of a file."""
        return Problem(
            path, self.line, self.column, self.code, self.message, self.fix, self.suggestion
        )


def syntax_flaw(error: yaml.MarkedYAMLError, text: str, long_quote: Span | None) -> Flaw:
    """Return where and how a text cannot be read; a quotation over lines may be the cause."""
    lines = text.splitlines() or [""]
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    begun = error.context_mark
    if begun and "quoted" in (error.context or "") and "end of stream" in (error.problem or ""):
        return Flaw(begun.line + 1, begun.column + 1, "syntax", *_OPEN_QUOTE)
    if long_quote and long_quote[1][0] == line + 1:  # a text over lines ends where it goes wrong
        return Flaw(*long_quote[0], "syntax", *_OPEN_QUOTE)
    if line >= len(lines):  # found out only at the end of the text
        line, column = len(lines) - 1, len(lines[-1])
    tab = re.match(r" *\t", lines[line])
    if tab:
        return Flaw(
            line + 1,
            tab.end(),
            "tab-indent",
            "this line is indented with a tab",
            "Use spaces instead.",
        )
    # What is wrong may be where the parser began to look, or on the line before.
    before = next((n for n in range(line - 1, -1, -1) if lines[n].strip()), line)
    for number in dict.fromkeys((begun.line if begun else line, line, before)):
        if number < len(lines) and (hint := cause(lines[number])):
            at, message, fix, suggestion = hint
            return Flaw(number + 1, at + 1, "syntax", message, fix, suggestion)
    message = (error.problem or error.context or "not readable as YAML").rstrip(".")
    here = lines[line]
    closed = here[:column].rstrip()[-1:]
    if closed and closed in "]}\"'" and here[column:].strip():
        message = f"text follows the closing {closed}"
        fix = "Put the whole text in quotes, or delete what follows."
        return Flaw(line + 1, column + 1, "syntax", message, fix)
    return Flaw(
        line + 1, column + 1, "syntax", f"not readable as YAML: {message}", _advice(here, message)
    )


Span = tuple[tuple[int, int], tuple[int, int]]
"""Where something begins and ends: line and column, from 1."""

_OPEN_QUOTE = (
    "the quotation mark opened here is never closed",
    'Close it; inside the text, write \\" or use the other kind of quotation mark.',
)
_KEY = r"(\s*(?:- +)*[{\[]?\s*[A-Za-z_][\w-]*)"
CAUSES = (
    (rf"{_KEY}\s*：", "a full-width colon (：) follows the field", "Write `field: value`.", ": "),
    (
        rf"(\s*)[{ODD_BLANKS}]|{_KEY}\s*:[{ODD_BLANKS}]|(\s*-)[{ODD_BLANKS}]",
        "a no-break or wide space is used instead of a plain space",
        "Delete it and type a plain space.",
        " ",
    ),
    (
        rf"{_KEY}:(?!//)[^\s:]",
        "there is no space after the colon",
        "Write `field: value`, with a space after the colon.",
        " {}",
    ),
    (
        r"(?:.*?[:\[{,]|\s*-)?\s*[“”„‟‘’]",
        "YAML does not recognise curly quotes",
        'Use straight quotes: "…".',
        None,
    ),
    (
        r"([^\]}]*[\[{][^\]}]*\s)#",
        "everything after # is a comment, so the bracket is never closed",
        "Put text that contains # in quotes.",
        None,
    ),
)
"""What stops a line from being read, up to the sign at fault, and what to write for that sign."""


def cause(line: str) -> tuple[int, str, str, Suggestion | None] | None:
    """Return column (from 0), message, advice and suggestion for a line that YAML cannot read."""
    for pattern, message, fix, right in CAUSES:
        if match := re.match(pattern, line):
            at = len(match[0]) - 1
            blank = " " if right == ": " and line[at + 1 :].startswith(" ") else ""
            suggestion = Suggestion(line[at] + blank, right.format(line[at])) if right else None
            return at, message, fix, suggestion
    return None


def _advice(line: str, message: str) -> str:
    if "or ']'" in message or "or '}'" in message:
        return "Check the brackets of this line and the one before."
    if re.search(r": .*: ", line):
        return "Put text that contains a colon in quotes."
    if re.match(r"\s*[\w-]+:\s*[@`%&*!|>\[\]{}]", line):
        return "Put text that begins with a special character in quotes."
    return "Check quotes, brackets and indentation of this line and the one before."
