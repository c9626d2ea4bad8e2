"""Facts: every form in which a file may give them, and where in the file each part of them is."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from macros.model.facts import Cited, Fact, Many, One, OnePart, Part, Parts
from macros.model.fields import Field
from macros.model.kinds import KINDS, Result
from macros.model.problems import KeyPath
from macros.model.record import Record
from macros.model.values import NONE, UNKNOWN, Reading, State, Words
from macros.store.editing.style import entry
from macros.store.reading import locate, parse
from tests.conftest import SMALL
from tests.sites import ROOT
from tests.test_values import EXAMPLES, USABLE

HEAD = "name: Example\nsources: [whole]\n"


def read(kind: str, text: str) -> Record:
    """Return the record that a text of a kind holds; it is sound."""
    document = parse((HEAD + text).encode())
    assert document.flaws == []
    record = KINDS[kind].of(document.value)
    record.belongs_to("example", f"data/{kind}/example.yml")
    return record


def place(text: str, path: KeyPath) -> str:
    """Return what the text of a file has at a path, to the end of the line."""
    line, column = locate((HEAD + text).encode(), path)
    return (HEAD + text).splitlines()[line - 1][column - 1 :]


# Kind, text, and for each fact: its path, and path and text of each value that it gives.
Values = list[tuple[KeyPath, str]]
FORMS: dict[str, tuple[str, str, list[tuple[KeyPath, Values]]]] = {
    "short": (
        "companies",
        'founded: "2016"\n',
        [(("founded",), [(("founded",), '"2016"')])],
    ),
    "long": (
        "companies",
        'founded: {sources: [a], value: "2016"}\n',
        [(("founded",), [(("founded", "value"), '"2016"}')])],
    ),
    "long, on lines": (
        "companies",
        'founded:\n  as_of: "2020"\n  value: "2016"\n',
        [(("founded",), [(("founded", "value"), '"2016"')])],
    ),
    "text by language": (
        "companies",
        "headquarters: {en: A, ko: 가}\n",
        [(("headquarters",), [(("headquarters",), "{en: A, ko: 가}")])],
    ),
    "text by language, long": (
        "companies",
        "headquarters: {value: {en: A, ko: 가}, note: N}\n",
        [(("headquarters",), [(("headquarters", "value"), "{en: A, ko: 가}, note: N}")])],
    ),
    "state": ("companies", "listing: none\n", [(("listing",), [(("listing",), "none")])]),
    "state, long": (
        "companies",
        'listing: {value: unknown, checked: "2024"}\n',
        [(("listing",), [(("listing", "value"), 'unknown, checked: "2024"}')])],
    ),
    "other values": (
        "companies",
        'founded: {value: "2016", also: [{value: "2017", sources: [b]},'
        ' {sources: [c], value: "2018"}]}\n',
        [
            (
                ("founded",),
                [
                    (("founded", "value"), '"2016", also'),
                    (("founded", "also", 0, "value"), '"2017", sources'),
                    (("founded", "also", 1, "value"), '"2018"}]}'),
                ],
            )
        ],
    ),
    "list": (
        "products",
        "targets: [x, y]\n",
        [
            (("targets", 0), [(("targets", 0), "x, y]")]),
            (("targets", 1), [(("targets", 1), "y]")]),
        ],
    ),
    "list of both forms": (
        "products",
        "targets:\n  - x\n  - {value: y, sources: [b]}\n",
        [
            (("targets", 0), [(("targets", 0), "x")]),
            (("targets", 1), [(("targets", 1, "value"), "y, sources")]),
        ],
    ),
    "spread list": (
        "products",
        "targets: {value: [x, {value: y, note: N}], sources: [b]}\n",
        [
            (("targets", "value", 0), [(("targets", "value", 0), "x, {value")]),
            (("targets", "value", 1), [(("targets", "value", 1, "value"), "y, note")]),
        ],
    ),
    "spread list of texts by language": (
        "products",
        "technology: {value: [{en: A}, {ko: 나}], sources: [b]}\n",
        [
            (("technology", "value", 0), [(("technology", "value", 0), "{en: A}, {ko")]),
            (("technology", "value", 1), [(("technology", "value", 1), "{ko: 나}]")]),
        ],
    ),
    "state for a list": ("products", "targets: none\n", [(("targets",), [(("targets",), "none")])]),
    "state for a list, long": (
        "products",
        'targets: {checked: "2024", value: unknown}\n',
        [(("targets",), [(("targets", "value"), "unknown}")])],
    ),
    "parts": (
        "trials",
        'results:\n  - endpoint: orr\n    value: "70.0"\n  - {n: 5, endpoint: os}\n',
        [
            (
                ("results", 0),
                [(("results", 0, "endpoint"), "orr"), (("results", 0, "value"), '"70.0"')],
            ),
            (
                ("results", 1),
                [(("results", 1, "endpoint"), "os}"), (("results", 1, "n"), "5, endpoint")],
            ),
        ],
    ),
    "parts that disagree": (
        "trials",
        'results: [{endpoint: orr, value: "70", also: [{value: "71", sources: [b]}]}]\n',
        [
            (
                ("results", 0),
                [
                    (("results", 0, "endpoint"), "orr, value"),
                    (("results", 0, "value"), '"70", also'),
                    (("results", 0, "also", 0, "value"), '"71", sources'),
                ],
            )
        ],
    ),
    "spread parts": (
        "trials",
        "results: {sources: [b], value: [{endpoint: orr}, {endpoint: os}]}\n",
        [
            (("results", "value", 0), [(("results", "value", 0, "endpoint"), "orr}, {")]),
            (("results", "value", 1), [(("results", "value", 1, "endpoint"), "os}]}")]),
        ],
    ),
    "one part": (
        "products",
        "car_construct: {costimulatory: [4-1BB, CD28], binder: B}\n",
        [
            (
                ("car_construct",),
                [
                    (("car_construct", "binder"), "B}"),
                    (("car_construct", "costimulatory", 0), "4-1BB, CD28]"),
                    (("car_construct", "costimulatory", 1), "CD28], binder"),
                ],
            )
        ],
    ),
    "open fact": (
        "companies",
        "facts: [{value: V, about: {en: A, ko: 가}}]\n",
        [
            (
                ("facts", 0),
                [(("facts", 0, "about"), "{en: A"), (("facts", 0, "value"), "V, about")],
            )
        ],
    ),
}


@pytest.mark.parametrize(("kind", "text", "facts"), FORMS.values(), ids=FORMS)
def test_each_form_says_exactly_where_in_the_file_fact_and_values_are(kind, text, facts):
    record = read(kind, text)
    assert [fact.path for fact in record.every_fact] == [path for path, _values in facts]
    for fact, (_path, values) in zip(record.every_fact, facts, strict=True):
        assert fact.record_id == "example"
        found = list(fact.all_values())
        assert [path for _field, path, _value in found] == [path for path, _text in values]
        for (_field, path, _value), (_p, shown) in zip(found, values, strict=True):
            assert place(text, path).startswith(shown), path


@pytest.mark.parametrize("folder", [SMALL, ROOT / "data"], ids=["small", "project"])
def test_the_path_of_every_value_leads_to_what_it_was_read_from(folder):
    looked_at = 0
    for file in sorted(folder.glob("[!v]*/*.yml"))[:: 1 if folder == SMALL else 7]:
        raw = parse(file.read_bytes()).value
        if "moved_to" in raw:
            continue
        record = KINDS[file.parent.name].of(raw)
        for fact in record.every_fact:
            for field, path, value in fact.all_values():
                looked_at += 1
                assert again(field, path, at(raw, path)) == value, (file.name, path)
    assert looked_at > 200


def at(raw: Any, path: Sequence[Hashable]) -> Any:
    """Return what a file holds at a path."""
    for part in path:
        raw = raw[part]
    return raw


def again(field: Field[Any], path: KeyPath, raw: Any) -> Any:
    """Return the value of what a file holds, read for itself."""
    if raw in ("unknown", "none") and field.shape != "plain":
        return {"unknown": UNKNOWN, "none": NONE}[raw]
    holds = field.entries["value"].holds if field.shape == "parts" else field.holds
    return holds.read_at(raw, path, Reading())


class TestQualifiers:
    """The nearest qualifier counts: a fact's own, that of its list, the record's sources."""

    TEXT = (
        "targets:\n"
        "  value: [x, {value: y, sources: [own], as_of: '2021'}, {value: z, sources: []}]\n"
        "  sources: [shared]\n"
        "  as_of: '2020'\n"
        "  note: N\n"
        "stage: approved\n"
    )

    def test_a_list_gives_what_it_says_to_each_fact_that_does_not_say_it(self):
        stage, x, y, z = read("products", self.TEXT).every_fact
        assert [fact.sources for fact in (stage, x, y, z)] == [
            ("whole",),
            ("shared",),
            ("own",),
            ("whole",),  # an empty list counts as none
        ]
        assert [fact.as_of for fact in (stage, x, y, z)] == [None, "2020", "2021", "2020"]
        assert {fact.note.en for fact in (x, y, z)} == {"N"}

    def test_where_a_qualifier_is_in_the_file_is_known(self):
        stage, x, y, z = read("products", self.TEXT).every_fact
        places = [place(self.TEXT, fact.where("sources")) for fact in (stage, x, y, z)]
        assert places[:3] == [
            "[whole]",
            "[shared]",
            "[own], as_of: '2021'}, {value: z, sources: []}]",
        ]
        assert places[3] == "[whole]"
        assert place(self.TEXT, x.where("as_of")) == "'2020'"
        assert place(self.TEXT, y.where("as_of")).startswith("'2021'}")
        assert x.where("note") == y.where("note") == ("targets", "note")

    def test_parts_and_other_values_share_in_the_same_way(self):
        text = "results: {value: [{endpoint: orr}, {endpoint: os, note: M}], note: N}\n"
        first, second = read("trials", text).every_fact
        assert (first.note.en, second.note.en) == ("N", "M")
        assert first.where("note") == ("results", "note")
        assert second.where("note") == ("results", "value", 1, "note")
        text = "targets: {value: [x, y], also: [{value: z, sources: [b]}]}\n"
        for fact in read("products", text).every_fact:
            assert [other.value_path for other in fact.also] == [("targets", "also", 0, "value")]
            assert fact.cited() == ["whole", "b"]

    def test_a_fact_cites_each_source_once(self):
        text = "founded: {value: '2016', sources: [a, b], also: [{value: '2', sources: [b, c]}]}\n"
        [fact] = read("companies", text.replace("'2'", "'2017'")).every_fact
        assert fact.cited() == ["a", "b", "c"]


class TestStates:
    @pytest.mark.parametrize(("word", "value"), [("unknown", UNKNOWN), ("none", NONE)])
    @pytest.mark.parametrize("text", ["listing: {}\n", "listing: {{value: {}, checked: '2024'}}\n"])
    def test_a_state_is_no_value(self, word: str, value: State, text: str):
        [fact] = read("companies", text.format(word)).every_fact
        assert isinstance(fact, Cited)
        assert (fact.state, fact.value, fact.known) == (word, value, None)

    def test_a_value_is_known(self):
        [fact] = read("companies", "listing: KOSDAQ 1\n").every_fact
        assert isinstance(fact, Cited)
        assert (fact.state, fact.known) == ("known", "KOSDAQ 1")

    def test_quotes_make_no_value_of_a_state(self):
        assert read("companies", 'listing: "none"\n').every_fact[0].state == "none"


class TestParts:
    def test_a_part_says_what_its_own_fields_say(self):
        [part] = read(
            "trials", "results: [{endpoint: orr, n: 5, note: N, planned: true}]\n"
        ).every_fact
        assert isinstance(part, Part)
        assert [(field.name, value) for field, _path, value in part.values()] == [
            ("endpoint", "orr"),
            ("n", 5),
        ]
        assert not {"note", "planned", "sources"} & part.declared().keys()
        assert part.planned and part.note.en == "N"
        assert part.label == KINDS["trials"].fields["results"].label

    def test_a_part_without_what_it_needs_is_refused(self):
        with pytest.raises(ValueError, match='results.0: the field "endpoint" is missing'):
            read("trials", "results: [{n: 5}]\n")


def test_facts_are_made_once():
    record = read("products", "stage: approved\ntargets: [x, y]\n")
    assert record.every_fact is record.every_fact
    assert [id(fact) for fact in record.every_fact] == [id(record.stage), *map(id, record.targets)]


def test_json_of_a_fact_has_what_was_written():
    text = (
        "targets: [{value: x, as_of: '2020', planned: true, note: {ko: 가},"
        " also: [{value: unknown-x, sources: [b]}]}]\n"
        "indications: {value: unknown, checked: '2024'}\n"
    )
    first, second = read("products", text).every_fact
    assert first.as_json() == {
        "value": "x",
        "sources": ["whole"],
        "as_of": "2020",
        "planned": True,
        "note": {"ko": "가"},
        "also": [{"value": "unknown-x", "sources": ["b"]}],
    }
    assert second.as_json() == {"value": "unknown", "sources": ["whole"], "checked": "2024"}


# What is read is what was written, for every type and every form.

QUALIFIERS: dict[str, st.SearchStrategy[Any]] = {
    "sources": st.lists(st.sampled_from(["a", "b", "c-1"]), min_size=1, max_size=2, unique=True),
    "as_of": st.sampled_from(["2020", "2020-01", "2020-01-31"]),
    "checked": st.sampled_from(["2024", "2024-12"]),
    "planned": st.booleans(),
    "note": st.sampled_from(["A *note*.", {"ko": "메모"}, {"en": "A", "ko": "가"}]),
}
beside = st.fixed_dictionaries({}, optional=QUALIFIERS)
raw_values = st.sampled_from(
    [(kind, raw) for kind in USABLE if kind in EXAMPLES for raw in EXAMPLES[kind][:2]]
)


def named(field: Field[Any]) -> Field[Any]:
    field.name = "field"
    return field


def through_yaml(raw: Any) -> Any:
    """Return what is read of what the house writes."""
    document = parse(entry("field", raw).encode())
    assert document.flaws == []
    return document.value["field"]


def sound(field: Field[Any], raw: Any) -> Any:
    reading = Reading()
    read = field.read(through_yaml(raw), ("field",), reading)
    assert reading.troubles == []
    return read


def qualifiers(fact: Fact) -> dict[str, Any]:
    return {name: value for name, value in fact.as_json().items() if name in QUALIFIERS}


def meant(given: dict[str, Any]) -> dict[str, Any]:
    """Return qualifiers as JSON gives them: a bare remark is in English."""
    note = given.get("note")
    return given | ({"note": {"en": note}} if isinstance(note, str) else {})


@given(raw_values, beside)
def test_one_fact_is_read_as_it_was_written(example: tuple[Any, Any], given: dict[str, Any]):
    kind, raw = example
    assume(not (raw == "unknown" and given.get("planned")))
    field = named(One(kind, "Help."))
    fact = sound(field, field.written(raw, given))
    assert fact.value == kind.read_at(raw, (), Reading())
    assert qualifiers(fact) == meant(given)
    assert fact.field is field and fact.path == ("field",)
    assert fact.value_path == (("field", "value") if given else ("field",))
    again = sound(field, field.as_long(field.written(raw, given)))
    assert (again.value, qualifiers(again)) == (fact.value, qualifiers(fact))


@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b", {"en": "C", "ko": "다"}]), beside),
        min_size=1,
        max_size=3,
        unique_by=lambda item: str(item[0]),
    ),
    st.none() | beside,
)
def test_a_list_is_read_as_it_was_written(items: list[tuple[Any, dict]], shared: dict | None):
    field = named(Many(Words, "Help."))
    raw = [field.written(value, given) for value, given in items]
    facts = sound(field, raw if shared is None else {"value": raw, **shared})
    assert [fact.value for fact in facts] == [Words.read(value) for value, _given in items]
    top = ("field",) if shared is None else ("field", "value")
    for index, (fact, (_value, own)) in enumerate(zip(facts, items, strict=True)):
        assert fact.path == (*top, index)
        assert fact.value_path == ((*top, index, "value") if own else (*top, index))
        assert qualifiers(fact) == meant((shared or {}) | own)
        for name in qualifiers(fact):
            assert fact.where(name) == ((*top, index, name) if name in own else ("field", name))


results = st.fixed_dictionaries(
    {"endpoint": st.sampled_from(["orr", "os"])},
    optional={"value": st.just("70.0"), "n": st.just(5), **QUALIFIERS},
)


@given(st.lists(results, min_size=1, max_size=3), beside)
def test_parts_are_read_as_they_were_written(items: list[dict[str, Any]], given: dict[str, Any]):
    field = named(Parts(Result, "Help."))
    parts = sound(field, field.written(items, given))
    for index, (part, item) in enumerate(zip(parts, items, strict=True)):
        whole = item | given
        own = {field.name: value.as_json() for field, _path, value in part.values()}
        assert own == {name: raw for name, raw in whole.items() if name not in QUALIFIERS}
        assert qualifiers(part) == meant({n: raw for n, raw in whole.items() if n in QUALIFIERS})
        assert part.path == ("field", index)
    single = named(OnePart(Result, "Help."))
    alone = sound(single, single.written({"endpoint": "orr"}, given))
    assert alone.path == ("field",) and qualifiers(alone) == meant(given)
