"""The outline of South Korea and where its cities lie (korea.json; korea.md says from where)."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from macros.model.values import Words

Ring = list[list[float]]

FILE = Path(__file__).with_suffix(".json")


class Place(NamedTuple):
    """A city or county and its middle, in degrees."""

    ko: str
    en: str
    longitude: float
    latitude: float


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
        return (
            self.x + (longitude - self.west) * across,
            self.y + (self.north - latitude) * self.scale,
        )

    def outline(self, rings: Iterable[Ring]) -> str:
        """Return rings as the `d` of a path, to a tenth of a pixel."""
        parts = []
        for ring in rings:
            points = dict.fromkeys("{:.1f} {:.1f}".format(*self.at(*point)) for point in ring)
            parts.append(f"M{'L'.join(points)}Z")
        return "".join(parts)


@cache
def _shapes() -> dict[str, list]:
    return json.loads(FILE.read_text(encoding="utf-8"))


def provinces() -> list[list[Ring]]:
    """Return the rings of each province, the largest first: a city lies on top of its province."""
    return _shapes()["provinces"]


def ulleungdo_dokdo() -> list[Ring]:
    """Return the rings of Ulleungdo and of the islets of Dokdo."""
    return _shapes()["ulleungdo_dokdo"]


@cache
def _places() -> dict[str, Place]:
    found = {}
    for row in _shapes()["places"]:
        place = Place(*row)
        found[place.ko] = place
        if place.en:
            found[place.en.casefold()] = place
    return found


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
