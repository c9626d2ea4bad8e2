"""A record as plain text for a terminal, and as data for a program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import wrap

from macros.model.atlas import Atlas
from macros.model.derived import names_of, not_known
from macros.model.facts import Fact
from macros.model.inline import mentions, without_markup
from macros.model.kinds.sources import Source
from macros.model.record import Record
from macros.model.values import Json, Prose, Ref, State, Value
from macros.page.context import Context

_WIDTH = 92
_CITATION = re.compile(r"\[@[^\[\]]+\]")


def as_lines(atlas: Atlas, record: Record, language: str) -> Iterator[str]:
    """Yield the lines of a record: what it is, its facts with sources, links, what is missing."""
    context = Context(atlas, language, "")
    name = record.name_in(language)
    others = [other for other in names_of(record) if other != name]
    yield f"{name} — {record.about.one.in_(language)}"
    yield f"{record.path}{f' · checked {record.checked}' if record.checked else ''}"
    if others:
        yield f"also: {', '.join(others)}"
    if record.summary:
        yield ""
        yield from wrap(_prose(context, record.summary), _WIDTH)
    yield ""
    yield from _facts(context, record)
    yield from _links(context, record)
    missing = [field.labelled().in_(language) for field in not_known(record)]
    if missing:
        yield ""
        yield f"Not known yet: {', '.join(missing)}"
    yield from _references(context)


def _facts(context: Context, record: Record) -> Iterator[str]:
    for field, _path, value in record.plain_values():
        yield f"{field.labelled().in_(context.language)}: {context.plain(value)}"
    for fact in record.every_fact:
        values = "; ".join(_values(context, fact))
        label = fact.label.in_(context.language)
        yield from _indented(f"{label}: {values}{_receipt(context, fact)}")
        for other in fact.also:
            words = f"{_shown(context, other.value)}{_receipt(context, other)}"
            yield from _indented(f"  others say: {words}")


def _values(context: Context, fact: Fact) -> Iterator[str]:
    """Yield what a fact says; what is neither the value nor its label stands behind its name."""
    for field, _path, value in fact.values():
        shown = _shown(context, value)
        if field is fact.field or field.name == "value":
            yield shown
        elif field.name != "about":
            yield f"{field.labelled().in_(context.language).lower()} {shown}"


def _shown(context: Context, value: Value | State) -> str:
    if isinstance(value, Prose):
        return _prose(context, value)
    words = context.plain(value)
    return f"{words} ({value})" if isinstance(value, Ref) and words != value else words


def _receipt(context: Context, fact: Fact) -> str:
    marks = []
    if fact.as_of:
        marks.append(f"as of {context.date(fact.as_of)}")
    if fact.planned:
        marks.append(context.label("planned"))
    if fact.grade in ("company", "unconfirmed"):
        marks.append(context.plain(fact.grade))
    marked = f" ({', '.join(marks)})" if marks else ""
    numbers = "".join(f"[{context.number(source)}]" for source in fact.sources)
    note = f" — {_prose(context, fact.note)}" if fact.note else ""
    return f"{marked}{f' {numbers}' if numbers else ''}{note}"


def _links(context: Context, record: Record) -> Iterator[str]:
    for group in context.atlas.backlinks(record.id):
        yield ""
        yield f"{group.title.in_(context.language)} ({len(group.records)})"
        yield from (f"  {linking.id}  {context.name(linking)}" for linking in group.records)
    resting = context.atlas.resting_on(record.id)
    if resting:
        yield ""
        yield f"Facts that rest on it ({len(resting)})"
        yield from (f"  {citing.id}  {fact.label.in_('en')}" for citing, fact in resting)


def _references(context: Context) -> Iterator[str]:
    if context.numbers:
        yield ""
        yield "Sources"
    for source_id, number in context.numbers.items():
        source = context.atlas.records.get(source_id)
        if not isinstance(source, Source):
            yield f"[{number}] {source_id}"
            continue
        when = f", {source.published}" if source.published else ""
        yield f"[{number}] {source.title} — {source.publisher}{when} ({source_id})"
        yield f"    {source.url}"


def _prose(context: Context, words: Prose) -> str:
    def numbered(citation: re.Match[str]) -> str:
        ids = [source for what, source in mentions(citation[0]) if what == "source"]
        return "".join(f"[{context.number(source)}]" for source in ids)

    text = _CITATION.sub(numbered, words.in_(context.language))
    return without_markup(text, lambda id_: context.atlas.name(id_, context.language))


def _indented(line: str) -> Iterator[str]:
    yield from wrap(line, _WIDTH, subsequent_indent="    ", break_on_hyphens=False) or [line]


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
            field.name: field.as_json(value)
            for field, value in record.given()
            if field in record.plain_fields()
        },
        "linked_from": {
            group.title.in_("en"): [str(linking.id) for linking in group.records]
            for group in atlas.backlinks(record.id)
        },
        "cited_by": sorted({str(citing.id) for citing, _fact in atlas.resting_on(record.id)}),
        "not_known": [field.name for field in not_known(record)],
    }
