"""What stands around the shapes of a picture: its key, sentences, lists of linked names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from macros.features.pictures.svg import dot, line, lines, link, shortened, width, words, wrapped
from macros.page.text import joined

LEAD = 1.45
"""Distance of lines, in sizes of the words."""


def key(
    entries: Sequence[tuple[str, str]], x: float, y: float, size: float = 12, gap: float = 22
) -> Markup:
    """Return a line of dots with what each means: classes of the dot, words."""
    pieces = []
    for kind, said in entries:
        pieces.append(dot(x + 5, y - size * 0.36, 5, kind))
        pieces.append(words(x + 15, y, said, size))
        x += 15 + width(said, size) + gap
    return joined(pieces)


def sentence(
    said: str, x: float, y: float, most: float, size: float = 12, kind: str = "soft", rows: int = 4
) -> tuple[Markup, float]:
    """Return words on as many lines as they need (no more than `rows`), and the y below them."""
    found = wrapped(said, size, most - size, rows)
    return lines(x, y, found, size, kind), y + len(found) * size * 1.35


def names(
    entries: Iterable[tuple[str, str, str]], x: float, y: float, most: float, size: float = 12
) -> tuple[Markup, float]:
    """Return linked names that flow over lines, and the y below them.

    An entry has the address, the words, and classes of a dot before them ("" for none).
    """
    pieces, at = [], x
    for address, said, mark in entries:
        before = 15 if mark else 0
        said = shortened(said, size, most - before)
        wide = before + width(said, size)
        if at > x and at + wide > x + most:
            at, y = x, y + size * LEAD
        if mark:
            pieces.append(dot(at + 5, y - size / 3, 4, mark))
        pieces.append(link(address, words(at + before, y, said, size)))
        at += wide + size * 1.6
    return joined(pieces), y + size * LEAD


def column_heads(
    heads: Sequence[tuple[str, str]],
    left: float,
    pitch: float,
    bottom: float,
    size: float = 10.5,
    kind: str = "",
) -> Markup:
    """Return linked heads (address or "", words) over columns that are `pitch` wide.

    Where a head is wider than its column, every second one stands higher, with a line down to its
    column: each then has the room of two.
    """
    bold = "strong" in kind
    high = any(width(word, size, bold) > pitch - 4 for _a, said in heads for word in said.split())
    room = pitch * 2 - 14 if high else pitch - 4
    pieces = []
    for index, (address, whole) in enumerate(heads):
        x = left + pitch * (index + 0.5)
        y = bottom - size * 2.9 if high and index % 2 else bottom
        said = wrapped(whole, size, room, 2, bold)
        if y < bottom:
            pieces.append(line(x, y + 4, x, bottom + 4))
        rows = joined(
            words(x, y - (len(said) - 1 - i) * size * 1.2, part, size, kind, "middle")
            for i, part in enumerate(said)
        )
        cut = whole if " ".join(said) != whole else ""
        pieces.append(link(address, rows, cut) if address else rows)
    return joined(pieces)
