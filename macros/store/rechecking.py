"""Whether data are sound after an edit, found without reading all of them again.

Of each file that was sound it is kept what the rules asked about other records, and what they
compare. After an edit those files are checked that differ, and those whose questions would get
another answer; the rest is as it was. Only that nothing is wrong can be found here: what is wrong,
and where, `Loader.read` says.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, TypeVar

from macros.model.atlas import Atlas, Moved
from macros.model.kinds import KINDS
from macros.model.languages import LANGUAGES
from macros.model.record import Record, Redirect
from macros.model.relations import Backlinks, invert, links_of
from macros.model.vocabulary import Vocabulary
from macros.store import digests, sealed
from macros.store.cache import ParseCache
from macros.store.checks import check_content, check_record, compare, told_by
from macros.store.checks.content import FileContent
from macros.store.loading import build, loader, read_record
from macros.store.tree import VOCABULARY, DataFile, read_tree

T = TypeVar("T")


class _Unclear(Exception):
    """Something is wrong, or a rule asks more than whether single records are as they were."""


class _Known(NamedTuple):
    """What is kept of a file that is sound."""

    digest: str
    asked: list[str] = []
    """The questions of `_Asked` that the rules asked for it."""
    names: dict[str, str] | None = None
    """What the record is called in each language; None for what is not a record."""
    links: list[str] = []
    """The ids that it links to."""
    checked: str = ""
    told: dict[str, Any] | None = None
    """What it tells the rules that compare records."""


_GONE = _Known("")


class _Lazy(dict[str, T]):
    """What is read when it is asked for; asking for all of it ends the attempt."""

    def __init__(self, ids: Iterable[str], read: Callable[[str], T], note: Callable[[str], Any]):
        super().__init__()
        self._ids, self._read, self._note = frozenset(ids), read, note

    def __getitem__(self, key: str) -> T:
        self._note(key)
        return super().__getitem__(key)

    def __missing__(self, key: str) -> T:
        self[key] = value = self._read(key)
        return value

    def __contains__(self, key: object) -> bool:
        self._note(str(key))
        return key in self._ids

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401
        return self[key] if key in self else default  # noqa: SIM401 - this is what `get` does

    def _all(self, *_: object) -> NoReturn:
        raise _Unclear

    __iter__ = __len__ = keys = values = items = _all


class _Asked(Atlas):
    """An Atlas that reads a record when a rule asks for it, and notes the question.

    What rules ask most, the name of a record and its kind, is answered by what is `known`.
    """

    def __init__(
        self,
        files: Mapping[str, DataFile],
        known: Mapping[str, _Known],
        read: Callable[[DataFile], Any],
    ):
        lists: dict[str, DataFile] = {}
        records: dict[str, DataFile] = {}
        redirects: dict[str, Moved] = {}
        for file in files.values():
            if file.kind == VOCABULARY:
                lists[file.id] = file
            elif known[file.path].told is not None:
                records[file.id] = file
            else:
                redirects[file.id] = Moved(file.kind, read(file).moved_to, file.path)
        super().__init__(
            _Lazy(records, lambda id_: read(records[id_]), self._note),
            redirects,
            _Lazy(lists, lambda id_: read(lists[id_]), lambda _: None),  # they count for all
        )
        self._known = {id_: known[file.path] for id_, file in records.items()}
        self._kinds = {id_: file.kind for id_, file in records.items()}
        self._linking: dict[str, list[str]] = {}
        for id_, its in self._known.items():
            for to in its.links:
                self._linking.setdefault(to, []).append(id_)
        self.asked: set[str] = set()

    def _note(self, question: str) -> None:
        self.asked.add(question)

    def kind(self, record_id: str) -> str:
        self._note(f" name {record_id}")
        return self._kinds.get(record_id, "")

    def name(self, record_id: str, language: str) -> str:
        self._note(f" name {record_id}")
        known = self._known.get(record_id)
        return known.names[language] if known and known.names else str(record_id)

    @property
    def checked(self) -> str:  # pyright: ignore[reportIncompatibleVariableOverride]
        self._note(" checked")
        return _newest(self._known.values())

    def backlinks(self, record_id: str) -> list[Backlinks]:
        self._note(f" links {record_id}")
        linking = (self.records[id_] for id_ in self._linking.get(record_id, ()))
        return invert(linking, [record_id]).get(record_id, [])

    def once(self, made: dict[Any, Any], key: object, make: Callable[[], T]) -> T:
        if key not in made:
            before, self.asked = self.asked, set()
            made[key] = make(), self.asked
            self.asked = before
        self.asked |= made[key][1]
        return made[key][0]


def still_sound(data: Path, kept: Path) -> int | None:
    """Return how many records there are where all files are sound; None where one may not be.

    `kept` is the file of what is known of the files.
    """
    files, others = read_tree(data, KINDS)
    ids = [file.id for file in files if file.kind != VOCABULARY]
    if others or len({*ids}) < len(ids):
        return None
    for_all = [(f.path, f.raw) for f in files if f.kind == VOCABULARY or _may_be_moved(f)]
    key = digests.digest(f"{digests.loaded()} {digests.of_texts(for_all)}".encode())
    content = json.loads(sealed.taken(kept) or b"[0, 0]")
    before = {path: _Known(*of) for path, of in content[1].items()} if content[0] == key else {}
    cache = loader(data).cache
    try:
        now = _checked({f.path: f for f in files}, before, functools.cache(partial(_read, cache)))
    except _Unclear:
        return None
    if not before:  # else only some of the files were parsed, and `save` would drop the others
        cache.save()
    if now != before:
        sealed.keep(kept, json.dumps([key, now], ensure_ascii=False).encode())
    return sum(known.told is not None for known in now.values())


def _checked(
    files: Mapping[str, DataFile],
    before: Mapping[str, _Known],
    read: Callable[[DataFile], Record | Vocabulary | Redirect],
) -> dict[str, _Known]:
    """Return what is known of all files, which are sound. Raises _Unclear where one may not be."""
    now: dict[str, _Known] = {}
    for path, file in files.items():
        digest = digests.digest(file.raw)
        known = before.get(path)
        now[path] = known if known and known.digest == digest else _known(digest, read(file))
    differ = {p for p in before.keys() | now.keys() if before.get(p) is not now.get(p)}
    answers = set(map(_id, differ))  # the questions that may get another answer
    for path in differ:
        old, new = before.get(path, _GONE), now.get(path, _GONE)
        answers |= {f" links {to}" for to in (*old.links, *new.links)}
        if old.names != new.names:
            answers.add(f" name {_id(path)}")
    if _newest(before.values()) != _newest(now.values()):
        answers.add(" checked")
    atlas = _Asked(files, now, read)
    for path, known in now.items():
        if path in differ or not answers.isdisjoint(known.asked):
            now[path] = known._replace(asked=_questions(atlas, files[path]))
    if any(compare({path: known.told for path, known in now.items() if known.told is not None})):
        raise _Unclear
    return now


def _id(path: str) -> str:
    return Path(path).stem


def _newest(known: Iterable[_Known]) -> str:
    return max((one.checked for one in known), default="")


def _known(digest: str, what: Record | Vocabulary | Redirect) -> _Known:
    """Return what is known of a file before the rules are asked."""
    if not isinstance(what, Record):
        return _Known(digest)
    names = {code: what.name_in(code) for code in LANGUAGES}
    links = sorted({str(link.to) for link in links_of(what)})
    told = json.loads(json.dumps(told_by(what)))  # as it is when it was kept
    return _Known(digest, [], names, links, str(what.checked or ""), told)


def _questions(atlas: _Asked, file: DataFile) -> list[str]:
    """Return what the rules ask for a file. Raises _Unclear where they find something wrong."""
    atlas.asked = set()
    if file.kind == VOCABULARY:
        words = FileContent.by_vocabulary(atlas, file.id, atlas.vocabularies[file.id])
        troubles = check_content(atlas, words)
    elif file.id in atlas.redirects:
        troubles = check_content(atlas, FileContent.by_redirect(atlas, atlas.redirects[file.id]))
    else:
        troubles = check_record(atlas, atlas, atlas.records[file.id], whole=True)
    if any(True for _ in troubles):
        raise _Unclear
    return sorted(atlas.asked)


def _read(cache: ParseCache, file: DataFile) -> Record | Vocabulary | Redirect:
    """Return the record, vocabulary or redirect of a file. Raises _Unclear if it is not sound."""
    value, flaws = cache.parse(file.raw)
    if value is None or flaws:
        raise _Unclear
    if file.kind != VOCABULARY and "moved_to" not in value:
        read = read_record(file, value)
        what, troubles = read.record, read.troubles
    else:
        model = Vocabulary if file.kind == VOCABULARY else Redirect
        what = build(model, file, value, troubles := [])
    if what is None or troubles:
        raise _Unclear
    return what


def _may_be_moved(file: DataFile) -> bool:
    return b"moved_to" in file.raw
