"""A vocabulary with its definitions, for a hand-written page."""

from __future__ import annotations

from markupsafe import Markup

from macros.model.languages import LANGUAGES
from macros.page.context import Context
from macros.page.labels import language_name
from macros.page.tables import table
from macros.page.text import html, text


def word_table(context: Context, name: str, aliases: str = "") -> Markup:
    """Return the words of a vocabulary in every language, with what they mean.

    `aliases` is the title of a column of other spellings, "" for none.
    """
    vocabulary = context.atlas.vocabularies[name]
    others = [code for code in LANGUAGES if code != context.language]
    names = [language_name(code, context.language) for code in others]
    head = [vocabulary.name.in_(context.language)]
    head += [context.label("in_language", name=own) for own in names]
    rows = (
        [
            html('<span id="{}-{}">{}</span>', name, id_, context.words(word.label)),
            *(
                html('<span lang="{}">{}</span>', code, text(word.label.get(code) or ""))
                for code in others
            ),
            context.words(word.definition) if word.definition else Markup(""),
            *([text(", ".join(word.aliases))] if aliases else []),
        ]
        for id_, word in vocabulary.terms.items()
    )
    head += [context.label("meaning"), *filter(None, [aliases])]
    return table(head, rows)
