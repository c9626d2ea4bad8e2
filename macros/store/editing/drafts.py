"""A new record before a person has filled it in: a free id, records it may repeat, its text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import chain, count
from pathlib import Path
from textwrap import wrap
from typing import Any
from urllib.parse import urlsplit

from macros.model.atlas import Atlas
from macros.model.derived import names_of
from macros.model.fields import Field
from macros.model.identity import folded, identities, loosely_folded, without_legal_form
from macros.model.kinds import KINDS, Source, Trial
from macros.model.languages import FALLBACK
from macros.model.numbers import Count, Number, Year
from macros.model.problems import Fault, Problem, did_you_mean, did_you_slip
from macros.model.record import Record
from macros.model.refs import MAX_ID, Ref, bad_id
from macros.model.urls import Url
from macros.model.values import Flag, Term
from macros.model.vocabulary import Vocabulary
from macros.store.checks.names import WITHOUT
from macros.store.editing.style import WIDTH, entry, flow
from macros.store.loading import loader
from macros.store.schemas import schema_line
from macros.store.tree import data_file, read_tree

_ALIKE = 0.86
_TO_FILL_IN = ("empty-value", "missing-field", "missing-source")
_DUPLICATE = ("duplicate-name", "duplicate-record")


@dataclass
class Draft:
    """What is known of a record to be: values by field. Names, numbers and addresses among them."""

    kind: str
    values: dict[str, Any] = field(default_factory=dict)

    def names(self) -> list[str]:
        """Return the names and aliases given."""
        name = self.values.get("name")
        names = list(name.values()) if isinstance(name, dict) else [name] if name else []
        return [*names, *self.values.get("aliases", [])]

    def numbers(self) -> list[str]:
        """Return the registry numbers given."""
        return [*self.values.get("registry_numbers", []), *filter(None, [self.values.get("nct")])]

    def addresses(self) -> list[str]:
        """Return the sound web addresses given, if it is a source."""
        urls = [*filter(None, [self.values.get("url")]), *self.values.get("also_at", [])]
        return [url for url in urls if Url.takes(url)]


def value_of(atlas: Atlas, kind: str, name: str, text: str) -> object:
    """Return what a text on the command line means in a field; lists are split at commas.

    Raises Fault where the field does not take it.
    """
    field = KINDS[kind].fields[name]
    return meant(atlas, field, text.split(",") if field.several else [text])


def meant(
    atlas: Atlas, field: Field[Any], texts: Sequence[str], to_be: Collection[str] = ()
) -> object:
    """Return what texts mean in a field: a list where it takes several, else the only one.

    `to_be` are ids of records that are not there yet. Raises Fault where the field does not take
    one of them.
    """
    read = [_scalar(atlas, field, text.strip(), to_be) for text in texts if text.strip()]
    return read if field.several else read[0]


def _scalar(atlas: Atlas, field: Field[Any], text: str, to_be: Collection[str]) -> object:
    if field.value is None:
        return text
    if field.entries:
        raise Fault(f'"{field.name}" has fields of its own', f"Fields: {', '.join(field.entries)}.")
    value: Any = text
    if issubclass(field.value, (Count, Flag, Number, Year)):
        value = {"true": True, "false": False}.get(text, int(text) if text.isdigit() else text)
    read = field.value.read(value)
    if isinstance(read, Term):
        vocabulary = atlas.vocabularies.get(read.vocabulary)
        if vocabulary and read not in vocabulary.terms:
            fix = did_you_mean(read, vocabulary.terms, "Use one of")
            raise Fault(f'unknown {vocabulary.name.in_("en").lower()} "{read}"', fix)
    if isinstance(read, Ref) and read not in atlas.records and read not in to_be:
        raise Fault(f'unknown record "{read}"', did_you_slip(read, atlas.ids(read.kinds)))
    return value


# Ids


def suggest_id(atlas: Atlas, draft: Draft) -> str | None:
    """Return a free id in the manner of the kind; None where nothing is known to make it of."""
    base = _base(draft)
    if not base:
        return None
    prefix = _common_prefix(record.id for record in atlas.of_kind(draft.kind))
    if prefix and not base.startswith(prefix):
        base = prefix + base
    return free_id(base, {*atlas.records, *atlas.redirects})


def free_id(base: str, taken: Container[str]) -> str:
    """Return an id that is not taken: the base, or the base with a number."""
    base = base[:MAX_ID].rstrip("-")
    numbered = (f"{base[: MAX_ID - 4].rstrip('-')}-{n}" for n in count(2))
    return next(free for free in chain([base], numbered) if free not in taken)


def check_free(atlas: Atlas, record_id: str) -> None:
    """Raise Fault where no new record can have an id."""
    if bad := bad_id(record_id):
        raise bad
    taken = {*atlas.records, *atlas.redirects}
    if record_id in taken:
        raise Fault(f'the id "{record_id}" is taken', f'"{free_id(record_id, taken)}" is free.')


def _base(draft: Draft) -> str:
    if draft.kind == "trials" and draft.numbers():
        return slug(draft.numbers()[0])
    if draft.kind == "sources" and draft.addresses():
        parts = urlsplit(draft.addresses()[0])
        host = re.sub(r"^(www|m|mobile|news|en)\.", "", parts.hostname or "").split(".")[0]
        number = re.findall(r"\d{4,}", f"{parts.path} {parts.query}")
        suffix = number[-1] if number else draft.values.get("published", "")
        return slug(f"{host} {suffix}")
    name = draft.values.get("name")
    english = name.get("en") if isinstance(name, dict) else name
    return slug(without_legal_form(english or draft.values.get("title") or ""))


def slug(text: str) -> str:
    """Return a text as an id: lower-case letters, digits and hyphens; "" where it has none.

    >>> slug("Café 101 (T-cell)")
    'cafe-101-t-cell'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def _common_prefix(ids: Iterable[str]) -> str:
    """Return what the ids of a kind begin with, such as `claim-`, if they all do."""
    firsts = [record_id.partition("-") for record_id in ids]
    same = len(firsts) > 3 and len({first for first, _, _ in firsts}) == 1
    return f"{firsts[0][0]}-" if same and firsts[0][2] else ""


# Duplicates


@dataclass(frozen=True)
class Likeness:
    """A record that the new one may repeat, why, and whether there can be no doubt."""

    record: Record
    why: str
    certain: bool


def likely_duplicates(atlas: Atlas, draft: Draft) -> list[Likeness]:
    """Return the records that share a name, a registry number or an identity with a draft.

    Names that are only alike count among records of the same kind. Certain ones come first, then
    those of the same kind.
    """
    matches: dict[str, Likeness] = {}
    for likeness in (
        *_same_number(atlas, draft),
        *_same_source(atlas, draft),
        *_names(atlas, draft),
    ):
        known = matches.setdefault(likeness.record.id, likeness)
        if likeness.certain and not known.certain:
            matches[likeness.record.id] = likeness
    return sorted(matches.values(), key=lambda a: (not a.certain, a.record.about.id != draft.kind))


def _same_number(atlas: Atlas, draft: Draft) -> Iterator[Likeness]:
    draft_numbers = {number.casefold() for number in draft.numbers()}
    for record in (*atlas.of(Trial), *atlas.of(Source)):
        is_trial = isinstance(record, Trial)
        numbers = [record.nct or ""] if isinstance(record, Source) else names_of(record)
        for number in draft_numbers & {number.casefold() for number in numbers}:
            # Many sources may be about one trial.
            certain = is_trial and draft.kind == "trials"
            yield Likeness(record, f"has the registry number {number.upper()}", certain)


def _same_source(atlas: Atlas, draft: Draft) -> Iterator[Likeness]:
    if draft.kind != "sources":
        return
    url, *others = [*draft.addresses(), None]
    doi, pmid = draft.values.get("doi"), draft.values.get("pmid")
    draft_identities = identities(url, filter(None, others), doi, pmid)
    for source in atlas.of(Source):
        there = identities(source.url, source.also_at, source.doi, source.pmid)
        if draft_identities.keys() & there.keys():
            yield Likeness(source, f"is the source at {source.url}", True)


def _names(atlas: Atlas, draft: Draft) -> Iterator[Likeness]:
    kind = draft.kind
    title = draft.values.get("title") if kind == "sources" else None
    named = [*draft.names(), *filter(None, [title])]
    own_spellings = [(folded(name), loosely_folded(name)) for name in named]
    for record in atlas.records.values():
        same_kind = record.about.id == kind
        if not same_kind and isinstance(record, Source):
            continue
        names = names_of(record)
        for theirs in [record.name_in(FALLBACK)] if isinstance(record, Source) else names:
            spelling, loose_spelling = folded(theirs), loosely_folded(theirs)
            for mine, loosely_mine in own_spellings:
                if mine == spelling or loosely_mine == loose_spelling:
                    clash = mine == spelling and not WITHOUT & {kind, record.about.id}
                    yield Likeness(record, f'is called "{theirs}"', same_kind or clash)
                elif same_kind and _alike(loosely_mine, loose_spelling):
                    yield Likeness(record, f'is called "{theirs}"', False)


def _alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) < 4 or len(short) / len(long) < 0.6:
        return False
    # Two numbers are two things: AB-101 and AB-201, 2021 and 2022.
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    matcher = SequenceMatcher(None, one, other)
    return matcher.real_quick_ratio() >= _ALIKE <= matcher.ratio()


# Text


def still_to_do(data: Path, path: str, text: str, anyway: bool) -> list[Problem]:
    """Return what a person has to fill in to make a draft at a path of the data folder sound.

    Raises Fault where something else is wrong with it; a duplicate is not, if `anyway`.
    """
    files, unread = read_tree(data, KINDS)
    _atlas, before = loader(data).read_files(files, unread)
    _atlas, after = loader(data).read_files([*files, data_file(path, text)], unread)
    new = [problem for problem in after if problem.path == path or problem not in before]
    for problem in new:
        if problem.code not in _TO_FILL_IN and not (anyway and problem.code in _DUPLICATE):
            raise Fault(f"nothing written: {problem.message}", problem.fix)
    return [problem for problem in new if problem.path == path]


def draft_text(draft: Draft, vocabularies: Mapping[str, Vocabulary]) -> str:
    """Return the text of a new file: what is known, and what to write for the rest.

    Required fields that are not known are empty, which the check names. Expected ones have an
    example behind `#`, so that none becomes a fact by oversight.
    """
    model = KINDS[draft.kind]
    needed = {*model.required, "checked", *(["sources"] if model.needs_sources else [])}
    offered = {"aliases", "summary"} if "name" in model.required else set()
    lines = [
        f"{schema_line(draft.kind)}\n",
        "# Fill in what you know, without the #; delete the rest.\n",
    ]
    more = []
    for name, declared in model.fields.items():
        words = words_of(declared, vocabularies)
        if name in draft.values:
            lines.append(entry(name, draft.values[name]))
        elif name in needed:
            like = words or f"Like: {_example(declared)}"
            lines += [*_comment(f"{declared.help} {like}"), f"{name}:\n"]
        elif name in offered or declared.expected:
            lines += [*_comment(f"{declared.help} {words}"), f"# {name}: {_example(declared)}\n"]
        elif declared.label:
            more.append(name)
    lines += _comment(f"More fields: {', '.join(more)}. What they mean: docs/contribute")
    return "".join(lines)


_EXAMPLES = {
    "aliases": ["Code name", "Former name"],
    "summary": {"en": "Two to four sentences with citations [@source-id].", "ko": "…"},
}


def words_of(field: Field[Any], vocabularies: Mapping[str, Vocabulary]) -> str:
    """Return which words a field takes, "" where that is not a vocabulary."""
    known = vocabularies.get(field.value.vocabulary) if field.value else None
    return f"One of: {', '.join(known.terms)}." if known else ""


def _comment(text: str) -> list[str]:
    return [f"# {line}\n" for line in wrap(text, WIDTH - 2, break_on_hyphens=False)]


def _example(field: Field[Any]) -> str:
    return flow(_EXAMPLES.get(field.name, field.example), inside=False)
