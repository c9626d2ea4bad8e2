"""Pieces of SVG: shapes and words at a place, all colours by class (styles/pictures.css).

Lengths are in the units of the picture's view box, which are CSS pixels at full size.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, repeat

from markupsafe import Markup

from macros.model.inline import plain
from macros.page.text import attribute, html, joined

# Advance of the characters from blank to tilde in hundredths of an em, read off the site's font.
# fmt: off
_ADVANCES = (
    25, 26, 38, 60, 61, 86, 61, 20, 34, 34, 47, 63, 26, 43, 25, 33, 60, 44, 59, 62, 62, 60, 61, 55,
    61, 61, 25, 25, 63, 63, 63, 48, 88, 65, 62, 69, 69, 57, 56, 71, 71, 24, 52, 62, 53, 85, 72, 73,
    60, 73, 61, 61, 61, 71, 65, 92, 61, 63, 59, 34, 33, 34, 44, 42, 47, 54, 59, 53, 59, 55, 34, 58,
    56, 22, 22, 52, 22, 83, 56, 57, 58, 58, 35, 50, 34, 55, 53, 78, 51, 53, 51, 34, 31, 34, 63,
)
# fmt: on
_ADVANCE = dict(zip(map(chr, range(32, 127)), _ADVANCES, strict=True))
_WIDE = 88
"""Hangul syllables and whatever else is not in the table; most of it is narrower."""
_BOLD = 1.07

LEAD = 1.35
"""Distance of lines, in sizes of the words."""


@lru_cache(maxsize=10_000)  # pictures of a kind share most of their words
def width(words: str, size: float, bold: bool = False) -> float:
    """Return how wide words are, a little generously, for the layout before there is a browser."""
    ems = sum(map(_ADVANCE.get, words, repeat(_WIDE))) / 100
    return ems * size * (_BOLD if bold else 1)


def shortened(words: str, size: float, most: float, bold: bool = False) -> str:
    """Return words at most `most` wide, cut with an ellipsis if necessary."""
    words = " ".join(plain(words).split())
    words = words[: int(most / size * 5) + 1]  # no character is narrower than a fifth of an em
    if width(words, size, bold) <= most:
        return words
    while words and width(words + "…", size, bold) > most:
        words = words[:-1]
    return words.rstrip(" ·,(/-") + "…"


def wrapped(words: str, size: float, most: float, lines: int, bold: bool = False) -> list[str]:
    """Return words on at most so many lines no wider than `most`; the last may be cut."""
    rows: list[str] = []
    rest = " ".join(plain(words).split())
    while rest and len(rows) < lines - 1 and width(rest, size, bold) > most:
        line, after = "", rest.split(" ")
        while after and width(f"{line} {after[0]}".strip(), size, bold) <= most:
            line = f"{line} {after.pop(0)}".strip()
        if not line and after[0].isascii():  # a word wider than the line: the cut below says so
            break
        if not line:  # Hangul may break inside a word
            widths = accumulate(width(character, size, bold) for character in after[0])
            fits = sum(wide <= most for wide in widths)
            line = after[0][: max(1, fits)]
            after[0] = after[0][len(line) :]
        rows.append(line)
        rest = " ".join(after)
    return [*rows, shortened(rest, size, most, bold)] if rest else rows


def words(
    x: float, y: float, text: str, size: float = 13, kind: str = "", anchor: str = "start"
) -> Markup:
    """Return a line of text. `kind` are further classes: "soft", "strong", "on" (on a fill)."""
    template = '<text class="{}" x="{}" y="{}" font-size="{}"{}>{}</text>'
    places = map(number, (x, y, size))
    anchored = html(' text-anchor="{}"', anchor) if anchor != "start" else ""
    return html(template, f"p-words {kind}".strip(), *places, anchored, plain(text))


def lines(
    x: float, y: float, texts: Iterable[str], size: float = 13, kind: str = "", lead: float = LEAD
) -> Markup:
    """Return lines of text, the first at `y`, each `lead` times its size below the other.

    A blank is between them, or the end of one and the start of the next would be one word.
    """
    drawn = (words(x, y + n * size * lead, text, size, kind) for n, text in enumerate(texts))
    return joined(drawn, " ")


def box(
    x: float, y: float, wide: float, high: float, kind: str = "", round_: float = 3, title: str = ""
) -> Markup:
    """Return a rectangle; `title` shows on hover."""
    rounded = {"rx": round_} if round_ else {}
    return _shape("rect", kind, title, x=x, y=y, width=wide, height=high, **rounded)


def dot(x: float, y: float, radius: float, kind: str = "", title: str = "") -> Markup:
    """Return a disc; `title` shows on hover."""
    return _shape("circle", kind, title, cx=x, cy=y, r=radius)


def line(x1: float, y1: float, x2: float, y2: float, kind: str = "p-rule") -> Markup:
    """Return a straight line."""
    return _shape("line", kind, x1=x1, y1=y1, x2=x2, y2=y2)


def path(d: str, kind: str = "p-rule", title: str = "") -> Markup:
    """Return a path; `d` is made by the program, never from the data."""
    return html('<path class="{}" d="{}"{}', kind, d, _closed("path", title))


def _shape(tag: str, kind: str, title: str = "", **places: float) -> Markup:
    names = "".join(f' {name}="{{}}"' for name in places)
    placed = map(number, places.values())
    return html(f'<{tag} class="{{}}"{names}{{}}', kind, *placed, _closed(tag, title))


def _closed(tag: str, title: str) -> Markup:
    return html("><title>{}</title></{}>", plain(title), tag) if title else Markup("/>")


def link(address: str, inside: Markup, name: str = "", shown: Sequence[str] = ()) -> Markup:
    """Return a link around pieces, or these alone where the address is "".

    A screen reader hears `name` instead of them, where the lines `shown` are not just that.
    """
    if not address:
        return inside
    label = html(' aria-label="{}"', attribute(name)) if name != " ".join(shown) else ""
    return html('<a href="{}"{}>{}</a>', address, label, inside)


def group(inside: Iterable[Markup], x: float = 0, y: float = 0) -> Markup:
    """Return pieces as a group, moved by x and y."""
    moved = html(' transform="translate({} {})"', number(x), number(y)) if x or y else ""
    return html("<g{}>{}</g>", moved, joined(inside))


@lru_cache(maxsize=10_000)
def number(value: float) -> str:
    """Return a length with at most one decimal: the same on every machine, and short."""
    return f"{value:.1f}".removesuffix(".0").replace("-0", "0" if -0.05 < value <= 0 else "-0")
