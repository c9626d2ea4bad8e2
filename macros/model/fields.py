"""How a field is declared, and how a mapping in a file becomes a model with fields.

The fields of a kind are declared in its file (`model/kinds/`), those that every record and every
fact has in their classes. Type of value, help, example and the label in each language are declared
there and nowhere else; page, checks, tables, JSON Schema and the list of fields for contributors
follow from them. A field knows its shape: here are the plain ones, `model/facts.py` has those that
hold facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar, overload

from macros.model.problems import KEY, KeyPath, Trouble, nearest, perhaps
from macros.model.values import Json, Reading, Value, Words, shown

T = TypeVar("T")
V = TypeVar("V")


class Field(Generic[T]):
    """A field of a model: its shape, the type of its values, whether it must be there, its words.

    `holds` is the type of value or the model of its parts. `inverse` titles the list of such
    records on the page that a value links to. A `required` field that is absent is an error, an
    `expected` one is listed as not recorded yet, unless the field `instead` is given; `fewest` is
    how many values a list must have. A detail of a fact (`model/facts.py`) with `marks` is shown
    beside the fact's value wherever that is, in every word but `unmarked`; a fact with a word of
    `uncounted` is neither counted nor filtered by. `T` is what the attribute of a model gives.
    """

    shape: ClassVar[str] = "plain"
    """one, many (facts), parts (facts with fields of their own), plain (values without sources)."""

    several: bool = False
    """Whether it is written as a list."""

    keyed: bool = False
    """Whether its entries are written as a mapping, each by its id."""

    empty: Any = None
    """What the attribute gives where the field is absent."""

    def __init__(
        self,
        holds: type[Value] | type[Model],
        help: str,
        example: object = None,
        *,
        inverse: Words | None = None,
        expected: bool = False,
        instead: str = "",
        required: bool = False,
        fewest: int = 0,
        marks: bool = False,
        unmarked: Sequence[str] = (),
        uncounted: Sequence[str] = (),
        **label: str,
    ):
        self.holds, self.help, self.example = holds, help, example
        self.label = Words(**label) if label else None
        self.inverse, self.expected, self.required = inverse, expected, required
        self.fewest, self.instead = fewest, instead
        self.marks, self.unmarked, self.uncounted = marks, unmarked, uncounted
        self.name = ""
        self.set_up()

    def set_up(self) -> None:
        """Make what a shape needs of what it holds."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, model: None, owner: type) -> Self: ...
    @overload
    def __get__(self, model: Model, owner: type) -> T: ...
    @overload
    def __get__(self, model: object, owner: type) -> Self: ...  # of what is not a model
    def __get__(self, model: object, owner: type) -> Self | T:
        return self if model is None else self.empty

    if TYPE_CHECKING:
        # A model's own __dict__ goes before its fields: to set an attribute takes no descriptor.
        def __set__(self, model: Model, value: T) -> None: ...

    @cached_property
    def value(self) -> type[Value] | None:
        """The type of its values; None for parts, which have fields of their own."""
        return self.holds if issubclass(self.holds, Value) else None

    @cached_property
    def part(self) -> type[Model] | None:
        """The model of its entries where they are parts; an amount of money is a value."""
        return self.holds if issubclass(self.holds, Model) and not self.value else None

    @property
    def entries(self) -> dict[str, Field[Any]]:
        """The fields of what it holds, a part or an amount of money; none of another value."""
        return self.holds.fields if issubclass(self.holds, Model) else {}

    @property
    def details(self) -> Mapping[str, Field[Any]]:
        """The fields that a fact has beside its value; most have none."""
        return {}

    def may_hold(self, value: type[Value]) -> bool:
        """Whether values of a type can be in it: its own, in its entries or beside its value."""
        inside = (self, *self.entries.values(), *self.details.values())
        return any(issubclass(field.holds, value) for field in inside)

    def read(self, raw: object, path: KeyPath, reading: Reading) -> object:
        """Return what the attribute gives for what a file holds at a path."""
        return self._read_one(raw, path, reading)

    def _read_one(self, raw: object, path: KeyPath, reading: Reading) -> object:
        return self.holds.read_at(raw, path, reading)

    def as_long(self, raw: object) -> object:
        """Return what a file holds in a form that takes qualifiers; only facts have two forms."""
        return raw

    def written(self, raw: object, beside: Mapping[str, object]) -> object:
        """Return what a file holds with qualifiers added; ValueError where it takes none."""
        if beside:
            raise ValueError(
                f"{self.name} does not hold facts, so {', '.join(beside)} cannot qualify it"
            )
        return raw

    def items(self, model: Model) -> tuple[Any, ...]:
        """Return what a model has in this field, one or several, as a tuple."""
        # To ask for its __dict__ would make one, for each of very many facts.
        value = getattr(model, self.name)
        if value is None:
            return ()
        return value if self.several else (value,)

    def as_json(self, model: Model) -> Json:
        """Return what a model has in this field as JSON has it; it must have something."""
        items = [item.as_json() for item in self.items(model)]
        return items if self.several else items[0]

    def labelled(self) -> Words:
        """Return the label, or the name where it has none."""
        return self.label or Words(en=self.name.replace("_", " ").capitalize())


class Plain(Field[T]):
    """A value without sources of its own."""


class PlainList(Plain[T]):
    """A list of values without sources of their own."""

    several = True
    empty = ()

    def read(self, raw: object, path: KeyPath, reading: Reading) -> tuple[Any, ...]:
        if not isinstance(raw, list):
            reading.trouble(path, "not-a-list", "this must be a list", "Write `[a, b]`.")
            return ()
        if len(raw) < self.fewest:
            reading.trouble(path, *NOTHING[self.name == "sources"])
        read = [self._read_one(item, (*path, index), reading) for index, item in enumerate(raw)]
        check_list(read, path, reading)
        return tuple(item for item in read if item is not None)


def check_list(values: Sequence[object], path: KeyPath, reading: Reading) -> None:
    """Note each value that a list at a path has twice."""
    seen: set[Value] = set()
    for index, value in enumerate(values):
        if not isinstance(value, Value):
            continue
        if value in seen:
            message = f'"{value.key()}" is given twice'
            reading.trouble((*path, index), "given-twice", message, "Keep one of the two.")
        seen.add(value)


NOTHING = (
    ("empty-value", "this field is empty", "Fill it in or delete it."),
    ("missing-source", "the list of sources is empty", "Write `sources: [source-id]`."),
)


class PlainTable(Plain[T]):
    """Entries with fields of their own, each by its id, in the order of the file."""

    several = True
    keyed = True

    def read(self, raw: object, path: KeyPath, reading: Reading) -> dict[str, Any]:
        if not isinstance(raw, dict):
            reading.trouble(path, *not_a_mapping(self.part or Model, path))
            return {}
        if not raw:
            reading.trouble(path, *NOTHING[0])
        read = {key: self._read_one(entry, (*path, key), reading) for key, entry in raw.items()}
        return {key: entry for key, entry in read.items() if entry is not None}

    def items(self, model: Model) -> tuple[Any, ...]:
        return tuple(model.__dict__.get(self.name, {}).values())

    def as_json(self, model: Model) -> Json:
        return {key: entry.as_json() for key, entry in model.__dict__[self.name].items()}


class Model:
    """A mapping that knows its fields: an unknown key is an error."""

    fields: ClassVar[dict[str, Field[Any]]] = {}
    """Every field by its name, in the order in which they are written."""

    required: ClassVar[tuple[str, ...]] = ()
    """Names of the fields that must be there."""

    last: ClassVar[tuple[str, ...]] = ()
    """Names of fields that come after those of subclasses."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        inherited = {name: field for base in cls.__bases__ for name, field in _fields(base)}
        own = {name: field for name, field in vars(cls).items() if isinstance(field, Field)}
        fields = inherited | own
        end = {name: fields.pop(name) for name in cls.last if name in fields}
        cls.fields = fields | end
        cls.required = tuple(name for name, field in cls.fields.items() if field.required)

    @classmethod
    def read_at(cls, raw: object, path: KeyPath, reading: Reading) -> Self | None:
        """Return the model of what a file holds at a path; None where that is not a mapping.

        What is wrong is noted in `reading`; a model of which something is wrong is not whole.
        """
        reading.place(path, cls)
        if not isinstance(raw, dict):
            reading.trouble(path, *not_a_mapping(cls, path, raw))
            return None
        model = cls()
        model.take(read_fields(cls, raw, path, reading))
        return model

    def take(self, values: Mapping[str, Any]) -> None:
        """Set fields. One by one: objects of a class share the table of names only then."""
        for name, value in values.items():
            setattr(self, name, value)

    @classmethod
    def of(cls, raw: object) -> Self:
        """Return the model of a mapping. Raises ValueError, saying what is wrong."""
        reading = Reading()
        model = cls.read_at(raw, (), reading)
        if model is None or reading.troubles:
            raise ValueError("; ".join(explained(reading.troubles)))
        return model

    @classmethod
    @cache
    def declared(cls) -> dict[str, Field[Any]]:
        """Return the fields that have a label: what a record or part says of its subject."""
        return {name: field for name, field in cls.fields.items() if field.label}

    def given(self) -> Iterator[tuple[Field[Any], Any]]:
        """Yield each field that has a value, with what the attribute gives."""
        for name, field in self.fields.items():
            if name in self.__dict__:
                yield field, self.__dict__[name]

    def as_json(self) -> dict[str, Json]:
        """Return the fields that have a value, as JSON has them."""
        return {field.name: field.as_json(self) for field, _value in self.given()}


def _fields(base: type) -> Iterator[tuple[str, Field[Any]]]:
    if issubclass(base, Model):
        yield from base.fields.items()


def read_fields(
    model: type[Model], raw: Mapping[str, Any], path: KeyPath, reading: Reading
) -> dict[str, Any]:
    """Return the values of a mapping's fields; note unknown and missing ones."""
    fields, values = model.fields, {}
    meant = set()
    for key, value in raw.items():
        field = fields.get(key)
        if field is None:
            near = nearest(str(key), fields)
            meant.add(near)
            fix = perhaps(near) if near else f"Valid fields: {', '.join(fields)}."
            reading.trouble((*path, key, KEY), "unknown-field", f'unknown field "{key}"', fix)
        elif value is not None:
            # The field's own name: the text of each file has another one of the same letters.
            value = field.read(value, (*path, field.name), reading)
            if value is not None:
                values[field.name] = value
    for name in model.required:
        instead = fields[name].instead
        # A required field that is misspelt is there: the unknown field says so.
        if raw.get(name) is None and raw.get(instead) is None and name not in meant:
            message = f'the field "{name}" is missing'
            reading.trouble(path, "missing-field", message, f"Add `{name}: …`.")
    return values


def not_a_mapping(model: type[Model], path: KeyPath, raw: object = None) -> tuple[str, str, str]:
    """Return code, message and advice for a value that has to have fields, with an example."""
    fields = f"Fields: {', '.join(model.fields)}."
    for name, field in model.declared().items() if isinstance(raw, str) else ():
        if field.value and field.value.takes(raw):
            fields = f"Write `{{{name}: {shown(raw)[1:-1]}}}`. {fields}"
            break
    else:
        if model.required:
            example = ", ".join(f"{name}: …" for name in model.required)
            fields = f"Write e.g. `{{{example}}}`. {fields}"
    named = [part for part in path if isinstance(part, str)]
    what = f'"{named[-1]}"' if named else "this"
    if named and isinstance(path[-1], int):
        what = f"each entry of {what}"
    return "not-a-mapping", f"{what} must be a mapping", fields


def explained(troubles: list[Trouble]) -> Iterator[str]:
    """Yield what is wrong, one short text each, for a message without lines of a file."""
    for trouble in troubles:
        path = ".".join(str(part) for part in trouble.path if part is not KEY)
        yield f"{path}: {trouble.message}" if path else trouble.message
