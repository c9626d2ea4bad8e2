"""The network: companies and institutions with several deals, and whom they made them with.

Deals among those with several are arcs on the left; the others are listed below them. Nothing is
left to chance: every place follows from the order of the records.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain, combinations
from typing import NamedTuple

from markupsafe import Markup

from macros.features.pictures import notes
from macros.features.pictures.base import Picture
from macros.features.pictures.known import given, leader
from macros.features.pictures.notes import SIZE, SMALL, WIDTH
from macros.features.pictures.sections import record_rows, short_table
from macros.features.pictures.svg import dot, line, lines, link, path, width, words, wrapped
from macros.model.derived import known
from macros.model.kinds import Partnership
from macros.model.topic import PICTURES
from macros.page.context import Context
from macros.page.text import joined

LEAST_DEALS = 2
"""A party with one deal is drawn only where its partner has several; the table has every deal."""

MOST_HUBS = 22
"""Of more parties with several deals, the arcs between them can no longer be distinguished."""

MOST_ROWS = 80
"""More partners than this are a list, no picture; parties with fewest deals are dropped first."""

MOST_PARTIES = 6
"""Of a deal of more parties (a consortium) only the first are joined to each other."""

HUB, LEAF = 70, 98
"""Where the dots of those with several deals are, and where the names of their partners begin."""
ROW = 20


class _Party(NamedTuple):
    id: str  # "" where it has no record
    name: str
    planned: bool


class _Deal(NamedTuple):
    """A deal, or a line of it between two parties, with the class of the line and what it is."""

    record: Partnership
    parties: tuple[_Party, ...]
    planned: bool
    line: str
    details: tuple[str, ...]

    def strokes(self, context: Context) -> Iterator[tuple[_Party, _Party, _Deal]]:
        """Yield the parties that the deal joins, each two of them, with the line between them."""
        details = (*self.details, context.label("planned"))
        planned = self._replace(planned=True, line=f"{self.line} p-planned", details=details)
        for one, other in combinations(self.parties[:MOST_PARTIES], 2):
            plan = self.planned or one.planned or other.planned
            yield one, other, planned if plan else self


Arcs = list[tuple[str, str, _Deal]]
Fans = dict[str, list[tuple[_Party, _Deal]]]  # by the id of a party with several deals


def network(context: Context) -> Picture | None:
    """Return the network of the partnerships."""
    deals = [_deal(context, record) for record in context.atlas.of(Partnership)]
    if not deals:
        return None
    deals.sort(key=lambda deal: ((given(deal.record.date) or "9999")[:4], deal.record.id))
    head = ("deal", "parties", "deal_type", "when", "deal_status")
    rows = record_rows(context, (d.record for d in deals), "parties", "type", "date", "status")
    table = short_table(context, "partnerships", head, rows)
    picture = Picture("network", context.label("network_title"), "", table)
    counts = _counts(deals)
    least, arcs, fans = _fitting(context, deals, counts)
    if not fans:
        several = any(count >= LEAST_DEALS for count in counts.values())
        key = "network_refusal" if several else "network_alone"
        return picture.refused(context.label(key, n=f"{len(deals):,}", most=MOST_ROWS))
    strokes = [stroke for *_ends, stroke in (*arcs, *chain(*fans.values()))]
    actual = {deal.record.id for deal in deals if not deal.planned}
    drawn = actual & {stroke.record.id for stroke in strokes}
    signs = _signs(context, any(stroke.planned for stroke in strokes))
    key, y = notes.legend(signs, 14, gap=18)
    body, y = _draw(context, arcs, fans, y + 26)
    left = f"{len(actual) - len(drawn):,}"
    values = {"least": least, "hubs": len(fans), "drawn": len(drawn), "left": left}
    rule, y = notes.sentence(context.label("network_rule", **values), y + 14, SMALL)
    description = context.label("network_description", **values)
    finding = _finding(context, counts, len(actual))
    return picture.drawn(joined([key, body, rule]), WIDTH, y, description, finding)


def _deal(context: Context, record: Partnership) -> _Deal:
    parties = []
    for part in record.parties:
        named = context.atlas.records.get(part.party) if part.party else None
        if named:
            parties.append(_Party(named.id, context.name(named), bool(part.planned)))
        elif part.other:
            parties.append(_Party("", context.plain(part.other), bool(part.planned)))
    kind, date = known(record.type), given(record.date)
    # The colour of the first group of types is c1, and so on.
    groups = list(PICTURES.deals.values())
    number = next((n for n, kinds in enumerate(groups, 1) if kind in kinds), len(groups))
    ended = known(record.ended) or known(record.status) in PICTURES.ended
    line = f"p-line c{number}" + (" p-ended" if ended else "")
    details = (context.plain(kind) if kind else "", date[:4] if date else "")
    planned = bool(record.date and record.date.planned)
    return _Deal(record, tuple(dict.fromkeys(parties)), planned, line, tuple(filter(None, details)))


def _counts(deals: list[_Deal]) -> Counter[str]:
    """Return how many deals each party has; plans are none."""
    parties = (party for deal in deals if not deal.planned for party in deal.parties)
    return Counter(party.id for party in parties if party.id and not party.planned)


def _finding(context: Context, counts: Counter[str], deals: int) -> str:
    """Return who has the most of the deals recorded; "" for a tie."""
    if not (first := leader(counts)):
        return ""
    name = context.atlas.name(first, context.language)
    values = {"name": name, "k": f"{counts[first]:,}", "n": f"{deals:,}"}
    return context.label("network_finding", **values)


def _fitting(context: Context, deals: list[_Deal], counts: Counter[str]) -> tuple[int, Arcs, Fans]:
    """Return from how many deals on parties are drawn so that all fits, and what is drawn.

    None of them is drawn where nothing would fit.
    """
    most = sorted(counts.values(), reverse=True)
    # Those beyond the first MOST_HUBS are out, and so is whoever has no more deals than they.
    beyond = most[MOST_HUBS] + 1 if len(most) > MOST_HUBS else 0
    for least in sorted(set(most[:MOST_HUBS])):
        if least >= max(LEAST_DEALS, beyond):
            arcs, fans = _split(context, deals, counts, least)
            if sum(max(1, len(fan)) for fan in fans.values()) <= MOST_ROWS:
                return least, arcs, fans
    return 0, [], {}


def _split(
    context: Context, deals: list[_Deal], counts: Counter[str], least: int
) -> tuple[Arcs, Fans]:
    """Return the deals between hubs, and for each hub (most deals first) those with others."""
    hubs = [id_ for id_, count in counts.items() if count >= least]
    arcs: Arcs = []
    hubs.sort(key=lambda id_: (-counts[id_], context.place(id_)))
    fans: Fans = {id_: [] for id_ in hubs}
    for deal in deals:
        for one, other, stroke in deal.strokes(context):
            if one.id in fans and other.id in fans:
                arcs.append((one.id, other.id, stroke))
            elif one.id in fans or other.id in fans:
                hub, leaf = (one, other) if one.id in fans else (other, one)
                fans[hub.id].append((leaf, stroke))
    return arcs, fans


def _signs(context: Context, planned: bool) -> Iterator[notes.Sign]:
    for number, group in enumerate(PICTURES.deals, 1):
        yield notes.line_sign(f"p-line c{number}", context.label(f"deal_{group}"))
    yield notes.line_sign("p-edge p-ended", context.label("deal_ended"))
    if planned:
        yield notes.line_sign("p-edge p-line p-planned", context.label("mark_planned"))


def _draw(context: Context, arcs: Arcs, fans: Fans, y: float) -> tuple[Markup, float]:
    pieces, places = [], {}
    for hub, fan in fans.items():
        places[hub] = y
        shown, y = _fan(context, hub, fan, y)
        pieces += shown
    far = max((abs(places[one] - places[other]) for one, other, _deal in arcs), default=1)
    drawn = []
    for n, (one, other, deal) in enumerate(arcs):
        top, bottom = sorted((places[one], places[other]))
        # Far apart, far out; a little to and fro keeps deals of the same two parties apart.
        reach = 8 + (bottom - top) / far * (HUB - 22) + n % 3 * 4
        half = (bottom - top) / 2
        d = f"M{HUB - 6} {top:.1f}A{reach:.1f} {half:.1f} 0 0 0 {HUB - 6} {bottom:.1f}"
        title = _title(context, deal)
        drawn.append(link(context.href(deal.record), path(d, deal.line, title), title))
    return joined([*drawn, *pieces]), y


def _fan(
    context: Context, hub: str, fan: list[tuple[_Party, _Deal]], y: float
) -> tuple[list[Markup], float]:
    """Return a party and below it its partners, each with a line to it, and the y below them."""
    record = context.atlas.records[hub]
    name, address = context.name(record), context.href(record)
    most = WIDTH - HUB - 12
    shown, below = notes.linked(address, name, HUB + 12, y + 4.5, most, kind="strong", rows=2)
    top, last, leaves = y, y, []
    y = below
    for leaf, deal in fan:
        details = " ".join(deal.details)
        last = y - 4.5
        names = wrapped(leaf.name, SIZE, WIDTH - LEAF - width(details, SMALL) - 14, 2)
        ends = lines(LEAF, y, names, SIZE), words(WIDTH, y, details, SMALL, "quiet", "end")
        description = f"{leaf.name} {details}: {context.name(deal.record)}"
        leaves.append(path(f"M{HUB} {last:.1f}H{LEAF - 6}", deal.line))
        leaves.append(link(context.href(deal.record), joined(ends, " "), description))
        y += ROW + (len(names) - 1) * SIZE * 1.35
    trunk = [line(HUB, top, HUB, last, "p-edge")] if fan else []
    return [*trunk, dot(HUB, top, 5, "p-ink"), shown, *leaves], y + 12


def _title(context: Context, deal: _Deal) -> str:
    name, details = context.name(deal.record), ", ".join(deal.details)
    return f"{name} ({details})" if details else name
