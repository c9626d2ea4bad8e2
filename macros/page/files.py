"""Files that scripts and programs load: JSON, for scripts under a path that follows the content."""

from __future__ import annotations

import hashlib
import json


def compact_json(value: object) -> str:
    """Return a value as JSON without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def indented_json(value: object) -> str:
    """Return a value as JSON that people can read too, its keys in their order."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def path_of(pattern: str, content: str) -> str:
    """Return a path with what the content makes in place of {}: files of two builds never mix."""
    return pattern.format(hashlib.sha256(content.encode()).hexdigest()[:10])
