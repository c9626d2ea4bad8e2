"""References: the sources of a page, numbered when it is made, in the order in which it is read.

While a page is made, a mark stands for the number of a source (`reference` and `citation` in
`text.py`), so that parts can be made in any order.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import partial
from html import unescape

from markupsafe import Markup

from macros.model.derived import grade_of_source
from macros.model.kinds import Source
from macros.model.languages import LANGUAGES
from macros.model.values import GRADES, Grade
from macros.page.context import Context
from macros.page.text import attribute, html, joined, on_one_line, text
from macros.page.values import show

LIST = '<ol class="references"></ol>'
"""Where `finished` puts the list of references."""

_LISTED = '<ol class="references" itemscope itemtype="https://schema.org/WebPage" itemid="./">'
"""How the list begins: to programs, its links are citations of this page."""

TABLE = Markup('<table class="records"')
"""How every table of records begins."""

_TABLE_OR_HEADING = re.compile(r'<h[1-6][^>]* id="([^"]+)"|<table(?![^>]* aria-label)[^>]*')


def named_tables(page: str) -> str:
    """Return HTML whose tables have the name of the heading above them."""
    heading = ""

    def named(match: re.Match[str]) -> str:
        nonlocal heading
        heading = match[1] or heading
        if match[1] or not heading:
            return match[0]
        return f'{match[0]} aria-labelledby="{heading}"'

    return _TABLE_OR_HEADING.sub(named, page)


_MARK = re.compile("(<[an]\ue010[^<>]*>)")


def cited_in(piece: str) -> set[str]:
    """Return the sources whose marks are in a piece of HTML."""
    return {source for mark in _MARK.findall(piece) for source in _sources(mark)}


def numbered(*pieces: str) -> tuple[list[str], list[str]]:
    """Return HTML with numbers for each mark, in order, and the sources in their order, from 1."""
    numbers: dict[str, int] = {}
    shown: dict[str, str] = {}  # most marks are on a page several times

    def with_numbers(piece: str) -> str:
        parts = _MARK.split(piece)
        for at, mark in enumerate(parts[1::2]):
            if mark not in shown:
                cited = sorted(numbers.setdefault(one, len(numbers) + 1) for one in _sources(mark))
                form = '<a href="#ref-{0}">{0}</a>' if mark[1] == "a" else "{}"
                shown[mark] = ", ".join(map(form.format, cited))
            parts[2 * at + 1] = shown[mark]
        return "".join(parts)

    return [with_numbers(piece) for piece in pieces], list(numbers)


def _sources(mark: str) -> list[str]:
    return [one for one in unescape(mark[3:-1]).split(", ") if one]


def finished(context: Context, page: str) -> str:
    """Return a page's HTML with its sources numbered, and listed where `LIST` is."""
    [page], sources = numbered(page)
    return page.replace(LIST, references(context, sources))


def references(context: Context, sources: Iterable[str], made_in: Collection[str] = ()) -> Markup:
    """Return the list of references.

    `made_in` are the sources in which the claim of a page was made: to programs no citations, since
    nothing is based on them.
    """
    lines = []
    for number, source in enumerate(sources, 1):
        line = source_line(context, source, "" if source in made_in else "citation")
        lines.append(html('<li id="ref-{}">{}</li>', str(number), line))
    return html("{}{}</ol>", Markup(_LISTED), joined(lines))


def ready(context: Context, page: str) -> str:
    """Return the HTML of a page that no hand wrote, ready to be shown.

    Its sources are numbered and listed, its tables named, its words with a hyphen kept together.
    """
    return on_one_line(named_tables(finished(context, page)))


def evidence_line(context: Context, sources: Iterable[str], checked: str | None = None) -> Markup:
    """Return how good the sources of a page are and how old, "" where it cites none.

    Its sources are counted by grade, the strongest first; then comes the date of the newest one
    and when a record was last compared with its sources.
    """
    known = [context.atlas.records.get(source) for source in sources]
    cited = [source for source in known if isinstance(source, Source)]
    if not cited:
        return Markup("")
    grades = [grade_of_source(source) for source in cited]
    shown = '<span class="grade grade--{}">{}</span>&nbsp;{}'
    graded = [
        html(shown, grade, context.plain(grade), grades.count(grade))
        for grade in map(Grade, GRADES)
        if grade in grades
    ]
    dates = [str(source.published) for source in cited if source.published]
    if dates:
        graded.append(text(context.label("newest_source", date=context.date(max(dates)))))
    if checked:
        graded.append(text(context.label("compared", date=context.date(checked))))
    line = html("{}: {}", context.label("evidence"), joined(graded, " · "))
    return html('<div class="record-evidence">{}</div>', line)


_HEADING = re.compile(r'(<h[1-4] id="[^"]*")>(.*?)<a class="headerlink" href="([^"]*)"[^>]*>')


def named_links(page: str) -> str:
    """Return HTML of Markdown whose links to headings say where they lead.

    A heading has a name of its own: made from what is in it, it would have the link's as well.
    """

    def named(match: re.Match[str]) -> str:
        start, words, address = match.groups()
        name = f'aria-label="{attribute(Markup(words).striptags())}"'
        return f'{start} {name}>{words}<a class="headerlink" href="{address}" {name}>'

    return _HEADING.sub(named, page)


def source_line(context: Context, source_id: str, property: str = "") -> Markup:
    """Return a source in one line: title, publisher, kind, grade, date, address.

    `property` is what it is of the page, to programs (see `Context.outside`).
    """
    make = partial(_source_line, context, source_id, property)
    return context.once(("source line", source_id, property), make)


def cited_source(context: Context, source_id: str) -> Markup:
    """Return a source as a citation names it: publisher, date and grade.

    Its number leads to its line in the list of the page. The script puts that line in its place
    once the citation is opened: a page with hundreds of citations writes each line once.
    """
    return context.once(("cited source", source_id), lambda: _cited_source(context, source_id))


def _cited_source(context: Context, source_id: str) -> Markup:
    source = context.atlas.records.get(source_id)
    if not isinstance(source, Source):
        return text(source_id)
    details = filter(None, [source.published, grade_of_source(source)])
    said = [show(context, source.publisher), *map(context.plain, details)]
    return html("<a\ue010{}> {}", source_id, joined(said, " · "))


def _source_line(context: Context, source_id: str, property: str) -> Markup:
    source = context.atlas.records.get(source_id)
    if not isinstance(source, Source):
        return text(source_id)
    if source.described:
        title = context.link(source_id, LANGUAGES[context.language].in_words(context.name(source)))
        tooltip = context.label("described")
        title = html('<span class="described" title="{}">[{}]</span>', tooltip, title)
    else:
        link = context.link(source_id)
        title = html('<cite lang="{}">{}</cite>', source.language or "en", link)
    grade = grade_of_source(source)
    details = [show(context, source.publisher), show(context, source.kind)]
    if source.published:
        details.append(text(context.plain(source.published)))
    return html(
        '{} <span class="source-details">{} · <span class="grade grade--{}">{}</span> · {}</span>',
        title,
        Markup(" · ").join(details),
        grade,
        context.plain(grade),
        context.outside(source.url, context.label("open_source", host=source.url.host), property),
    )
