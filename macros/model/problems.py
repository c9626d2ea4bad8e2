"""Problems and how to fix them: for authors of data, pages and commands.

A `Fault` is raised where something is wrong, a `Trouble` says where in a file's structure, a
`Problem` at which line. All three carry the same words: a stable code, what is wrong, what to do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from difflib import get_close_matches
from itertools import groupby
from typing import Any

KeyPath = tuple[Hashable, ...]
"""Where something is in a file: keys of mappings and indices of lists, from the top."""

KEY = object()
"""As the last part of a KeyPath: the key itself, not its value."""


@dataclass(frozen=True)
class Inside:
    """As the last part of a KeyPath: the place of some words inside the text that is the value.

    Rather one that comes `after` some signs.
    """

    words: str
    after: str = ""


class Fault(Exception):
    """Something is wrong; `message` says what, `fix` what to write or do instead.

    `code` is stable. A command that ends with a fault has its `exit_code`: 2 for wrong use.
    """

    def __init__(self, message: str, fix: str = "", code: str = "", exit_code: int = 2):
        super().__init__(f"{message}. {fix}" if fix else message)
        self.message, self.fix, self.code, self.exit_code = message, fix, code, exit_code


class CallError(Fault):
    """A macro or function was called with something that does not exist."""


class Exactly(str):
    """Advice that names the exact text to write; `text` is that, quoted as the file wants it."""

    text: str

    def __new__(cls, advice: str, text: str) -> Exactly:
        instance = super().__new__(cls, advice)
        instance.text = text
        return instance


def write(text: str, quoted: bool = False) -> Exactly:
    """Return the advice to write a text, in quotes in the file too or as it is.

    >>> write("curocell"), write("2024-01", quoted=True).text
    ('Write "curocell".', '"2024-01"')
    """
    return Exactly(f'Write "{text}".', f'"{text}"' if quoted else text)


def perhaps(text: str) -> Exactly:
    """Return the question whether a word was meant."""
    return Exactly(f'Did you mean "{text}"?', text)


@dataclass(frozen=True)
class Suggestion:
    """The exact text that fixes a problem: `new` in place of `old`, at its position."""

    old: str
    new: str


@dataclass(frozen=True)
class Trouble:
    """Something wrong at a path in a file; the Loader turns the path into line and column."""

    file: str
    path: KeyPath
    code: str
    message: str
    fix: str = ""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to fix. `path` is relative to the repository, `line` and `column` count from 1.

    If the advice is the exact text to write, `suggestion` has it for programs.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    fix: str = ""
    suggestion: Suggestion | None = field(default=None, compare=False)

    def __str__(self) -> str:
        fix = f" {self.fix}" if self.fix else ""
        where = f"{self.path}:{self.line}:{self.column}"
        return one_line(f"{where}: {self.message}.{fix} [{self.code}]")


MOST = 100
"""How many problems of a file are shown; a file with more is fixed in rounds."""


def shortened(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems in order, of each file the first hundred and how many more there are."""
    kept: list[Problem] = []
    for path, all_of_it in groupby(sorted(set(problems)), key=lambda problem: problem.path):
        first, rest = (of_file := list(all_of_it))[:MOST], of_file[MOST:]
        kept += first
        if rest:
            message = f"and {counted(len(rest), 'more problem')} in this file"
            fix = "Fix those above first."
            kept.append(Problem(path, rest[0].line, rest[0].column, "more", message, fix))
    return kept


class DataError(Exception):
    """The data cannot be published. `problems` says why; `str()` gives one line each."""

    def __init__(self, problems: Sequence[Problem]):
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


def nearest(word: str, known: Iterable[str], alike: float = 0.6) -> str | None:
    """Return the one of `known` that is most like a word, or None where nothing is near.

    `alike` is the share of letters that must be the same, from 0 to 1.
    Another digit is another thing: `phase-9` is not near `phase-1`.
    """
    digits = _digits(word)
    by_folded = {k.casefold(): k for k in known if _digits(k) == digits}
    near = get_close_matches(word.casefold()[:_LONG], by_folded, n=1, cutoff=alike)
    return by_folded[near[0]] if near else None


_LONG = 100
"""Letters of a word after which it is like no other; comparing takes their square."""


def _digits(word: str) -> str:
    return "".join(filter(str.isdigit, word))


def slip(word: str, known: Iterable[str]) -> str | None:
    """Return the id that was meant where only a slip of the hand can be the difference, or None.

    Ids are short, and most that are alike are of two things: `snubh` and `snuh` are hospitals. A
    slip is a sign, a letter's case, or a letter in a part that is long enough.

    >>> slip("Exa_1", ["exa1"]), slip("example-registre", ["example-register"])
    ('exa1', 'example-register')
    >>> slip("snubh", ["snuh"]), slip("eu307", ["eu309"])
    (None, None)
    """
    bare, parts = _bare(word), word.casefold().split("-")
    if not bare or len(word) > _LONG:
        return None
    near = None
    for other in known:
        if _bare(other) == bare:
            return other
        others = other.split("-")
        same_parts = len(others) == len(parts)
        if all(map(_is_slip, parts, others)) if same_parts else _is_slip(bare, _bare(other)):
            near = near or other
    return near


def _bare(word: str) -> str:
    return "".join(filter(str.isalnum, word.casefold()))


def _is_slip(part: str, other: str) -> bool:
    """Return whether two parts of ids are the same but for a letter, two in a long one."""
    shorter = min(len(part), len(other))
    if part == other or shorter < 6 or abs(len(part) - len(other)) > 1:
        return part == other
    start = next((i for i in range(shorter) if part[i] != other[i]), shorter)
    rest, of_other = part[start:], other[start:]
    while rest and of_other and rest[-1] == of_other[-1]:
        rest, of_other = rest[:-1], of_other[:-1]
    if _digits(rest) != _digits(of_other):
        return False
    swapped = len(rest) == 2 and rest == of_other[::-1]
    return swapped or max(len(rest), len(of_other)) <= 1 + (shorter > 7 and start > 0)


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "", alike: float = 0.6) -> str:
    """Return 'Did you mean "x"?' for the nearest of `known`.

    Where nothing is near, all of `known` after the words `otherwise`, or "" without such words.
    """
    known = list(known)
    if near := nearest(word, known, alike):
        return perhaps(near)
    return f"{otherwise}: {', '.join(known)}." if otherwise else ""


def did_you_slip(word: str, known: Iterable[str]) -> str:
    """Return 'Did you mean "x"?' where only a slip makes a word of an id or a name, or ""."""
    meant = slip(word, known)
    return perhaps(meant) if meant else ""


def such_as(known: Iterable[str]) -> str:
    """Return a few of `known` as examples, or "" where there are none."""
    few = sorted(known)[:5]
    return f"Such as: {', '.join(few)}." if few else ""


def counted(number: int, what: str) -> str:
    """Return a number of things in words: 1 file, 1,200 files."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def with_article(what: str) -> str:
    """Return a name of a thing with its article: a trial, an institution."""
    return f"{'an' if what[0] in 'aeiou' else 'a'} {what}"


def one_line(text: str) -> str:
    """Return a text on one line that any terminal can print: what is not printable is escaped."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in text
    )


def as_text(problems: Sequence[Problem]) -> str:
    """Return one line a problem, for a terminal."""
    return "\n".join(map(str, problems))


def as_github(problems: Sequence[Problem]) -> str:
    """Return GitHub workflow commands, which put each problem on its line of the pull request."""

    def escape(value: str, *also: str) -> str:
        for char in ("%", "\r", "\n", *also):
            value = value.replace(char, f"%{ord(char):02X}")
        return value

    return "\n".join(
        f"::error file={escape(p.path, ',', ':')},line={p.line},col={p.column},"
        f"title={escape(p.code, ',', ':')}::{escape(f'{p.message}. {p.fix}'.strip())}"
        for p in problems
    )


def as_markdown(problems: Sequence[Problem]) -> str:
    """Return a list of all for a summary on GitHub. What comes from data is code, and is inert."""
    lines = (
        f"- {code(f'{p.path}:{p.line}:{p.column}')} {code(f'{p.message}. {p.fix}'.strip())}"
        for p in problems
    )
    return "\n".join([f"**{counted(len(problems), 'problem')}**", "", *lines])


def code(value: str) -> str:
    """Return a text as Markdown code: whatever it contains, it stays text."""
    text = one_line(" ".join(value.split()))
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    space = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{fence}{space}{text}{space}{fence}"


def as_json(problems: Sequence[Problem]) -> str:
    """Return a JSON list, one object per problem, with its `suggestion` if there is one."""
    return json.dumps(told(problems), ensure_ascii=False, indent=2)


def told(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Return one object a problem, as JSON has it."""
    return [{name: of for name, of in asdict(p).items() if of is not None} for p in problems]


FORMATS = {"text": as_text, "github": as_github, "markdown": as_markdown, "json": as_json}
