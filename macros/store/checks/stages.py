"""A product's stage agrees with its decisions and trials, and its decisions with each other."""

from __future__ import annotations

from collections.abc import Iterator

from macros.model.atlas import Atlas
from macros.model.kinds import Decision, Product, Trial
from macros.model.problems import Trouble
from macros.model.record import Record, fact_at
from macros.model.relations import date_of
from macros.model.topic import TOPIC
from macros.store.checks.base import Check
from macros.store.checks.dates import is_after

OF_PHASE = {"phase-3": ("phase-3", "phase-2-3"), "phase-2": ("phase-2",)}
"""Stages and the phases of a trial with Korean sites that put a product at least there."""

BELOW = {
    "phase-3": ("phase-2", "phase-1-2", "phase-1", "ind-cleared", "ind-filed", "preclinical"),
    "phase-2": ("phase-1", "ind-cleared", "ind-filed", "preclinical"),
}


def _run(atlas: Atlas, known: set[str]) -> Iterator[Trouble]:
    for product in atlas.of(Product):
        linked = {record.id: record for g in atlas.backlinks(product.id) for record in g.records}
        decisions = [record for record in linked.values() if isinstance(record, Decision)]
        yield from _approval(atlas, product, decisions)
        yield from _phase(product, [r for r in linked.values() if isinstance(r, Trial)])
        yield from _order(product, decisions)


def _approval(atlas: Atlas, product: Product, decisions: list[Decision]) -> Iterator[Trouble]:
    approved = [
        d
        for d in decisions
        if d.type.value == "marketing-approval"
        and (d.outcome is None or d.outcome.value in ("granted", "partly-granted"))
        and any(_is_korean(atlas.records.get(authority.value)) for authority in d.authorities)
    ]
    stage = product.stage.value if product.stage else None
    words = atlas.vocabularies["stage"].terms if "stage" in atlas.vocabularies else {}
    if stage is not None and stage not in words:
        return  # the vocabulary's check says so
    if stage == "approved" and not approved:
        message = 'the stage is "approved", but no decision says so'
        fix = "Add the marketing approval to data/decisions/."
        yield product.trouble(("stage",), "stage-against-decisions", message, fix)
    if approved and stage not in ("approved", "discontinued"):
        message = f'{approved[0].id} approves it, but the stage is "{stage or "not given"}"'
        fix = "Write `approved`, or mend the decision."
        yield product.trouble(("stage",), "stage-against-decisions", message, fix)


def _is_korean(authority: Record | None) -> bool:
    country = fact_at(authority, "country") if authority else None
    return authority is not None and (country is None or country.value == TOPIC.country)


def _phase(product: Product, trials: list[Trial]) -> Iterator[Trouble]:
    stage = product.stage.value if product.stage else None
    for reached, phases in OF_PHASE.items():
        for trial in trials:
            in_korea = any(site.known and not site.planned for site in trial.sites)
            begun = trial.status and trial.status.value not in (
                "not-yet-recruiting",
                "withdrawn",
                "cleared",
            )
            phase = trial.phase.value if trial.phase else None
            if in_korea and begun and phase in phases and stage in BELOW[reached]:
                message = f'{trial.id} is a {phase} trial in Korea, but the stage is "{stage}"'
                fix = f"Write `{reached}`, or look at the trial again."
                yield product.trouble(("stage",), "stage-against-trials", message, fix)


def _order(product: Product, decisions: list[Decision]) -> Iterator[Trouble]:
    firsts: list[tuple[str, Decision]] = []
    for step in TOPIC.steps:
        dated = [(date, d) for d in decisions if d.type.value == step and (date := date_of(d))]
        firsts += [min(dated, key=lambda pair: pair[0])] if dated else []
    for (date, before), (later, after) in zip(firsts, firsts[1:], strict=False):
        if is_after(date, later):
            message = f'"{product.id}" had this step before {before.id} ({date})'
            fix = "Look at the dates of both decisions."
            yield after.trouble(("date",), "steps-crossed", message, fix)


STAGES = Check(
    "stages",
    "A product's stage agrees with its decisions and trials; steps come in order.",
    _run,
    of_the_whole=True,
)
