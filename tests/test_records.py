"""Records: short and long forms, sources of every fact, and what each type of value accepts."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.model.computed import computed
from macros.model.facts import Part, long_form
from macros.model.fields import Model
from macros.model.identifiers import Doi, Pmid, RegistryNumber
from macros.model.kinds import KINDS, Company, Product, Result, Source, Trial
from macros.model.money import Money
from macros.model.numbers import Count, Number
from macros.model.partial_dates import PartialDate
from macros.model.problems import KEY
from macros.model.record import OpenFact, Record
from macros.model.refs import Ref
from macros.model.urls import Url
from macros.model.values import NONE, UNKNOWN, Bad, Reading, Text, Value, Words, term
from tests.conftest import edit, places, problems_of, write


def company(**fields) -> Company:
    return Company.of({"name": "Examplecell", "sources": ["whole"], **fields})


def product(**fields) -> Product:
    return Product.of({"name": "Example-cel", "sources": ["whole"], **fields})


def troubles(model: type[Model], written: object) -> list[tuple[str, tuple]]:
    """Return code and path of all that is wrong with what a file holds."""
    reading = Reading()
    model.read_at(written, (), reading)
    return [(trouble.code, trouble.path) for trouble in reading.troubles]


def without_source(record: Record) -> list[tuple]:
    """Share out the record's sources; return the paths of the facts that have none."""
    record.belongs_to("examplecell", "data/companies/examplecell.yml")
    return [fact.path for fact in record.unsourced()]


class TestFacts:
    def test_short_and_long_form_are_the_same_fact(self):
        short, long = company(founded="2016"), company(founded={"value": "2016"})
        assert short.founded.as_json() == long.founded.as_json()
        assert short.founded.value == "2016"
        assert isinstance(short.founded.value, PartialDate)

    def test_the_long_form_carries_all_that_can_be_said_of_a_fact(self):
        fact = company(
            founded={
                "value": "2016",
                "sources": ["own"],
                "as_of": "2020-01",
                "checked": "2024-05-06",
                "planned": True,
                "note": "A *note*.",
                "also": [{"value": "2017", "sources": ["other"], "note": {"ko": "메모"}}],
            }
        ).founded
        assert (fact.sources, fact.as_of, fact.checked) == (("own",), "2020-01", "2024-05-06")
        assert fact.planned
        assert fact.note.en == "A *note*."
        assert [(other.value, other.sources) for other in fact.also] == [("2017", ("other",))]

    def test_a_text_in_two_languages_is_a_short_form_too(self):
        fact = company(headquarters={"en": "Exampletown", "ko": "예시동"}).headquarters
        assert fact.value == Words(en="Exampletown", ko="예시동")

    def test_money_is_a_short_form_too(self):
        fact = Company.of(
            {"name": "A", "funding": [{"amount": {"amount": 5, "currency": "krw"}}]}
        ).funding[0]
        assert (fact.amount.amount, fact.amount.currency) == (Decimal(5), "krw")

    @pytest.mark.parametrize("word", ["unknown", "none"])
    @pytest.mark.parametrize("long", [False, True])
    def test_unknown_and_none_are_states_not_values(self, word, long):
        written = {"value": word, "checked": "2024"} if long else word
        state = {"unknown": UNKNOWN, "none": NONE}[word]
        assert company(listing=written).listing.value is state
        assert company(founded=written).founded.value is state
        [target] = product(targets=written).targets
        assert target.value is state

    def test_a_group_gives_its_sources_to_each_of_its_values(self):
        facts = product(
            developers={"value": ["a", {"value": "b", "sources": ["own"]}], "sources": ["group"]}
        ).developers
        assert [(fact.value, fact.sources) for fact in facts] == [
            ("a", ("group",)),
            ("b", ("own",)),
        ]

    def test_a_group_of_texts_in_two_languages_keeps_them_whole(self):
        [fact] = product(
            technology={"value": [{"en": "A", "ko": "가"}], "sources": ["group"], "as_of": "2020"}
        ).technology
        assert fact.value == Words(en="A", ko="가")
        assert (fact.sources, fact.as_of) == (("group",), "2020")

    def test_a_group_of_parts_gives_its_sources_to_each(self):
        results = product(
            results={"value": [{"endpoint": "orr"}, {"endpoint": "os"}], "sources": ["group"]}
        ).results
        assert [(r.endpoint, r.sources) for r in results] == [
            ("orr", ("group",)),
            ("os", ("group",)),
        ]

    @pytest.mark.parametrize(
        "written",
        ["a", 5, {"value": "a"}, {"value": {"en": "x"}}, {"en": "x"}, {}, True, {"value": 5}],
        ids=str,
    )
    def test_a_list_is_asked_for_where_there_is_none(self, written):
        assert [code for code, _path in troubles(Product, {"name": "A", "targets": written})] == [
            "not-a-list"
        ]

    def test_all_facts_come_in_the_order_of_the_fields_with_their_paths(self):
        record = product(
            facts=[{"about": "A", "value": "B"}],
            prices=[{"amount": {"amount": 1, "currency": "krw"}}],
            targets=["x", "y"],
            stage="approved",
        )
        assert [fact.path for fact in record.every_fact] == [
            ("stage",),
            ("targets", 0),
            ("targets", 1),
            ("prices", 0),
            ("facts", 0),
        ]

    def test_an_open_fact_is_labelled_by_what_it_is_about(self):
        [fact] = company(facts=[{"about": {"en": "A", "ko": "가"}, "value": "B"}]).every_fact
        assert isinstance(fact, OpenFact)
        assert fact.label == Words(en="A", ko="가")

    def test_a_part_yields_its_values_with_their_paths(self):
        [fact] = Trial.of(
            {"name": "A", "results": [{"endpoint": "orr", "value": "70.0", "n": 5}]}
        ).results
        assert [(field.name, path, value) for field, path, value in fact.values()] == [
            ("endpoint", ("results", 0, "endpoint"), "orr"),
            ("value", ("results", 0, "value"), Decimal("70.0")),
            ("n", ("results", 0, "n"), 5),
        ]


class TestSources:
    """The nearest list of sources counts; a fact that has none is a problem at its place."""

    def test_a_facts_own_sources_go_before_those_of_the_record(self):
        record = company(founded={"value": "2016", "sources": ["own"]}, listing="X 1")
        assert without_source(record) == []
        assert record.founded.sources == ("own",)
        assert record.listing.sources == ("whole",)
        assert record.founded.where("sources") == ("founded", "sources")
        assert record.listing.where("sources") == ("sources",)

    def test_an_empty_list_counts_as_none(self):
        record = company(founded={"value": "2016", "sources": []})
        assert without_source(record) == []
        assert record.founded.sources == ("whole",)

    def test_parts_and_open_facts_take_the_records_sources(self):
        record = company(funding=[{"date": "2020"}], facts=[{"about": "A", "value": "B"}])
        assert without_source(record) == []
        assert [fact.sources for fact in record.every_fact] == [("whole",), ("whole",)]

    def test_each_fact_without_a_source_is_named(self):
        record = company(sources=[], founded="2016", listing="none", website="https://a.example")
        assert without_source(record) == [("founded",), ("listing",), ("website",)]

    def test_unknown_needs_no_source(self):
        record = company(sources=[], founded={"value": "unknown", "checked": "2024"})
        assert without_source(record) == []

    def test_a_source_needs_no_source(self):
        source = Source.of(
            {"title": "T", "kind": "news", "publisher": "P", "url": "https://a.example"}
        )
        assert without_source(source) == []

    def test_a_fact_without_source_is_a_problem_on_its_line(self, small: Path):
        write(
            small,
            "companies/third-cell.yml",
            "name: Thirdcell\nfounded: {value: '2001', sources: [example-register]}\n"
            "focus: Nothing\nlisting:\n  value: none\nfacts:\n  - about: A\n    value: B\n",
        )
        assert places(problems_of(small)) == [
            ("data/companies/third-cell.yml", 3, "missing-source"),
            ("data/companies/third-cell.yml", 5, "missing-source"),
            ("data/companies/third-cell.yml", 7, "missing-source"),
        ]


def bad(kind: type[Value], raw: object) -> Bad:
    with pytest.raises(Bad) as error:
        kind.read(raw)
    assert error.value.code and error.value.message and error.value.fix
    return error.value


class TestValues:
    @pytest.mark.parametrize("written", ["2025", "2025-12", "2024-02-29", "1900-01-01"])
    def test_dates_are_as_precise_as_written(self, written):
        assert PartialDate.read(written) == written

    @pytest.mark.parametrize(
        "written",
        [
            *("2025-13", "2025-00", "2024-02-30", "2023-02-29", "2025-1-1", "2025-1", "25", "0000"),
            *("2025/01/02", "2 Jan 2025", "2025-01-02T10:00", " 2025", "2025 ", "2025-01-02\n"),
            *("-2025", "２０２５", "2025-０1", "2025–01"),
        ],
    )
    def test_what_is_no_date_is_refused(self, written):
        assert bad(PartialDate, written).code == "bad-date"

    def test_a_year_without_quotes_is_told_to_take_them(self):
        assert '"2025"' in bad(PartialDate, 2025).fix
        assert "quotes" in bad(PartialDate, 2025).fix

    @pytest.mark.parametrize("written", ["70.0", "75.30", "0", "-1.5", "0.000001", "595500000000"])
    def test_numbers_keep_the_digits_of_the_source(self, written):
        assert str(Number.read(written)) == written

    @pytest.mark.parametrize(
        "written",
        [
            "1,000",
            "75 %",
            "~5",
            "1e3",
            ".5",
            "5.",
            "NaN",
            "inf",
            "٧",
            "７５",
            "",
            "1 000",
            True,
            [1],
        ],
        ids=repr,
    )
    def test_what_is_no_number_is_refused(self, written):
        assert bad(Number, written).code == "not-a-number"

    @pytest.mark.parametrize("written", [-1, "91", "91.0", True, [1]], ids=repr)
    def test_a_count_is_a_whole_number_without_quotes(self, written):
        assert bad(Count, written).code == "not-a-number"
        assert Count.read(0) == 0 and Count.read(91) == 91

    @pytest.mark.parametrize(
        "written",
        [
            "https://a.example",
            "http://a.example:8080/x?y=1&z=2#part",
            "HTTPS://A.EXAMPLE/",
            "https://예시.example/한글",
        ],
    )
    def test_web_addresses_are_taken_as_written(self, written):
        assert Url.read(written) == written

    @pytest.mark.parametrize(
        "written",
        [
            *("javascript:alert(1)", "java\tscript:alert(1)", "JAVASCRIPT:alert(1)", "data:,x"),
            *("//host/path", "/path", "a.example", "https://", "https:///path", "https:a.example"),
            *(
                "https://a.example/a b",
                " https://a.example",
                "https://a.example\n",
                "ftp://a.example",
            ),
            *("https://a.example/\u00a0x", 'https://a.example/"x', "https://a.example/<b>"),
            *("https://[::1", "https://a.example:port", "vbscript:x", "https://a.example/\x00"),
        ],
        ids=repr,
    )
    def test_what_is_no_web_address_is_refused(self, written):
        assert bad(Url, written).code == "bad-url"

    @pytest.mark.parametrize("written", ["a", "cd19", "nct01234567", "a-b-c1", "4-1bb"])
    def test_ids_are_small_letters_digits_and_hyphens(self, written):
        assert Ref.read(written) == written

    @pytest.mark.parametrize(
        "written",
        ["A", "a_b", "a--b", "-a", "a-", "a b", "a.yml", "../a", "예시", "a\n", "a/b", "é"],
        ids=repr,
    )
    def test_what_cannot_be_a_file_name_is_no_id(self, written):
        assert bad(Ref, written).code == "bad-id"

    @pytest.mark.parametrize(
        "written",
        ["NCT01234567", "KCT0001234", "2020-501234-12", "2020-501234-12-00", "jRCT2011200001"],
    )
    def test_registry_numbers_are_written_as_the_registry_does(self, written):
        assert RegistryNumber.read(written) == written

    @pytest.mark.parametrize(
        "written", ["nct01234567", "NCT1234567", "NCT０1234567", "KCT000123", "12"]
    )
    def test_what_is_no_registry_number_is_refused(self, written):
        assert bad(RegistryNumber, written).code == "bad-registry-number"

    @pytest.mark.parametrize(
        ("kind", "written"), [(Doi, "https://doi.org/10.1/x"), (Pmid, "012"), (Pmid, "１２")]
    )
    def test_a_code_of_another_form_is_refused(self, kind, written):
        assert bad(kind, written).code == "bad-code"

    @pytest.mark.parametrize("kind", [Text, Words, PartialDate, Url, Ref, Doi, term("stage")])
    @pytest.mark.parametrize(
        ("written", "code"),
        [(5, "not-text"), (True, "not-text"), ([], "not-text"), ("  ", "empty")],
    )
    def test_text_is_asked_for_where_there_is_none(self, kind, written, code):
        assert bad(kind, written).code.startswith(code)

    def test_words_fall_back_to_the_other_language_and_say_so(self):
        assert Words(en="a", ko="가").best("ko") == ("가", "ko")
        assert Words(en="a").best("ko") == ("a", "en")
        assert Words(ko="가").best("en") == ("가", "ko")
        assert Words.read(" a ") == Words(en="a")
        assert Words.read({"ko": "가"}).all() == ["가"]

    @pytest.mark.parametrize(
        ("written", "code"),
        [
            ({"kr": "가"}, "unknown-field"),
            ({}, "empty-value"),
            ({"en": ""}, "empty-value"),
            ({"en": 5}, "not-text"),
            (["a"], "not-text"),
        ],
        ids=str,
    )
    def test_words_are_a_text_or_a_text_a_language(self, written, code):
        assert bad(Words, written).code == code

    def test_money_is_an_amount_or_a_range_in_a_currency(self):
        money = Money.of({"amount": 10, "to": "12.50", "currency": "usd", "about": True})
        assert (money.amount, str(money.to), money.currency) == (10, "12.50", "usd")
        assert money.about

    @pytest.mark.parametrize(
        "written",
        [{"amount": 5}, {"currency": "krw"}, {"amount": "5억", "currency": "krw"}, 5],
        ids=str,
    )
    def test_money_without_amount_or_currency_is_refused(self, written):
        assert troubles(Money, written)

    @given(st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.lists(st.text())))
    def test_no_value_makes_a_type_fall_over(self, raw):
        for kind in (Text, Words, PartialDate, Number, Count, Url, RegistryNumber, Doi, Ref):
            try:
                value = kind.read(raw)
            except Bad as error:
                assert error.message and error.fix
            else:
                assert value is not None


class TestDeclarations:
    @pytest.mark.parametrize("kind", KINDS)
    def test_every_field_of_a_kind_is_declared_in_both_languages_with_help_and_example(self, kind):
        for field in KINDS[kind].declared().values():
            assert field.label.get("en") and field.label.get("ko") and field.help
            assert field.example not in (None, "", [])
            assert field.inverse is None or (field.inverse.get("en") and field.inverse.get("ko"))

    @pytest.mark.parametrize("kind", KINDS)
    def test_tables_chips_and_dates_of_a_kind_name_its_fields(self, kind):
        model = KINDS[kind]
        about = model.about
        named = {*about.columns, *about.chips, *about.dated_by}
        assert named <= {*model.declared(), *computed(model)}
        dated = {name for name, field in model.declared().items() if field.value is PartialDate}
        inside = {
            f"{name}.{part}"
            for name, field in model.declared().items()
            for part, inner in field.entries.items()
            if inner.value is PartialDate
        }
        assert {*about.calendar} <= dated | inside

    @pytest.mark.parametrize(
        "model", [*KINDS.values(), *Part.__subclasses__()], ids=lambda model: model.__name__
    )
    def test_a_field_accepts_its_own_example(self, model):
        for name, field in model.fields.items():
            if field.example is None or "…" in str(field.example):  # a text cut short
                continue
            reading = Reading()
            assert field.read(field.example, (name,), reading)
            assert reading.troubles == [], name

    def test_each_kind_has_a_place_of_its_own_in_the_order_of_the_site(self):
        orders = [model.about.order for model in KINDS.values()]
        assert orders == sorted(set(orders))

    def test_a_result_keeps_what_other_sources_give(self):
        result = Result.of(
            {"endpoint": "orr", "value": "70.0", "also": [{"value": "71", "sources": ["b"]}]}
        )
        assert [str(other.value) for other in result.also] == ["71"]

    def test_a_fact_that_no_field_knows_is_refused(self):
        assert troubles(long_form(Text), {"value": "a", "sorces": ["b"]}) == [
            ("unknown-field", ("sorces", KEY))
        ]


class TestRedirects:
    def test_a_moved_record_is_no_record_but_is_remembered(self, atlas):
        assert atlas.redirects == {
            "old-examplecell": ("companies", "examplecell", "data/companies/old-examplecell.yml")
        }
        assert "old-examplecell" not in atlas.records
        assert "old-examplecell" not in [record.id for record in atlas.of_kind("companies")]

    def test_a_redirect_leads_to_a_record_that_is_there(self, small: Path):
        edit(
            small, "companies/old-examplecell.yml", "moved_to: examplecell", "moved_to: examplecel"
        )
        [problem] = problems_of(small)
        assert (problem.line, problem.column, problem.code) == (1, 11, "unknown-id")
        assert '"examplecell"' in problem.fix

    def test_a_redirect_never_leads_to_a_redirect(self, small: Path):
        write(small, "companies/older.yml", "moved_to: old-examplecell\n")
        [problem] = problems_of(small)
        assert (problem.path, problem.code) == ("data/companies/older.yml", "moved")
        assert '"examplecell"' in problem.fix

    def test_a_redirect_never_leads_to_itself(self, small: Path):
        write(small, "companies/old-examplecell.yml", "moved_to: old-examplecell\n")
        [problem] = problems_of(small)
        assert problem.line == 1
        assert "old-examplecell" not in problem.fix

    def test_a_redirect_says_nothing_else(self, small: Path):
        edit(small, "companies/old-examplecell.yml", "note:", "founded: '2016'\nnote:")
        [problem] = problems_of(small)
        assert (problem.line, problem.code) == (2, "unknown-field")
