"""The macros: what a hand-written page may call. Each returns HTML, links relative to the page.

A wrong call is noted with page, line and advice, and stops the build after all pages were read.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import wraps
from inspect import Parameter, signature
from typing import Any, get_args, get_origin, get_type_hints

from markupsafe import Markup

from macros.features.approvals import approval_table
from macros.features.compare.table import MOST, compare_block
from macros.features.explorer.block import explorer_block
from macros.features.fields import MODELS, field_table
from macros.features.pictures import OF_SITE, file_of
from macros.features.pictures.base import figure
from macros.features.record.page import record_page
from macros.features.steps import step_table
from macros.model.kinds import KINDS
from macros.model.languages import LANGUAGES
from macros.model.paths import find, known_field, known_kind, select
from macros.model.problems import CallError, Problem, did_you_mean
from macros.model.record import Record
from macros.model.relations import date_of
from macros.page.context import Context
from macros.page.facts import field_value
from macros.page.labels import language_name
from macros.page.references import LIST, cited_in
from macros.page.tables import part_table, record_table, table
from macros.page.text import citation, html, joined, text
from macros.site.build import Build
from macros.store.checks import CHECKS
from macros.store.editing.drafts import Draft, draft_text

BLOCKS = ("<div", "<dl", "<h", "<p", "<ul")
"""How a block of HTML begins: it is kept from Markdown, which would read it for nothing and take
several blocks in a row apart."""


class Calls:
    """The macros of one build. `page` returns the MkDocs page that is being read."""

    def __init__(self, build: Build, page: Callable[[], Any]):
        self._build = build
        self._atlas = build.atlas
        self._page = page
        self._contexts: dict[str, Context] = {}
        self._explorers: set[str] = set()  # pages that have one

    def all(self) -> list[Callable[..., str]]:
        """Return the macros that a page may call."""
        return [
            self.link,
            self.cite,
            self.count,
            self.table,
            self.value,
            self.values,
            self.approvals,
            self.steps,
            self.compare,
            self.picture,
            self.record,
            self.section,
            self.explorer,
            self.vocabulary,
            self.fields,
            self.checks,
            self.repository,
            self.start,
        ]

    def link(self, id: str, words: str | None = None) -> str:
        """`{{ link("curocell") }}`: a link to a record, under its name or other words."""
        return self._context().link(find(self._atlas, id).id, words)

    def cite(self, *ids: str) -> str:
        """`{{ cite("source-id") }}`: a citation; the list of references follows by itself."""
        for id in ids:
            find(self._atlas, id, "sources")
        return citation(ids)

    def count(self, kind: str, **filters: Any) -> str:
        """`{{ count("products", stage="approved") }}`: how many records there are."""
        return text(f"{len(select(self._atlas, kind, filters)):,}")

    def table(
        self,
        kind: str,
        columns: Sequence[str] | None = None,
        sort: str = "id",
        limit: int | None = None,
        **filters: Any,
    ) -> str:
        """`{{ table("trials", status="recruiting", columns=["phase", "sites"]) }}`: a table.

        Filters as `selection.select` says. A column is a field, or `trials.sites`: the records
        that link here through that field. `sort` is "id", "name", "date", "-date" (newest first).
        """
        records = self._ordered(select(self._atlas, kind, filters), sort)
        columns = columns if columns is not None else KINDS[kind].about.columns
        return record_table(self._context(), records[:limit], columns)

    def _ordered(self, records: list[Record], sort: str) -> list[Record]:
        context = self._context()
        orders: dict[str, Callable[[Record], Any]] = {
            "id": lambda record: record.id,
            "name": lambda record: context.name(record).casefold(),
            "date": lambda record: (date_of(record) or "9999", record.id),
            "-date": lambda record: (date_of(record) or "", record.id),
        }
        if sort not in orders:
            raise CallError(f'no order "{sort}"', f"Orders: {', '.join(orders)}.")
        return sorted(records, key=orders[sort], reverse=sort.startswith("-"))

    def value(self, id: str, field: str) -> str:
        """`{{ value("curocell", "listing") }}`: a field of a record with its receipts."""
        record = find(self._atlas, id)
        declared = known_field(record.about.id, field)
        if not declared.items(record):
            return text(self._context().label("none_listed"))
        if declared.shape == "parts" and declared.several:
            return part_table(self._context(), declared.items(record))
        shown = field_value(self._context(), declared, record)
        return html('<div class="field">{}</div>', shown)

    def values(self, kind: str, fields: Sequence[str], **filters: Any) -> str:
        """`{{ values("products", ["prices", "coverage"], stage="approved") }}`: fields of each.

        Every record that passes the filters gets a heading and its fields with their receipts.
        """
        context = self._context()
        parts = []
        for record in select(self._atlas, kind, filters):
            parts.append(_heading(context, record))
            for field in fields:
                title = known_field(kind, field).labelled()
                parts.append(html("<p><strong>{}</strong></p>", context.words(title)))
                parts.append(self.value(record.id, field))
        return joined(parts)

    def steps(self, product: str | None = None, **filters: Any) -> str:
        """`{{ steps("anbal-cel") }}`: a product's decisions in order, with the days they took.

        `{{ steps(stage=["approved", "filed"]) }}` does so for every product that passes.
        """
        context = self._context()
        if product is not None:
            return step_table(context, find(self._atlas, product, "products"))
        parts = []
        for found in select(self._atlas, "products", filters):
            parts += [_heading(context, found), step_table(context, found)]
        return joined(parts)

    def approvals(self, **filters: Any) -> str:
        """`{{ approvals(stage="approved") }}`: products with approval, listing and hospitals."""
        return approval_table(self._context(), select(self._atlas, "products", filters))

    def compare(self, *products: str, **filters: Any) -> str:
        """`{{ compare("anbal-cel", "tisagenlecleucel") }}`: products side by side.

        `{{ compare(stage="approved") }}` takes those that pass, as many as fit. Readers choose
        others on the page.
        """
        found = [find(self._atlas, id, "products") for id in products]
        if len(found) > MOST:
            raise CallError(f"{len(found)} products do not fit side by side", f"At most {MOST}.")
        if filters or not found:
            found += [p for p in select(self._atlas, "products", filters) if p not in found]
        script = self._build.assets.address("compare.js")
        return compare_block(self._context(), found[:MOST], script)

    def picture(self, name: str) -> str:
        """`{{ picture("pipeline") }}`: a picture of the whole atlas, with its table."""
        if name not in OF_SITE:
            fix = did_you_mean(str(name), OF_SITE) or f"Pictures: {', '.join(OF_SITE)}."
            raise CallError(f'no picture "{name}"', fix)
        picture = OF_SITE[name](self._context())
        if picture is None:
            return html("<p>{}</p>", self._context().label("none_listed"))
        return figure(self._context(), picture, file_of(picture.id))

    def record(self, id: str) -> str:
        """`{{ record("curocell") }}`: the whole page of a record, inside this page."""
        found = find(self._atlas, id)
        if self._build.record_of(self._page().file.src_uri) is found:
            return self._build.page(found).html
        return record_page(self._context(), found, inside=True).html

    def section(self, kind: str) -> str:
        """`{{ section("trials") }}`: heading, introduction and explorer of a kind, as Markdown."""
        about = KINDS[known_kind(kind)].about
        context = self._context()
        title, intro = context.words(about.many), context.words(about.intro)
        sort = "-date" if "date" in about.dated_by else "id"  # what happens: the newest first
        made = self._build.set_aside(str(self.explorer(kind, sort=sort)))
        return f"# {title}\n\n{intro}\n\n{made}"

    def explorer(
        self,
        kind: str,
        columns: Sequence[str] | None = None,
        sort: str = "id",
        **filters: Any,
    ) -> str:
        """`{{ explorer("trials", status="recruiting") }}`: a table that readers can narrow.

        What it takes is as `table` says; it shows only the records that pass the filters. Its
        state stands in the address of the page: there can be one on a page.
        """
        records = self._ordered(select(self._atlas, kind, filters), sort)
        explorer = self._build.explorer(kind)
        columns = columns if columns is not None else KINDS[kind].about.columns
        for column in set(columns) - {column.id for column in explorer.columns}:
            fix = "Columns of an explorer are the short fields of its kind."
            raise CallError(f'no column "{column}" in an explorer of {kind}', fix)
        path = self._page().file.src_uri
        if path in self._explorers:
            raise CallError("two explorers on one page", 'Show one of them with "table".')
        self._explorers.add(path)
        script = self._build.assets.address("explorer.js")
        return explorer_block(self._context(), explorer, records, columns, script)

    def vocabulary(self, name: str) -> str:
        """`{{ vocabulary("verdict") }}`: a closed list with its definitions, as a table."""
        vocabularies = self._atlas.vocabularies
        if name not in vocabularies:
            raise CallError(f'no vocabulary "{name}"', did_you_mean(str(name), vocabularies))
        context = self._context()
        others = [code for code in LANGUAGES if code != context.language]
        names = (language_name(code, context.language) for code in others)
        head = [vocabularies[name].name.in_(context.language)]
        head += [context.label("in_language", name=own) for own in names]
        rows = (
            [
                html('<span id="{}-{}">{}</span>', name, id_, context.words(word.label)),
                *(
                    html('<span lang="{}">{}</span>', other, text(word.label.get(other) or ""))
                    for other in others
                ),
                context.words(word.definition) if word.definition else Markup(""),
            ]
            for id_, word in vocabularies[name].terms.items()
        )
        return table([*head, context.label("meaning")], rows)

    def fields(self, name: str) -> str:
        """`{{ fields("companies") }}`: the fields of a kind, for those who write records.

        `"record"` gives those that every record has, `"fact"` the long form of a fact,
        `"vocabulary"` those of a closed list.
        """
        if name not in MODELS:
            raise CallError(f'nothing called "{name}" has fields', did_you_mean(name, MODELS))
        return field_table(self._context(), name)

    def checks(self) -> str:
        """`{{ checks() }}`: the rules that `atlas check` applies, as a list."""
        return html(
            "<ul>{}</ul>",
            joined(html("<li>{}</li>", check.description) for check in CHECKS),
        )

    def repository(self, path: str, words: str) -> str:
        """`{{ repository("issues", "the issues") }}`: a link into the project's repository."""
        context = self._context()
        address = f"{context.project.repository}/{path}"
        return context.outside(address, words) if context.project.repository else text(words)

    def start(self, kind: str, words: str) -> str:
        """`{{ start("trials", "a new file") }}`: a link to a form with a new record to fill in."""
        context = self._context()
        content = draft_text(Draft(known_kind(kind)), context.atlas.vocabularies)
        address = context.project.new(kind, content)
        return context.outside(address, words) if address else text(words)

    def page_done(self, markdown: str) -> str:
        """Return a page's Markdown with a place for its references, where it cites any."""
        if not cited_in(self._build.filled(markdown)):
            return markdown
        title = self._context().label("references")
        return f"{markdown}\n\n## {title} {{#references}}\n\n{LIST}\n"

    def guarded(self, macro: Callable[..., Any]) -> Callable[..., str]:
        """Return a macro that notes a wrong call with its place instead of raising."""

        @wraps(macro)
        def call(*args: object, **kwargs: object) -> str:
            try:
                check_arguments(macro, args, kwargs)
                made = str(macro(*args, **kwargs))
                return self._build.set_aside(made) if made.startswith(BLOCKS) else made
            except CallError as error:
                message, fix = error.message, error.fix
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


def check_arguments(
    macro: Callable[..., str], args: tuple[object, ...], kwargs: dict[str, object]
) -> None:
    """Raise CallError where a macro does not take these arguments: their number, names or types.

    A TypeError that the macro itself raises is then a mistake in the program, and not the author's.
    """
    advice = "docs/contribute/developers.md shows how it is called."
    try:
        bound = signature(macro).bind(*args, **kwargs)
    except TypeError as error:
        raise CallError(f"{macro.__name__}: {error}", advice) from None
    hints = get_type_hints(macro)
    for name, value in bound.arguments.items():
        kind = bound.signature.parameters[name].kind
        given = {Parameter.VAR_POSITIONAL: value, Parameter.VAR_KEYWORD: ()}.get(kind, [value])
        for one in given:
            if not _fits(one, hints[name]):
                raise CallError(f"{macro.__name__}: {name} cannot be {one!r}", advice)


def _fits(value: object, hint: Any) -> bool:
    if get_origin(hint) is Sequence:
        return isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value)
    if get_args(hint):
        return any(_fits(value, one) for one in get_args(hint))
    return isinstance(value, hint)


def _heading(context: Context, record: Record) -> Markup:
    return html('<h3 id="{}">{}</h3>', record.id, context.link(record.id))


def _line() -> int:
    """Return the line of the page's text in which the running macro stands."""
    frame = sys._getframe()
    while frame:
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            return template.get_corresponding_lineno(frame.f_lineno)
        frame = frame.f_back
    return 1
