"""How a record's page is laid out: its head, its summary and sections, its foot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from macros.curating.change_words import Told
from macros.exports.citation import Citation, citation_of
from macros.model.record import Record
from macros.page.context import Context, other_name
from macros.page.text import html, joined, text

MOST_CHANGES = 5
"""Older changes of a record are counted; the repository lists them."""

MOST_LINES = 5
"""Further lines of one change are counted."""

HANDOUTS = ("products", "trials")
"""The kinds whose pages print as a handout."""


def laid_out(
    context: Context,
    record: Record,
    way: Markup | None,
    states: tuple[Sequence[Markup], Markup],
    evidence: Markup,
    body: Markup,
    changes: Sequence[Told],
) -> Markup:
    """Return a record's page: what is known of it at the head, its `body`, its foot.

    `way` is the way to it, None where it is a part of another page, which has no tools either.
    `states` are its chips and what it is based on.
    """
    kind = record.about
    lines = [
        html(
            '<div class="record record--{}" data-id="{}" data-kind="{}">',
            *(kind.id, record.id, kind.one.best(context.language)[0]),
        ),
        *_head(context, record, way),
        *_states(context, record, *states),
        *([] if way is None else [evidence, _tools(context, record)]),
        html('{}<footer class="record-foot">', body),
        *_foot(context, record, changes),
    ]
    last = Markup("")
    if way is not None:
        last = cite_html(context, citation_of(context, record))
        last += _history(context, record, changes) if changes else Markup("")
    return joined([*lines, html("{}</footer>\n</div>", last)], "\n")


def _head(context: Context, record: Record, way: Markup | None) -> Iterator[Markup]:
    kind, name = record.about, text(context.name(record))
    if way is None:
        yield html(
            '<header class="record-head">\n<p class="record-kind"><a href="{}{}/">{}</a></p>',
            *(context.base, kind.id, context.words(kind.one)),
        )
        yield html('<h2 id="{}">{}</h2>', record.id, name)
    else:
        yield html('{}\n<header class="record-head">\n<h1 id="top">{}</h1>', way, name)
    if other := other_name(record, context.language):
        yield html('<p class="record-other" lang="{}">{}</p>', other[1], text(other[0]))
    yield html("</header>")


def _states(
    context: Context, record: Record, chips: Sequence[Markup], basis: Markup
) -> Iterator[Markup]:
    if record.aliases:
        aliases = joined(map(text, record.aliases), ", ")
        label = context.label("aliases")
        yield html('<p class="record-aliases"><span>{}</span> {}</p>', label, aliases)
    if chips:
        yield html('<p class="chips">{}</p>', joined(chips, " "))
    if basis:
        yield html('<p class="record-basis">{}</p>', basis)


def _tools(context: Context, record: Record) -> Markup:
    """Return the line of what can be done with a page: compared, shared, printed."""
    kind, tools = record.about.id, []
    if kind == "products":
        compare = '<a href="{}compare/?beside={}">{}</a>'
        tools.append(html(compare, context.base, record.id, context.label("compare")))
    share = '<button class="share" type="button" data-copied="{}">{}</button>'
    tools.append(html(share, context.label("share_copied"), context.label("share")))
    if kind in HANDOUTS:
        handout = (
            '<button class="share handout-open" type="button" data-more="{}" data-cut="{}">{}'
            "</button>"
        )
        says = map(context.label, ("handout_more", "handout_cut", "handout"))
        tools.append(html(handout, *says))
    return html('<p class="record-compare">{}</p>', joined(tools, " "))


def _foot(context: Context, record: Record, changes: Sequence[Told]) -> Iterator[Markup]:
    dates = [("compared", record.checked)] if record.checked else []
    dates += [("changed", changes[0].commit.date)] if changes else []
    if dates:
        says = (context.label(key, date=context.date(date)) for key, date in dates)
        yield html("<p>{}</p>", joined(says, " · "))
    project = context.project
    if project.repository:
        yield html(
            '<ul>\n<li><a href="{}" class="edit">{}</a></li>\n<li><a href="{}">{}</a></li>\n'
            '<li><a href="{}">{}</a></li>\n</ul>',
            *(project.edit(record), context.label("edit")),
            *(project.report(record), context.label("report")),
            *(project.view(record), context.label("data")),
        )


def cite_html(context: Context, citation: Citation) -> Markup:
    """Return how a page is cited: in words, and for programs that keep references."""
    forms = (
        ("BibTeX", "bib", citation.bibtex()),
        ("RIS", "ris", citation.ris()),
        ("CSL-JSON", "json", citation.csl()),
    )
    form = '<div class="cite-form"><p>{}</p>\n<pre data-file="{}.{}">{}</pre></div>\n'
    return html(
        '<details class="foot-more cite">\n<summary>{}</summary>\n<p class="cite-words">{}</p>\n'
        "{}</details>",
        *(context.label("cite"), text(citation.words())),
        joined(html(form, name, citation.key, end, text(made)) for name, end, made in forms),
    )


def _history(context: Context, record: Record, changes: Sequence[Told]) -> Markup:
    """Return the newest changes of a record, and where all of them are."""
    newest = [_change(context, told) for told in changes[:MOST_CHANGES]]
    lines = [
        html("<summary>{}</summary>", context.label("history")),
        html("<ol>\n{}\n</ol>", joined(newest, "\n")),
    ]
    if (earlier := len(changes) - MOST_CHANGES) > 0:
        lines.append(html("<p>{}</p>", context.label("history_earlier", n=earlier)))
    if context.project.repository:
        every = '<p><a href="{}">{}</a></p>'
        lines.append(html(every, context.project.history(record), context.label("history_all")))
    return html('<details class="foot-more history">\n{}\n</details>', joined(lines, "\n"))


def _change(context: Context, told: Told) -> Markup:
    when, day, what = told.commit.time, context.date(told.commit.date), text(told.what)
    first = html('<li><time datetime="{}">{}</time> {}', when, day, what)
    lines = [html("<li>{}</li>", line.html) for line in told.lines[:MOST_LINES]]
    if (more := len(told.lines) - MOST_LINES) > 0:
        lines.append(html("<li>{}</li>", context.label("history_more", n=more)))
    listed = [html("<ul>\n{}\n</ul>", joined(lines, "\n"))] if lines else []
    return joined([first, *listed, html("</li>")], "\n")
