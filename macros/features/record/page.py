"""A record's page: from the record to what the template shows, top to bottom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from macros.curating.change_words import Told
from macros.exports.citation import citation_of
from macros.exports.citation import title_of as title_outside
from macros.exports.schema_org.pages import script
from macros.exports.schema_org.words import Node
from macros.features.pictures import file_of, pictures_of
from macros.features.pictures.base import Picture, embedding_of, figure
from macros.features.record.templates import template
from macros.features.recruitment import taking_part
from macros.model.basis import reservation
from macros.model.computed import computed
from macros.model.derived import data_date, disagreements, is_confirmed, not_known, verdict_of
from macros.model.facts import Cited, Part
from macros.model.fields import Field
from macros.model.inline import shortened
from macros.model.items import Item
from macros.model.kinds import KINDS, Claim, Decision, Source
from macros.model.languages import FALLBACK
from macros.model.paths import linking
from macros.model.record import Record
from macros.model.relations import Backlinks, date_fact, date_of
from macros.model.values import UNKNOWN, Flag, Ref
from macros.page.breadcrumb import to_record
from macros.page.context import Context, anchor, other_name
from macros.page.facts import chips, cited, field_value, proof
from macros.page.qualifiers import basis_tag
from macros.page.references import LIST, cited_in, finished
from macros.page.section import Section
from macros.page.tables import fact_table, facts_table, part_table, record_table, takes_table
from macros.page.text import html, joined, on_one_line, text

LONGEST = 300
"""Characters of a page's description."""

MOST_ROWS = 200
"""More backlinks than this are not listed on a record's page; the section page has them all."""

MOST_CHANGES = 10
"""Older changes of a record are counted; the repository lists them."""

MOST_LINES = 5
"""Further lines of one change are counted."""


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
    part: str = "",
    changes: Sequence[Told] = (),
    graph: Sequence[Node] = (),
) -> RecordPage:
    """Return the page of a record in the context's language.

    `inside` makes it a part of another page: its heading is one of the second level, its anchors
    begin with its id, and the references are left to the page around it. `part` is the part of the
    menu that the breadcrumb names, `changes` the record's history, the newest first, `graph` what
    programs are told of page and record.
    """
    kind = record.about
    language = context.language
    pictures = pictures_of(context, record)
    prefix = f"{record.id}-" if inside else ""
    # In the order of reading: a term of the glossary is explained where it comes first.
    summary = context.prose(record.summary) if record.summary else Markup("")
    others = [name for name in record.declared() if name not in kind.first]
    sections = [
        *taking_part(context, record),
        *_parts(context, record, kind.first, pictures, prefix),
        *_glance(context, record, {picture.covers for picture in pictures}, prefix),
        *_pictures(context, record, pictures, prefix),
        *_parts(context, record, others, pictures, prefix),
        *_relations(context, record, {picture.covers for picture in pictures}),
        *_open_facts(context, record),
        *_disagreements(context, record),
        *_rests(context, record),
        *_unknown(context, record),
    ]
    sources = cited_in(joined([summary, *(section.html for section in sections)]))
    if sources and not inside:
        sections.append(_section(context, "references", Markup(LIST), len(sources)))
    way = to_record(context, record, part)
    path = way.shown + script([*graph, way.listed])
    made = template("record.html").render(
        context=context,
        record=record,
        kind=kind,
        title=record.name_in(language),
        other_name=other_name(record, language),
        aliases=[text(alias) for alias in record.aliases],
        chips=chips(context, record, kind.chips),
        basis=_basis(context, record),
        summary=summary,
        sections=sections,
        prefix=prefix,
        inside=inside,
        path=path,
        citation=citation_of(context, record),
        changes=changes,
        most_changes=MOST_CHANGES,
        most_lines=MOST_LINES,
    )
    return RecordPage(
        title_of(context, record),
        description_of(context, record),
        made if inside else on_one_line(finished(context, made)),
        [(section.id, section.title) for section in sections],
    )


def title_of(context: Context, record: Record) -> str:
    """Return a page's title, plain: the name, and the other name where there is one."""
    other = other_name(record, context.language)
    return f"{context.name(record)} ({other[0]})" if other else title_outside(context, record)


def description_of(context: Context, record: Record) -> str:
    """Return one plain sentence or two that say what a record is: for search engines and lists.

    Of a source it names what tells it from others with the same title, of a claim the verdict.
    """
    if isinstance(record, Claim):
        found = context.plain(record.finding.value) if record.finding else ""
        return shortened(f"{title_of(context, record)} {found}", LONGEST)
    if record.summary:
        return shortened(context.plain(record.summary), LONGEST)
    kind = record.about.one.in_(context.language)
    said = f"{kind}: {record.name_in(context.language)}"
    if not isinstance(record, Source):
        date = date_fact(record)
        plan = f" ({context.label('planned')})" if date and date.planned else ""
        return shortened(said, LONGEST - len(plan)) + plan
    known = [record.publisher, record.published]
    rest = ", ".join(context.plain(value) for value in known if value)
    return f"{shortened(said, LONGEST - len(rest) - 2)} ({rest})"


def _basis(context: Context, record: Record) -> Markup:
    """Return what a decision or a rule rests on, where no document of the authority was seen.

    Of a source it says that its name is not the headline, where that was not seen.
    """
    if isinstance(record, Source):
        return text(context.label("described_page")) if record.described else Markup("")
    word = reservation(context.atlas, record)
    if word is None:
        return Markup("")
    term = context.atlas.term(word)
    said = [basis_tag(context, word)]
    said += [context.words(term.definition)] if term and term.definition else []
    if isinstance(record, Decision) and (day := record.document_sought):
        said.append(text(context.label("document_sought", date=context.date(day))))
    return joined(said, " ")


def _glance(context: Context, record: Record, covered: set[str], prefix: str) -> list[Section]:
    fields = [
        field
        for name, field in record.declared().items()
        if name not in covered
        and field is not Source.described  # its head says so
        and not takes_table(field, record)
        and _says_something(field, record)
    ]
    rows = ((context.words(f.labelled()), field_value(context, f, record)) for f in fields)
    ids = ("" if field.shape == "plain" else prefix + anchor(field) for field in fields)
    return [_section(context, "at_a_glance", _pairs(rows, ids))] if fields else []


def _pictures(
    context: Context, record: Record, pictures: list[Picture], prefix: str
) -> list[Section]:
    """Pictures, each under the name of what it covers, or under its own."""
    return [
        _picture(context, record, made, prefix)
        for made in pictures
        if not _has_section(record, made.covers)
    ]


def _picture(context: Context, record: Record, made: Picture, prefix: str) -> Section:
    file, page = file_of(made.id, record), context.project.address(record)
    embedding = embedding_of(context, made, file, page, data_date(record)) if made.body else ""
    shown = figure(context, made, file, prefix, embedding)
    field = record.declared().get(made.covers)
    if field:
        title = field.labelled().in_(context.language)
        return Section(field.name.replace("_", "-"), title, shown)
    for group in context.atlas.backlinks(record.id):
        if group.kind == made.covers:
            return _relation(context, group, shown)
    return Section(made.id, made.title, shown)


def _parts(
    context: Context,
    record: Record,
    names: Iterable[str],
    pictures: list[Picture],
    prefix: str,
) -> list[Section]:
    """Those of some fields that hold facts of several values, each a section; with its picture."""
    covering = {picture.covers: picture for picture in pictures}
    found = []
    for name in names:
        field = record.declared()[name]
        if name in covering and field.several:
            found.append(_picture(context, record, covering[name], prefix))
        elif name != "facts" and takes_table(field, record) and field.items(record):
            title, parts = field.labelled().in_(context.language), field.items(record)
            made = facts_table(context, field, parts)
            count = sum(part.counts for part in parts)
            found.append(Section(name.replace("_", "-"), title, made, count))
    return found


def _has_section(record: Record, name: str) -> bool:
    """Return whether a field that a picture covers is one with a section of its own."""
    field = record.declared().get(name)
    return field is not None and field.several


def _says_something(field: Field, record: Record) -> bool:
    """Return whether a record has a value in a field; a flag that is off says nothing."""
    return any(item is not None and item != Flag(False) for item in field.items(record))


def _open_facts(context: Context, record: Record) -> list[Section]:
    if not record.facts:
        return []
    rows = (
        (
            context.words(fact.about),
            html("{} {}", context.prose(fact.value), proof(context, fact)),
        )
        for fact in record.facts
    )
    return [_section(context, "further", _pairs(rows), len(record.facts))]


def _relations(context: Context, record: Record, covered: set[str]) -> list[Section]:
    found = []
    for group in context.atlas.backlinks(record.id):
        if group.kind in covered:
            continue
        items = linking(context.atlas, record, group.kind, group.relation, others=True)
        links = {item.value: item for item in items}
        if (group.kind, group.relation) == ("claims", "subjects"):
            found += _claims(context, group, links)
        else:
            found.append(_relation(context, group, _listed(context, group, links, record.id)))
    return found


def _relation(context: Context, group: Backlinks, made: Markup) -> Section:
    id_ = f"{group.kind}-{group.title.in_(FALLBACK).lower().replace(' ', '-')}"
    return Section(id_, group.title.in_(context.language), made, group.count)


def _listed(context: Context, group: Backlinks, links: Mapping[str, Item], page_id: str) -> Markup:
    columns = _columns(group.kind, context.atlas.kind(page_id))
    records = [context.atlas.records[id_] for id_ in links]
    records.sort(key=lambda record: (date_of(record) or "9999", context.by_name(record)))
    made = record_table(context, records[:MOST_ROWS], columns, page_id, links=links)
    if len(records) > MOST_ROWS:
        said = context.label("all_of", n=len(records))
        made += html('<p><a href="{}{}/">{}</a></p>', context.base, group.kind, said)
    return made


def _columns(kind: str, page_kind: str) -> list[str]:
    """Return a kind's columns but for computed lists of what the page itself is one of.

    A hospital's page says in a section of its own which trials recruit there.
    """
    made = computed(KINDS[kind])

    def repeats(column: str) -> bool:
        holds = made[column].holds if column in made else None
        return holds is not None and issubclass(holds, Ref) and page_kind in holds.kinds

    return [column for column in KINDS[kind].about.columns if not repeats(column)]


def _claims(context: Context, group: Backlinks, links: Mapping[str, Item]) -> list[Section]:
    """One section a verdict, supported claims first: no reader may take one for the other."""
    columns = KINDS["claims"].about.columns[:1]
    sections = []
    for verdict in (*context.atlas.vocabularies["verdict"].terms, str(UNKNOWN)):
        claims = [claim for claim in group.records if verdict_of(claim) == verdict]
        if not claims:
            continue
        id_, title = "claims", group.title.in_(context.language)
        if not is_confirmed(claims[0]):
            words = context.plain(verdict_of(claims[0])).lower()
            id_, title = f"said-{verdict}", context.label("claims_by_verdict", verdict=words)
        made = record_table(context, claims, columns, links=links)
        sections.append(Section(id_, title, made, len(claims)))
    return sections


def _disagreements(context: Context, record: Record) -> list[Section]:
    facts = list(disagreements(record))
    if not facts:
        return []
    parts = [fact for fact in facts if isinstance(fact, Part)]
    rows = [
        (context.words(fact.label), cited(context, fact))
        for fact in facts
        if isinstance(fact, Cited)
    ]
    made = _pairs(rows) if rows else Markup("")
    if parts:
        made += part_table(context, parts)
    return [_section(context, "disagree", made, len(facts))]


def _pairs(rows: Iterable[tuple[Markup, Markup]], ids: Iterable[str] = ()) -> Markup:
    """Return labels with their values as a definition list, each with an id where it has one."""
    places = (html(' id="{}"', id_) if id_ else Markup("") for id_ in ids)
    lines = (
        html("<div{}><dt>{}</dt><dd>{}</dd></div>", next(places, Markup("")), label, shown)
        for label, shown in rows
    )
    return html('<dl class="glance">{}</dl>', joined(lines))


def _rests(context: Context, record: Record) -> list[Section]:
    sections = []
    facts = context.atlas.resting_on(record.id)
    if facts:
        made = fact_table(context, record.id, facts)
        sections.append(_section(context, "resting", made, len(facts)))
    records = sorted(context.atlas.cited_in_summaries(record.id), key=context.by_name)
    if records:
        links = joined(html("<li>{}</li>", context.link(r.id)) for r in records)
        sections.append(_section(context, "in_summaries", html("<ul>{}</ul>", links), len(records)))
    return sections


def _unknown(context: Context, record: Record) -> list[Section]:
    fields = list(not_known(record))
    if not fields:
        return []
    items = joined(html("<li>{}</li>", context.words(f.labelled())) for f in fields)
    edit = context.project.edit(record)
    link = context.outside(edit, context.label("not_known_link")) if edit else Markup("")
    made = html(
        '<ul class="unknown">{}</ul><p>{}{}.</p>',
        items,
        context.label("not_known_intro"),
        link or context.label("not_known_link"),
    )
    return [_section(context, "not_known", made, len(fields))]


def _section(context: Context, key: str, made: Markup, count: int | None = None) -> Section:
    return Section(key.replace("_", "-"), context.label(key), made, count)
