"""What changed as Atom and JSON Feed: for the site, each kind and each record, in one language.

An entry is one record and one commit. It has one alternate link: of two, readers follow this one or
that. Its content is lists and paragraphs, which all readers keep; nothing needed is only in an
extension of JSON Feed, which some drop. A commit that changed very many records is one entry, but
in the feeds of the records.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple
from urllib.parse import urlsplit

from macros.curating.change_words import ChangeWords
from macros.curating.history import Entry, History
from macros.exports.api import record_path
from macros.model.kinds import KINDS, Source
from macros.model.languages import FALLBACK
from macros.page.files import indented_json
from macros.page.labels import label

MOST = 100
"""Entries of a feed; older ones are in archives, one a year (RFC 5005)."""

MOST_LINES = 20
"""Further lines of an entry are counted; the feed of its record has them all."""

LICENCE = "CC BY 4.0"

_ATOM, _JSON = "application/atom+xml", "application/feed+json"

FORMATS = {_ATOM: "Atom", _JSON: "JSON Feed"}
"""What the formats are called, by their media type."""

_TAGGED = 2026
"""The year of the tag: addresses (RFC 4151) in ids, which never change."""


@dataclass(frozen=True)
class Site:
    """What the feeds need to know of the site: its name, its address in a language, its roots."""

    name: str
    root: str
    main: str
    """The root of the whole site, which has the files that are the same in every language."""


class Item(NamedTuple):
    """An entry as a feed has it; all of it plain text."""

    id: str
    title: str
    time: str
    page: str
    tags: tuple[str, ...]
    lines: tuple[str, ...]
    data: str = ""  # address of the record as JSON
    record: str = ""  # kind/id
    to: str = ""


class Feeds:
    """The feeds of a site in one language."""

    def __init__(self, history: History, words: ChangeWords, site: Site):
        self.history, self.words, self.site = history, words, site
        self.language = words.language

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield path and content of every file."""
        yield from self._feed("changes/", "feed", "", self.site.name, self._of_site(""))
        for kind, model in KINDS.items():
            title = model.about.many.in_(self.language)
            yield from self._feed(f"{kind}/", "changes", "changes-", title, self._of_site(kind))
        records = self.words.atlas.records
        for id_, record in records.items():
            if has_feed(self.history, record.about.id, id_):
                yield from self._of_record(record.about.id, id_, self.history.of(id_))
        for id_, entry in self.history.left().items():  # an old address answers
            if id_ not in records and entry.change.kind != Source.about.id:
                others = [one for one in self.history.of(id_) if one != entry]
                yield from self._of_record(entry.change.kind, id_, [entry, *others])

    def _of_record(
        self, kind: str, id_: str, entries: Sequence[Entry]
    ) -> Iterator[tuple[str, str]]:
        items = list(map(self._item, entries))
        name, page = self.words.name(entries[0]), items[0].page
        made = self._feed(f"{kind}/{id_}/", "changes", "changes-", name, items, page)
        yield from (file for file in made if file[0].endswith(".atom"))

    def _of_site(self, kind: str) -> list[Item]:
        """Return the entries of the site, or of a kind, the newest first."""
        items = []
        for step, entries in zip(self.history.steps, self.history.entries, strict=True):
            told = [entry for entry in entries if kind in ("", entry.change.kind)]
            if step.is_bulk:
                items += [self._bulk(told, kind)] if told else []
                continue
            made = map(self._item, told)
            items += (item._replace(lines=self._counted(item.lines)) for item in made)
        return items

    def _counted(self, lines: tuple[str, ...]) -> tuple[str, ...]:
        more = len(lines) - MOST_LINES
        if more <= 1:
            return lines
        return (*lines[:MOST_LINES], label("history_more", self.language, n=more))

    def _item(self, entry: Entry) -> Item:
        id_, commit, change = entry
        words = self.words
        record = words.atlas.records.get(change.to if change.what == "merged" else id_)
        kind = record.about.id if record else change.kind
        place = f"{kind}/{record.id}/" if record else f"changes/{commit.time[:7]}/"
        title = label(
            "change_named", self.language, name=words.name(entry), what=words.what(change)
        )
        return Item(
            id=self._tag(f"{commit.id[:12]}:{change.kind}/{change.id}"),
            title=title,
            time=commit.time,
            page=self.site.root + place,
            tags=(change.kind, change.what),
            lines=tuple(line.plain for line in words.lines(change)),
            data=self.site.main + record_path(kind, record.id) if record else "",
            record=f"{kind}/{record.id if record else change.id}",
            to=change.to,
        )

    def _bulk(self, entries: Sequence[Entry], kind: str) -> Item:
        """Return the one entry of a commit that changed very many records."""
        commit = entries[0].commit
        count = f"{len(entries):,}"
        return Item(
            id=self._tag(commit.id[:12] + (f":{kind}" if kind else "")),
            title=label("change_bulk", self.language, n=count),
            time=commit.time,
            page=f"{self.site.root}changes/{commit.time[:7]}/",
            tags=(*([kind] if kind else []), "changed"),
            lines=tuple(self.words.counted(entry.change for entry in entries)),
        )

    def _tag(self, specific: str) -> str:
        # The same entry in another language says something else: it is another one.
        own = "" if self.language == FALLBACK else f":{self.language}"
        return f"tag:{urlsplit(self.site.root).netloc},{_TAGGED}:{specific}{own}"

    def _feed(
        self,
        folder: str,
        name: str,
        archive: str,
        title: str,
        items: Sequence[Item],
        page: str = "",
    ) -> Iterator[tuple[str, str]]:
        """Yield a feed and its archives. `page` is what it is about, by default its folder."""
        if not items:
            return
        title = label("feed_title", self.language, name=title)
        page = page or self.site.root + folder
        years = Counter(item.time[:4] for item in items[MOST:])
        paths = [f"{folder}{name}.atom", *(f"{folder}{archive}{year}.atom" for year in years)]
        parts = [items[:MOST]]
        parts += ([i for i in items[MOST:] if i.time.startswith(year)] for year in years)
        for number, (path, part) in enumerate(zip(paths, parts, strict=True)):
            links = [("alternate", "text/html", page)]
            links += _archive_links(self.site.root, paths, number)
            yield path, self._atom(path, title, part, links, archived=bool(number))
        yield f"{folder}{name}.json", self._json(f"{folder}{name}.json", title, parts[0], page)

    def _atom(
        self,
        path: str,
        title: str,
        items: Sequence[Item],
        links: Sequence[tuple[str, str, str]],
        archived: bool,
    ) -> str:
        address = self.site.root + path
        links = [("self", _ATOM, address), *links]
        lines = [
            '<?xml version="1.0" encoding="utf-8"?>',
            '<feed xmlns="http://www.w3.org/2005/Atom" '
            f'xmlns:fh="http://purl.org/syndication/history/1.0" xml:lang="{self.language}">',
            f"<id>{escape(address)}</id>",
            f"<title>{escape(title)}</title>",
            f"<updated>{max(item.time for item in items)}</updated>",
            *(f'<link rel="{r}" type="{t}" href="{escape(h)}"/>' for r, t, h in links),
            f"<author><name>{escape(self.site.name)}</name></author>",
            f"<rights>{LICENCE}</rights>",
            *(["<fh:archive/>"] if archived else []),
            *map(_atom_entry, items),
            "</feed>\n",
        ]
        return "\n".join(lines)

    def _json(self, path: str, title: str, items: Sequence[Item], page: str) -> str:
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": title,
            "home_page_url": page,
            "feed_url": self.site.root + path,
            "language": self.language,
            "authors": [{"name": self.site.name, "url": self.site.root}],
            "items": list(map(_json_item, items)),
        }
        return indented_json(feed)


def feed_link(title: str, address: str) -> dict[str, str]:
    """Return what the head of a page says of a feed."""
    kind = _ATOM if address.endswith(".atom") else _JSON
    return {"title": title, "type": kind, "link": address}


def feed_links(title: str, stem: str) -> list[dict[str, str]]:
    """Return the same of a feed that is there in both formats."""
    return [feed_link(title, f"{stem}.atom"), feed_link(title, f"{stem}.json")]


def has_feed(history: History, kind: str, record_id: str) -> bool:
    """Return whether a record has a feed of its own: sources are in that of their kind."""
    return kind != Source.about.id and bool(history.of(record_id))


def _archive_links(root: str, paths: Sequence[str], number: int) -> Iterator[tuple[str, str, str]]:
    """Yield the links from a part of a feed to the others: the first is the feed, older follow."""
    kind = _ATOM
    if number:
        yield "current", kind, root + paths[0]
    if number > 1:
        yield "next-archive", kind, root + paths[number - 1]
    if number + 1 < len(paths):
        yield "prev-archive", kind, root + paths[number + 1]


def _atom_entry(item: Item) -> str:
    data = f'<link rel="related" type="application/json" href="{escape(item.data)}"/>\n'
    tags = "".join(f'<category term="{escape(tag)}"/>\n' for tag in item.tags)
    return (
        f"<entry>\n<id>{escape(item.id)}</id>\n<title>{escape(item.title)}</title>\n"
        f"<updated>{item.time}</updated>\n"
        f'<link rel="alternate" type="text/html" href="{escape(item.page)}"/>\n'
        f"{data if item.data else ''}{tags}"
        f'<content type="html">{escape(_html(item))}</content>\n</entry>'
    )


def _json_item(item: Item) -> dict[str, object]:
    kind, _, id_ = item.record.partition("/")
    about = {"kind": kind, "id": id_, "what": item.tags[-1], "moved_to": item.to or None}
    return {
        "id": item.id,
        "url": item.page,
        "title": item.title,
        "content_html": _html(item),
        "date_published": item.time,
        "tags": list(item.tags),
        **({"_atlas": about} if item.record else {}),
    }


def _html(item: Item) -> str:
    if not item.lines:
        return f"<p>{escape(item.title)}</p>"
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in item.lines)}</ul>"
