"""A product's stage agrees with its decisions and trials, and its decisions with each other."""

from __future__ import annotations

from collections.abc import Iterator

from macros.model.atlas import Atlas
from macros.model.derived import country_of, known
from macros.model.kinds import Decision, Product, Trial
from macros.model.problems import Trouble
from macros.model.relations import date_of
from macros.model.topic import TOPIC
from macros.store.checks.base import Check
from macros.store.checks.dates import is_after


def _run(atlas: Atlas, known: set[str]) -> Iterator[Trouble]:
    for product in atlas.of(Product):
        decisions = atlas.linking(product.id, Decision)
        yield from _approval(atlas, product, decisions)
        yield from _phase(product, atlas.linking(product.id, Trial))
        yield from _order(product, decisions)


def _approval(atlas: Atlas, product: Product, decisions: list[Decision]) -> Iterator[Trouble]:
    approved = [
        d
        for d in decisions
        if d.type.value == TOPIC.terms.approval
        and (d.outcome is None or d.outcome.value in TOPIC.terms.grants)
        and any(
            country_of(atlas.records.get(authority.value)) == TOPIC.country
            for authority in d.authorities
        )
    ]
    stage = product.stage.value if product.stage else None
    words = atlas.vocabularies["stage"].terms if "stage" in atlas.vocabularies else {}
    if stage is not None and stage not in words:
        return  # the vocabulary's check says so
    if stage == TOPIC.terms.approved and not approved:
        message = f'the stage is "{stage}", but no decision says so'
        fix = "Add the marketing approval to data/decisions/."
        yield product.trouble(("stage",), "stage-against-decisions", message, fix)
    if approved and stage not in TOPIC.terms.once_approved:
        message = f'{approved[0].id} approves it, but the stage is "{stage or "not given"}"'
        fix = f"Write `{TOPIC.terms.approved}`, or correct the decision."
        yield product.trouble(("stage",), "stage-against-decisions", message, fix)


def _phase(product: Product, trials: list[Trial]) -> Iterator[Trouble]:
    stage = product.stage.value if product.stage else None
    for reached, early in TOPIC.too_early.items():
        for trial in trials:
            has_site = any(known(site) for site in trial.sites)
            begun = trial.status and trial.status.value not in TOPIC.terms.not_begun
            phase = trial.phase.value if trial.phase else None
            if has_site and begun and phase in early["phases"] and stage in early["stages"]:
                message = f'{trial.id} is a {phase} trial with sites, but the stage is "{stage}"'
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
