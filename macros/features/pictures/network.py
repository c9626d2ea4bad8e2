"""The network: companies and institutions with several deals, and whom they made them with.

Deals among those with several are arcs on the left; the others fan out to the right. Nothing is
left to chance: every place follows from the order of the records.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations

from markupsafe import Markup

from macros.features.pictures.base import Picture
from macros.features.pictures.notes import sentence
from macros.features.pictures.sections import short_table
from macros.features.pictures.svg import dot, line, link, path, shortened, width, words
from macros.model.kinds import Partnership
from macros.model.languages import LANGUAGES
from macros.model.relations import date_of
from macros.page.context import Context
from macros.page.text import joined, text

LEAST_DEALS = 2
"""A party with one deal stands only where its partner has several; the table has every deal."""

MOST_HUBS = 22
"""Of more parties with several deals, the arcs between them can no longer be told apart."""

MOST_ROWS = 80
"""More partners than this are a list, no picture; parties with fewest deals are dropped first."""

MOST_PARTIES = 6
"""Of a deal of more parties (a consortium) only the first are joined to each other."""

GROUPS = {
    "licence": "rights",
    "distribution": "rights",
    "co-development": "joint",
    "research": "joint",
    "joint-venture": "joint",
    "consortium": "joint",
    "manufacturing": "services",
    "supply": "services",
    "clinical-services": "services",
    "investment": "money",
    "acquisition": "money",
    "memorandum": "intent",
}
"""Types of deal by what passes between the parties."""

COLOURS = {"rights": "c1", "joint": "c2", "services": "c3", "money": "c4", "intent": "c5"}
ENDED = frozenset({"terminated", "expired", "completed"})

WIDTH = 720
HUB = 132
HUB_NAME = 168
LEAF = 376
ROW = 17
SIZE = 12
TOP = 66


@dataclass(frozen=True)
class _Deal:
    record: Partnership
    parties: tuple[tuple[str, str], ...]  # id or "", name
    group: str
    kind: str
    year: str
    ended: bool


def network(context: Context) -> Picture | None:
    """Return the network of the partnerships."""
    deals = [
        _deal(context, record)
        for record in context.atlas.of_kind("partnerships")
        if isinstance(record, Partnership)
    ]
    deals.sort(key=lambda deal: (deal.year or "9999", deal.record.id))
    if not deals:
        return None
    title, table = context.label("network_title"), _table(context, deals)
    least = _least(deals)
    if least is None:
        several = any(count >= LEAST_DEALS for count in _counts(deals).values())
        key = "network_refusal" if several else "network_alone"
        said = context.label(key, n=f"{len(deals):,}", most=MOST_ROWS)
        return Picture("network", title, "", table, refusal=said)
    arcs, fans = _split(deals, _hubs(deals, least))
    drawn = {deal.record.id for *_ends, deal in arcs}
    drawn |= {deal.record.id for fan in fans.values() for _leaf, deal in fan}
    body, y = _draw(context, arcs, fans)
    values = {
        "least": least,
        "hubs": len(fans),
        "drawn": len(drawn),
        "left": f"{len(deals) - len(drawn):,}",
    }
    rule, y = sentence(context.label("network_rule", **values), 0, y + 14, WIDTH, 11.5)
    description = context.label("network_description", **values)
    return Picture(
        "network", title, description, table, WIDTH, round(y), joined([_key(context), body, rule])
    )


def _deal(context: Context, record: Partnership) -> _Deal:
    parties = []
    for part in record.parties:
        known = context.atlas.records.get(part.party) if part.party else None
        if known:
            parties.append((known.id, context.name(known)))
        elif part.other:
            parties.append(("", part.other.in_(context.language)))
    kind = record.type.known if record.type else None
    date = date_of(record)
    return _Deal(
        record,
        tuple(dict.fromkeys(parties)),
        GROUPS.get(kind, "intent") if kind else "intent",
        kind.words(context.atlas, context.language) if kind else "",
        date[:4] if date else "",
        bool(record.ended) or bool(record.status and record.status.value in ENDED),
    )


def _counts(deals: list[_Deal]) -> Counter[str]:
    return Counter(id_ for deal in deals for id_, _name in deal.parties if id_)


def _hubs(deals: list[_Deal], least: int) -> set[str]:
    return {id_ for id_, count in _counts(deals).items() if count >= least}


def _least(deals: list[_Deal]) -> int | None:
    """Return from how many deals on a party is drawn so that all fits, None where none would."""
    counts = sorted(_counts(deals).values(), reverse=True)
    if not counts or counts[0] < LEAST_DEALS:
        return None
    # Those beyond the first MOST_HUBS are out, and so is whoever has no more deals than they.
    beyond = counts[MOST_HUBS] + 1 if len(counts) > MOST_HUBS else 0
    for least in sorted(set(counts[:MOST_HUBS])):
        if least < max(LEAST_DEALS, beyond):
            continue
        if _rows(deals, _hubs(deals, least)) <= MOST_ROWS:
            return least
    return None


def _rows(deals: list[_Deal], hubs: set[str]) -> int:
    """Return how many rows the fans of these parties need, at least one each."""
    rows = Counter(dict.fromkeys(hubs, 0))
    for deal in deals:
        for (one, _), (other, _) in _pairs(deal):
            if (one in hubs) != (other in hubs):
                rows[one if one in hubs else other] += 1
    return sum(max(1, count) for count in rows.values())


def _pairs(deal: _Deal) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    return list(combinations(deal.parties[:MOST_PARTIES], 2))


Arcs = list[tuple[str, str, _Deal]]
Fans = dict[tuple[str, str], list[tuple[tuple[str, str], _Deal]]]


def _split(deals: list[_Deal], hubs: set[str]) -> tuple[Arcs, Fans]:
    """Return the deals between hubs, and for each hub (most deals first) those with others."""
    names = {party[0]: party for deal in deals for party in deal.parties if party[0] in hubs}
    counts = _counts(deals)
    order = sorted(names, key=lambda id_: (-counts[id_], id_))
    arcs: Arcs = []
    fans: Fans = {names[id_]: [] for id_ in order}
    for deal in deals:
        for one, other in _pairs(deal):
            if one[0] in hubs and other[0] in hubs:
                arcs.append((one[0], other[0], deal))
            elif one[0] in hubs or other[0] in hubs:
                hub, leaf = (one, other) if one[0] in hubs else (other, one)
                fans[hub].append((leaf, deal))
    return arcs, fans


def _key(context: Context) -> Markup:
    pieces, x, y = [], 0.0, 14.0
    for group, colour in COLOURS.items():
        said = context.label(f"deal_{group}")
        wide = 24 + width(said, SIZE) + 18
        if x and x + wide - 18 > WIDTH:
            x, y = 0.0, y + 19
        pieces.append(line(x, y - 4, x + 18, y - 4, f"p-line {colour}"))
        pieces.append(words(x + 24, y, said, SIZE))
        x += wide
    said = context.label("deal_ended")
    if x + 24 + width(said, SIZE) > WIDTH:
        x, y = 0.0, y + 19
    pieces.append(line(x, y - 4, x + 18, y - 4, "p-edge p-ended"))
    pieces.append(words(x + 24, y, said, SIZE))
    return joined(pieces)


def _draw(context: Context, arcs: Arcs, fans: Fans) -> tuple[Markup, float]:
    pieces, places = [], {}
    y = float(TOP)
    for (hub, name), fan in fans.items():
        places[hub] = y + (max(1, len(fan)) - 1) * ROW / 2
        pieces += _fan(context, (hub, name), fan, places[hub], y)
        y += max(1, len(fan)) * ROW + 9
    far = max((abs(places[one] - places[other]) for one, other, _deal in arcs), default=1)
    drawn = [_arc(context, places, arc, far, n) for n, arc in enumerate(arcs)]
    return joined([*drawn, *pieces]), y


def _fan(
    context: Context,
    hub: tuple[str, str],
    fan: list[tuple[tuple[str, str], _Deal]],
    middle: float,
    y: float,
) -> list[Markup]:
    """Return a party, its partners, and a line to each."""
    name = shortened(hub[1], SIZE, HUB_NAME, bold=True)
    said = words(HUB + 11, middle + 4, name, SIZE, "strong")
    address = context.href(context.atlas.records[hub[0]])
    start = HUB + 11 + width(name, SIZE, bold=True) + 7
    strokes, leaves = [], []
    for (_id, leaf), deal in fan:
        strokes.append(
            path(
                f"M{start:.1f} {middle:.1f}C{start + 40:.1f} {middle:.1f} "
                f"{LEAF - 52} {y:.1f} {LEAF - 6} {y:.1f}",
                _line_kind(deal),
            )
        )
        leaves.append(_leaf(context, leaf, deal, y))
        y += ROW
    disc = dot(HUB, middle, 5, "p-ink")
    return [*strokes, disc, link(address, said, hub[1] if name != hub[1] else ""), *leaves]


def _leaf(context: Context, leaf: str, deal: _Deal, y: float) -> Markup:
    told = " ".join(part for part in (deal.kind, deal.year) if part)
    most = WIDTH - LEAF - width(told, 11) - 16
    name = shortened(leaf, SIZE, most)
    pieces = [
        words(LEAF, y + 4, name, SIZE),
        words(WIDTH, y + 4, told, 11, "quiet", "end"),
    ]
    return link(context.href(deal.record), joined(pieces), _title(context, deal))


def _arc(
    context: Context, places: dict[str, float], arc: tuple[str, str, _Deal], far: float, n: int
) -> Markup:
    one, other, deal = arc
    top, bottom = sorted((places[one], places[other]))
    # Far apart, far out; a little to and fro keeps deals of the same two parties apart.
    reach = 12 + (bottom - top) / far * (HUB - 40) + n % 3 * 7
    half = (bottom - top) / 2
    d = f"M{HUB - 6} {top:.1f}A{reach:.1f} {half:.1f} 0 0 0 {HUB - 6} {bottom:.1f}"
    title = _title(context, deal)
    return link(context.href(deal.record), path(d, _line_kind(deal), title), title)


def _line_kind(deal: _Deal) -> str:
    return f"p-line {COLOURS[deal.group]}" + (" p-ended" if deal.ended else "")


def _title(context: Context, deal: _Deal) -> str:
    told = ", ".join(part for part in (deal.kind, deal.year) if part)
    return f"{context.name(deal.record)} ({told})" if told else context.name(deal.record)


def _table(context: Context, deals: list[_Deal]) -> Markup:
    head = [context.label(name) for name in ("deal", "parties", "deal_type", "when", "deal_status")]
    rows = []
    for deal in deals:
        date, status = date_of(deal.record), deal.record.status
        known = status.known if status else None
        rows.append(
            [
                context.link(deal.record.id),
                joined(
                    (context.link(id_) if id_ else text(name) for id_, name in deal.parties), ", "
                ),
                text(deal.kind),
                text(
                    LANGUAGES[context.language].date(date) if date else context.label("unrecorded")
                ),
                text(
                    known.words(context.atlas, context.language)
                    if known
                    else context.label("unrecorded")
                ),
            ]
        )
    return short_table(context, "partnerships", head, rows)
