"""Another id for a record: its file, every reference to it, and the redirect that stays."""

from __future__ import annotations

from collections.abc import Sequence

from macros.model.problems import Fault, did_you_slip
from macros.model.refs import Ref, bad_id
from macros.model.values import Prose
from macros.store.editing.layout import places
from macros.store.editing.mentions import renamed_in_pages, renamed_in_prose
from macros.store.editing.whole import check_whole
from macros.store.editing.writing import dump_redirect, model_of, replaced
from macros.store.reading import parse, parse_sound
from macros.store.tree import VOCABULARY, DataFile


def rename(
    files: Sequence[DataFile], pages: dict[str, str], old: str, new: str, note: str = ""
) -> dict[str, str]:
    """Return the new text of each file and page that has to change, by its path.

    `files` are all data files, `pages` the texts of docs/ by path. The old file becomes a
    redirect. Raises Fault where the ids do not allow it, where a file that names the
    record cannot be read, or where the data would have a problem that they do not have now.
    """
    ids = {file.id: file for file in files if file.kind != VOCABULARY}
    file = ids.get(old)
    if file is None:
        raise Fault(f'unknown record "{old}"', did_you_slip(old, ids))
    _check_new_id(ids, old, new)
    texts: dict[str, str] = {}
    for other in files:
        if other.kind != VOCABULARY and old.encode() in other.raw:
            text = renewed(other, old, new)
            if text.encode() != other.raw:
                texts[other.path] = text
    moved = file.path.removesuffix(f"{old}.yml") + f"{new}.yml"
    texts[moved] = texts.pop(file.path, file.raw.decode("utf-8-sig"))
    texts[file.path] = dump_redirect(file.kind, new, note)
    check_whole(files, texts)
    return texts | renamed_in_pages(pages, {old: new})


def _check_new_id(ids: dict[str, DataFile], old: str, new: str) -> None:
    if bad := bad_id(new):
        raise bad
    moved = _moved_to(ids[old])
    if moved:
        raise Fault(f'"{old}" has already moved to "{moved}"')
    if new == old:
        raise Fault(f'"{old}" is its id already')
    taken = ids.get(new)
    # A record may go back to an id that it had: its redirect makes way.
    if taken and (_moved_to(taken) != old or taken.kind != ids[old].kind):
        raise Fault(f'the id "{new}" is taken by {taken.path}')


def _moved_to(file: DataFile) -> str | None:
    value = parse(file.raw).value or {}
    return value.get("moved_to")


def renewed(file: DataFile, old: str, new: str) -> str:
    """Return a file's text in which every reference names the new id. Raises Fault."""
    try:
        model = model_of(file.kind, parse_sound(file.raw))
    except Fault as flaw:
        raise Fault(f'{file.path} contains "{old}" but cannot be read: {flaw}') from None
    text = file.raw.decode("utf-8-sig")
    edits = []
    for place in places(model, text):
        node = place.node
        if node.scalar is None:
            continue
        is_ref = issubclass(place.type, Ref) or (file.id == old and place.path == ("id",))
        if is_ref and node.scalar == old:
            written = text[node.start : node.end]
            edits.append((node.start, node.end, written.replace(old, new)))
        elif issubclass(place.type, Prose):
            written = text[node.start : node.end]
            edits.append((node.start, node.end, renamed_in_prose(written, {old: new})))
    return replaced(text, edits)
