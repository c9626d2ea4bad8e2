"""On what a decision, a rule, a programme or an approval rests: the authority's document, or less.

It follows from the kinds of the sources of one fact and is never written in YAML.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from macros.model.atlas import Atlas
from macros.model.facts import Fact
from macros.model.fields import Field
from macros.model.kinds import Source
from macros.model.record import Record
from macros.model.topic import TOPIC
from macros.model.values import Term, term

BASIS = term("basis")
STAGE = term("stage")


def basis(atlas: Atlas, record: Record) -> Term | None:
    """Return on what a record rests, as a word of `basis`; None where its fact has no source.

    `rests_on` in topic.yml names the facts for each kind: of a decision that is its outcome.
    """
    names = TOPIC.rests_on.get(record.about.id, ())
    facts = (fact for name in names for fact in record.fields[name].items(record))
    return basis_of(atlas, fact) if (fact := next(facts, None)) else None


def basis_of(atlas: Atlas, fact: Fact) -> Term | None:
    """Return the strongest basis of a fact, as a term of `basis`."""
    sources = (atlas.get(Source, id_) for id_ in fact.sources)
    kinds = {str(source.kind) for source in sources if source}
    return next((BASIS(word) for word, of in TOPIC.basis.items() if kinds & {*of}), None)


def reservation(atlas: Atlas, record: Record) -> Term | None:
    """Return what a record is based on if that is less than the authority's document."""
    return _less(basis(atlas, record))


def reservation_of(atlas: Atlas, fact: Fact) -> Term | None:
    """Return the same for a fact that says so much that it is never shown without it.

    That is the stage of a product that is approved.
    """
    if not may_tell_stage(fact.field):
        return None
    stages = [value for _field, _path, value in fact.values() if isinstance(value, STAGE)]
    return _less(basis_of(atlas, fact)) if TOPIC.terms.approved in stages else None


@cache
def may_tell_stage(field: Field[Any]) -> bool:
    """Return whether a fact in a field can say at which stage a product is."""
    return field.may_hold(STAGE)


def _less(word: Term | None) -> Term | None:
    return None if word == next(iter(TOPIC.basis)) else word
