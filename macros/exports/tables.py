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
from typing import Any, NamedTuple

from macros.exports.cells import (
    BETWEEN_IDS,
    PARTIAL_DATE,
    Column,
    Names,
    Row,
    cells,
    column,
    columns,
    field_cells,
    field_columns,
)
from macros.exports.plain_record import BESIDE_FACTS, Plain, type_of
from macros.model.atlas import Atlas
from macros.model.computed import computed
from macros.model.fields import Field
from macros.model.kinds import KINDS, Source
from macros.model.languages import FALLBACK, LANGUAGES
from macros.model.record import OpenFact
from macros.model.values import Words


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
    names = Names(atlas)
    every = [record for of_kind in records.values() for record in of_kind]
    return [
        _records(every),
        _names(every),
        _facts(names, every),
        *_of_parts(names, every),
        _computed(names, every),
        _links(every),
        _sources(names, records.get(Source.about.id, ())),
        _vocabulary(atlas),
        _redirects(atlas),
    ]


_ID = column("record_id", "Id of the record.", "기록의 id.")
_KIND = column("kind", "Kind of the record.", "기록의 종류.")
_FACT_ID = column(
    "fact_id",
    "Id of the fact; it survives a change of order.",
    "사실의 id. 순서가 바뀌어도 유지됩니다.",
)
_RANK = column(
    "rank",
    "main, or also: what other sources give for the same fact.",
    "main, 또는 also: 같은 사실에 대해 다른 출처가 밝힌 값.",
)

_QUALIFIERS = [
    column(
        "planned",
        "Whether it is a plan or an estimate, and has not happened.",
        "계획이나 추정이며 아직 일어나지 않았는지 여부.",
        "boolean",
    ),
    *columns(
        "as_of", "date", Words(en="Date at which the source says so", ko="출처가 그렇게 밝힌 날")
    ),
    column("checked", "When somebody last looked.", "마지막으로 확인한 날.", pattern=PARTIAL_DATE),
    column("grade", "Evidence grade of the strongest source.", "가장 강한 출처의 근거 등급."),
    column(
        "sources",
        "Ids of the sources, with blanks between.",
        "출처의 id. 빈칸으로 구분합니다.",
        separator=BETWEEN_IDS,
    ),
    column(
        "source_urls",
        "Addresses of the sources, with blanks between.",
        "출처의 주소. 빈칸으로 구분합니다.",
        separator=BETWEEN_IDS,
    ),
    column("note_en", "Remark in English.", "영어 비고."),
    column("note_ko", "Remark in Korean.", "한국어 비고."),
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
        column(
            "id",
            "Id, for ever: an old one is in `redirects`.",
            "id. 바뀌지 않으며, 옛 id는 `redirects`에 있습니다.",
        ),
        _KIND,
        column("name_en", "Name in English.", "영어 이름."),
        column("name_ko", "Name in Korean.", "한국어 이름."),
        column(
            "evidence",
            "Grade that more than half of its facts reach.",
            "사실의 절반 넘게가 이르는 근거 등급.",
        ),
        column(
            "checked",
            "When the record was last checked.",
            "기록을 마지막으로 확인한 날.",
            pattern=PARTIAL_DATE,
        ),
        column("data_date", "Date of what it says.", "내용의 기준일.", pattern=PARTIAL_DATE),
        column("facts", "How many facts it has.", "사실의 수.", "integer"),
        column(
            "fields_absent",
            "Fields of which nobody recorded anything, with blanks between.",
            "아무것도 기록되지 않은 항목. 빈칸으로 구분합니다.",
            separator=BETWEEN_IDS,
        ),
        column("summary_en", "Summary in English, without markup.", "영어 요약(서식 없음)."),
        column("summary_ko", "Summary in Korean, without markup.", "한국어 요약(서식 없음)."),
        column("url_en", "Its page in English.", "영어 페이지의 주소."),
        column("url_ko", "Its page in Korean.", "한국어 페이지의 주소."),
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
    return Table("records", Words(en="Every record.", ko="모든 기록."), head, ("id",), rows=rows)


def _names(records: Iterable[Row]) -> Table:
    head = [
        _ID,
        column("name", "The name.", "이름."),
        column(
            "language",
            "en, ko, or any: other names belong to no language.",
            "en, ko, 또는 any. 다른 이름은 언어를 구분하지 않습니다.",
        ),
        column(
            "main",
            "Whether it is the name, and not another name.",
            "다른 이름이 아니라 대표 이름인지 여부.",
            "boolean",
        ),
    ]
    rows = []
    for record in records:
        said = {(record["name"][code], code) for code in LANGUAGES if record["name"][code]}
        others = {(alias, "any") for alias in record["aliases"]}
        for name, code in sorted(said | others, key=str):
            row = {"record_id": record["id"], "name": name, "language": code}
            rows.append(row | {"main": code != "any"})
    about = Words(
        en="Every name of every record: for looking a record up.",
        ko="모든 기록의 모든 이름. 기록을 찾을 때 씁니다.",
    )
    return Table("names", about, head, ("record_id", "name", "language"), _RECORD, rows)


_RECORD = {"record_id": "records"}


def _facts(names: Names, records: Iterable[Row]) -> Table:
    head = [
        _FACT_ID,
        _RANK,
        column(
            "number_of_rank",
            "0, or which of the other sources' values it is.",
            "0, 또는 다른 출처의 값 가운데 몇 번째인지.",
            "integer",
        ),
        _ID,
        _KIND,
        column("field", "Field of the record.", "기록의 항목."),
        column("field_en", "What the field is called in English.", "항목의 영어 이름."),
        column("field_ko", "What the field is called in Korean.", "항목의 한국어 이름."),
        column(
            "state",
            "known, unknown (searched, not found) or none (a source says there is none).",
            "known(값 있음), unknown(찾았으나 확인되지 않음), none(없다고 출처가 밝힘).",
        ),
        column(
            "type",
            "Type of the value; part: its values are in a table of its own.",
            "값의 유형. part이면 값이 별도의 표에 있습니다.",
        ),
        column(
            "table",
            "The table that has the values, or what is said beside them.",
            "값, 또는 값에 딸린 내용이 있는 표.",
        ),
        column(
            "value",
            "The value: an id, a word of a list, a number, a date, a text.",
            "값: id, 목록의 용어, 숫자, 날짜, 글.",
        ),
        column("value_en", "The value in English.", "영어로 쓴 값."),
        column("value_ko", "The value in Korean.", "한국어로 쓴 값."),
        column(
            "number",
            "The value where it is a number or an amount.",
            "값이 숫자나 금액일 때 그 수.",
            "number",
        ),
        column("number_to", "The upper end where it is a range.", "범위일 때 상한.", "number"),
        column("unit", "The currency of an amount.", "금액의 통화."),
        *columns("date", "date", Words(en="The value where it is a date", ko="날짜인 값"))[1:],
        column(
            "ref_kind", "Kind of the record that the value names.", "값이 가리키는 기록의 종류."
        ),
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
    return Table(
        "facts",
        Words(en="Every value that a source gives.", ko="출처가 밝힌 모든 값."),
        head,
        key,
        _RECORD,
        rows,
    )


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
        where = ", ".join(f"{kind}.{of}" for kind, of in part.where)
        about = Words(
            en=f"Facts of the fields {where}, in columns.",
            ko=f"다음 항목의 사실을 열로 나눔: {where}.",
        )
        head = [
            *(_FACT_ID, _ID, _KIND, column("field", "Field of the record.", "기록의 항목.")),
            column(
                "state",
                "known, unknown (searched, not found) or none (a source says there is none).",
                "known(값 있음), unknown(찾았으나 확인되지 않음), none(없다고 출처가 밝힘).",
            ),
            *(columns(*value, Words(en="The value", ko="값")) if value else ()),
            *(*field_columns(fields), *_QUALIFIERS),
        ]
        yield Table(name, about, head, ("fact_id",), _RECORD, rows)


def _computed(names: Names, records: Iterable[Row]) -> Table:
    head = [
        *(_ID, _KIND),
        column("name", "What is computed.", "계산한 것."),
        column("name_en", "What that is called in English.", "그 영어 이름."),
        column("name_ko", "What that is called in Korean.", "그 한국어 이름."),
        column("number", "Its number among those of the name.", "같은 이름 안의 순번.", "integer"),
        column("value", "The value: an id, a word of a list, a year.", "값: id, 용어, 연도."),
        column("value_en", "The value in English.", "영어로 쓴 값."),
        column("value_ko", "The value in Korean.", "한국어로 쓴 값."),
        column("share", "Share of people in percent.", "환자 비율(%).", "number"),
        column("low", "Lower end of the interval in percent.", "구간의 하한(%).", "number"),
        column("high", "Upper end of the interval in percent.", "구간의 상한(%).", "number"),
        column(
            "fact_ids",
            "Ids of the facts that it comes from, with blanks between.",
            "계산에 쓴 사실의 id. 빈칸으로 구분합니다.",
            separator=BETWEEN_IDS,
        ),
    ]
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
                rows[-1] |= _computed_value(names, item["value"])
    about = Words(
        en="What is computed from the facts of a record. `interval`: the exact 95 % interval "
        "(Clopper and Pearson) where the source gives counts alone, with the share where it gives "
        "no value. `approval_basis`: on what an approval rests where no document of the authority "
        "was seen.",
        ko="기록의 사실로 계산한 값. `interval`: 출처에 환자 수만 있을 때의 정확한 95% 구간"
        "(클로퍼·피어슨)과, 값이 없을 때의 비율. `approval_basis`: 규제기관의 문서를 확인하지 못한 "
        "허가의 근거 자료.",
    )
    return Table("computed", about, head, ("record_id", "name", "number"), _RECORD, rows)


def _computed_value(names: Names, value: Plain) -> Row:
    if value is None:  # such as a site whose hospital nobody names
        return {}
    if not isinstance(value, dict):
        return {"value": str(value)}
    if "id" in value:
        return {"value": value["id"], **{f"value_{c}": w for c, w in names.of(value).items()}}
    return {name: number and number["text"] for name, number in value.items()}


def _links(records: Iterable[Row]) -> Table:
    head = [
        column("from_id", "Record that has the field.", "항목이 있는 기록."),
        column("from_kind", "Its kind.", "그 종류."),
        column("relation", "Field through which it links.", "연결하는 항목."),
        column("to_id", "Record that it links to.", "연결되는 기록."),
        column("to_kind", "Its kind.", "그 종류."),
        column(
            "counts",
            "False for plans, withdrawn sites and other sources' values.",
            "계획, 철회된 기관, 다른 출처의 값이면 거짓.",
            "boolean",
        ),
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
    about = Words(
        en="Which record links to which, through which field.",
        ko="어느 기록이 어느 항목으로 어느 기록에 연결되는지.",
    )
    return Table("links", about, head, key, {"from_id": "records", "to_id": "records"}, rows)


def _sources(names: Names, records: Iterable[Row]) -> Table:
    fields = Source.plain_fields()
    head = [
        column("id", "Id of the source.", "출처의 id."),
        *field_columns(fields),
        column("grade", "Evidence grade of its kind.", "출처 유형의 근거 등급."),
    ]
    rows = [
        {"id": record["id"], **field_cells(fields, record["values"], names)}
        | {"grade": record["evidence"]}
        for record in records
    ]
    about = Words(en="Every source, as its page describes it.", ko="모든 출처.")
    return Table("sources", about, head, ("id",), {"id": "records"}, rows)


def _vocabulary(atlas: Atlas) -> Table:
    head = [
        column("vocabulary", "Name of the closed list.", "용어 목록의 이름."),
        column("id", "Word of the list, as the data have it.", "데이터에 쓰인 용어."),
        column("label_en", "What readers see in English.", "독자에게 보이는 영어 표기."),
        column("label_ko", "What readers see in Korean.", "독자에게 보이는 한국어 표기."),
        column("definition_en", "What it means, in English.", "영어 뜻풀이."),
        column("definition_ko", "What it means, in Korean.", "한국어 뜻풀이."),
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
    about = Words(en="The closed lists and their words.", ko="용어 목록과 그 용어.")
    return Table("vocabulary", about, head, ("vocabulary", "id"), rows=rows)


def _redirects(atlas: Atlas) -> Table:
    head = [
        column("id", "Old id.", "옛 id."),
        _KIND,
        column("to_id", "Id of the record that took its place.", "대신하는 기록의 id."),
    ]
    rows = [
        {"id": old, "kind": moved.kind, "to_id": moved.to}
        for old, moved in sorted(atlas.tombstones.items())
    ]
    about = Words(en="Retired ids, and where each went.", ko="없어진 id와 옮겨 간 곳.")
    return Table("redirects", about, head, ("id",), {"to_id": "records"}, rows)
