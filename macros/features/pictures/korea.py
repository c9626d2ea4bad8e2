"""The country of the map: its outline, and where its cities lie (korea.json, from korea.md).

A project on another country writes its own module with `MAP`, `BOTTOM`, `Place`, `place_of` and
`land`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup

from macros.features.pictures.svg import box, dot, path, words
from macros.model.values import Words
from macros.page.context import Context

Ring = list[list[float]]

FILE = Path(__file__).with_suffix(".json")


class Place(NamedTuple):
    """A city or county and its middle, in degrees."""

    ko: str
    en: str
    longitude: float
    latitude: float

    def name(self, language: str) -> str:
        """Return its name in a language, or ""."""
        return self.ko if language == "ko" else self.en


@dataclass(frozen=True)
class Frame:
    """A window on the map: degrees of its upper left corner, its place, pixels a degree north."""

    west: float
    north: float
    scale: float
    x: float = 0
    y: float = 0

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where a point lies. Equirectangular, true to scale at 36 degrees north."""
        across = math.cos(math.radians(36)) * self.scale
        x = self.x + (longitude - self.west) * across
        return x, self.y + (self.north - latitude) * self.scale

    def outline(self, rings: Iterable[Ring]) -> str:
        """Return rings as the `d` of a path, to a tenth of a pixel."""
        parts = []
        for ring in rings:
            points = dict.fromkeys("{:.1f} {:.1f}".format(*self.at(*point)) for point in ring)
            parts.append(f"M{'L'.join(points)}Z")
        return "".join(parts)


MAP = Frame(west=124.55, north=38.68, scale=80, x=0, y=34)
INSET = Frame(west=130.66, north=37.66, scale=80, x=0, y=420)
INSET_SIZE = (100, 44)

BOTTOM = MAP.at(0, 33.08)[1]
"""Where the map ends: the southernmost shore of Jeju's islands."""


def land(context: Context) -> Iterator[Markup]:
    """Yield the provinces, and the islands in the east in a frame of their own."""
    yield from (path(MAP.outline(rings), "p-land") for rings in provinces())
    yield box(INSET.x, INSET.y, *INSET_SIZE, "p-rule", 3)
    yield path(INSET.outline(ulleungdo_dokdo()), "p-land")
    x, y = INSET.at(130.86, 37.5)
    yield words(x + 9, y + 4, context.label("ulleungdo"), 11.5, "soft")
    # The islets of Dokdo measure some hundred metres: a point, or nobody would see them.
    x, y = INSET.at(131.87, 37.24)
    yield dot(x, y, 1.8, "p-soft")
    yield words(x - 5, y + 4, context.label("dokdo"), 11.5, "soft", "end")


@cache
def _shapes() -> dict[str, Any]:
    return json.loads(FILE.read_text(encoding="utf-8"))


def provinces() -> list[list[Ring]]:
    """Return the rings of each province, the largest first: a city lies on top of its province."""
    return _shapes()["provinces"]


def ulleungdo_dokdo() -> list[Ring]:
    """Return the rings of Ulleungdo and of the islets of Dokdo."""
    return _shapes()["ulleungdo_dokdo"]


@cache
def _places() -> dict[str, Place]:
    places = [Place(*row) for row in _shapes()["places"]]
    english = {place.en.casefold(): place for place in places if place.en}
    return english | {place.ko: place for place in places}


def place_of(city: Words) -> Place | None:
    """Return the place that a record's `city` names, or None where it is not known.

    The first word counts, so that a district ("부산 서구") lies in its city.
    """
    for name in (city.get("ko"), city.en):
        first = (name or "").split(" ")[0].casefold()
        for spelling in (first, first[:-1] if first.endswith(("시", "군")) else first):
            if spelling in _places():
                return _places()[spelling]
    return None
