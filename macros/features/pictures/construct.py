"""The CAR construct drawn from its parts: what grips the antigen, down to what gives the signal.

What the source does not give is an outline of dashes. It is a schematic: no size means anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from macros.features.pictures import svg
from macros.features.pictures.base import Picture
from macros.model.kinds import Construct, Product
from macros.model.values import Words
from macros.page.context import Context
from macros.page.facts import part_lines
from macros.page.text import joined

WIDTH = 680
PANEL = 232
"""The panel with the cell ends here; names of the parts stand right of it."""
AXIS = 148
"""The middle of the receptor."""
NAMES = 256
CHAIN = ("binder", "hinge", "transmembrane", "costimulatory", "signalling")
FEWEST = 2
"""With fewer parts of the receptor than this there is nothing to draw."""

_SIZES = {"binder": 72, "hinge": 46, "transmembrane": 66, "costimulatory": 38, "signalling": 44}
_TANDEM = re.compile(r"\b(two|tandem|dual|bi-?(specific|epitopic|paratopic|valent))\b|이중|2개|두 ")
_VHH = re.compile(r"VHH|nanobod|single[- ]domain|sdAb|나노바디", re.I)


@dataclass(frozen=True)
class _Slot:
    """One part in the chain: what it is called, what the source says of it, where it stands.

    `hints` is what it says in both languages, from which the shape of the binder is taken.
    """

    part: str
    title: str
    said: str
    hints: str
    lines: list[str]
    links: tuple[str, ...]
    top: float
    size: float
    high: float

    @property
    def given(self) -> bool:
        return bool(self.said)

    @property
    def middle(self) -> float:
        return self.top + self.high / 2


def construct(context: Context, product: Product) -> Picture | None:
    """Return the schematic of a product's receptor; None where next to nothing of it is known."""
    parts = product.car_construct
    if parts is None or sum(bool(Construct.fields[name].items(parts)) for name in CHAIN) < FEWEST:
        return None
    slots = list(_slots(context, product, parts))
    description = context.label("construct_said")
    if not all([slot.given for slot in slots] + [parts.additions, parts.vector]):
        description = f"{description} {context.label('construct_some')}"
    picture = Picture(
        "construct",
        context.label("construct_title", name=context.name(product)),
        description,
        lambda: part_lines(context, parts),
        covers="car_construct",
    )
    foot = slots[-1].top + slots[-1].high + 18
    beside, high = _beside(context, parts, foot + 16)
    body = joined(
        [
            _cell(context, product, slots, foot),
            _chain(slots),
            *(_part(slot) for slot in slots),
            *(_label(context, slot) for slot in slots),
            beside,
        ]
    )
    return picture.drawn(body, WIDTH, foot + 16 + high)


def _slots(context: Context, product: Product, parts: Construct) -> Iterator[_Slot]:
    top = 30.0
    targets = [fact.known for fact in product.targets if fact.known]
    rows: list[tuple[str, str, str, str, tuple[str, ...], float]] = []
    if targets:
        title = Product.targets.labelled().in_(context.language)
        names = ", ".join(context.atlas.name(target, context.language) for target in targets)
        rows.append(("antigen", title, names, "", tuple(targets), 52))
    for name in CHAIN:
        field = Construct.fields[name]
        title = field.labelled().in_(context.language)
        for words in field.items(parts) or (None,):
            said = words.in_(context.language) if words else ""
            hints = " ".join(words.all()) if words else ""
            size = _SIZES[name] * (1.75 if name == "binder" and _TANDEM.search(hints) else 1)
            rows.append((name, title, said, hints, (), size))
    for part, title, said, hints, links, size in rows:
        lines = svg.wrapped(said, 14, WIDTH - NAMES, 3, bold=True)
        high = max(size + (0 if part == "transmembrane" else 14), 26 + 19 * max(len(lines), 1))
        yield _Slot(part, title, said, hints, lines, links, top, size, high)
        top += high


def _cell(context: Context, product: Product, slots: list[_Slot], foot: float) -> Markup:
    """Return the membrane, with what is outside and inside the cell."""
    membrane = next(slot.middle for slot in slots if slot.part == "transmembrane")
    cell = product.cell_type.known if product.cell_type else None
    inside = [context.label("cell_inside")]
    if cell:
        inside.append(cell.words(context.atlas, context.language))
    pieces = [
        svg.box(0, 0, PANEL, foot, "p-outside", 10),
        svg.path(
            f"M0 {svg.number(membrane)}H{PANEL}V{svg.number(foot - 10)}q0 10 -10 10H10"
            "q-10 0 -10 -10Z",
            "p-inside",
        ),
        svg.line(0, membrane, PANEL, membrane, "p-tails"),
        svg.line(5, membrane - 19, PANEL - 4, membrane - 19, "p-heads"),
        svg.line(5, membrane + 19, PANEL - 4, membrane + 19, "p-heads"),
    ]
    said = [
        (membrane - 56, [context.label("cell_outside")]),
        (membrane - 34, [context.label("cell_membrane")]),
        (membrane + 46, inside),
    ]
    if slots[0].part == "antigen":
        edge = f"M{PANEL} 30Q{PANEL / 2} 52 0 30"
        pieces.append(svg.path(f"{edge}V10q0 -10 10 -10H{PANEL - 10}q10 0 10 10Z", "p-other"))
        pieces.append(svg.path(edge, "p-other-edge"))
        said.append((20, [context.label("cell_other")]))
    pieces += [svg.lines(14, y, lines, 12, "soft") for y, lines in said]
    return svg.group(pieces)


def _chain(slots: list[_Slot]) -> Markup:
    """Return the thread that the parts hang on, behind them."""
    parts = [slot for slot in slots if slot.part != "antigen"]
    return svg.line(AXIS, parts[0].middle, AXIS, parts[-1].middle, "p-thread")


def _part(slot: _Slot) -> Markup:
    kind = f"p-{slot.part}" if slot.given else "p-absent"
    y, half = slot.middle, slot.size / 2
    match slot.part:
        case "antigen":
            return svg.path(_antigen(slot.top, slot.top + slot.high), kind, slot.said)
        case "binder":
            return _binder(slot, kind)
        case "hinge" if slot.given:
            return svg.path(_wave(y - half, y + half), kind, slot.said)
        case "hinge":
            return svg.box(AXIS - 7, y - half, 14, slot.size, kind, 7)
        case "transmembrane":
            rod = svg.box(AXIS - 11, y - half, 22, slot.size, kind, 9, slot.said)
            turns = (
                svg.line(AXIS - 9, y + n, AXIS + 9, y + n - 7, "p-turn") for n in range(-17, 26, 10)
            )
            return svg.group([rod, *turns] if slot.given else [rod])
        case _:
            return svg.box(AXIS - 42, y - half, 84, slot.size, kind, 10, slot.said)


def _binder(slot: _Slot, kind: str) -> Markup:
    """Return the lobes that grip: two of an scFv, one of a single domain; twice if it has two."""
    units = 2 if _TANDEM.search(slot.hints) else 1
    high = slot.size / units
    pieces = []
    for unit in range(units):
        y = slot.middle - slot.size / 2 + high * unit
        if _VHH.search(slot.hints):
            pieces.append(svg.path(_lobe(AXIS, y, high - 6, 0), kind, slot.said))
            continue
        pieces += [svg.path(_lobe(AXIS, y, high - 6, lean), kind, slot.said) for lean in (-20, 20)]
    return svg.group(pieces)


def _lobe(x: float, y: float, high: float, lean: float) -> str:
    """Return the outline of a lobe that stands at `x` and leans outwards at its top."""
    n = svg.number
    top, foot, wide = x + lean, x + lean * 0.45, 13
    return (
        f"M{n(foot)} {n(y + high)}"
        f"C{n(foot - wide * 1.5)} {n(y + high * 0.75)} {n(top - wide * 1.6)} {n(y)} {n(top)} {n(y)}"
        f"C{n(top + wide * 1.6)} {n(y)} {n(foot + wide * 1.5)} {n(y + high * 0.75)} "
        f"{n(foot)} {n(y + high)}Z"
    )


def _wave(top: float, foot: float) -> str:
    quarter = (foot - top) / 4
    n = svg.number
    waves = "".join(f"q{n(bend)} {n(quarter / 2)} 0 {n(quarter)}" for bend in (11, -11, 11, -11))
    return f"M{AXIS} {n(top)}{waves}"


def _antigen(top: float, foot: float) -> str:
    """Return the antigen: a knob on a stalk that hangs from the other cell."""
    n = svg.number
    stalk, knob = top + 8, foot - 2
    return (
        f"M{AXIS - 5} {n(stalk)}V{n(knob - 30)}A17 16 0 1 0 {AXIS + 5} {n(knob - 30)}V{n(stalk)}Z"
    )


def _label(context: Context, slot: _Slot) -> Markup:
    lines = slot.lines or [context.label("not_given")]
    y = slot.middle - 19 * len(lines) / 2 + 3
    kind = "strong" if slot.given else "soft"
    said = svg.lines(NAMES, y + 17, lines, 14, kind)
    if len(slot.links) == 1:
        said = svg.link(f"{context.base}targets/{slot.links[0]}/", said, slot.said)
    elif slot.links:
        said = _links(context, slot, y + 17)
    half = {"binder": 36, "hinge": 10, "transmembrane": 13, "antigen": 19}.get(slot.part, 44)
    return svg.group(
        [
            svg.line(AXIS + half, slot.middle, NAMES - 10, slot.middle, "p-leader"),
            svg.dot(AXIS + half, slot.middle, 2, "p-soft"),
            svg.words(NAMES, y, slot.title, 11.5, "soft"),
            said,
        ]
    )


def _links(context: Context, slot: _Slot, y: float) -> Markup:
    """Return the antigens side by side, each a link; those without room are left to the table."""
    pieces, x = [], float(NAMES)
    for target in slot.links:
        name = svg.shortened(
            context.atlas.name(target, context.language), 14, WIDTH - NAMES, bold=True
        )
        wide = svg.width(name, 14, bold=True)
        if x + wide > WIDTH:
            pieces.append(svg.words(x, y, "…", 14, "soft"))
            break
        words = svg.words(x, y, name, 14, "strong")
        pieces.append(svg.link(f"{context.base}targets/{target}/", words, name))
        x += wide + 16
    return joined(pieces)


def _beside(context: Context, parts: Construct, y: float) -> tuple[Markup, float]:
    """Return what goes with the receptor, additions and vector, in two boxes, and their height."""
    boxes = []
    for name in ("additions", "vector"):
        boxes.append((name, _listed(context, Construct.fields[name].items(parts))))
    wide = (WIDTH - 20) / 2
    high = 44 + 18 * max(len(lines) or 1 for _name, lines in boxes)
    pieces = []
    for index, (name, lines) in enumerate(boxes):
        x = index * (wide + 20)
        title = Construct.fields[name].labelled().in_(context.language)
        kind = "p-beside" if lines else "p-absent"
        pieces.append(svg.box(x + 1, y, wide - 2, high, kind, 10))
        pieces.append(_sign(name, x + 30, y + high / 2))
        pieces.append(svg.words(x + 58, y + 22, title, 11.5, "soft"))
        said = lines or [context.label("not_given")]
        pieces.append(svg.lines(x + 58, y + 41, said, 13.5, "strong" if lines else "soft"))
    return svg.group(pieces), high + 1


def _listed(context: Context, values: Sequence[Words]) -> list[str]:
    wide = (WIDTH - 20) / 2 - 72
    said = (words.in_(context.language) for words in values)
    return [line for words in said for line in svg.wrapped(words, 13.5, wide, 2, bold=True)]


def _sign(name: str, x: float, y: float) -> Markup:
    n = svg.number
    if name == "vector":  # the coat of a virus, seen from outside
        d = f"M{n(x)} {n(y - 14)}l12 7v14l-12 7l-12 -7v-14Z"
        return svg.group(
            [
                svg.path(d, "p-sign"),
                svg.path(f"M{n(x)} {n(y)}v14M{n(x)} {n(y)}l-12 -7m12 7l12 -7", "p-sign"),
            ]
        )
    return svg.path(f"M{n(x - 10)} {n(y)}h20M{n(x)} {n(y - 10)}v20", "p-sign")
