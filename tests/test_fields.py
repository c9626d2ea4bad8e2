"""The reference of fields: every field of every kind, what to write, and examples that hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

from macros.features.field_reference import KOREAN, MODELS, field_table
from macros.model.kinds import KINDS
from macros.page.context import Context
from macros.store.reading import parse

ROOT = Path(__file__).resolve().parent.parent


def rows(atlas, name, language="en") -> dict[str, list[str]]:
    """Return the table as field → what to write, example."""
    tree = html.fromstring(str(field_table(Context(atlas, language, "../../"), name)))
    return {
        row.xpath("string(th/code)"): [cell.text_content() for cell in row.xpath("td")]
        for row in tree.xpath("//tbody/tr")
    }


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_field_is_told(atlas, name, language):
    told = rows(atlas, name, language)
    assert set(KINDS[name].declared() if name in KINDS else MODELS[name].fields) <= set(told)
    assert all(what.strip() for what, _example in told.values())


@pytest.mark.parametrize("kind", KINDS)
def test_examples_are_yaml_that_the_field_takes(atlas, kind):
    for name, (_what, example) in rows(atlas, kind).items():
        *parents, field = name.split(" › ")
        fields = KINDS[kind].fields
        for parent in parents:
            fields = fields[parent].entries
        if example:
            document = parse(example.encode())
            assert document.value == {field: fields[field].example}, name
            assert not document.flaws, (name, example)


@pytest.mark.parametrize("page", ["add-a-trial", "add-a-trial.ko", "add-a-source"])
def test_the_guides_example_is_a_sound_record(page):
    text = (ROOT / "docs" / "contribute" / f"{page}.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    document = parse(example.encode())
    assert document.flaws == []
    record = KINDS["trials" if "trial" in page else "sources"].of(document.value)
    record.belongs_to("example", "")
    assert list(record.unsourced()) == []


def test_a_date_a_list_of_ids_and_a_text_say_how_they_are_written(atlas):
    told = rows(atlas, "companies")
    assert "date in quotes" in told["founded"][0]
    assert told["founded"][1] == 'founded: "2016-12"'
    assert told["headquarters"][1] == "headquarters: {en: Daejeon, ko: 대전}"
    told = rows(atlas, "trials")
    assert "data/companies/, data/institutions/" in told["sponsors"][0]
    assert "list" in told["sponsors"][0]


def test_expected_and_required_fields_are_marked(atlas):
    told = rows(atlas, "claims")
    assert "Required" in told["verdict"][0]
    assert "Expected" in rows(atlas, "trials")["phase"][0]
    assert "Expected" not in rows(atlas, "trials")["age"][0]


def test_words_of_a_closed_list_are_there_with_their_meaning(atlas):
    assert "recruiting Recruiting: People can take part now." in rows(atlas, "trials")["status"][0]
    korean = rows(atlas, "trials", "ko")["status"][0]
    assert "recruiting 모집 중: 현재 참여자를 모집함." in korean


def test_fields_of_parts_follow_their_field(atlas):
    told = list(rows(atlas, "trials"))
    at = told.index("results")
    assert told[at + 1 : at + 3] == ["results › endpoint", "results › value"]


def test_the_help_of_every_field_is_in_korean_too_and_none_is_left_over() -> None:
    used = {field.help for field in _all_fields(MODELS.values())}
    missing = {help for help in used if help not in KOREAN}
    assert not missing, "add these to macros/features/field_help.yml"
    assert not set(KOREAN) - used, "no field has this help any more: delete it"


def _all_fields(models):
    for model in models:
        for field in model.fields.values():
            yield field
            yield from _inner(field)


def _inner(field):
    for inner in field.entries.values():
        yield inner
        yield from _inner(inner)
