"""The CAR construct drawn from its parts: what grips the antigen, down to what gives the signal.

What the source does not give is an outline of dashes. It is a schematic: no size means anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from markupsafe import Markup

from macros.features.pictures import svg
from macros.features.pictures.base import Picture
from macros.features.pictures.known import in_words, marked
from macros.features.pictures.notes import SIZE, SMALL, WIDTH
from macros.features.pictures.sections import address
from macros.features.pictures.svg import number as n
from macros.model.facts import Cited
from macros.model.kinds import Construct, Product
from macros.model.refs import Ref
from macros.model.topic import PICTURES
from macros.model.values import Words
from macros.page.context import Context
from macros.page.facts import part_lines
from macros.page.text import joined

PANEL = 206
"""The panel with the cell ends here; names of the parts are right of it."""
AXIS = 146
"""The middle of the receptor."""
NAMES = 222
SIZES = {"binder": 72, "hinge": 46, "transmembrane": 66, "costimulatory": 38, "signalling": 44}
"""The parts of the chain, from outside the cell inwards, and how high they are drawn."""
CHAIN = [Construct.fields[name] for name in SIZES]
FEWEST = 2
"""With fewer parts of the receptor than this there is nothing to draw."""

ANTIGEN = "antigen"
_REACH = {"binder": 36, "hinge": 10, "transmembrane": 13, ANTIGEN: 19}
"""How far the parts reach from the axis; others 44."""


@dataclass(frozen=True)
class _Slot:
    """One part in the chain: what it is called, what the source says of it, where it is.

    `hints` is what it says in every language, from which the shape of the binder is taken, and
    `units` how often that shape is there.
    """

    part: str
    title: str
    phrase: str
    size: float
    top: float = 0
    hints: str = ""
    units: int = 1
    targets: tuple[Cited[Ref], ...] = ()

    @property
    def lines(self) -> list[str]:
        return svg.wrapped(self.phrase, 14, WIDTH - NAMES, 3, bold=True)

    @property
    def high(self) -> float:
        least = self.size + (0 if self.part == "transmembrane" else 14)
        return max(least, 26 + 19 * max(len(self.lines), 1))

    @property
    def middle(self) -> float:
        return self.top + self.high / 2


def construct(context: Context, product: Product) -> Picture | None:
    """Return the schematic of a product's receptor; None where next to nothing of it is known."""
    parts = product.car_construct
    if parts is None or sum(bool(field.items(parts)) for field in CHAIN) < FEWEST:
        return None
    slots = list(_slots(context, product, parts))
    description = context.label("construct_said")
    if not all([*(slot.phrase for slot in slots), parts.additions, parts.vector]):
        description = f"{description} {context.label('construct_some')}"
    title = context.label("construct_title", name=context.name(product))
    title = marked(context, title, parts.planned)
    table = partial(part_lines, context, parts)
    picture = Picture("construct", title, description, table, covers="car_construct")
    foot = slots[-1].top + slots[-1].high + 18
    beside, high = _beside(context, parts, foot + 16)
    chain = [slot for slot in slots if slot.part != ANTIGEN]
    pieces = [
        svg.group(_cell(context, product, slots, foot)),
        svg.line(AXIS, chain[0].middle, AXIS, chain[-1].middle, "p-thread"),
        *map(_part, slots),
        *(svg.group(_label(context, slot)) for slot in slots),
        beside,
    ]
    return picture.drawn(joined(pieces), WIDTH, foot + 16 + high)


def _slots(context: Context, product: Product, parts: Construct) -> Iterator[_Slot]:
    top = 30.0
    for slot in _parts(context, product, parts):
        yield (placed := replace(slot, top=top))
        top += placed.high


def _parts(context: Context, product: Product, parts: Construct) -> Iterator[_Slot]:
    targets = tuple(fact for fact in product.targets if fact.known)
    if targets:
        title = Product.targets.labelled().in_(context.language)
        names = ", ".join(in_words(context, fact) for fact in targets)
        yield _Slot(ANTIGEN, title, names, 52, targets=targets)
    for field in CHAIN:
        title = field.labelled().in_(context.language)
        for words in field.items(parts) or (None,):
            phrase = context.plain(words) if words else ""
            hints = " ".join(words.all()) if words else ""
            tandem = field.name == "binder" and re.search(PICTURES.tandem, hints)
            units = 2 if tandem else 1
            size = SIZES[field.name] * (1.75 if units > 1 else 1)
            yield _Slot(field.name, title, phrase, size, hints=hints, units=units)


def _cell(context: Context, product: Product, slots: list[_Slot], foot: float) -> Iterator[Markup]:
    """Yield the membrane, with what is outside and inside the cell."""
    membrane = next(slot.middle for slot in slots if slot.part == "transmembrane")
    below = f"M0 {n(membrane)}H{PANEL}V{n(foot - 10)}q0 10 -10 10H10q-10 0 -10 -10Z"
    yield svg.box(0, 0, PANEL, foot, "p-outside", 10)
    yield svg.path(below, "p-inside")
    yield svg.line(0, membrane, PANEL, membrane, "p-tails")
    yield svg.line(5, membrane - 19, PANEL - 4, membrane - 19, "p-heads")
    yield svg.line(5, membrane + 19, PANEL - 4, membrane + 19, "p-heads")
    labels = {"outside": membrane - 56, "membrane": membrane - 34, "inside": membrane + 46}
    if slots[0].part == ANTIGEN:
        edge = f"M{PANEL} 30Q{PANEL / 2} 52 0 30"
        yield svg.path(f"{edge}V10q0 -10 10 -10H{PANEL - 10}q10 0 10 10Z", "p-other")
        yield svg.path(edge, "p-other-edge")
        labels["other"] = 20
    for name, y in labels.items():
        rows = [context.label(f"cell_{name}")]
        if name == "inside" and product.cell_type and product.cell_type.known:
            rows.append(in_words(context, product.cell_type))
        yield svg.lines(14, y, rows, 12, "soft")


def _part(slot: _Slot) -> Markup:
    kind = f"p-{slot.part}" if slot.phrase else "p-absent"
    y, half = slot.middle, slot.size / 2
    match slot.part:
        case "antigen":
            return svg.path(_antigen(slot.top, slot.top + slot.high), kind, slot.phrase)
        case "binder":
            return _binder(slot, kind)
        case "hinge" if slot.phrase:
            return svg.path(_wave(y - half, y + half), kind, slot.phrase)
        case "hinge":
            return svg.box(AXIS - 7, y - half, 14, slot.size, kind, 7)
        case "transmembrane":
            rod = svg.box(AXIS - 11, y - half, 22, slot.size, kind, 9, slot.phrase)
            tops = [y + turn for turn in range(-17, 26, 10)] if slot.phrase else []
            turns = (svg.line(AXIS - 9, top, AXIS + 9, top - 7, "p-turn") for top in tops)
            return svg.group([rod, *turns])
        case _:
            return svg.box(AXIS - 42, y - half, 84, slot.size, kind, 10, slot.phrase)


def _binder(slot: _Slot, kind: str) -> Markup:
    """Return the lobes that grip: two of an scFv, one of a single domain; twice if it has two."""
    high = slot.size / slot.units
    leans = (0,) if re.search(PICTURES.single_domain, slot.hints) else (-20, 20)
    tops = (slot.middle - slot.size / 2 + high * unit for unit in range(slot.units))
    lobes = (_lobe(AXIS, y, high - 6, lean) for y in tops for lean in leans)
    return svg.group(svg.path(lobe, kind, slot.phrase) for lobe in lobes)


def _lobe(x: float, y: float, high: float, lean: float) -> str:
    """Return the outline of a lobe at `x` that leans outwards at its top."""
    top, foot, wide = x + lean, x + lean * 0.45, 13
    return (
        f"M{n(foot)} {n(y + high)}"
        f"C{n(foot - wide * 1.5)} {n(y + high * 0.75)} {n(top - wide * 1.6)} {n(y)} {n(top)} {n(y)}"
        f"C{n(top + wide * 1.6)} {n(y)} {n(foot + wide * 1.5)} {n(y + high * 0.75)} "
        f"{n(foot)} {n(y + high)}Z"
    )


def _wave(top: float, foot: float) -> str:
    quarter = (foot - top) / 4
    waves = "".join(f"q{n(bend)} {n(quarter / 2)} 0 {n(quarter)}" for bend in (11, -11, 11, -11))
    return f"M{AXIS} {n(top)}{waves}"


def _antigen(top: float, foot: float) -> str:
    """Return the antigen: a knob on a stalk that hangs from the other cell."""
    stalk, knob = top + 8, foot - 2
    return (
        f"M{AXIS - 5} {n(stalk)}V{n(knob - 30)}A17 16 0 1 0 {AXIS + 5} {n(knob - 30)}V{n(stalk)}Z"
    )


def _label(context: Context, slot: _Slot) -> Iterator[Markup]:
    lines = slot.lines or [context.label("not_given")]
    y = slot.middle - 19 * len(lines) / 2 + 3
    shown = svg.lines(NAMES, y + 17, lines, 14, "strong" if slot.phrase else "soft")
    if len(slot.targets) == 1:
        shown = svg.link(address(context, slot.targets[0].value), shown, slot.phrase)
    elif slot.targets:
        shown = joined(_links(context, slot.targets, y + 17))
    edge = AXIS + _REACH.get(slot.part, 44)
    yield svg.line(edge, slot.middle, NAMES - 10, slot.middle, "p-leader")
    yield svg.dot(edge, slot.middle, 2, "p-soft")
    yield svg.words(NAMES, y, slot.title, SMALL, "soft")
    yield shown


def _links(context: Context, targets: Sequence[Cited[Ref]], y: float) -> Iterator[Markup]:
    """Yield the antigens side by side, each a link; those without room are left to the table."""
    x = float(NAMES)
    for target in targets:
        name = svg.shortened(in_words(context, target), 14, WIDTH - NAMES, bold=True)
        wide = svg.width(name, 14, bold=True)
        if x + wide > WIDTH:
            yield svg.words(x, y, "…", 14, "soft")
            return
        shown = svg.words(x, y, name, 14, "strong")
        yield svg.link(address(context, target.value), shown, name)
        x += wide + 16


def _beside(context: Context, parts: Construct, y: float) -> tuple[Markup, float]:
    """Return what goes with the receptor, additions and vector, in two boxes, and their height."""
    wide = (WIDTH - 14) / 2
    fields = (Construct.additions, Construct.vector)
    boxes = [(field, _listed(context, field.items(parts), wide - 62)) for field in fields]
    high = 44 + 18 * max(len(lines) or 1 for _field, lines in boxes)
    pieces = []
    for index, (field, lines) in enumerate(boxes):
        x = index * (wide + 14)
        pieces += [
            svg.box(x + 1, y, wide - 2, high, "p-beside" if lines else "p-absent", 10),
            _sign(field.name, x + 26, y + high / 2),
            svg.words(x + 50, y + 22, field.labelled().in_(context.language), SMALL, "soft"),
        ]
        rows = lines or [context.label("not_given")]
        pieces.append(svg.lines(x + 50, y + 41, rows, SIZE, "strong" if lines else "soft"))
    return svg.group(pieces), high + 1


def _listed(context: Context, values: Sequence[Words], most: float) -> list[str]:
    wrapped = (svg.wrapped(context.plain(words), SIZE, most, 4, bold=True) for words in values)
    return [line for lines in wrapped for line in lines]


def _sign(name: str, x: float, y: float) -> Markup:
    if name == "vector":  # the coat of a virus, seen from outside
        coat = f"M{n(x)} {n(y - 14)}l12 7v14l-12 7l-12 -7v-14Z"
        edges = f"M{n(x)} {n(y)}v14M{n(x)} {n(y)}l-12 -7m12 7l12 -7"
        return svg.group([svg.path(coat, "p-sign"), svg.path(edges, "p-sign")])
    return svg.path(f"M{n(x - 10)} {n(y)}h20M{n(x)} {n(y - 10)}v20", "p-sign")
