"""The MkDocs hooks: reads the data, adds a page for each record, knows the two languages.

MkDocs loads this file by its path (`hooks:` in mkdocs.yml). Everything it does for pages of
records is in `fast.py` once more, quicker; `extra.plain` in mkdocs.yml switches back to the
plain path here, which uses nothing but public hooks and gives the same bytes.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from glob import glob
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:  # MkDocs runs from anywhere, and loads a hook without its package
    sys.path.insert(0, str(ROOT))

# A build keeps nearly all that it makes, modules too: looking for what could go costs a sixth of
# its time at 10,000 records. `serve` collects after each build, in on_post_build.
gc.disable()

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from mkdocs import utils
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import _SCRIPT_TEMPLATE, LiveReloadServer
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from mkdocs.theme import Theme
from mkdocs.utils.templates import TemplateContext
from mkdocs_macros import context as macros_context
from mkdocs_macros.context import get_git_info

from macros.curating.history import History, history
from macros.exports.crawlers import WrittenPage
from macros.exports.plain_record import LICENCE
from macros.features.record.page import LONGEST
from macros.features.search import index as search
from macros.model import harmless
from macros.model.atlas import Atlas
from macros.model.inline import shortened
from macros.model.kinds import KINDS
from macros.model.languages import FALLBACK, LANGUAGES
from macros.model.problems import DataError, Problem, counted
from macros.model.recruitment import DAYS_UNTIL_WARNING, days_since_comparison
from macros.model.traced import TracedAtlas
from macros.page.context import Project
from macros.page.labels import words_of
from macros.site import fast, serving
from macros.site.build import FOLDERS, POLICY, Build
from macros.site.material import EXTENSIONS, needs_all
from macros.site.menu import menu, pages, title_problems
from macros.site.serving import AS_BEFORE, Served
from macros.site.settings import (
    MACROS,
    MACROS_SETTING,
    Setting,
    block_problems,
    missing_files,
    settings_in,
    settings_problems,
)
from macros.site.social import SOCIAL_IMAGE
from macros.site.writing import KEEP_OLD, clear_path, write
from macros.store import digests
from macros.store.git import GitError
from macros.store.history import head, newest_times
from macros.store.kept import Kept
from macros.store.loading import loader
from macros.store.pages import page_problems

_serving = False
_served = Served()
_loaded_program = digests.loaded()
"""What of it is in memory: where its files were edited since, nothing is kept."""

UNSEARCHED = ("search.md", "changes/")
"""Pages that repeat what others say."""

COMPARE = (
    "The statuses of recruiting trials are {days} days older than the newest date of the data; "
    'compare them with the registry ("./atlas registry drift").'
)
NO_HISTORY = (
    "The history of the data cannot be read ({error}); the site has no change lists and no feeds."
)
NOT_PUBLISHED = "Publishing needs the whole history; nothing was built."
SHEETS = "assets/stylesheets/"
UNUSED = ("assets/javascripts/", "partials/")
"""Files of the theme that no page names: the site has scripts and a search of its own."""
FRAME = Path(__file__).with_name("theme")


def on_startup(command: str, dirty: bool) -> None:
    """Remember whether MkDocs builds or serves."""
    global _serving
    _serving = command == "serve"
    harmless.guard()
    for name in ("mkdocs", "properdocs"):
        for handler in logging.getLogger(name).handlers:
            handler.addFilter(harmless.records)
    # MkDocs dates the site map by the clock; the same input has to give the same bytes.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    macros_context.get_git_info = Git
    if os.environ.get(KEEP_OLD):  # MkDocs has no setting for it
        utils.clean_directory = lambda _: None


class Git:
    """What mkdocs-macros tells pages as `git`: it runs git twelve times, so not before one asks."""

    def __getitem__(self, name: str) -> object:
        return (get_git_info() or {})[name]


@event_priority(100)  # before the macros plugin asks for the data
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Check settings and data; stop with one line for each problem."""
    settings = list(settings_in(Path(config.config_file_path)))
    check_settings(config, settings)
    root = config.site_url or "/"
    branch = (config.edit_uri or "edit/main/").split("/")[1]
    repository, doi = (config.repo_url or "").rstrip("/"), config.extra.get("doi") or ""
    contact = config.extra.get("contact") or ""
    project = Project(repository, branch, config.site_name, root, doi, contact)
    data = data_folder(config)
    language = config.theme["language"]
    if _serving and not config.extra.get("plain"):
        config.site_dir = _served.folder(config.site_dir)
    shared = "../" if Path(config.site_dir).name == language != FALLBACK else ""
    atlas = TracedAtlas(read(data))
    build = Build(atlas, language, project, root, history_of(data), shared=shared)
    build.exports = bool(os.environ.get("ATLAS_EXPORTS"))
    build.outputs = bool(config.extra.get("outputs", True))
    part, of = map(int, os.environ.get("ATLAS_PART", "1/1").split("/"))
    build.part = part, of
    cache = data.parent / ".cache" / "atlas"
    build.kept_cards = cache / "cards"
    config.extra["build"] = build
    config.markdown_extensions.append(build.aside)  # pyright: ignore[reportArgumentType]
    if build.history.steps:
        build.page_times = newest_times(Path(config.docs_dir))
        build.feeds = build.outputs and not _serving
    if (days := days_since_comparison(build.atlas)) >= DAYS_UNTIL_WARNING:
        print(COMPARE.format(days=days), file=sys.stderr)
    if config.nav:
        # Other data come with other, fewer pages.
        docs = Path(config.docs_dir) if config.extra.get("data") else None
        nav = menu(config.nav, config.extra.get("nav_translations", {}), docs)
        config.nav, build.parts = nav, dict(pages(nav))
    if (program := digests.program()) == _loaded_program:
        kept = cache / ("served" if _serving else "pages")  # with other addresses
        build.kept = Kept(kept / language, program + build.key, atlas)
        build.kept_data = Kept(kept / "data", program + build.key_of_data, atlas)
    config.theme.dirs.insert(bool(config.theme.custom_dir), str(FRAME))
    config.theme.get_env = partial(environment, config.theme, config.theme.get_env)
    if all(setting.name != "theme.favicon" for setting in settings):
        config.theme["favicon"] = ""  # not Material's: base.html has the site's own
    return config


class Visible(FileSystemLoader):
    """The files of a theme but the hidden ones, which MkDocs lists only to leave them out.

    Material has 14,000 icons there: a hundredth of the time of a build of 1,000 records.
    """

    def list_templates(self) -> list[str]:
        visible = partial(glob, "**/*", recursive=True)
        return sorted({name for folder in self.searchpath for name in visible(root_dir=folder)})


def environment(theme: Theme, make: Callable[[], Environment]) -> Environment:
    """Return what renders the templates of a theme, as MkDocs makes it but for what it lists."""
    made = make()
    made.loader = Visible(theme.dirs)
    return made


def data_folder(config: MkDocsConfig) -> Path:
    """Return the folder of the data."""
    return Path(config.extra.get("data") or ROOT / "data")


def check_settings(config: MkDocsConfig, settings: Sequence[Setting]) -> None:
    """Stop where mkdocs.yml asks for what this site does not do, or a title is not translated."""
    name = Path(config.config_file_path).name
    problems = settings_problems(settings)
    folders = [Path(config.docs_dir), *map(Path, config.theme.dirs)]
    problems += missing_files(settings, folders)
    macros = config.plugins.get("macros")
    if macros is None or any(macros.config.get(key) != value for key, value in MACROS.items()):
        message = "the macros plugin is missing or set up differently, so pages would show raw text"
        problems.append(Problem(name, 1, 1, "setting", message, f"Write {MACROS_SETTING}"))
    if config.nav and config.theme.get("language") != FALLBACK:
        problems += title_problems(config.nav, config.extra.get("nav_translations", {}), name)
    if in_pages := page_problems(Path(config.docs_dir)):
        raise aborted(in_pages, "in the pages")
    if problems:
        raise aborted(problems, f"in {name}")


def aborted(problems: Sequence[Problem], where: str) -> Abort:
    """Print the problems, one a line, and return the exception that ends the build."""
    print(DataError(problems), file=sys.stderr)
    return Abort(f"Build stopped: {counted(len(problems), 'error')} {where} (above)")


def read(data: Path) -> Atlas:
    """Return the Atlas of a data folder; abort where the data are not sound.

    While serving, the site goes on showing the last sound data.
    """
    reader = loader(data)
    try:
        atlas = reader.load()
        if not _serving:
            reader.release()
        return atlas
    except DataError as error:
        if not _serving or reader.last is None or _served.is_split:
            raise aborted(error.problems, "in the data") from None
        print(f"{error}\n{AS_BEFORE}", file=sys.stderr)
        return reader.last


@lru_cache(maxsize=2)  # `serve` builds again and again at one commit
def history_until(data: Path, newest: str) -> History:
    """Return the history of the data up to the newest commit, read once. Raises GitError."""
    return history(data)


def newest_history(data: Path) -> History | None:
    """Return the history of the data as it is now, None where it cannot be read."""
    with suppress(GitError):
        return history_until(data, head(data))
    return None


def history_of(data: Path) -> History:
    """Return the history of the data; without the whole of it, none, and say so."""
    try:
        return history_until(data, head(data))
    except GitError as error:
        print(NO_HISTORY.format(error=error), file=sys.stderr)
        if os.environ.get("ATLAS_PUBLISH"):
            print(NOT_PUBLISHED, file=sys.stderr)
            raise Abort(NOT_PUBLISHED) from None
        return History()


@event_priority(100)  # before plugins that look at the finished site
def on_post_build(config: MkDocsConfig) -> None:
    """Write the pages of records; while serving, leave them until they are asked for."""
    if config.extra["fast"] is None:
        texts = config.extra["build"].text_files(Path(config.docs_dir))
        fast.write_files(write, Path(config.site_dir), texts)
    elif _serving:
        _served.built(config.extra["fast"])
    else:
        config.extra["fast"].write()


@event_priority(100)  # before plugins that look for link targets
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add a page for each record, each section without a hand-written page, each redirect."""
    build: Build = config.extra["build"]
    for file in [file for file in files if file.src_uri.startswith(UNUSED)]:
        files.remove(file)
    choose_language(files, build.language)
    for path, content in build.files(Path(config.docs_dir), config.site_name):
        files.append(File.generated(config, path, content=content))
    share(files, config)
    if not config.extra.get("plain"):
        config.extra["fast"] = fast.FastSite(config, build)
        for subject in chain(build.atlas.records.values(), build.further.values()):
            config.extra["fast"].add_page(files, subject)
        return files
    config.extra["fast"] = None
    for path, content in chain(build.late_files(), build.feed_files(), *build.card_files()):
        files.append(File.generated(config, path, content=content))
    for record in build.atlas.records.values():
        # The text of a page never holds anything from the data: it is read as a template.
        source = f'{{{{ record("{record.id}") }}}}'
        files.append(fast.record_file(File, config, record, source))
    for page in build.further.values():
        files.append(fast.further_file(File, config, page, f'{{{{ further("{page.source}") }}}}'))
    return files


def share(files: Files, config: MkDocsConfig) -> None:
    """Put styles, scripts, fonts and icons where every language finds them.

    An edition in a folder of the English one, site/ko, writes and names those of site/. Where
    it is built elsewhere or served by itself, it has its own.
    """
    own = (SOCIAL_IMAGE, config.theme.get("logo"), config.theme.get("favicon"))
    for file in files:
        of_program = file.src_dir != config.docs_dir
        if of_program and file.src_uri.startswith("assets/") and file.src_uri not in own:
            file.dest_uri = config.extra["build"].shared + file.src_uri


def choose_language(files: Files, language: str) -> None:
    """Take `x.ko.md` out of the pages; in Korean put it in the place of `x.md`."""
    for file in list(files):
        name, _, code = file.src_uri.removesuffix(".md").rpartition(".")
        if code not in LANGUAGES or not file.is_documentation_page():
            continue
        files.remove(file)
        twin = files.get_file_from_path(f"{name}.md")
        if code == language and twin is not None:
            twin.abs_src_path = file.abs_src_path
            twin.edit_uri = file.src_uri  # pyright: ignore[reportAttributeAccessIssue]


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Remember in which part of the menu the records of each kind are."""
    config.extra["nav"] = nav
    config.extra["parents"] = {
        page.file.src_uri.split("/")[0]: page.parent for page in nav.pages if page.parent
    }
    return nav


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Give a record's page its title and description; mark a page that is not translated."""
    build: Build = config.extra["build"]
    record = build.record_of(page.file.src_uri)
    if further := build.further.get(page.file.src_uri):
        page.meta.update(build.further_body(further).meta)
        page.parent = config.extra["parents"].get(further.kind)
        return markdown
    if record is None:
        source, path = page.file.src_uri, page.file.abs_src_path
        written = Path(path).relative_to(config.docs_dir).as_posix() if path else None
        page.meta["modified"] = build.modified(source, written)
        page.meta["feeds"] = build.feeds_of(source)
        page.meta["language"] = build.language_of(path)
        page.meta["markdown"] = build.markdown_of(source)
        return build.untranslated(path) + markdown
    page.meta.update(build.meta(record, build.page(record)))
    page.parent = config.extra["parents"].get(record.about.id)
    return markdown


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Give a record's page its contents, which come from the record; finish another page."""
    build: Build = config.extra["build"]
    record = build.record_of(page.file.src_uri)
    if page.file.src_uri in build.further:
        page.toc = fast.contents_of("", [])
        return build.aside.filled(html)
    if record is None:
        excerpt = shortened(search.first_paragraph(html), LONGEST)
        page.meta.setdefault("description", excerpt or str(page.title))
        title = str(page.title)
        return build.hand_written(page.file.src_uri, page.url, title, page.meta, html)
    name = record.name_in(build.language)
    page.toc = fast.contents_of(name, build.page(record).contents)
    return build.aside.filled(html)


@event_priority(-100)  # when every plugin has had its say
def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Stop where macros were called wrongly; give the frame and the search what they need."""
    build: Build = config.extra["build"]
    if build.problems:
        raise aborted(build.problems, "in macro calls")
    written = hand_written_pages(build, files)
    for path, content in search.search_files(build.context(""), written, build.keep):
        files.append(File.generated(config, path, content=content))
    build.pages = list(written_pages(config.extra["nav"]))
    env.globals["atlas"] = frame(config, build, styles_of_theme(config, build, files))
    if problems := block_problems(env.get_template("main.html").blocks):
        raise aborted(problems, "in main.html")
    if config.extra["fast"]:
        config.extra["fast"].ready(env, files)
    if os.environ.get(KEEP_OLD):
        for file in files:
            if not isinstance(file, fast.RecordFile):  # which is written with `write`
                clear_path(Path(file.abs_dest_path))
    return env


def written_pages(nav: Navigation) -> Iterator[WrittenPage]:
    """Yield the pages of the menu for readers, but for the lists of records."""
    for page in nav.pages:
        if page.url.strip("/") not in KINDS and not page.url.startswith("contribute/"):
            title, about = str(page.title or ""), str(page.meta.get("description", ""))
            address = "" if page.url == "./" else page.url
            yield WrittenPage(Markup(title).striptags(), address, about)


def styles_of_theme(config: MkDocsConfig, build: Build, files: Files) -> list[str]:
    """Return the addresses of the style sheets that Material gives pages.

    A site that changes frame, styles or Markdown may need any rule of them. Others have the part
    that their pages use, and the whole is not published.
    """
    sheets = {
        file.name.partition(".")[0]: file
        for file in files
        if file.src_uri.startswith(SHEETS) and file.src_uri.endswith(".css")
    }
    theme = config.theme
    own = theme.custom_dir or theme.get("palette") or config.extra_css or config.extra_javascript
    if not own and EXTENSIONS.issuperset({*config.markdown_extensions} - {build.aside}):
        part = build.assets.address("material.css")
        pages = (file.page.content or "" for file in files.documentation_pages() if file.page)
        sheet = sheets["main"].content_string
        if not needs_all(sheet, build.assets.content("material.css"), pages):
            for file in [file for file in files if file.src_uri.startswith(SHEETS)]:
                files.remove(file)
            return [part]
    needed = ["main", "palette"] if theme.get("palette") else ["main"]
    return [build.shared + sheets[name].src_uri for name in needed]


def frame(config: MkDocsConfig, build: Build, theirs: list[str]) -> dict[str, object]:
    """Return what the templates of the frame around each page know as `atlas`.

    `theirs` are the addresses of Material's style sheets.
    """
    assets, shared = build.assets, build.shared
    languages = sorted(build.roots, key=build.language.__ne__)  # the page's own first
    return {
        "words": words_of("site/words.yml", build.language),
        "search": search.words_of_search(build.language),
        "editions": [
            {
                "lang": code,
                "root": ""
                if code == build.language
                else "../" * bool(build.folder) + FOLDERS[code],
                "words": words_of("site/words.yml", code),
            }
            for code in languages
        ],
        "missing_script": assets.address("missing.js"),
        "root": build.site_url,
        "roots": build.roots,
        "licence": LICENCE,
        "locales": [LANGUAGES[code].locale for code in languages],
        "shared": shared,
        "styles": [*theirs, assets.address("atlas.css")],
        "home_style": assets.address("home.css"),
        "dark": assets.address("dark.css"),
        "font": assets.font,
        "first_script": assets.address("scheme.js"),
        "script": assets.address("atlas.js"),
        "social_image": SOCIAL_IMAGE,
        "records": list(config.extra["fast"].addresses()) if config.extra["fast"] else [],
        # While serving, it is sent with the page: MkDocs puts a script into each.
        "policy": "" if _serving else POLICY,
    }


def headings_of(contents: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    """Yield the headings of a page in order, each before those under it."""
    for heading in contents:
        yield heading
        yield from headings_of(heading.children)


def hand_written_pages(build: Build, files: Files) -> Iterator[search.HandWritten]:
    """Yield the pages that are not records', as the search wants them."""
    for file in files.documentation_pages():
        page = file.page
        source = file.src_uri
        generated = build.record_of(source) or source in build.further
        if page is None or generated or source.startswith(UNSEARCHED):
            continue
        headings = [(item.id, item.title) for item in headings_of(page.toc) if item.level > 1]
        yield search.hand_written(page.url, str(page.title or ""), page.content or "", headings)


def on_page_context(
    context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation
) -> TemplateContext:
    """Tell the theme where the page's twin in the other language is."""
    page.meta["alternates"] = config.extra["build"].alternates(page.url)
    return context


def on_serve(
    server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]
) -> LiveReloadServer:
    """Make pages of records when they are asked for; keep the policy; hear of edits.

    Folders on another machine may need `ATLAS_POLL=true`: the system hears of no edit there.
    """
    watched = [config.docs_dir, config.config_file_path]
    if not os.environ.get("ATLAS_POLL"):
        serving.listen(server, [*watched, *config.theme.dirs])
    if config.extra["fast"]:
        data, watched = data_folder(config), [*watched, *config.watch]
        _served.begin(server, watched, builder, loader(data), partial(newest_history, data))
    serving.keep_policy(server, _SCRIPT_TEMPLATE)
    return server


def on_shutdown() -> None:
    """Leave no process behind; end without a last look for what could go: all of it goes."""
    _served.end()
    gc.freeze()
