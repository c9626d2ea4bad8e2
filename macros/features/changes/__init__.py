"""What changed in the data, for a page: the months, and each record that changed in one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from markupsafe import Markup

from macros.curating.change_words import ChangeWords
from macros.curating.history import TOLD, Entry, History
from macros.model.kinds import KINDS, Source
from macros.model.order import name_order
from macros.page.context import Context
from macros.page.further import Listing, pager
from macros.page.text import html, joined, text

MOST_LINES = 3
"""Further lines of an entry are counted; the record's own page has them."""

NEWEST = 50
"""Entries on the page of all months; the pages of the months have all."""

FOLDER = "changes"

Told = tuple[Sequence[Entry], bool]
"""What a commit changed, and whether that is so much that it is one entry."""


def months(history: History) -> dict[str, list[Told]]:
    """Return what changed in each month, such as 2026-11, the newest first."""
    by_month: dict[str, list[Told]] = {}
    for step, entries in zip(history.steps, history.entries, strict=True):
        by_month.setdefault(step.commit.time[:7], []).append((entries, step.is_bulk))
    return dict(sorted(by_month.items(), reverse=True))


def month_pages(history: History, context: Context) -> Iterator[tuple[str, str]]:
    """Yield path and Markdown of the page of each month."""
    for month in months(history):
        title = context.label("changes_in", month=context.date(month))
        yield (
            f"{FOLDER}/{month}.md",
            f'---\nhide: [toc]\n---\n\n# {title}\n\n{{{{ changes("{month}") }}}}\n',
        )


def change_list(
    context: Context,
    history: History,
    words: ChangeWords,
    script: str,
    month: str = "",
    feeds: Iterable[tuple[str, str]] = (),
) -> Markup:
    """Return what changed in a month; without one, the months and the newest changes.

    `script` is the address of the one that narrows the list, `feeds` are names and addresses of
    the feeds of the site.
    """
    by_month = months(history)
    if not by_month:
        return html("<p>{}</p>", context.label("changes_unknown"))
    if month:
        commits = by_month[month]
        changes = (entry.change for entries, _bulk in commits for entry in entries)
        lines = list(map(text, words.counted(changes)))
        narrow = _filter(context, words, commits, script)
        parts = [narrow, _lines(context, lines, len(lines))]
        return joined([*parts, *_page(context, words, month, commits, 1)])
    newest: list[Told] = []
    for commit in (commit for commits in by_month.values() for commit in commits):
        room = NEWEST - sum(1 if bulk else len(entries) for entries, bulk in newest)
        if room > 0:
            newest.append(commit if commit[1] else (commit[0][:room], False))
    links = joined((html('<a href="{}">{}</a>', to, name) for name, to in feeds), " · ")
    lead = html("<p>{}</p>", links) if links else Markup("")
    narrow = _filter(context, words, newest, script)
    return joined([lead, _months(context, by_month), narrow, _days(context, words, newest)])


def further_changes(
    context: Context, history: History, words: ChangeWords, month: str, page: int
) -> Markup:
    """Return a further page of what changed in a month."""
    return joined(_page(context, words, month, months(history)[month], page))


def listing_of(month: str, commits: Iterable[Told]) -> Listing:
    """Return the pages of a month."""
    address = f"{FOLDER}/{month}/"
    return Listing(len(list(_one_by_one(commits))), address, f"{address}page/")


def _page(
    context: Context, words: ChangeWords, month: str, commits: Sequence[Told], page: int
) -> list[Markup]:
    listing = listing_of(month, commits)
    some = list(_one_by_one(commits))[listing.rows(page)]
    return [_days(context, words, some), pager(context, listing, page)]


def _one_by_one(commits: Iterable[Told]) -> Iterator[Told]:
    """Yield what has a line of its own: an entry, or a commit shown as one."""
    for entries, is_bulk in commits:
        yield from [(entries, True)] if is_bulk else (([entry], False) for entry in entries)


def _months(context: Context, by_month: Mapping[str, Sequence[Told]]) -> Markup:
    lines = (
        html(
            '<li><a href="{}{}/{}/">{}</a> {}</li>',
            context.base,
            FOLDER,
            month,
            context.date(month),
            context.label("changes_count", n=f"{sum(len(entries) for entries, _ in commits):,}"),
        )
        for month, commits in by_month.items()
    )
    return html('<ul class="changes-months">{}</ul>', joined(lines))


def _days(context: Context, words: ChangeWords, commits: Iterable[Told]) -> Markup:
    parts = []
    for day, of_day in groupby(commits, lambda one: one[0][0].commit.date):
        items = joined(_commit(context, words, *one) for one in of_day)
        title = context.date(day)
        parts.append(html('<h2 id="{}">{}</h2><ul class="changes">{}</ul>', day, title, items))
    return joined(parts)


def _filter(context: Context, words: ChangeWords, commits: Sequence[Told], script: str) -> Markup:
    """Return what the script narrows the list by; without the script it is not shown."""
    changes = [entry.change for entries, _bulk in commits for entry in entries]
    kinds = [kind for kind in KINDS if any(change.kind == kind for change in changes)]
    whats = [what for what in TOLD if any(change.what == what for change in changes)]
    fields = {
        field.place.field: words.field(change.kind, field.place.field)
        for change in changes
        for field in change.fields
    }
    choices = {
        "kind": [(kind, KINDS[kind].about.many.in_(context.language)) for kind in kinds],
        "what": [(what, context.label(f"changed_{what}")) for what in whats],
        "field": sorted(fields.items(), key=lambda field: name_order(field[1], context.language)),
    }
    labels = {"kind": "field_kind", "what": "changes_what", "field": "field"}
    return html(
        '<form class="changes-filter" data-shown="{}">{}<output></output></form>'
        '<script src="{}{}" defer></script>',
        context.label("changes_shown"),
        joined(
            html(
                '<label>{} <select name="{}"><option value="">{}</option>{}</select></label>',
                context.label(labels[name]),
                name,
                context.label("changes_all"),
                joined(html('<option value="{}">{}</option>', *option) for option in options),
            )
            for name, options in choices.items()
        ),
        context.base,
        script,
    )


def _marks(entries: Iterable[Entry]) -> Markup:
    """Return the attributes by which the script finds the line of some entries."""
    changes = [entry.change for entry in entries]
    marks = {
        "kind": {change.kind for change in changes},
        "what": {change.what for change in changes},
        "field": {field.place.field for change in changes for field in change.fields},
    }
    attributes = (
        html(' data-{}="{}"', name, " ".join(sorted(m))) for name, m in marks.items() if m
    )
    return joined(attributes)


def _commit(
    context: Context, words: ChangeWords, entries: Sequence[Entry], is_bulk: bool
) -> Markup:
    if not is_bulk:
        return joined(_entry(context, words, entry) for entry in entries)
    lines = words.counted(entry.change for entry in entries)
    title = context.label("change_bulk", n=f"{len(entries):,}")
    lined = _lines(context, list(map(text, lines)), len(KINDS) * 2)
    return html("<li{}>{}{}</li>", _marks(entries), title, lined)


def _entry(context: Context, words: ChangeWords, entry: Entry) -> Markup:
    record = context.atlas.records.get(entry.id)
    name = context.link(record.id) if record else text(words.name(entry))
    if entry.change.kind == Source.about.id:  # a title, as published
        name = html("<cite>{}</cite>", name)
    return html(
        '<li{}>{} <span class="tag">{}</span> {}{}</li>',
        _marks([entry]),
        name,
        KINDS[entry.change.kind].about.one.in_(context.language),
        words.what(entry.change),
        _lines(context, [line.html for line in words.lines(entry.change)], MOST_LINES),
    )


def _lines(context: Context, lines: Sequence[Markup], most: int) -> Markup:
    if not lines:
        return Markup("")
    shown = [html("<li>{}</li>", line) for line in lines[:most]]
    if len(lines) > most:
        shown.append(html("<li>{}</li>", context.label("history_more", n=len(lines) - most)))
    return html("<ul>{}</ul>", joined(shown))
