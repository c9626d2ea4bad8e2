"""The rules of schema.org, by the vocabulary that the package rocrate carries: types, properties,
what each property may be said of (domain) and what it may hold (range).

schema.org's own SHACL shapes refuse every text, so that these rules are ours.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

Node = dict[str, Any]

SCHEMA = "https://schema.org/"
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\dZ)?)?)?")


def blocks(html: str) -> list[list[Node]]:
    """Return the nodes of each block of JSON-LD in a page."""
    read = [json.loads(block) for block in BLOCK.findall(html)]
    assert all(data.keys() == {"@context", "@graph"} for data in read)
    assert all(data["@context"] == "https://schema.org" for data in read)
    return [data["@graph"] for data in read]


@cache
def vocabulary() -> dict[str, Node]:
    """Return every type, property and word of schema.org by its name."""
    path = files("rocrate") / "data" / "schema.jsonld"
    graph = json.loads(path.read_text(encoding="utf-8"))["@graph"]
    return {node["@id"].removeprefix("schema:"): node for node in graph}


@cache
def kinds_of(name: str) -> frozenset[str]:
    """Return a type and all that it is a kind of; of a word of a list, the list too."""
    node = vocabulary().get(name)
    if node is None:
        return frozenset()
    above = [*_names(node, "rdfs:subClassOf")]
    if "rdfs:Class" not in _list(node["@type"]):
        above += [type_.removeprefix("schema:") for type_ in _list(node["@type"])]
    return frozenset({name}).union(*map(kinds_of, above))


def every_node(value: object) -> Iterator[Node]:
    """Yield every node in a value, nodes inside others too; not texts with a language."""
    for each in _list(value):
        if isinstance(each, dict) and "@value" not in each:
            yield each
            for inner in each.values():
                yield from every_node(inner)


def types_by_id(nodes: Iterable[Node]) -> dict[str, set[str]]:
    """Return the types that nodes give to each address."""
    found: dict[str, set[str]] = defaultdict(set)
    for node in every_node(list(nodes)):
        if "@type" in node and "@id" in node:
            found[node["@id"]] |= {*_list(node["@type"])}
    return found


def faults(node: Node, known: dict[str, set[str]]) -> Iterator[str]:
    """Yield what schema.org does not have in a node; `known` are the types of other addresses."""
    types = _list(node["@type"])
    yield from (f"no type {type_}" for type_ in types if not kinds_of(type_))
    kinds = frozenset().union(*map(kinds_of, types))
    for name, values in node.items():
        if name.startswith("@"):
            continue
        term = vocabulary().get(name)
        if term is None or "rdf:Property" not in _list(term["@type"]):
            yield f"no property {name}"
        elif "schema:supersededBy" in term:
            yield f"{name} is superseded"
        elif not kinds & {*_names(term, "schema:domainIncludes")}:
            yield f"{name} is not said of {types}"
        else:
            range_ = {*_names(term, "schema:rangeIncludes")}
            for value in _list(values):
                if not holds(range_, value, known):
                    yield f"{name} holds no {value!r}"


def holds(range_: set[str], value: object, known: dict[str, set[str]]) -> bool:
    """Return whether a property of a range may have a value."""
    if isinstance(value, bool):
        return "Boolean" in range_
    if isinstance(value, (int, float)):
        return bool(range_ & {"Number", "Integer"})
    if isinstance(value, str):
        return (
            "Text" in range_
            or ("URL" in range_ and re.match(r"https?://", value) is not None)
            or (bool(range_ & {"Date", "DateTime"}) and DATE.fullmatch(value) is not None)
        )
    assert isinstance(value, dict), value
    if "@value" in value:
        return "Text" in range_
    types = _list(value.get("@type", [])) or known.get(value["@id"], set())
    if value.get("@id", "").startswith(SCHEMA):
        types = [value["@id"].removeprefix(SCHEMA)]
    return any(kinds_of(type_) & range_ for type_ in types)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _names(node: Node, key: str) -> Iterator[str]:
    for each in _list(node.get(key, [])):
        yield each["@id"].removeprefix("schema:")
