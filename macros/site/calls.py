"""The macros: what a hand-written page may call. Each returns HTML, links relative to the page.

A wrong call is noted with page, line and advice, and stops the build after all pages were read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from markupsafe import Markup

from macros.exports import parquet
from macros.exports.feeds import FORMATS
from macros.features.approvals import approval_table
from macros.features.calendar import calendar_list, plan_table
from macros.features.changes import change_list, months
from macros.features.compare.table import MOST, compare_block
from macros.features.costs import ceiling_table, price_table
from macros.features.explorer.block import explorer_block
from macros.features.explorer.data import newest_first
from macros.features.field_reference import MODELS, field_table
from macros.features.how_often import how_often_table
from macros.features.pictures import OF_SITE, file_of
from macros.features.pictures.base import figure
from macros.features.record.page import record_page
from macros.features.recruitment import RECRUITING, about_to_recruit, compared
from macros.features.steps import step_table
from macros.features.treatment_centres import centre_tables
from macros.features.word_table import word_table
from macros.model.columns import column_of
from macros.model.kinds import KINDS, Product, Regulation, Result, Trial
from macros.model.paths import known_field, known_kind
from macros.model.problems import CallError, did_you_mean, such_as
from macros.model.record import Record
from macros.model.relations import date_of
from macros.model.selecting import find, select
from macros.model.topic import TOPIC
from macros.page.context import Context
from macros.page.facts import field_value
from macros.page.tables import facts_table, record_table, takes_table
from macros.page.text import citation, html, joined, text
from macros.site.aside import AsMarkdown
from macros.site.build import Build
from macros.site.guard import Place
from macros.store.checks import CHECKS
from macros.store.editing.drafts import Draft, draft_text


class Calls:
    """The macros of one build: its public methods. `place` returns the page that is being read."""

    def __init__(self, build: Build, place: Callable[[], Place]):
        self._build = build
        self._atlas = build.atlas
        self._place = place
        self._contexts: dict[str, Context] = {}
        self._explorers: set[str] = set()  # pages that have one

    @property
    def _context(self) -> Context:
        place = self._place()
        if place.source not in self._contexts:
            self._contexts[place.source] = self._build.context_of(place.url)
        return self._contexts[place.source]

    def link(self, id: str, words: str | None = None) -> str:
        """`{{ link("curocell") }}`: a link to a record, under its name or other words."""
        return self._context.link(find(self._atlas, id).id, words)

    def cite(self, *ids: str) -> str:
        """`{{ cite("source-id") }}`: a citation; the list of references follows by itself."""
        for id in ids:
            find(self._atlas, id, "sources")
        return citation(ids)

    def download(self, path: str, words: str | None = None) -> str:
        """`{{ download("data/v1/facts.csv") }}`: a link to a file for programs.

        `path` counts from the root of the site: such a file is there once, for both languages. One
        that the build does not make gets no link.
        """
        root = self._context.base + ("../" if self._build.folder else "")
        shown = text(words) if words else html("<code>{}</code>", path.removeprefix("data/v1/"))
        if path.endswith(parquet.ENDING) and not self._build.exports:
            return shown
        return html('<a href="{}{}">{}</a>', root, path, shown)

    def count(self, kind: str, **filters: object) -> str:
        """`{{ count("products", stage="approved") }}`: how many records there are."""
        return text(f"{len(select(self._atlas, kind, filters)):,}")

    def table(
        self,
        kind: str,
        columns: Sequence[str] | None = None,
        sort: str = "name",
        limit: int | None = None,
        **filters: object,
    ) -> str:
        """`{{ table("trials", status="recruiting", columns=["phase", "sites"]) }}`: a table.

        Filters as `paths.select` says. A column is a path: a field, its date (`status.as_of`), or
        `trials.sites`, the records that link here through that field. `sort` is "name", "date",
        "-date" (newest first).
        """
        records = self._ordered(select(self._atlas, kind, filters), sort)
        columns = columns if columns is not None else KINDS[kind].about.columns
        _once(columns, "column")
        if limit is not None and limit < 1:
            raise CallError(f"limit cannot be {limit}", "Write 1 or more, or leave it out.")
        nothing = self._context.label("not_recorded")
        return record_table(self._context, records[:limit], columns, empty=nothing)

    def _ordered(self, records: list[Record], sort: str) -> list[Record]:
        context = self._context
        orders: dict[str, Callable[[Record], tuple]] = {
            "name": context.by_name,
            "date": lambda record: (date_of(record) or "9999", record.id),
            "-date": newest_first,
        }
        if sort not in orders:
            raise CallError(f'unknown order "{sort}"', f"Orders: {', '.join(orders)}.")
        return sorted(records, key=orders[sort], reverse=sort.startswith("-"))

    def value(self, id: str, field: str, *, endpoint: str | None = None) -> str:
        """`{{ value("curocell", "listing") }}`: a field of a record with its citations.

        `endpoint="refund-cases"` leaves out the results on other endpoints.
        """
        record = find(self._atlas, id)
        declared = known_field(record.about.id, field)
        items = declared.items(record)
        if endpoint is not None:
            self._know_endpoint(endpoint)
            items = [
                item for item in items if isinstance(item, Result) and item.endpoint == endpoint
            ]
        if not items:
            return text(self._context.label("none_listed"))
        if takes_table(declared, record):
            return facts_table(self._context, declared, items)
        shown = field_value(self._context, declared, record)
        return html('<div class="field">{}</div>', shown)

    def values(self, kind: str, fields: Sequence[str], **filters: object) -> str:
        """`{{ values("products", ["prices", "coverage"], stage="approved") }}`: fields of each.

        Every record that passes the filters gets a heading and its fields with their citations.
        """
        context = self._context
        parts = []
        for record in self._ordered(select(self._atlas, kind, filters), "name"):
            parts.append(_heading(context, record))
            for field in fields:
                title = known_field(kind, field).labelled()
                parts.append(html("<p><strong>{}</strong></p>", context.words(title)))
                parts.append(self.value(record.id, field))
        return joined(parts)

    def steps(self, product: str | None = None, **filters: object) -> str:
        """`{{ steps("anbal-cel") }}`: a product's decisions in order, with the days they took.

        `{{ steps(stage=["approved", "filed"]) }}` does so for every product that passes.
        """
        context = self._context
        if product is not None:
            return step_table(context, find(self._atlas, product, "products"))
        parts = []
        for record in select(self._atlas, "products", filters):
            parts += [_heading(context, record), step_table(context, record)]
        return joined(parts)

    def approvals(self, **filters: object) -> str:
        """`{{ approvals(stage="approved") }}`: products with approval, listing and hospitals."""
        return approval_table(self._context, select(self._atlas, "products", filters))

    def how_often(self, endpoint: str, **filters: object) -> str:
        """`{{ how_often("crs-any", stage="approved") }}`: to how many of 100 it happened."""
        self._know_endpoint(endpoint)
        products = self._ordered(select(self._atlas, "products", filters), "name")
        return how_often_table(self._context, products, endpoint)

    def _know_endpoint(self, endpoint: str) -> None:
        endpoints = self._atlas.vocabularies["endpoint"].terms
        if endpoint not in endpoints:
            advice = did_you_mean(endpoint, endpoints, "Endpoints")
            raise CallError(f'unknown endpoint "{endpoint}"', advice)

    def prices(self, basis: str, **filters: object) -> str:
        """`{{ prices("foreign-list", stage="approved") }}`: prices on one basis, each dated."""
        bases = self._atlas.vocabularies["price-basis"].terms
        if basis not in bases:
            raise CallError(f'unknown price basis "{basis}"', did_you_mean(basis, bases, "Bases"))
        return price_table(self._context, select(self._atlas, "products", filters), basis)

    def ceilings(self, regulation: str, *, long_stay: bool = False) -> str:
        """`{{ ceilings("co-payment-ceiling") }}`: what a patient pays at most, by year and income.

        `long_stay=True` gives those for a long stay in a nursing hospital.
        """
        rule = cast("Regulation", find(self._atlas, regulation, "regulations"))
        chosen = rule.long_stay_ceilings if long_stay else rule.ceilings
        return ceiling_table(self._context, chosen)

    def centres(self) -> str:
        """`{{ centres() }}`: the hospitals that give CAR-T, a table for each region."""
        return centre_tables(self._context)

    def compared(self) -> str:
        """`{{ compared() }}`: one line that says of when the registries' statuses are."""
        return compared(self._context)

    def open_trials(self, limit: int | None = None, **filters: object) -> str:
        """`{{ open_trials(indications="fl") }}`: trials of cells that recruit here.

        The newest first, as many as `limit` says.
        """
        terms = TOPIC.terms
        filters |= {"recruitment": terms.recruits, "gives": terms.gives}
        return self.table("trials", RECRUITING, "-date", limit, **filters)

    def about_to_recruit(self) -> str:
        """`{{ about_to_recruit() }}`: trials of Korean sites or sponsors that may begin soon."""
        return about_to_recruit(self._context)

    def compare(self, *products: str, **filters: object) -> str:
        """`{{ compare("anbal-cel", "tisagenlecleucel") }}`: products side by side.

        `{{ compare(stage="approved") }}` takes those that pass, as many as fit. Readers choose
        others on the page.
        """
        if len(products) > MOST:
            raise CallError(f"{len(products)} products are too many to compare", f"At most {MOST}.")
        _once(products, "product")
        chosen = [find(self._atlas, id, "products") for id in products]
        if filters or not chosen:
            chosen += [p for p in select(self._atlas, "products", filters) if p not in chosen]
        files = map(self._build.assets.address, ("compare.js", "compare.css"))
        return compare_block(self._context, cast("list[Product]", chosen[:MOST]), *files)

    def picture(self, name: str) -> str:
        """`{{ picture("pipeline") }}`: a picture of the whole atlas, with its table."""
        if name not in OF_SITE:
            fix = did_you_mean(str(name), OF_SITE, "Pictures")
            raise CallError(f'unknown picture "{name}"', fix)
        picture = OF_SITE[name](self._context)
        if picture is None:
            return html("<p>{}</p>", self._context.label("none_listed"))
        return figure(self._context, picture, file_of(picture.id))

    def record(self, id: str) -> str:
        """`{{ record("curocell") }}`: the whole page of a record, inside this page."""
        record = find(self._atlas, id)
        if self._build.record_of(self._place().source) is record:
            return self._build.page(record).html
        changes = self._build.told(record)
        return record_page(self._context, record, inside=True, changes=changes).html

    def further(self, page: str) -> str:
        """`{{ further("trials/page/2.md") }}`: a further page of a long list, by its path."""
        if page not in self._build.further:
            raise CallError(f'unknown further page "{page}"', such_as(self._build.further))
        return self._build.further_body(self._build.further[page]).html

    def section(self, kind: str) -> str:
        """`{{ section("trials") }}`: heading, introduction and explorer of a kind, as Markdown."""
        about = KINDS[known_kind(kind)].about
        context = self._context
        title, intro = context.words(about.many), context.words(about.intro)
        self._note_explorer()
        makes = [(self._place().url, lambda: self._explorer(kind, None, "listed", {}))]
        blocks = [text for _url, text in self._build.keep(f"{kind}.section", makes)]
        if kind == Trial.about.id:
            blocks.insert(0, compared(context))
        placeholders = map(self._build.aside.keep, filter(None, blocks))
        return AsMarkdown("\n\n".join([f"# {title}", intro, *placeholders]))

    def explorer(
        self,
        kind: str,
        columns: Sequence[str] | None = None,
        sort: str = "name",
        **filters: object,
    ) -> str:
        """`{{ explorer("trials", status="recruiting") }}`: a table that readers can narrow.

        What it takes is as `table` says; it shows only the records that pass the filters. `sort`
        may be "listed" too, the order of the kind's own page: what readers come for first. Its
        state is in the address of the page: there can be one on a page.
        """
        shown = self._explorer(kind, columns, sort, filters)
        self._note_explorer()
        return shown

    def _note_explorer(self) -> None:
        if self._place().source in self._explorers:
            raise CallError("a page can have only one explorer", 'Use "table" for one of them.')
        self._explorers.add(self._place().source)

    def _explorer(
        self, kind: str, columns: Sequence[str] | None, sort: str, filters: dict[str, object]
    ) -> str:
        explorer = self._build.explorer(kind)
        records = select(self._atlas, kind, filters)
        if sort == "listed":
            chosen = {record.id for record in records}
            records = [record for record in explorer.listed if record.id in chosen]
        else:
            records = self._ordered(records, sort)
        names = columns if columns is not None else KINDS[kind].about.columns
        _once(names, "column")
        shown = [column_of(kind, name) for name in names]
        assets = self._build.assets
        files = assets.address("explorer.js"), assets.address("explorer.css")
        return explorer_block(self._context, explorer, records, shown, *files)

    def vocabulary(self, name: str, aliases: str = "") -> str:
        """`{{ vocabulary("verdict") }}`: a vocabulary with its definitions, as a table.

        With `aliases="Not"` its other spellings have a column of that name.
        """
        vocabularies = self._atlas.vocabularies
        if name not in vocabularies:
            raise CallError(
                f'unknown vocabulary "{name}"',
                did_you_mean(name, vocabularies) or such_as(vocabularies),
            )
        return word_table(self._context, name, aliases)

    def fields(self, name: str) -> str:
        """`{{ fields("companies") }}`: the fields of a kind, for those who write records.

        `"record"` gives those that every record has, `"fact"` the long form of a fact,
        `"vocabulary"` those of a vocabulary.
        """
        if name not in MODELS:
            raise CallError(
                f'nothing called "{name}" has fields', did_you_mean(name, MODELS) or such_as(MODELS)
            )
        return field_table(self._context, name)

    def checks(self) -> str:
        """`{{ checks() }}`: the rules that `atlas check` applies, as a list."""
        descriptions = (self._context.words(check.description) for check in CHECKS)
        return html("<ul>{}</ul>", joined(html("<li>{}</li>", words) for words in descriptions))

    def changes(self, month: str = "") -> str:
        """`{{ changes() }}`: what changed in the data, month by month, and the newest changes.

        `{{ changes("2026-11") }}` gives all of a month.
        """
        history, words = self._build.history, self._build.change_words
        if month and month not in months(history):
            raise CallError(f'nothing changed in "{month}"', 'Write a month, such as "2026-11".')
        place = self._place().source
        feeds = [(FORMATS[feed["type"]], feed["link"]) for feed in self._build.feeds_of(place)]
        script = self._build.assets.address("changes.js")
        return change_list(self._context, history, words, script, month, feeds)

    def calendars(self) -> str:
        """`{{ calendars() }}`: the calendars, what each has, and where to subscribe."""
        return calendar_list(self._context, self._build.calendars)

    def planned(self, *, overdue: bool = False) -> str:
        """`{{ planned() }}`: dates that are planned and may still come, with their citations.

        `overdue=True` gives those whose time has passed.
        """
        return plan_table(self._context, self._build.calendars, overdue)

    def repository(self, path: str, words: str) -> str:
        """`{{ repository("issues", "the issues") }}`: a link into the project's repository."""
        context = self._context
        address = f"{context.project.repository}/{path}"
        return context.outside(address, words) if context.project.repository else text(words)

    def mail_address(self) -> str:
        """`{{ mail_address() }}`: the address of `extra.contact`, or that none is set."""
        context = self._context
        address = context.project.contact
        if not address:
            return text(context.label("no_address"))
        link = html('<a href="mailto:{}">{}</a>', address, address)
        return html("{}: {}", context.label("contact"), link)

    def start(self, kind: str, words: str) -> str:
        """`{{ start("trials", "a new file") }}`: a link to a form with a new record to fill in."""
        context = self._context
        content = draft_text(Draft(known_kind(kind)), context.atlas.vocabularies)
        address = context.project.new(kind, content)
        return context.outside(address, words) if address else text(words)


def _once(names: Sequence[str], what: str) -> None:
    """Raise CallError where a name is given twice."""
    if twice := [name for name in dict.fromkeys(names) if names.count(name) > 1]:
        raise CallError(f'the {what} "{twice[0]}" is given twice', "Delete one of the two.")


def _heading(context: Context, record: Record) -> Markup:
    return html('<h3 id="{}">{}</h3>', record.id, context.link(record.id))
