"""A record's page: from the record to what the template shows, top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from markupsafe import Markup

from macros.curating.change_words import Told
from macros.exports.citation import title_of as title_outside
from macros.exports.schema_org.pages import script
from macros.exports.schema_org.words import Node
from macros.features.pictures import file_of, pictures_of
from macros.features.pictures.base import Picture, embedding_of, figure
from macros.features.record.layout import laid_out
from macros.features.record.lists import (
    CITING,
    RecordList,
    lists_of,
    section,
    shown,
)
from macros.features.recruitment import taking_part
from macros.model.basis import reservation
from macros.model.derived import data_date, disagreements, not_known
from macros.model.facts import Cited, Part
from macros.model.fields import Field
from macros.model.inline import shortened
from macros.model.kinds import Claim, Decision, Source
from macros.model.record import Record
from macros.model.relations import date_fact
from macros.model.values import Flag
from macros.page.breadcrumb import Step, to_further, to_record
from macros.page.context import Context, anchor, other_name
from macros.page.facts import chips, cited, field_value, qualified_citation
from macros.page.further import further_html
from macros.page.qualifiers import basis_tag
from macros.page.references import TABLE, evidence_line, numbered, references
from macros.page.section import Section
from macros.page.tables import facts_table, part_table, takes_table
from macros.page.text import html, joined, on_one_line, text

LONGEST = 300
"""Characters of a page's description."""


@dataclass(frozen=True)
class RecordPage:
    """A finished page: plain title and description, HTML body, its headings as (id, title)."""

    title: str
    description: str
    html: str
    contents: list[tuple[str, str]]


def record_page(
    context: Context,
    record: Record,
    inside: bool = False,
    part: Step | None = None,
    changes: Sequence[Told] = (),
    graph: Sequence[Node] = (),
) -> RecordPage:
    """Return the page of a record in the context's language.

    `inside` makes it a part of another page: its heading is one of the second level, its anchors
    begin with its id, and the references are left to the page around it. `part` is the part of the
    menu that the breadcrumb names, `changes` the record's history, the newest first, `graph` what
    metadata of page and record for programs.
    """
    kind = record.about
    pictures = pictures_of(context, record)
    covered = frozenset(picture.covers for picture in pictures if picture.covers)
    lists = lists_of(context, record, covered)
    pictures = [_first_rows(context, picture, lists) for picture in pictures]
    linked, citing = (
        [one for one in lists if (one.id in CITING) == rests and one.kind not in covered]
        for rests in (False, True)
    )
    prefix = f"{record.id}-" if inside else ""
    # In the order of reading: a term of the glossary is explained where it comes first.
    summary = context.prose(record.summary) if record.summary else Markup("")
    summary = summary and html('<p class="record-summary">{}</p>\n', summary)
    others = [name for name in record.declared() if name not in kind.first]
    sections = [
        *taking_part(context, record),
        *_parts(context, record, kind.first, pictures, prefix),
        *_glance(context, record, covered, prefix),
        *_pictures(context, record, pictures, lists, prefix),
        *_parts(context, record, others, pictures, prefix),
        *(section(context, one) for one in linked),
        *_open_facts(context, record),
        *_disagreements(context, record),
        *(section(context, one) for one in citing),
        *_unknown(context, record),
    ]
    body = joined([summary, *(_shown(one, prefix, "h3" if inside else "h2") for one in sections)])
    sources = []
    if not inside:
        [shown], sources = numbered(body)
        body = Markup(shown)  # noqa: S704  (as safe as before)
    if sources:
        made_in = record.made_in if isinstance(record, Claim) else ()
        listed = references(context, sources, made_in)
        sections.append(_section(context, "sources", listed, len(sources)))
        body += _shown(sections[-1], prefix, "h2")
    way = to_record(context, record, part)
    content = laid_out(
        context,
        record,
        None if inside else way.shown + script([*graph, way.listed]),
        (chips(context, record, kind.chips), _basis(context, record)),
        evidence_line(context, sources, record.checked),
        body,
        changes,
    )
    return RecordPage(
        title_of(context, record),
        description_of(context, record),
        content if inside else on_one_line(str(content)),
        [(section.id, section.title) for section in sections],
    )


def _shown(one: Section, prefix: str, heading: str) -> Markup:
    """Return a section with its heading; no template: pages have many."""
    id_, content = prefix + one.id, one.html
    if TABLE in content:
        content = content.replace(TABLE, html('{} aria-labelledby="{}"', TABLE, id_))
    return joined([_heading(one.id, id_, heading, one.title, one.count), content, _END])


_END = Markup("\n</section>\n")


@lru_cache(maxsize=1000)  # many pages have the same
def _heading(section: str, id_: str, heading: str, title: str, count: int | None) -> Markup:
    """Return the begin of a section, with its heading."""
    says = title if count is None else f"{title} {count}"
    return html(
        '<section class="record-section record-section--{}">\n<{} id="{}" aria-label="{}">{}{}'
        '<a class="headerlink" href="#{}" aria-label="{}">#</a></{}>\n',
        *(section, heading, id_, says, title),
        "" if count is None else html(' <span class="count">{}</span>', count),
        *(id_, title, heading),
    )


def further_page(
    context: Context,
    record: Record,
    list_id: str,
    number: int,
    part: Step | None,
    graph: Callable[[str], Sequence[Node]],
) -> RecordPage:
    """Return a further page of one of the lists of a record, and the way back to its page.

    `graph` returns what the page of a title says of itself to programs.
    """
    covered = frozenset(picture.covers for picture in pictures_of(context, record))
    lists = lists_of(context, record, covered)
    one = next(each for each in lists if each.id == list_id)
    listing = one.listing
    title = context.label("further_page", title=one.title, n=number)
    whole = f"{title_of(context, record)}: {title}"
    rows = shown(context, one, number)
    way = to_further(context, record, title, listing.path(number), part)
    path = way.shown + script([*graph(whole), way.listed])
    name = text(record.name_in(context.language))
    if isinstance(record, Source) and not record.described:  # a title, as published
        name = html('<cite lang="{}">{}</cite>', record.language or "en", name)
    content = further_html(context, path, title, name, listing, number, rows)
    return RecordPage(whole, shortened(whole, LONGEST), content, [])


def title_of(context: Context, record: Record) -> str:
    """Return a page's title, plain: the name, and the other name where there is one."""
    other = other_name(record, context.language)
    return f"{context.name(record)} ({other[0]})" if other else title_outside(context, record)


def description_of(context: Context, record: Record) -> str:
    """Return one plain sentence or two that say what a record is: for search engines and lists.

    Of a source it names what tells it from others with the same title, of a claim the verdict.
    """
    if isinstance(record, Claim):
        finding = context.plain(record.finding.value) if record.finding else ""
        return shortened(f"{title_of(context, record)} {finding}", LONGEST)
    if record.summary:
        return shortened(context.plain(record.summary), LONGEST)
    kind = record.about.one.in_(context.language)
    description = f"{kind}: {record.name_in(context.language)}"
    if not isinstance(record, Source):
        date = date_fact(record)
        plan = f" ({context.label('planned')})" if date and date.planned else ""
        return shortened(description, LONGEST - len(plan)) + plan
    known = [record.publisher, record.published]
    rest = ", ".join(context.plain(value) for value in known if value)
    return f"{shortened(description, LONGEST - len(rest) - 2)} ({rest})"


def _basis(context: Context, record: Record) -> Markup:
    """Return what a decision or rule is based on if the authority's document was not seen.

    Of a source it says that its name is not the headline, where that was not seen.
    """
    if isinstance(record, Source):
        return text(context.label("described_page")) if record.described else Markup("")
    word = reservation(context.atlas, record)
    if word is None:
        return Markup("")
    parts = [basis_tag(context, word)]
    if definition := context.atlas.definition(word):
        parts.append(context.words(definition))
    if isinstance(record, Decision) and (day := record.document_sought):
        parts.append(text(context.label("document_sought", date=context.date(day))))
    return joined(parts, " ")


_OFF = (Flag(False),)
"""What a field has that says nothing: a flag that is off."""


def _glance(
    context: Context, record: Record, covered: frozenset[str], prefix: str
) -> list[Section]:
    fields = [
        field
        for name, field in record.declared().items()
        if name in record.__dict__
        and name not in covered
        and (items := field.items(record))
        and not (field.holds is Flag and items == _OFF)
        and field is not Source.described  # its head says so
        and not takes_table(field, record)
    ]
    if not fields:
        return []

    def label(field: Field) -> Markup:
        def make() -> Markup:
            id_ = "" if field.shape == "plain" else prefix + anchor(field)
            return _label(context.words(field.labelled()), id_)

        return context.once(("label", field, prefix), make)

    rows = ((label(field), field_value(context, field, record)) for field in fields)
    return [_section(context, "at_a_glance", _pairs(rows))]


def _first_rows(context: Context, picture: Picture, lists: Sequence[RecordList]) -> Picture:
    """Return a picture whose table has no more rows than the page has room for."""
    for one in lists:
        if one.kind and one.kind == picture.covers:
            return replace(picture, table=partial(shown, context, one))
    return picture


def _pictures(
    context: Context,
    record: Record,
    pictures: list[Picture],
    lists: Sequence[RecordList],
    prefix: str,
) -> list[Section]:
    """Pictures, each under the name of what it covers, or under its own."""
    return [
        _picture(context, record, picture, prefix, lists)
        for picture in pictures
        if not _has_section(record, picture.covers)
    ]


def _picture(
    context: Context,
    record: Record,
    picture: Picture,
    prefix: str,
    lists: Sequence[RecordList] = (),
) -> Section:
    file, page = file_of(picture.id, record), context.project.address(record)
    embedding = (
        embedding_of(context, picture, file, page, data_date(record)) if picture.body else ""
    )
    figured = figure(context, picture, file, prefix, embedding)
    field = record.declared().get(picture.covers)
    if field:
        title = field.labelled().in_(context.language)
        return Section(field.name.replace("_", "-"), title, figured)
    for one in lists:
        if one.kind and one.kind == picture.covers:
            return Section(one.id, one.title, figured, one.count)
    return Section(picture.id, picture.title, figured)


def _parts(
    context: Context,
    record: Record,
    names: Iterable[str],
    pictures: list[Picture],
    prefix: str,
) -> list[Section]:
    """Those of some fields that hold facts of several values, each a section; with its picture."""
    covering = {picture.covers: picture for picture in pictures}
    sections = []
    for name in names:
        field = record.declared()[name]
        if name in covering and field.several:
            sections.append(_picture(context, record, covering[name], prefix))
        elif name != "facts" and name in record.__dict__ and takes_table(field, record):
            title, parts = field.labelled().in_(context.language), field.items(record)
            content = facts_table(context, field, parts)
            count = sum(part.counts for part in parts)
            sections.append(Section(name.replace("_", "-"), title, content, count))
    return sections


def _has_section(record: Record, name: str) -> bool:
    """Return whether a field that a picture covers is one with a section of its own."""
    field = record.declared().get(name)
    return field is not None and field.several


def _open_facts(context: Context, record: Record) -> list[Section]:
    if not record.facts:
        return []
    rows = (
        (
            _label(context.words(fact.about)),
            html("{} {}", context.prose(fact.value), qualified_citation(context, fact)),
        )
        for fact in record.facts
    )
    return [_section(context, "further", _pairs(rows), len(record.facts))]


def _disagreements(context: Context, record: Record) -> list[Section]:
    facts = list(disagreements(record))
    if not facts:
        return []
    parts = [fact for fact in facts if isinstance(fact, Part)]
    rows = [
        (_label(context.words(fact.label)), cited(context, fact))
        for fact in facts
        if isinstance(fact, Cited)
    ]
    content = _pairs(rows) if rows else Markup("")
    if parts:
        content += part_table(context, parts)
    return [_section(context, "disagree", content, len(facts))]


def _pairs(rows: Iterable[tuple[Markup, Markup]]) -> Markup:
    """Return labels, as `_label` makes them, with their values as a definition list."""
    parts = [part for label, shown in rows for part in (label, shown, _END_OF_PAIR)]
    return html('<dl class="glance">{}</dl>', joined(parts))


_END_OF_PAIR = Markup("</dd></div>")


def _label(label: Markup, id_: str = "") -> Markup:
    """Return the begin of a line of such a list, with an id where it has one."""
    place = html(' id="{}"', id_) if id_ else ""
    return html("<div{}><dt>{}</dt><dd>", place, label)


def _unknown(context: Context, record: Record) -> list[Section]:
    fields = list(not_known(record))
    if not fields:
        return []
    items = joined(html("<li>{}</li>", context.words(f.labelled())) for f in fields)
    edit = context.project.edit(record)
    link = context.outside(edit, context.label("not_known_link")) if edit else Markup("")
    content = html(
        '<ul class="unknown">{}</ul><p>{}{}.</p>',
        items,
        context.label("not_known_intro"),
        link or context.label("not_known_link"),
    )
    return [_section(context, "not_known", content, len(fields))]


def _section(context: Context, key: str, content: Markup, count: int | None = None) -> Section:
    return Section(key.replace("_", "-"), context.label(key), content, count)
