"""A record as plain text for a terminal, and as data for a program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from macros.model.atlas import Atlas
from macros.model.derived import names_of, not_known
from macros.model.facts import Fact
from macros.model.inline import mentions, without_markup
from macros.model.kinds import Source
from macros.model.record import Record
from macros.model.refs import Ref
from macros.model.values import Json, Prose, Value
from macros.page.context import Context
from macros.page.references import numbered
from macros.page.text import reference

_WIDTH = 92
_CITATION = re.compile(r"\[@[^\[\]]+\]")


def as_lines(atlas: Atlas, record: Record, language: str) -> Iterator[str]:
    """Yield the lines of a record: what it is, its facts with sources, links, what is missing."""
    context = Context(atlas, language, "")
    paragraphs = list(_paragraphs(context, record))
    texts, sources = numbered(*(text for text, _indent in paragraphs))
    for text, (_text, indent) in zip(texts, paragraphs, strict=True):
        if indent is None:
            yield text
        else:
            yield from wrap(text, _WIDTH, subsequent_indent=indent, break_on_hyphens=not indent)
    yield from _references(context, sources)


def _paragraphs(context: Context, record: Record) -> Iterator[tuple[str, str | None]]:
    """Yield texts with the marks of sources, and how much their further lines are indented.

    None for a text that is one line, however long.
    """
    language = context.language
    name = record.name_in(language)
    others = [other for other in names_of(record) if other != name]
    yield f"{name} — {record.about.one.in_(language)}", None
    yield f"{record.path}{f' · checked {record.checked}' if record.checked else ''}", None
    if others:
        yield f"also: {', '.join(others)}", None
    if record.summary:
        yield "", None
        yield _prose(context, record.summary), ""
    yield "", None
    for field, _path, value in record.plain_values():
        yield f"{field.labelled().in_(language)}: {context.plain(value)}", None
    for fact in record.every_fact:
        values = "; ".join(_values(context, fact))
        yield f"{fact.label.in_(language)}: {values}{_citation(context, fact)}", "    "
        for other in fact.also:
            words = f"{_shown(context, other.value)}{_citation(context, other)}"
            yield f"  others say: {words}", "    "
    yield from ((line, None) for line in _links(context, record))
    missing = [field.labelled().in_(language) for field in not_known(record)]
    if missing:
        yield "", None
        yield f"Not recorded yet: {', '.join(missing)}", None


def _values(context: Context, fact: Fact) -> Iterator[str]:
    """Yield what a fact says; what is neither the value nor its label follows its name."""
    for field, _path, value in fact.values():
        shown = _shown(context, value)
        if field is fact.field or field.name == "value":
            yield shown
        elif field.name != "about":
            yield f"{field.labelled().in_(context.language).lower()} {shown}"


def _shown(context: Context, value: Value) -> str:
    if isinstance(value, Prose):
        return _prose(context, value)
    words = context.plain(value)
    return f"{words} ({value})" if isinstance(value, Ref) and words != value else words


def _citation(context: Context, fact: Fact) -> str:
    marks = []
    if fact.as_of:
        marks.append(f"as of {context.date(fact.as_of)}")
    if fact.planned:
        marks.append(context.label("planned"))
    if fact.grade and fact.is_weak:
        marks.append(context.plain(fact.grade))
    marked = f" ({', '.join(marks)})" if marks else ""
    numbers = _marks(fact.sources)
    note = f" — {_prose(context, fact.note)}" if fact.note else ""
    return f"{marked}{f' {numbers}' if numbers else ''}{note}"


def _links(context: Context, record: Record) -> Iterator[str]:
    for group in (g for g in context.atlas.backlinks(record.id) if g.records):
        yield ""
        yield f"{group.title.in_(context.language)} ({len(group.records)})"
        yield from (f"  {linking.id}  {context.name(linking)}" for linking in group.records)
    citing = context.atlas.citing(record.id)
    if citing:
        yield ""
        yield f"Facts that cite it ({len(citing)})"
        yield from (f"  {one.id}  {fact.label.in_('en')}" for one, fact in citing)


def _references(context: Context, sources: Sequence[str]) -> Iterator[str]:
    if sources:
        yield ""
        yield "Sources"
    for number, source_id in enumerate(sources, 1):
        source = context.atlas.records.get(source_id)
        if not isinstance(source, Source):
            yield f"[{number}] {source_id}"
            continue
        when = f", {source.published}" if source.published else ""
        yield f"[{number}] {context.name(source)} — {source.publisher}{when} ({source_id})"
        yield f"    {source.url}"


def _prose(context: Context, words: Prose) -> str:
    def marked(citation: re.Match[str]) -> str:
        return _marks(source for what, source in mentions(citation[0]) if what == "source")

    text = _CITATION.sub(marked, words.in_(context.language))
    return without_markup(text, lambda id_: context.atlas.name(id_, context.language))


def _marks(sources: Iterable[str]) -> str:
    return "".join(f"[{reference(source)}]" for source in sources)


def as_data(atlas: Atlas, record: Record) -> dict[str, Json]:
    """Return a record as plain values: its fields as given, what links to it, what is missing."""
    return {
        "id": str(record.id),
        "kind": record.about.id,
        "path": record.path,
        "names": names_of(record) or [record.name_in("en")],
        "checked": record.checked,
        "facts": [{"field": fact.field.name, **fact.as_json()} for fact in record.every_fact],
        "fields": {
            field.name: field.as_json(record)
            for field, value in record.given()
            if field in record.plain_fields()
        },
        "linked_from": {
            group.title.in_("en"): [str(linking.id) for linking in group.records]
            for group in atlas.backlinks(record.id)
            if group.records
        },
        "cited_by": sorted({str(citing.id) for citing, _fact in atlas.citing(record.id)}),
        "not_known": [field.name for field in not_known(record)],
    }
