"""A term of the glossary says what it means: pages explain it where it is used."""

from __future__ import annotations

from collections.abc import Iterator

from macros.model.atlas import Atlas
from macros.model.problems import Trouble
from macros.store.checks.base import check

NAME = "glossary"
"""The vocabulary of such terms."""


@check(
    Atlas,
    en="Each term of the glossary has a definition.",
    ko="용어집의 낱말마다 뜻풀이가 있음.",
)
def glossary_terms(atlas: Atlas) -> Iterator[Trouble]:
    glossary = atlas.vocabularies.get(NAME)
    for id_, term in glossary.terms.items() if glossary else ():
        if term.definition is None:
            message = f'the glossary term "{id_}" has no definition'
            fix = "Add `definition: {en: …, ko: …}`."
            yield Trouble(
                f"data/vocabulary/{NAME}.yml", ("terms", id_), "no-definition", message, fix
            )
