"""A term of the glossary says what it means: pages explain it where it is used."""

from __future__ import annotations

from collections.abc import Iterator

from macros.model.atlas import Atlas
from macros.model.problems import Trouble
from macros.store.checks.base import check
from macros.store.checks.content import FileContent

NAME = "glossary"
"""The vocabulary of such terms."""


@check(
    FileContent,
    en="Each term of the glossary has a definition.",
    ko="용어집의 낱말마다 뜻풀이가 있음.",
)
def glossary_terms(atlas: Atlas, content: FileContent) -> Iterator[Trouble]:
    if content.file != f"data/vocabulary/{NAME}.yml":
        return
    for id_, term in atlas.vocabularies[NAME].terms.items():
        if term.definition is None:
            message = f'the glossary term "{id_}" has no definition'
            fix = "Add `definition: {en: …, ko: …}`."
            yield content.trouble(("terms", id_), "no-definition", message, fix)
