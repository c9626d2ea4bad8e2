"""The ids of records, and the values that name a record by its id."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar

from macros.model.values import STATES, Bad, Names, Schema, Value, Words, like, shown, string

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAX_ID = 60


def bad_id(text: str) -> Bad | None:
    """Return why a text cannot be the id of a new record; None where it can."""
    if text in ("index", "new-id", *STATES):
        return Bad("bad-id", f'"{text}" is reserved', "Choose another id.")
    if ID.fullmatch(text) and len(text) <= MAX_ID:
        return None
    fix = f"Use lower-case letters, digits and single hyphens, at most {MAX_ID} characters."
    return Bad("bad-id", f'"{text}" cannot be an id', fix)


class Ref(Value, str):
    """The id of another record. Subclasses say of which kinds; `()` means any."""

    what = Words(en="id: a file name, without .yml, in", ko="id(.yml을 뺀 파일 이름):")
    column = "record"
    common = True
    kinds: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def read(cls, raw: object) -> Ref:
        text = string(raw, "an id")
        if not ID.fullmatch(text):
            raise Bad(
                "bad-id",
                f"{shown(raw)} is not an id",
                "Write the record's file name without .yml: lower-case letters, digits, hyphens.",
            )
        return cls(text)

    @classmethod
    def schema(cls, vocabularies: Mapping[str, Any]) -> Schema:
        return like(
            f"^{ID.pattern}$", "Write an id: lower-case letters, digits and single hyphens."
        )

    def words(self, names: Names, language: str) -> str:
        return names.name(self, language)

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.written = _where(cls)


def _where(ref: type[Ref]) -> str:
    where = " or ".join(f"data/{kind}/" for kind in ref.kinds) or "data/"
    return f"An id: a file name in {where} without .yml."


Ref.written = _where(Ref)


class SourceRef(Ref):
    kinds = ("sources",)


@cache
def ref(*kinds: str) -> type[Ref]:
    """Return the type of the ids of records of some kinds; of any kind where none is given."""
    name = "".join(kind.capitalize() for kind in kinds)
    same = {cls.kinds: cls for cls in (Ref, SourceRef)}
    return same.get(kinds) or type(f"{name}Ref", (Ref,), {"kinds": kinds})
