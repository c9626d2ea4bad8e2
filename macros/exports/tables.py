"""The same facts as tables, for spreadsheets, notebooks and stores.

`facts` has a row for each value that a source gives, the other sources' values too; facts of
several values have a table of their own besides, such as `results` and `sites`. Every row carries
sources, grade, date and plan. A date is written as its source has it, with the first and the last
day that it can mean beside it; a state is in a column of its own, for an empty cell says nothing.
Column names are the same for ever, and their order among each other; new ones may come between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from macros.exports.cells import (
    BETWEEN_IDS,
    PARTIAL_DATE,
    Column,
    Row,
    cells,
    columns,
    field_cells,
    field_columns,
    names_in,
)
from macros.exports.plain_record import BESIDE_FACTS, Plain, type_of
from macros.model.atlas import Atlas
from macros.model.computed import computed
from macros.model.fields import Field
from macros.model.kinds import KINDS, Source
from macros.model.languages import FALLBACK, LANGUAGES
from macros.model.record import OpenFact
from macros.model.values import Words
from macros.model.yaml_parser import read_yaml


@dataclass
class Table:
    """A table: columns, rows, the columns that make its key and those that lead to other tables."""

    name: str
    words: Words
    columns: list[Column]
    key: tuple[str, ...]
    leads: dict[str, str] = field(default_factory=dict)  # column: table whose key it names
    rows: list[Row] = field(default_factory=list)

    @property
    def about(self) -> str:
        """What it has, in English."""
        return self.words.in_(FALLBACK)


def tables(atlas: Atlas, records: Mapping[str, Sequence[dict[str, Plain]]]) -> list[Table]:
    """Return every table; `records` are the plain records of each kind."""
    every = [record for of_kind in records.values() for record in of_kind]
    return [
        _records(every),
        _names(every),
        _facts(atlas, every),
        *_of_parts(atlas, every),
        _computed(atlas, every),
        _links(every),
        _sources(atlas, records.get(Source.about.id, ())),
        _vocabulary(atlas),
        _redirects(atlas),
    ]


_TABLES: dict[str, Any] = read_yaml(Path(__file__).with_name("tables.yml"))
"""What the file declares: each table by its name, and the columns that several share."""


def _columns(declared: Mapping[str, Any], inserted: Mapping[str, list[Column]]) -> Iterator[Column]:
    """Yield columns as the file declares them, those that are `inserted` at their places."""
    for name, spec in declared.items():
        if name in inserted:
            yield from inserted[name]
        elif spec is None:
            yield from _SHARED[name]
        else:
            form = spec.get("form")
            pattern = PARTIAL_DATE if form == "date" else ""
            separator = BETWEEN_IDS if form == "ids" else ""
            yield Column(name, spec.get("type", "string"), _words(spec), pattern, separator)


def _words(spec: Mapping[str, str], **places: str) -> Words:
    return Words(**{code: spec[code].format(**places) for code in LANGUAGES if code in spec})


_QUALIFIERS = _TABLES["shared"].pop("qualifiers")
_SHARED = {column.name: [column] for column in _columns(_TABLES["shared"], {})}
_SHARED["qualifiers"] = list(_columns(_QUALIFIERS, {}))


def _table(
    declared: str, rows: list[Row], name: str = "", where: str = "", **inserted: list[Column]
) -> Table:
    """Return a table as the file declares it, with its rows.

    One that is declared for several has a `name`, and `where` says which facts it has.
    """
    spec = _TABLES["tables"][declared]
    about, head = _words(spec, where=where), list(_columns(spec["columns"], inserted))
    return Table(name or declared, about, head, tuple(spec["key"]), spec.get("leads", {}), rows)


def _qualified(fact: Row, sources: Mapping[str, Row]) -> Row:
    return {
        "planned": fact["planned"],
        **cells("as_of", "date", fact["as_of"]),
        "checked": fact["checked"] and fact["checked"]["value"],
        "grade": fact["grade"],
        "sources": " ".join(fact["sources"]),
        "source_urls": " ".join(filter(None, (sources[id_]["url"] for id_ in fact["sources"]))),
        **cells("note", "prose", fact["note"]),
    }


def _records(records: Iterable[Row]) -> Table:
    rows = [
        {
            "id": record["id"],
            "kind": record["kind"],
            **cells("name", "words", record["name"]),
            "evidence": record["evidence"],
            "checked": record["checked"] and record["checked"]["value"],
            "data_date": record["data_date"],
            "facts": len(record["facts"]),
            "fields_absent": " ".join(n for n, s in record["fields"].items() if s == "absent"),
            **cells("summary", "prose", record["summary"]),
            **{f"url_{code}": record["address"][code] for code in LANGUAGES},
        }
        for record in records
    ]
    return _table("records", rows)


def _names(records: Iterable[Row]) -> Table:
    rows = []
    for record in records:
        names = {(record["name"][code], code) for code in LANGUAGES if record["name"][code]}
        others = {(alias, "any") for alias in record["aliases"]}
        for name, code in sorted(names | others, key=str):
            row = {"record_id": record["id"], "name": name, "language": code}
            rows.append(row | {"main": code != "any"})
    return _table("names", rows)


def _facts(atlas: Atlas, records: Iterable[Row]) -> Table:
    rows = []
    for record in records:
        for fact in record["facts"]:
            of_fact = {"fact_id": fact["id"], "record_id": record["id"], "kind": record["kind"]}
            of_fact |= {"field": fact["field"], **cells("field", "words", fact["label"])}
            of_fact |= {"table": _table_of(record["kind"], fact["field"])}
            for number, one in enumerate((fact, *fact["also"])):
                type_ = fact["type"] if one is fact else _type_of_other(fact)
                rows.append(
                    of_fact
                    | {"rank": "also" if number else "main", "number_of_rank": number}
                    | {"state": fact["state"] if one is fact else "known", "type": type_}
                    | _value(atlas, type_, one["value"])
                    | _qualified(one, record["sources"])
                )
    return _table("facts", rows)


def _type_of_other(fact: Row) -> str:
    """Return the type of another source's value: of a result it is the number."""
    return "number" if fact["type"] == "part" else fact["type"]


def _value(atlas: Atlas, type_: str, value: Plain) -> Row:
    """Return the cells of a value in the table of all facts."""
    if value is None or type_ == "part":
        return {}
    if type_ in ("words", "prose"):
        return cells("value", type_, value)
    if type_ in ("ref", "term"):
        return cells("value", type_, value, atlas) | {"ref_kind": value.get("kind")}
    if type_ == "date":
        return {"value": value["value"]} | {
            f"date_{key}": value[key] for key in ("precision", "earliest", "latest")
        }
    if type_ == "number":
        return {"value": value["text"], "number": value["text"]}
    if type_ == "integer":
        return {"value": str(value), "number": value}
    if type_ == "boolean":
        return {"value": str(value).lower()}
    if type_ == "money":
        to, amount, currency = value["to"], value["amount"]["text"], value["currency"]["id"]
        text = f"{'about ' if value['about'] else ''}{currency.upper()} {amount}"
        text += f" to {to['text']}" if to else ""
        return {
            "value": text,
            "number": amount,
            "number_to": to and to["text"],
            "unit": currency.upper(),
        }
    return {"value": value}


class _Part(NamedTuple):
    """A table of facts of one class: its fields, and of which fields of kinds they are."""

    fields: Mapping[str, Field[Any]]
    of: Field[Any]
    where: list[tuple[str, str]]


@cache
def _part_tables() -> dict[str, _Part]:
    """Return the tables of facts of several values by their names.

    A table is called like the fields that it is of: what their names have in common at the end.
    """
    parts: dict[type, _Part] = {}
    for kind, model in KINDS.items():
        for one in model.fact_fields():
            holds = one.part or (getattr(one, "long", None) if one.details else None)
            if holds and not issubclass(holds, OpenFact):
                part = parts.setdefault(holds, _Part(holds.declared(), one, []))
                part.where.append((kind, one.name))
    return {_common_end([name for _kind, name in part.where]): part for part in parts.values()}


def _common_end(names: Sequence[str]) -> str:
    """Return the words that names end with.

    >>> _common_end(["primary_endpoints", "secondary_endpoints"])
    'endpoints'
    """
    words = [name.split("_")[::-1] for name in names]
    same = [column[0] for column in zip(*words, strict=False) if len(set(column)) == 1]
    return "_".join(same[::-1])


@cache
def _table_of(kind: str, name: str) -> str | None:
    return next((t for t, part in _part_tables().items() if (kind, name) in part.where), None)


def _of_parts(atlas: Atlas, records: Sequence[Row]) -> Iterator[Table]:
    facts: dict[str, list[tuple[Row, Row]]] = {name: [] for name in _part_tables()}
    for record in records:
        for fact in record["facts"]:
            if table := _table_of(record["kind"], fact["field"]):
                facts[table].append((record, fact))
    for name, part in _part_tables().items():
        fields = part.fields.values()
        value = None if part.of.part else ("value", type_of(part.of.holds))
        rows = []
        for record, fact in facts[name]:
            row = {"fact_id": fact["id"], "record_id": record["id"], "kind": record["kind"]}
            row |= {"field": fact["field"], "state": fact["state"]}
            row |= cells(*value, fact["value"], atlas) if value else {}
            row |= field_cells(fields, fact["details"] if value else fact["value"], atlas)
            rows.append(row | _qualified(fact, record["sources"]))
        where = ", ".join(f"{kind}.{of}" for kind, of in part.where)
        held = columns(*value, Words(en="The value", ko="값")) if value else []
        yield _table("parts", rows, name, where, value=held, fields=field_columns(fields))


def _computed(atlas: Atlas, records: Iterable[Row]) -> Table:
    rows = []
    for record in records:
        of_kind = computed(KINDS[record["kind"]])
        for name, items in record["computed"].items():
            if name == "evidence":  # the table of records has it
                continue
            called = of_kind[name].label if name in of_kind else BESIDE_FACTS[name]
            row = {"record_id": record["id"], "kind": record["kind"], "name": name}
            row |= {f"name_{code}": called.in_(code) for code in LANGUAGES}
            for number, item in enumerate(items, 1):
                rows.append(row | {"number": number, "fact_ids": " ".join(item["facts"])})
                rows[-1] |= _computed_value(atlas, item["value"])
    return _table("computed", rows)


def _computed_value(atlas: Atlas, value: Plain) -> Row:
    if value is None:  # such as a site whose hospital nobody names
        return {}
    if not isinstance(value, dict):
        return {"value": str(value)}
    if "id" in value:
        return {
            "value": value["id"],
            **{f"value_{c}": w for c, w in names_in(atlas, value).items()},
        }
    return {name: number and number["text"] for name, number in value.items()}


def _links(records: Iterable[Row]) -> Table:
    rows = [
        {
            "from_id": one["id"],
            "from_kind": group["kind"],
            "relation": group["relation"],
            "to_id": record["id"],
            "to_kind": record["kind"],
            "counts": one["counts"],
        }
        for record in records
        for group in record["linked_from"]
        for one in group["records"]
    ]
    return _table("links", rows)


def _sources(atlas: Atlas, records: Iterable[Row]) -> Table:
    fields = Source.plain_fields()
    rows = [
        {"id": record["id"], **field_cells(fields, record["values"], atlas)}
        | {"grade": record["evidence"]}
        for record in records
    ]
    return _table("sources", rows, fields=field_columns(fields))


def _vocabulary(atlas: Atlas) -> Table:
    rows = [
        {
            "vocabulary": name,
            "id": word,
            **{f"label_{code}": term.label.texts.get(code) for code in LANGUAGES},
            **{
                f"definition_{code}": term.definition and term.definition.texts.get(code)
                for code in LANGUAGES
            },
        }
        for name, vocabulary in sorted(atlas.vocabularies.items())
        for word, term in vocabulary.terms.items()
    ]
    return _table("vocabulary", rows)


def _redirects(atlas: Atlas) -> Table:
    rows = [
        {"id": old, "kind": moved.kind, "to_id": moved.to}
        for old, moved in sorted(atlas.redirects.items())
    ]
    return _table("redirects", rows)
