"""Changes of shape: how today's models read the data of old commits.

A change of shape says the same facts in another form: a field, a folder or a word of a vocabulary
gets another name, a text becomes a mapping. Today's models know the present shape only. So each
change of shape adds a step here, a pure function that takes one file (kind, id, fields as parsed)
from the shape before the change to the shape after it:

    def sites_were_called_centres(kind: str, id: str, fields: Fields) -> Shape:
        \"\"\"2026-12-01: the field `centres` of a trial is called `sites`.\"\"\"
        if kind == "trials" and "centres" in fields:
            fields = {"sites" if name == "centres" else name: fields[name] for name in fields}
        return kind, id, fields

Its name goes to the end of `STEPS`. A vocabulary is a file of the kind `vocabulary`; a folder with
another name is another kind. A step sees one file: what moves to another file is a change of facts,
and `atlas diff` reports it.

Every old file goes through all steps, in order, whatever commit it is from. So a step recognises
the old shape by what the file says, and returns every other file as it is. Where the two shapes
cannot be distinguished (a field keeps its name and its form, and means something else), the new one
needs another name. `tests/test_shape_changes.py` reads every commit of `data/`, and proves that no
step touches a file that has the present shape.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from macros.model.identifiers import clean_doi

Fields = Mapping[str, object]
"""What a file says: mappings, lists, texts, whole numbers and truth values by field."""

Shape = tuple[str, str, Fields]
"""Kind, id and fields of a file."""


def dois_had_more_behind_them(kind: str, id: str, fields: Fields) -> Shape:
    """2026-11-30: what an address has behind a DOI, such as a publisher's number, is refused."""
    doi = fields.get("doi")
    if kind == "sources" and isinstance(doi, str) and clean_doi(doi) not in ("", doi):
        fields = {**fields, "doi": clean_doi(doi)}
    return kind, id, fields


def descriptions_were_titles(kind: str, id: str, fields: Fields) -> Shape:
    """2026-11-30: what describes a source is its name in each language, and no title."""
    title = fields.get("title")
    described = fields.get("described") is True and "name" not in fields
    if kind == "sources" and described and isinstance(title, str):
        name = {"ko" if re.search("[\uac00-\ud7a3]", title) else "en": title}
        fields = {"name": name} | {key: fields[key] for key in fields if key != "title"}
    return kind, id, fields


def subjects_had_sources(kind: str, id: str, fields: Fields) -> Shape:
    """2026-11-30: what a claim is about needs no source; `made_in` says where it was made."""
    subjects = fields.get("subjects")
    if kind == "claims" and isinstance(subjects, Mapping):
        fields = {**fields, "subjects": subjects["value"]}
    return kind, id, fields


STEPS: tuple[Callable[[str, str, Fields], Shape], ...] = (
    dois_had_more_behind_them,
    descriptions_were_titles,
    subjects_had_sources,
)
"""The changes of shape, the oldest first. A step stays as long as a commit has the old shape."""


def present_shape(kind: str, id: str, fields: Fields) -> Shape:
    """Return kind, id and fields of a file of an old commit as the present models know them.

    For old files only. A file of the working tree is read as it is, so that a contributor who
    writes an old shape gets an error.
    """
    for step in STEPS:
        kind, id, fields = step(kind, id, fields)
    return kind, id, fields
