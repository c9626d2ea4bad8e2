"""Tables: records with their columns, and facts of several values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from typing import Any, NamedTuple, TypeVar

from markupsafe import Markup

from macros.model.computed import lacks_nothing
from macros.model.facts import Cited, Fact, Part
from macros.model.fields import Field
from macros.model.items import Item
from macros.model.kinds import Result
from macros.model.paths import path
from macros.model.record import Record
from macros.model.values import Prose, Value, Words
from macros.page.context import Context
from macros.page.facts import also, qualified_citation
from macros.page.qualifiers import in_cell, marked
from macros.page.results import outcome
from macros.page.text import attribute, html, joined
from macros.page.values import show

F = TypeVar("F", bound=Fact)


def record_table(
    context: Context,
    records: Sequence[Record],
    columns: Sequence[str],
    without: str = "",
    empty: str = "",
    links: Mapping[str, Item] | None = None,
    rows: slice = slice(None),
) -> Markup:
    """Return a table of records of one kind: name, then the given columns.

    Of a long list it has some `rows`, with the columns of all.

    `empty` are the words for a cell of which nothing is recorded. `links` are the records by their
    ids as what links to the page: what qualifies that is marked at the name.

    A column is a field, or `trials.sites`: the records that link here through that field. Those
    that `used_columns` leaves out are left out.
    """
    if not records:
        return html("<p>{}</p>", context.label("none_listed"))
    kind = type(records[0])
    nothing = html('<span class="state">{}</span>', empty) if empty else Markup("")
    listed = [_row(context, record, tuple(columns)) for record in records[rows]]
    used = [
        (at, Markup("") if lacks_nothing(kind, column) else nothing)
        for at, column in enumerate(columns)
        # The rows that are shown say so of most columns.
        if _says_something((row.values[at] for row in listed), without)
        or (len(listed) < len(records) and used_columns(context, records, [column], without))
    ]
    head = [kind.about.one.in_(context.language)]
    head += [path(kind.about.id, columns[at]).label.in_(context.language) for at, _ in used]
    lines = (
        [
            marked(context, row.link, links[row.id]) if links else row.link,
            *(row.cells[at] or blank for at, blank in used),
        ]
        for row in listed
    )
    return table(head, lines)


def used_columns(
    context: Context, records: Sequence[Record], columns: Sequence[str], without: str = ""
) -> list[str]:
    """Return the columns that say something.

    One in which the only value everywhere is `without` (the page's own record) does not, nor does
    one that is empty.
    """

    def values(column: str) -> Iterator[tuple[Any, ...]]:
        items = path(records[0].about.id, column).items
        return (_values(items(context.atlas, record)) for record in records)

    return [column for column in columns if _says_something(values(column), without)]


def _says_something(rows: Iterable[tuple[Any, ...]], without: str) -> bool:
    """Return whether any of the rows of a column has a value, and any not `without` alone."""
    some = others = False
    for values in rows:
        some = some or bool(values)
        others = others or values != (without,)
        if some and others:
            return True
    return False


def _values(items: Iterable[Item]) -> tuple[Any, ...]:
    return tuple([item.value for item in items])


class _Row(NamedTuple):
    """A record in a table: its link, and by column its values and the cell that shows them."""

    id: str
    link: Markup
    values: Sequence[tuple[Any, ...]]
    cells: Sequence[Markup | None]
    """None where terms are explained, which is done page by page."""


def _row(context: Context, record: Record, columns: tuple[str, ...]) -> _Row:
    """Return a record in a table.

    Many pages list a record: its cells are made once for all that see it the same way.
    """
    row = context.once(("row", record.id, columns), partial(_shared, context, record, columns))
    if None not in row.cells:
        return row
    cells = (
        in_one_cell(context, path(record.about.id, column).items(context.atlas, record))
        if cell is None
        else cell
        for column, cell in zip(columns, row.cells, strict=True)
    )
    return row._replace(cells=tuple(cells))


def _shared(context: Context, record: Record, columns: Sequence[str]) -> _Row:
    ends = [path(record.about.id, column).items(context.atlas, record) for column in columns]
    cells = [_shared_cell(context, items) for items in ends]
    return _Row(record.id, context.link(record.id), [*map(_values, ends)], cells)


def _shared_cell(context: Context, items: Sequence[Item]) -> Markup | None:
    explains = any(isinstance(item.value, Prose) for item in items)
    return None if explains else in_one_cell(context, items)


def cell(context: Context, record: Record, column: str) -> Markup:
    """Return a column of a record in few words, without citations: its own page has them."""
    return _row(context, record, (column,)).cells[0] or Markup("")


def in_one_cell(context: Context, items: Sequence[Item]) -> Markup:
    """Return what a path ends at in few words; what has no name is counted."""
    between = "; " if any(isinstance(item.value, Words) for item in items) else ", "
    shown = [in_cell(context, item) for item in items if not _is_nameless(item.own)]
    if n := len(items) - len(shown):
        words = context.label("not_named_one" if n == 1 else "not_named_n", n=n)
        shown.append(html('<span class="state">{}</span>', words))
    return joined(shown, between)


def _is_nameless(fact: Fact | None) -> bool:
    """Return whether a fact has details, but no value: such are counted, not named."""
    return isinstance(fact, Cited) and fact.heading is not None and fact.state == "unknown"


def takes_table(field: Field, record: Record) -> bool:
    """Return whether the facts of a field are a table: a list of parts, or facts with details."""
    if details := _details(field):
        return any(detail.items(fact) for fact in field.items(record) for detail in details)
    return field.shape == "parts" and field.several


@cache
def _details(field: Field) -> tuple[Field, ...]:
    return tuple(field.details.values())


def facts_table(context: Context, field: Field, facts: Sequence[Any]) -> Markup:
    """Return facts of such a field as a table."""
    return (part_table if field.part else detail_table)(context, facts)


def part_table(context: Context, parts: Sequence[Part]) -> Markup:
    """Return facts of several values as a table with a column of citations."""
    results = [part for part in parts if isinstance(part, Result)]
    if len(results) == len(parts):
        return _result_table(context, results)
    return _field_table(context, parts, [], lambda part: [])


def detail_table(context: Context, facts: Sequence[Cited]) -> Markup:
    """Return facts with details as a table: value, details, citations."""
    heading = facts[0].heading
    assert heading
    return _field_table(
        context, facts, [heading.in_(context.language)], lambda fact: [_value(context, fact)]
    )


def _value(context: Context, fact: Cited) -> Markup:
    named = show(context, fact.value)
    if _is_nameless(fact):
        named = html('<span class="state">{}</span>', context.label("not_named"))
    return joined([named, *(also(context, other) for other in fact.also)], " ")


def _field_table(
    context: Context,
    facts: Sequence[F],
    head: Sequence[str],
    first: Callable[[F], Sequence[Markup]],
) -> Markup:
    """Return facts by their fields; `head` and `first` are the columns before those."""
    fields = [f for f in facts[0].declared().values() if any(f.items(fact) for fact in facts)]
    labels = [field.labelled().in_(context.language) for field in fields]
    rows = (
        [
            *first(fact),
            *(_part_cell(context, field.items(fact)) for field in fields),
            qualified_citation(context, fact),
        ]
        for fact in facts
    )
    return table([*head, *labels, context.label("sources")], rows)


def fact_table(context: Context, source: str, facts: Iterable[tuple[Record, Fact]]) -> Markup:
    """Return facts that rest on a source: their record, field, and what the source says."""
    head = [context.label("about"), context.label("field"), context.label("value")]
    return table(head, (_fact_row(context, source, record, fact) for record, fact in facts))


def table(head: Sequence[str], rows: Iterable[Sequence[Markup]]) -> Markup:
    """Return an HTML table; on a narrow screen each row becomes a card with its column names."""
    titles, frame = _frame(tuple(head))
    parts: list[Markup] = []
    for row in rows:
        line = frame.copy()
        line[1::2] = row
        parts += line
    return html(
        '<div class="table-wrap"><table class="records"><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>",
        titles,
        joined(parts),
    )


@lru_cache(maxsize=1000)
def _frame(head: tuple[str, ...]) -> tuple[Markup, list[Markup]]:
    """Return the heads of a table's columns, and the frame of a row, in which a cell comes
    at every other place.
    """
    frame = [html('<tr><th scope="row" data-label="{}">', attribute(head[0])), Markup("")]
    for before, name in zip(("th", *["td"] * len(head)), head[1:], strict=False):
        frame += html(f'</{before}><td data-label="{{}}">', attribute(name)), Markup("")
    frame.append(Markup("</td></tr>" if len(head) > 1 else "</th></tr>"))
    return joined(html('<th scope="col">{}</th>', name) for name in head), frame


def table_of_used(head: Sequence[str], rows: Sequence[Sequence[Markup]]) -> Markup:
    """Return an HTML table without the columns that are empty in every row."""
    used = [i for i in range(len(head)) if any(row[i] for row in rows)]
    if not used:
        return Markup("")
    return table([head[i] for i in used], ([row[i] for i in used] for row in rows))


def _fact_row(context: Context, source: str, record: Record, fact: Fact) -> list[Markup]:
    statement = fact
    if source not in fact.sources:
        statement = next(one for one in fact.also if source in one.sources)
    item = Item(getattr(statement, "value", None), (statement,), statement)
    if isinstance(fact, Cited):
        value = in_cell(context, item)
    else:  # another value that the source gives is shown among the rest of the part
        parts = (
            _part_cell(context, field.items(statement if field.name in statement.fields else fact))
            for field in fact.declared().values()
            if field.name != "about"
        )
        value = marked(context, joined(filter(None, parts), " · "), item)
    return [context.link(record.id), context.words(fact.label), value]


def _result_table(context: Context, results: Sequence[Result]) -> Markup:
    fields = (Result.n, Result.population, Result.cut_off)
    head = [
        Result.endpoint.labelled().in_(context.language),
        context.label("result"),
        *(field.labelled().in_(context.language) for field in fields),
        context.label("reported"),
        context.label("sources"),
    ]
    rows = []
    for result in results:
        details = (result.n, result.population, result.cut_off, result.as_of)
        rows.append(
            [
                show(context, result.endpoint),
                outcome(context, result),
                *(Markup("") if value is None else show(context, value) for value in details),
                qualified_citation(context, result),
            ]
        )
    return table_of_used(head, rows)


def _part_cell(context: Context, values: Sequence[Value]) -> Markup:
    if len(values) == 1:
        return show(context, values[0])
    return joined([show(context, value) for value in values], ", ")
