"""The macros: what a hand-written page may call. Each returns HTML, links relative to the page.

A wrong call is noted with page, line and advice, and stops the build after all pages were read.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from markupsafe import Markup

from macros.build import Build
from macros.checks import CHECKS
from macros.links import date_of
from macros.pages.context import Context
from macros.pages.tables import record_table, references, table
from macros.problems import CallError, Problem, did_you_mean
from macros.records import KINDS
from macros.records.base import Cited, Part, Record
from macros.records.values import Ref, Term
from macros.text import text


class Calls:
    """The macros of one build. `page` returns the MkDocs page that is being read."""

    def __init__(self, build: Build, page: Callable[[], Any]):
        self._build = build
        self._page = page
        self._contexts: dict[str, Context] = {}

    def link(self, id: str, words: str | None = None) -> str:
        """`{{ link("curocell") }}`: a link to a record, under its name or other words."""
        return self._context().link(self._record(id).id, words)

    def cite(self, *ids: str) -> str:
        """`{{ cite("source-id") }}`: a citation; the list of references follows by itself."""
        for id in ids:
            self._record(id, "sources")
        return self._context().citation(list(ids))

    def record(self, id: str) -> str:
        """`{{ record("curocell") }}`: the whole page of a record."""
        found = self._record(id)
        if self._build.record_of(self._page().file.src_uri) is found:
            return self._build.page(found).html
        html = self._build.render(found, self._base()).html
        return html.replace('<h1 id="top">', "<h2>").replace("</h1>", "</h2>")

    def count(self, kind: str, **filters: Any) -> str:
        """`{{ count("products", stage="approved") }}`: how many records there are."""
        return text(f"{len(self._select(kind, filters)):,}")

    def table(
        self,
        kind: str,
        columns: Sequence[str] | None = None,
        sort: str = "id",
        limit: int | None = None,
        **filters: Any,
    ) -> str:
        """`{{ table("trials", status="recruiting", columns=["phase", "sites"]) }}`: a table.

        A filter is a field and a value or a list of values; `products__stage="approved"` asks for
        the stage of the products that a record links to. `sort` is "id", "name", "date" or "-date"
        (newest first).
        """
        records = self._select(kind, filters)
        columns = columns if columns is not None else KINDS[kind].about.columns
        for column in columns:
            self._field(kind, column, "column")
        context = self._context()
        orders: dict[str, Callable[[Record], Any]] = {
            "id": lambda record: record.id,
            "name": lambda record: context.name(record).casefold(),
            "date": lambda record: (date_of(record) or "9999", record.id),
            "-date": lambda record: (date_of(record) or "", record.id),
        }
        if sort not in orders:
            raise CallError(f'no order "{sort}"', f"Orders: {', '.join(orders)}.")
        records = sorted(records, key=orders[sort], reverse=sort.startswith("-"))
        return record_table(context, records[:limit], columns)

    def section(self, kind: str) -> str:
        """`{{ section("trials") }}`: heading, introduction and table of a kind, as Markdown."""
        about = KINDS[self._kind(kind)].about
        context = self._context()
        title, intro = context.words(about.many), context.words(about.intro)
        return f"# {title}\n\n{intro}\n\n{self.table(kind)}"

    def vocabulary(self, name: str) -> str:
        """`{{ vocabulary("verdict") }}`: a closed list with its definitions, as a table."""
        vocabularies = self._build.atlas.vocabularies
        if name not in vocabularies:
            raise CallError(f'no vocabulary "{name}"', did_you_mean(name, vocabularies))
        context = self._context()
        found = vocabularies[name]
        head = [found.name.best(context.language)[0], context.label("meaning")]
        rows = (
            [
                context.words(word.label),
                context.words(word.definition) if word.definition else Markup(""),
            ]
            for word in found.terms.values()
        )
        return table(head, rows)

    def checks(self) -> str:
        """`{{ checks() }}`: the rules that `atlas check` applies, as a list."""
        return Markup("<ul>{}</ul>").format(
            Markup("").join(
                Markup("<li><strong>{}</strong>: {}</li>").format(c.name, c.description)
                for c in CHECKS
            )
        )

    def page_done(self, markdown: str) -> str:
        """Return a page's Markdown with its references, where it cites any."""
        context = self._contexts.get(self._page().file.src_uri)
        if context is None or not context.numbers:
            return markdown
        title = context.label("references")
        return f"{markdown}\n\n## {title} {{#references}}\n\n{references(context)}\n"

    def guarded(self, macro: Callable[..., Any]) -> Callable[..., str]:
        """Return a macro that notes a wrong call with its place instead of raising."""

        @wraps(macro)
        def call(*args: Any, **kwargs: Any) -> str:
            try:
                return str(macro(*args, **kwargs))
            except CallError as error:
                message, fix = error.args[0], error.args[1] if len(error.args) > 1 else ""
            except TypeError as error:
                message, fix = f"{macro.__name__}: {error}", "See contribute/macros."
            path = f"docs/{self._page().file.src_uri}"
            problem = Problem(path, _line(), 1, "macro-call", message, fix)
            self._build.problems.append(problem)
            return ""

        return call

    def _context(self) -> Context:
        path = self._page().file.src_uri
        if path not in self._contexts:
            self._contexts[path] = self._build.context(self._base())
        return self._contexts[path]

    def _base(self) -> str:
        return "../" * self._page().url.count("/") or "./"

    def _record(self, id: str, kind: str | None = None) -> Record:
        atlas = self._build.atlas
        if id in atlas.tombstones:
            new = atlas.tombstones[id][1]
            raise CallError(f'"{id}" has moved to "{new}"', f'Write "{new}".')
        found = atlas.records.get(id)
        if found is None or (kind and found.about.id != kind):
            what = KINDS[kind].about.one.en.lower() if kind else "record"
            known = [r.id for r in atlas.of_kind(kind)] if kind else atlas.records
            raise CallError(f'no {what} "{id}"', did_you_mean(str(id), known))
        return found

    def _kind(self, kind: str) -> str:
        if kind not in KINDS:
            fix = did_you_mean(str(kind), KINDS) or f"Kinds: {', '.join(KINDS)}."
            raise CallError(f'no kind "{kind}"', fix)
        return kind

    def _field(self, kind: str, name: str, what: str) -> str:
        specs = KINDS[kind].specs
        if name not in specs:
            fix = did_you_mean(name, specs) or f"Fields: {', '.join(specs)}."
            raise CallError(f'no {what} "{name}" in {kind}', fix)
        return name

    def _select(self, kind: str, filters: dict[str, Any]) -> list[Record]:
        records = self._build.atlas.of_kind(self._kind(kind))
        for name, wanted in filters.items():
            values = {str(v) for v in (wanted if isinstance(wanted, (list, tuple)) else [wanted])}
            relation, _, rest = name.partition("__")
            self._field(kind, relation, "filter")
            if rest:
                linked = self._linked(kind, relation)
                values = {r.id for r in self._select(linked, {rest: wanted})}
            else:
                self._known_values(kind, name, values)
            records = [r for r in records if values & set(map(str, _values(r, relation)))]
        return records

    def _linked(self, kind: str, relation: str) -> str:
        """Return the kind of the records that a relation leads to."""
        atlas = self._build.atlas
        for record in atlas.of_kind(kind):
            for value in _values(record, relation):
                if isinstance(value, Ref) and value in atlas.records:
                    return atlas.records[value].about.id
        raise CallError(f'"{relation}" of {kind} links to no records', "Name a relation.")

    def _known_values(self, kind: str, name: str, wanted: set[str]) -> None:
        """Raise where a filter asks for a word or an id that does not exist: a typing error."""
        atlas = self._build.atlas
        found = [value for record in atlas.of_kind(kind) for value in _values(record, name)]
        known = set(map(str, found))
        for vocabulary in {value.vocabulary for value in found if isinstance(value, Term)}:
            known |= set(atlas.vocabularies[vocabulary].terms)
        if any(isinstance(value, Ref) for value in found):
            known |= set(atlas.records)
        for value in sorted(wanted - known):
            raise CallError(f'no {name} "{value}" in {kind}', did_you_mean(value, known))


def _values(record: Record, name: str) -> list[Any]:
    value = getattr(record, name)
    found = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, Cited):
            found.append(item.value)
        elif isinstance(item, Part):
            found += [inner for _path, inner in item.all_values()]
        elif item is not None:
            found.append(item)
    return found


def _line() -> int:
    """Return the line of the page's text in which the running macro stands."""
    frame = sys._getframe()
    while frame:
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            return template.get_corresponding_lineno(frame.f_lineno)
        frame = frame.f_back
    return 1
