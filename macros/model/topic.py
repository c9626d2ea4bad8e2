"""What the atlas is about, from `macros/topic.yml`: the one place of what a fork changes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).resolve().parents[1] / "topic.yml"


@dataclass(frozen=True)
class Topic:
    """The entries of the file; what they mean is said there."""

    country: str
    applications: dict[str, str]
    steps: list[str]
    grades: dict[str, str]
    search_words: dict[str, list[str]]
    registry: dict[str, str]
    pictures: dict[str, Any]


def read(file: Path = FILE) -> Topic:
    """Return the topic. Raises TypeError for an entry that is missing or unknown."""
    return Topic(**yaml.safe_load(file.read_text(encoding="utf-8")))


TOPIC = read()
