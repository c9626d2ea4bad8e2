"""What the pictures know of this topic: the entry `pictures` of `macros/topic.yml`."""

from __future__ import annotations

from dataclasses import dataclass

from macros.model.topic import TOPIC


@dataclass(frozen=True)
class Pictures:
    """The entries under `pictures`; the file explains them."""

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


PICTURES = Pictures(**TOPIC.pictures)
