"""The search index of one language: names to look in, texts, and one line about each result.

The page's script (`search.js`) loads `search/names.json` when the search field is first used: names
of pages, their headings and the records that are asked for most, with the words of
`vocabulary.yml`. A query that these do not answer takes the names of all other records and codes
(`more-*.json`) and, of the words of texts, the files with its own words (`text-*.json`); the titles
of sources (`later-*.json`) come when all results are asked for or nothing else is found. Of the
lines about the results only the parts that are shown are loaded. Bytes: see `tests/test_search.py`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from markupsafe import Markup

from macros.features.search.texts import sections_of, text_files, words_in, words_of_record
from macros.features.search.vocabulary import (
    DOORS,
    IN_OFFICE,
    LIGHT,
    PASSED_OVER,
    SECTIONS,
    WORDS,
)
from macros.model.derived import names_of, values_with_facts
from macros.model.facts import Cited
from macros.model.fields import Field
from macros.model.inline import plain_line, shortened
from macros.model.items import item_of
from macros.model.kinds import KINDS, Source
from macros.model.record import Record, fact_at
from macros.model.values import Code, State, Words
from macros.page import glossary
from macros.page.context import Context, anchor
from macros.page.files import compact_json, path_of
from macros.page.labels import label, words_of
from macros.page.qualifiers import in_plain_words

LONGEST = 80
"""Characters of a line."""

LEAD = 30
"""Characters of a paragraph that says something by itself."""

PART = 25
"""Lines in a part."""

PAGES, HEADINGS, NOTES, TERMS = "pages", "headings", "notes", "terms"
WEIGHTS = {PAGES: 2.9, HEADINGS: 0.7, NOTES: 0.7, TERMS: 0.001}
"""A record goes before the page of the same name; a term before nothing but poor matches."""

GLOSSARY_PAGE = "guides/glossary/"

FOR_CONTRIBUTORS = ("contribute/", "tools/")
"""Pages whose headings few readers look for: `NOTES`."""

FIRST, MORE, LATER = "names", "more", "later"
"""The files of names, in the order in which they are asked."""


@dataclass(frozen=True)
class HandWritten:
    """A page that is no record: address from the root, title, headings as (anchor, words).

    `texts` are its paragraphs by anchor.
    """

    url: str
    title: str
    line: str = ""
    headings: list[tuple[str, str]] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)


class Row(NamedTuple):
    """One thing to be found. `names` begins with the one that is shown.

    `codes` are further names by the anchor of the fact that gives them, `parts` the numbers of the
    kind's parts that the record's page has, `words` those of its texts.
    """

    address: str
    names: list[str]
    line: str
    codes: dict[str, list[str]] = {}
    parts: tuple[int, ...] = ()
    words: set[str] = set()


@dataclass(frozen=True)
class Group:
    """All rows of a kind. An address is `path`, the row's own, `end`."""

    id: str
    rows: list[Row]
    path: str = ""
    end: str = ""

    @property
    def file(self) -> str:
        """The file of its names: the first where readers ask for it most, the last where least."""
        if self.id in WEIGHTS:
            return FIRST if self.id in (PAGES, HEADINGS) else MORE
        weight = KINDS[self.id].about.weight
        return FIRST if weight > 1 else MORE if weight == 1 else LATER


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
        {} if url.strip("/") in KINDS else sections_of(html),
    )


def first_paragraph(html: str) -> str:
    """Return the first paragraph of a page without markup, "" where it has none."""
    first = re.search(r"<p(?! class=\"untranslated\")[^>]*>(.*?)</p>", html, re.S)
    return _bare(first[1]) if first else ""


def search_files(context: Context, pages: Iterable[HandWritten]) -> Iterator[tuple[str, str]]:
    """Yield path and content of the files that the search loads. `context` has the base ""."""
    groups: dict[str, list[Group]] = defaultdict(list)
    for group in _groups(context, pages):
        groups[group.file].append(group)
    texts = list(text_files(row.words for file in (FIRST, MORE) for row in _rows(groups[file])))
    yield from ((path, content) for _first, path, content in texts)
    later = yield from _files(context, groups[LATER], LATER, {})
    codes = {
        f"{group.path}{row.address}{group.end}#{place}": codes
        for group in groups[FIRST]
        for row in group.rows
        for place, codes in row.codes.items()
    }
    more = yield from _files(context, groups[MORE], MORE, {"also": codes, "next": later})
    known = {row.address for group in groups[FIRST] if group.id == PAGES for row in group.rows}
    first = {
        "next": more,
        "texts": [[word, path] for word, path, _content in texts],
        "light": LIGHT,
        "passedOver": PASSED_OVER,
        "doors": [door for door in DOORS if door in known],
    }
    yield from _files(context, groups[FIRST], FIRST, first)


def _rows(groups: Iterable[Group]) -> Iterator[Row]:
    for group in groups:
        yield from group.rows


def _files(
    context: Context, groups: list[Group], name: str, more: dict[str, Any]
) -> Generator[tuple[str, str], None, str]:
    """Yield the lines of some kinds in parts, then their names; return the path of the names."""
    kinds = [
        {
            "id": group.id,
            "path": group.path,
            "end": group.end,
            **_labels(group.id, context.language),
            "has": "".join("".join(map(_digit, row.parts)) + "," for row in group.rows),
            "rows": [[row.address, *row.names] for row in group.rows],
        }
        for group in groups
    ]
    lines = [row.line for row in _rows(groups)]
    parts = []
    for start in range(0, len(lines), PART):
        content = compact_json(lines[start : start + PART])
        parts.append(path_of("search/lines-{}.json", content))
        yield parts[-1], content
    content = compact_json({"part": PART, "lines": parts, "kinds": kinds, **more})
    path = path_of(f"search/{name}{'' if name == FIRST else '-{}'}.json", content)
    yield path, content
    return path


def _digit(number: int) -> str:
    return "0123456789abcdefghijklmnopqrstuvwxyz"[number]


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
    headings = {HEADINGS: [], NOTES: []}
    for page in pages:
        notes = page.url.startswith(FOR_CONTRIBUTORS)
        headings[NOTES if notes else HEADINGS] += _heading_rows(page)
    for id_, rows in headings.items():
        yield Group(id_, rows)
    if any(page.url == GLOSSARY_PAGE for page in pages):
        yield Group(TERMS, _terms(context), f"{GLOSSARY_PAGE}#{glossary.NAME}-")
    for kind in KINDS:
        rows = [_record_row(context, record) for record in context.atlas.of_kind(kind)]
        yield Group(kind, rows, f"{kind}/", "/")


def _page_row(page: HandWritten) -> Row:
    names = [page.title, *WORDS.get(page.url, ())]
    words = words_in(" ".join(page.texts.get("", ())))
    return Row(page.url, names, shortened(page.line, LONGEST), words=words)


def _heading_rows(page: HandWritten) -> Iterator[Row]:
    for place, title in page.headings:
        address, texts = f"{page.url}#{place}", page.texts.get(place, ())
        lead = texts[0] if texts and len(texts[0]) >= LEAD else ""
        names = [title, *WORDS.get(address, ())]
        yield Row(address, names, shortened(lead, LONGEST), words=words_in(" ".join(texts)))


def _record_row(context: Context, record: Record) -> Row:
    names, codes = _names(record, context.language), _codes(context, record)
    if isinstance(record, Source):
        return Row(record.id, [*names, *_identifiers(record)], line_of(context, record))
    if KINDS[record.about.id].about.weight <= 1:  # its names are asked when codes are
        names += [code for codes in codes.values() for code in codes]
        codes = {}
    names += WORDS.get(f"{record.about.id}/{record.id}/", ())
    parts = tuple(i for i, f in enumerate(_parts(record.about.id)) if f.items(record))
    words = words_of_record(record, context.language)
    return Row(record.id, names, line_of(context, record), codes, parts, words)


@cache
def _parts(kind: str) -> tuple[Field[Any], ...]:
    """Return the fields of a kind that are a part of its pages, or that readers ask for."""
    fields = KINDS[kind].declared().items()
    return tuple(
        field
        for name, field in fields
        if field.shape != "plain" and (name in SECTIONS or field.shape == "parts" or field.details)
    )


def _codes(context: Context, record: Record) -> dict[str, list[str]]:
    """Return the codes of a record, and who is in office, by the anchor of the fact."""
    found: dict[str, list[str]] = defaultdict(list)
    for fact, code in values_with_facts(record, Code):
        found[anchor(fact.field)].append(str(code))
    for name in IN_OFFICE:
        fact = fact_at(record, name)
        if fact and fact.known and not fact.planned:
            found[anchor(fact.field)] += _in_office(context, fact, fact.known)
    return found


def _in_office(context: Context, fact: Cited, value: Words) -> Iterator[str]:
    """Yield who is in office, in the page's language and the others, with what qualifies it."""
    said = [context.label("as_of", date=context.date(fact.as_of))] if fact.as_of else []
    said += in_plain_words(context, fact)
    office = fact.field.labelled().in_(context.language)
    rest = f" ({', '.join(said)})" if said else ""
    for name in dict.fromkeys((context.plain(value), *value.all())):
        yield f"{office}: {name}{rest}"


def _identifiers(source: Source) -> Iterator[str]:
    """Yield the numbers under which a source is known elsewhere, from its address too."""
    found = [source.doi, source.pmid, *_IN_ADDRESS.findall(str(source.url))]
    yield from dict.fromkeys(str(one) for one in found if one)


_IN_ADDRESS = re.compile(r"10\.\d{4,9}/[^?#]+|(?<=pubmed\.ncbi\.nlm\.nih\.gov/)\d+|PMC\d{5,}")


def _terms(context: Context) -> list[Row]:
    """Return the terms of the glossary; the line of each is what it means."""
    found = []
    for word, term in context.atlas.vocabularies[glossary.NAME].terms.items():
        shown, meaning = term.label.in_(context.language), term.definition
        names = list(dict.fromkeys(map(str, (shown, *term.label.all(), *term.aliases))))
        line = meaning.in_(context.language) if meaning else ""
        found.append(Row(word, names, shortened(line, LONGEST), words=words_in(line)))
    return found


@cache
def _labels(id_: str, language: str) -> dict[str, Any]:
    """Return a kind's name and weight, and the parts and labels of its pages."""
    if id_ in WEIGHTS:
        name = label(f"search_{id_}", language)
        return {"name": name, "words": [], "weight": WEIGHTS[id_], "parts": []}
    about, parts = KINDS[id_].about, _parts(id_)
    labels = (one.labelled() for one in KINDS[id_].declared().values() if one not in parts)
    words = [word for label in (about.one, about.many, *labels) for word in label.all()]
    words = [word for word in words if " " not in word]  # a query is looked at word by word
    return {
        "name": about.many.in_(language),
        "words": list(dict.fromkeys(words)),
        "weight": about.weight,
        "parts": [
            [anchor(part), part.labelled().in_(language), *_words_of_part(part)] for part in parts
        ],
    }


def _words_of_part(part: Field[Any]) -> dict[str, None]:
    return dict.fromkeys((*part.labelled().all(), *SECTIONS.get(part.name, ())))


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
