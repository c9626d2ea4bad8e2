"""What every record has, and how a field is declared.

A field is one line in the module of its kind:

    founded: One[PartialDate] = one("Founded", "설립", "When the company was founded.", "2016-12")

Name, type, label in both languages, help and example stand there and nowhere else; page, checks,
tables and the list of fields for contributors follow from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Generic, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WrapValidator, model_validator

from macros.model.values import (
    STATES,
    UNKNOWN,
    Bad,
    PartialDate,
    Prose,
    Ref,
    SourceRef,
    Text,
    Value,
    Words,
)

T = TypeVar("T")


class Strict(BaseModel):
    """A model that knows its fields: an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

    specs: ClassVar[dict[str, Spec]] = {}

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        specs = {
            name: Spec(
                name=name, value=value_type(info.annotation), **info.json_schema_extra["spec"]
            )
            for name, info in cls.model_fields.items()
            if isinstance(info.json_schema_extra, dict) and "spec" in info.json_schema_extra
        }
        # What fits no field comes after what does, though the base class declares it first.
        cls.specs = dict(sorted(specs.items(), key=lambda item: item[0] == "facts"))


def value_type(annotation: Any) -> type | None:
    """Return the type of value that an annotation such as `One[PartialDate]` is about."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        value = annotation.model_fields.get("value") if issubclass(annotation, Cited) else None
        return value_type(value.annotation) if value else None
    if isinstance(annotation, type) and issubclass(annotation, Value):
        return annotation
    return next((found for a in get_args(annotation) if (found := value_type(a))), None)


@dataclass(frozen=True)
class Spec:
    """What a field's declaration says of it: the type of its values (None for parts), its words.

    `inverse` is the title on the other record's page.
    """

    name: str
    value: type | None
    label: Words
    help: str
    example: Any
    inverse: Words | None
    expected: bool


def one(
    en: str,
    ko: str,
    help: str,
    example: Any,
    *,
    inverse: tuple[str, str] | None = None,
    expected: bool = False,
    required: bool = False,
) -> Any:
    """Declare a field with one value: label, help, example.

    `inverse` titles the list of such records on the page that the value links to. `expected`
    fields are named under "not known yet" where they are absent; `required` ones are an error.
    """
    return _field(... if required else None, en, ko, help, example, inverse, expected)


def many(
    en: str,
    ko: str,
    help: str,
    example: Any,
    *,
    inverse: tuple[str, str] | None = None,
    expected: bool = False,
    required: bool = False,
) -> Any:
    """Declare a field with a list of values; the rest as `one`."""
    return _field(... if required else [], en, ko, help, example, inverse, expected)


def _field(
    default: Any,
    en: str,
    ko: str,
    help: str,
    example: Any,
    inverse: tuple[str, str] | None,
    expected: bool,
) -> Any:
    spec = {
        "label": Words(en, ko),
        "help": help,
        "example": example,
        "inverse": Words(*inverse) if inverse else None,
        "expected": expected,
    }
    return Field(
        default,
        title=en,
        description=help,
        examples=[example],
        json_schema_extra={"spec": spec},
        validate_default=False,
    )


class Sourced(Strict):
    """What any fact can say of itself beside its value."""

    sources: list[SourceRef] = Field(
        [], description="Ids of the sources of this fact.", examples=[["ajunews-2024-03-07"]]
    )
    as_of: PartialDate | None = Field(
        None, description="The date at which the source says so.", examples=["2026-08-22"]
    )
    checked: PartialDate | None = Field(
        None, description="When somebody last looked.", examples=["2026-11-22"]
    )
    planned: bool = Field(
        False,
        strict=True,
        description="True where this is a plan or an estimate.",
        examples=[True],
    )
    note: Prose | None = Field(
        None,
        description="A short remark, inline Markdown.",
        examples=["The month is given by one source, the year by all."],
    )


def _or_state(raw: Any, read: Any) -> Any:
    return STATES[raw] if _is_state(raw) else read(raw)


def _is_state(raw: Any) -> bool:
    return isinstance(raw, str) and raw in STATES


class Also(Sourced, Generic[T]):
    """What other sources say instead; it names them."""

    value: T = Field(description="What they say.")
    sources: list[SourceRef] = Field(min_length=1, description="Ids of the sources that say so.")


class Cited(Sourced, Generic[T]):
    """A fact: a value and what it rests on. YAML may give the bare value (short form)."""

    value: Annotated[T, WrapValidator(_or_state)] = Field(
        description="The value, as the short form has it."
    )
    also: list[Also[T]] = Field([], description="Other values that other sources give.")

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, raw: Any) -> Any:
        if isinstance(raw, dict) and "value" in raw:
            return raw
        if isinstance(raw, dict) and set(raw) & set(Sourced.model_fields):
            bad = Bad("missing-value", "the fact has no value", "Add `value: …`.")
            raise bad.as_pydantic()
        return {"value": raw}

    def all_values(self) -> Iterator[tuple[tuple[Any, ...], Any]]:
        """Yield path below the fact and value: the main one, then those of `also`."""
        yield ("value",), self.value
        for index, other in enumerate(self.also):
            yield ("also", index, "value"), other.value


class Part(Sourced):
    """A fact with several values of its own, such as a result with endpoint, value and n."""

    def all_values(self) -> Iterator[tuple[tuple[Any, ...], Any]]:
        """Yield path below the fact and value of each field that is given."""
        for name in self.specs:
            value = getattr(self, name)
            if isinstance(value, list):
                yield from (((name, index), inner) for index, inner in enumerate(value))
            elif value is not None:
                yield (name,), value


def _spread(raw: Any) -> Any:
    """Read a list; `{value: [a, b], sources: [s]}` gives its sources to each of its values."""
    if isinstance(raw, dict) and isinstance(raw.get("value"), list):
        shared = {key: value for key, value in raw.items() if key != "value"}
        return [
            {**shared, **item}
            if isinstance(item, dict) and not set(item) <= {"en", "ko"}
            else {**shared, "value": item}
            for item in raw["value"]
        ]
    if isinstance(raw, list):
        return raw
    if _is_state(raw.get("value") if isinstance(raw, dict) else raw):
        return [raw]
    bad = Bad("not-a-list", "a list is wanted here", "Write `[a, b]`, or one `- a` a line.")
    raise bad.as_pydantic()


class One:
    """`One[X]`: no or one fact with a value of type X."""

    def __class_getitem__(cls, value: Any) -> Any:
        return Cited[value] | None


class Many:
    """`Many[X]`: a list of facts, each with a value of type X."""

    def __class_getitem__(cls, value: Any) -> Any:
        return Annotated[list[Cited[value]], BeforeValidator(_spread)]


class Parts:
    """`Parts[P]`: a list of facts that are parts P themselves."""

    def __class_getitem__(cls, part: Any) -> Any:
        return Annotated[list[part], BeforeValidator(_spread)]


class OpenFact(Part):
    """A fact that no field fits. When an `about` recurs, it becomes a field."""

    about: Words = one(
        "About", "항목", "What the fact is about, in a word or two.", "Pipeline size", required=True
    )
    value: Prose = one(
        "Value", "내용", "The fact, in your own words.", "14 CAR-T candidates", required=True
    )


@dataclass(frozen=True)
class Kind:
    """What a kind of record is called and how its records are listed.

    `id` is folder and address; `group` the part of the menu; `columns` the fields that tables of
    such records show; `facets` what their explorer narrows them by (paths as macros/model/facets.py
    says); `chips` those shown beside the name; `dated_by` those whose first known date orders
    the records. `weight` says how far up a search lists them.
    """

    id: str
    one: Words
    many: Words
    intro: Words
    order: int
    group: str
    columns: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    chips: tuple[str, ...] = ()
    dated_by: tuple[str, ...] = ()
    weight: float = 1.0


@dataclass(frozen=True)
class Fact:
    """A fact in its record: the field it is in, its path in the file, its value."""

    record: Record
    spec: Spec
    path: tuple[Any, ...]
    item: Any  # Cited or Part

    @property
    def label(self) -> Words:
        """Its label; an open fact carries its own."""
        return self.item.about if isinstance(self.item, OpenFact) else self.spec.label


class Record(Strict):
    """Base of all kinds. `id` is the file name, `path` the file, set by the Atlas."""

    about: ClassVar[Kind]
    needs_sources: ClassVar[bool] = True

    id: Text | None = Field(None, description="The file name without .yml; may be left out.")
    name: Words = Field(
        description="The name, in English and Korean.",
        examples=[{"en": "AbClon", "ko": "앱클론"}],
    )
    aliases: list[Text] = Field(
        [], description="Other names: brand, code, former, short form.", examples=[["AT101"]]
    )
    summary: Prose | None = Field(
        None,
        description="Two to four sentences with citations.",
        examples=["A company in Daejeon that makes [[anbal-cel]] [@koreabiomed-8938]."],
    )
    sources: list[SourceRef] = Field(
        [],
        description="Sources of every fact without its own.",
        examples=[["ajunews-2024-03-07"]],
    )
    checked: PartialDate | None = Field(
        None, description="When the record was last checked.", examples=["2026-11-22"]
    )
    facts: list[OpenFact] = many(
        "Further facts",
        "기타 사실",
        "Facts that no field fits.",
        [{"about": "Pipeline size", "value": "14 CAR-T candidates"}],
    )

    _path: str = ""

    @property
    def path(self) -> str:
        """The record's file, relative to the repository."""
        return self._path

    def all_facts(self) -> Iterator[Fact]:
        """Yield every fact in the order of the fields."""
        for spec in self.specs.values():
            value = getattr(self, spec.name)
            if isinstance(value, Sourced):
                yield Fact(self, spec, (spec.name,), value)
            elif isinstance(value, list):
                for index, item in enumerate(value):
                    if isinstance(item, Sourced):
                        yield Fact(self, spec, (spec.name, index), item)

    def plain_values(self) -> Iterator[tuple[Spec, tuple[Any, ...], Any]]:
        """Yield spec, path and value of fields that are no facts (a source's own fields)."""
        for spec in self.specs.values():
            value = getattr(self, spec.name)
            for index, item in enumerate(value if isinstance(value, list) else [value]):
                if item is not None and not isinstance(item, Sourced):
                    path = (spec.name, index) if isinstance(value, list) else (spec.name,)
                    yield spec, path, item

    def scope_sources(self) -> Iterator[tuple[Any, ...]]:
        """Give each fact the nearest list of sources; yield the path of each that has none."""
        for fact in self.all_facts():
            item = fact.item
            if not item.sources:
                item.sources = self.sources
            needs = not (isinstance(item, Cited) and item.value is UNKNOWN)
            if self.needs_sources and needs and not item.sources:
                yield fact.path


class Tombstone(Strict):
    """What is left of a record that was merged or renamed: where it went."""

    moved_to: Ref = Field(description="The record that took its place.")
    note: Text | None = Field(None, description="Why, in a few words.")
