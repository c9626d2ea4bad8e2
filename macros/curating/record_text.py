"""A record as plain text for a terminal, and as data for a program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import wrap
from typing import Any

from macros.model.atlas import Atlas
from macros.model.base import Cited, Fact, Part, Record
from macros.model.derived import GRADES, grade, names_of, not_known
from macros.model.inline import mentions, without_markup
from macros.model.relations import values_of
from macros.model.values import Prose, Ref
from macros.page.context import Context, name_of
from macros.page.values import date_words, plain_words

_WIDTH = 92
_CITATION = re.compile(r"\[@[^\[\]]+\]")


def as_lines(atlas: Atlas, record: Record, language: str) -> Iterator[str]:
    """Yield the lines of a record: what it is, its facts with sources, links, what is missing."""
    context = Context(atlas, language, "")
    kind = record.about.one.best(language)[0]
    name = name_of(record, language)
    others = [other for other in names_of(record) if other != name]
    yield f"{name} — {kind}"
    yield f"{record.path}{f' · checked {record.checked}' if record.checked else ''}"
    if others:
        yield f"also: {', '.join(others)}"
    if record.summary:
        yield ""
        yield from wrap(_prose(context, record.summary), _WIDTH)
    yield ""
    yield from _facts(context, record)
    yield from _links(context, record)
    missing = [spec.label.best(language)[0] for spec in not_known(record)]
    if missing:
        yield ""
        yield f"Not known yet: {', '.join(missing)}"
    yield from _references(context)


def _facts(context: Context, record: Record) -> Iterator[str]:
    for spec, _path, value in record.plain_values():
        yield f"{spec.label.best(context.language)[0]}: {plain_words(context, value)}"
    for fact in record.all_facts():
        label = fact.label.best(context.language)[0]
        yield from _indented(f"{label}: {_value(context, fact)}")
        for other in getattr(fact.item, "also", []):
            said = f"{_shown(context, other.value)}{_receipt(context, other)}"
            yield from _indented(f"  others say: {said}")


def _value(context: Context, fact: Fact) -> str:
    item = fact.item
    if isinstance(item, Cited):
        text = _shown(context, item.value)
    else:
        text = "; ".join(
            _shown(context, value)
            if spec.name == "value"
            else f"{spec.label.best(context.language)[0].lower()} {_shown(context, value)}"
            for spec, _path, value in values_of(fact)
            if spec.name != "about"
        )
    return f"{text}{_receipt(context, item)}"


def _shown(context: Context, value: Any) -> str:
    if isinstance(value, Prose):
        return _prose(context, value)
    words = plain_words(context, value)
    return f"{words} ({value})" if isinstance(value, Ref) and words != value else words


def _receipt(context: Context, item: Any) -> str:
    marks = []
    if item.as_of:
        marks.append(f"as of {date_words(item.as_of, context.language)}")
    if item.planned:
        marks.append(context.label("planned"))
    strength = grade(context.atlas, item.sources)
    if strength in ("company", "unconfirmed"):
        marks.append(GRADES[strength].best(context.language)[0])
    said = f" ({', '.join(marks)})" if marks else ""
    numbers = "".join(f"[{context.number(source)}]" for source in item.sources)
    note = f" — {_prose(context, item.note)}" if item.note else ""
    return f"{said}{f' {numbers}' if numbers else ''}{note}"


def _links(context: Context, record: Record) -> Iterator[str]:
    for group in context.atlas.backlinks(record.id):
        yield ""
        yield f"{group.title.best(context.language)[0]} ({len(group.records)})"
        yield from (f"  {r.id}  {context.name(r)}" for r in group.records)
    resting = context.atlas.resting_on(record.id)
    if resting:
        yield ""
        yield f"Facts that rest on it ({len(resting)})"
        yield from (f"  {fact.record.id}  {fact.label.best('en')[0]}" for fact in resting)


def _references(context: Context) -> Iterator[str]:
    if context.numbers:
        yield ""
        yield "Sources"
    for source_id, number in context.numbers.items():
        source = context.atlas.records.get(source_id)
        if source is None:
            yield f"[{number}] {source_id}"
            continue
        when = f", {source.published}" if source.published else ""
        yield f"[{number}] {source.title} — {source.publisher}{when} ({source_id})"
        yield f"    {source.url}"


def _prose(context: Context, words: Prose) -> str:
    def name(record_id: str) -> str:
        record = context.atlas.records.get(record_id)
        return context.name(record) if record else record_id

    def numbered(citation: re.Match[str]) -> str:
        ids = [source for what, source in mentions(citation[0]) if what == "source"]
        return "".join(f"[{context.number(source)}]" for source in ids)

    text = _CITATION.sub(numbered, words.best(context.language)[0])
    return without_markup(text, name)


def _indented(line: str) -> Iterator[str]:
    yield from wrap(line, _WIDTH, subsequent_indent="    ", break_on_hyphens=False) or [line]


def as_data(atlas: Atlas, record: Record) -> dict[str, Any]:
    """Return a record as plain values: its fields as given, what links to it, what is missing."""
    return {
        "id": record.id,
        "kind": record.about.id,
        "path": record.path,
        "names": names_of(record) or [record.title],
        "checked": record.checked,
        "facts": [_fact_data(fact) for fact in record.all_facts()],
        "fields": {spec.name: str(value) for spec, _path, value in record.plain_values()},
        "linked_from": {
            group.title.en: [linking.id for linking in group.records]
            for group in atlas.backlinks(record.id)
        },
        "cited_by": sorted({fact.record.id for fact in atlas.resting_on(record.id)}),
        "not_known": [spec.name for spec in not_known(record)],
    }


def _fact_data(fact: Fact) -> dict[str, Any]:
    item = fact.item
    values = item.model_dump(mode="python", exclude_defaults=True)
    plain = {key: _plain(value) for key, value in values.items()}
    about = (
        {"about": _plain(item.about)} if isinstance(item, Part) and hasattr(item, "about") else {}
    )
    return {"field": fact.spec.name, **about, **plain, "sources": list(item.sources)}


def _plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if hasattr(value, "en"):
        return {key: text for key, text in (("en", value.en), ("ko", value.ko)) if text}
    return value if value is None or isinstance(value, (bool, int)) else str(value)
