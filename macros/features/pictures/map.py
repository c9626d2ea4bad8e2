"""The map: hospitals in Korea that give an approved CAR-T, and those where trials run.

A point stands for a city, not for a street: that is what the records say.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations, permutations

from markupsafe import Markup

from macros.features.pictures.base import Picture
from macros.features.pictures.korea import Frame, Place, place_of, provinces, ulleungdo_dokdo
from macros.features.pictures.ladder import every_product, family_of, stage_of
from macros.features.pictures.notes import key, names
from macros.features.pictures.sections import short_table
from macros.features.pictures.svg import box, dot, line, link, path, shortened, width, words
from macros.model.kinds import Institution, Product, Trial
from macros.page.context import Context
from macros.page.text import joined, text

MOST_CITIES = 22
"""More cities than this, and the lines from the list to the map can no longer be followed."""

MOST_HOSPITALS = 60
"""More hospitals than this do not fit beside the map; it then has no list to be read with."""

WIDTH = 720
LIST = 436
SIZE = 12
MAP = Frame(west=124.55, north=38.68, scale=103, x=0, y=34)
INSET = Frame(west=130.66, north=37.66, scale=108, x=0, y=528)  # no line to the list passes there
INSET_SIZE = (118, 56)
SOUTH = 33.08
"""Degrees north of the southernmost shore of Jeju's islands."""

Point = tuple[float, float]


@dataclass
class _Hospital:
    record: Institution
    gives: list[Product] = field(default_factory=list)
    trials: list[Trial] = field(default_factory=list)


def hospital_map(context: Context) -> Picture | None:
    """Return the map with a list of the hospitals of each city beside it."""
    hospitals = _hospitals(context)
    if not hospitals:
        return None
    cities: dict[Place, list[_Hospital]] = {}
    nowhere = []
    for hospital in hospitals:
        place = _place(hospital.record)
        if place:
            cities.setdefault(place, []).append(hospital)
        else:
            nowhere.append(hospital)
    gives = sum(bool(hospital.gives) for hospital in hospitals)
    values = {"n": len(hospitals), "gives": gives, "sites": len(hospitals) - gives}
    title, table = context.label("map_title"), _table(context, hospitals)
    if len(cities) > MOST_CITIES or len(hospitals) > MOST_HOSPITALS:
        said = context.label(
            "map_refusal",
            n=f"{len(hospitals):,}",
            cities=f"{len(cities):,}",
            most=MOST_HOSPITALS,
            most_cities=MOST_CITIES,
        )
        return Picture("map", title, "", table, refusal=said)
    entries = [("p-c1", context.label("map_gives")), ("p-ring", context.label("map_site"))]
    pieces = [key(entries, 0, 14), _land(context)]
    listed, bottom = _cities(context, cities)
    pieces.append(listed)
    y = max(bottom, MAP.at(0, SOUTH)[1] + 14)
    if nowhere:
        pieces.append(line(0, y, WIDTH, y))
        said = context.label("map_nowhere", n=len(nowhere))
        pieces.append(words(0, y + 20, said, SIZE, "strong"))
        links = [(context.href(h.record), _with_trials(context, h), _mark(h)) for h in nowhere]
        flowing, y = names(links, 0, y + 39, WIDTH, SIZE)
        pieces.append(flowing)
    pieces.append(words(0, y + 8, context.label("map_attribution"), 10.5, "soft"))
    return Picture(
        "map",
        title,
        context.label("map_description", **values),
        table,
        WIDTH,
        round(y + 16),
        joined(pieces),
    )


def _hospitals(context: Context) -> list[_Hospital]:
    """Return the hospitals with an approved CAR-T or a trial, those with the most first."""
    found: dict[str, _Hospital] = {}
    records = context.atlas.records

    def hospital(record_id: str) -> _Hospital | None:
        record = records.get(record_id)
        if not isinstance(record, Institution):
            return None
        return found.setdefault(record_id, _Hospital(record))

    for product in every_product(context.atlas):
        if stage_of(product) == "approved" and family_of(context.atlas, product) == "car-t":
            for centre in dict.fromkeys(fact.value for fact in product.treatment_centres):
                if known := hospital(centre):
                    known.gives.append(product)
    for trial in context.atlas.of_kind("trials"):
        assert isinstance(trial, Trial)
        for site in dict.fromkeys(fact.value for fact in trial.sites):
            if known := hospital(site):
                known.trials.append(trial)
    return sorted(
        found.values(),
        key=lambda h: (not h.gives, -len(h.trials), context.name(h.record).casefold()),
    )


def _place(hospital: Institution) -> Place | None:
    city = hospital.city.known if hospital.city else None
    return place_of(city) if city else None


def _land(context: Context) -> Markup:
    pieces = [path(MAP.outline(rings), "p-land") for rings in provinces()]
    wide, high = INSET_SIZE
    pieces.append(box(INSET.x, INSET.y, wide, high, "p-rule", 3))
    pieces.append(path(INSET.outline(ulleungdo_dokdo()), "p-land"))
    x, y = INSET.at(130.86, 37.5)
    pieces.append(words(x + 11, y + 4, context.label("ulleungdo"), 10.5, "soft"))
    # The islets of Dokdo measure some hundred metres: a point, or nobody would see them.
    x, y = INSET.at(131.87, 37.24)
    pieces.append(dot(x, y, 1.8, "p-soft"))
    pieces.append(words(x - 6, y + 4, context.label("dokdo"), 10.5, "soft", "end"))
    return joined(pieces)


def _cities(context: Context, cities: dict[Place, list[_Hospital]]) -> tuple[Markup, float]:
    """Return the bubbles and the list, a line from each entry to its city."""
    lines_, bubbles, listed, y = [], [], [], MAP.y + 16.0
    order = _order({place: len(hospitals) for place, hospitals in cities.items()})
    for place, y in order:
        hospitals = cities[place]
        x_on, y_on = MAP.at(place.longitude, place.latitude)
        bend = f"M{x_on:.1f} {y_on:.1f}L{LIST - 26} {y - 4:.1f}L{LIST - 8} {y - 4:.1f}"
        lines_.append(path(bend, "p-edge p-lead"))
        name = _city_name(context, place, hospitals)
        bubbles.append(_bubble(x_on, y_on, hospitals, f"{name}: {len(hospitals)}"))
        title = f"{name} ({len(hospitals)})" if len(hospitals) > 1 else name
        listed.append(words(LIST, y, shortened(title, SIZE, WIDTH - LIST, True), SIZE, "strong"))
        y += 17
        for hospital in hospitals:
            listed.append(_hospital(context, hospital, y))
            y += 16.5
    # The small ones on top: a large bubble must not hide its neighbour.
    return joined([*lines_, *(b for _size, b in sorted(bubbles, reverse=True)), *listed]), y + 9


def _order(counts: dict[Place, int]) -> list[tuple[Place, float]]:
    """Return the cities in the order of the list, each with the place of its heading.

    The city with the most hospitals comes first. The others go from north to south, then are moved
    as long as fewer lines to the map cross for it, or as many that are shorter in all.
    """
    order = sorted(counts, key=lambda place: (-place.latitude, place.longitude))
    order.sort(key=lambda place: counts[place] < max(counts.values()))
    best, better = _tangle(_placed(order, counts)), True
    while better:
        better = False
        for one, other in permutations(range(1, len(order)), 2):
            tried = [*order]
            tried.insert(other, tried.pop(one))
            tangle = _tangle(_placed(tried, counts))
            if tangle < best:
                order, best, better = tried, tangle, True
    return _placed(order, counts)


def _placed(order: list[Place], counts: dict[Place, int]) -> list[tuple[Place, float]]:
    placed, y = [], MAP.y + 16.0
    for place in order:
        y = max(y, MAP.at(place.longitude, place.latitude)[1] - 40)  # beside its city
        placed.append((place, y))
        y += 26 + 16.5 * counts[place]
    return placed


def _tangle(placed: list[tuple[Place, float]]) -> tuple[int, float]:
    """Return how many lines from the list to the cities cross, and how long they are in all."""
    ends = [((LIST - 26.0, y - 4), MAP.at(p.longitude, p.latitude)) for p, y in placed]
    crossing = sum(_cross(*one, *other) for one, other in combinations(ends, 2))
    return crossing, round(sum(math.dist(*end) for end in ends), 1)


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Return whether the lines a-b and c-d cross."""

    def side(p: Point, q: Point, r: Point) -> bool:
        return (q[0] - p[0]) * (r[1] - p[1]) > (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) != side(a, b, d) and side(c, d, a) != side(c, d, b)


def _city_name(context: Context, place: Place, hospitals: Sequence[_Hospital]) -> str:
    if context.language == "ko":
        return place.ko
    city = hospitals[0].record.city
    return place.en or (city.known.in_("en") if city and city.known else "")


def _bubble(x: float, y: float, hospitals: list[_Hospital], title: str) -> tuple[float, Markup]:
    """Return radius and disc: its area goes with the number of hospitals."""
    radius = 3.8 * math.sqrt(len(hospitals))
    filled = any(hospital.gives for hospital in hospitals)
    disc = dot(x, y, radius, "p-c1" if filled else "p-ring", title)
    if radius < 8:
        return radius, disc
    kind = "on" if filled else ""
    return radius, disc + words(x, y + 4, str(len(hospitals)), 11.5, f"{kind} strong", "middle")


def _hospital(context: Context, hospital: _Hospital, y: float) -> Markup:
    count = _trial_words(context, hospital)
    most = WIDTH - LIST - 16 - (width(count, 11) + 14 if count else 0)
    full = context.name(hospital.record)
    name = shortened(full, SIZE, most)
    said = link(
        context.href(hospital.record), words(LIST + 16, y, name, SIZE), full if name != full else ""
    )
    mark = dot(LIST + 5, y - 4, 4, _mark(hospital))
    return joined([mark, said, words(WIDTH, y, count, 11, "soft", "end")])


def _trial_words(context: Context, hospital: _Hospital) -> str:
    n = len(hospital.trials)
    return context.label("trials_one" if n == 1 else "trials_n", n=f"{n:,}") if n else ""


def _with_trials(context: Context, hospital: _Hospital) -> str:
    count = _trial_words(context, hospital)
    return context.name(hospital.record) + (f" ({count})" if count else "")


def _mark(hospital: _Hospital) -> str:
    return "p-c1" if hospital.gives else "p-ring"


def _table(context: Context, hospitals: list[_Hospital]) -> Markup:
    head = [context.label(key) for key in ("map_hospital", "map_city", "map_gives", "trials")]
    rows = []
    for hospital in hospitals:
        city = hospital.record.city
        known = city.known if city else None
        rows.append(
            [
                context.link(hospital.record.id),
                context.words(known) if known else text(context.label("unrecorded")),
                joined((context.link(product.id) for product in hospital.gives), ", "),
                text(f"{len(hospital.trials):,}"),
            ]
        )
    return short_table(context, "institutions", head, rows)
