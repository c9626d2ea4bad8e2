"""What macros/topic.yml says agrees with the vocabularies and the kinds."""

from __future__ import annotations

from dataclasses import asdict
from urllib.parse import urlsplit

import pytest

from macros.model.atlas import Atlas
from macros.model.identifiers import RegistryNumber
from macros.model.kinds import KINDS, Source
from macros.model.partial_dates import PartialDate
from macros.model.topic import TOPIC
from macros.outside.names import KnownNames
from macros.outside.page import kind_of
from macros.store.loading import Loader
from tests.conftest import VOCABULARY

VOCABULARY_OF = {
    "approved": "stage",
    "no_step": "stage",
    "once_approved": "stage",
    "clearance": "decision-type",
    "approval": "decision-type",
    "extension": "decision-type",
    "listing": "decision-type",
    "towards_listing": "decision-type",
    "granted": "outcome",
    "grants": "outcome",
    "waiting": "trial-status",
    "not_begun": "trial-status",
    "over": "trial-status",
    "open": "trial-status",
    "recruiting": "site-status",
    "to_come": "trial-status",
    "not_confirmed": "trial-status",
    "by_registry": "site-basis",
    "gives": "study-gives",
    "recruits": "recruitment",
    "recruits_later": "recruitment",
    "recruits_perhaps": "recruitment",
    "recruits_not": "recruitment",
    "recruits_elsewhere": "recruitment",
    "old_entry": "caution",
    "end_passed": "caution",
    "full_counts": "endpoint",
    "hospital": "institution-type",
    "academic": "institution-type",
    "supported": "verdict",
}


def words(atlas: Atlas, vocabulary: str) -> set[str]:
    return set(atlas.vocabularies[vocabulary].terms)


@pytest.mark.parametrize(("name", "given"), asdict(TOPIC.terms).items())
def test_every_term_is_a_word_of_its_list(atlas: Atlas, name: str, given: str | list[str]) -> None:
    each = {given} if isinstance(given, str) else set(given)
    assert each <= words(atlas, VOCABULARY_OF[name])


def test_country_steps_and_grades_are_words_of_their_lists(atlas: Atlas) -> None:
    assert TOPIC.country in words(atlas, "country")
    steps = {*TOPIC.applications, *TOPIC.applications.values(), *TOPIC.steps}
    assert steps <= words(atlas, "decision-type")


def test_every_kind_of_source_is_something_to_rest_on(atlas: Atlas) -> None:
    assert list(TOPIC.basis) == list(atlas.vocabularies["basis"].terms)
    kinds = [kind for of in TOPIC.basis.values() for kind in of]
    assert sorted(kinds) == sorted(words(atlas, "source-kind"))
    for kind, fields in TOPIC.rests_on.items():
        assert {*fields} <= {*KINDS[kind].fields}


def test_stages_that_are_too_early_are_words_of_their_lists(atlas: Atlas) -> None:
    for reached, early in TOPIC.too_early.items():
        assert {reached, *early["stages"]} <= words(atlas, "stage")
        assert set(early["phases"]) <= words(atlas, "phase")
        assert reached not in early["stages"]


@pytest.mark.parametrize(("kind", "pairs"), TOPIC.date_order.items())
def test_dates_in_order_are_dates_of_their_kind(kind: str, pairs: list[tuple[str, str]]) -> None:
    for name in {name for pair in pairs for name in pair}:
        assert KINDS[kind].fields[name].value is PartialDate, name


def test_what_is_asked_of_the_registry_fits_trials_and_countries(atlas: Atlas) -> None:
    trial, national = KINDS["trials"].fields, TOPIC.registry.national
    assert {*TOPIC.registry.by_hand, national["field"]} <= set(trial)
    assert national["letters"] in RegistryNumber.forms
    assert KnownNames(atlas).find("countries", TOPIC.registry.country) == TOPIC.country
    assert set(TOPIC.hosts) <= words(atlas, "source-kind")


@pytest.mark.parametrize("kind", ["registry", "filing"])
def test_only_what_is_at_the_origin_is_no_copy(kind: str) -> None:
    """What is read elsewhere is a copy, of a kind of its own; a new origin goes into `hosts`."""
    sources = Loader(VOCABULARY.parent).load().of(Source)
    for source in sources:
        at_origin = kind_of(urlsplit(source.url).hostname or "") == kind
        if source.kind in (kind, f"{kind}-copy"):
            assert at_origin == (source.kind == kind), source.id
