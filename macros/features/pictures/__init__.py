"""The pictures: which a kind of record has on its page, and which a page may call by name.

A picture is a function from the context (and the record) to a `Picture`, or None where there is
nothing to draw. One module a picture.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from macros.features.pictures.base import Picture, standalone
from macros.features.pictures.construct import construct
from macros.features.pictures.field_timeline import field_timeline
from macros.features.pictures.map import hospital_map
from macros.features.pictures.matrix import matrix
from macros.features.pictures.network import network
from macros.features.pictures.pipeline import pipeline
from macros.features.pictures.pipeline_rows import pipeline_by
from macros.features.pictures.product_path import product_path
from macros.features.pictures.results import results
from macros.features.pictures.trial_dates import trial_dates
from macros.model.kinds import Product, Trial
from macros.model.record import Record
from macros.page.context import Context
from macros.page.files import compact_json
from macros.store.kept import AllMade, all_anew

OF_RECORD: dict[type[Record], tuple[Callable[[Context, Any], Picture | None], ...]] = {
    Product: (product_path, construct, results),
    Trial: (trial_dates, results),
}
"""By kind: the pictures of its records, in the order in which their pages show them."""

OF_SITE: dict[str, Callable[[Context], Picture | None]] = {
    "pipeline": pipeline,
    "pipeline-by-target": partial(pipeline_by, "target", "targets"),
    "pipeline-by-company": partial(pipeline_by, "company", "developers"),
    "field-timeline": field_timeline,
    "map": hospital_map,
    "network": network,
    "matrix": matrix,
}
"""By name: the pictures that `{{ picture("name") }}` puts into a hand-written page."""


def pictures_of(context: Context, record: Record) -> list[Picture]:
    """Return the pictures of a record that there are, in the order in which its page shows them."""
    return list(_drawn(context, record))


def has_picture(context: Context, record: Record) -> bool:
    """Return whether a record has a picture that is drawn; after the first none is looked for."""
    return any(picture.body for picture in _drawn(context, record))


def _drawn(context: Context, record: Record) -> Iterator[Picture]:
    pictures = (make(context, record) for make in OF_RECORD.get(type(record), ()))
    return (picture for picture in pictures if picture is not None)


def file_of(picture: str, record: Record | None = None) -> str:
    """Return the path of a picture's file, from the root of a language."""
    return _path(picture, record.id) if record else f"pictures/{picture}.svg"


def _path(picture: str, record_id: str) -> str:
    return f"pictures/{record_id}-{picture}.svg"


def picture_files(context: Context, keep: AllMade = all_anew) -> Iterator[tuple[str, str]]:
    """Yield path and content of the file of every picture. The context's base is the site's URL.

    `keep` takes what was made before.
    A picture of a record is there under its former ids too: other sites show it by its address.
    """
    for make in OF_SITE.values():
        for name, content in _files(context, [make(context)]).items():
            yield file_of(name), content
    records = [record for kind in OF_RECORD for record in context.atlas.of(kind)]
    makes = ((record.id, partial(_files_of, context, record)) for record in records)
    for id_, files in keep("pictures", makes):
        for name, content in json.loads(files).items():
            for each in (id_, *context.atlas.former_ids(id_)):
                yield _path(name, each), content


def _files_of(context: Context, record: Record) -> str:
    return compact_json(_files(context, pictures_of(context, record)))


def _files(context: Context, pictures: Iterable[Picture | None]) -> dict[str, str]:
    return {one.id: standalone(context, one) for one in pictures if one and one.body}
