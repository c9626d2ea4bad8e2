"""One record of two: what only one of them knows is united, the rest a person decides.

A fact takes its sources along: what the other record said on its own sources goes on resting on
those and on no others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from macros.model.facts import Fact, Facts, OnePart
from macros.model.fields import Field
from macros.model.identity import folded
from macros.model.kinds import KINDS
from macros.model.languages import FALLBACK, LANGUAGES
from macros.model.problems import Fault, KeyPath, Problem, did_you_slip
from macros.model.refs import Ref
from macros.model.values import UNKNOWN, shown
from macros.store.editing.layout import places
from macros.store.editing.mentions import renamed_in_pages
from macros.store.editing.renaming import renewed
from macros.store.editing.style import flow
from macros.store.editing.whole import check_whole
from macros.store.editing.writing import GONE, dump_redirect, edit_record, model_of
from macros.store.reading import locate, parse_sound
from macros.store.tree import VOCABULARY, DataFile, data_file

WAYS = ("keep", "take", "both")
"""What can be chosen where two records differ: the value of the first, of the second, both."""

_QUALIFIERS = tuple(name for name in Fact.fields if name != "value")
_CITATION = re.compile(r"\[@[^\[\]]*\]")
_NAMES = ("id", "name", "aliases", "sources", "checked")


@dataclass
class Merged:
    """The new texts of files by path; what somebody has to decide; what would be lost."""

    texts: dict[str, str] = field(default_factory=dict)
    conflicts: list[Problem] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def merge(
    files: Sequence[DataFile],
    pages: Mapping[str, str],
    keep: str,
    other: str,
    chosen: Mapping[str, str],
    note: str = "",
) -> Merged:
    """Return what to write so that one record says what two said, and all links lead to it.

    `files` are all data files, `pages` the texts of docs/ by path; `chosen` gives one of `WAYS` for
    fields in which the two differ. The other record becomes a redirect. There are no texts while
    something is to be decided. Raises Fault where the two cannot be merged, and where the data
    would have a problem that they do not have now.
    """
    of = {file.id: file for file in files if file.kind != VOCABULARY}
    for record_id in (keep, other):
        if record_id not in of:
            raise Fault(f'unknown record "{record_id}"', did_you_slip(record_id, of))
        if "moved_to" in parse_sound(of[record_id].raw):
            raise Fault(f'"{record_id}" is no longer a record: it has moved')
    one, two = of[keep], of[other]
    if one is two:
        raise Fault("these are the same record")
    if one.kind != two.kind:
        raise Fault(f'"{keep}" and "{other}" are different kinds of record: {one.kind}, {two.kind}')
    merged = Merged()
    texts = {
        file.path: text
        for file in files
        if file is not two and file.kind != VOCABULARY and other.encode() in file.raw
        if (text := _pointed(file, keep, other, merged)).encode() != file.raw
    }
    union = _Union(one, two, keep, other, chosen)
    texts[one.path] = union.text(texts.get(one.path, one.raw.decode("utf-8-sig")))
    merged.conflicts += union.conflicts
    merged.lost += union.lost
    if merged.conflicts:
        return merged
    texts[two.path] = dump_redirect(two.kind, keep, note)
    _names_itself(data_file(one.path, texts[one.path]))
    check_whole(files, texts)
    merged.texts = texts | renamed_in_pages(pages, {other: keep})
    return merged


# Links


def _pointed(file: DataFile, keep: str, other: str, merged: Merged) -> str:
    """Return a file's text in which what names the other record names the first, each once."""
    gone: dict[KeyPath, object] = {}
    for path, items in _lists(parse_sound(file.raw), ()):
        bare = [item.get("value") if isinstance(item, dict) else item for item in items]
        if keep in bare and other in bare:
            index = bare.index(other)
            more = {k: v for k, v in _as_dict(items[index]).items() if k != "value"}
            first = {k: v for k, v in _as_dict(items[bare.index(keep)]).items() if k != "value"}
            if more and more != first:
                message = f'refers to both "{keep}" and "{other}", with details on the second'
                fix = "Keep one of the two entries."
                where = locate(file.raw, (*path, index))
                merged.conflicts.append(Problem(file.path, *where, "names-both", message, fix))
            gone[*path, index] = GONE
    text = edit_record(file.kind, file.raw.decode("utf-8-sig"), gone) if gone else ""
    pointed = renewed(data_file(file.path, text) if gone else file, other, keep)
    return _CITATION.sub(_cited_once, pointed)


def _lists(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, list[Any]]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _lists(part, (*path, key))
    elif isinstance(value, list):
        yield path, value
        for index, part in enumerate(value):
            yield from _lists(part, (*path, index))


def _cited_once(citation: re.Match[str]) -> str:
    """Return a citation such as [@a; b; a] without what it names twice; else as it is."""
    named = re.split(r"\s*[,;]\s*", citation[0][2:-1].strip())
    once = list(dict.fromkeys(name.removeprefix("@").strip() for name in named))
    return citation[0] if len(once) == len(named) else f"[@{'; '.join(once)}]"


def _names_itself(file: DataFile) -> None:
    text = file.raw.decode()
    for place in places(model_of(file.kind, parse_sound(file.raw)), text):
        if issubclass(place.type, Ref) and place.node.scalar == file.id:
            line = text.count("\n", 0, place.node.start) + 1
            fix = "First remove its link to the other record."
            raise Fault(f"nothing written: {file.path}:{line} would then link to itself", fix)


# Facts


def _as_dict(raw: object) -> dict[str, Any]:
    return raw if isinstance(raw, dict) else {"value": raw}


class _Union:
    """What two records say, field by field, as changes of the first one's file."""

    def __init__(
        self, one: DataFile, two: DataFile, keep: str, other: str, chosen: Mapping[str, str]
    ):
        self.one, self.two, self.chosen = one, two, chosen
        self.mine: dict[str, Any] = parse_sound(renewed(one, other, keep).encode())
        self.theirs: dict[str, Any] = parse_sound(renewed(two, other, keep).encode())
        self.conflicts: list[Problem] = []
        self.lost: list[str] = []
        self.changes: dict[KeyPath, object] = {}
        self.fields: Mapping[str, Field[Any]] = KINDS[one.kind].fields
        self._asked: set[str] = set()

    def text(self, text: str) -> str:
        """Return the first one's text with what only the other one says; note what is open."""
        self._unite_names()
        for name in self.fields:
            if name in self.theirs and name not in _NAMES:
                self._unite(name)
        for name in self.chosen:
            if name not in self._asked:
                fix = "Leave it out."
                raise Fault(f'the two do not differ in "{name}"', fix)
        self._note_remarks()
        return edit_record(self.one.kind, text, self.changes) if self.changes else text

    def _unite_names(self) -> None:
        mine, theirs = _in_languages(self.mine.get("name")), _in_languages(self.theirs.get("name"))
        more = {code: name for code, name in theirs.items() if code not in mine}
        name = {**mine, **more}
        if more:
            self.changes["name",] = {code: name[code] for code in LANGUAGES if code in name}
        if "aliases" in self.fields:
            there = [*self.mine.get("aliases", [])]
            known = {folded(text) for text in (*name.values(), *there)}
            for text in (*theirs.values(), *self.theirs.get("aliases", [])):
                if folded(text) not in known:
                    known.add(folded(text))
                    there.append(text)
            if there != self.mine.get("aliases", []):
                self.changes["aliases",] = there

    def _unite(self, name: str) -> None:
        declared, mine, theirs = self.fields[name], self.mine.get(name), self.theirs[name]
        if mine is None:
            self.changes[name,] = self._brought(declared, theirs)
        elif declared.several:
            self._unite_lists(name, declared, mine, theirs)
        elif isinstance(declared, Facts):
            self._unite_facts(name, declared, mine, theirs)
        elif mine != theirs:
            self._ask(name, mine, theirs, self._brought(declared, theirs))

    def _unite_facts(self, name: str, declared: Facts, mine: object, theirs: object) -> None:
        long: dict[str, Any] = declared.as_long(mine)
        other: dict[str, Any] = declared.as_long(theirs)
        if other["value"] == str(UNKNOWN) != long["value"]:
            return  # one looked and did not find, the other did
        brought = _as_dict(self._brought(declared, theirs))
        if long["value"] == str(UNKNOWN) != other["value"]:
            self.changes[name,] = self._brought(declared, theirs)
        elif _without(long, "sources", "checked") == _without(other, "sources", "checked"):
            self._unite_sources((name,), {**self.mine, **long}, {**self.theirs, **other})
        else:
            also = _without(brought, "also", "checked", "planned", *declared.details)
            also.setdefault("sources", self.theirs.get("sources", []))
            both = {**long, "also": [*long.get("also", []), also, *other.get("also", [])]}
            can_be_both = also["sources"] and long["value"] != other["value"]
            self._ask(name, mine, theirs, brought, both if can_be_both else None)

    def _unite_sources(
        self, path: KeyPath, ours: Mapping[str, Any], theirs: Mapping[str, Any]
    ) -> None:
        """Let a fact that both records state rest on the sources of both."""
        sources = [*ours.get("sources", []), *theirs.get("sources", [])]
        if {*sources} != {*ours.get("sources", [])}:
            self.changes[*path, "sources"] = [*dict.fromkeys(sources)]

    def _unite_lists(self, name: str, declared: Field[Any], mine: object, theirs: object) -> None:
        ours, shared = _items(mine)
        others, of_theirs = _items(theirs)
        if ours is None or others is None:  # unknown or none
            if others is None and _is_unknown(theirs):
                return
            brought = self._brought(declared, theirs)
            if ours is None and _is_unknown(mine):
                self.changes[name,] = brought
            elif mine != theirs:
                self._ask(name, mine, theirs, brought)
            return
        known = {_key(declared, item): index for index, item in enumerate(ours)}
        base: KeyPath = (name, "value") if ours is not mine else (name,)
        count = len(ours)
        for item in others:
            index = known.get(_key(declared, item))
            same, other = _as_dict(None if index is None else ours[index]), _as_dict(item)
            if index is None:
                self.changes[*base, count] = self._item(declared, item, of_theirs, shared)
                count += 1
            elif _without(same, "sources", "checked") != _without(other, "sources", "checked"):
                self._ask(name, ours[index], item, None)
            elif isinstance(declared, (Facts, OnePart)):
                at_two = {**self.theirs, **of_theirs, **other}
                self._unite_sources((*base, index), {**self.mine, **shared, **same}, at_two)

    def _item(
        self,
        declared: Field[Any],
        item: object,
        of_theirs: Mapping[str, object],
        shared: Mapping[str, object],
    ) -> object:
        """Return an entry of the other's list as an entry of the first one's."""
        if not isinstance(declared, (Facts, OnePart)):
            return item
        rests = {**_only(self.theirs, "sources", "checked"), **of_theirs}
        here = {**_only(self.mine, "sources", "checked"), **shared}
        own = declared.as_long(item) if isinstance(declared, Facts) else item
        assert isinstance(own, dict)
        beside = {k: v for k, v in rests.items() if k not in own and here.get(k) != v}
        return {**own, **beside} if beside else item

    def _brought(self, declared: Field[Any], theirs: object) -> object:
        """Return a whole field of the other record with its sources there."""
        if not isinstance(declared, (Facts, OnePart)):
            return theirs
        rests = _only(self.theirs, "sources", "checked")
        beside = {key: value for key, value in rests.items() if value != self.mine.get(key)}
        if isinstance(declared, Facts):
            long: Mapping[str, object] = declared.as_long(theirs)
        else:
            is_list = declared.several and isinstance(theirs, list)
            long = {"value": theirs} if is_list else _as_dict(theirs)
        missing = {key: value for key, value in beside.items() if key not in long}
        return {**long, **missing} if missing else theirs

    def _ask(
        self, name: str, mine: object, theirs: object, brought: object, both: object = None
    ) -> None:
        """Do what is chosen for a field in which the two differ, or note that it is open."""
        self._asked.add(name)
        way = self.chosen.get(name)
        at_two = ":".join(map(str, (self.two.path, *locate(self.two.raw, (name,)))))
        if way == "take" and brought is not None:
            self.changes[name,] = brought
        elif way == "both" and both is not None:
            self.changes[name,] = both
        elif way == "keep":
            self.lost.append(f"{at_two}: {name}: {_short(theirs)}")
        else:
            ways = ["keep", *(["take"] if brought is not None else []), *(["both"] if both else [])]
            message = f"{name}: {_short(mine)}, but {_short(theirs)} in {at_two}"
            fix = f"Choose {' or '.join(f'--{one} {name}' for one in ways)}."
            where = locate(self.one.raw, (name,))
            problem = Problem(self.one.path, *where, "differs", message, fix)
            if problem not in self.conflicts:
                self.conflicts.append(problem)

    def _note_remarks(self) -> None:
        for number, line in enumerate(self.two.raw.decode("utf-8-sig").splitlines(), 1):
            if number > 1 and line.lstrip().startswith("#"):
                self.lost.append(f"{self.two.path}:{number}:1: {line.strip()}")


def _is_unknown(raw: object) -> bool:
    """Return whether a list is given as unknown."""
    return _as_dict(raw).get("value") == str(UNKNOWN)


def _items(raw: object) -> tuple[list[Any] | None, dict[str, Any]]:
    """Return the entries of a list (None for a state) and what is said of all of them."""
    if isinstance(raw, list):
        return raw, {}
    long = _as_dict(raw)
    return (long["value"] if isinstance(long.get("value"), list) else None), _without(long, "value")


def _key(declared: Field[Any], item: object) -> str:
    """Return what tells an entry of a list from the others."""
    if isinstance(declared, Facts):
        return repr(declared.as_long(item)["value"])
    return repr(_without(item, *_QUALIFIERS) if isinstance(item, dict) else item)


def _without(raw: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {key: value for key, value in raw.items() if key not in names}


def _only(raw: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: raw[name] for name in names if name in raw}


def _in_languages(name: object) -> dict[str, str]:
    if isinstance(name, str):
        return {FALLBACK: name}
    return name if isinstance(name, dict) else {}


def _short(raw: object) -> str:
    bare = _as_dict(raw).get("value", raw)
    return shown(bare) if isinstance(bare, str) else shown(flow(bare))[1:-1]
