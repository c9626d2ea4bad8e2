"""Where programs that read whole sites begin: llms.txt, all Markdown in one file, robots.txt.

Programs look for robots.txt and llms.txt at the root of a host only; below the address of a project
they are files like any other. llms.txt has the form of https://llmstxt.org.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from macros.exports.api import FOLDER as API
from macros.exports.csv_files import FOLDER as TABLES
from macros.exports.markdown import LONGEST, has_markdown, link, markdown_path
from macros.model.inline import shortened
from macros.model.kinds import KINDS
from macros.model.languages import FALLBACK, LANGUAGES
from macros.model.values import UNKNOWN
from macros.page.context import Context

ALL = "llms-full.txt.gz"
"""All Markdown editions of a language in one file."""


class WrittenPage(NamedTuple):
    """A page of the menu: plain title and description, address from the root of the language."""

    title: str
    address: str
    about: str


def model_files(
    context: Context,
    roots: Mapping[str, str],
    editions: Mapping[str, str],
    pages: Iterable[WrittenPage],
) -> Iterator[tuple[str, str | bytes]]:
    """Yield path and content of what language models are led to.

    `roots` are the addresses of the languages, `editions` the Markdown by path, `pages` those of
    the menu.
    """
    yield "llms.txt", "\n".join(_llms_txt(context, roots, pages)) + "\n"
    whole = "\n".join(editions.values())
    yield ALL, gzip.compress(whole.encode(), mtime=0)  # the same bytes at any time


def robot_files(roots: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield path and content of robots.txt and of the index of site maps, with addresses only."""
    if "://" not in roots[FALLBACK]:
        return
    maps = "".join(f"<sitemap><loc>{root}sitemap.xml</loc></sitemap>\n" for root in roots.values())
    yield (
        "sitemap-index.xml",
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{maps}</sitemapindex>\n',
    )
    index = f"Sitemap: {roots[FALLBACK]}sitemap-index.xml\n"
    yield "robots.txt", f"User-agent: *\nAllow: /\n\n{index}"


def _llms_txt(
    context: Context, roots: Mapping[str, str], pages: Iterable[WrittenPage]
) -> Iterator[str]:
    root, atlas = context.project.site, context.atlas
    when = context.label("cite_as_of", date=atlas.checked) if atlas.checked else ""
    yield from (f"# {context.project.name}", "", f"> {context.label('promise')}.{when}", "")
    missing = context.label("md_not_recorded")
    for line in (
        context.label("not_advice"),
        context.label("md_kept"),
        context.label("md_disagree", others_say=context.label("others_say")),
        context.label("md_missing", not_recorded=missing, unknown=context.plain(UNKNOWN)),
        context.label("md_claims"),
        context.label("md_cite", site=context.project.name),
        context.label("md_free"),
    ):
        yield f"- {line}"
    yield from _section(
        context.label("md_records"),
        (
            WrittenPage(
                model.about.many.in_(context.language),
                root + markdown_path(kind),
                context.label("md_total", n=len(atlas.of_kind(kind))),
            )
            for kind, model in KINDS.items()
            if has_markdown(kind)
        ),
    )
    yield from _section(
        context.label("md_pages"),
        (page._replace(address=root + page.address) for page in pages),
    )
    data = {
        f"{API}/index.json": "md_data_index",
        f"{TABLES}/facts.csv": "md_data_facts",
        f"{TABLES}/sources.csv": "md_data_sources",
    }
    yield from _section(
        context.label("md_data"),
        (WrittenPage(path, roots[FALLBACK] + path, context.label(data[path])) for path in data),
    )
    whole = WrittenPage(ALL, root + ALL, context.label("md_all"))
    others = [
        WrittenPage(LANGUAGES[code].name, f"{other}llms.txt", context.label("md_other_edition"))
        for code, other in roots.items()
        if code != context.language
    ]
    # The form gives this title a meaning: what can be left out.
    yield from _section("Optional", [whole, *others])


def _section(title: str, pages: Iterable[WrittenPage]) -> Iterator[str]:
    lines = [
        f"- {link(page.title, page.address)}{': ' if page.about else ''}"
        f"{shortened(page.about, LONGEST)}"
        for page in pages
    ]
    if lines:
        yield from ("", f"## {title}", "", *lines)
