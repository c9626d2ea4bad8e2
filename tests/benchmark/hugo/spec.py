"""What our models say of kinds and fields, as data for the templates of the peer.

A Hugo site would have this in a data file of its own, written by hand. Taken from the models, it
does not fall behind them: a new field is in the peer by itself.
"""

from __future__ import annotations

from typing import Any

from macros.model.columns import facets_of
from macros.model.fields import Field
from macros.model.kinds import KINDS

TYPES = (
    "Ref",
    "Term",
    "PartialDate",
    "Count",
    "Number",
    "RegistryNumber",
    "Code",
    "Url",
    "Money",
    "Flag",
    "Prose",
    "Words",
    "Text",
)
"""Types of values by which the templates tell how one is shown, special ones first."""


def spec() -> dict[str, Any]:
    """Return the kinds in the order of the site, each with its fields in the order of its page."""
    return {"kinds": [_kind(kind) for kind in KINDS]}


def _kind(id_: str) -> dict[str, Any]:
    about = KINDS[id_].about
    fields = {name: described(field) for name, field in KINDS[id_].declared().items()}
    return {
        "id": id_,
        "one": about.one.en,
        "many": about.many.en,
        "intro": about.intro.en,
        "own_words": about.own_words,
        "chips": [fields[name] for name in about.chips],
        "first": list(about.first),
        "columns": list(about.columns),
        "dated_by": list(about.dated_by),
        "names": list(about.names),
        "line": list(about.line or about.columns),
        "facets": [{"id": facet.id, "label": facet.label.en} for facet in facets_of(id_)],
        "fields": list(fields.values()),
    }


def described(field: Field[Any]) -> dict[str, Any]:
    """Return what the templates ask of a field. The model is asked here and nowhere else."""
    shown = {
        "name": field.name,
        "label": field.labelled().en,
        "expected": field.expected,
        "many": field.several,
        "fact": field.shape != "plain",
        "inverse": field.inverse.en if field.inverse else "",
        "is_open": field.name == "facts",
    }
    holds: Any = field.holds
    if field.part:
        parts = [described(part) for part in field.part.declared().values()]
        return {**shown, "type": "Part", "parts": parts, "is_result": holds.__name__ == "Result"}
    bases = [base.__name__ for base in holds.__mro__]
    type_ = next(name for name in TYPES if name in bases)
    return {
        **shown,
        "type": type_,
        "vocabulary": holds.vocabulary if type_ == "Term" else "",
        "page": holds.page.replace("{}", "%s") if type_ == "Code" else "",
    }
