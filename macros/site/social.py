"""The images of the site that have to be PNG: what a link to it shows, and its icons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from macros.features.pictures.base import colours_of
from macros.features.pictures.svg import box, lines, path, words, wrapped
from macros.model.atlas import Atlas
from macros.model.kinds import KINDS
from macros.page.labels import label
from macros.page.text import html, joined
from macros.site.png import SIZE, drawn, icon

ICON = Path(__file__).resolve().parent / "theme" / "assets" / "favicon.svg"
ICONS = {"assets/favicon.png": 48, "assets/touch-icon.png": 180}
"""Path and pixels of the icons."""

COUNTED = ("products", "trials", "decisions", "companies", "institutions", "sources")

SOCIAL_IMAGE = "assets/social.png"


def images(atlas: Atlas, name: str, language: str) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every image of one language; `name` is the site's."""
    for file, pixels in ICONS.items():
        yield file, icon(ICON, pixels)
    yield SOCIAL_IMAGE, drawn(_card(atlas, name, language))


def _card(atlas: Atlas, name: str, language: str) -> str:
    """Return the card of a shared link: the site's name, its promise, what it holds."""
    colours = colours_of("default")
    promise = wrapped(label("promise", language), 40, 860, 3)
    pieces = [
        box(0, 0, *SIZE, "p-paper", 0),
        box(0, 0, SIZE[0], 12, "p-accent", 0),
        _receptor(),
        words(80, 190, name, 68, "strong"),
        lines(80, 262, promise, 40, "soft"),
    ]
    for at, kind in enumerate(COUNTED):
        x = 80 + at * 176
        pieces.append(words(x, 500, f"{len(atlas.of_kind(kind)):,}", 52, "strong"))
        pieces.append(words(x, 544, KINDS[kind].about.many.in_(language), 23, "soft"))
    style = "".join(
        f".{name}{{fill:{colours[colour]}}}"
        for name, colour in (
            ("p-paper", "--atlas-paper"),
            ("p-accent", "--atlas-link"),
            ("p-words", "--atlas-ink"),
            ("soft", "--atlas-soft"),
        )
    )
    style += f".p-edge{{fill:none;stroke:{colours['--atlas-link']};stroke-width:9;"
    style += "stroke-linecap:round;stroke-linejoin:round}.strong{font-weight:700}"
    return html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" '
        'font-family="Atlas Sans"><style>{}</style>{}</svg>',
        *SIZE,
        style,
        joined(pieces),
    )


def _receptor() -> str:
    """The mark of the site, large: a receptor that reaches out of a cell's membrane."""
    arms = "M970 250c52-46 142-46 194 0M1067 218v-62M1067 156l-46-46M1067 156l46-46"
    return path(f"{arms}M1007 130l22-31M1127 130l-22-31", "p-edge")
