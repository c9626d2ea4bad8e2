"""A second reader of the schemas, which knows nothing of the models."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from referencing import Registry
from referencing.jsonschema import DRAFT7

from macros.store.schemas import FOLDER, IDS

COMMITTED = Path(__file__).resolve().parent.parent / FOLDER


def schema_reader(schema: dict[str, Any]) -> Draft7Validator:
    """Return the validator of a schema, which finds the schema of ids beside it."""
    ids = json.loads((COMMITTED / IDS).read_text(encoding="utf-8"))
    known = Registry().with_resource(IDS, DRAFT7.create_resource(ids))
    return Draft7Validator(schema, registry=known)
