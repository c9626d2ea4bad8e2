"""A record as plain data: one reading, of which every file for programs is a view.

Nothing is invented on the way: a date is as precise as its source, a text that has no translation
has none, and what qualifies a value (sources, grade, date, plan, note, other sources' values) goes
with it. What a record does not say is `absent`; what was looked for is `unknown`; what a source
denies is `none`.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from macros.model.atlas import Atlas
from macros.model.basis import reservation_of
from macros.model.computed import computed
from macros.model.derived import data_date, evidence, grade_of_source
from macros.model.facts import Also, Cited, Fact
from macros.model.fields import Field, Model
from macros.model.identifiers import Code
from macros.model.kinds import Result, Source
from macros.model.languages import LANGUAGES
from macros.model.money import Money
from macros.model.numbers import Count, Number, Year
from macros.model.partial_dates import PartialDate, days_of
from macros.model.record import OpenFact, Record
from macros.model.refs import Ref
from macros.model.urls import Url
from macros.model.values import Flag, Prose, State, Term, Text, Value, Words
from macros.page.results import computed_interval, percent, rounded

SCHEMA_VERSION = "1.0"
"""Version of the shape. The second number counts additions; nothing is ever taken away in 1."""

LICENCE = "https://creativecommons.org/licenses/by/4.0/"

TYPES: dict[type[Value], str] = {
    Prose: "prose",
    Words: "words",
    PartialDate: "date",
    Number: "number",
    Count: "integer",
    Year: "integer",
    Flag: "boolean",
    Url: "url",
    Ref: "ref",
    Term: "term",
    Code: "code",
    Money: "money",
    Text: "text",
}
"""What the values of a type are called in a fact's `type`; other types are text."""

BESIDE_FACTS = {
    "interval": Words(en="95 % interval from the counts", ko="환자 수로 계산한 95% 구간"),
    "approval_basis": Words(en="Approval based on", ko="허가의 근거 자료"),
}
"""What is computed beside single facts, where there is any.

The interval is the exact one where the source gives counts alone, with the share where it gives no
value; what an approval is based on where the authority's document was not seen.
"""

OF_SOURCE = ("title", "name", "publisher", "kind", "published", "url", "archived")
"""What is said of a source beside a fact; `name` describes one of which no title was seen."""

Plain = Any
"""What JSON can hold."""


def addresses(record: Record, roots: Mapping[str, str]) -> dict[str, str]:
    """Return the addresses of a record's page by language."""
    return {code: f"{root}{record.about.id}/{record.id}/" for code, root in roots.items()}


def plain_record(atlas: Atlas, record: Record, address: Mapping[str, str]) -> dict[str, Plain]:
    """Return a record with all its facts, the records that link to it and the sources it cites.

    `address` is that of its page by language. Every key is always there.
    """
    about = record.about
    ids = _fact_ids(atlas, record)
    facts = [{"id": id_, **plain} for id_, plain, _fact in ids]
    id_of = {id(fact): id_ for id_, _plain, fact in ids}
    summary = record.summary
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": about.id,
        "id": record.id,
        "address": dict(address),
        "name": plain_value(record.name or Words(en=record.name_in("en")), atlas),
        "aliases": [str(alias) for alias in record.aliases],
        "summary": None if summary is None else plain_value(summary, atlas),
        "checked": None if record.checked is None else plain_value(record.checked, atlas),
        "data_date": data_date(record) or None,
        "evidence": evidence(record),
        "fields": {
            name: "given" if field.items(record) else "absent"
            for name, field in record.declared().items()
        },
        "values": _fields_of({field.name: field for field in record.plain_fields()}, record, atlas),
        "computed": {
            name: [
                {
                    "value": plain_value(item.value, atlas),
                    "facts": [id_of[id(fact)] for fact in item.facts if id(fact) in id_of],
                }
                for item in one.of(atlas, record)
            ]
            for name, one in computed(type(record)).items()
        }
        | _beside_facts(atlas, [(id_, fact) for id_, _plain, fact in ids]),
        "facts": facts,
        "linked_from": [
            {
                "kind": group.kind,
                "relation": group.relation,
                "title": plain_value(group.title, atlas),
                "records": [
                    {"id": id_, "counts": fact is None or fact.counts}
                    for id_, fact in group.facts.items()
                ],
            }
            for group in atlas.backlinks(record.id)
        ],
        "sources": {
            id_: plain_source(atlas, id_) for id_ in sorted(_cited(record)) if id_ in atlas.records
        },
        "license": LICENCE,
    }


def said_in(atlas: Atlas, record: Record, names: Iterable[str]) -> dict[str, Plain]:
    """Return `facts`, without their ids, and `values` of some fields of a record."""
    names = set(names)
    plain_fields = {field.name: field for field in record.plain_fields() if field.name in names}
    return {
        "facts": [_plain_fact(atlas, one) for one in record.every_fact if one.field.name in names],
        "values": _fields_of(plain_fields, record, atlas),
    }


def plain_source(atlas: Atlas, id_: str) -> dict[str, Plain]:
    """Return what a reader needs of a source beside a fact: what it is, how old, how strong."""
    source = atlas.records[id_]
    assert isinstance(source, Source)
    fields = {name: Source.fields[name] for name in OF_SOURCE}
    return {**_fields_of(fields, source, atlas), "grade": grade_of_source(source)}


def plain_value(value: Value, atlas: Atlas) -> Plain:
    """Return a value as JSON has it: a text, unless its type has more to say.

    None for a state, which takes the place of a value and is named beside it. A number has the
    digits of its source too: 70.0 is not 70, and 15 digits do not fit a double. Prose is without
    markup, and under `markdown` as it is written: `[[id]]` links, `[@id]` cites.
    """
    match value:
        case State():
            return None
        case Count() | Year():
            return int(value)
        case Flag():
            return bool(value)
        case Number():
            return {"value": float(value), "text": str(value)}
        case Prose():
            texts = {code: value.texts.get(code) for code in LANGUAGES}
            bare = {code: value.words(atlas, code) if texts[code] else None for code in LANGUAGES}
            return {**bare, "markdown": texts}
        case Words():
            return {code: value.texts.get(code) for code in LANGUAGES}
        case PartialDate():
            first, after = days_of(value)
            return {
                "value": str(value),
                "precision": {4: "year", 7: "month", 10: "day"}[len(value)],
                "earliest": first.isoformat(),
                "latest": (after - datetime.timedelta(days=1)).isoformat(),
            }
        case Ref():
            return {"id": str(value), "kind": atlas.kind(value)}
        case Term():
            return {"id": str(value), "vocabulary": value.vocabulary}
        case Money():
            return _fields_of(value.fields, value, atlas)
    return str(value)


def _beside_facts(atlas: Atlas, facts: Sequence[tuple[str, Fact]]) -> dict[str, list[Plain]]:
    """Return what pages compute beside single facts, by the names of `BESIDE_FACTS`."""
    values: dict[str, list[Plain]] = {name: [] for name in BESIDE_FACTS}
    for id_, fact in facts:
        if isinstance(fact, Result):
            ends = computed_interval(fact) or (None, None)
            percentages = (None if fact.value is not None else percent(fact), *ends)
            if percentages != (None, None, None):
                numbers = (None if one is None else _plain_number(one) for one in percentages)
                value = dict(zip(("share", "low", "high"), numbers, strict=True))
                values["interval"].append({"value": value, "facts": [id_]})
        if word := reservation_of(atlas, fact):
            value = plain_value(word, atlas)
            values["approval_basis"].append({"value": value, "facts": [id_]})
    return {name: items for name, items in values.items() if items}


def _plain_number(of_hundred: float) -> dict[str, Plain]:
    text = rounded(of_hundred)
    return {"value": float(text), "text": text}


def _fields_of(fields: Mapping[str, Field[Any]], model: Model, atlas: Atlas) -> dict[str, Plain]:
    """Return what a model has in some fields; None where one holds nothing, [] for a list."""
    values = {}
    for name, field in fields.items():
        items = [plain_value(item, atlas) for item in field.items(model)]
        values[name] = items if field.several else items[0] if items else None
    return values


def _fact_ids(atlas: Atlas, record: Record) -> list[tuple[str, dict[str, Plain], Fact]]:
    """Return id and plain form of every fact."""
    counts: Counter[str] = Counter()
    facts = []
    for fact in record.every_fact:
        plain = _plain_fact(atlas, fact)
        id_ = f"{record.id}#{fact.field.name}"
        if fact.field.several:
            id_ += f".{_digest(plain)}"
        counts[id_] += 1
        facts.append((f"{id_}-{counts[id_]}" if counts[id_] > 1 else id_, plain, fact))
    return facts


def _digest(plain: dict[str, Plain]) -> str:
    """Return what tells a fact from the others of its list, whatever their order.

    That is its label and value; where it has none, such as a site without a name, what is said
    beside it.
    """
    identity = [plain["label"], plain["value"] if plain["state"] == "known" else plain["details"]]
    canonical = json.dumps(identity, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:8]


def _plain_fact(atlas: Atlas, fact: Fact) -> dict[str, Plain]:
    if isinstance(fact, Cited):
        type_, value = type_of(fact.field.holds), plain_value(fact.value, atlas)
        details = _fields_of(fact.declared(), fact, atlas)
    elif isinstance(fact, OpenFact):  # what it is about is its label
        type_, value, details = "prose", plain_value(fact.value, atlas), {}
    else:
        type_, value, details = "part", _fields_of(fact.declared(), fact, atlas), {}
    return {
        "field": fact.field.name,
        "label": plain_value(fact.label, atlas),
        "state": fact.state,
        "type": type_,
        "value": value,
        "details": details,
        **_qualifiers(atlas, fact),
        "also": [_other(atlas, other) for other in fact.also],
    }


def type_of(holds: type) -> str:
    """Return the name of a type of value."""
    return next((TYPES[cls] for cls in holds.__mro__ if cls in TYPES), "text")


def _other(atlas: Atlas, other: Also[Any]) -> dict[str, Plain]:
    return {"value": plain_value(other.value, atlas), **_qualifiers(atlas, other)}


def _qualifiers(atlas: Atlas, fact: Fact) -> dict[str, Plain]:
    return {
        "planned": bool(fact.planned),
        **_fields_of({n: fact.fields[n] for n in ("as_of", "checked", "note")}, fact, atlas),
        "grade": fact.grade,
        "sources": [str(source) for source in fact.sources],
    }


def _cited(record: Record) -> set[str]:
    return {source for fact in record.every_fact for source in fact.cited()} | set(record.sources)
