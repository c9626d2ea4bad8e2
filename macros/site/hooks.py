"""The MkDocs hooks: reads the data, adds a page for each record, knows the two languages.

MkDocs loads this file by its path (`hooks:` in mkdocs.yml). Everything it does for pages of
records is in `fast.py` once more, quicker; `extra.plain` in mkdocs.yml switches back to the
plain path here, which uses nothing but public hooks and gives the same bytes.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:  # MkDocs runs from anywhere, and loads a hook without its package
    sys.path.insert(0, str(ROOT))

from jinja2 import Environment  # noqa: E402
from mkdocs.config.config_options import ExtraScriptValue  # noqa: E402
from mkdocs.config.defaults import MkDocsConfig  # noqa: E402
from mkdocs.exceptions import Abort  # noqa: E402
from mkdocs.livereload import LiveReloadServer  # noqa: E402
from mkdocs.plugins import event_priority  # noqa: E402
from mkdocs.structure.files import File, Files, InclusionLevel  # noqa: E402
from mkdocs.structure.nav import Navigation  # noqa: E402
from mkdocs.structure.pages import Page  # noqa: E402
from mkdocs.structure.toc import get_toc  # noqa: E402

from macros.features.search.index import HandWritten, hand_written, words_of_search  # noqa: E402
from macros.model.kinds import KINDS  # noqa: E402
from macros.model.problems import DataError  # noqa: E402
from macros.model.record import Record  # noqa: E402
from macros.page.context import Project  # noqa: E402
from macros.page.labels import words_of_theme  # noqa: E402
from macros.site.build import POLICY, Build  # noqa: E402
from macros.site.fast import FastPage, FastSite, serve_on_demand  # noqa: E402
from macros.site.menu import menu, pages  # noqa: E402
from macros.site.social import SOCIAL_IMAGE  # noqa: E402
from macros.store.history import histories  # noqa: E402
from macros.store.loading import loader  # noqa: E402

_serving = False
_loaded = time.time_ns()

SEARCH_PAGE = "search.md"

THEME_STYLE = "assets/stylesheets/main.*.min.css"

LANGUAGES = {"en": "English", "ko": "한국어"}


@event_priority(100)  # before the macros plugin asks for the data
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load and check the data; stop with one line a problem where there is one.

    While serving, the site goes on showing the last sound data.
    """
    restart_if_program_changed()
    data = Path(config["extra"].get("data") or ROOT / "data")
    reader = loader(data)
    try:
        atlas = reader.load()
    except DataError as error:
        print(error, file=sys.stderr)
        if not (_serving and reader.last):
            raise Abort(
                f"the data are not sound ({len(error.problems)}); nothing was built"
            ) from None
        atlas = reader.last
        print("The site shows the data as they were before.", file=sys.stderr)
    root = config.site_url or "/"
    project = Project((config.repo_url or "").rstrip("/"), name=config.site_name, site=root)
    build = Build(atlas, config.theme["language"], project, root, histories(data))
    config["extra"]["build"] = build
    config["extra"]["languages"] = LANGUAGES
    config["extra"]["alternate"] = list(LANGUAGES)  # the theme shows its switch where this is set
    config["extra"]["roots"] = build.roots(LANGUAGES)
    config["extra"]["search"] = words_of_search(build.language)
    tell_theme(config, build)
    if config.nav:
        titles = config["extra"].get("nav_translations", {})
        config.nav = menu(config.nav, titles, is_there(config))
        build.parts = dict(pages(config.nav))
    config.copyright = build.licence()
    return config


def is_there(config: MkDocsConfig) -> Callable[[str], bool]:
    """Return whether the menu keeps a page: all but those that are not among other, fewer pages.

    Other data (`extra.data`) come with other pages; in the project's own menu MkDocs reports a
    page that does not exist.
    """
    docs, other = Path(config.docs_dir), bool(config["extra"].get("data"))
    sections = {f"{kind}/index.md" for kind in KINDS}
    return lambda page: not other or page in sections or (docs / page).exists()


def tell_theme(config: MkDocsConfig, build: Build) -> None:
    """Give the theme's templates what they ask for: words, addresses of style sheet and scripts."""
    assets, extra = build.assets, config["extra"]
    themes = (Path(folder) for folder in config.theme.dirs)
    (own,) = (file.name for folder in themes for file in folder.glob(THEME_STYLE))
    config["extra_css"] += [f"assets/stylesheets/{own}", assets.address("atlas.css")]
    script = ExtraScriptValue(assets.address("atlas.js"))
    script.defer = True
    config["extra_javascript"].append(script)
    extra["words"] = words_of_theme(build.language)
    extra["scheme_script"] = assets.address("scheme.js")
    extra["dark_style"] = assets.address("dark.css")
    extra["fonts"] = assets.fonts
    extra["social_image"] = SOCIAL_IMAGE
    # While serving, MkDocs puts a script into every page that reloads it after an edit.
    extra["policy"] = "" if _serving else POLICY


@event_priority(100)  # before plugins that look for link targets
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add a page for each record, each section without a hand-written page, each tombstone."""
    build: Build = config["extra"]["build"]
    choose_language(files, build.language)
    for path, markdown in build.sections(Path(config.docs_dir)):
        files.append(File.generated(config, path, content=markdown))
    for path, content in (*build.assets.files.items(), *build.images(config.site_name)):
        files.append(File.generated(config, path, content=content))
    for path, content in () if _serving else build.picture_files():
        files.append(File.generated(config, path, content=content))
    for path, content in build.explorer_files():
        files.append(File.generated(config, path, content=content))
    for path, html in build.redirects():
        files.append(File.generated(config, path, content=html))
    for path, content in build.schemas():
        files.append(File.generated(config, path, content=content))
    site = None if config["extra"].get("plain") else FastSite(config, build, lazy=_serving)
    config["extra"]["fast"] = site
    for path, make in build.compare_files():
        if site:
            site.add_file(files, path, make)
        else:
            files.append(File.generated(config, path, content=make()))
    for record in build.atlas.records.values():
        if site:
            site.add_page(files, record)
        else:
            plain_page(files, config, record)
    return files


def restart_if_program_changed() -> None:
    """While serving, start again when the program itself was edited: Python keeps old modules."""
    newest = max(path.stat().st_mtime_ns for path in (ROOT / "macros").rglob("*.py"))
    if _serving and newest > _loaded:
        print("The program has changed; starting again.", file=sys.stderr, flush=True)
        os.execv(sys.executable, sys.orig_argv)


def plain_page(files: Files, config: MkDocsConfig, record: Record) -> None:
    """Add a record's page as MkDocs means it: generated Markdown that is one macro call.

    The text of a page never holds anything from the data: it is read as a template.
    """
    file = File.generated(
        config,
        f"{record.about.id}/{record.id}.md",
        content=f'{{{{ record("{record.id}") }}}}',
        inclusion=InclusionLevel.NOT_IN_NAV,
    )
    file.edit_uri = f"../{record.path}"
    files.append(file)


def choose_language(files: Files, language: str) -> None:
    """Keep `x.md` in English; in Korean put `x.ko.md` in its place where there is one."""
    for file in [f for f in files if f.src_uri.endswith(".ko.md")]:
        files.remove(file)
        twin = files.get_file_from_path(file.src_uri.replace(".ko.md", ".md"))
        if language == "ko" and twin is not None:
            twin.abs_src_path = file.abs_src_path
            twin.edit_uri = file.src_uri


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Remember under which part of the menu the records of each kind hang."""
    config["extra"]["build"].parents = {
        page.file.src_uri.split("/")[0]: page.parent for page in nav.pages if page.parent
    }
    config["extra"]["nav"] = nav
    return nav


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Give a record's page its title and description; mark a page that is not translated."""
    build: Build = config["extra"]["build"]
    record = build.record_of(page.file.src_uri)
    if record and not isinstance(page, FastPage):
        page.meta |= build.meta(record)
        page.parent = build.parents.get(record.about.id)
    elif not record and build.untranslated(page.file.abs_src_path):
        return f"{build.untranslated_note()}\n\n{markdown}"
    return markdown


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Give a record's page its contents, which come from the record; explain terms elsewhere."""
    build: Build = config["extra"]["build"]
    record = build.record_of(page.file.src_uri)
    html = build.filled(html)
    if record is None:
        way = "" if page.is_homepage else build.path_to(page.file.src_uri, page.url, page.title)
        return way + build.explained(html)
    if not isinstance(page, FastPage):
        page.toc = get_toc(build.contents(record, build.page(record)))
    return html


@event_priority(-100)  # when every plugin has had its say
def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Stop where macros were called wrongly; add the files of the search."""
    build: Build = config["extra"]["build"]
    if build.problems:
        print(DataError(build.problems), file=sys.stderr)
        raise Abort(f"macros were called wrongly ({len(build.problems)}); nothing was built")
    for path, content in build.search_files(hand_written_pages(build, files)):
        files.append(File.generated(config, path, content=content))
    if config["extra"]["fast"]:
        config["extra"]["fast"].ready(env, files, config["extra"]["nav"])
    return env


def hand_written_pages(build: Build, files: Files) -> Iterator[HandWritten]:
    """Yield the pages that are no records, as the search wants them."""
    for file in files.documentation_pages():
        page = file.page
        if page is None or build.record_of(file.src_uri) or file.src_uri == SEARCH_PAGE:
            continue
        headings = [
            (item.id, item.title)
            for top in page.toc
            for item in ([] if top.level == 1 else [top]) + list(top.children)
        ]
        yield hand_written(page.url, page.title or "", page.content or "", headings)


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Tell the theme where the page's twin in the other language is."""
    page.meta["alternates"] = config["extra"]["build"].alternates(page.url, LANGUAGES)
    page.context = context
    return context


def on_startup(command: str, dirty: bool) -> None:
    """Remember whether MkDocs builds or serves."""
    global _serving
    _serving = command == "serve"
    # MkDocs dates the site map by the clock; the same input has to give the same bytes.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
    """Render pages of records when they are asked for."""
    if config["extra"]["fast"]:
        serve_on_demand(server)
    return server
