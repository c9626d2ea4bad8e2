"""What describes the files for tools and catalogues names them all, as they are."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

import pytest

from macros.exports.data_set import DataSet
from macros.exports.descriptions.common import MEDIA_TYPES, File, files
from macros.exports.digest import Digest
from macros.exports.outputs import BULK, output_files
from macros.model.atlas import Atlas
from macros.model.languages import LANGUAGES
from macros.model.topic import TOPIC
from tests.conftest import TESTS

ROOT = "https://atlas.example/"
Made = dict[str, bytes]


@pytest.fixture(scope="module")
def data(atlas: Atlas) -> DataSet:
    return DataSet(atlas, "Atlas", {"en": ROOT, "ko": f"{ROOT}ko/"})


@pytest.fixture(scope="module")
def made(data: DataSet) -> Made:
    return {
        path: content if isinstance(content, bytes) else content.encode()
        for path, content in output_files(data)
    }


@pytest.fixture(scope="module")
def with_data(data: DataSet) -> list[File]:
    written = (pair for output in BULK for pair in output(data))
    return list(files(data, {path: Digest.of(content) for path, content in written}))


def described(made: Made, name: str) -> dict[str, Any]:
    return json.loads(made[f"data/v1/{name}"])


def test_every_table_is_described_with_its_columns_and_keys(data: DataSet, made: Made) -> None:
    csvw = described(made, "csv-metadata.json")["tables"]
    croissant = described(made, "croissant.json")["recordSet"]
    for table, said, records in zip(data.tables, csvw, croissant, strict=True):
        names = [column.name for column in table.columns]
        assert (said["url"], records["@id"]) == (f"{table.name}.csv", table.name)
        assert [column["name"] for column in said["tableSchema"]["columns"]] == names
        assert [field["source"]["extract"]["column"] for field in records["field"]] == names
        assert said["tableSchema"]["primaryKey"] == list(table.key)
        assert [key["@id"] for key in records["key"]] == [f"{table.name}/{k}" for k in table.key]
        leads = {
            key["columnReference"][0]: key["reference"]["resource"]
            for key in said["tableSchema"].get("foreignKeys", ())
        }
        assert leads == {column: f"{to}.csv" for column, to in table.leads.items()}


def test_a_date_as_its_source_has_it_is_a_text_with_a_pattern(data: DataSet, made: Made) -> None:
    """A type of date would give it a day."""
    dated = {
        (table.name, column.name)
        for table in data.tables
        for column in table.columns
        if column.pattern
    }
    assert {("facts", "as_of"), ("records", "data_date"), ("sources", "published")} <= dated
    package = described(made, "datapackage.json")["resources"]
    types = {
        (resource["path"][:-4], field["name"]): field["type"]
        for resource in package
        for field in resource["schema"]["fields"]
    }
    assert {types[name] for name in dated} == {"string"}
    for table in data.tables:
        for row in table.rows:
            for column in (c for c in table.columns if c.pattern and row.get(c.name)):
                assert re.search(column.pattern, str(row[column.name])), (table.name, column.name)


def test_every_file_with_data_is_named_with_its_hash(
    data: DataSet, made: Made, with_data: list[File]
) -> None:
    there = {file.path for file in with_data}
    assert {f"data/v1/{table.name}.csv" for table in data.tables} < there
    assert "api/v1/trials.json.gz" in there
    hashes = {ROOT + path: hashlib.sha256(made[path]).hexdigest() for path in there}
    croissant = described(made, "croissant.json")["distribution"]
    assert {file["contentUrl"]: file["sha256"] for file in croissant} == hashes
    crate = [x for x in described(made, "ro-crate-metadata.json")["@graph"] if x["@type"] == "File"]
    parts = {x["@id"]: x["sha256"] for x in crate}
    assert {x if "://" in x else f"{ROOT}data/v1/{x}": y for x, y in parts.items()} == hashes
    dcat = made["data/v1/dcat.ttl"].decode()
    pairs = re.findall(r'dcat:downloadURL <(.*?)>.*?checksumValue "(\w+)"', dcat, re.DOTALL)
    assert dict(pairs) == hashes


def test_every_file_has_a_media_type(with_data: list[File]) -> None:
    assert {file.media_type for file in with_data} <= set(MEDIA_TYPES.values())


def test_where_the_data_have_no_whole_day_none_is_made_up(made: Made, atlas: Atlas) -> None:
    class Vague(DataSet):
        date = "2024-05"  # pyright: ignore[reportAssignmentType]

    vague = dict(output_files(Vague(atlas, "Atlas", {"en": ROOT, "ko": f"{ROOT}ko/"})))
    for name in ("csv-metadata.json", "croissant.json", "ro-crate-metadata.json", "dcat.ttl"):
        content = vague[f"data/v1/{name}"]
        assert isinstance(content, bytes)
        assert not re.search(rb"2024-05-\d\d|(?i:published|modified)[^T]{0,9}2024", content), name


def test_the_other_languages_name_the_site_as_its_settings_do() -> None:
    for code, name in TOPIC.data_set.names.items():
        settings = (TESTS.parent / LANGUAGES[code].config).read_text(encoding="utf-8")
        assert f"\nsite_name: {name}\n" in settings
    assert set(TOPIC.data_set.about) == set(LANGUAGES)
