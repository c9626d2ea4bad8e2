"""What changed as Atom and JSON Feed: for the site, each kind and each record that people follow.

An entry is one record and one commit. It has one alternate link: of two, readers follow this one or
that. Its content is lists and paragraphs, which all readers keep; nothing needed is only in an
extension of JSON Feed, which some drop. A commit that changed very many records is one entry, but
in the feeds of the records; in the feed of the site, so are the sources that a commit touched.

The feeds of the site and of a kind are in one language. That of a record is one file with the words
of all languages: two of each would be a third of all files that programs read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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

MOST = 50
"""Entries of a feed; older ones of the site are in archives, one a year (RFC 5005)."""

MOST_LINES = 10
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


class EntryText(NamedTuple):
    """What an entry says in one language; all of it plain text."""

    language: str
    title: str
    lines: tuple[str, ...]


class Item(NamedTuple):
    """An entry as a feed has it."""

    id: str
    time: str
    page: str
    tags: tuple[str, ...]
    texts: tuple[EntryText, ...]
    data: str = ""  # address of the record as JSON
    record: str = ""  # kind/id
    to: str = ""

    @property
    def title(self) -> str:
        """The title in every language of the entry."""
        return _in_all(text.title for text in self.texts)


class Feeds:
    """The feeds of a site in one language."""

    def __init__(self, history: History, words: ChangeWords, site: Site):
        self.history, self.words, self.site = history, words, site
        self.language = words.language

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield path and content of the feeds of the site and of its kinds."""
        yield from self._feed("changes/", "feed", self.site.name, self._of_site())
        for kind, model in KINDS.items():
            title = model.about.many.in_(self.language)
            yield from self._feed(f"{kind}/", "changes", title, self._of_kind(kind)[:MOST])

    def _of_site(self) -> list[Item]:
        """Return the entries of the site, the newest first."""
        items = []
        for step, entries in zip(self.history.steps, self.history.entries, strict=True):
            if step.is_bulk:
                items.append(self._bulk(entries))
                continue
            sources = [entry for entry in entries if entry.change.kind == Source.about.id]
            items += [self.short(entry) for entry in entries if entry not in sources]
            items += [self._sources(sources)] if sources else []
        return items

    def _of_kind(self, kind: str) -> list[Item]:
        """Return the entries of a kind, the newest first."""
        items = []
        for step, entries in zip(self.history.steps, self.history.entries, strict=True):
            of_kind = [entry for entry in entries if entry.change.kind == kind]
            if step.is_bulk and of_kind:
                items.append(self._bulk(of_kind, kind))
            else:
                items += map(self.short, of_kind)
        return items

    def short(self, entry: Entry) -> Item:
        """Return an entry that counts what are very many lines."""
        item = self.item(entry)
        (text,) = item.texts
        more = len(text.lines) - MOST_LINES
        if more <= 1:
            return item
        counted = label("history_more", self.language, n=more)
        return item._replace(texts=(text._replace(lines=(*text.lines[:MOST_LINES], counted)),))

    def item(self, entry: Entry) -> Item:
        """Return an entry in full."""
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
            time=commit.time,
            page=self.site.root + place,
            tags=(change.kind, change.what),
            texts=(
                EntryText(self.language, title, tuple(line.plain for line in words.lines(change))),
            ),
            data=self.site.main + record_path(kind, record.id) if record else "",
            record=f"{kind}/{record.id if record else change.id}",
            to=change.to,
        )

    def _bulk(self, entries: Sequence[Entry], kind: str = "") -> Item:
        """Return the one entry of a commit that changed very many records."""
        title = label("change_bulk", self.language, n=f"{len(entries):,}")
        return self._one_of_all(entries, kind, title, tuple(self._counted(entries)))

    def _sources(self, entries: Sequence[Entry]) -> Item:
        """Return the one entry of the sources that a commit touched."""
        return self._one_of_all(entries, Source.about.id, "; ".join(self._counted(entries)), ())

    def _counted(self, entries: Iterable[Entry]) -> Iterator[str]:
        return self.words.counted(entry.change for entry in entries)

    def _one_of_all(
        self, entries: Sequence[Entry], kind: str, title: str, lines: tuple[str, ...]
    ) -> Item:
        commit = entries[0].commit
        return Item(
            id=self._tag(commit.id[:12] + (f":{kind}" if kind else "")),
            time=commit.time,
            page=f"{self.site.root}changes/{commit.time[:7]}/",
            tags=(*([kind] if kind else []), "changed"),
            texts=(EntryText(self.language, title, lines),),
        )

    def _tag(self, specific: str) -> str:
        # The same entry in another language says something else: it is another one.
        own = "" if self.language == FALLBACK else f":{self.language}"
        return f"tag:{urlsplit(self.site.root).netloc},{_TAGGED}:{specific}{own}"

    def _feed(
        self, folder: str, name: str, about: str, items: Sequence[Item]
    ) -> Iterator[tuple[str, str]]:
        """Yield a feed in both formats and its archives; it is about the page of its folder."""
        if not items:
            return
        title, page = self.title(about), self.site.root + folder
        years = Counter(item.time[:4] for item in items[MOST:])
        paths = [f"{folder}{name}.atom", *(f"{folder}{year}.atom" for year in years)]
        parts = [items[:MOST]]
        old = [item._replace(data="") for item in items[MOST:]]  # it says what is so today
        parts += ([item for item in old if item.time.startswith(year)] for year in years)
        for number, (path, part) in enumerate(zip(paths, parts, strict=True)):
            links = [("alternate", "text/html", page)]
            links += _archive_links(self.site.root, paths, number)
            yield path, self.atom(path, title, part, links, archived=bool(number))
        yield f"{folder}{name}.json", self._json(f"{folder}{name}.json", title, parts[0], page)

    def title(self, about: str) -> str:
        """Return the title of a feed about the site, a kind or a record, by its name."""
        return label("feed_title", self.language, name=about)

    def atom(
        self,
        path: str,
        title: str,
        items: Sequence[Item],
        links: Sequence[tuple[str, str, str]],
        archived: bool = False,
    ) -> str:
        """Return a feed as Atom; `links` are relation, media type and address."""
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
    """Return whether a record has a feed of its own; else it is in that of its kind."""
    return KINDS[kind].about.followed and bool(history.of(record_id))


def record_feeds(editions: Sequence[Feeds]) -> Iterator[tuple[str, str]]:
    """Yield path and content of the feeds of records, in the languages of all editions.

    They are about the pages of the first. A retired id has one too: an old address answers.
    """
    history, records = editions[0].history, editions[0].words.atlas.records
    for id_, record in records.items():
        if has_feed(history, record.about.id, id_):
            yield _record_feed(editions, record.about.id, id_, history.of(id_))
    for id_, entry in history.left().items():
        if id_ not in records and KINDS[entry.change.kind].about.followed:
            others = [one for one in history.of(id_) if one != entry]
            yield _record_feed(editions, entry.change.kind, id_, [entry, *others])


def _record_feed(
    editions: Sequence[Feeds], kind: str, id_: str, entries: Sequence[Entry]
) -> tuple[str, str]:
    items = []
    for entry in entries[:MOST]:
        versions = [feeds.item(entry) for feeds in editions]
        texts = tuple(text for item in versions for text in item.texts)
        items.append(versions[0]._replace(texts=texts, data=""))
    newest = editions[0].item(entries[0])
    links = [("alternate", "text/html", newest.page)]
    links += [("related", "application/json", newest.data)] if newest.data else []
    title = _in_all(feeds.title(feeds.words.name(entries[0])) for feeds in editions)
    path = f"{kind}/{id_}/changes.atom"
    return path, editions[0].atom(path, title, items, links)


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
        f'<content type="html">{_text(_html(item))}</content>\n</entry>'
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
    elements = []
    for language, title, lines in item.texts:
        tag = "ul" if lines else "p"
        inner = "".join(f"<li>{_text(line)}</li>" for line in lines) or _text(title)
        named = f' lang="{language}"' if len(item.texts) > 1 else ""
        elements.append(f"<{tag}{named}>{inner}</{tag}>")
    return "".join(elements)


def _text(value: str) -> str:
    """Return plain text as it is written between two tags: a quotation mark stays one."""
    return escape(value, quote=False)


def _in_all(texts: Iterable[str]) -> str:
    """Return the texts of several languages, those alike once."""
    return " · ".join(dict.fromkeys(texts))
