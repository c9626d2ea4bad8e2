"""Version 1 of the files keeps what it has: names, types, columns, words. It may only grow."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.conftest import read_json
from tests.contracts.growth import FROZEN, lost, shape_of

Shape = dict[str, Any]


@pytest.fixture(scope="module")
def frozen() -> Shape:
    """The shape that is promised."""
    return read_json(FROZEN)


def test_nothing_of_version_1_is_gone_or_another(published: Path, frozen: Shape) -> None:
    assert list(lost(frozen, shape_of(published))) == []


def test_what_the_program_added_is_frozen_too(published: Path, frozen: Shape) -> None:
    """Else it could go again. Words are data: anybody may add one, and it is frozen with the next.

    To write it: ./atlas build --exports --site S, then python -m tests.contracts.growth S.
    """
    added = dict(lost_both(shape_of(published), frozen))
    assert added == {}


def lost_both(shape: Shape, frozen: Shape) -> list[tuple[str, list[str]]]:
    parts = [(part, list(lost(shape[part], frozen[part], part))) for part in shape]
    return [(part, places) for part, places in parts if places and part not in ("words", "files")]


def drop(*place: str) -> Callable[[Shape], None]:
    def change(shape: Shape) -> None:
        for key in place[:-1]:
            shape = shape[key]
        del shape[place[-1]]

    return change


def put(value: Any, *place: str) -> Callable[[Shape], None]:
    def change(shape: Shape) -> None:
        for key in place[:-1]:
            shape = shape[key]
        shape[place[-1]] = value

    return change


def rename_a_column(shape: Shape) -> None:
    columns = shape["tables"]["facts"]["columns"]
    shape["tables"]["facts"]["columns"] = {
        ("id" if name == "fact_id" else name): type_ for name, type_ in columns.items()
    }


def turn_columns_round(shape: Shape) -> None:
    columns = shape["tables"]["links"]["columns"]
    shape["tables"]["links"]["columns"] = dict(reversed(columns.items()))


def null_among_words(shape: Shape) -> None:
    shape["record"]["$defs"]["Fact"]["properties"]["state"]["enum"].append(None)


RECORD = ("record", "$defs", "Record", "properties")
FACT = ("record", "$defs", "Fact", "properties")

FAULTS: dict[str, Callable[[Shape], None]] = {
    "a key of a record": drop(*RECORD, "aliases"),
    "a key that was always there": lambda s: s["record"]["$defs"]["Record"]["required"].pop(),
    "another type": put({"type": "integer"}, *FACT, "planned"),
    "null where there was none": put(["string", "null"], *FACT, "field", "type"),
    "null among words": null_among_words,
    "a word of a list in the schema": lambda s: s["record"]["$defs"]["Grade"]["enum"].pop(0),
    "another pattern": put("^[0-9]{4}$", "record", "$defs", "Id", "pattern"),
    "a third way to answer": lambda s: s["record"]["oneOf"].append({"type": "null"}),
    "an address": lambda s: s["addresses"].pop(),
    "a field of a kind": lambda s: next(iter(s["fields"].values())).pop(),
    "a kind": lambda s: s["fields"].popitem(),
    "a table": drop("tables", "links"),
    "a column": drop("tables", "facts", "columns", "as_of_earliest"),
    "a column's name": rename_a_column,
    "a column's type": put("string", "tables", "facts", "columns", "planned"),
    "another order of columns": turn_columns_round,
    "another key": put(["fact_id"], "tables", "facts", "key"),
    "a word": lambda s: next(iter(s["words"].values())).pop(),
    "a file": lambda s: s["files"].remove("data/v1/facts.csv"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_loss_is_found(frozen: Shape, fault: str) -> None:
    changed = copy.deepcopy(frozen)
    FAULTS[fault](changed)
    assert len(list(lost(frozen, changed))) == 1


def test_what_is_added_is_no_loss(frozen: Shape) -> None:
    grown = copy.deepcopy(frozen)
    put({"type": "string"}, *RECORD, "new")(grown)
    grown["record"]["$defs"]["Record"]["required"].append("new")
    grown["tables"]["facts"]["columns"]["new"] = "string"
    grown["tables"]["new"] = {"columns": {}, "key": []}
    grown["words"]["new"] = next(iter(grown["words"].values())).append("new")
    put("Another text", *RECORD, "data_date", "description")(grown)
    assert list(lost(frozen, grown)) == []
    assert [part for part, _places in lost_both(grown, frozen)] == ["record", "tables"]
