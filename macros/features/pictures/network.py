"""The network: companies and institutions with several deals, and whom they made them with.

Deals among those with several are arcs on the left; the others fan out to the right. Nothing is
left to chance: every place follows from the order of the records.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations
from typing import NamedTuple

from markupsafe import Markup

from macros.features.pictures.base import Picture
from macros.features.pictures.known import every, given, known
from macros.features.pictures.notes import (
    SIZE,
    WIDTH,
    Sign,
    legend,
    line_sign,
    linked,
    sentence,
)
from macros.features.pictures.sections import cells, short_table
from macros.features.pictures.svg import dot, link, path, shortened, width, words
from macros.features.pictures.topic import PICTURES
from macros.model.kinds import Partnership
from macros.page.context import Context
from macros.page.text import joined

LEAST_DEALS = 2
"""A party with one deal is drawn only where its partner has several; the table has every deal."""

MOST_HUBS = 22
"""Of more parties with several deals, the arcs between them can no longer be told apart."""

MOST_ROWS = 80
"""More partners than this are a list, no picture; parties with fewest deals are dropped first."""

MOST_PARTIES = 6
"""Of a deal of more parties (a consortium) only the first are joined to each other."""

HUB = 132
HUB_NAME = 168
LEAF = 376
ROW = 17
TOP = 66


class _Party(NamedTuple):
    id: str  # "" where it has no record
    name: str
    planned: bool


@dataclass(frozen=True)
class _Deal:
    record: Partnership
    parties: tuple[_Party, ...]
    line: str
    kind: str
    year: str
    planned: bool

    def pairs(self) -> Iterator[tuple[_Party, _Party, _Stroke]]:
        """Yield the parties that the deal joins, each two of them, with the line between them."""
        for one, other in combinations(self.parties[:MOST_PARTIES], 2):
            yield one, other, _Stroke(self, self.planned or one.planned or other.planned)


class _Stroke(NamedTuple):
    """A deal as a line between two parties."""

    deal: _Deal
    planned: bool

    @property
    def kind(self) -> str:
        return f"{self.deal.line} p-planned" if self.planned else self.deal.line

    def told(self, context: Context, between: str) -> str:
        parts = [self.deal.kind, self.deal.year]
        parts += [context.label("planned")] if self.planned else []
        return between.join(filter(None, parts))

    def title(self, context: Context) -> str:
        name, told = context.name(self.deal.record), self.told(context, ", ")
        return f"{name} ({told})" if told else name


Arcs = list[tuple[str, str, _Stroke]]
Fans = dict[str, list[tuple[_Party, _Stroke]]]  # by the id of a party with several deals


def network(context: Context) -> Picture | None:
    """Return the network of the partnerships."""
    deals = [_deal(context, record) for record in every(context.atlas, Partnership)]
    deals.sort(key=lambda deal: (deal.year or "9999", deal.record.id))
    if not deals:
        return None
    picture = Picture("network", context.label("network_title"), "", _table(context, deals))
    least = _least(deals)
    if least is None:
        several = any(count >= LEAST_DEALS for count in _counts(deals).values())
        key = "network_refusal" if several else "network_alone"
        return picture.refused(context.label(key, n=f"{len(deals):,}", most=MOST_ROWS))
    arcs, fans = _split(deals, _hubs(deals, least))
    strokes = [stroke for *_ends, stroke in (*arcs, *chain(*fans.values()))]
    drawn = {stroke.deal.record.id for stroke in strokes if not stroke.deal.planned}
    body, y = _draw(context, arcs, fans)
    left = f"{sum(not deal.planned for deal in deals) - len(drawn):,}"
    values = {"least": least, "hubs": len(fans), "drawn": len(drawn), "left": left}
    rule, y = sentence(context.label("network_rule", **values), 0, y + 14, WIDTH, 11.5)
    signs = _signs(context, any(stroke.planned for stroke in strokes))
    key, _y = legend(signs, 14, gap=18, most=WIDTH)
    description = context.label("network_description", **values)
    return picture.drawn(joined([key, body, rule]), WIDTH, y, description)


def _deal(context: Context, record: Partnership) -> _Deal:
    parties = []
    for part in record.parties:
        named = context.atlas.records.get(part.party) if part.party else None
        if named:
            parties.append(_Party(named.id, context.name(named), bool(part.planned)))
        elif part.other:
            parties.append(_Party("", context.plain(part.other), bool(part.planned)))
    kind, date = known(record.type), given(record.date)
    ended = known(record.ended) or known(record.status) in PICTURES.ended
    return _Deal(
        record,
        tuple(dict.fromkeys(parties)),
        f"p-line {_colour(kind)}" + (" p-ended" if ended else ""),
        context.plain(kind) if kind else "",
        date[:4] if date else "",
        bool(record.date and record.date.planned),
    )


def _colour(kind: str | None) -> str:
    """Return the class of the colour of a type of deal: c1 for the first group, and so on."""
    groups = list(PICTURES.deals.values())
    return f"c{next((n for n, kinds in enumerate(groups, 1) if kind in kinds), len(groups))}"


def _counts(deals: list[_Deal]) -> Counter[str]:
    """Return how many deals each party has; plans are none."""
    parties = (party for deal in deals if not deal.planned for party in deal.parties)
    return Counter(party.id for party in parties if party.id and not party.planned)


def _hubs(deals: list[_Deal], least: int) -> set[str]:
    return {id_ for id_, count in _counts(deals).items() if count >= least}


def _least(deals: list[_Deal]) -> int | None:
    """Return from how many deals on a party is drawn so that all fits, None where none would."""
    counts = sorted(_counts(deals).values(), reverse=True)
    # Those beyond the first MOST_HUBS are out, and so is whoever has no more deals than they.
    beyond = counts[MOST_HUBS] + 1 if len(counts) > MOST_HUBS else 0
    few = max(LEAST_DEALS, beyond)
    fitting = (
        least
        for least in sorted(set(counts[:MOST_HUBS]))
        if least >= few and _rows(deals, _hubs(deals, least)) <= MOST_ROWS
    )
    return next(fitting, None)


def _rows(deals: list[_Deal], hubs: set[str]) -> int:
    """Return how many rows the fans of these parties need, at least one each."""
    rows = Counter(dict.fromkeys(hubs, 0))
    for deal in deals:
        for one, other, _stroke in deal.pairs():
            if (one.id in hubs) != (other.id in hubs):
                rows[one.id if one.id in hubs else other.id] += 1
    return sum(max(1, count) for count in rows.values())


def _split(deals: list[_Deal], hubs: set[str]) -> tuple[Arcs, Fans]:
    """Return the deals between hubs, and for each hub (most deals first) those with others."""
    counts = _counts(deals)
    arcs: Arcs = []
    fans: Fans = {id_: [] for id_ in sorted(hubs, key=lambda id_: (-counts[id_], id_))}
    for deal in deals:
        for one, other, stroke in deal.pairs():
            if one.id in hubs and other.id in hubs:
                arcs.append((one.id, other.id, stroke))
            elif one.id in hubs or other.id in hubs:
                hub, leaf = (one, other) if one.id in hubs else (other, one)
                fans[hub.id].append((leaf, stroke))
    return arcs, fans


def _signs(context: Context, planned: bool) -> Iterator[Sign]:
    for number, group in enumerate(PICTURES.deals, 1):
        yield line_sign(f"p-line c{number}", context.label(f"deal_{group}"))
    yield line_sign("p-edge p-ended", context.label("deal_ended"))
    if planned:
        yield line_sign("p-edge p-line p-planned", context.label("mark_planned"))


def _draw(context: Context, arcs: Arcs, fans: Fans) -> tuple[Markup, float]:
    pieces, places = [], {}
    y = float(TOP)
    for hub, fan in fans.items():
        rows = max(1, len(fan))
        places[hub] = y + (rows - 1) * ROW / 2
        pieces += _fan(context, hub, fan, places[hub], y)
        y += rows * ROW + 9
    far = max((abs(places[one] - places[other]) for one, other, _stroke in arcs), default=1)
    drawn = [_arc(context, places, arc, far, n) for n, arc in enumerate(arcs)]
    return joined([*drawn, *pieces]), y


def _fan(
    context: Context, hub: str, fan: list[tuple[_Party, _Stroke]], middle: float, y: float
) -> list[Markup]:
    """Return a party, its partners, and a line to each."""
    record = context.atlas.records[hub]
    whole = context.name(record)
    name, _y = linked(context.href(record), whole, HUB + 11, middle + 4, HUB_NAME, kind="strong")
    start = HUB + 18 + width(shortened(whole, SIZE, HUB_NAME, bold=True), SIZE, bold=True)
    strokes, leaves = [], []
    for leaf, stroke in fan:
        d = (
            f"M{start:.1f} {middle:.1f}C{start + 40:.1f} {middle:.1f} "
            f"{LEAF - 52} {y:.1f} {LEAF - 6} {y:.1f}"
        )
        strokes.append(path(d, stroke.kind))
        leaves.append(_leaf(context, leaf.name, stroke, y))
        y += ROW
    return [*strokes, dot(HUB, middle, 5, "p-ink"), name, *leaves]


def _leaf(context: Context, leaf: str, stroke: _Stroke, y: float) -> Markup:
    told = stroke.told(context, " ")
    name = shortened(leaf, SIZE, WIDTH - LEAF - width(told, 11) - 16)
    pieces = [words(LEAF, y + 4, name, SIZE), words(WIDTH, y + 4, told, 11, "quiet", "end")]
    return link(context.href(stroke.deal.record), joined(pieces), stroke.title(context))


def _arc(
    context: Context, places: dict[str, float], arc: tuple[str, str, _Stroke], far: float, n: int
) -> Markup:
    one, other, stroke = arc
    top, bottom = sorted((places[one], places[other]))
    # Far apart, far out; a little to and fro keeps deals of the same two parties apart.
    reach = 12 + (bottom - top) / far * (HUB - 40) + n % 3 * 7
    half = (bottom - top) / 2
    d = f"M{HUB - 6} {top:.1f}A{reach:.1f} {half:.1f} 0 0 0 {HUB - 6} {bottom:.1f}"
    title = stroke.title(context)
    return link(context.href(stroke.deal.record), path(d, stroke.kind, title), title)


def _table(context: Context, deals: list[_Deal]) -> Markup:
    columns = ("parties", "type", "date", "status")
    rows = [
        [context.link(deal.record.id), *cells(context, deal.record, *columns)] for deal in deals
    ]
    head = ("deal", "parties", "deal_type", "when", "deal_status")
    return short_table(context, "partnerships", head, rows)
