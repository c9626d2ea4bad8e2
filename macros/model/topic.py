"""What the atlas is about, from `macros/topic.yml`: the one place of what a fork changes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from macros.model.yaml_parser import read_yaml

FILE = Path(__file__).resolve().parents[1] / "topic.yml"


@dataclass(frozen=True)
class Pictures:
    """What the pictures tell apart; the file explains the entries."""

    apart: list[str]
    given: str
    cells: dict[str, str]
    deals: dict[str, list[str]]
    ended: list[str]
    lanes: dict[str, list[str]]
    outcomes: dict[str, str]
    untold: list[str]
    milestones: list[str]
    rules: list[str]
    tandem: str
    single_domain: str


@dataclass(frozen=True)
class Terms:
    """The entries under `terms`: words of vocabularies."""

    approved: str
    no_step: str
    once_approved: list[str]
    clearance: str
    approval: str
    extension: str
    listing: str
    towards_listing: list[str]
    granted: str
    grants: list[str]
    waiting: str
    not_begun: list[str]
    over: list[str]
    open: list[str]
    recruiting: str
    to_come: list[str]
    not_confirmed: list[str]
    by_registry: list[str]
    gives: str
    recruits: str
    recruits_later: str
    recruits_perhaps: str
    recruits_not: str
    recruits_elsewhere: str
    full_counts: list[str]
    old_entry: str
    end_passed: str
    hospital: str
    academic: list[str]
    supported: str


@dataclass(frozen=True)
class Registry:
    """The entries under `registry`."""

    term: str
    country: str
    cells: str
    words: str
    without_words: str
    gives_nothing: str
    districts: str
    national: dict[str, str]
    by_hand: dict[str, str]


@dataclass(frozen=True)
class Catalogued:
    """The entries under `data_set`."""

    names: dict[str, str]
    about: dict[str, str]
    keywords: list[str]
    subject: str
    place: str


@dataclass(frozen=True)
class Topic:
    """The entries of the file; what they mean is said there."""

    country: str
    adjective: str
    recruitment: dict[str, str]
    agent: str
    data_set: Catalogued
    terms: Terms
    too_early: dict[str, dict[str, list[str]]]
    date_order: dict[str, list[tuple[str, str]]]
    applications: dict[str, str]
    steps: list[str]
    grades: dict[str, str]
    basis: dict[str, list[str]]
    rests_on: dict[str, list[str]]
    hosts: dict[str, list[str]]
    person: dict[str, str]
    one_line: list[str]
    proper_nouns: list[str]
    registry: Registry
    pictures: Pictures


def read(file: Path = FILE) -> Topic:
    """Return the topic. Raises TypeError for an entry that is missing or unknown."""
    entries = read_yaml(file)
    parts = {
        "data_set": Catalogued,
        "terms": Terms,
        "registry": Registry,
        "pictures": Pictures,
    }
    for name, part in parts.items():
        entries[name] = part(**entries[name])
    return Topic(**entries)


TOPIC = read()
PICTURES = TOPIC.pictures
