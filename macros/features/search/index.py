"""The search index of one language: names to look in, and one line about each result.

The page's script (`search.js`) loads `search/names.json` when the search field is
first used, of the lines only the parts that it shows, and the titles of sources when all results
are asked for or nothing else is found. Bytes for 10,000 records: see `tests/test_search.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from macros.model.derived import names_of
from macros.model.fields import Field
from macros.model.inline import plain_line, shortened
from macros.model.items import item_of
from macros.model.kinds import KINDS
from macros.model.record import Record
from macros.model.topic import TOPIC
from macros.model.values import State
from macros.page import glossary
from macros.page.context import Context
from macros.page.files import compact_json, path_of
from macros.page.labels import label, words_of

LONGEST = 90
"""Characters of a line."""

PART = 500
"""Lines in a part."""

PAGES, HEADINGS, TERMS = "pages", "headings", "terms"
WEIGHTS = {PAGES: 2.9, HEADINGS: 0.7, TERMS: 0.001}
"""A record goes before the page of the same name; a term before nothing but poor matches."""

GLOSSARY_PAGE = "guides/glossary/"

LATER = ("sources",)
"""Kinds in a file of their own: they are most of the names, and the last of the results."""


@dataclass(frozen=True)
class HandWritten:
    """A page that is no record: address from the root, title, headings as (anchor, words)."""

    url: str
    title: str
    line: str = ""
    headings: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """One thing to be found. `names` begins with the one that is shown."""

    address: str
    names: list[str]
    line: str


@dataclass(frozen=True)
class Group:
    """All rows of a kind. An address is `path`, the row's own, `end`."""

    id: str
    rows: list[Row]
    path: str = ""
    end: str = ""


def words_of_search(language: str) -> dict[str, Any]:
    """Return what the theme has to say in a language, and the section pages by address."""
    return {
        "said": words_of("features/search/script_words.yml", language),
        "sections": [(f"{kind}/", model.about.many.in_(language)) for kind, model in KINDS.items()],
    }


def hand_written(url: str, title: str, html: str, headings: list[tuple[str, str]]) -> HandWritten:
    """Return a page from what Markdown made of it: its first paragraph says what it is about."""
    return HandWritten(
        url,
        _bare(title),
        first_paragraph(html),
        [(anchor, _bare(words)) for anchor, words in headings],
    )


def first_paragraph(html: str) -> str:
    """Return the first paragraph of a page without markup, "" where it has none."""
    first = re.search(r"<p(?! class=\"untranslated\")[^>]*>(.*?)</p>", html, re.S)
    return _bare(first[1]) if first else ""


def search_files(context: Context, pages: Iterable[HandWritten]) -> Iterator[tuple[str, str]]:
    """Yield path and content of the files that the search loads. `context` has the base ""."""
    groups = list(_groups(context, pages))
    later = dict(_files(context, [group for group in groups if group.id in LATER], "later-{}"))
    yield from later.items()
    groups = [group for group in groups if group.id not in LATER]
    yield from _files(context, groups, "names", {"later": list(later)[-1]})


def _files(
    context: Context, groups: list[Group], name: str, more: dict[str, Any] | None = None
) -> Iterator[tuple[str, str]]:
    """Yield the lines of some kinds in parts and then their names, which know the parts."""
    kinds = [
        {
            "id": group.id,
            "path": group.path,
            "end": group.end,
            **_labels(group.id, context.language),
            "rows": [[row.address, *row.names] for row in group.rows],
        }
        for group in groups
    ]
    lines = [row.line for group in groups for row in group.rows]
    parts = []
    for start in range(0, len(lines), PART):
        content = compact_json(lines[start : start + PART])
        parts.append(path_of("search/lines-{}.json", content))
        yield parts[-1], content
    content = compact_json({"part": PART, "parts": parts, "kinds": kinds, **(more or {})})
    yield path_of(f"search/{name}.json", content), content


def line_of(context: Context, record: Record) -> str:
    """Return what a record is in one plain line: its state, whose it is, what it is about."""
    said: list[str] = []
    for name in record.about.line or record.about.columns:
        said += _values(context, record.fields[name], record)[:2]
    if not said and record.summary:
        said = [_sentence(context.plain(record.summary))]
    return shortened(" · ".join(dict.fromkeys(said)), LONGEST)


def _groups(context: Context, pages: Iterable[HandWritten]) -> Iterator[Group]:
    pages = list(pages)
    yield Group(PAGES, [_page_row(page) for page in pages])
    headings = [
        Row(f"{page.url}#{anchor}", [words], shortened(page.title, LONGEST))
        for page in pages
        for anchor, words in page.headings
    ]
    yield Group(HEADINGS, headings)
    if any(page.url == GLOSSARY_PAGE for page in pages):
        yield Group(TERMS, _terms(context), f"{GLOSSARY_PAGE}#{glossary.NAME}-")
    for kind in KINDS:
        rows = [
            Row(record.id, _names(record, context.language), line_of(context, record))
            for record in context.atlas.of_kind(kind)
        ]
        yield Group(kind, rows, f"{kind}/", "/")


def _terms(context: Context) -> list[Row]:
    """Return the terms of the glossary; the line of each is what it means."""
    found = []
    for word, term in context.atlas.vocabularies[glossary.NAME].terms.items():
        shown, meaning = term.label.in_(context.language), term.definition
        names = list(dict.fromkeys(map(str, (shown, *term.label.all(), *term.aliases))))
        line = meaning.in_(context.language) if meaning else ""
        found.append(Row(word, names, shortened(line, LONGEST)))
    return found


def _page_row(page: HandWritten) -> Row:
    names = [page.title, *TOPIC.search_words.get(page.url, ())]
    return Row(page.url, names, shortened(page.line, LONGEST))


def _labels(id_: str, language: str) -> dict[str, Any]:
    """Return a kind's name, the headings on its pages, which a query may name, and its weight."""
    if id_ in WEIGHTS:
        return {"name": label(f"search_{id_}", language), "words": [], "weight": WEIGHTS[id_]}
    about, fields = KINDS[id_].about, KINDS[id_].declared().values()
    words = [*about.one.all(), *about.many.all()]
    words += [word for field in fields for word in field.labelled().all()]
    return {
        "name": about.many.in_(language),
        "words": list(dict.fromkeys(words)),
        "weight": about.weight,
    }


def _names(record: Record, language: str) -> list[str]:
    """Return all names of a record, each once, the one that is shown first."""
    names = [record.name_in(language), *names_of(record)]
    for name in record.about.names:
        facts = record.fields[name].items(record)
        names += (str(f.value) for f in facts if f.known is not None and not f.planned)
    seen: dict[str, str] = {}
    for name in names:
        line = plain_line(name)
        seen.setdefault(line.casefold().replace("-", " "), line)
    return list(seen.values())


def _values(context: Context, field: Field, record: Record) -> list[str]:
    """Return the values of a field as plain words; plans are left out, they could be misread."""
    items = map(item_of, field.items(record))
    return [
        context.plain(item.value)
        for item in items
        if not (item.planned or isinstance(item.value, State))
    ]


def _sentence(text: str) -> str:
    """Return the first sentence of a text, where that is more than an abbreviation."""
    first = re.match(r".{30,}?[.!?](?=\s)", text)
    return first[0] if first else text


def _bare(html: str) -> str:
    """Return HTML without markup, without links to headings and numbers of sources."""
    left_out = r' ?<sup class="cite">.*?</sup>|<a class="headerlink".*?</a>'
    return Markup(re.sub(left_out, "", html)).striptags()
