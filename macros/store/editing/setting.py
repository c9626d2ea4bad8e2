"""Fields of a record given as plain words: on the command line, or in the row of a table.

`status` names a field, `status.as_of` and `status.sources` the date and sources of its fact,
`name.ko` a language, `upfront.amount` a part of an amount.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from macros.model.atlas import Atlas
from macros.model.facts import Fact, Facts
from macros.model.fields import Field
from macros.model.identifiers import Code, RegistryNumber
from macros.model.kinds import KINDS
from macros.model.languages import FALLBACK, LANGUAGES
from macros.model.problems import Fault, KeyPath, did_you_mean
from macros.model.refs import Ref
from macros.model.values import Term, Words
from macros.store.editing.drafts import meant

_BETWEEN = re.compile(r"\s*;\s*")
_BETWEEN_IDS = re.compile(r"[\s,;]+")

LEFT, NO_VALUE = "left-alone", "no-value"
"""Codes of what only a person can change, and of dates or sources without the value they are of."""

Given = Mapping[str, str]
"""What is given: a name such as `status.as_of`, and its words."""


def changes(
    atlas: Atlas, kind: str, there: Mapping[str, Any], given: Given, to_be: Collection[str] = ()
) -> dict[KeyPath, object]:
    """Return the changes of a record that say what is given; `there` is what its file holds.

    A new value takes the place of the whole fact: its date and its sources are not those of the
    old one. `to_be` are ids of records that are made together with it. Raises a Misfit where a
    field does not take what is given, or a person has to look.
    """
    updates: dict[KeyPath, object] = {}
    for name in dict.fromkeys(key.partition(".")[0] for key in given):
        own = {key: text for key, text in given.items() if key.partition(".")[0] == name}
        updates |= _Setting(atlas, kind, name, there.get(name), to_be).changes(own)
    return updates


class Misfit(Fault):
    """A field does not take what is given for it; `name` says which, as it is given."""

    def __init__(self, name: str, fault: Fault):
        super().__init__(fault.message, fault.fix, fault.code)
        self.name = name


class _Setting:
    """One field of a record, what its file holds there, and what it is to hold."""

    def __init__(self, atlas: Atlas, kind: str, name: str, old: object, to_be: Collection[str]):
        self.atlas, self.name, self.old, self.to_be = atlas, name, old, to_be
        fields = KINDS[kind].fields
        if name not in fields or name == "id":
            fault = Fault(f'{kind}: unknown field "{name}"', did_you_mean(name, fields, "Fields"))
            raise Misfit(name, fault)
        self.field: Field[Any] = fields[name]
        if self.field.part:
            raise Misfit(name, Fault(f'"{name}" has parts', "Write them in the file."))

    def changes(self, given: Given) -> dict[KeyPath, object]:
        inner: dict[str, object] = {}
        beside: dict[str, object] = {}
        value: object = None
        for key, text in given.items():
            _name, _dot, below = key.partition(".")
            try:
                if not below:
                    value = self._read(self.field, text)
                elif declared := self._beside.get(below):
                    beside[below] = self._read(declared, text)
                else:
                    inner[below] = self._inside(below, text)
            except Fault as fault:
                raise Misfit(key, fault) from None
        if inner:
            bare = self._bare
            before = {FALLBACK: bare} if isinstance(bare, str) else bare
            value = {**(before if isinstance(before, dict) else {}), **inner}
            value = {k: value[k] for k in (*LANGUAGES, *value) if k in value}
        if value is None and self.old is None:
            fault = Fault(f'"{self.name}" has no value yet', "Give a value too.", NO_VALUE)
            raise Misfit(next(iter(given)), fault)
        if value is None or value == self._bare:
            return {(self.name, key): detail for key, detail in beside.items()}
        self._look_at_old(beside)
        return {(self.name,): self.field.written(value, beside)}

    @property
    def _beside(self) -> Mapping[str, Field[Any]]:
        if not isinstance(self.field, Facts):
            return {}
        return {**Fact.fields, **({} if self.field.several else self.field.details)}

    @property
    def _bare(self) -> object:
        """The value that is there, without what qualifies it."""
        is_long = isinstance(self.field, Facts) and self.field.is_long(self.old)
        return self.old["value"] if is_long else self.old  # type: ignore[index]

    def _read(self, field: Field[Any], text: str) -> object:
        if not text.strip():
            raise Fault("nothing is given", "Write a value, or leave the field out.")
        if not field.several:
            return meant(self.atlas, field, [text], self.to_be)
        is_id = field.value and issubclass(field.value, (Ref, Term, RegistryNumber, Code))
        parts = (_BETWEEN_IDS if is_id else _BETWEEN).split(text.strip())
        return meant(self.atlas, field, parts, self.to_be)

    def _inside(self, below: str, text: str) -> object:
        if below in self.field.entries:
            return self._read(self.field.entries[below], text)
        in_words = self.field.value and issubclass(self.field.value, Words)
        known = [*(LANGUAGES if in_words else ()), *self.field.entries, *self._beside]
        if below not in known or self.field.several:
            fix = did_you_mean(below, known, "There is")
            raise Fault(f'nothing is called "{self.name}.{below}"', fix)
        return text.strip()

    def _look_at_old(self, beside: Mapping[str, object]) -> None:
        """Raise Misfit where what is said of the old value may not be true of the new one."""
        items = self._bare if self.field.several else [self.old]
        whole = [self.old, *(items if isinstance(items, list) else [])]
        for old in whole:
            if isinstance(self.field, Facts) and self.field.is_long(old):
                for key in ("also", "note"):
                    if key in old and key not in beside:
                        why = f'"{self.name}" has `{key}`, which may not be true of another value'
                        raise Misfit(self.name, Fault(why, "Change it in the file.", LEFT))
                if self.field.several and old is not self.old:
                    why = f'the entries of "{self.name}" have details'
                    raise Misfit(self.name, Fault(why, "Change them in the file.", LEFT))
                if "sources" in old and "sources" not in beside:
                    why = f'"{self.name}" has its own sources'
                    raise Misfit(self.name, Fault(why, f"Give {self.name}.sources as well."))
