"""What the atlas is about, from `macros/topic.yml`: the one place of what a fork changes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).resolve().parents[1] / "topic.yml"


@dataclass(frozen=True)
class Pictures:
    """What the pictures tell apart; the file explains the entries."""

    apart: list[str]
    approved: str
    given: str
    cells: dict[str, str]
    deals: dict[str, list[str]]
    ended: list[str]
    lanes: dict[str, list[str]]
    outcomes: dict[str, str]
    untold: list[str]
    clearance: str
    milestones: list[str]
    granted: str
    rules: list[str]
    hospital: str
    tandem: str
    single_domain: str


@dataclass(frozen=True)
class Topic:
    """The entries of the file; what they mean is said there."""

    country: str
    applications: dict[str, str]
    steps: list[str]
    grades: dict[str, str]
    search_words: dict[str, list[str]]
    registry: dict[str, str]
    pictures: Pictures


def read(file: Path = FILE) -> Topic:
    """Return the topic. Raises TypeError for an entry that is missing or unknown."""
    entries = yaml.safe_load(file.read_text(encoding="utf-8"))
    return Topic(**{**entries, "pictures": Pictures(**entries["pictures"])})


TOPIC = read()
PICTURES = TOPIC.pictures
