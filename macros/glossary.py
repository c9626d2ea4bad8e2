"""Terms of the field that are explained where they stand: `data/vocabulary/glossary.yml`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from macros.atlas import Atlas

NAME = "glossary"


@dataclass(frozen=True)
class Glossary:
    """The terms in one language: a pattern that finds them, and what each spelling means."""

    pattern: re.Pattern[str]
    meaning: dict[str, str]


def glossary(atlas: Atlas, language: str) -> Glossary | None:
    """Return the glossary in a language, or None where there is none.

    A Latin term is found as a whole word, as written; a Korean one also before a particle.
    """
    vocabulary = atlas.vocabularies.get(NAME)
    if vocabulary is None:
        return None
    meaning = {}
    for term in vocabulary.terms.values():
        if term.definition is None:
            continue
        said = term.definition.best(language)[0]
        for spelling in (getattr(term, language), *term.aliases):
            meaning.setdefault(str(spelling), said)
    # The longest first: "CAR-T cell" is found before "CAR-T".
    spellings = "|".join(re.escape(s) for s in sorted(meaning, key=lambda s: (-len(s), s)))
    pattern = re.compile(rf"(?<![\w-])(?:{spellings})(?![A-Za-z0-9-])")
    return Glossary(pattern, meaning)
