"""A fact is one object: its value or values, and what qualifies them.

In YAML a fact is the bare value (short form) or a mapping with `value` (long form); a list of facts
is a list, or `{value: [a, b], sources: [s]}` with what all of them share. The long form may have
details: fields of its own beside the value, such as the state of a trial's site. Only the fields
here know these forms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, ClassVar, Generic, TypeGuard, TypeVar

from macros.model.fields import NOTHING, Field, Model, Plain, PlainList, check_list, read_fields
from macros.model.partial_dates import PartialDate
from macros.model.problems import KeyPath
from macros.model.refs import SourceRef
from macros.model.values import STATES, UNKNOWN, Flag, Grade, Prose, Reading, State, Value, Words

V = TypeVar("V", bound=Value)


@cache
def shared_path(path: KeyPath) -> KeyPath:
    """Return the path itself, the same object for all records: many facts have equal ones."""
    return path


class Fact(Model):
    """What any fact says of itself beside its value or values.

    `field`, `path` and `record_id` say where it is in its record, in the file and in the Atlas;
    `grade` is the strongest grade among its sources, given by the Atlas.
    """

    sources: Field[tuple[SourceRef, ...]] = PlainList(
        SourceRef, "Ids of the sources of this fact.", ["ajunews-2024-03-07"]
    )
    as_of: Field[PartialDate | None] = Plain(
        PartialDate, "The date to which the statement applies.", "2026-08-22"
    )
    checked: Field[PartialDate | None] = Plain(
        PartialDate, "When the fact was last checked or searched for.", "2026-11-22"
    )
    planned: Field[Flag | None] = Plain(Flag, "True if this is a plan or an estimate.", True)
    note: Field[Prose | None] = Plain(
        Prose,
        "A short remark, inline Markdown.",
        "One source gives the month, all give the year.",
    )

    last = ("sources", "as_of", "checked", "planned", "note")

    field: Field[Any]
    path: KeyPath
    record_id: str = ""
    elsewhere: Mapping[str, KeyPath] = {}
    """Where in the file the qualifiers are that its list or its record gives to several facts."""

    grade: Grade | None = None
    also: tuple[Also[Any], ...] = ()

    alternative: ClassVar[bool] = False
    """Whether it is what other sources say instead."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        # Python gives the objects of a class one table of the names that the first ones have; each
        # that has another name gets a table of its own, three times as large as itself.
        first = cls()
        for name in ("path", "value_path", *cls.fields, "field", "record_id", "elsewhere", "grade"):
            setattr(first, name, None)

    @property
    def state(self) -> str:
        """known, unknown (searched, not found) or none (the source says there is none)."""
        return "known"

    @property
    def is_weak(self) -> bool:
        """Whether no source but the company, or none that can be relied on, says so."""
        return self.grade in ("company", "unconfirmed")

    @property
    def counts(self) -> bool:
        """Whether counts, filters and rules take it into account: a plan is not a fact yet."""
        return not (self.planned or self.alternative)

    def values(self) -> Iterator[tuple[Field[Any], KeyPath, Any]]:
        """Yield field, path in the file and value of everything that the fact says itself."""
        raise NotImplementedError

    def all_values(self) -> Iterator[tuple[Field[Any], KeyPath, Any]]:
        """Yield the same, then the values that other sources give."""
        for one in (self, *self.also):
            yield from one.values()

    def where(self, name: str) -> KeyPath:
        """Return where in the file one of its qualifiers is, such as its sources."""
        return self.elsewhere.get(name) or (*self.path, name)

    def share(self, shared: Mapping[str, Any], path: KeyPath) -> None:
        """Take over the qualifiers at a path that it does not give itself."""
        shared = {n: v for n, v in shared.items() if n not in self.__dict__}
        elsewhere = _elsewhere(path, *shared)
        self.elsewhere = {**self.elsewhere, **elsewhere} if self.elsewhere else elsewhere
        self.take(shared)
        _belongs(self, self.field)

    def cited(self) -> list[str]:
        """Return every source that the fact or another source's value names, each once."""
        sources = [*self.sources, *(source for other in self.also for source in other.sources)]
        return list(dict.fromkeys(sources))

    @property
    def label(self) -> Words:
        """The label of its field."""
        return self.field.labelled()


@cache
def _elsewhere(path: KeyPath, *names: str) -> Mapping[str, KeyPath]:
    return {name: (*path, name) for name in names}


class Part(Fact):
    """A fact with fields of its own, such as a result with endpoint, value and n."""

    def values(self) -> Iterator[tuple[Field[Any], KeyPath, Any]]:
        for name, field in self.declared().items():
            for index, value in enumerate(field.items(self)):
                path = (*self.path, name, index) if field.several else (*self.path, name)
                yield field, path, value


class Also(Fact, Generic[V]):
    """What other sources say instead; it names them."""

    sources = PlainList[tuple[SourceRef, ...]](
        SourceRef, "Ids of the sources for it.", required=True, fewest=1
    )
    alternative = True
    value: V
    value_path: KeyPath = ()

    def values(self) -> Iterator[tuple[Field[Any], KeyPath, Any]]:
        yield self.field, self.value_path, self.value


class Cited(Fact, Generic[V]):
    """A fact with one value, or the state that it is unknown or that there is none."""

    value: V | State
    value_path: KeyPath = ()

    @property
    def state(self) -> str:
        return str(self.value) if isinstance(self.value, State) else "known"

    @property
    def known(self) -> V | None:
        """The value, or None where there is a state in its place."""
        return None if isinstance(self.value, State) else self.value

    heading: ClassVar[Words | None] = None
    """What its values are called in a table with its details."""

    @property
    def counts(self) -> bool:
        details = self._uncounting()  # none but of a trial's site
        return super().counts and not (
            details and any(str(v) in f.uncounted for f in details for v in f.items(self))
        )

    @classmethod
    @cache
    def _uncounting(cls) -> list[Field[Any]]:
        """Return the details by which a fact may not count."""
        return [field for field in cls.declared().values() if field.uncounted]

    def values(self) -> Iterator[tuple[Field[Any], KeyPath, Any]]:
        yield self.field, self.value_path, self.value
        for name, field in self.declared().items():
            for value in field.items(self):
                yield field, self.where(name), value


class Alternatives(Field[tuple[Also[V], ...]]):
    """The field `also`: other values that other sources give for the same."""

    several = True
    empty = ()

    def __init__(
        self, holds: type, help: str = "Values that other sources give for the same fact."
    ):
        super().__init__(holds, help)
        value = Plain(holds, "What they say.", required=True)
        self.holds: type[Also[V]] = type(f"Also[{holds.__name__}]", (Also,), {"value": value})

    def read(self, raw: object, path: KeyPath, reading: Reading) -> tuple[Also[V], ...]:
        if not isinstance(raw, list):
            reading.trouble(path, "not-a-list", "this must be a list", "Write `[a, b]`.")
            return ()
        entries = []
        for index, item in enumerate(raw):
            entry = self.holds.read_at(item, (*path, index), reading)
            if entry is not None:
                entry.path = shared_path((*path, index))
                entry.value_path = shared_path((*entry.path, "value"))
                entries.append(entry)
        return tuple(entries)


class ValueOrState(Plain[Any]):
    """The field `value` of a fact's long form."""

    def read(self, raw: object, path: KeyPath, reading: Reading) -> object:
        state = state_of(raw)
        return super().read(raw, path, reading) if state is None else state


def state_of(raw: object) -> State | None:
    """Return the state given in place of a value, or None."""
    return STATES.get(raw) if isinstance(raw, str) else None


def long_form(holds: type[Value], name: str = "", **details: object) -> type[Cited[Any]]:
    """Return the model of a fact's long form for a type of value, with its details."""
    value = ValueOrState(holds, "The value, as in the short form.", required=True)
    also = Alternatives(holds, "Values that other sources give.")
    fields = {"value": value, **details, "also": also}
    return type(name or f"Cited[{holds.__name__}]", (Cited,), fields)


class Facts(Field[Any]):
    """What fields that hold facts with one value have in common."""

    detailed: type[Cited[Any]] | None = None
    """The long form where it has details."""

    def __init__(
        self,
        holds: type,
        help: str,
        *,
        detailed: type[Cited[Any]] | None = None,
        **rest: Any,  # noqa: ANN401
    ):
        self.detailed = detailed
        super().__init__(holds, help, **rest)

    def set_up(self) -> None:
        assert self.value
        self.long = self.detailed or long_form(self.value)

    @property
    def details(self) -> Mapping[str, Field[Any]]:
        return self.long.declared()

    def is_long(self, raw: object) -> TypeGuard[dict[str, object]]:
        """Return whether a fact is given in its long form; the short form is the bare value."""
        return isinstance(raw, dict) and not raw.keys().isdisjoint(self.long.fields)

    def as_long(self, raw: object) -> dict[str, object]:
        return raw if self.is_long(raw) else {"value": raw}

    def written(self, raw: object, beside: Mapping[str, object]) -> object:
        return {**self.as_long(raw), **beside} if beside else raw

    def read_fact(self, raw: object, path: KeyPath, reading: Reading) -> Cited[Any] | None:
        """Return the fact at a path; None where it has no sound value."""
        fact = self.long()
        fact.path = fact.value_path = shared_path(path)
        if isinstance(raw, dict) and self.is_long(raw):
            reading.place(path, self.long)
            if "value" not in raw:
                message = "the fact has no value"
                reading.trouble(path, "missing-value", message, "Add `value: …`.")
                return None
            fact.value_path = shared_path((*path, "value"))
            fact.take(read_fields(self.long, raw, path, reading))
        else:
            state = state_of(raw)
            value = self._read_one(raw, path, reading) if state is None else state
            if value is not None:
                fact.value = value
        if fact.value is None:
            return None
        _belongs(fact, self)
        if fact.planned and fact.state == str(UNKNOWN):
            message = "an unknown value cannot be planned"
            reading.trouble(
                (*path, "planned"), "planned-unknown", message, "Delete one of the two."
            )
        for other in fact.also:
            if other.value == fact.value:
                message = "this value is the same as the fact's own"
                fix = "Add its sources to those of the fact, and delete it."
                reading.trouble(other.value_path, "same-value", message, fix)
        return fact


def _belongs(fact: Fact, field: Field[Any]) -> None:
    for one in (fact, *fact.also):
        one.field = field


class One(Facts, Generic[V]):
    """A field with one fact."""

    shape = "one"

    def read(self, raw: object, path: KeyPath, reading: Reading) -> Cited[V] | None:
        return self.read_fact(raw, path, reading)


class Many(Facts, Generic[V]):
    """A field with a list of facts."""

    shape = "many"
    several = True
    empty = ()

    def set_up(self) -> None:
        super().set_up()
        own = {name: field for name, field in self.long.fields.items() if name != "value"}
        self.shared = type(f"Shared[{self.holds.__name__}]", (Fact,), own)

    def read(self, raw: object, path: KeyPath, reading: Reading) -> tuple[Cited[V], ...]:
        return read_list(raw, path, reading, self.read_fact, self.long, self.shared)


class OnePart(Field[Any]):
    """A field with one part."""

    shape = "parts"

    def read(self, raw: object, path: KeyPath, reading: Reading) -> object:
        return self.read_part(raw, path, reading)

    def written(self, raw: object, beside: Mapping[str, object]) -> object:
        assert isinstance(raw, dict)
        return {**raw, **beside}

    def read_part(self, raw: object, path: KeyPath, reading: Reading) -> Part | None:
        """Return the part at a path; None where that is not a mapping."""
        part = self.holds.read_at(raw, path, reading)
        if not isinstance(part, Part):
            return None
        part.path = shared_path(path)
        _belongs(part, self)
        return part


class Parts(OnePart):
    """A field with a list of parts."""

    several = True
    empty = ()

    def read(self, raw: object, path: KeyPath, reading: Reading) -> tuple[Part, ...]:
        return read_list(raw, path, reading, self.read_part, Fact, Fact)

    def written(self, raw: object, beside: Mapping[str, object]) -> object:
        assert isinstance(raw, list)
        return [{**item, **beside} for item in raw]


F = TypeVar("F", bound=Fact)


def read_list(
    raw: object,
    path: KeyPath,
    reading: Reading,
    read: Callable[[Any, KeyPath, Reading], F | None],
    long: type[Fact],
    qualifiers: type[Fact],
) -> tuple[F, ...]:
    """Return the facts of a list; what is said beside the list is said of each of them."""
    shared: dict[str, Any] = {}
    at = path
    if isinstance(raw, dict) and isinstance(raw.get("value"), list):
        reading.place(path, long)
        beside = {key: value for key, value in raw.items() if key != "value"}
        shared = read_fields(qualifiers, beside, path, reading)
        raw, at = raw["value"], (*path, "value")
    if isinstance(raw, list):
        if not raw:
            reading.trouble(at, *NOTHING[0])
        facts = [read(item, (*at, index), reading) for index, item in enumerate(raw)]
    elif state_of(raw.get("value") if isinstance(raw, dict) else raw):
        facts = [read(raw, at, reading)]
    else:
        advice = "Write `[a, b]`, or one `- a` per line."
        reading.trouble(path, "not-a-list", "this must be a list", advice)
        return ()
    sound = tuple(fact for fact in facts if fact is not None)
    values = [fact.value for fact in sound if isinstance(fact, Cited)]
    if long.declared():  # of what is unknown, such as a site's hospital, the details are known
        values = [value for value in values if value != UNKNOWN]
    check_list(values, at, reading)
    if len(facts) > 1 and (states := [value for value in values if isinstance(value, State)]):
        message = f"`{states[0]}` is combined with other values"
        reading.trouble(at, "state-in-list", message, "Keep it alone, or delete it.")
    for fact in sound if shared else ():
        fact.share(shared, path)
    return sound
