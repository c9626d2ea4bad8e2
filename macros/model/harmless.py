"""Text that a terminal cannot obey: what comes from data, file names or servers is shown, not done.

A control character would move the cursor, change colours or rewrite what was said before; a mark of
direction would turn a line around; half a sign of UTF-16 cannot be printed at all.
"""

from __future__ import annotations

import contextlib
import sys
import unicodedata
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    import logging

_AS_IT_IS = {"\n", "\t"}


class _Shown(dict[int, str]):
    def __missing__(self, code: int) -> str:
        char = chr(code)
        blank = unicodedata.category(char) == "Zs"
        shown = char if char.isprintable() or blank or char in _AS_IT_IS else _escaped(char)
        self[code] = shown
        return shown


def _escaped(char: str) -> str:
    """Return a sign as JSON would escape it: what is JSON stays so."""
    units = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


_SHOWN = _Shown()


def harmless(text: str) -> str:
    r"""Return a text with every sign escaped that a terminal could obey; lines and tabs stay.

    >>> harmless("a\x1b[31m\x9b \ud800 가\u202e\n")
    'a\\u001b[31m\\u009b \\ud800 가\\u202e\n'
    """
    return text if text.isascii() and text.isprintable() else text.translate(_SHOWN)


class Harmless:
    """A stream that writes only what is harmless."""

    def __init__(self, stream: IO[str]):
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text."""
        self._stream.write(harmless(text))
        return len(text)

    def writelines(self, lines: Iterator[str]) -> None:
        """Write several."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


@contextlib.contextmanager
def streams() -> Iterator[None]:
    """Let nothing be written that is not harmless."""
    before = sys.stdout, sys.stderr
    guard()
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def guard() -> None:
    """Let this process write nothing that is not harmless, to its end."""
    sys.stdout = Harmless(sys.stdout)
    sys.stderr = Harmless(sys.stderr)


def records(record: logging.LogRecord) -> bool:
    """Make a line of a log harmless; a filter for a handler that writes to a terminal."""
    record.msg, record.args = harmless(record.getMessage()), ()
    return True
