"""The fast path: the same bytes as the plain one of `hooks.py`, in less time.

It takes 0.78 of the plain path's processor time on the real data (1,700 records in English,
nothing kept from before, no files for programs) and 0.74 on 1,000 made-up ones; `./atlas bench`
measures the second.

1. A record's page skips Markdown: its body is HTML already, its contents come from the record.
2. The theme's template is rendered once for each kind of record with marks where title,
   description, addresses, contents and body belong; the pages of that kind are spliced in. The
   list of contents is rendered once and filled in for each page. Templates of one's own
   (`theme.custom_dir`) may ask a page for anything, so with them each page is rendered whole.
3. A record's page is rendered when it is written, in `serve` when somebody asks for it. MkDocs
   takes its file for one to copy, and calls of plugins only `on_post_page` for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from copy import copy
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import escape
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils.templates import TemplateContext

from macros.model.record import Record
from macros.page.text import attribute
from macros.site.build import Body, Build, Further
from macros.site.cards import FOLDER as CARDS
from macros.site.processes import share_out
from macros.site.writing import replace, write
from macros.store.kept import file_of

Put = Callable[[bytes, str], None]
"""Writes a file: `write` or `replace`."""

TITLE_END = "</header>"
CONTENT = ("<h1head", "rest")
"""What a record's page has to its title, and after it. The theme adds a heading where it sees no
"<h1"."""


def mark(place: str) -> str:
    """Return a placeholder for a value while the template is rendered.

    Private-use characters: no filter of the theme changes them, and text from data is put in later.
    """
    return f"\ue000{place}\ue001"


def record_file(make: type[File], config: MkDocsConfig, record: Record, source: str = "") -> File:
    """Return the file of a record's page, with the Markdown that it is made from."""
    path = f"{record.about.id}/{record.id}.md"
    file = make.generated(config, path, content=source, inclusion=InclusionLevel.NOT_IN_NAV)
    file.edit_uri = f"../{record.path}"  # pyright: ignore[reportAttributeAccessIssue]
    return file


def further_file(make: type[File], config: MkDocsConfig, page: Further, source: str = "") -> File:
    """Return the file of a further page of a long list, with its Markdown."""
    return make.generated(config, page.source, content=source, inclusion=InclusionLevel.NOT_IN_NAV)


def contents_of(title: str, contents: Iterable[tuple[str, str]]) -> TableOfContents:
    """Return the list of contents of a page that is made; `title` is plain."""
    top = AnchorLink(str(attribute(title)), "top", 1)
    top.children = [AnchorLink(str(escape(heading)), id_, 2) for id_, heading in contents]
    return TableOfContents([top])


def write_files(
    put: Put, folder: Path, files: Iterable[tuple[str, str | bytes]], last: str = ""
) -> None:
    """Put files, given as path and content, into a folder; none after the last one."""
    for path, content in files:
        put(content if isinstance(content, bytes) else content.encode(), f"{folder}/{path}")
        if path == last:
            break


class FastPage(Page):
    """A page made of records that needs neither Markdown nor a template run of its own.

    MkDocs knows its file for links, and never the page itself: see `RecordFile`.
    """

    contents_mark = ""
    """Stands for the list of contents while the page is rendered with marks."""

    def __init__(self, file: RecordFile):
        # As `Page` begins, in a third of the time: it parses addresses to join them.
        vars(self).update(file.site.blank)
        self.file, self.site, of = file, file.site, file.of
        build, config = self.site.build, self.site.config
        if self.canonical_url is not None and self.abs_url is not None:  # of the site's root
            self.canonical_url += self.url
            self.abs_url += self.url
        self._set_edit_url(config.repo_url, config.edit_uri, config.edit_uri_template)
        if isinstance(of, Further):
            self.kind, self.name, self.made = of.kind, "", partial(build.further_body, of)
        else:
            self.kind, self.name = of.about.id, of.name_in(build.language)
            self.made: Callable[[], Body] = partial(build.body, of)
        self.markdown = ""

    @property
    def present_anchor_ids(self) -> set[str]:
        """The ids of the page's headings, for the check of links that hand-written pages make."""
        return {"top", *(id_ for id_, _ in self.made().contents)}

    @present_anchor_ids.setter  # MkDocs has an attribute
    def present_anchor_ids(self, ids: set[str] | None) -> None:  # pyright: ignore[reportIncompatibleVariableOverride]
        """Take what a page of MkDocs has before it is rendered, and leave it."""

    @property
    def toc(self) -> TableOfContents:
        """The list of contents: few pages need one made."""
        return contents_of(self.name, self.headings)

    @toc.setter
    def toc(self, _toc: object) -> None:  # pyright: ignore[reportIncompatibleVariableOverride]
        """Take what a page of MkDocs has before it is rendered, and leave it."""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Take title, body and contents from what is made."""
        build = self.site.build
        body = self.made()
        self.parent = config.extra["parents"].get(self.kind)
        self.meta = {**body.meta, "alternates": build.alternates(self.url)}
        self.content = body.html
        self.headings = body.contents

    @property
    def context(self) -> TemplateContext:
        """What MkDocs gives a template; few pages run one."""
        config = self.site.config
        return get_context(config.extra["nav"], self.site.hand_written, config, self)

    @property
    def out(self) -> str:
        """The finished page."""
        if self.site.config.theme.custom_dir:
            return self.site.template.render({**self.context, "page": self})
        values = {
            "title": self.meta["title"],
            "description": str(escape(self.meta["description"])),
            "canonical": self.canonical_url or "",
            "modified": self.meta["modified"],
            "edit": self.edit_url or "",
            "data": self.meta["data"],
            "card": self.meta["card"],
            "card_says": str(escape(self.meta["card_says"])),
            "oembed": self.meta["oembed"],
            "contents": self.site.contents(self.headings),
            **dict(zip(CONTENT, (self.content or "").split(TITLE_END, 1), strict=True)),
            **{
                f"{name}{i}": twin[name]
                for i, twin in enumerate(self.meta["alternates"])
                for name in ("link", "whole")
            },
            **{f"feed{i}": feed["link"] for i, feed in enumerate(self.meta["feeds"])},
        }
        has = (bool(self.meta[name]) for name in ("modified", "card", "oembed"))
        shell = (self.kind, self.url.count("/"), len(self.meta["feeds"]), *has)
        return self.site.spliced(shell, values, self._with_marks)

    def _with_marks(self) -> str:
        marked = copy(self)
        marked.meta = {
            **self.meta,
            "title": mark("title"),
            "description": mark("description"),
            "modified": mark("modified") if self.meta["modified"] else "",
            "data": mark("data") if self.meta["data"] else "",
            "card": mark("card") if self.meta["card"] else "",
            "card_says": mark("card_says"),
            "oembed": mark("oembed") if self.meta["oembed"] else "",
            "feeds": [
                {**feed, "link": mark(f"feed{i}")} for i, feed in enumerate(self.meta["feeds"])
            ],
            "alternates": [
                {**twin, "link": mark(f"link{i}"), "whole": mark(f"whole{i}")}
                for i, twin in enumerate(self.meta["alternates"])
            ],
        }
        marked.content = TITLE_END.join(map(mark, CONTENT))
        marked.contents_mark = mark("contents")
        marked.canonical_url = mark("canonical") if self.canonical_url else None
        marked.edit_url = mark("edit") if self.edit_url else None
        return self.site.template.render({**self.context, "page": marked})


class RecordFile(File):
    """The file of a page made of records: MkDocs knows it for links, `FastSite` makes its page."""

    site: FastSite
    of: Record | Further

    def settle(self, site: FastSite, of: Record | Further) -> None:
        """Settle the page's address, which MkDocs derives once, and be no page from now on."""
        _ = self.url, self.dest_uri
        self.site, self.of = site, of
        self.settled = True

    settled = False

    @property
    def page(self) -> FastPage:
        """The page, made when it is asked for: all of them at once take much memory."""
        return FastPage(self)

    @page.setter
    def page(self, page: Page | None) -> None:  # pyright: ignore[reportIncompatibleVariableOverride]
        """Take the page that MkDocs gives each file, and leave it."""

    def is_documentation_page(self) -> bool:
        """Return False once settled, so that MkDocs neither renders the page nor lists it."""
        return not self.settled and super().is_documentation_page()

    def copy_file(self, dirty: bool = False) -> None:
        """Copy nothing: there is no file."""


LATE = (
    *(".svg", ".json", ".csv", ".gz", ".sqlite", ".xlsx", "SHA256SUMS"),
    *(".md", ".txt", "sitemap-index.xml", ".bib", ".ris"),
)
"""How the files end that are made when the first of them is asked for."""


class FastSite:
    """What the fast pages of one build share."""

    files: Files
    put: Put = staticmethod(replace)
    """Writes a file: whole, since a server may read it meanwhile."""

    def __init__(self, config: MkDocsConfig, build: Build):
        self.config = config
        self.build = build
        self.folder = Path(config.site_dir)
        self._shells: dict[Hashable, list[str]] = {}  # text and place by turns
        self._files: list[RecordFile] = []
        self._stale: set[str] = set()  # files that were made of other data
        self._begin()

    def _begin(self) -> None:
        """Take note that nothing is made yet."""
        docs = Path(self.config.docs_dir)
        self._made: set[str] = set()
        late = chain(self.build.late_files(), self.build.text_files(docs))
        self._late_files = ((self._noted(path), content) for path, content in late)

    def _noted(self, path: str) -> str:
        self._made.add(path)
        self._stale.discard(path)
        return path

    def add_page(self, files: Files, of: Record | Further) -> None:
        """Add the page of a record, or a further one of a long list, to the files of MkDocs."""
        self._files.append(self._file(of))
        files.append(self._files[-1])

    def _file(self, of: Record | Further) -> RecordFile:
        if isinstance(of, Further):
            file = further_file(RecordFile, self.config, of)
        else:
            file = record_file(RecordFile, self.config, of)
        assert isinstance(file, RecordFile)
        file.settle(self, of)
        return file

    def ready(self, env: Environment, files: Files) -> None:
        """Take what MkDocs has made of theme and files; pages can be rendered now."""
        self.template = env.get_template("main.html")
        self.contents_template = env.get_template("contents.html")
        self.files = files
        self.hand_written = files.documentation_pages()

    @cached_property
    def blank(self) -> dict[str, Any]:
        """What every page has in the beginning, the addresses those of the site's root."""
        page = Page(None, File.generated(self.config, "index.md", content=""), self.config)
        return vars(page)

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Yield address and time of the last change of each record's page, for the site map."""
        for file in self._files:
            yield file.url, self.build.modified(file.src_uri)

    def spliced(self, alike: Hashable, values: dict[str, str], render: Callable[[], str]) -> str:
        """Return a page with its values; `render` makes it with the marks, once for those alike."""
        if alike not in self._shells:
            self._shells[alike] = re.split("\ue000(.*?)\ue001", render())
        texts = self._shells[alike]
        return "".join([values[t] if at % 2 else t for at, t in enumerate(texts)])

    def contents(self, headings: Iterable[tuple[str, str]]) -> str:
        """Return the list of contents for these headings."""
        before, line, after = self._contents
        lines = [
            line.replace(mark("id"), id_).replace(mark("title"), escape(title))
            for id_, title in headings
        ]
        return "".join([before, *lines, after]) if lines else ""

    @cached_property
    def _contents(self) -> list[str]:
        """What comes before, as and after a line of the list of contents."""
        page = {"toc": contents_of("", [(mark("id"), mark("title"))])}
        return re.split("(\n<li>.*</li>)", self.contents_template.render(page=page))

    def write(self) -> None:
        """Make all pages and late files, or those of one part of the build."""
        self.put, build, docs = write, self.build, Path(self.config.docs_dir)
        build.sweep()
        build.release()
        for file in self.files:
            if file.generated_by and not file.is_documentation_page():
                file.content_bytes = b""  # MkDocs has written it
        together: dict[str, list[RecordFile]] = {}  # what is kept in one file; of every kind some
        for file in self._files:
            together.setdefault(file_of(file.src_uri), []).append(file)
        page_jobs = [partial(self._write_pages, files) for files in together.values()]
        late = [build.late_files(), build.text_files(docs), build.feed_files()]
        late += build.card_files()
        jobs = [
            *page_jobs[:1],
            *(partial(write_files, write, self.folder, files) for files in late),
            *page_jobs[1:],
        ]
        part, of = build.part
        jobs = jobs[part - 1 :: of]
        for job in jobs[:1]:  # what pages have in common is made before there are two processes
            job()
        share_out(jobs[1:])

    def on_demand(self, url: str) -> None:
        """Make what belongs at an address, unless it is there or needs no making."""
        source = f"{url.removesuffix('/')}.md"
        of = self.build.record_of(source)
        if of is None and url[-2:-1].isdigit():
            of = self.build.further.get(source)
        if of:
            file = self._file(of)
            if file.dest_uri not in self._made:
                self._write_pages([file])
                self._noted(file.dest_uri)
        elif url in self._stale or not (self.folder / url).exists():
            if url.startswith(CARDS) and (card := self.build.cards().get(url)):
                write_files(self.put, self.folder, [(url, card.png())])
            elif url.endswith(LATE):
                write_files(self.put, self.folder, self._late_files, url)

    def of(self, build: Build, folder: Path) -> FastSite:
        """Return the same site of other data, in a folder where nothing is made of them yet."""
        site = copy(self)
        site.build, site.folder, site._files = build, folder, []
        site._stale = self._stale | self._made if folder == self.folder else set()
        site._begin()
        return site

    def _write_pages(self, files: Iterable[RecordFile]) -> None:
        for file in files:
            self._write_page(file.page)
        self.build.flush()

    def _write_page(self, page: FastPage) -> None:
        page.render(self.config, self.files)
        page.active = True
        try:
            out = self.config.plugins.on_post_page(page.out, page=page, config=self.config)
            self.put(out.encode(), f"{self.folder}/{page.file.dest_uri}")
        finally:
            page.active = False
