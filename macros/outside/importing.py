"""Files to write for a study: a new trial with its source, or what an existing one lacks.

A value that a person wrote is never changed. Nothing here touches the disk.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from macros.model.atlas import Atlas
from macros.model.base import Record
from macros.model.errors import explain
from macros.model.identity import folded
from macros.model.inline import mentions, without_markup
from macros.model.kinds import KINDS
from macros.outside.answer import Leftover
from macros.outside.drift import Difference, compare
from macros.outside.sources import Reference, Sources, record_of, registry_entry
from macros.outside.study import DATED, Registered
from macros.store.editing.layout import layout, line_of
from macros.store.editing.shapes import field_order
from macros.store.editing.style import WriteError
from macros.store.editing.writing import dump_record, edit_record, replaced
from macros.store.reading import parse

BY_HAND = {
    "name": "only a person knows the Korean name, add it as `ko`; shorten the English one.",
    "summary": "two to four sentences in English and in Korean, with citations [@source-id].",
    "cris_seq": "the number after seq= in the address of the entry at CRIS.",
    "products": "what is tested, by id.",
    "targets": "the antigen, by id, as [cd19].",
    "indications": "the disease, by id.",
    "sponsors": "who is responsible, by id; add the company or institution first.",
    "cell_source": "autologous, allogeneic, cord-blood, ipsc, in-vivo or cell-line.",
    "sites": "Korean hospitals, by id; add those that are missing to data/institutions/.",
}
"""What a registry cannot say, or not in our ids. It stands as a comment in a new file."""


class CannotWrite(ValueError):
    """The study cannot become a sound file; the message says why."""


@dataclass
class Plan:
    """What importing a study would do. `files` holds the new text of each file by its path."""

    registered: Registered
    record_id: str
    new: bool
    files: dict[str, str] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    differs: list[Difference] = field(default_factory=list)
    by_hand: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        """One word for it: new, added, differs or same."""
        if self.new:
            return "new"
        return "added" if self.added else "differs" if self.differs else "same"


def trials_by_number(atlas: Atlas) -> dict[str, Record]:
    """Return the trials by each of their registry numbers."""
    return {
        str(fact.value): trial
        for trial in atlas.of_kind("trials")
        for fact in trial.registry_numbers
    }


class Importer:
    """Plans the import of studies one after the other, so that a batch gives no two the same name.

    `day` is the day of the look-up: it becomes `checked` of a trial and `accessed` of a source.
    `only` limits what is added to existing trials to these fields.
    """

    def __init__(self, atlas: Atlas, data: Path, day: str, only: Collection[str] = ()):
        self.atlas, self.data, self.day, self.only = atlas, data, day, only
        self._planned: set[str] = set()
        self._numbers = {number: trial.id for number, trial in trials_by_number(atlas).items()}
        self._names = {folded(n): r.id for r in atlas.records.values() for n in _names_of(r)}
        self._sources = Sources(atlas)

    def plan(self, registered: Registered) -> Plan:
        """Return what to write for a study. Raises CannotWrite."""
        if not registered.nct:
            raise CannotWrite("the answer has no NCT number")
        if registered.nct in self._planned:
            raise CannotWrite("it came before in this run")
        self._planned.add(registered.nct)
        trial = self._existing(registered)
        self._keep_numbers_apart(registered, trial.id if trial else registered.nct.lower())
        try:
            return self._more(trial, registered) if trial else self._new(registered)
        except WriteError as error:
            raise CannotWrite(str(error)) from None

    def _existing(self, registered: Registered) -> Record | None:
        own = [n for n in registered.fields.get("registry_numbers", []) if n.startswith("NCT")]
        for number in own:
            trial = self.atlas.records.get(self._numbers.get(number, ""))
            if trial:
                return trial
        stone = self.atlas.tombstones.get(registered.nct.lower())
        return self.atlas.records.get(stone.to if stone else registered.nct.lower())

    def _keep_numbers_apart(self, registered: Registered, record_id: str) -> None:
        """Leave out numbers of other trials: a trial and its extension may share one."""
        numbers = registered.fields.get("registry_numbers", [])
        kept = [n for n in numbers if self._numbers.setdefault(n, record_id) == record_id]
        for number in numbers:
            if number not in kept:
                reason = f"the number of {self._numbers[number]}"
                registered.leftovers.append(Leftover("registry numbers", number, reason))
        registered.fields["registry_numbers"] = kept

    def _new(self, registered: Registered) -> Plan:
        record_id = registered.nct.lower()
        path = f"trials/{record_id}.yml"
        if (self.data / path).exists():
            raise CannotWrite(f"data/{path} is there, but not sound: mend it first")
        plan = Plan(registered, record_id, new=True)
        source = self._source(plan)
        fields = dict(registered.fields)
        name = self._free(fields.get("title") or registered.nct, registered.nct)
        aliases = []
        for alias in fields.pop("aliases", []):
            owner = self._names.get(folded(alias))
            if owner is None:
                aliases.append(alias)
            else:
                left = Leftover("identificationModule.acronym", alias, f"a name of {owner}")
                registered.leftovers.append(left)
        record: dict[str, Any] = {"name": {"en": name}}
        if aliases:
            record["aliases"] = aliases
        record |= {"sources": [source], "checked": self.day}
        for key, value in fields.items():
            record[key] = _with(value, self._beside(key, registered))
        if registered.facts:
            record["facts"] = [
                {"about": about, "value": as_prose(said)} for about, said in registered.facts
            ]
        comments = {
            key: words for key, words in BY_HAND.items() if key == "name" or key not in record
        }
        if not any(n.startswith("KCT") for n in registered.fields["registry_numbers"]):
            comments.pop("cris_seq")
        if not fields.get("site_count"):  # no site in Korea, or no list of sites
            comments.pop("sites", None)
        plan.by_hand = list(comments)
        text = reminded("trials", dump_record("trials", record), comments)
        plan.files[path] = sound("trials", text)
        for other in (name, *aliases):
            self._names[folded(other)] = record_id
        return plan

    def _more(self, trial: Record, registered: Registered) -> Plan:
        plan = Plan(registered, trial.id, new=False)
        path = f"trials/{trial.id}.yml"
        text = (self.data / path).read_bytes().decode()  # its line ends too stay as they are
        there = parse(text.encode()).value or {}
        new = {
            name: value
            for name, value in registered.fields.items()
            if name not in there and name != "aliases" and (not self.only or name in self.only)
        }
        plan.differs = [d for d in compare(trial, registered) if d.field not in new]
        if new:
            source = self._source(plan)
            # Its own `checked`: the rest of the record was checked on another day.
            own = {"as_of": registered.as_of, "checked": self.day}
            if registered.as_of is None:
                del own["as_of"]
            if [str(s) for s in trial.sources] != [source]:
                own["sources"] = [source]
            added = {
                (name,): _with(value, {**self._beside(name, registered), **own})
                for name, value in new.items()
            }
            plan.added = sorted(new, key=field_order(KINDS["trials"]).index)
            plan.files[path] = sound("trials", edit_record("trials", text, added))
        return plan

    def _beside(self, name: str, registered: Registered) -> dict[str, Any]:
        """Return what stands beside a value: the day, the plan, a remark."""
        beside: dict[str, Any] = {}
        if name in DATED and registered.as_of:
            beside["as_of"] = registered.as_of
        if registered.fields[name] == "unknown":
            beside["checked"] = self.day
        if name in registered.planned:
            beside["planned"] = True
        if name in registered.notes:
            note = registered.notes[name]
            beside["note"] = {"en": as_prose(note.en), "ko": as_prose(note.ko)}
        return beside

    def _source(self, plan: Plan) -> str:
        """Return the id of the registry's entry as a source; plan its file where there is none."""
        registered = plan.registered
        known = self._sources.known(Reference("nct", registered.nct))
        if known:
            return known
        source_id = f"ctgov-{registered.nct.lower()}"
        if source_id in self.atlas.records or (self.data / f"sources/{source_id}.yml").exists():
            raise CannotWrite(f'the id "{source_id}" is taken by a source with another address')
        title = registered.fields.get("title", "")
        entry = registry_entry(registered.nct, title, registered.updated)
        text = dump_record("sources", record_of(entry, self.day))
        plan.files[f"sources/{source_id}.yml"] = sound("sources", text)
        return source_id

    def _free(self, name: str, nct: str) -> str:
        """Return a name that no other record has."""
        return f"{name} ({nct})" if folded(name) in self._names else name


def reminded(kind: str, text: str, comments: Mapping[str, str]) -> str:
    """Return a text with a comment for each field that is left to a person, at its place."""
    order = field_order(KINDS[kind])
    entries = layout(text).entries
    edits = []
    for name, words in comments.items():
        before = [e for e in entries if order.index(e.key.scalar) <= order.index(name)]
        place = line_of(text, before[-1].value.end)[1] if before else 0
        edits.append((place, place, f"# {name}: {words}\n"))
    return replaced(text, edits)


def as_prose(words: str) -> str:
    """Return plain words so that a field of inline Markdown shows them as they are."""
    if without_markup(words) == words and not list(mentions(words)):
        return words
    return re.sub(r"([\\`*_\[\]])", r"\\\1", words)


def _names_of(record: Record) -> list[str]:
    return [*(record.name.all() if record.name else []), *record.aliases]


def _with(value: Any, beside: Mapping[str, Any]) -> Any:
    """Return a value in the short form, or with what stands beside it in the long one."""
    if not beside:
        return value
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return [{**item, **beside} for item in value]
    return {"value": value, **beside}


def sound(kind: str, text: str) -> str:
    """Return a text of which the model has nothing to say. Raises CannotWrite."""
    document = parse(text.encode())
    if document.value is None or document.flaws:
        said = document.flaws[0].message if document.flaws else "no record"
        raise CannotWrite(f"it would not read back: {said}")
    try:
        KINDS[kind].model_validate(document.value)
    except ValidationError as error:
        said = "; ".join(
            f"{'.'.join(map(str, path))}: {message}"
            for path, _code, message, _fix in explain(KINDS[kind], error)
        )
        raise CannotWrite(said) from None
    return text
