"""The lists of a record's page: what links to it and what cites it; long ones have more pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial

from markupsafe import Markup

from macros.features.pictures import pictures_of
from macros.features.pictures.results import MOST_IN_TABLE
from macros.features.steps import decisions_of, step_table
from macros.model.computed import computed
from macros.model.derived import is_confirmed, verdict_of
from macros.model.facts import Fact
from macros.model.items import Item
from macros.model.kinds import KINDS, Decision, Product, Trial
from macros.model.languages import FALLBACK
from macros.model.paths import linking
from macros.model.record import Record
from macros.model.refs import Ref
from macros.model.relations import Backlinks, date_of
from macros.model.values import UNKNOWN
from macros.page.context import Context
from macros.page.further import ROWS, Listing, pager, room, table_of
from macros.page.section import Section
from macros.page.tables import fact_table, record_table
from macros.page.text import html, joined

CITING = ("citing", "in-summaries")
"""The lists, by their ids, of what cites a source; they come last."""


@dataclass
class RecordList:
    """A list under a heading: `rows` makes some of its `length` rows, `count` is said beside it.

    `kind` is that of the records that link here, `table` the one for programs that has all rows;
    `listing` are its pages.
    """

    id: str
    title: str
    count: int
    length: int
    rows: Callable[[slice], Markup]
    kind: str = ""
    table: str = ""
    listing: Listing = field(init=False)


def lists_of(context: Context, record: Record, covered: frozenset[str]) -> list[RecordList]:
    """Return the lists of a record's page, in their order.

    `covered` are the kinds that a picture shows: they have a list, as the picture has it.
    """
    lists = [*_relations(context, record, covered), *_citing(context, record)]
    address = f"{record.about.id}/{record.id}/"
    first = room([one.length for one in lists], _room_beside_results(context, record))
    for one in lists:
        one.listing = Listing(one.length, f"{address}#{one.id}", f"{address}{one.id}/", first)
    return lists


def _room_beside_results(context: Context, record: Record) -> int:
    """Return how many rows a page has room for beside its results: each takes that of two."""
    results = 0
    if isinstance(record, Product):
        trials = context.atlas.linking(record.id, Trial)
        results = min(sum(len(each.results) for each in (record, *trials)), MOST_IN_TABLE)
    elif isinstance(record, Trial):
        results = len(record.results)
    return max(ROWS - 2 * results, ROWS // 4)


def further_of(context: Context, record: Record) -> Iterator[tuple[str, int]]:
    """Yield id and number of each further page of the lists of a record."""
    atlas = context.atlas
    linked = sum(len(group.links) for group in atlas.backlinks(record.id))
    citing = len(atlas.citing(record.id)) + len(atlas.cited_in_summaries(record.id))
    if linked + citing <= _room_beside_results(context, record):  # nearly every record
        return
    covered = frozenset(picture.covers for picture in pictures_of(context, record))
    for one in lists_of(context, record, covered):
        for number in range(2, one.listing.pages + 1):
            yield one.id, number


def shown(context: Context, one: RecordList, page: int = 1) -> Markup:
    """Return what a page has of a list, at first the record's own, and the way to the rest."""
    rows = one.rows(one.listing.rows(page))
    return joined([rows, pager(context, one.listing, page, one.table)])


def section(context: Context, one: RecordList) -> Section:
    """Return the section of a list on the record's page."""
    return Section(one.id, one.title, shown(context, one), one.count)


def _relations(context: Context, record: Record, covered: frozenset[str]) -> Iterator[RecordList]:
    drawn = set()
    for group in context.atlas.backlinks(record.id):
        if group.kind in covered:
            if group.kind not in drawn:
                drawn.add(group.kind)
                yield _steps(context, group, record)
            continue
        items = linking(context.atlas, record, group.kind, group.relation, others=True)
        links = {item.value: item for item in items}
        if (group.kind, group.relation) == ("claims", "subjects"):
            yield from _claims(context, group, links)
        else:
            rows = partial(_listed, context, group, links, record.id)
            count = sum(item.counts for item in items)
            yield _relation(context, group, count, len(links), rows)


def _relation(
    context: Context, group: Backlinks, count: int, length: int, rows: Callable[[slice], Markup]
) -> RecordList:
    id_ = f"{group.kind}-{group.title.in_(FALLBACK).lower().replace(' ', '-')}"
    title, table = group.title.in_(context.language), table_of(group.kind)
    return RecordList(id_, title, count, length, rows, group.kind, table)


def _steps(context: Context, group: Backlinks, record: Record) -> RecordList:
    """Return the list of what a picture covers: it has decisions as steps."""
    assert group.kind == Decision.about.id
    length = len(decisions_of(context, record))
    return _relation(context, group, group.count, length, partial(step_table, context, record))


def _listed(
    context: Context, group: Backlinks, links: Mapping[str, Item], page_id: str, rows: slice
) -> Markup:
    columns = _columns(group.kind, context.atlas.kind(page_id))
    records = [context.atlas.records[id_] for id_ in links]
    records.sort(key=lambda record: (date_of(record) or "9999", context.by_name(record)))
    return record_table(context, records, columns, page_id, links=links, rows=rows)


@cache
def _columns(kind: str, page_kind: str) -> tuple[str, ...]:
    """Return a kind's columns but for computed lists of what the page itself is one of.

    A hospital's page says in a section of its own which trials recruit there.
    """
    computed_columns = computed(KINDS[kind])

    def repeats(column: str) -> bool:
        holds = computed_columns[column].holds if column in computed_columns else None
        return holds is not None and issubclass(holds, Ref) and page_kind in holds.kinds

    return tuple(column for column in KINDS[kind].about.columns if not repeats(column))


def _claims(context: Context, group: Backlinks, links: Mapping[str, Item]) -> Iterator[RecordList]:
    """One list a verdict, supported claims first: no reader may take one for the other."""
    columns = KINDS["claims"].about.columns[:1]
    for verdict in (*context.atlas.vocabularies["verdict"].terms, str(UNKNOWN)):
        claims = [claim for claim in group.records if verdict_of(claim) == verdict]
        if not claims:
            continue
        id_, title = "claims", group.title.in_(context.language)
        if not is_confirmed(claims[0]):
            words = context.plain(verdict_of(claims[0])).lower()
            id_, title = f"said-{verdict}", context.label("claims_by_verdict", verdict=words)

        def rows(rows: slice, claims: list[Record] = claims) -> Markup:
            return record_table(context, claims, columns, links=links, rows=rows)

        n, table = len(claims), table_of(group.kind)
        yield RecordList(id_, title, n, n, rows, group.kind, table)


def _citing(context: Context, record: Record) -> Iterator[RecordList]:
    if facts := context.atlas.citing(record.id):
        title, n = context.label("citing"), len(facts)
        rows = partial(_facts, context, record.id, facts)
        yield RecordList("citing", title, n, n, rows, table="facts")
    if records := context.atlas.cited_in_summaries(record.id):
        title, n = context.label("in_summaries"), len(records)
        rows = partial(_summaries, context, records)
        yield RecordList("in-summaries", title, n, n, rows, table="records")


def _facts(
    context: Context, source: str, facts: Sequence[tuple[Record, Fact]], rows: slice
) -> Markup:
    return fact_table(context, source, facts[rows])


def _summaries(context: Context, records: Sequence[Record], rows: slice) -> Markup:
    named = sorted(records, key=context.by_name)[rows]
    return html("<ul>{}</ul>", joined(html("<li>{}</li>", context.link(r.id)) for r in named))
