"""JSON-LD on every page: terms of schema.org as it has them, and nothing that is not known."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, Graph, Namespace

from tests.contracts.conftest import read_json
from tests.contracts.schema_org import (
    Node,
    blocks,
    every_node,
    faults,
    kinds_of,
    types_by_id,
    vocabulary,
)

Records = dict[str, list[dict[str, Any]]]
Pages = dict[str, list[Node]]

SELLS = {"offers", "review", "aggregateRating"}
RATED = {"contradicted": 1, "partly-supported": 3, "supported": 5}


@pytest.fixture(scope="module")
def pages(published: Path) -> Pages:
    """The nodes of every page by its path; a page that only leads on has none."""
    found = {}
    for path in sorted(published.rglob("index.html")):
        html = path.read_bytes().decode()
        if 'http-equiv="refresh"' not in html:
            (found[path.parent.relative_to(published).as_posix()],) = blocks(html)
    return found


@pytest.fixture(scope="module")
def known(pages: Pages) -> dict[str, set[str]]:
    return types_by_id(node for nodes in pages.values() for node in nodes)


def of(nodes: list[Node], type_: str) -> list[Node]:
    """The nodes of a page of a type."""
    return [node for node in nodes if type_ in kinds_of(node["@type"])]


def test_every_term_is_used_as_schema_org_has_it(pages: Pages, known: dict[str, set[str]]) -> None:
    wrong = Counter(
        fault
        for nodes in pages.values()
        for node in every_node(nodes)
        if "@type" in node
        for fault in faults(node, known)
    )
    assert not wrong


def test_what_a_page_names_by_its_address_is_described(
    pages: Pages, known: dict[str, set[str]]
) -> None:
    named = {
        node["@id"]
        for nodes in pages.values()
        for node in every_node(nodes)
        if node.keys() == {"@id"}
    }
    assert {
        id_ for id_ in named - known.keys() if not id_.startswith("https://schema.org/")
    } == set()


@pytest.mark.parametrize(
    "node",
    [
        {"@type": "MedicalTrial", "phase": "2"},
        {"@type": "MedicalTrial", "startDate": "2026-05-01"},
        {"@type": "Remedy"},
        {"@type": "Event", "startDate": "in May"},
        {"@type": "MedicalTrial", "sponsor": {"@type": "Drug", "name": "A drug"}},
        {"@type": "MedicalTrial", "status": {"@id": "https://schema.org/InStock"}},
        {"@type": "WebPage", "license": "CC BY"},
    ],
)
def test_a_planted_fault_is_found(node: Node) -> None:
    assert list(faults(node, {}))


def test_every_page_names_its_way_its_language_and_licence(pages: Pages) -> None:
    for path, nodes in pages.items():
        page, way = nodes[0], nodes[-1]
        assert "WebPage" in kinds_of(page["@type"]), path
        if path not in (".", "ko"):
            assert way["@type"] == "BreadcrumbList", path
            assert page["breadcrumb"]["@id"] == way["@id"], path
        assert page["inLanguage"] in ("en", "ko"), path
        assert page["license"].startswith("https://creativecommons.org/licenses/by/"), path


def test_nothing_is_sold_or_rated_but_claims(pages: Pages) -> None:
    for path, nodes in pages.items():
        for node in every_node(nodes):
            assert not SELLS & node.keys(), path
            assert node.get("@type") != "Rating" or path.removeprefix("ko/").startswith("claims/")


def facts(record: dict[str, Any], field: str) -> list[dict[str, Any]]:
    return [fact for fact in record["facts"] if fact["field"] == field]


def test_an_event_has_a_day_that_is_known_and_no_plan(pages: Pages, records: Records) -> None:
    made = 0
    for kind in ("decisions", "events"):
        for record in records[kind]:
            days = [
                fact["value"]["value"]
                for fact in facts(record, "date")
                if fact["state"] == "known"
                and not fact["planned"]
                and not fact["also"]
                and fact["value"]["precision"] == "day"
            ]
            for edition in ("", "ko/"):
                for event in of(pages[f"{edition}{kind}/{record['id']}"], "Event"):
                    assert [event["startDate"]] == days, record["id"]
                    made += 1
    assert made


def test_a_rating_is_that_of_the_verdict(pages: Pages, records: Records) -> None:
    wanted, found = Counter(), Counter()
    for record in records["claims"]:
        (verdict,) = facts(record, "verdict")
        rating = RATED.get(verdict["value"]["id"]) if verdict["state"] == "known" else None
        reviews = of(pages[f"claims/{record['id']}"], "ClaimReview")
        wanted[rating] += 1
        found[reviews[0]["reviewRating"]["ratingValue"] if reviews else None] += 1
        assert len(reviews) == bool(rating), record["id"]
    assert found == wanted


def test_only_what_is_approved_has_a_legal_status(pages: Pages, records: Records) -> None:
    for record in records["products"]:
        stages = [fact["value"]["id"] for fact in facts(record, "stage") if fact["value"]]
        (drug,) = of(pages[f"products/{record['id']}"], "Drug")
        assert ("legalStatus" not in drug) or stages == ["approved"], record["id"]


def test_the_data_set_is_distributed_as_the_files_that_are_there(
    published: Path, pages: Pages, tables: Path
) -> None:
    root = pages["."][0]["url"]
    for edition in ("data", "ko/data"):
        (data_set,) = of(pages[edition], "Dataset")
        addresses = [file["contentUrl"] for file in data_set["distribution"]]
        assert all((published / url.removeprefix(root)).is_file() for url in addresses)
        assert {f"{root}data/v1/{path.name}" for path in tables.glob("*.csv")} <= {*addresses}
        package = read_json(tables / "datapackage.json")
        assert data_set["version"] == package["version"]


def test_rdflib_reads_back_what_was_put_in(pages: Pages) -> None:
    """On a page of each kind. A vocabulary from the package stands for the one on the net."""
    schema = Namespace("https://schema.org/")
    links = [
        name
        for name, term in vocabulary().items()
        if "schema:URL" in json.dumps(term.get("schema:rangeIncludes", ""))
        and "schema:Text" not in json.dumps(term["schema:rangeIncludes"])
    ]
    context = {"@vocab": str(schema), **{name: {"@type": "@id"} for name in links}}
    by_kind = {path.split("/")[0]: path for path in pages if path.count("/") == 1}
    for path in by_kind.values():
        data = {"@context": context, "@graph": pages[path]}
        graph = Graph().parse(data=json.dumps(data), format="json-ld")
        put = Counter(node["@type"] for node in every_node(pages[path]) if "@type" in node)
        assert {str(type_) for type_ in graph.objects(None, RDF.type)} == {
            str(schema[name]) for name in put
        }, path
        (name,) = graph.objects(next(graph.subjects(schema.breadcrumb)), schema.name)
        assert str(name) == pages[path][0]["name"]
