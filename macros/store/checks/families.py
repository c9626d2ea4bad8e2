"""Which therapy types the pictures can count: those that belong to a family."""

from __future__ import annotations

from collections.abc import Iterator

from macros.model.atlas import Atlas
from macros.model.kinds import Therapy
from macros.model.paths import wider
from macros.model.problems import Trouble
from macros.store.checks.base import check


@check(
    Therapy,
    en="A therapy type, or a wider one, has a family for use in pictures.",
    ko="치료 유형이나 그것이 속한 더 넓은 유형에 그림에서 셀 때 쓰는 구분이 있음.",
)
def families(atlas: Atlas, therapy: Therapy) -> Iterator[Trouble]:
    types = [therapy, *(atlas.get(Therapy, id_) for id_ in wider(atlas, therapy.id))]
    if not any(type_ and type_.family for type_ in types):
        message = "neither this therapy type nor a wider one has a family"
        fix = "Add `family: …`, a word of data/vocabulary/therapy-family.yml, or `part_of`."
        yield therapy.trouble(("name",), "no-family", message, fix)
