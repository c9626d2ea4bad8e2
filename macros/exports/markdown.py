"""Records as Markdown, for language models and whoever reads without a browser.

Made from the record as its page is: every fact with all that qualifies it, the sources numbered in
the order of reading. Dates are written as the data have them. Text may come from a stranger:
whatever means something to Markdown is escaped, so that it is shown as written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from macros.exports.api import record_path
from macros.exports.citation import title_of
from macros.exports.plain_record import LICENCE
from macros.model.basis import reservation, reservation_of
from macros.model.computed import computed
from macros.model.derived import data_date, evidence, grade_of_source, names_of
from macros.model.facts import Fact
from macros.model.fields import Field
from macros.model.inline import BIDI, is_inside, one_line, parsed, shortened, source_ids
from macros.model.items import Item
from macros.model.kinds import KINDS, Result, Source
from macros.model.languages import FALLBACK
from macros.model.partial_dates import PartialDate
from macros.model.record import OpenFact, Record
from macros.model.refs import Ref
from macros.model.urls import Url
from macros.model.values import Prose, Value, Words
from macros.page.context import Context
from macros.page.labels import language_name
from macros.page.qualifiers import details
from macros.page.results import computed_words
from macros.store.kept import AllMade, all_anew

LONGEST = 200
"""Characters of what a list says of a record."""

_SPECIAL = re.compile(r"[\\`*_\[\]<|~]|&(?=#?\w+;|$)|!$|(?<!\S)#")
_FIRST = re.compile(r"^(\d*)([-+=>.)])")


def escaped(value: object) -> str:
    r"""Return a text on one line, for any place in a line of Markdown but its start.

    >>> escaped("*CD19* <b> 10~20")
    '\\*CD19\\* \\<b> 10\\~20'
    """
    return _SPECIAL.sub(r"\\\g<0>", one_line(value))


def at_start(text: str) -> str:
    r"""Return Markdown for the start of a line, where it begins neither a list nor a heading.

    >>> at_start("1. First"), at_start("- First")
    ('1\\. First', '\\- First')
    """
    return _FIRST.sub(r"\1\\\2", text)


def link(words: str, address: str) -> str:
    """Return a link; `words` are Markdown."""
    return f"[{words}]({address})"


def outside(address: object) -> str:
    """Return an address that shows itself, as a link."""
    return f"<{_address(address)}>"


def _address(address: object) -> str:
    quoted = {"<": "%3C", ">": "%3E", " ": "%20", "\\": "%5C"}
    return "".join(quoted.get(char, char) for char in one_line(address))


def has_markdown(kind: str) -> bool:
    """Return whether records of a kind have a Markdown edition: a source is on the others'."""
    return kind in KINDS and kind != Source.about.id


def markdown_path(kind: str, id_: str = "") -> str:
    """Return the path, from the root of a language, of a record's Markdown or of its kind's."""
    return f"{kind}/{id_}/index.md" if id_ else f"{kind}/index.md"


def markdown_files(
    context: Context, roots: Mapping[str, str], keep: AllMade = all_anew
) -> Iterator[tuple[str, str]]:
    """Yield path, from the root of the language, and content of every Markdown edition.

    `context` leads from a record's page to the root of the language; `roots` are the addresses of
    the languages; `keep` takes what was made before.
    """
    for kind in filter(has_markdown, KINDS):
        yield markdown_path(kind), kind_markdown(context, kind)
        of_kind = context.atlas.of_kind(kind)
        makes = ((r.id, partial(record_markdown, context, r, roots)) for r in of_kind)
        for id_, text in keep(f"{kind}.md", makes):
            yield markdown_path(kind, id_), text
    for old, moved in context.atlas.redirects.items():
        if has_markdown(moved.kind):
            to = context.atlas.records[moved.to]
            yield markdown_path(moved.kind, old), moved_markdown(context, old, to)


def record_markdown(context: Context, record: Record, roots: Mapping[str, str]) -> str:
    """Return the Markdown edition of a record; `roots` as for `markdown_files`."""
    head = {
        "id": record.id,
        "kind": record.about.id,
        "language": context.language,
        "names": [one_line(name) for name in names_of(record)],
        "address": context.project.address(record),
        "json": roots[FALLBACK] + record_path(record.about.id, record.id),
        "data_date": data_date(record),
        "evidence": evidence(record),
        "license": LICENCE,
    }
    return "\n".join([*_head(head), *_Page(context).lines(record)]) + "\n"


def moved_markdown(context: Context, old: str, to: Record) -> str:
    """Return the page at the address of a retired record: where it went."""
    head = {
        "id": old,
        "moved_to": f"{to.about.id}/{to.id}",
        "address": context.project.address(to),
        "language": context.language,
    }
    line = f"{context.label('moved')} {_Page(context).link(to.id)}"
    return "\n".join([*_head(head), line]) + "\n"


def kind_markdown(context: Context, kind: str) -> str:
    """Return the list of a kind's records, each with the beginning of its summary."""
    about = KINDS[kind].about
    records = sorted(context.atlas.of_kind(kind), key=context.by_name)
    head = {
        "kind": kind,
        "language": context.language,
        "address": f"{context.project.site}{kind}/",
        "records": len(records),
        "license": LICENCE,
    }
    lines = [*_head(head), f"# {escaped(about.many.in_(context.language))}", ""]
    lines += [at_start(escaped(about.intro.in_(context.language))), ""]
    for record in records:
        summary = shortened(context.plain(record.summary), LONGEST) if record.summary else ""
        named = link(escaped(title_of(context, record)), f"{record.id}/index.md")
        lines.append(f"- {named}{': ' if summary else ''}{escaped(summary)}")
    return "\n".join(lines) + "\n"


def _head(values: Mapping[str, object]) -> Iterator[str]:
    """Yield front matter; JSON is YAML too."""
    yield "---"
    for key, value in values.items():
        if value:
            yield f"{key}: {json.dumps(value, ensure_ascii=False)}"
    yield from ("---", "")


@dataclass
class _Page:
    """A Markdown edition in the making: the sources are numbered as they come."""

    context: Context
    numbers: dict[str, int] = field(default_factory=dict)

    def lines(self, record: Record) -> Iterator[str]:
        """Yield the lines of a record below its front matter."""
        context = self.context
        yield f"# {escaped(title_of(context, record))}"
        if word := reservation(context.atlas, record):
            definition = context.atlas.definition(word)
            why = self.words(definition) if definition else ""
            yield from ("", f"**{escaped(context.plain(word))}.** {why}")
        if record.summary:
            yield from ("", at_start(self.words(record.summary)))
        facts = [line for fact in record.every_fact for line in self.fact(fact)]
        facts += [
            f"- {self.label(field)}: {self.value(value)}"
            for field, _path, value in record.plain_values()
        ]
        yield from self.section("md_facts", facts)
        yield from self.section("md_computed", self.computed(record))
        yield from self.section("md_linked", self.linked(record))
        missing = [
            field.labelled().in_(context.language)
            for field in record.declared().values()
            if not field.items(record)
        ]
        if missing:
            yield from self.section("md_not_recorded", [at_start(escaped("; ".join(missing)))])
        yield from self.section("sources", self.sources())

    def section(self, key: str, lines: Iterable[str]) -> Iterator[str]:
        """Yield a heading with its lines, where there are any."""
        lines = list(lines)
        if lines:
            yield from ("", f"## {self.context.label(key)}", "", *lines)

    def fact(self, fact: Fact) -> Iterator[str]:
        """Yield a fact: value and qualifiers, then a line each for what it says beside that."""
        is_open = isinstance(fact, OpenFact)  # what it is about is its label
        text, below = "", []
        for one, _path, value in fact.values():
            if one is fact.field or (is_open and one.name == "value"):
                text = f": {self.value(value)}"
            elif not is_open:
                below.append(f"  - {self.label(one)}: {self.value(value)}")
        yield f"- {at_start(self.words(fact.label))}{text}{self.qualifiers(fact)}"
        yield from below
        if isinstance(fact, Result) and (counted := computed_words(self.context, fact)):
            yield f"  - {self.context.label('md_counted')}: {escaped(counted)}"
        yield from self.note(fact, "  ")
        for other in fact.also:
            text = self.value(other.value)
            yield f"  - {self.context.label('others_say')}: {text}{self.qualifiers(other)}"
            yield from self.note(other, "    ")

    def note(self, fact: Fact, indent: str) -> Iterator[str]:
        """Yield the remark of a fact."""
        if fact.note:
            yield f"{indent}- {self.context.label('remark')}: {self.words(fact.note)}"

    def qualifiers(self, fact: Fact) -> str:
        """Return what qualifies a fact, in brackets, and the numbers of its sources."""
        context = self.context
        marks = [context.label("planned")] if fact.planned else []
        if word := reservation_of(context.atlas, fact):
            marks.append(context.plain(word))
        if fact.as_of:
            marks.append(context.label("as_of", date=fact.as_of))
        if fact.checked:
            marks.append(context.label("md_checked", date=fact.checked))
        if fact.grade:
            marks.append(context.label("md_evidence", grade=context.plain(fact.grade)))
        marked = f" ({escaped('; '.join(marks))})" if marks else ""
        return f"{marked}{' ' if fact.sources else ''}{self.cite(fact.sources)}"

    def cite(self, sources: Iterable[str]) -> str:
        """Return the numbers of some sources."""
        return "".join(
            f"[{self.numbers.setdefault(source, len(self.numbers) + 1)}]" for source in sources
        )

    def computed(self, record: Record) -> Iterator[str]:
        """Yield what is computed from the record and asked for like a field; not its grade."""
        for name, one in computed(type(record)).items():
            if name != "evidence":  # the front matter has it
                for item in one.of(self.context.atlas, record):
                    yield f"- {self.words(one.label)}: {self.value(item.value)}"

    def linked(self, record: Record) -> Iterator[str]:
        """Yield the records that link to a record, marked where the link is a plan or the like."""
        context = self.context
        for group in context.atlas.backlinks(record.id):
            yield f"- {self.words(group.title)}"
            for id_, fact in group.facts.items():
                marks = []
                if fact:
                    marks = [context.label("planned")] if fact.planned else []
                    marks += details(context, Item(Ref(id_), (fact,), fact))
                    marks += [context.label("others_say")] if fact.alternative else []
                marked = f" ({escaped('; '.join(marks))})" if marks else ""
                yield f"  - {self.link(id_)}{marked}"

    def sources(self) -> Iterator[str]:
        """Yield the sources that were cited, by their numbers."""
        context = self.context
        for id_, number in self.numbers.items():
            source = context.atlas.records.get(id_)
            if not isinstance(source, Source):  # its file is broken; the check says so
                yield f"{number}. {escaped(id_)}"
                continue
            parts = [at_start(escaped(context.name(source)))]
            parts += [context.label("described")] if source.described else []
            of = [source.publisher, source.kind, grade_of_source(source)]
            parts += [escaped(context.plain(value)) for value in of if value]
            parts += [str(source.published)] if source.published else []
            parts += [outside(address) for address in (source.url, source.archived) if address]
            yield f"{number}. {' · '.join(parts)}"

    def label(self, field: Field) -> str:
        """Return the label of a field."""
        return escaped(field.labelled().in_(self.context.language))

    def value(self, value: Value) -> str:
        """Return any value."""
        match value:
            case Ref():
                return self.link(value)
            case Words():
                return self.words(value)
            case PartialDate():
                return str(value)
            case Url():
                return outside(value)
        return escaped(self.context.plain(value))

    def link(self, id_: str, words: str | None = None) -> str:
        """Return a link to a record: to its Markdown, of a source to its page."""
        record = self.context.atlas.records.get(id_)
        if record is None:
            return escaped(words or id_)
        file = "index.md" if has_markdown(record.about.id) else ""
        address = f"{self.context.base}{record.about.id}/{record.id}/{file}"
        return link(escaped(words or title_of(self.context, record)), address)

    def words(self, words: Words) -> str:
        """Return a text in the language of the edition, marked where it is in another."""
        text, language = words.best(self.context.language)
        shown = self.prose(text, language) if isinstance(words, Prose) else escaped(text)
        if language == self.context.language:
            return shown
        name = language_name(language, self.context.language)
        return f"{shown} ({self.context.label('md_in_language', name=name)})"

    def prose(self, text: str, language: str) -> str:
        """Return inline Markdown of the data without emphasis: links, mentions, citations stay.

        Records are named in the language of the text.
        """
        pieces: list[str] = []
        address, after_mark = "", False
        tokens = parsed(text)[0].children or []
        for at, token in enumerate(tokens):
            piece = ""
            if token.type == "mention":
                id_, label = token.meta["match"][1], token.meta["match"][2]
                # A claim's name is a sentence; here it ends none.
                atlas = self.context.atlas
                name = atlas.name_inside if is_inside(tokens[:at]) else atlas.name
                label = label or name(id_, language).removesuffix(".")
                piece = escaped(label) if address else self.link(id_, label)
            elif token.type == "citation":
                if pieces:
                    pieces[-1] = pieces[-1].rstrip()
                piece = self.cite(source_ids(token.meta["match"][1]))
            elif token.type in ("text", "code_inline", "text_special"):
                piece = _SPECIAL.sub(r"\\\g<0>", token.content)
                if after_mark and piece.startswith(("(", ":")):  # [1](…) would be a link
                    piece = f"\\{piece}"
            elif token.type == "link_open":
                address = _address(token.attrs.get("href", ""))
                piece = "[" if address else ""
            elif token.type == "link_close":
                piece, address = (f"](<{address}>)" if address else ""), ""
            after_mark = token.type in ("citation", "mention") or (after_mark and not piece)
            pieces.append(piece)
        line = " ".join(BIDI.sub("", "".join(pieces)).split())
        return re.sub(r" +([.,;:)])", r"\1", line)
