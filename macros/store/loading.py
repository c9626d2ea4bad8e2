"""A data folder to an Atlas: read, build the records, check, and say everything that is wrong."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from macros.model.atlas import Atlas, Moved
from macros.model.columns import check_kinds
from macros.model.derived import give_grades, grade_of_source
from macros.model.fields import Model
from macros.model.kinds import KINDS, Source
from macros.model.meant import Meant
from macros.model.problems import DataError, Exactly, Problem, Suggestion, Trouble, shortened
from macros.model.record import Record, Redirect
from macros.model.values import Reading
from macros.model.vocabulary import Vocabulary
from macros.store import digests, outcome
from macros.store.cache import ParseCache
from macros.store.checks import check_record, run_checks
from macros.store.digests import digest
from macros.store.reading import locate, without_broken_lines, written_at
from macros.store.tree import VOCABULARY, DataFile, read_tree


@cache
def loader(data: Path) -> Loader:
    """Return the loader of a data folder, one for a whole run; its cache lies beside the folder."""
    check_kinds()
    return Loader(data, ParseCache(data.parent / ".cache" / "atlas" / "parsed.json"))


class Loader:
    """Reads a data folder into an Atlas, again and again if need be.

    Parsed files are kept by content, so that a second load costs only what has changed.
    """

    def __init__(self, data: Path, cache: ParseCache | None = None):
        self.data = data
        self.cache = cache or ParseCache()
        self._sound = cache.beside("sound") if cache else None
        self._records: dict[tuple[str, str], _Read] = {}
        self._loaded: tuple[str, Atlas] | None = None
        self.last: Atlas | None = None
        """The newest sound Atlas: what `serve` goes on showing while an edit is unsound."""

    def load(self) -> Atlas:
        """Return the Atlas of the folder as it is now.

        Raises DataError with every problem of every file, where there is one.
        """
        files, others = read_tree(self.data, KINDS)
        texts = digests.of_texts((file.path, file.raw) for file in files)
        if self._loaded and self._loaded[0] == texts and not others:
            self.last = self._loaded[1]  # for the next edition, or after an edit of a page alone
            return self.last
        key = digest(f"{digests.loaded()} {texts}".encode())
        known = not others and self._sound is not None and outcome.taken(self._sound, key)
        atlas, problems = self.read_files(files, others, whole=not known)
        if problems:
            raise DataError(problems)
        if self._sound is not None and not known:
            outcome.keep(self._sound, key, len(atlas.records))
        self.last, self._loaded = atlas, (texts, atlas)
        return atlas

    def release(self) -> None:
        """Drop what only a load of other data would ask for: a sixth of the memory of a build."""
        self.cache, self._records = ParseCache(), {}

    def edited(self, paths: Collection[Path]) -> Atlas | None:
        """Return the newest sound Atlas with some records as their files are now, in a moment.

        The rules are applied to these records alone: a whole `load` has to follow. What has to wait
        for it is left out: a file that came or went, a list of words, a redirect, a source of
        another grade. None where no record is left, or one is at odds with others. Raises DataError
        with what is wrong with these files.
        """
        last = self.last or Atlas()
        files = []
        for path in paths:
            record = last.records.get(path.stem)
            if record and self.data.parent / record.path == path and path.is_file():
                files.append(DataFile(record.path, record.about.id, record.id, path.read_bytes()))
        read, problems = Loader(self.data).read_files(files, whole=False)
        if problems:
            raise DataError(problems)
        now = {id_: r for id_, r in read.records.items() if _grade(r) == _grade(last.records[id_])}
        if not now:
            return None
        atlas = last.edited(now, {one.path: read.files[one.path] for one in now.values()})
        give_grades(atlas, now.values())
        if any(True for id_ in now for _ in check_record(atlas, atlas, atlas.records[id_])):
            return None
        self.last = atlas
        return atlas

    def read(self) -> tuple[Atlas, list[Problem]]:
        """Return the Atlas of all sound files, and all problems, sorted by place."""
        return self.read_files(*read_tree(self.data, KINDS))

    def read_files(
        self, files: Sequence[DataFile], others: Sequence[Problem] = (), whole: bool = True
    ) -> tuple[Atlas, list[Problem]]:
        """Return the same for files at hand, such as those of a change not yet made.

        `others` is what is wrong with files that are not among them. Where these are not the
        `whole` data, the rules across records are left out.
        """
        problems = list(others)
        atlas = Atlas()
        every: dict[str, Record] = {}  # the unsound ones too: to say all that is wrong at once
        troubles: list[Trouble] = []
        records: dict[tuple[str, str], _Read] = {}
        known: dict[str, DataFile] = {}
        raws = {file.path: file.raw for file in files}
        order = list(KINDS)
        for file in sorted(files, key=lambda f: (_rank(order, f.kind), f.id)):
            atlas.files[file.path] = digest(file.raw)
            twin = known.setdefault(file.id, file) if file.kind != VOCABULARY else file
            if twin is not file:
                problems.append(_twin(file, twin))
                continue
            value, flaws = self.cache.parse(file.raw)
            is_whole = value is not None
            if not is_whole and file.kind != VOCABULARY:  # say what is wrong with the rest too
                raws[file.path], broken = without_broken_lines(file.raw)
                rest, more = self.cache.parse(raws[file.path])
                if broken and rest and not rest.keys() <= Redirect.fields.keys():
                    value, flaws = rest, [*broken, *more]
            problems += (flaw.in_file(file.path) for flaw in flaws)
            if value is None:
                continue
            if file.kind == VOCABULARY:
                vocabulary = build(Vocabulary, file, value, troubles)
                if vocabulary:
                    atlas.vocabularies[file.id] = vocabulary
            elif "moved_to" in value:
                redirect = build(Redirect, file, value, troubles)
                if redirect:
                    atlas.redirects[file.id] = Moved(file.kind, redirect.moved_to, file.path)
            else:
                key = (file.path, atlas.files[file.path])
                read = records[key] = self._records.get(key) or read_record(file, value)
                # What is empty is missing too; once is enough.
                troubles += [
                    t for t in read.troubles if not (flaws and t.code.startswith("missing-"))
                ]
                if read.record:
                    every[file.id] = read.record
                    if read.sound and is_whole:
                        atlas.records[file.id] = read.record
        self._records = records
        self.cache.save()
        ids = {*known, *(f"{VOCABULARY}/{f.id}" for f in files if f.kind == VOCABULARY)}
        read = {*atlas.redirects, *(f"{VOCABULARY}/{name}" for name in atlas.vocabularies)}
        atlas.unread = frozenset(ids - read - every.keys())
        give_grades(atlas)
        if whole:
            troubles += run_checks(atlas, every, whole=ids <= read | atlas.records.keys())
            atlas.derived.clear()  # what the rules alone ask for is large
        meant = Meant(Atlas(every))
        for trouble in sorted(troubles, key=lambda trouble: trouble.file):
            if trouble.code == "bad-id":
                value, _flaws = self.cache.parse(raws[trouble.file])
                trouble = _named(trouble, value, meant)
            problems.append(placed(trouble, raws[trouble.file]))
        return atlas, shortened(problems)


@dataclass(frozen=True)
class _Read:
    """A record as its file has it, what is wrong with it, and whether it can be published."""

    record: Record | None
    troubles: list[Trouble]
    sound: bool = False


def read_record(file: DataFile, value: dict) -> _Read:
    model = KINDS[file.kind]
    homes = []
    if not value.keys() <= model.fields.keys():
        homes = [kind for kind, other in KINDS.items() if value.keys() <= other.fields.keys()]
    if homes:
        is_a = KINDS[homes[0]].about.one.in_("en").lower()
        message = f"this looks like a {is_a}, not a {model.about.one.in_('en').lower()}"
        fix = f"Move the file to data/{homes[0]}/."
        return _Read(None, [Trouble(file.path, (), "wrong-folder", message, fix)])
    reading = Reading(file.path)
    record = model.read_at(value, (), reading)
    troubles = list(reading.troubles)
    if record is None:
        return _Read(None, troubles)
    written_id = record.id
    record.belongs_to(file.id, file.path)
    if written_id is not None and written_id != file.id:
        message = f'the id "{written_id}" differs from the file name "{file.id}"'
        fix = "Delete the line, or rename the file."
        troubles.append(record.trouble(("id",), "id-not-file-name", message, fix))
    # Where sources are given and cannot be read, that is what is wrong.
    if not any("sourc" in str(part) for trouble in troubles for part in trouble.path):
        for fact in record.unsourced():
            fix = "Add `sources: [source-id]` to it, or to the whole record at the top."
            message = "this fact has no source"
            troubles.append(record.trouble(fact.path, "missing-source", message, fix))
    return _Read(record, troubles, sound=not reading.troubles)


def _named(trouble: Trouble, value: object, meant: Meant) -> Trouble:
    """Return the same trouble with an id, if what was written is a record's name."""
    for part in trouble.path:
        value = value[part]  # type: ignore[index]
    return replace(trouble, fix=meant.advice(str(value))) if isinstance(value, str) else trouble


def placed(trouble: Trouble, raw: bytes) -> Problem:
    """Return what is wrong with its line and column in the text of the file."""
    place = line, column = locate(raw, trouble.path)
    fix, suggestion = trouble.fix, None
    if isinstance(fix, Exactly) and (old := written_at(raw, trouble.path)):
        suggestion = Suggestion(old, fix.text)
    return Problem(trouble.file, *place, trouble.code, trouble.message, str(fix), suggestion)


def _grade(record: Record) -> str:
    """Return the grade that a source gives to the facts that cite it; "" for other records."""
    return str(grade_of_source(record)) if isinstance(record, Source) else ""


def _rank(order: list[str], kind: str) -> int:
    return order.index(kind) if kind in order else -1


def _twin(file: DataFile, first: DataFile) -> Problem:
    message = f'the id "{file.id}" is taken by {first.path}'
    return Problem(file.path, 1, 1, "duplicate-id", message, "Choose another file name.")


M = TypeVar("M", bound=Model)


def build(model: type[M], file: DataFile, value: dict, troubles: list[Trouble]) -> M | None:
    reading = Reading(file.path)
    built = model.read_at(value, (), reading)
    troubles += reading.troubles
    return None if reading.troubles else built
