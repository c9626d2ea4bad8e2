"""The search index of one language: names to look in, texts, and one line about each result.

The page's script (`search.js`) loads `search/names.json` when the search field is first used: names
of pages, their headings and the records that are asked for most, with the words of
`vocabulary.yml`. Everything else is found by single words: those of the names of other records, of
codes and of texts are in files in the order of the alphabet (`words-*.json`), of which a query that
the names leave open takes those with its own words. Names of other records and lines about
results are in parts by the number of the row (`rows-*.json`); only those that are shown are loaded.
Bytes: see `tests/test_search.py`.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from markupsafe import Markup

from macros.features.search.texts import (
    sections_of,
    word_files,
    words_in,
    words_of_names,
    words_of_record,
)
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
from macros.model.identifiers import Code
from macros.model.inline import plain_line, shortened
from macros.model.items import item_of
from macros.model.kinds import KINDS, Source
from macros.model.record import Record, fact_at
from macros.model.values import State, Words
from macros.page import glossary
from macros.page.context import Context, anchor
from macros.page.files import compact_json, path_of
from macros.page.labels import label, words_of
from macros.page.qualifiers import in_plain_words
from macros.store.digests import digest
from macros.store.kept import AllMade, all_anew

LONGEST = 80
"""Characters of a line."""

LEAD = 30
"""Characters of a paragraph that says something by itself."""

PART = 8
"""Rows in a part."""

PAGES, HEADINGS, NOTES, TERMS = "pages", "headings", "notes", "terms"
WEIGHTS = {PAGES: 2.9, HEADINGS: 0.7, NOTES: 0.7, TERMS: 0.001}
"""A record goes before the page of the same name; a term before nothing but poor matches."""

GLOSSARY_PAGE = "guides/glossary/"

FOR_CONTRIBUTORS = ("contribute/", "tools/")
"""Pages whose headings few readers look for: `NOTES`."""


@dataclass(frozen=True)
class HandWritten:
    """A page that is not a record's: address from the root, title, headings as (anchor, words).

    `texts` are its paragraphs by anchor.
    """

    url: str
    title: str
    line: str = ""
    headings: list[tuple[str, str]] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)


class Row(NamedTuple):
    """One thing to be found. `names` begins with the one that is shown.

    `parts` are the numbers of the kind's parts that the record's page has; `words` say how well
    each word by which it is found fits it.
    """

    address: str
    names: list[str]
    line: str
    parts: tuple[int, ...] = ()
    words: dict[str, int] = {}


@dataclass(frozen=True)
class Group:
    """Rows of a kind. An address is `path`, the row's own, `end`.

    The names of `named` ones are in the first file: those that readers ask for most.
    """

    id: str
    rows: list[Row]
    path: str = ""
    end: str = ""
    named: bool = False


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


def search_files(
    context: Context, pages: Iterable[HandWritten], keep: AllMade = all_anew
) -> Iterator[tuple[str, str]]:
    """Yield path and content of the files that the search loads. `context` has the base "".

    `keep` takes what was made before of the same pages.
    """
    pages = list(pages)
    makes = [(digest(repr(pages).encode()), lambda: compact_json(list(_files(context, pages))))]
    for _pages, files in keep("search", makes):
        yield from json.loads(files)


def _files(context: Context, pages: list[HandWritten]) -> Iterator[tuple[str, str]]:
    groups = sorted(_groups(context, pages), key=lambda group: not group.named)
    rows = [(group, row) for group in groups for row in group.rows]
    shown = [row.line if group.named else _later(row) for group, row in rows]
    parts = [compact_json(shown[start : start + PART]) for start in range(0, len(rows), PART)]
    words = list(word_files(row.words for _, row in rows))
    contents = [content for _, content in words]
    # One mark for all: a path changes with the content, so that files of two builds never mix.
    mark = path_of("{}", "\n".join((*parts, *contents)))
    for name, files in (("rows", parts), ("words", contents)):
        for number, content in enumerate(files):
            yield f"search/{name}-{number}-{mark}.json", content
    known = {row.address for group, row in rows if group.id == PAGES}
    names = {
        "mark": mark,
        "part": PART,
        "kinds": [_names_of(group, context.language) for group in groups],
        "words": " ".join(begin for begin, _ in words),
        "light": LIGHT,
        "passedOver": PASSED_OVER,
        "doors": [door for door in DOORS if door in known],
    }
    yield "search/names.json", compact_json(names)


def _later(row: Row) -> list[str]:
    return [row.line, row.address, *row.names]


def _names_of(group: Group, language: str) -> dict[str, Any]:
    """Return what the file of names has of a group: of those found by words alone, how many."""
    about = {"id": group.id, "path": group.path, "end": group.end, **_labels(group, language)}
    if not group.named:
        return about | {"size": len(group.rows)}
    has = ",".join("".join(map(_digit, row.parts)) for row in group.rows)
    rows = "\n".join("\t".join((row.address, *row.names)) for row in group.rows)
    return about | {"has": has, "rows": rows}


def _digit(number: int) -> str:
    return "0123456789abcdefghijklmnopqrstuvwxyz"[number]


def line_of(context: Context, record: Record) -> str:
    """Return what a record is in one plain line: its state, whose it is, what it is about."""
    values: list[str] = []
    for name in record.about.line or record.about.columns:
        values += _values(context, record.fields[name], record)[:2]
    if not values and record.summary:
        values = [_sentence(context.plain(record.summary))]
    return shortened(" · ".join(dict.fromkeys(values)), LONGEST)


def _groups(context: Context, pages: list[HandWritten]) -> Iterator[Group]:
    yield Group(PAGES, [_page_row(page, context.language) for page in pages], named=True)
    headings = {HEADINGS: [], NOTES: []}
    for page in pages:
        notes = page.url.startswith(FOR_CONTRIBUTORS)
        headings[NOTES if notes else HEADINGS] += _heading_rows(page, context.language)
    for id_, rows in headings.items():
        yield Group(id_, rows, named=id_ == HEADINGS)
    if any(page.url == GLOSSARY_PAGE for page in pages):
        yield Group(TERMS, _terms(context), f"{GLOSSARY_PAGE}#{glossary.NAME}-")
    for kind in KINDS:
        named = KINDS[kind].about.weight > 1
        records = context.atlas.of_kind(kind)
        rows = [_record_row(context, record, named) for record in records]
        yield Group(kind, rows, f"{kind}/", "/", named)
        if named:
            codes = (_codes_of(context, *each) for each in zip(records, rows, strict=True))
            yield Group(kind, list(chain.from_iterable(codes)), f"{kind}/")


def _asked(address: str, language: str) -> tuple[list[str], dict[str, int]]:
    """Return the vocabulary's words for an address, those of other languages word by word."""
    words = WORDS.get(address, ())
    own = [w for w in words if w.isupper() or bool(_HANGUL.search(w)) == (language == "ko")]
    return own, words_of_names(word for word in words if word not in own)


_HANGUL = re.compile("[가-힣]")


def _page_row(page: HandWritten, language: str) -> Row:
    own, words = _asked(page.url, language)
    words = words_in(" ".join(page.texts.get("", ()))) | words
    return Row(page.url, [page.title, *own], shortened(page.line, LONGEST), words=words)


def _heading_rows(page: HandWritten, language: str) -> Iterator[Row]:
    for place, title in page.headings:
        address, texts = f"{page.url}#{place}", page.texts.get(place, ())
        lead = texts[0] if texts and len(texts[0]) >= LEAD else ""
        own, words = _asked(address, language)
        words = words_in(" ".join(texts)) | words
        if page.url.startswith(FOR_CONTRIBUTORS):
            words |= words_of_names([title, *own])
        yield Row(address, [title, *own], shortened(lead, LONGEST), words=words)


def _record_row(context: Context, record: Record, named: bool) -> Row:
    kind, names, line = record.about.id, _names(record, context.language), line_of(context, record)
    if isinstance(record, Source):
        names += _identifiers(record)
    names += WORDS.get(f"{kind}/{record.id}/", ())
    words = {} if isinstance(record, Source) else words_of_record(record, context.language)
    if record.about.own_words and record.name:  # a description, in other languages too
        others = {plain_line(name) for name in record.name.all()} - {names[0]}
        words |= words_of_names(others)
        names = [name for name in names if name not in others]
    if not named:
        names += [code for codes in _codes(context, record).values() for code in codes]
        words |= words_of_names(names)
    parts = tuple(i for i, f in enumerate(_parts(kind)) if f.items(record))
    return Row(record.id, names, line, parts, words)


def _codes_of(context: Context, record: Record, row: Row) -> Iterator[Row]:
    """Yield what leads to a fact of a record, whose own row it is: its codes, who is in office."""
    for part, codes in _codes(context, record).items():
        part_words = words_in(" ".join(_words_of_part(part)))
        for code in codes:
            names = [context.name(record), code]
            words = part_words | words_of_names([code])
            yield Row(f"{record.id}/#{anchor(part)}", names, row.line, words=words)


@cache
def _parts(kind: str) -> tuple[Field[Any], ...]:
    """Return the fields of a kind that are a part of its pages, or that readers ask for."""
    fields = KINDS[kind].declared().items()
    return tuple(
        field
        for name, field in fields
        if field.shape != "plain" and (name in SECTIONS or field.shape == "parts" or field.details)
    )


def _codes(context: Context, record: Record) -> dict[Field[Any], list[str]]:
    """Return the codes of a record, and who is in office, by the field that gives them."""
    codes: dict[Field[Any], list[str]] = defaultdict(list)
    for fact, code in values_with_facts(record, Code):
        codes[fact.field].append(str(code))
    for name in IN_OFFICE:
        fact = fact_at(record, name)
        if fact and fact.known and not fact.planned:
            codes[fact.field] += _in_office(context, fact, fact.known)
    return codes


def _in_office(context: Context, fact: Cited, value: Words) -> Iterator[str]:
    """Yield who is in office, in the page's language and the others, with what qualifies it."""
    qualifiers = [context.label("as_of", date=context.date(fact.as_of))] if fact.as_of else []
    qualifiers += in_plain_words(context, fact)
    office = fact.field.labelled().in_(context.language)
    rest = f" ({', '.join(qualifiers)})" if qualifiers else ""
    for name in dict.fromkeys((context.plain(value), *value.all())):
        yield f"{office}: {name}{rest}"


def _identifiers(source: Source) -> Iterator[str]:
    """Yield the numbers under which a source is known elsewhere, from its address too."""
    identifiers = [source.doi, source.pmid, *_IN_ADDRESS.findall(str(source.url))]
    yield from dict.fromkeys(str(one) for one in identifiers if one)


_IN_ADDRESS = re.compile(r"10\.\d{4,9}/[^?#]+|(?<=pubmed\.ncbi\.nlm\.nih\.gov/)\d+|PMC\d{5,}")


def _terms(context: Context) -> list[Row]:
    """Return the terms of the glossary; the line of each is what it means."""
    rows = []
    for word, term in context.atlas.vocabularies[glossary.NAME].terms.items():
        shown, meaning = term.label.in_(context.language), term.definition
        names = list(dict.fromkeys(map(str, (shown, *term.label.all(), *term.aliases))))
        line = meaning.in_(context.language) if meaning else ""
        words = words_in(line) | words_of_names(names)
        rows.append(Row(word, names, shortened(line, LONGEST), words=words))
    return rows


def _labels(group: Group, language: str) -> dict[str, Any]:
    """Return a kind's name and weight; of named ones the parts and labels of their pages too."""
    if group.id in WEIGHTS:
        name = label(f"search_{group.id}", language)
        return {"name": name, "weight": WEIGHTS[group.id]}
    about = KINDS[group.id].about
    shown = {"name": about.many.in_(language), "weight": about.weight}
    return shown | _labels_of_fields(group.id, language) if group.named else shown


@cache
def _labels_of_fields(kind: str, language: str) -> dict[str, Any]:
    about, parts = KINDS[kind].about, _parts(kind)
    labels = (one.labelled() for one in KINDS[kind].declared().values() if one not in parts)
    words = [word for label in (about.one, about.many, *labels) for word in label.all()]
    words = [word for word in words if " " not in word]  # a query is looked at word by word
    return {
        "words": list(dict.fromkeys(words)),
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
    spellings: dict[str, str] = {}
    for name in names:
        line = plain_line(name)
        spellings.setdefault(line.casefold().replace("-", " "), line)
    return list(spellings.values())


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
