"""What surrounds the shapes of a picture: legend, sentences, linked names, heads of columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from markupsafe import Markup

from macros.features.pictures import svg
from macros.page.context import Context
from macros.page.text import joined

WIDTH = 440
"""Of every picture: on a phone, where it is three quarters of that, its words can still be read."""

SIZE = 13.5
"""Of most of the words."""

SMALL = 12.5

PLANNED = "p-mark p-planned"
"""The classes of a dot or box that is planned: an outline of dashes."""

Drawing = Callable[[float, float], Markup]
"""What draws something at a place: x, and y of the line on which words are written."""

Sign = tuple[Drawing, float, str]
"""An entry of a legend: what draws the shape, the room before the words, the words."""


def dot_sign(kind: str, text: str, size: float = SIZE) -> Sign:
    """Return the entry of a legend for a dot of a class."""
    return lambda x, y: svg.dot(x + 5, y - size * 0.36, 5, kind), 15, text


def line_sign(kind: str, text: str) -> Sign:
    """Return the entry of a legend for a line of a class."""
    return lambda x, y: svg.line(x, y - 4, x + 18, y - 4, kind), 24, text


def legend(
    signs: Iterable[Sign],
    y: float,
    size: float = SIZE,
    kind: str = "",
    gap: float = 22,
    lead: float = 19,
    most: float = WIDTH,
) -> tuple[Markup, float]:
    """Return what shapes mean, on as many lines as it takes, and the y of the last line."""

    def entry(sign: Sign) -> tuple[float, Drawing]:
        shape, room, text = sign
        wide = room + svg.width(text, size)
        return wide, lambda x, y: shape(x, y) + svg.words(x + room, y, text, size, kind)

    return flow(map(entry, signs), y, most, gap, lead)


def foot(context: Context, shapes: Iterable[tuple[str, Markup]], y: float) -> tuple[Markup, float]:
    """Return the legend at the foot of a picture, `y` its middle, and the y below it.

    Each shape, after the key of its words, is drawn around (10, 0), 20 wide.
    """

    def sign(key: str, shape: Markup) -> Sign:
        return lambda x, y: svg.group([shape], x, y - 4), 26, context.label(key)

    if not (signs := [sign(*entry) for entry in shapes]):
        return Markup(""), y
    shown, last = legend(signs, y + 4, SMALL, "soft", 20, 20)
    return shown, last + 16


def flow(
    pieces: Iterable[tuple[float, Drawing]], y: float, most: float, gap: float, lead: float
) -> tuple[Markup, float]:
    """Return pieces (width, drawing) side by side on lines no wider than `most`, and the last y."""
    drawn, x = [], 0.0
    for wide, draw in pieces:
        if x and x + wide > most:
            x, y = 0, y + lead
        drawn.append(draw(x, y))
        x += wide + gap
    return joined(drawn), y


def sentence(
    text: str, y: float, size: float = SIZE, kind: str = "soft", rows: int = 4
) -> tuple[Markup, float]:
    """Return words on as many lines as they need (no more than `rows`), and the y below them."""
    parts = svg.wrapped(text, size, WIDTH - size, rows)
    return svg.lines(0, y, parts, size, kind), y + len(parts) * size * svg.LEAD


def linked(
    address: str,
    text: str,
    x: float,
    y: float,
    most: float,
    size: float = SIZE,
    kind: str = "",
    rows: int = 1,
    whole: str = "",
) -> tuple[Markup, float]:
    """Return words that lead to an address ("" for none), and the y below them.

    Where they are not the `whole` (by default what is `text`), a screen reader hears that.
    """
    parts = svg.wrapped(text, size, most, rows, "strong" in kind)
    shown, below = svg.lines(x, y, parts, size, kind), y + len(parts) * (size * svg.LEAD)
    return svg.link(address, shown, whole or text, parts), below


def names(entries: Iterable[tuple[str, str, str]], y: float) -> tuple[Markup, float]:
    """Return linked names that flow over lines, and the y below them.

    An entry has the address, the words, and classes of a dot before them ("" for none).
    """

    def piece(entry: tuple[str, str, str]) -> tuple[float, Drawing]:
        address, whole, mark = entry
        before = 15 if mark else 0
        text = svg.shortened(whole, SIZE, WIDTH - before)

        def draw(x: float, y: float) -> Markup:
            name = svg.link(address, svg.words(x + before, y, text, SIZE))
            return svg.dot(x + 5, y - SIZE / 3, 4, mark) + name if mark else name

        return before + svg.width(text, SIZE), draw

    lead = SIZE * 1.45
    flowing, y = flow(map(piece, entries), y, WIDTH, SIZE * 1.6, lead)
    return flowing, y + lead


def column_heads(
    heads: Sequence[tuple[str, str]], left: float, pitch: float, top: float, kind: str = ""
) -> tuple[Markup, float]:
    """Return linked heads (address or "", words) over columns, and the y at which these begin.

    They go up as stairs, each left of the line of its column: however narrow that is, none is cut.
    """
    lead = SMALL * 1.3
    bottom = top + lead * len(heads) + 4
    pieces = []
    for index, (address, whole) in enumerate(heads):
        x, y = left + pitch * (index + 0.5), bottom - 4 - lead * index
        text = svg.shortened(whole, SMALL, x - 5, "strong" in kind)
        shown = svg.words(x - 5, y - 3, text, SMALL, kind, "end")
        pieces.append(svg.line(x, y - lead + 3, x, bottom))
        pieces.append(svg.link(address, shown, whole, [text]))
    return joined(pieces), bottom
