"""One language of paths from a record to values: in filters, columns, facets and addresses.

    status                     a field
    parties.party              a field of a field's parts
    products.therapies         a field of the records that a field links to
    trials.sites               the records that link here through that field
    trials.sites.status        a field of those
    status.as_of               the date of a fact; .checked: when somebody last looked
    sites.status               a detail of a fact
    year, recruiting_sites     computed from the record (`model/computed.py`)

`__` may stand for the dot in keyword arguments: `products__stage="approved"`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from macros.model.atlas import Atlas
from macros.model.computed import COMPUTED, computed
from macros.model.facts import Part
from macros.model.fields import Field
from macros.model.items import Item, item_of
from macros.model.kinds import KINDS
from macros.model.partial_dates import PartialDate
from macros.model.problems import CallError, did_you_mean
from macros.model.record import Record
from macros.model.refs import Ref, ref
from macros.model.values import Value, Words

DATES = {
    "as_of": Words(en="{}, as of", ko="{}(기준일)"),
    "checked": Words(en="{}, last checked", ko="{}(최종 확인일)"),
}
"""The dates of a fact, as the last step of a path, with what they are called behind its label."""


class End(NamedTuple):
    """What a path leads to: what it is called, the type of its values (None for whole parts)."""

    label: Words
    holds: type[Value] | None


@dataclass(frozen=True)
class FieldPath:
    """A path that begins at the records of a kind."""

    kind: str
    steps: tuple[str, ...]
    end: End

    @property
    def label(self) -> Words:
        """What its values are called."""
        return self.end.label

    def __str__(self) -> str:
        return ".".join(self.steps)

    def items(self, atlas: Atlas, record: Record) -> list[Item]:
        """Return the values at its end; of a longer path each once.

        A part without a further step is represented by its first value.
        """
        name, *further = self.steps
        field = record.declared().get(name)
        if further or field is None or field.part:
            items = list(_walk(atlas, record, self.steps))
            return _once(items) if further else items
        return [item_of(each) for each in field.items(record)]

    def keys(self, atlas: Atlas, record: Record, plans: bool = False) -> set[str]:
        """Return the keys of the values that a record counts as under this path.

        Plans do not count, unless asked for; a part counts as every value in it, a record as what
        it is a kind of.
        """
        field = KINDS[self.kind].fields.get(self.steps[0])
        if len(self.steps) == 1 and field and field.part:
            parts = (part for part in field.items(record) if plans or part.counts)
            values = [value for part in parts for _field, _path, value in part.values()]
        else:
            items = self.items(atlas, record)
            values = [item.value for item in items if plans or item.counts]
        keys = {value.key() if isinstance(value, Value) else str(value) for value in values}
        return keys.union(*(wider(atlas, value) for value in values if isinstance(value, Ref)))


def wider(atlas: Atlas, id_: str) -> list[str]:
    """Return the ids of what a record is a kind of, all the way up."""
    kind = atlas.kind(id_)
    relation = KINDS[kind].about.broader if kind else ""
    if not relation:
        return []
    above: list[str] = []
    ask = [id_]
    while ask:
        record = atlas.records[ask.pop()]
        for fact in record.fields[relation].items(record):
            if fact.known in atlas.records and fact.known not in above:
                above.append(str(fact.known))
                ask.append(fact.known)
    return [wide for wide in above if wide != id_]


def path(kind: str, text: str) -> FieldPath:
    """Return the path that is written so. Raises CallError if it cannot be resolved."""
    if not isinstance(text, str):
        raise CallError(f"{text!r} is not a path", 'Write one path in quotes, such as "status".')
    return _path(kind, text)


@cache
def _path(kind: str, text: str) -> FieldPath:
    steps = tuple(text.replace("__", ".").split("."))
    return FieldPath(kind, steps, _end(known_kind(kind), steps, ".".join(steps)))


def _end(kind: str, steps: Sequence[str], whole: str) -> End:
    name, *rest = steps
    fields = KINDS[kind].declared()
    from_record = computed(KINDS[kind])
    if name in from_record:
        end = End(*from_record[name][:2])
        if rest and end.holds and issubclass(end.holds, Ref):
            further = _from_records(f"{kind}.{name}", end.holds.kinds, rest, whole)
            texts = {c: f"{words}: {further.label.in_(c)}" for c, words in end.label.texts.items()}
            return End(Words(**texts), further.holds)
        if rest:
            raise CallError(f'nothing follows "{name}" in {whole}', f'Write "{name}".')
        return end
    if name in fields:
        return _from_field(kind, fields[name], rest, whole)
    if name in KINDS and rest:
        return _from_relation(kind, name, rest, whole)
    raise _astray(kind, name, [*fields, *(KINDS if rest else from_record)], whole)


def _astray(where: str, step: str, known: Sequence[str], whole: str) -> CallError:
    """Return the error of a path that takes a step which does not exist."""
    fix = did_you_mean(step, known, "Fields")
    inside = f" (in {whole})" if step != whole else ""
    return CallError(f'unknown field "{step}" in {where}{inside}', fix)


def _from_field(kind: str, field: Field[Any], rest: list[str], whole: str) -> End:
    if not rest:
        return End(field.labelled(), field.value)
    step, *further = rest
    dates = () if further or field.shape == "plain" else DATES
    if step in dates:
        label, words = field.labelled(), DATES[step].texts
        return End(Words(**{c: w.format(label.in_(c)) for c, w in words.items()}), PartialDate)
    where = f"{kind}.{field.name}"
    if field.part:
        inner = field.part.declared()
        if step not in inner:
            raise _astray(where, step, [*inner, *dates], whole)
        end = _from_field(kind, inner[step], further, whole)
        return end if further else End(field.labelled(), end.holds)
    details = field.details
    if step in details:
        end = _from_field(kind, details[step], further, whole)
        return end if further else End(details[step].labelled(), end.holds)
    kinds = (
        (ref_kinds(field) or tuple(KINDS)) if field.value and issubclass(field.value, Ref) else ()
    )
    if not (kinds or dates):
        raise CallError(
            f'nothing follows "{field.name}" in {whole}', "It does not link to records."
        )
    return _from_records(where, kinds, rest, whole, (*details, *dates))


def _from_records(
    where: str, kinds: Sequence[str], rest: list[str], whole: str, other_steps: Sequence[str] = ()
) -> End:
    """Return where a path leads that goes on at records of some kinds."""
    error = None
    for kind in kinds:
        if _leads(kind, rest[0]):
            try:
                return _end(kind, rest, whole)
            except CallError as astray:  # another of its kinds may lead on
                error = error or astray
    if error:
        raise error
    known = (name for kind in kinds for name in (*KINDS[kind].declared(), *computed(KINDS[kind])))
    raise _astray(where, rest[0], [*dict.fromkeys(known), *other_steps], whole)


def _from_relation(to: str, kind: str, steps: list[str], whole: str) -> End:
    """Return where a path leads that begins with the records of a kind that link to another."""
    name, field, rest = _relation(kind, steps)
    if field is None:
        raise _astray(kind, name, list(KINDS[kind].declared()), whole)
    if field.inverse is None:
        raise CallError(f'"{kind}.{name}" is not a relation', "Use a field that links to records.")
    if (kinds := ref_kinds(field)) and to not in kinds:
        fix = f"It links to {', '.join(kinds)}."
        raise CallError(f'"{kind}.{name}" does not link to {to} (in {whole})', fix)
    if not rest:
        return End(field.inverse, ref(kind))
    many, end = KINDS[kind].about.many, _end(kind, rest, whole)
    texts = {code: f"{many.in_(code)}: {end.label.in_(code)}" for code in many.texts}
    return End(Words(**texts), end.holds)


def ref_kinds(field: Field[Any]) -> tuple[str, ...]:
    """Return the kinds that a field may link to; none where it may link to any."""
    return field.value.kinds if field.value and issubclass(field.value, Ref) else ()


def _relation(kind: str, steps: Sequence[str]) -> tuple[str, Field[Any] | None, list[str]]:
    """Return the relation that steps begin with, its field, and the steps after it."""
    name, *rest = steps
    field = KINDS[kind].declared().get(name)
    if field and field.part and rest:
        return f"{name}.{rest[0]}", field.part.declared().get(rest[0]), rest[1:]
    return name, field, rest


def _leads(kind: str, step: str) -> bool:
    """Return whether a path can go on at a record of a kind: a relation may lead to several."""
    model = KINDS[kind]
    return step in model.declared() or step in KINDS or step in computed(model)


def _walk(atlas: Atlas, record: Record, steps: Sequence[str]) -> Iterator[Item]:
    *way, last = steps
    if way and last in DATES:
        for item in _walk(atlas, record, way):
            date = getattr(item.facts[-1], last)
            if date:  # what qualifies the value does not qualify its date
                yield Item(date, item.facts[:-1])
        return
    name, *rest = steps
    field = record.declared().get(name)
    if field is None and name in computed(type(record)):
        items = list(COMPUTED[name].of(atlas, record))
    elif field is None:
        relation, _field, rest = _relation(name, rest)
        items = linking(atlas, record, name, relation)
    elif field.part:
        inner, rest = (rest[0], rest[1:]) if rest else (None, rest)
        items = [item for part in field.items(record) for item in _of_part(part, inner)]
    else:
        items = [item_of(item) for item in field.items(record)]
        if rest and rest[0] in field.details:
            detail = field.details[rest[0]]
            facts = [item.own for item in items if item.own]
            items = [Item(v, (fact,), fact) for fact in facts for v in detail.items(fact)]
            rest = rest[1:]
    for item in items:
        if not rest:
            yield item
        elif isinstance(item.value, Ref) and item.value in atlas.records:
            other = atlas.records[item.value]
            if _leads(other.about.id, rest[0]):
                for further in _walk(atlas, other, rest):
                    yield Item(further.value, (*item.facts, *further.facts))


def _of_part(part: Part, inner: str | None) -> Iterator[Item]:
    values = ((field.name, value) for field, _path, value in part.values())
    for name, value in values:
        if inner in (None, name):
            yield Item(value, (part,), part)
            if inner is None:
                return


def _once(items: list[Item]) -> list[Item]:
    """Return each value once, from facts that count where there are such."""
    once: dict[Any, Item] = {}
    for item in items:
        if item.value not in once or (item.counts and not once[item.value].counts):
            once[item.value] = item
    return list(once.values())


def linking(
    atlas: Atlas, record: Record, kind: str, relation: str, others: bool = False
) -> list[Item]:
    """Return the records of a kind that link to a record through a relation, as references.

    With `others` also those of which only what other sources say instead links to it.
    """
    for group in atlas.backlinks(record.id):
        if (group.kind, group.relation) == (kind, relation):
            return [
                Item(Ref(id_), (fact,) if fact else (), fact)
                for id_, fact in group.facts.items()
                if others or not (fact and fact.alternative)
            ]
    return []


def linked(atlas: Atlas, record: Record, text: str) -> list[Record]:
    """Return the records that link to a record through a path such as `trials.sites`."""
    kind, _, relation = text.partition(".")
    return [atlas.records[item.value] for item in linking(atlas, record, kind, relation)]


def known_kind(kind: str) -> str:
    """Return the kind. Raises CallError where there is none of that name."""
    if kind not in KINDS:
        raise CallError(f'unknown kind "{kind}"', did_you_mean(str(kind), KINDS, "Kinds"))
    return kind


def known_field(kind: str, name: str) -> Field[Any]:
    """Return a field of a kind. Raises CallError where the kind has no such field."""
    fields = KINDS[known_kind(kind)].declared()
    if name not in fields:
        fix = did_you_mean(str(name), fields, "Fields")
        raise CallError(f'unknown field "{name}" in {kind}', fix)
    return fields[name]
