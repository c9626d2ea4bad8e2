"""The reference of fields for those who write records, made from the models and their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from markupsafe import Markup

from macros.model.facts import Fact, long_form
from macros.model.fields import Field, Model
from macros.model.kinds import KINDS
from macros.model.record import Record
from macros.model.refs import Ref
from macros.model.values import Term, Text, Words
from macros.model.vocabulary import Vocabulary
from macros.model.yaml_parser import read_yaml
from macros.page.context import Context
from macros.page.tables import table
from macros.page.text import html, joined, text
from macros.store.editing.style import flow


class _AnyValue(Text):
    what = Words(
        en="what the field holds, or unknown, or none", ko="그 항목의 값, 또는 unknown, none"
    )


MODELS: dict[str, type[Model]] = {
    **KINDS,
    "record": Record,
    "fact": long_form(_AnyValue),
    "vocabulary": Vocabulary,
}
"""What has fields: the kinds, every record, every fact in its long form, a vocabulary."""


_FILE = Path(__file__).with_name("field_help.yml")
KOREAN: dict[str, str] = read_yaml(_FILE)
"""The help of fields in Korean, by its English words."""


def help_of(field: Field) -> Words:
    """Return the help of a field in each language that has one."""
    korean = KOREAN.get(field.help)
    return Words(en=field.help, ko=korean) if korean else Words(en=field.help)


def field_table(context: Context, name: str) -> Markup:
    """Return the fields of one of `MODELS`: name, what to write, example as YAML."""
    fields = MODELS[name].declared() if name in KINDS else dict(MODELS[name].fields)
    if name == "fact":  # what other sources say comes last
        fields |= {"also": fields.pop("also")}
    head = [context.label(key) for key in ("field", "what_to_write", "example")]
    return table(head, _rows(context, fields.values()))


def _rows(context: Context, fields: Iterable[Field], within: str = "") -> Iterator[list[Markup]]:
    for field in fields:
        label = context.words(field.label) if field.label else Markup("")
        title = html("<code>{}</code><br>{}", f"{within}{field.name}", label)
        lines = [context.words(help_of(field)), _type(context, field)]
        if field.required:
            lines.append(html("<strong>{}</strong>", context.label("required")))
        elif field.expected:
            lines.append(text(context.label("expected")))
        example = Markup("")
        if field.example is not None:
            example = html("<code>{}</code>", f"{field.name}: {flow(field.example, inside=False)}")
        yield [title, joined(html("<div>{}</div>", line) for line in lines), example]
        own = [inner for name, inner in field.entries.items() if name not in Fact.fields]
        yield from _rows(context, own, within=f"{within}{field.name} › ")


def _type(context: Context, field: Field) -> Markup:
    """Return in words what a field holds: a date, a list of ids of companies, words of a list."""
    if field.keyed:
        return text(context.label("type_words_by_id"))
    if field.entries:
        return text(context.label("type_entries" if field.several else "type_entry"))
    value = field.value
    assert value
    if issubclass(value, Term):
        shown = _words(context, value)
    elif issubclass(value, Ref):
        kinds = [f"data/{kind}/" for kind in value.kinds] or ["data/"]
        codes = joined((html("<code>{}</code>", kind) for kind in kinds), ", ")
        shown = html("{} {}", context.words(value.what), codes)
    else:
        shown = text(value.what.in_(context.language))
    return html("{}: {}", context.label("type_list"), shown) if field.several else shown


def _words(context: Context, value: type[Term]) -> Markup:
    """Return the words of a vocabulary behind a line that opens."""
    vocabulary = context.atlas.vocabularies[value.vocabulary]
    items = (
        html(
            "<li><code>{}</code> {}{}</li>",
            word,
            context.words(term.label),
            html(": {}", context.words(term.definition)) if term.definition else "",
        )
        for word, term in vocabulary.terms.items()
    )
    title = Term.what.in_(context.language).format(
        name=vocabulary.name.in_(context.language), n=len(vocabulary.terms)
    )
    return html(
        '<details class="unfolds"><summary>{}</summary><ul>{}</ul></details>', title, joined(items)
    )
