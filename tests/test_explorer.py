"""Facets and data of the explorer, against the Atlas.

What its script loads, compressed, in November 2026: 6 KB for 57 trials (4 KB more for a further
column or the CSV), 19 KB for 797 sources (20 KB more). With 9,091 made-up records 132 KB for 2,000
trials (110 KB more). How quickly it answers: `python -m tests.benchmark.explorer`.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html

from macros.features.explorer.block import explorer_block
from macros.features.explorer.data import NOT_RECORDED, Explorer
from macros.model.atlas import Atlas
from macros.model.columns import RESERVED, column_of, columns_of, facets_of
from macros.model.derived import evidence, strongest, year
from macros.model.kinds import KINDS
from macros.model.paths import path
from macros.model.problems import CallError
from macros.model.relations import date_of
from macros.model.selecting import select
from macros.page.context import Context
from macros.store.loading import Loader
from tests.conftest import edit, load, write
from tests.hostile import TEXTS


def explorer_of(atlas: Atlas, kind: str, language: str = "en") -> Explorer:
    return Explorer(Context(atlas, language, ""), kind)


def field_of(explorer: Explorer, name: str):
    [field] = [field for field in explorer.fields if field.column.id == name]
    return field


def values_of(explorer: Explorer, name: str) -> dict[str, list[str]]:
    """Return, for each record, the keys of its values in a column, plans apart."""
    field = field_of(explorer, name)
    keys = ([field.values[at][0] for at in cell if at >= 0] for cell in field.cells)
    return dict(zip((record.id for record in explorer.records), keys, strict=True))


class TestColumns:
    @pytest.mark.parametrize("kind", KINDS)
    def test_every_kind_has_facets_with_names_of_their_own(self, kind: str):
        facets = [facet.id for facet in facets_of(kind)]
        assert facets and "evidence" in facets
        columns = [column.id for column in columns_of(kind)]
        assert len(columns) == len(set(columns))
        assert not set(RESERVED) & set(columns)
        assert list(KINDS[kind].about.columns) == columns[: len(KINDS[kind].about.columns)]

    @pytest.mark.parametrize(
        "path", ["nothing", "products.nothing", "phase.label", "trials.phase", "nobody.products"]
    )
    def test_a_wrong_facet_is_an_error_that_names_it(self, path: str, monkeypatch):
        about = KINDS["trials"].about
        monkeypatch.setattr(
            KINDS["trials"], "about", about.__class__(**vars(about) | {"facets": (path,)})
        )
        with pytest.raises(CallError, match=path.partition(".")[0]):
            facets_of.__wrapped__("trials")  # not as it is kept

    def test_a_path_leads_through_relations_and_back(self, atlas: Atlas):
        def at(id_: str, text: str) -> list[str]:
            record = atlas.records[id_]
            return [str(i.value) for i in path(record.about.id, text).items(atlas, record)]

        assert at("nct99999901", "products.therapies") == ["example-therapy"]
        trials = ["nct99999901", "example-follow-up"]
        assert at("example-hospital", "trials.sites") == trials
        statuses = ["active-not-recruiting", "not-yet-recruiting"]
        assert at("example-hospital", "trials.sites.status") == statuses
        assert at("examplecell", "products.developers.stage") == ["approved", "preclinical"]
        assert "examplecell" in at("examplecell-samplegen-2023", "parties.party")


class TestEvidence:
    def test_more_than_half_of_the_facts_decide(self, small: Path):
        def grade_of(id_: str) -> str | None:
            return evidence(load(small).records[id_])

        assert grade_of("nct99999901") == "primary"
        assert grade_of("sample-nk") == "company"
        # Half of the facts is not enough: a record of news does not become one of a register.
        edit(
            small,
            "trials/sample-study.yml",
            "sponsors: [example-university]",
            "sponsors: {value: [example-university], sources: [example-register]}",
        )
        edit(
            small,
            "trials/sample-study.yml",
            'start_date: "2019"',
            'start_date: "2019"\nage: adults',
        )
        assert grade_of("sample-study") == "press"
        edit(
            small,
            "trials/sample-study.yml",
            "age: adults",
            "age: {value: adults, sources: [example-register]}\n"
            "cell_source: {value: autologous, sources: [example-register]}",
        )
        assert grade_of("sample-study") == "primary"

    @pytest.mark.parametrize(
        ("language", "said"), [("en", "Copy of a primary source"), ("ko", "1차 자료 사본")]
    )
    def test_a_copy_of_a_registry_is_less_than_the_registry(
        self, small: Path, language: str, said: str
    ):
        edit(small, "sources/example-register.yml", "kind: registry", "kind: registry-copy")
        copied = load(small)
        assert evidence(copied.records["nct99999901"]) == "copy"
        assert strongest(copied, ["example-daily-2023", "example-register"]) == "copy"
        column = field_of(explorer_of(copied, "trials", language), "evidence")
        assert ["copy", said] in [value[:2] for value in column.values]

    def test_a_source_has_the_grade_of_its_kind(self, atlas: Atlas):
        assert evidence(atlas.records["example-register"]) == "primary"
        assert evidence(atlas.records["example-blog"]) == "unconfirmed"

    def test_the_year_is_that_of_the_date_that_orders_the_kind(self, atlas: Atlas):
        assert year(atlas.records["nct99999901"]) == 2021
        assert year(atlas.records["example-iit"]) is None


class TestData:
    def test_what_is_unknown_none_or_absent_is_a_value_at_the_end(self, atlas: Atlas):
        products = explorer_of(atlas, "products")
        assert values_of(products, "targets") == {"example-cel": ["exa1"], "sample-nk": ["unknown"]}
        trials = explorer_of(atlas, "trials")
        assert values_of(trials, "registry_numbers")["example-iit"] == ["none"]
        assert values_of(trials, "phase")["sample-study"] == [NOT_RECORDED]
        field = field_of(trials, "phase")
        assert [value[0] for value in field.values[field.known :]] == [NOT_RECORDED]

    def test_words_of_a_list_stand_in_its_order_years_the_newest_first(self, atlas: Atlas):
        trials = explorer_of(atlas, "trials")
        assert [v[0] for v in field_of(trials, "phase").values][:2] == [
            "early-phase-1",
            "phase-1-2",
        ]
        assert [v[0] for v in field_of(trials, "year").values][:3] == ["2024", "2021", "2019"]

    def test_what_readers_come_for_is_listed_first(self, atlas: Atlas):
        for kind, columns in (("trials", ["recruitment", "gives"]), ("products", ["stage"])):
            explorer = explorer_of(atlas, kind)
            assert sorted(r.id for r in explorer.listed) == sorted(r.id for r in explorer.records)
            fields = [field for field in explorer.fields if field.column.id in columns]
            fields.sort(key=lambda field: columns.index(field.column.id))
            assert fields
            number = {record.id: n for n, record in enumerate(explorer.records)}
            places = [[f.cells[number[r.id]][:1] for f in fields] for r in explorer.listed]
            assert places == sorted(places)
            for (one, place), (other, its) in pairwise(zip(explorer.listed, places, strict=True)):
                if place == its:
                    dates = date_of(one) or "", date_of(other) or ""
                    assert dates[0] >= dates[1]
                    assert dates[0] > dates[1] or number[one.id] < number[other.id]
        assert explorer_of(atlas, "companies").listed == explorer_of(atlas, "companies").records

    def test_a_remark_is_said_once_with_the_values_that_have_it(self, small: Path):
        def remarks() -> list[str]:
            return list(field_of(explorer_of(load(small), "trials"), "sites").remarks.values())

        file = "trials/example-follow-up.yml"
        assert remarks() == ["Example Hospital: note: The ethics board has not decided."]
        note = "note: The ethics board has not decided."
        edit(small, file, "- example-clinic", f"- {{value: example-clinic, {note}}}")
        assert remarks() == [note]
        write(small, "institutions/x.yml", "name: X\nsources: [example-register]\ntype: hospital\n")
        edit(small, file, "- {value: example-clinic", "- x\n  - {value: example-clinic")
        assert remarks() == [f"Example Clinic, Example Hospital: {note}"]

    def test_a_wider_disease_finds_those_within_it(self, atlas: Atlas):
        field = field_of(explorer_of(atlas, "trials"), "indications")
        keys = [value[0] for value in field.values]
        narrow, wide = keys.index("example-lymphoma"), keys.index("example-cancer")
        assert field.broader == {narrow: [wide]}

    def test_a_ring_of_wider_diseases_ends(self, small: Path):
        atlas = load(small)
        atlas.records["example-cancer"].part_of = atlas.records["example-lymphoma"].part_of
        field = field_of(explorer_of(atlas, "trials"), "indications")
        assert all(own not in wide for own, wide in field.broader.items())

    @pytest.mark.parametrize("kind", KINDS)
    def test_files_are_json_in_both_languages_and_named_by_what_they_hold(
        self, atlas: Atlas, kind: str
    ):
        for language in ("en", "ko"):
            explorer = explorer_of(atlas, kind, language)
            more, first = explorer.files
            assert explorer.path == first
            file, later = (json.loads(explorer.files[path]) for path in (first, more))
            assert file["more"] == more
            by_name = Context(atlas, language, "").by_name
            records = sorted(atlas.of_kind(kind), key=by_name)
            assert file["ids"] == [record.id for record in records]
            for field in file["fields"]:
                data = field if "cells" in field else later["fields"][field["id"]]
                assert len(data["cells"]) == len(file["ids"])
                assert field["known"] <= len(data["values"])
        assert set(explorer_of(atlas, kind, "en").files).isdisjoint(explorer.files)

    def test_other_names_do_not_repeat_the_one_that_is_shown(self, atlas: Atlas):
        file = json.loads(explorer_of(atlas, "products").files[explorer_of(atlas, "products").path])
        assert file["also"][0].split("\n") == ["예시캡타젠", "EXA101"]

    def test_hostile_texts_stay_values(self, hostile_data: Path):
        atlas, _ = Loader(hostile_data).read()
        for kind in KINDS:
            for content in explorer_of(atlas, kind).files.values():
                json.loads(content)
                assert not set(content) & {chr(n) for n in (*range(32), *range(127, 160))}
        field = field_of(explorer_of(atlas, "institutions"), "city")
        assert len(field.values) == len(TEXTS) - 1  # one of them is written twice


class TestBlock:
    def block(self, atlas: Atlas, kind: str, records=None):
        explorer = explorer_of(atlas, kind)
        records = explorer.listed if records is None else records
        columns = [column_of(kind, name) for name in KINDS[kind].about.columns]
        made = explorer_block(
            Context(atlas, "en", "../"), explorer, records, columns, "x.js", "x.css"
        )
        return html.fragment_fromstring(str(made), create_parent="div")

    def test_the_table_is_there_without_the_script(self, atlas: Atlas):
        block = self.block(atlas, "trials")
        assert len(block.xpath(".//tbody/tr")) == len(atlas.of_kind("trials"))
        [row] = block.xpath(".//tbody/tr[contains(., 'Early study')]")
        assert "not recorded" in row.text_content()

    def test_facets_in_which_records_do_not_differ_are_left_out(self, atlas: Atlas):
        trials = select(atlas, "trials", {"products": "example-cel"})
        names = self.block(atlas, "trials", trials).xpath(".//*[@data-field]/@data-field")
        assert "status" in names and "products" not in names

    def test_part_of_a_kind_says_which_records_it_has(self, atlas: Atlas):
        trials = select(atlas, "trials", {"phase": ["phase-1-2", "early-phase-1"]})
        [block] = self.block(atlas, "trials", trials).xpath("./div")
        assert block.get("data-ids").split() == [record.id for record in trials]
        [block] = self.block(atlas, "trials").xpath("./div")
        assert block.get("data-ids") == ""

    def test_one_record_is_a_table(self, atlas: Atlas):
        assert not self.block(atlas, "targets").xpath(".//*[@data-file]")
