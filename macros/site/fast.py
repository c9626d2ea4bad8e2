"""The fast path: the same bytes as the plain one of `hooks.py`, in a tenth of the time.

1. A record's page skips Markdown: its body is HTML already, its contents come from the record.
2. The theme's template is rendered once for each kind of record with marks where title,
   description, addresses, contents and body stand; the pages of that kind are spliced in. The
   list of contents is rendered once for each set of headings.
3. In `serve` a record's page is rendered when somebody asks for it.

(Parsed YAML is kept between builds by `cache.py`.) What each step saves was measured with
`./atlas bench`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from copy import copy
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import escape
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import write_file

from macros.model.record import Record
from macros.site.build import Build

SHELL = "shell.html"
"""A theme template that holds nothing but `{{ page.out }}`."""

# Private-use characters: they stand in no data (text.py lets them through, splitting is by the
# whole mark) and no filter of the theme changes them.
MARKS = {
    name: f"\ue000{name}\ue001"
    for name in (
        "title",
        "description",
        "canonical",
        "edit",
        "contents",
        "link0",
        "link1",
        "whole0",
        "whole1",
    )
} | {"content": "\ue000<h1content\ue001"}  # the theme adds a heading where it sees no "<h1"


class Shells:
    """The theme's page around a record, rendered once for each kind and then reused."""

    def __init__(self) -> None:
        self._parts: dict[str, list[tuple[str, str]]] = {}

    def page(self, kind: str, values: dict[str, str], render: Callable[[], str]) -> str:
        """Return the page of a kind with its values; `render` makes it with the marks, once."""
        parts = self._parts.get(kind)
        if parts is None:
            parts = self._parts[kind] = list(split(render()))
        return "".join([before + values[mark] if mark else before for before, mark in parts])


def split(html: str) -> Iterable[tuple[str, str]]:
    """Yield the text before each mark with the mark's name; last, the rest with ""."""
    names = {mark: name for name, mark in MARKS.items()}
    start = 0
    while (at := html.find("\ue000", start)) >= 0:
        end = html.index("\ue001", at) + 1
        yield html[start:at], names[html[at:end]]
        start = end
    yield html[start:], ""


class FastPage(Page):
    """A record's page that needs neither Markdown nor a template run of its own."""

    def __init__(self, site: FastSite, file: File, record: Record):
        super().__init__(None, file, site.config)
        self.site = site
        self.record = record

    def read_source(self, config: MkDocsConfig) -> None:
        """Read nothing. Title and description are set in `render`, after the macros plugin, which
        would read them as templates."""
        self.markdown = ""
        self.meta = {"template": SHELL, "render_macros": False}
        self.parent = self.site.build.parents.get(self.record.about.id)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Take title, body and contents from the record."""
        self.meta |= self.site.build.meta(self.record)
        made = self.site.build.render(self.record)
        self.content = made.html
        self.toc = get_toc(self.site.build.contents(self.record, made))
        self.headings = tuple(made.contents)
        self.present_anchor_ids = {"top", *(id_ for id_, _ in made.contents)}
        self.links_to_anchors = {}

    @property
    def out(self) -> str:
        """The finished page, as the template `shell.html` prints it."""
        twins = self.meta["alternates"]
        values = {
            "title": self.meta["title"],
            "description": str(escape(self.meta["description"])),
            "canonical": self.canonical_url or "",
            "edit": self.edit_url or "",
            "contents": self.site.contents(self.headings, self._contents),
            "content": self.content,
            **{
                f"{name}{i}": twin[name]
                for i, twin in enumerate(twins)
                for name in ("link", "whole")
            },
        }
        return self.site.shells.page(self.record.about.id, values, self._with_marks)

    def _contents(self) -> str:
        return self.site.contents_template.render({**self.context, "page": self})

    def _with_marks(self) -> str:
        double = copy(self)
        double.meta = {key: value for key, value in self.meta.items() if key != "template"} | {
            "title": MARKS["title"],
            "description": MARKS["description"],
            "alternates": [
                {**twin, "link": MARKS[f"link{i}"], "whole": MARKS[f"whole{i}"]}
                for i, twin in enumerate(self.meta["alternates"])
            ],
        }
        double.content = MARKS["content"]
        double.contents_mark = MARKS["contents"]
        double.canonical_url = MARKS["canonical"] if self.canonical_url else None
        double.edit_url = MARKS["edit"] if self.edit_url else None
        return self.site.template.render({**self.context, "page": double})


class LazyFile(File):
    """The file of a record's page in `serve`: known to MkDocs, rendered when asked for."""

    asleep = False

    def sleep(self) -> None:
        """Settle the page's address, which MkDocs derives once, and be no page from now on."""
        _ = self.url, self.dest_uri
        self.asleep = True

    def is_documentation_page(self) -> bool:
        """Return False once asleep, so that MkDocs neither renders the page nor lists it."""
        return not self.asleep and super().is_documentation_page()

    def copy_file(self, dirty: bool = False) -> None:
        """Copy nothing: there is no file."""


class FastSite:
    """What the fast pages of one build share. `current` is the newest build, for `serve`."""

    current: FastSite | None = None

    def __init__(self, config: MkDocsConfig, build: Build, lazy: bool):
        self.config = config
        self.build = build
        self.lazy = lazy
        self.shells = Shells()
        self._contents: dict[tuple[tuple[str, str], ...], str] = {}
        self._files: dict[str, tuple[File, Record]] = {}
        self._made: dict[str, tuple[File, Callable[[], str]]] = {}
        self._done: set[str] = set()

    @cached_property
    def _pictures(self) -> dict[str, str]:
        """The files of all pictures, for `serve`: drawn when the first of them is asked for."""
        return dict(self.build.picture_files())

    def add_page(self, files: Files, record: Record) -> None:
        """Add a record's page to the files of MkDocs."""
        path = f"{record.about.id}/{record.id}.md"
        make = LazyFile.generated if self.lazy else File.generated
        file = make(self.config, path, content="", inclusion=InclusionLevel.NOT_IN_NAV)
        file.edit_uri = f"../{record.path}"
        files.append(file)
        if self.lazy:
            file.sleep()
            self._files[file.url] = (file, record)
        else:
            FastPage(self, file, record)  # puts itself into file.page

    def add_file(self, files: Files, path: str, make: Callable[[], str]) -> None:
        """Add a file that is no page; in `serve` it is made when somebody asks for it."""
        if not self.lazy:
            files.append(File.generated(self.config, path, content=make()))
            return
        file = LazyFile.generated(self.config, path, content="")
        files.append(file)
        self._made[path] = (file, make)

    def ready(self, env: Environment, files: Files, nav: Navigation) -> None:
        """Take what MkDocs has made of theme, files and menu; pages can be rendered now."""
        self.template = env.get_template("main.html")
        self.contents_template = env.get_template("contents.html")
        self._all_files, self._nav = files, nav
        FastSite.current = self

    def contents(self, headings: tuple[tuple[str, str], ...], render: Callable[[], str]) -> str:
        """Return the list of contents for these headings; `render` makes it, once."""
        if headings not in self._contents:
            self._contents[headings] = render()
        return self._contents[headings]

    def on_demand(self, url: str) -> None:
        """Make what belongs at an address, unless that has been done or it needs no making."""
        if url in self._done:
            return
        if url.startswith("pictures/") and url in self._pictures:
            path = Path(self.config.site_dir) / url
            write_file(self._pictures[url].encode(), str(path))
            self._done.add(url)
            return
        if url in self._made:
            file, make = self._made[url]
            write_file(make().encode(), file.abs_dest_path)
            self._done.add(url)
            return
        if url not in self._files:
            return
        file, record = self._files[url]
        page = FastPage(self, file, record)
        page.read_source(self.config)
        page.render(self.config, self._all_files)
        page.meta["alternates"] = self.build.alternates(page.url, self.config["extra"]["languages"])
        page.context = get_context(self._nav, self._all_files, self.config, page)
        page.active = True
        try:
            write_file(page.out.encode(), file.abs_dest_path)
        finally:
            page.active = False
        self._done.add(url)


def serve_on_demand(server: LiveReloadServer) -> None:
    """Put a step before the server that renders a record's page when it is asked for."""
    serve_file = server.get_app()

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        # MkDocs reloads this program when it has changed: ask for the newest each time.
        site = sys.modules[__name__].FastSite.current
        if site and path.startswith(server.mount_path):
            with server._epoch_cond:  # not into a folder that a running build is about to empty
                server._epoch_cond.wait_for(
                    lambda: server._visible_epoch == server._wanted_epoch, timeout=60
                )
            sys.modules[__name__].FastSite.current.on_demand(path[len(server.mount_path) :])
        return serve_file(environ, start_response)

    server.set_app(app)
