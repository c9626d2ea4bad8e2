"""A product's stage agrees with its decisions and trials, and its decisions with each other."""

from __future__ import annotations

from collections.abc import Iterator

from macros.model.atlas import Atlas
from macros.model.base import Record
from macros.model.relations import date_of
from macros.model.values import State
from macros.store.checks.base import Check, Trouble
from macros.store.checks.dates import is_after

STEPS = (
    "ind-clearance",
    "marketing-application",
    "marketing-approval",
    "reimbursement-listing",
)
"""The first step of each kind comes no earlier than the first of the kind before it."""

OF_PHASE = {"phase-3": ("phase-3", "phase-2-3"), "phase-2": ("phase-2",)}
"""Stages and the phases of a trial with Korean sites that put a product at least there."""

BELOW = {
    "phase-3": ("phase-2", "phase-1-2", "phase-1", "ind-cleared", "ind-filed", "preclinical"),
    "phase-2": ("phase-1", "ind-cleared", "ind-filed", "preclinical"),
}


def _run(atlas: Atlas, known: set[str]) -> Iterator[Trouble]:
    for product in atlas.of_kind("products"):
        decisions = _linked(atlas, product, "decisions")
        yield from _approval(atlas, product, decisions)
        yield from _phase(product, _linked(atlas, product, "trials"))
        yield from _order(product, decisions)


def _linked(atlas: Atlas, product: Record, kind: str) -> list[Record]:
    groups = atlas.backlinks(product.id)
    return [record for group in groups if group.kind == kind for record in group.records]


def _approval(atlas: Atlas, product: Record, decisions: list[Record]) -> Iterator[Trouble]:
    approved = [
        d
        for d in decisions
        if d.type.value == "marketing-approval"
        and (d.outcome is None or d.outcome.value in ("granted", "partly-granted"))
        and any(_is_korean(atlas, authority.value) for authority in d.authorities)
    ]
    stage = product.stage.value if product.stage else None
    words = atlas.vocabularies["stage"].terms if "stage" in atlas.vocabularies else {}
    if stage is not None and stage not in words:
        return  # the vocabulary's check says so
    if stage == "approved" and not approved:
        message = 'the stage is "approved", but no decision says so'
        fix = "Add the marketing approval to data/decisions/."
        yield Trouble(product.path, ("stage",), "stage-against-decisions", message, fix)
    if approved and stage not in ("approved", "discontinued"):
        message = f'{approved[0].id} approves it, but the stage is "{stage or "not given"}"'
        fix = "Write `approved`, or mend the decision."
        yield Trouble(product.path, ("stage",), "stage-against-decisions", message, fix)


def _is_korean(atlas: Atlas, authority: str) -> bool:
    record = atlas.records.get(authority)
    country = getattr(record, "country", None)
    return record is not None and (country is None or country.value == "south-korea")


def _phase(product: Record, trials: list[Record]) -> Iterator[Trouble]:
    stage = product.stage.value if product.stage else None
    for reached, phases in OF_PHASE.items():
        for trial in trials:
            in_korea = any(not s.planned and not isinstance(s.value, State) for s in trial.sites)
            begun = trial.status and trial.status.value not in (
                "not-yet-recruiting",
                "withdrawn",
                "cleared",
            )
            phase = trial.phase.value if trial.phase else None
            if in_korea and begun and phase in phases and stage in BELOW[reached]:
                message = f'{trial.id} is a {phase} trial in Korea, but the stage is "{stage}"'
                fix = f"Write `{reached}`, or look at the trial again."
                yield Trouble(product.path, ("stage",), "stage-against-trials", message, fix)


def _order(product: Record, decisions: list[Record]) -> Iterator[Trouble]:
    firsts = {}
    for step in STEPS:
        dated = [d for d in decisions if d.type.value == step and date_of(d)]
        if dated:
            firsts[step] = min(dated, key=date_of)
    present = [firsts[step] for step in STEPS if step in firsts]
    for before, after in zip(present, present[1:], strict=False):
        if is_after(date_of(before), date_of(after)):
            message = f'"{product.id}" had this step before {before.id} ({date_of(before)})'
            fix = "Look at the dates of both decisions."
            yield Trouble(after.path, ("date",), "steps-crossed", message, fix)


STAGES = Check(
    "stages",
    "A product's stage agrees with its decisions and trials; steps come in order.",
    _run,
    of_the_whole=True,
)
