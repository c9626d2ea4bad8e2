"""The map: hospitals that give an approved CAR-T, and those where trials run.

A point is a city, not a street: that is what the records say.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations, permutations

from markupsafe import Markup

from macros.features.pictures.base import Picture
from macros.features.pictures.korea import BOTTOM, MAP, Place, land, place_of
from macros.features.pictures.ladder import Ladder
from macros.features.pictures.notes import (
    PLANNED,
    SIZE,
    SMALL,
    WIDTH,
    dot_sign,
    legend,
    linked,
    names,
)
from macros.features.pictures.sections import counted, record_rows, short_table
from macros.features.pictures.svg import dot, line, path, shortened, width, words
from macros.model.derived import known
from macros.model.items import Item
from macros.model.kinds import Institution
from macros.model.paths import linking
from macros.model.paths import path as field
from macros.model.topic import PICTURES, TOPIC
from macros.page.context import Context
from macros.page.qualifiers import in_cell
from macros.page.text import joined, text

MOST_CITIES = 22
"""More cities than this, and the lines from the list to the map can no longer be followed."""

MOST_HOSPITALS = 60
"""More hospitals than this do not fit beside the map; it then has no list to be read with."""

MARKS = {"p-c1": "map_gives", "p-ring": "map_site", PLANNED: "mark_planned"}
"""Classes of dots with the labels of what they mean, the first where a city has several."""

LIST = 348
"""Where the names of the cities begin, right of the map."""
TOP = MAP.y + 16
ROW = 22

Point = tuple[float, float]


@dataclass(frozen=True)
class _Hospital:
    """A hospital, and the products and trials that link to it, plans among them."""

    record: Institution
    products: list[Item]
    trials: list[Item]

    @property
    def gives(self) -> bool:
        return not all(item.planned for item in self.products)

    @property
    def trial_count(self) -> int:
        return sum(item.counts for item in self.trials)

    @property
    def planned(self) -> bool:
        """Whether all that is on record here is a plan: it is marked, and counted nowhere."""
        return not self.gives and not self.trial_count

    @property
    def mark(self) -> str:
        return PLANNED if self.planned else "p-c1" if self.gives else "p-ring"


Cities = dict[Place, list[_Hospital]]


def hospital_map(context: Context) -> Picture | None:
    """Return the map with the names of its cities, and below it the hospitals of each."""
    hospitals = _hospitals(context)
    if not hospitals:
        return None
    picture = Picture("map", context.label("map_title"), "", _table(context, hospitals))
    cities, nowhere = _by_city(hospitals)
    if len(cities) > MOST_CITIES or len(hospitals) > MOST_HOSPITALS:
        counts = {"n": f"{len(hospitals):,}", "cities": f"{len(cities):,}"}
        limits = {"most": MOST_HOSPITALS, "most_cities": MOST_CITIES}
        return picture.refused(context.label("map_refusal", **counts, **limits))
    some_planned = any(hospital.planned for hospital in hospitals)
    marks = [mark for mark in MARKS if some_planned or mark != PLANNED]
    key = legend((dot_sign(mark, context.label(MARKS[mark])) for mark in marks), 14)[0]
    placed = _order({place: len(hospitals) for place, hospitals in cities.items()})
    over, bottom = _named(context, cities, placed)
    listed, y = _listed(context, cities, placed, max(bottom, BOTTOM + 14))
    below, y = _nowhere(context, nowhere, y) if nowhere else (Markup(""), y)
    credit = words(0, y + 8, context.label("map_attribution"), 11.5, "soft")
    n, gives = _count(hospitals), sum(hospital.gives for hospital in hospitals)
    counts = {"n": n, "gives": gives, "sites": n - gives}
    body = joined([key, *land(context), over, listed, below, credit])
    description = context.label("map_description", **counts)
    finding = context.label("map_finding", **counts) if gives else ""
    return picture.drawn(body, WIDTH, y + 16, description, finding)


def _hospitals(context: Context) -> list[_Hospital]:
    """Return the hospitals with an approved CAR-T or a trial, those with the most first."""
    ladder = Ladder(context)
    approved = ladder.at(TOPIC.terms.approved)
    product_ids = {
        product.id for product in approved if ladder.family(product).id == PICTURES.given
    }
    hospitals = []
    for record in context.atlas.of(Institution):
        products = linking(context.atlas, record, "products", "treatment_centres")
        products = [item for item in products if item.value in product_ids]
        trials = linking(context.atlas, record, "trials", "sites")
        trials = [item for item in trials if item.counts or item.planned]  # none that withdrew
        if products or trials:
            hospitals.append(_Hospital(record, products, trials))
    return sorted(hospitals, key=lambda h: (not h.gives, -h.trial_count, context.by_name(h.record)))


def _count(hospitals: list[_Hospital]) -> int:
    return sum(not hospital.planned for hospital in hospitals)


def _by_city(hospitals: list[_Hospital]) -> tuple[Cities, list[_Hospital]]:
    """Return the hospitals of each city, and those whose city is not known."""
    cities: Cities = {}
    nowhere = []
    for hospital in hospitals:
        city = known(hospital.record.city)
        place = place_of(city) if city else None
        (cities.setdefault(place, []) if place else nowhere).append(hospital)
    return cities, nowhere


def _nowhere(context: Context, hospitals: list[_Hospital], y: float) -> tuple[Markup, float]:
    """Return the hospitals without a place on the map, and the y below them."""
    entries = []
    for hospital in hospitals:
        name, note = context.name(hospital.record), _note(context, hospital)
        phrase = f"{name} ({note})" if note else name
        entries.append((context.href(hospital.record), phrase, hospital.mark))
    title = context.label("map_nowhere", n=_count(hospitals))
    flowing, below = names(entries, y + 39)
    return joined([line(0, y, WIDTH, y), words(0, y + 20, title, SIZE, "strong"), flowing]), below


def _named(
    context: Context, cities: Cities, placed: list[tuple[Place, float]]
) -> tuple[Markup, float]:
    """Return the bubbles and the names of the cities, a line from each to its bubble."""
    leads, bubbles, names, y = [], [], [], TOP
    for place, y in placed:
        x_on, y_on = MAP.at(place.longitude, place.latitude)
        bend = f"M{x_on:.1f} {y_on:.1f}L{LIST - 22} {y - 4:.1f}L{LIST - 6} {y - 4:.1f}"
        leads.append(path(bend, "p-edge p-lead"))
        name = _city(context, place, cities[place])
        bubbles.append(_bubble(context, x_on, y_on, cities[place], name))
        names.append(words(LIST, y, shortened(name, SMALL, WIDTH - LIST), SMALL))
    # The small ones on top: a large bubble must not hide its neighbour.
    small_last = (bubble for _size, bubble in sorted(bubbles, reverse=True))
    return joined([*leads, *small_last, *names]), y + ROW


def _listed(
    context: Context, cities: Cities, placed: list[tuple[Place, float]], y: float
) -> tuple[Markup, float]:
    """Return the hospitals of each city, and the y below them."""
    pieces = []
    for place, _y in placed:
        name, count = _city(context, place, cities[place]), _count(cities[place])
        title = f"{name} ({count})" if len(cities[place]) > 1 else name
        pieces += [line(0, y, WIDTH, y), words(0, y + 20, title, SIZE, "strong")]
        y += 40
        for hospital in cities[place]:
            shown, y = _hospital(context, hospital, y)
            pieces.append(shown)
        y -= 8
    return joined(pieces), y + 9


def _city(context: Context, place: Place, hospitals: list[_Hospital]) -> str:
    city = known(hospitals[0].record.city)
    return place.name(context.language) or (city.in_("en") if city else "")


def _order(counts: dict[Place, int]) -> list[tuple[Place, float]]:
    """Return the cities in the order of the list, each with the place of its heading.

    The city with the most hospitals comes first. The others go from north to south, then are moved
    as long as fewer lines to the map cross for it, or as many that are shorter in all.
    """
    order = sorted(counts, key=lambda place: (-place.latitude, place.longitude))
    order.sort(key=lambda place: counts[place] < max(counts.values()))
    best, better = _tangle(_placed(order)), True
    while better:
        better = False
        for one, other in permutations(range(1, len(order)), 2):
            tried = [*order]
            tried.insert(other, tried.pop(one))
            tangle = _tangle(_placed(tried))
            if tangle < best:
                order, best, better = tried, tangle, True
    return _placed(order)


def _placed(order: list[Place]) -> list[tuple[Place, float]]:
    placed, y = [], TOP
    for place in order:
        y = max(y, MAP.at(place.longitude, place.latitude)[1] - 20)  # beside its city
        placed.append((place, y))
        y += ROW
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


def _bubble(
    context: Context, x: float, y: float, hospitals: list[_Hospital], name: str
) -> tuple[float, Markup]:
    """Return radius and disc: its area goes with the number of hospitals."""
    count = _count(hospitals)
    radius = 3.8 * math.sqrt(max(1, count))
    kind = min((hospital.mark for hospital in hospitals), key=[*MARKS].index)
    phrase = f"{name}: {counted(context, count, len(hospitals) - count)}"
    disc = dot(x, y, radius, kind, phrase)
    if radius >= 8:
        inside = "on strong" if kind == "p-c1" else "strong"
        disc += words(x, y + 4, str(count), 11.5, inside, "middle")
    return radius, disc


def _hospital(context: Context, hospital: _Hospital, y: float) -> tuple[Markup, float]:
    """Return a hospital, and the y below it."""
    note, name = _note(context, hospital), context.name(hospital.record)
    most = WIDTH - 16 - (width(note, SMALL) + 14 if note else 0)
    shown, below = linked(context.href(hospital.record), name, 16, y, most, rows=2)
    mark = dot(5, y - 4.5, 4, hospital.mark)
    return joined([mark, shown, words(WIDTH, y, note, SMALL, "soft", "end")]), below + 2


def _note(context: Context, hospital: _Hospital) -> str:
    """Return the number of trials, or that all is planned; "" for a hospital without trials."""
    if hospital.planned:
        return context.label("planned")
    n = hospital.trial_count
    return context.label("trials_one" if n == 1 else "trials_n", n=f"{n:,}") if n else ""


def _table(context: Context, hospitals: list[_Hospital]) -> Markup:
    rows = record_rows(context, (hospital.record for hospital in hospitals), "city")
    recruiting = field(Institution.about.id, "recruiting_trials")
    for row, hospital in zip(rows, hospitals, strict=True):
        products = (in_cell(context, item) for item in hospital.products)
        count = hospital.trial_count
        trials = counted(context, count, len(hospital.trials) - count)
        open_there = len(recruiting.items(context.atlas, hospital.record))
        row += [joined(products, ", "), text(trials), text(f"{open_there:,}")]
    head = ("map_hospital", "map_city", "map_gives", "trials", "map_recruiting")
    return short_table(context, "institutions", head, rows)
