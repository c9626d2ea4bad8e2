"""The descriptions in `data/v1/` agree with their standards and with the files."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import warnings
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import mlcroissant
import pytest
import rdflib
import requests
from csvw import CSVW
from rocrate.rocrate import ROCrate
from rocrate_validator import models, services
from rocrate_validator.utils.http import HttpRequester

from tests.contracts.conftest import read_json

Rows = list[dict[str, str]]


def rows(path: Path) -> Rows:
    """Return the rows of a CSV file, each cell as it is written."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, made: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, made[0])
        writer.writeheader()
        writer.writerows(made)


@pytest.fixture(scope="module")
def site(tables: Path) -> str:
    """The address of the site."""
    return str(read_json(tables / "datapackage.json")["homepage"]).removesuffix("data/")


# CSV on the Web


def valid(metadata: Path) -> bool:
    """Return what csvw says; some faults it raises, of others it warns."""
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        try:
            return bool(CSVW(str(metadata), validate=True).is_valid)
        except ValueError:
            return False


def test_every_table_is_valid_csv_on_the_web(tables: Path) -> None:
    described = {table["url"] for table in read_json(tables / "csv-metadata.json")["tables"]}
    assert described == {path.name for path in tables.glob("*.csv")}
    assert valid(tables / "csv-metadata.json")


@pytest.fixture
def two_tables(tables: Path, tmp_path: Path) -> Path:
    """Some links and the records that they name, with their description, to be spoilt."""
    group = read_json(tables / "csv-metadata.json")
    group["tables"] = [t for t in group["tables"] if t["url"] in ("records.csv", "links.csv")]
    metadata = tmp_path / "csv-metadata.json"
    metadata.write_text(json.dumps(group), encoding="utf-8")
    links = rows(tables / "links.csv")[:30]
    named = {link[end] for link in links for end in ("from_id", "to_id")}
    write(tmp_path / "links.csv", links)
    write(
        tmp_path / "records.csv",
        [row for row in rows(tables / "records.csv") if row["id"] in named],
    )
    assert valid(metadata)
    return metadata


@pytest.mark.parametrize(
    ("table", "cell"),
    [
        ("links", {}),
        ("links", {"to_id": "not-there"}),
        ("links", {"counts": "perhaps"}),
        ("records", {"id": ""}),
        ("records", {"data_date": "May 2026"}),
        ("records", {"facts": "many"}),
    ],
    ids=["twin", "dangling", "no-boolean", "no-key", "no-date", "no-number"],
)
def test_a_fault_in_a_table_is_found(two_tables: Path, table: str, cell: dict[str, str]) -> None:
    path = two_tables.with_name(f"{table}.csv")
    made = rows(path)
    write(path, [*made, made[-1] | cell] if not cell else [*made[:-1], made[-1] | cell])
    assert not valid(two_tables)


# Croissant


@pytest.fixture(scope="module")
def croissant(tables: Path) -> Iterator[mlcroissant.Dataset]:
    """The data set as mlcroissant has it, its files those of the folder instead of the site's."""
    yield opened(tables / "croissant.json", tables)


def opened(metadata: Path, tables: Path) -> mlcroissant.Dataset:
    there = [file["@id"] for file in read_json(metadata)["distribution"]]
    mapping = {name: tables / name for name in there if name.endswith(".csv")}
    return mlcroissant.Dataset(jsonld=metadata, mapping=mapping)


def test_croissant_is_valid(croissant: mlcroissant.Dataset) -> None:
    issues = croissant.metadata.ctx.issues
    assert not issues.errors and not issues.warnings, issues.report()


def test_every_record_set_says_what_its_table_says(
    croissant: mlcroissant.Dataset, tables: Path
) -> None:
    """Reading finds what validating does not look at."""
    sets = read_json(tables / "croissant.json")["recordSet"]
    assert {one["@id"] for one in sets} == {path.stem for path in tables.glob("*.csv")}
    for one in sets:
        written = rows(tables / f"{one['@id']}.csv")
        read = list(croissant.records(one["@id"]))
        assert len(read) == len(written), one["@id"]
        for field in one["field"]:
            for row, record in zip(written, read, strict=True):
                cell, value = row[field["name"]], record[field["@id"]]
                assert same(cell, value, field["dataType"]), (field["@id"], cell, value)


def same(cell: str, value: Any, type_: str) -> bool:
    """Return whether a value that mlcroissant reads is what the cell has.

    It makes a number of a text where every cell of the column is one; docs/tools.md says so.
    """
    if value is None:
        return cell == ""
    if isinstance(value, list):
        return [text.decode() for text in value] == cell.split(" ")
    if type_ == "sc:Text":
        text = value.decode()
        return text == cell or text == f"{cell}.0"
    if type_ == "sc:Date":
        return value.date().isoformat() == cell
    if type_ == "sc:Boolean":
        return str(value).lower() == cell
    return float(cell) == value


@pytest.mark.parametrize("missing", ["license", "conformsTo", "sha256"])
def test_a_croissant_that_lacks_something_is_refused(
    tables: Path, tmp_path: Path, missing: str
) -> None:
    said = read_json(tables / "croissant.json")
    said.pop(missing, None)
    said["recordSet"] = said["recordSet"][:1]
    for file in said["distribution"]:
        file.pop(missing, None)
    metadata = tmp_path / "croissant.json"
    metadata.write_text(json.dumps(said), encoding="utf-8")
    try:
        issues = opened(metadata, tables).metadata.ctx.issues
    except mlcroissant.ValidationError:
        return
    assert issues.errors or issues.warnings


# RO-Crate


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch, published: Path, site: str) -> None:
    """What roc-validator asks for: the context comes from rocrate, the site from its folder.

    rocrate carries the context of 1.3, which has all terms of 1.2.
    """
    context = files("rocrate").joinpath("data/ro-crate.jsonld").read_bytes()

    def answer(_self: HttpRequester, url: str, **_more: object) -> requests.Response:
        response = requests.Response()
        response.url = url
        response._content = context if url == "https://w3id.org/ro/crate/1.2/context" else b""
        here = url.startswith(site) and (published / url.removeprefix(site)).is_file()
        response.status_code = 200 if response._content or here else 404
        response.headers["Content-Type"] = "application/json"
        return response

    for method in ("get", "head"):
        monkeypatch.setattr(HttpRequester, method, answer, raising=False)


def broken(crate: Path, cache: Path, least: str = "RECOMMENDED") -> set[tuple[str, str]]:
    """Return severity and message of what roc-validator finds, of `least` severity at least."""
    settings = services.ValidationSettings(
        rocrate_uri=str(crate),
        profile_identifier="ro-crate-1.2",
        requirement_severity=models.Severity[least],
        offline=True,
        cache_path=cache,
    )
    found = services.validate(settings).get_issues()
    return {(issue.severity.name, issue.message or "") for issue in found}


@pytest.mark.usefixtures("offline")
def test_the_folder_is_an_ro_crate(tables: Path, tmp_path: Path) -> None:
    """Only a registered organisation could have the identifier that is recommended."""
    found = broken(tables, tmp_path / "cache")
    assert [severity for severity, message in found if "ROR identifier" not in message] == [], found


@pytest.mark.usefixtures("offline")
def test_a_crate_without_licence_and_with_a_lost_file_is_refused(
    tables: Path, tmp_path: Path
) -> None:
    said = read_json(tables / "ro-crate-metadata.json")
    root = next(entity for entity in said["@graph"] if entity["@id"] == "./")
    root["hasPart"] = [{"@id": "records.csv"}, {"@id": "lost.csv"}]
    del root["license"]
    kept = [e for e in said["@graph"] if e["@type"] != "File" or e["@id"] == "records.csv"]
    said["@graph"] = [*kept, {"@id": "lost.csv", "@type": "File", "name": "Lost"}]
    crate = tmp_path / "crate"
    crate.mkdir()
    shutil.copy(tables / "records.csv", crate)
    (crate / "ro-crate-metadata.json").write_text(json.dumps(said), encoding="utf-8")
    required = [message for _, message in broken(crate, tmp_path / "cache", "REQUIRED")]
    assert any("lost.csv" in message for message in required), required
    assert any("license" in message.lower() for message in required), required


def test_rocrate_reads_the_parts(tables: Path, published: Path, site: str) -> None:
    crate = ROCrate(str(tables))
    there = {entity.id for entity in crate.data_entities}
    assert {path.name for path in tables.glob("*.csv")} <= there
    whole = {site + f"api/v1/{path.name}" for path in (published / "api/v1").glob("*s.json.gz")}
    assert whole & there


# DCAT


def test_a_query_finds_the_distributions_and_they_are_the_files(
    published: Path, tables: Path, site: str
) -> None:
    graph = rdflib.Graph().parse(tables / "dcat.ttl")
    query = """
        PREFIX dcat: <http://www.w3.org/ns/dcat#>
        PREFIX dct: <http://purl.org/dc/terms/>
        PREFIX spdx: <http://spdx.org/rdf/terms#>
        SELECT ?address ?bytes ?hash WHERE {
            ?catalogue a dcat:Catalog ; dcat:dataset ?dataset .
            ?dataset dcat:distribution ?file .
            ?file dcat:downloadURL ?address ; dcat:byteSize ?bytes ; dcat:mediaType ?type ;
                dct:license ?licence ; spdx:checksum [ spdx:checksumValue ?hash ] .
        }
    """
    found = [(str(address), int(n), str(sha)) for address, n, sha in graph.query(query)]
    assert {path.name for path in tables.glob("*.csv")} <= {a.rpartition("/")[2] for a, *_ in found}
    for address, size, digest in found:
        content = (published / address.removeprefix(site)).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (size, digest.lower())


def test_the_catalogue_has_a_title_in_each_language(tables: Path) -> None:
    graph = rdflib.Graph().parse(tables / "dcat.ttl")
    dataset = graph.value(predicate=rdflib.RDF.type, object=rdflib.DCAT.Dataset)
    titles = {title.language for title in graph.objects(dataset, rdflib.DCTERMS.title)}
    assert titles == {"en", "ko"}
    assert len(list(graph.objects(dataset, rdflib.DCAT.distribution))) > 1


def test_every_description_names_the_same_files(tables: Path, site: str) -> None:
    croissant = {x["contentUrl"] for x in read_json(tables / "croissant.json")["distribution"]}
    graph = read_json(tables / "ro-crate-metadata.json")["@graph"]
    parts = {entity["@id"] for entity in graph if entity["@type"] == "File"}
    assert {p if p.startswith(site) else f"{site}data/v1/{p}" for p in parts} == croissant
    dcat = rdflib.Graph().parse(tables / "dcat.ttl")
    assert {str(x) for x in dcat.objects(predicate=rdflib.DCAT.downloadURL)} == croissant
    hashed = (tables / "SHA256SUMS").read_text(encoding="utf-8")
    for address in croissant:
        if address.startswith(f"{site}data/v1/"):
            assert address.removeprefix(f"{site}data/v1/") in hashed
