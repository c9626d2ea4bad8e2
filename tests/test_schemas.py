"""JSON Schemas: as committed, of one mind with the models, and useful in an editor."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from macros.cli import main
from macros.model.atlas import Atlas
from macros.model.kinds import KINDS
from macros.model.record import Record, Redirect
from macros.model.vocabulary import Vocabulary
from macros.store.checks.content import FileContent
from macros.store.checks.vocabulary import closed_lists
from macros.store.reading import parse
from macros.store.schemas import (
    IDS,
    ids_file,
    schema_files,
    schema_line,
    with_schema_line,
    without_ids,
)
from tests.conftest import SMALL, problems_of, write
from tests.editor_inputs import RIGHT, WRONG, in_an_editor
from tests.schema_reader import schema_reader

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def schemas(atlas: Atlas) -> dict[str, dict[str, Any]]:
    """The schema of each kind, made now."""
    return {Path(path).stem: json.loads(text) for path, text in schema_files(atlas.vocabularies)}


@pytest.fixture(scope="module")
def validators(schemas: dict[str, dict[str, Any]]) -> dict[str, Draft7Validator]:
    return {kind: schema_reader(schema) for kind, schema in schemas.items()}


def model_takes(kind: str, value: dict[str, Any], atlas: Atlas) -> bool:
    """Return whether models and vocabularies take a file's content."""
    model = Vocabulary if kind == "vocabulary" else KINDS[kind]
    try:
        record = (Redirect if "moved_to" in value else model).of(value)
    except ValueError:
        return False
    if not isinstance(record, Record):
        return True
    record.path = f"data/{kind}/tried.yml"
    tried = Atlas({"tried": record}, vocabularies=atlas.vocabularies)
    return not list(closed_lists.run(tried, FileContent.by_record(tried, record)))


def test_the_committed_schemas_are_those_of_the_models(atlas):
    schemas = dict(schema_files(atlas.vocabularies))
    made = dict([*schemas.items(), ids_file(atlas, schemas.values())])
    there = {
        f"schemas/{path.name}": path.read_text(encoding="utf-8")
        for path in (ROOT / "schemas").glob("*.json")
    }
    ids = f"schemas/{IDS}"  # which may be behind the data
    for files in (made, there):
        files[ids] = without_ids(files[ids])
    assert there == made, "run `./atlas schema --write` and commit what it writes"


def test_editors_are_told_the_ids_of_each_kind(atlas, schemas):
    path, text = ids_file(atlas, dict(schema_files(atlas.vocabularies)).values())
    assert len(text) < 140_000, path
    ids = json.loads(text)["$defs"]
    assert ids["companies"]["examples"] == ["examplecell", "samplegen"]
    assert schemas["trials"]["$defs"]["SourceRef"] == {"$ref": f"{IDS}#/$defs/sources"}
    for schema in schemas.values():
        for name in re.findall(rf"{re.escape(IDS)}#/\$defs/([a-z-]+)", json.dumps(schema)):
            assert name in ids
    either = {one["$ref"] for one in ids["companies-or-institutions"]["anyOf"]}
    assert either == {"#/$defs/companies", "#/$defs/institutions"}


def test_an_id_that_editors_are_not_told_is_taken(validators):
    assert validators["trials"].is_valid({"name": "A", "sponsors": ["new-id"]})
    assert not validators["trials"].is_valid({"name": "A", "sponsors": ["New id"]})


def test_every_schema_is_one(schemas):
    for schema in schemas.values():
        Draft7Validator.check_schema(schema)


@pytest.mark.parametrize("data", [ROOT / "data", SMALL], ids=["project", "small"])
def test_a_second_implementation_takes_every_data_file(validators, data):
    refused = []
    for path in sorted(data.glob("*/*.yml")):
        value = parse(path.read_bytes()).value
        error = next(validators[path.parent.name].iter_errors(value), None)
        if error:
            refused.append(f"{path.parent.name}/{path.name}: {error.json_path} {error.message}")
    assert refused == []


@pytest.mark.parametrize("case", RIGHT)
def test_both_take_what_is_right(case, validators, atlas):
    kind, text = RIGHT[case]
    document = parse(text.encode())
    assert document.value and document.flaws == []
    assert model_takes(kind, document.value, atlas)
    assert [error.message for error in validators[kind].iter_errors(in_an_editor(text))] == []


@pytest.mark.parametrize("case", WRONG)
def test_both_refuse_what_is_wrong(case, validators, atlas):
    kind, text = WRONG[case]
    value = parse(text.encode()).value
    assert value is None or not model_takes(kind, value, atlas)
    assert not validators[kind].is_valid(in_an_editor(text))


def test_hostile_but_sound_records_are_sound_for_both(validators, hostile_data):
    for path in hostile_data.glob("*/*.yml"):
        value = parse(path.read_bytes()).value
        assert validators[path.parent.name].is_valid(value), path


def test_every_field_says_what_it_is(schemas):
    for kind, schema in schemas.items():
        for name, field in schema["properties"].items():
            assert field["title"], (kind, name)
            assert field["description"], (kind, name)


def test_each_word_of_a_list_has_its_labels_and_its_meaning(schemas):
    words = schemas["trials"]["$defs"]["TrialStatusWord"]
    said = {word["const"]: word["description"] for word in words["anyOf"]}
    assert said["recruiting"] == "Recruiting · 모집 중: People can take part now."


def test_no_definition_is_left_over(schemas):
    for schema in schemas.values():
        text = json.dumps(schema)
        for name in schema["$defs"]:
            assert f'"#/$defs/{name}"' in text, name


def test_a_schema_can_be_read_by_people(atlas):
    for path, text in schema_files(atlas.vocabularies):
        assert len(text) < 140_000, path
        assert "\\u" not in text, path


@pytest.mark.parametrize(
    "text",
    [
        "name: A\n",
        "# yaml-language-server: $schema=../../schemas/trials.json\nname: A\n",
        "\ufeff# yaml-language-server: $schema=elsewhere\nname: A\n",
        "# yaml-language-server: $schema=../../schemas/companies.json\nname: A\n",
    ],
)
def test_a_file_names_the_schema_of_its_kind_once(text):
    right = with_schema_line("companies", text)
    assert right == f"{schema_line('companies')}\nname: A\n"
    assert with_schema_line("companies", right) == right


def test_comments_and_line_ends_stay():
    text = "# A remark.\r\nname: A  # B\r\n"
    assert with_schema_line("companies", text) == f"{schema_line('companies')}\r\n{text}"


@pytest.mark.parametrize("kind", KINDS)
def test_examples_are_taken(kind, schemas):
    schema = schemas[kind]
    for name, field in schema["properties"].items():
        validator = schema_reader({**field, "$defs": schema["$defs"]})
        for example in field.get("examples", []):
            if "…" not in json.dumps(example, ensure_ascii=False):
                assert validator.is_valid(example), (name, example)


class TestCommand:
    def test_it_writes_what_is_missing_and_then_finds_nothing(self, small, capsys):
        assert main(["schema", "--data", str(small)]) == 1
        said = capsys.readouterr()
        assert "schemas/trials.json\n" in said.out
        assert "data/companies/examplecell.yml\n" in said.out
        assert "atlas schema --write" in said.err
        assert not (small.parent / "schemas").exists()
        assert main(["schema", "--data", str(small), "--write"]) == 0
        assert main(["schema", "--data", str(small)]) == 0

    def test_ids_may_be_behind_until_they_are_asked_for(self, small):
        main(["schema", "--data", str(small), "--write"])
        ids = small.parent / "schemas" / IDS
        before = ids.read_text(encoding="utf-8")
        write(small, "companies/a-new-one.yml", f"{schema_line('companies')}\nname: A\n")
        assert main(["schema", "--data", str(small)]) == 0
        assert ids.read_text(encoding="utf-8") == before
        write(small, "companies/broken.yml", "name: [\n")  # it has no part in it
        assert main(["schema", "--data", str(small), "--write"]) == 0
        assert '"a-new-one"' in ids.read_text(encoding="utf-8")
        write(small.parent, f"schemas/{IDS}", "{}\n")
        assert main(["schema", "--data", str(small)]) == 1

    def test_no_value_changes(self, small):
        before = {path: parse(path.read_bytes()).value for path in small.rglob("*.yml")}
        main(["schema", "--data", str(small), "--write"])
        assert {path: parse(path.read_bytes()).value for path in small.rglob("*.yml")} == before
        assert problems_of(small) == []

    def test_a_new_word_is_in_the_schema_after_the_next_run(self, small):
        main(["schema", "--data", str(small), "--write"])
        text = (small / "vocabulary" / "phase.yml").read_text(encoding="utf-8")
        write(small, "vocabulary/phase.yml", text + "  phase-x:\n    en: Phase X\n    ko: 엑스상\n")
        assert main(["schema", "--data", str(small), "--write"]) == 0
        made = (small.parent / "schemas" / "trials.json").read_text(encoding="utf-8")
        assert '"phase-x"' in made

    def test_the_schema_of_a_kind_that_is_gone_goes(self, small):
        write(small.parent, "schemas/gone.json", "{}\n")
        assert main(["schema", "--data", str(small), "--write"]) == 0
        assert not (small.parent / "schemas" / "gone.json").exists()

    def test_nothing_is_written_from_a_broken_list(self, small, capsys):
        write(small, "vocabulary/phase.yml", "name: Phase\n")
        assert main(["schema", "--data", str(small), "--write"]) == 1
        assert "data/vocabulary/phase.yml:1:1" in capsys.readouterr().out
        assert not (small.parent / "schemas").exists()

    def test_a_broken_record_is_left_alone(self, small):
        write(small, "companies/broken.yml", b"name: \xff\n")
        main(["schema", "--data", str(small), "--write"])
        assert (small / "companies" / "broken.yml").read_bytes() == b"name: \xff\n"


def test_the_site_publishes_them(site, atlas):
    for path, text in schema_files(atlas.vocabularies):
        assert (site / path).read_text(encoding="utf-8") == text
    assert not (site / "ko" / "schemas").exists()
