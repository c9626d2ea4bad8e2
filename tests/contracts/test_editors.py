"""The schemas for editors compile strictly in ECMAScript and judge as those of the tests do."""

from __future__ import annotations

import json
from pathlib import Path

from tests.contracts.programs import node
from tests.editor_inputs import RIGHT, WRONG, in_an_editor


def test_ajv_takes_what_is_right_and_refuses_what_is_wrong(published: Path, tmp_path: Path) -> None:
    cases = [
        {"case": case, "kind": kind, "value": in_an_editor(text), "right": cases is RIGHT}
        for cases in (RIGHT, WRONG)
        for case, (kind, text) in cases.items()
    ]
    file = tmp_path / "cases.json"
    file.write_text(json.dumps(cases), encoding="utf-8")
    found = json.loads(node("schemas.mjs", published / "schemas", file))
    kinds = {path.stem for path in (published / "schemas").glob("*.json")}
    assert set(found["compiled"]) == kinds and len(kinds) > 1
    assert found["otherwise"] == []
