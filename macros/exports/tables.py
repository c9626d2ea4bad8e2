"""The same facts as tables, for spreadsheets, notebooks and stores.

`facts` has a row for each value that a source gives, the other sources' values too; facts of
several values have a table of their own besides, such as `results` and `sites`. Every row carries
sources, grade, date and plan. A date is written as its source has it, with the first and the last
day that it can mean beside it; a state is in a column of its own, for an empty cell says nothing.
Column names are the same for ever; new ones come at the end of their table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from macros.exports.cells import Column, Names, Row, cells, columns, field_cells, field_columns
from macros.exports.plain_record import Plain, type_of
from macros.model.atlas import Atlas
from macros.model.fields import Field
from macros.model.kinds import KINDS, Source
from macros.model.languages import LANGUAGES
from macros.model.record import OpenFact


@dataclass
class Table:
    """A table: columns, rows, the columns that make its key and those that lead to other tables."""

    name: str
    about: str
    columns: list[Column]
    key: tuple[str, ...]
    leads: dict[str, str] = field(default_factory=dict)  # column: table whose key it names
    rows: list[Row] = field(default_factory=list)


def tables(atlas: Atlas, records: Mapping[str, Sequence[dict[str, Plain]]]) -> list[Table]:
    """Return every table; `records` are the plain records of each kind."""
    names = Names(atlas)
    every = [record for of_kind in records.values() for record in of_kind]
    return [
        _records(every),
        _names(every),
        _facts(names, every),
        *_of_parts(names, every),
        _links(every),
        _sources(names, records.get(Source.about.id, ())),
        _vocabulary(atlas),
        _redirects(atlas),
    ]


_ID = Column("record_id", "string", "Id of the record.")
_KIND = Column("kind", "string", "Kind of the record.")
_FACT_ID = Column("fact_id", "string", "Id of the fact; it survives a change of order.")
_RANK = Column("rank", "string", "main, or also: what other sources give for the same fact.")

_QUALIFIERS = [
    Column("planned", "boolean", "Whether it is a plan or an estimate, and has not happened."),
    *columns("as_of", "date", "Date at which the source says so"),
    Column("checked", "string", "When somebody last looked."),
    Column("grade", "string", "Evidence grade of the strongest source."),
    Column("sources", "string", "Ids of the sources, with blanks between."),
    Column("source_urls", "string", "Addresses of the sources, with blanks between."),
    Column("note_en", "string", "Remark in English."),
    Column("note_ko", "string", "Remark in Korean."),
]


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
    head = [
        Column("id", "string", "Id, for ever: an old one is in `redirects`."),
        _KIND,
        Column("name_en", "string", "Name in English."),
        Column("name_ko", "string", "Name in Korean."),
        Column("evidence", "string", "Grade that more than half of its facts reach."),
        Column("checked", "string", "When the record was last checked."),
        Column("data_date", "string", "Date of what it says."),
        Column("facts", "integer", "How many facts it has."),
        Column("fields_absent", "string", "Fields of which nobody recorded anything."),
        Column("summary_en", "string", "Summary in English, without markup."),
        Column("summary_ko", "string", "Summary in Korean, without markup."),
        Column("url_en", "string", "Its page in English."),
        Column("url_ko", "string", "Its page in Korean."),
    ]
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
    return Table("records", "Every record.", head, ("id",), rows=rows)


def _names(records: Iterable[Row]) -> Table:
    head = [
        _ID,
        Column("name", "string", "The name."),
        Column("language", "string", "en, ko, or any: other names belong to no language."),
        Column("main", "boolean", "Whether it is the name, and not another name."),
    ]
    rows = []
    for record in records:
        said = {(record["name"][code], code) for code in LANGUAGES if record["name"][code]}
        others = {(alias, "any") for alias in record["aliases"]}
        for name, code in sorted(said | others, key=str):
            row = {"record_id": record["id"], "name": name, "language": code}
            rows.append(row | {"main": code != "any"})
    about = "Every name of every record: for looking a record up."
    return Table("names", about, head, ("record_id", "name", "language"), _RECORD, rows)


_RECORD = {"record_id": "records"}


def _facts(names: Names, records: Iterable[Row]) -> Table:
    head = [
        _FACT_ID,
        _RANK,
        Column("number_of_rank", "integer", "0, or which of the other sources' values it is."),
        _ID,
        _KIND,
        Column("field", "string", "Field of the record."),
        Column("field_en", "string", "What the field is called in English."),
        Column("field_ko", "string", "What the field is called in Korean."),
        Column("state", "string", "known, unknown (looked for, not found) or none (denied)."),
        Column("type", "string", "Type of the value; part: its values are in a table of its own."),
        Column("table", "string", "The table that has the values, or what is said beside them."),
        Column("value", "string", "The value: an id, a word of a list, a number, a date, a text."),
        Column("value_en", "string", "The value in English."),
        Column("value_ko", "string", "The value in Korean."),
        Column("number", "number", "The value where it is a number or an amount."),
        Column("number_to", "number", "The upper end where it is a range."),
        Column("unit", "string", "The currency of an amount."),
        *columns("date", "date", "The value where it is a date")[1:],
        Column("ref_kind", "string", "Kind of the record that the value names."),
        *_QUALIFIERS,
    ]
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
                    | _value(names, type_, one["value"])
                    | _qualified(one, record["sources"])
                )
    key = ("fact_id", "number_of_rank")
    return Table("facts", "Every value that a source gives.", head, key, _RECORD, rows)


def _type_of_other(fact: Row) -> str:
    """Return the type of another source's value: of a result it is the number."""
    return "number" if fact["type"] == "part" else fact["type"]


def _value(names: Names, type_: str, value: Plain) -> Row:
    """Return the cells of a value in the table of all facts."""
    if value is None or type_ == "part":
        return {}
    if type_ in ("words", "prose"):
        return cells("value", type_, value)
    if type_ in ("ref", "term"):
        return cells("value", type_, value, names) | {"ref_kind": value.get("kind")}
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
        said = f"{'about ' if value['about'] else ''}{currency.upper()} {amount}"
        said += f" to {to['text']}" if to else ""
        return {
            "value": said,
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
    found: dict[type, _Part] = {}
    for kind, model in KINDS.items():
        for one in model.fact_fields():
            holds = one.part or (getattr(one, "long", None) if one.details else None)
            if holds and not issubclass(holds, OpenFact):
                part = found.setdefault(holds, _Part(holds.declared(), one, []))
                part.where.append((kind, one.name))
    return {_common_end([name for _kind, name in part.where]): part for part in found.values()}


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


def _of_parts(names: Names, records: Sequence[Row]) -> Iterator[Table]:
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
            row |= cells(*value, fact["value"], names) if value else {}
            row |= field_cells(fields, fact["details"] if value else fact["value"], names)
            rows.append(row | _qualified(fact, record["sources"]))
        about = f"Facts of the fields {', '.join(f'{k}.{n}' for k, n in part.where)}, in columns."
        head = [
            *(_FACT_ID, _ID, _KIND, Column("field", "string", "Field of the record.")),
            Column("state", "string", "known, unknown (looked for) or none (denied)."),
            *(columns(*value, "The value") if value else ()),
            *(*field_columns(fields), *_QUALIFIERS),
        ]
        yield Table(name, about, head, ("fact_id",), _RECORD, rows)


def _links(records: Iterable[Row]) -> Table:
    head = [
        Column("from_id", "string", "Record that has the field."),
        Column("from_kind", "string", "Its kind."),
        Column("relation", "string", "Field through which it links."),
        Column("to_id", "string", "Record that it links to."),
        Column("to_kind", "string", "Its kind."),
        Column("counts", "boolean", "False for plans, withdrawn sites and other sources' values."),
    ]
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
    key = ("from_id", "relation", "to_id")
    about = "Which record links to which, through which field."
    return Table("links", about, head, key, {"from_id": "records", "to_id": "records"}, rows)


def _sources(names: Names, records: Iterable[Row]) -> Table:
    fields = Source.plain_fields()
    head = [
        Column("id", "string", "Id of the source."),
        *field_columns(fields),
        Column("grade", "string", "Evidence grade of its kind."),
    ]
    rows = [
        {"id": record["id"], **field_cells(fields, record["values"], names)}
        | {"grade": record["evidence"]}
        for record in records
    ]
    about = "Every source, as its page describes it."
    return Table("sources", about, head, ("id",), {"id": "records"}, rows)


def _vocabulary(atlas: Atlas) -> Table:
    head = [
        Column("vocabulary", "string", "Name of the closed list."),
        Column("id", "string", "Word of the list, as the data have it."),
        Column("label_en", "string", "What readers see in English."),
        Column("label_ko", "string", "What readers see in Korean."),
        Column("definition_en", "string", "What it means, in English."),
        Column("definition_ko", "string", "What it means, in Korean."),
    ]
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
    about = "The closed lists and their words."
    return Table("vocabulary", about, head, ("vocabulary", "id"), rows=rows)


def _redirects(atlas: Atlas) -> Table:
    head = [
        Column("id", "string", "Old id."),
        _KIND,
        Column("to_id", "string", "Id of the record that took its place."),
    ]
    rows = [
        {"id": old, "kind": moved.kind, "to_id": moved.to}
        for old, moved in sorted(atlas.tombstones.items())
    ]
    about = "Retired ids, and where each went."
    return Table("redirects", about, head, ("id",), {"to_id": "records"}, rows)
