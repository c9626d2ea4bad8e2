"""One build of the site in one language: what MkDocs needs, without knowing MkDocs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from macros.curating.change_words import ChangeWords, Told
from macros.curating.history import History
from macros.exports.api import record_path
from macros.exports.calendars import Calendars
from macros.exports.citation import Citation, citation_files, citation_of, data_set_citation
from macros.exports.crawlers import WrittenPage, model_files, robot_files
from macros.exports.csv_files import FOLDER
from macros.exports.data_set import DataSet
from macros.exports.feeds import Feeds, Site, feed_link, feed_links, has_feed, record_feeds
from macros.exports.markdown import has_markdown, markdown_files
from macros.exports.outputs import output_files
from macros.exports.schema_org.pages import DATA_PAGE, Page, Pages, script
from macros.exports.schema_org.words import Node
from macros.features.changes import FOLDER as CHANGES
from macros.features.changes import further_changes, month_pages, months
from macros.features.changes import listing_of as listing_of_month
from macros.features.compare.table import compare_file, compare_path
from macros.features.explorer.block import further_rows, listing_of
from macros.features.explorer.data import Explorer
from macros.features.pictures import has_picture, picture_files
from macros.features.record.layout import cite_html
from macros.features.record.lists import further_of
from macros.features.record.page import (
    RecordPage,
    further_page,
    record_page,
    title_of,
)
from macros.model.atlas import Atlas
from macros.model.inline import parsed, plain
from macros.model.kinds import KINDS, Product
from macros.model.languages import FALLBACK, LANGUAGES
from macros.model.order import name_order
from macros.model.problems import Problem
from macros.model.record import Record
from macros.page.breadcrumb import Step, to_further, to_page
from macros.page.context import Context, Project
from macros.page.further import further_html
from macros.page.glossary import Glossary, explain_page, glossary
from macros.page.labels import label
from macros.page.references import (
    LIST,
    cited_in,
    evidence_line,
    finished,
    named_links,
    named_tables,
)
from macros.page.text import attribute, on_one_line
from macros.site.aside import Aside
from macros.site.assets import Assets
from macros.site.cards import FACT, Card, card_files, card_of
from macros.site.oembed import oembed_file, oembed_path
from macros.site.social import images
from macros.store import sealed
from macros.store.kept import AllMade, Kept, all_anew
from macros.store.schemas import ids_file, schema_files
from macros.store.tree import VOCABULARY

EDITIONS = {code: language.name for code, language in LANGUAGES.items() if language.config}
"""The languages in which the site is published, by their own names."""

FOLDERS = {code: "" if code == FALLBACK else f"{code}/" for code in LANGUAGES}
"""Where each language is from the root of the site."""

GUIDES = "guides/"
"""The folder of pages that are cited as a record's is."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data: blob:; "  # icons in the theme's style sheet; pictures made into PNG
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"
)
"""The content security policy of every page: nothing from elsewhere, no script inside a page."""

MOST_SHARED, MOST_PLAIN = 20_000, 1_000
"""So many pieces that pages share, and records as plain data, are kept while pages are made."""

AT_ONCE = 10
"""So many cards are one job of a process."""


class Body(NamedTuple):
    """A record's page without its frame: HTML, headings as (id, title), metadata."""

    html: str
    contents: tuple[tuple[str, str], ...]
    meta: dict[str, Any]


class Further(NamedTuple):
    """A further page of a long list: of a kind's, or of one on the page of a `record`.

    Of what changed in a month `kind` is "changes", and `record` the month.
    """

    kind: str
    record: str
    list: str
    number: int

    @property
    def source(self) -> str:
        """Its path in the folder of pages: trials/page/2.md, sources/abc/citing/2.md."""
        return "/".join(filter(None, self[:3])) + f"/{self.number}.md"


@dataclass
class Build:
    """The records, the language, and what the build finds on its way."""

    atlas: Atlas = field(repr=False)  # MkDocs plugins print what they are given
    language: str
    project: Project
    site_url: str
    history: History = field(default_factory=History, repr=False)
    page_times: Mapping[str, str] = field(default_factory=dict, repr=False)
    """When a hand-written page was changed last, by its path in the folder of pages."""
    shared: str = ""
    """Leads from the root of the language to where the files are that languages share."""
    feeds: bool = False
    """Whether there are feeds of what changed."""
    outputs: bool = True
    """Whether there are files for programs, and in pages what is for them.

    Without, a build is measured against others.
    """
    exports: bool = False
    """Whether the outputs are made that need packages of their own."""
    part: tuple[int, int] = (1, 1)
    """Which part of the pages of records and late files is made, and of how many."""
    kept_cards: Path | None = None
    """The folder in which drawn cards are kept for the next build; a folder of their own."""
    kept: Kept | None = field(default=None, repr=False)
    """What is kept of the pages of records, where that can be used."""
    kept_data: Kept | None = field(default=None, repr=False)
    """The same of the records as plain data, which are the same in every language."""
    parts: dict[str, str] = field(default_factory=dict)  # of the menu, by the page's source path
    pages: list[WrittenPage] = field(default_factory=list)
    """The pages of the menu, known when all are rendered."""
    cited: list[Citation] = field(default_factory=list, repr=False)
    """How pages written by hand are cited, known when all are rendered."""
    problems: list[Problem] = field(default_factory=list)
    assets: Assets = field(init=False, repr=False)
    folder: str = field(init=False)
    # What it has made of its data, which a build of other data does not take over.
    aside: Aside = field(init=False, default_factory=Aside, repr=False)
    """What macros returned, kept from Markdown."""
    _pages: dict[str, RecordPage] = field(init=False, default_factory=dict, repr=False)
    _made: dict[str, dict[Any, Markup]] = field(init=False, default_factory=dict, repr=False)
    _cards: dict[str, Card | None] = field(init=False, default_factory=dict, repr=False)
    _pictured: dict[str, bool] = field(init=False, default_factory=dict, repr=False)
    _times: dict[Any, str] = field(init=False, default_factory=dict, repr=False)
    _explorers: dict[str, Explorer] = field(init=False, default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.assets = Assets(self.shared)
        self.folder = FOLDERS[self.language]

    def of(self, atlas: Atlas, history: History) -> Build:
        """Return the same build of other data, of which nothing is kept."""
        return replace(self, atlas=atlas, history=history, kept=None, kept_data=None)

    def page(self, record: Record) -> RecordPage:
        """Return the page of a record, made once."""
        page = self._pages.get(record.id)
        if page is None:
            page = self._pages[record.id] = self.render(record)
        return page

    def render(self, record: Record) -> RecordPage:
        """Return the page of a record, rebuilt and not cached."""
        part = self.part_of(f"{record.about.id}/index.md")
        address = self.project.address(record)
        modified = self.modified(f"{record.about.id}/{record.id}.md")
        context, changes = self.context("../../"), self.told(record)
        page = Page(address, title_of(context, record), self.language, modified)
        graph = self.json_ld.of_record(record, page) if self.outputs else ()
        return record_page(context, record, part=part, changes=changes, graph=graph)

    def part_of(self, source: str) -> Step | None:
        """Return the part of the menu that a page is in, with the first page of that part."""
        title = self.parts.get(source)
        if not title:
            return None
        first = next(path for path, part in self.parts.items() if part == title)
        return Step(title, first.removesuffix("index.md").replace(".md", "/"))

    def body(self, record: Record) -> Body:
        """Return the content of a record's page, cached or rebuilt."""

        def make() -> tuple[str, Any]:
            self.atlas.records[record.id]  # its own page shows it, without asking for it
            page = self.render(record)
            return page.html, (page.contents, self.meta(record, page))

        source = f"{record.about.id}/{record.id}.md"
        changes = [(e.commit.id, e.change.id, e.change.what) for e in self.history.of(record.id)]
        own = repr((self.modified(source), self.feeds_of(source), changes))
        html, (contents, meta) = self.kept.made(source, own, make) if self.kept else make()
        return Body(html, tuple((id_, title) for id_, title in contents), meta)

    @cached_property
    def further(self) -> dict[str, Further]:
        """The further pages of long lists, by their paths in the folder of pages."""
        further, context = [], self.context("")
        for kind in KINDS:
            pages = listing_of(kind, len(self.atlas.of_kind(kind))).pages
            further += [Further(kind, "", "page", number) for number in range(2, pages + 1)]
            for record in self.atlas.of_kind(kind):
                further += [Further(kind, record.id, *page) for page in further_of(context, record)]
        for month, changes in months(self.history).items():
            pages = listing_of_month(month, changes).pages
            further += [Further(CHANGES, month, "page", number) for number in range(2, pages + 1)]
        return {page.source: page for page in further}

    def further_page(self, page: Further) -> RecordPage:
        """Return a further page of a long list."""
        part, context = self.part_of(f"{page.kind}/index.md"), self.context("../../../../")
        if page.kind == CHANGES:
            return self._further_changes(context, page)
        if page.record:
            record = self.atlas.records[page.record]
            graph = partial(self._graph_of, page)
            return further_page(context, record, page.list, page.number, part, graph)
        context, about = self.context("../../../"), KINDS[page.kind].about
        name = about.many.in_(self.language)
        title = label("further_page", self.language, title=name, n=page.number)
        path = page.source.removesuffix(".md") + "/"
        way = to_further(context, page.kind, title, path, part)
        shown = way.shown + script([*self._graph_of(page, title), way.listed])
        listing = listing_of(page.kind, len(self.atlas.of_kind(page.kind)))
        rows = further_rows(context, self.explorer(page.kind), page.number)
        html = further_html(context, shown, title, name, listing, page.number, rows)
        return RecordPage(title, f"{title}. {about.intro.in_(self.language)}", html, [])

    def _graph_of(self, page: Further, title: str) -> list[Node]:
        """Return what a further page says of itself to programs."""
        if not self.outputs:
            return []
        address = self.project.site + page.source.removesuffix(".md") + "/"
        of = Page(address, title, self.language, self.modified(page.source))
        return self.json_ld.of_page(page.source, of, "")

    def _further_changes(self, context: Context, page: Further) -> RecordPage:
        name = label("changes_in", self.language, month=context.date(page.record))
        title = label("further_page", self.language, title=name, n=page.number)
        path = page.source.removesuffix(".md") + "/"
        way = to_page(context, title, path, self.part_of(f"{CHANGES}.md"))
        shown = way.shown + script([*self._graph_of(page, title), way.listed])
        words = self.change_words
        rows = further_changes(context, self.history, words, page.record, page.number)
        listing = listing_of_month(page.record, months(self.history)[page.record])
        html = further_html(context, shown, title, name, listing, page.number, rows)
        return RecordPage(title, title, html, [])

    def further_body(self, page: Further) -> Body:
        """Return the content of a further page of a long list, cached or rebuilt."""

        def make() -> tuple[str, Any]:
            rendered = self.further_page(page)
            return rendered.html, (rendered.title, rendered.description)

        own = self.modified(page.source)
        cache = self.kept if page.kind != CHANGES else None  # which comes of the history
        html, (title, description) = cache.made(page.source, own, make) if cache else make()
        meta = {
            **dict.fromkeys(("data", "markdown", "card", "card_says", "oembed"), ""),
            "title": str(attribute(title)),
            "description": description,
            "modified": own,
            "feeds": [],
            "kind": page.kind,
            "hide": ["toc"],
        }
        return Body(html, (), meta)

    def sweep(self) -> None:
        """Delete what is kept of pages that there are no more."""
        if self.kept:
            records = self.atlas.records.values()
            self.kept.sweep([*(f"{one.about.id}/{one.id}.md" for one in records), *self.further])

    def release(self) -> None:
        """Drop what no page of a record asks for, before several processes have it."""
        for explorer in self._explorers.values():
            explorer.forget()
        name_order.cache_clear()
        parsed.cache_clear()

    def flush(self) -> None:
        """Write what is kept of pages; drop what they share where there is very much of it."""
        if self.kept:
            self.kept.save()
        for cache, most in (
            *((cache, MOST_SHARED) for cache in self._made.values()),
            (self.data_set.made, MOST_PLAIN),
        ):
            if len(cache) > most:
                cache.clear()

    @property
    def keep(self) -> AllMade:
        """What takes or makes texts that are kept together."""
        return self.kept.all_made if self.kept else all_anew

    @cached_property
    def key(self) -> str:
        """What counts for every page of a record beside program and records."""
        settings = [v for v in vars(self).values() if isinstance(v, str | bool | Project)]
        return repr((settings, self.parts)) + self.key_of_data

    @cached_property
    def key_of_data(self) -> str:
        """What counts for every record as plain data beside program and records."""
        words = {p: d for p, d in self.atlas.files.items() if f"/{VOCABULARY}/" in p}
        return repr((words, self.atlas.redirects, self.roots))

    @cached_property
    def data_set(self) -> DataSet:
        """What every output for programs is made from."""
        keep = self.kept_data.all_made if self.kept_data else all_anew
        return DataSet(self.atlas, self.project.name, self.roots, self.project.doi, keep)

    @cached_property
    def json_ld(self) -> Pages:
        """What the pages say of themselves for programs."""
        return Pages(self.data_set, self.language, self.project.site)

    def told(self, record: Record) -> list[Told]:
        """Return the history of a record in words, the newest change first."""
        return self.change_words.told(self.history.of(record.id))

    @cached_property
    def change_words(self) -> ChangeWords:
        """What puts changes into the language of the build."""
        return ChangeWords(self.atlas, self.language)

    def context(self, base: str) -> Context:
        """Return the surroundings of one page; `base` leads to the root of the language."""
        shared = self._made.setdefault(base, {})
        tables = ("../" if self.folder else "") + f"{FOLDER}/" if self.outputs else None
        return Context(self.atlas, self.language, base, self.project, self.glossary, tables, shared)

    def context_of(self, url: str) -> Context:
        """Return the surroundings of the page at an address from the root of the language."""
        return self.context("../" * url.count("/") or "./")

    @cached_property
    def glossary(self) -> Glossary | None:
        """The terms that pages explain, in the language of the build."""
        return glossary(self.atlas, self.language)

    def record_of(self, path: str) -> Record | None:
        """Return the record whose page a source path is: trials/nct01234567.md."""
        folder, _, name = path.partition("/")
        record = self.atlas.records.get(name.removesuffix(".md"))
        return record if record and record.about.id == folder else None

    def meta(self, record: Record, page: RecordPage) -> dict[str, Any]:
        """Return the page's metadata for MkDocs. Its title is HTML, its description plain text."""
        up = "../../../" if self.folder else "../../"
        card = self.card(record)
        return {
            "title": str(attribute(page.title)),
            "description": plain(page.description),
            "data": up + record_path(record.about.id, record.id) if self.outputs else "",
            "modified": self.modified(f"{record.about.id}/{record.id}.md"),
            "feeds": self.feeds_of(f"{record.about.id}/{record.id}.md"),
            "kind": record.about.id,
            "markdown": self.markdown_of(f"{record.about.id}/{record.id}.md"),
            "card": self.card_address(record),
            "card_says": card.in_words(self.language) if card else "",
            "oembed": self.roots[FALLBACK] + oembed_path(record) if self.embeds(record) else "",
        }

    def card(self, record: Record) -> Card | None:
        """Return the card that a link to a record shows, None where it has none; made once."""
        if not self.outputs:
            return None
        return self.atlas.once(self._cards, record.id, lambda: card_of(self.atlas, record))

    def card_address(self, record: Record) -> str:
        """Return the absolute address of a record's card, which all editions share, or ""."""
        card = self.card(record)
        return self.roots[FALLBACK] + card.path if card else ""

    def cards(self) -> dict[str, Card]:
        """Return every card by the path of its file, from the root of the site."""
        return {card.path: card for card in map(self.card, self._with_cards()) if card}

    def _with_cards(self) -> Iterator[Record]:
        """Yield the records of the kinds that have cards."""
        return (record for kind in FACT for record in self.atlas.of(kind))

    def embeds(self, record: Record) -> bool:
        """Return whether other sites can ask how to show a record: it has a picture and a card."""
        return self.card(record) is not None and self.atlas.once(
            self._pictured, record.id, lambda: has_picture(self.context(""), record)
        )

    def files(self, docs: Path, name: str) -> Iterator[tuple[str, str | bytes]]:
        """Yield path and content of every generated file but those of `late_files`.

        `docs` is the folder of hand-written pages, `name` the site's.
        """
        for kind in KINDS:
            if not (docs / kind / "index.md").exists():
                # No list of contents: the table takes the width.
                yield f"{kind}/index.md", f'---\nhide: [toc]\n---\n\n{{{{ section("{kind}") }}}}'
            yield from self.explorer(kind).files.items()
        yield from self.assets.files.items()
        yield from images(self.atlas, name, self.language)
        yield from self.redirects()
        yield from month_pages(self.history, self.context(""))
        if self.language == FALLBACK:  # the schemas are the same in every language
            schemas = dict(schema_files(self.atlas.vocabularies))
            yield from schemas.items()
            yield ids_file(self.atlas, schemas.values())

    def late_files(self) -> Iterator[tuple[str, str | bytes]]:
        """Yield path and content of the files that take long and that few pages load."""
        yield from picture_files(self.context(self.site_url), self.keep)
        makes = (
            (product.id, partial(self._compared, product)) for product in self.atlas.of(Product)
        )
        for product, content in self.keep("products.compare", makes):
            for id_ in (product, *self.atlas.former_ids(product)):
                yield compare_path(id_), content
        if not self.outputs:
            return
        yield from self.calendars.files()
        if self.language == FALLBACK:  # they say everything in every language
            yield from output_files(self.data_set, self.exports)
            yield from self._oembed_files()

    def _compared(self, product: Product) -> str:
        # Its links count from the page of the comparison: compare/. Each file explains its terms
        # itself, as a page does: it is kept whatever becomes of the others.
        return compare_file(self.context("../"), product)

    def _oembed_files(self) -> Iterator[tuple[str, str]]:
        for record in filter(self.embeds, self._with_cards()):
            title, image = title_of(self.context(""), record), self.card_address(record)
            path, content = oembed_file(record, title, image, self.project.name, self.site_url)
            yield path, content
            for old in self.atlas.former_ids(record.id):  # a link may be an old one
                yield path.replace(f"/{record.id}/", f"/{old}/"), content

    def card_files(self) -> list[Iterator[tuple[str, bytes]]]:
        """Return what yields path and content of the cards, some at a time.

        All editions share them. Kept cards that none needs any more are deleted.
        """
        if self.language != FALLBACK or not self.outputs:
            return []
        cards = self.cards()
        if self.kept_cards:
            sealed.sweep(self.kept_cards, (Path(path).name for path in cards))
        paths = list(cards)
        parts = (paths[at : at + AT_ONCE] for at in range(0, len(paths), AT_ONCE))
        return [card_files({p: cards[p] for p in part}, self.kept_cards) for part in parts]

    def text_files(self, docs: Path) -> Iterator[tuple[str, str | bytes]]:
        """Yield path and content of what is written when all pages are.

        MkDocs takes a Markdown file for the source of a page, in the place of the page itself.
        A robots.txt in `docs`, the folder of hand-written pages, goes before the site's.
        """
        if not self.outputs:
            return
        context = self.context("../../")
        editions = dict(markdown_files(context, self.roots, self.keep))
        yield from editions.items()
        yield from model_files(context, self.roots, editions, self.pages)
        of_records = (citation_of(context, one) for one in self.atlas.records.values())
        yield from citation_files([*self.cited, *of_records])
        if self.language == FALLBACK:
            for path, content in robot_files(self.roots):
                if not (docs / path).exists():
                    yield path, content

    def markdown_of(self, source: str) -> str:
        """Return the relative address of a page's Markdown edition, "" for a page that has none."""
        folder, _, name = source.rpartition("/")
        is_of_kind = name == "index.md" or self.record_of(source)
        is_made = self.outputs and has_markdown(folder) and is_of_kind
        return "index.md" if is_made else ""

    def feed_files(self) -> Iterator[tuple[str, str]]:
        """Yield path and content of the feeds; those of records are the same in every language."""
        if self.feeds:
            yield from self._feeds(self.language).files()
        if self.feeds and self.language == FALLBACK:
            yield from record_feeds([self._feeds(code) for code in EDITIONS])

    def _feeds(self, language: str) -> Feeds:
        own = language == self.language
        words = self.change_words if own else ChangeWords(self.atlas, language)
        root = self.roots.get(language, self.site_url)  # that of a language not published
        site = Site(self.project.name, root, self.roots[FALLBACK])
        return Feeds(self.history, words, site)

    @cached_property
    def calendars(self) -> Calendars:
        """The calendars in the language of the build."""
        return Calendars(self.data_set, self.history, self.language, self.site_url)

    def feeds_of(self, source: str) -> list[dict[str, str]]:
        """Return title, type and relative address of the feeds that a page leads to."""
        if not self.feeds:
            return []
        record = self.record_of(source)
        folder, _, name = source.rpartition("/")
        if record and has_feed(self.history, folder, record.id):
            root = "../../" + "../" * self.folder.count("/")
            path = f"{root}{folder}/{record.id}/changes.atom"
            return [feed_link(label("feed_this", self.language), path)]
        if record or (folder in KINDS and name == "index.md"):
            title = KINDS[folder].about.many.in_(self.language)
            up = "../" if record else ""
            return feed_links(label("feed_title", self.language, name=title), f"{up}changes")
        title = label("feed_title", self.language, name=self.project.name)
        up = "" if source == "index.md" else "../" * (source.count("/") + (name != "index.md"))
        return feed_links(title, f"{up}changes/feed")

    def modified(self, source: str, file: str | None = None) -> str:
        """Return when what a page shows was changed last, such as 2026-11-30T08:39:52Z, or "".

        Of a record that is the newest change of it and of those that it lists; of a page written by
        hand, the newest commit of its `file`, by its path in the folder of pages.
        """
        if not self.history.steps:  # nothing is known of any change
            return ""
        find = partial(self._modified, source, file)
        return self.atlas.once(self._times, (source, file), find)

    def _modified(self, source: str, file: str | None) -> str:
        record = self.record_of(source)
        if record is None and (page := self.further.get(source)):
            source = f"{page.kind}/{page.record or 'index'}.md"  # what it is a page of
            record = self.record_of(source)
        folder, _, name = source.rpartition("/")
        if record:
            groups = self.atlas.backlinks(record.id)
            listed = {other.id for group in groups for other in group.records}
            return self.history.changed({record.id, *listed})
        of_kind = KINDS.get(folder) if name == "index.md" else None
        if of_kind:
            return self.history.changed(other.id for other in self.atlas.of_kind(folder))
        if folder == CHANGES:
            return months(self.history)[name.removesuffix(".md")][0][0][0].commit.time
        newest = self.page_times.get(file or "", "")
        if source == f"{CHANGES}.md":
            return max([newest, *(step.commit.time for step in self.history.steps[:1])])
        return newest

    def redirects(self) -> Iterator[tuple[str, str]]:
        """Yield path and HTML of the pages that tell where a record has moved to."""
        for old, (kind, new, _file) in self.atlas.redirects.items():
            to = self.context("../../").href(self.atlas.records[new])
            notice = escape(label("moved", self.language))
            yield (
                f"{kind}/{old}/index.html",
                f'<!doctype html><html lang="{self.language}"><meta charset="utf-8">'
                f'<title>{old}</title><meta http-equiv="refresh" content="0; url={to}">'
                f'<link rel="canonical" href="{to}">'
                f'<p>{notice} <a href="{to}">{escape(new)}</a></p></html>\n',
            )

    def explorer(self, kind: str) -> Explorer:
        """Return the columns of a kind's records, made once."""
        if kind not in self._explorers:
            self._explorers[kind] = Explorer(self.context(""), kind, self.keep)
        return self._explorers[kind]

    def alternates(self, url: str) -> list[dict[str, str]]:
        """Return, for each language, name and addresses, relative and whole, of a page's twin."""
        up = "../" * (url.count("/") + bool(self.folder))
        path = "" if url == "./" else url
        return [
            {
                "lang": code,
                "name": name,
                "link": up + FOLDERS[code] + path or "./",
                "whole": self.roots[code] + path,
            }
            for code, name in EDITIONS.items()
        ]

    @cached_property
    def roots(self) -> dict[str, str]:
        """The absolute address of the root of each language."""
        root = self.site_url.removesuffix(self.folder)
        return {code: root + FOLDERS[code] for code in EDITIONS}

    def with_references(self, markdown: str) -> str:
        """Return a page's Markdown with a place for its references, where it cites any."""
        if not cited_in(self.aside.filled(markdown)):
            return markdown
        return f"{markdown}\n\n## {label('sources', self.language)} {{#sources}}\n\n{LIST}\n"

    def hand_written(
        self, source: str, url: str, title: str, meta: Mapping[str, Any], html: str
    ) -> str:
        """Return a hand-written page's HTML with breadcrumb, numbered sources, explained terms.

        `source` is its path in the folder of pages, `title` HTML, `meta` the page's metadata.
        """
        context = self.context_of(url)
        html = self.aside.filled(html)
        evidence = evidence_line(context, sorted(cited_in(html)))
        html = finished(context, html)
        if self.glossary:
            html = explain_page(self.glossary, html)
        name = Markup(title).striptags()
        page = Page(
            self.project.site + url.removeprefix("./"), name, meta["language"], meta["modified"]
        )
        graph = self.json_ld.of_page(source, page, html)
        html = named_links(named_tables(on_one_line(html)))
        if source == "index.md":
            return f"{script(graph)}{html}"
        html = html.replace("</h1>", f"</h1>{evidence}", 1)
        way = to_page(context, name, url, self.part_of(source))
        cite = self._cite(context, source, page)
        return f"{way.shown}{script([*graph, way.listed])}{html}{cite}"

    def _cite(self, context: Context, source: str, page: Page) -> str:
        """Return how a page written by hand is cited, as HTML: a guide, and that of the data."""
        name, date, project = page.title, self.atlas.checked, self.project
        if source == DATA_PAGE:
            citation = data_set_citation(
                project.name, date, page.address, self.language, project.doi
            )
        elif source.startswith(GUIDES) and source != f"{GUIDES}index.md":
            key = source.removesuffix(".md").replace("/", "-")
            citation = Citation(key, name, project.name, date, page.address, self.language)
        else:
            return ""
        self.cited.append(citation)
        return cite_html(context, citation)

    def language_of(self, file: str | None) -> str:
        """Return the language of a page that is made, or written in a file."""
        ours = file is None or file.endswith(f".{self.language}.md")
        return self.language if ours else FALLBACK

    def untranslated(self, file: str | None) -> str:
        """Return the line, as HTML, that a page shows which is not written in the language."""
        if self.language_of(file) == self.language:
            return ""
        notice = label("untranslated", self.language)
        return f'<p class="untranslated" lang="{self.language}">{notice}</p>\n\n'
