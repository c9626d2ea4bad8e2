"""A product's stage agrees with its decisions and trials, and its decisions with each other.

A plan is not a fact here: it neither supports a stage nor contradicts it.
"""

from __future__ import annotations

from collections.abc import Iterator

from macros.model.atlas import Atlas
from macros.model.derived import country_of, known
from macros.model.kinds import Decision, Product, Trial
from macros.model.partial_dates import is_after
from macros.model.problems import Trouble
from macros.model.topic import TOPIC
from macros.store.checks.base import check


@check(
    Product,
    en="A product's stage agrees with its decisions and trials, and its steps are in order.",
    ko="제품의 개발 단계가 결정·임상시험과 맞고, 절차의 순서가 맞음.",
    of_the_whole=True,
)
def stages(atlas: Atlas, product: Product) -> Iterator[Trouble]:
    decisions = atlas.linking(product.id, Decision)
    yield from _approval(atlas, product, [d for d in decisions if _is_korean(atlas, d)])
    yield from _phase(product, atlas.linking(product.id, Trial))
    yield from _order(product, decisions)


def _approval(atlas: Atlas, product: Product, decisions: list[Decision]) -> Iterator[Trouble]:
    approved = [
        d
        for d in decisions
        if known(d.type) == TOPIC.terms.approval
        and (d.outcome is None or known(d.outcome) in TOPIC.terms.grants)
    ]
    stage = known(product.stage)
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
    if stage == TOPIC.terms.no_step and decisions:
        message = (
            f'the stage is "{stage}", but {decisions[0].id} is a regulatory step in the country'
        )
        fix = "Write the stage it implies, such as `designated`."
        yield product.trouble(("stage",), "stage-against-decisions", message, fix)


def _is_korean(atlas: Atlas, decision: Decision) -> bool:
    """Return whether an authority of the country decided, and not only as a plan."""
    authorities = (atlas.records.get(known(fact) or "") for fact in decision.authorities)
    at_home = any(country_of(authority) == TOPIC.country for authority in authorities if authority)
    return at_home and not (decision.date and decision.date.planned)


def _phase(product: Product, trials: list[Trial]) -> Iterator[Trouble]:
    stage = known(product.stage)
    for reached, early in TOPIC.too_early.items():
        for trial in trials:
            has_site = any(known(site) for site in trial.sites)
            status, phase = known(trial.status), known(trial.phase)
            begun = status and status not in TOPIC.terms.not_begun
            if has_site and begun and phase in early["phases"] and stage in early["stages"]:
                message = f'{trial.id} is a {phase} trial with sites, but the stage is "{stage}"'
                fix = f"Write `{reached}`, or check the trial."
                yield product.trouble(("stage",), "stage-against-trials", message, fix)


def _order(product: Product, decisions: list[Decision]) -> Iterator[Trouble]:
    firsts: list[tuple[str, Decision]] = []
    for step in TOPIC.steps:
        dated = [(date, d) for d in decisions if known(d.type) == step and (date := known(d.date))]
        firsts += [min(dated, key=lambda pair: pair[0])] if dated else []
    for (date, before), (later, after) in zip(firsts, firsts[1:], strict=False):
        if is_after(date, later):
            message = f'"{product.id}" had this step before {before.id} ({date})'
            fix = "Check the dates of both decisions."
            yield after.trouble(("date",), "steps-crossed", message, fix)
