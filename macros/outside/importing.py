"""Files to write for a study: a new trial with its source, or what an existing one lacks.

A value that a person wrote is changed only where a person says so, field by field, and never one
with a remark or with another source's value beside it. Nothing here touches the disk.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from macros.model.atlas import Atlas
from macros.model.identity import folded
from macros.model.inline import mentions, without_markup
from macros.model.kinds import KINDS, Source, Trial
from macros.model.partial_dates import is_after
from macros.model.problems import Fault, KeyPath, did_you_mean, did_you_slip
from macros.model.topic import TOPIC
from macros.model.values import Json
from macros.outside.answer import Leftover
from macros.outside.clinicaltrials import trials_by_number
from macros.outside.comparing import Difference, compare
from macros.outside.shape import clean, mappings, texts
from macros.outside.sources import Reference, Sources, record_of, registry_entry
from macros.outside.study import DATED, Registered
from macros.outside.words import NOTES, Texts
from macros.store.editing.layout import layout, line_of
from macros.store.editing.writing import dump_record, edit_record, replaced
from macros.store.reading import parse, parse_sound

_FIELDS = list(Trial.fields)
_NEEDLESS = {"sponsors": ("registered_sponsor",), "eligibility": ("inclusion", "exclusion")}
"""Fields that are needless beside what a person has written."""


@dataclass
class Plan:
    """What importing a study would do. `files` holds the new text of each file by its path.

    `unmapped` and `not_taken_over` are the parts of the study that no field takes.
    """

    nct: str
    id: str
    outcome: str = "same"
    """One word for it: new, added, changed, differs or same."""

    files: dict[str, str] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    changed: list[Difference] = field(default_factory=list)
    differs: list[Difference] = field(default_factory=list)
    by_hand: list[str] = field(default_factory=list)
    unmapped: list[Leftover] = field(default_factory=list)
    not_taken_over: dict[str, int] = field(default_factory=dict)


def trial_fields(words: str) -> list[str]:
    """Return the fields of a trial in "phase, status". Raises Fault where one is unknown."""
    names = [word.strip() for word in words.split(",") if word.strip()]
    for name in names:
        if name not in _FIELDS:
            raise Fault(f'unknown trial field "{name}"', did_you_mean(name, _FIELDS))
    return names


class Importer:
    """Plans the import of studies one after the other, so that a batch gives no two the same name.

    `day` is the date of the query: it becomes `checked` of a trial and `accessed` of a source.
    `only` limits what is added to existing trials to these fields. `source` is the record of what
    the studies were read in, where that is not the registry. Raises Fault where it is not there.
    With `take`, differences in the fields of `only` are taken over too.
    """

    def __init__(
        self,
        atlas: Atlas,
        data: Path,
        day: str,
        only: Collection[str] = (),
        source: str = "",
        take: bool = False,
    ):
        if source and not atlas.get(Source, source):
            raise Fault(f'unknown source "{source}"', did_you_slip(source, atlas.ids(["sources"])))
        self.atlas, self.data, self.day, self.only, self.source = atlas, data, day, only, source
        self.take = take
        self._planned: set[str] = set()
        self._numbers = {number: str(trial.id) for number, trial in trials_by_number(atlas).items()}
        self._names = {folded(n): r.id for r in atlas.records.values() for n in r.own_names}
        self._sources = Sources(atlas)

    def plan(self, registered: Registered, *, stored: bool = False) -> Plan:
        """Return what to write for a study; of a `stored` one the day is that of the answer.

        Raises Fault.
        """
        if not registered.nct:
            raise Fault("the answer has no NCT number")
        if registered.nct in self._planned:
            raise Fault("it is listed twice")
        self._planned.add(registered.nct)
        self._seen = (stored and registered.as_of) or self.day
        trial = self._existing(registered)
        plan = Plan(registered.nct, str(trial.id) if trial else registered.nct.lower())
        plan.unmapped, plan.not_taken_over = registered.leftovers, registered.untaken
        self._keep_numbers_apart(registered, plan.id)
        if trial:
            self._more(plan, trial, registered)
        else:
            self._new(plan, registered)
        return plan

    def _existing(self, registered: Registered) -> Trial | None:
        for number in texts(registered.fields.get("registry_numbers")):
            trial = self.atlas.get(Trial, self._numbers.get(number, ""))
            if trial and number.startswith("NCT"):
                return trial
        redirect = self.atlas.redirects.get(registered.nct.lower())
        return self.atlas.get(Trial, redirect.to if redirect else registered.nct.lower())

    def _keep_numbers_apart(self, registered: Registered, record_id: str) -> None:
        """Leave out numbers of other trials: a trial and its extension may share one."""
        numbers = []
        for number in texts(registered.fields.get("registry_numbers")):
            owner = self._numbers.setdefault(number, record_id)
            if owner == record_id:
                numbers.append(number)
            else:
                left = Leftover("registry numbers", number, f"the number of {owner}")
                registered.leftovers.append(left)
        registered.fields["registry_numbers"] = numbers

    def _new(self, plan: Plan, registered: Registered) -> None:
        plan.outcome, path = "new", f"trials/{plan.id}.yml"
        if (self.data / path).exists():
            raise Fault(f"data/{path} exists but has errors", "Correct it first.")
        name = clean(registered.fields.get("title")) or registered.nct
        if folded(name) in self._names:
            name = f"{name} ({registered.nct})"
        aliases = []
        for alias in texts(registered.fields.get("aliases")):
            if owner := self._names.get(folded(alias)):
                left = Leftover("identificationModule.acronym", alias, f"a name of {owner}")
                registered.leftovers.append(left)
            else:
                aliases.append(alias)
        record: dict[str, object] = {
            **{key: self._cited(registered, key) for key in registered.fields},
            "name": {"en": name},
            "aliases": aliases,
            "sources": [self._source(plan, registered)],
            "checked": self._seen,
            "facts": [{"about": a, "value": as_prose(value)} for a, value in registered.facts],
        }
        record = {key: value for key, value in record.items() if value != []}
        needless = {*record} - {"name"}
        national, numbers = TOPIC.registry.national, texts(registered.fields["registry_numbers"])
        if not any(number.startswith(national["letters"]) for number in numbers):
            needless.add(national["field"])
        if not registered.fields.get("site_count"):  # no site in the country, or no list of sites
            needless.add("sites")
        if "registered_sponsor" in record:
            needless.add("sponsors")
        by_hand = TOPIC.registry.by_hand.items()
        comments = {key: words for key, words in by_hand if key not in needless}
        plan.by_hand = list(comments)
        text = reminded("trials", dump_record("trials", record), comments)
        plan.files[path] = sound("trials", text)
        self._names |= {folded(other): plan.id for other in (name, *aliases)}

    def _more(self, plan: Plan, trial: Trial, registered: Registered) -> None:
        path = self.data / f"trials/{trial.id}.yml"
        text = path.read_bytes().decode()  # its line ends too stay as they are
        there = {"aliases", *(parse(text.encode()).value or {})}
        there |= {name for written in there & _NEEDLESS.keys() for name in _NEEDLESS[written]}
        new = [n for n in registered.fields if n not in there and n in (self.only or _FIELDS)]
        plan.differs = [d for d in compare(trial, registered) if d.field not in new]
        if self.take:
            plan.unmapped, plan.not_taken_over = [], {}
            plan.differs = [d for d in plan.differs if d.field in self.only]
        plan.added = sorted(new, key=_FIELDS.index)
        if new or (self.take and plan.differs):
            self._write_more(plan, trial, registered, text)
        outcomes = {"changed": plan.changed, "added": new, "differs": plan.differs}
        plan.outcome = next((word for word, what in outcomes.items() if what), "same")

    def _write_more(self, plan: Plan, trial: Trial, registered: Registered, text: str) -> None:
        """Plan the text of a trial's file with what is added to it and what is taken over."""
        source = self._source(plan, registered)
        own: dict[str, Json] = {"as_of": registered.as_of}
        own["checked"] = self._seen  # the rest of the record was checked on another day
        if [str(s) for s in trial.sources] != [source]:
            own["sources"] = [source]
        changes: dict[KeyPath, object] = {
            (name,): self._cited(registered, name, own) for name in plan.added
        }
        if self.take:
            for difference in [*plan.differs]:
                taken = self._taken(difference, parse(text.encode()).value or {}, registered, own)
                if taken:
                    changes |= taken
                    plan.changed.append(difference)
                    plan.differs.remove(difference)
        if changes:
            edited = edit_record("trials", text, changes)
            plan.files[f"trials/{trial.id}.yml"] = sound("trials", edited)
        else:
            plan.files.clear()

    def _taken(
        self,
        difference: Difference,
        raw: Mapping[str, Any],
        registered: Registered,
        own: Mapping[str, Json],
    ) -> dict[KeyPath, object]:
        """Return the changes that take a difference over, {} where that is for a person to do."""
        name = difference.field
        if name == "sites":
            return _sites_taken(raw[name], registered, own)
        if name not in registered.fields or (Trial.fields[name].several and name != "countries"):
            return {}
        return {} if _remarked(raw[name]) else {(name,): self._cited(registered, name, own)}

    def _cited(
        self, registered: Registered, name: str, own: Mapping[str, Json] | None = None
    ) -> object:
        """Return a value as a file has it, with its qualifiers where it has some."""
        field_, value = Trial.fields[name], registered.fields[name]
        note = registered.notes.get(name, {})
        passed = isinstance(value, str) and is_after(self._seen, value)
        if passed and name in registered.planned:
            note = NOTES["plan_passed"]
        beside = {
            "as_of": registered.as_of if name in DATED else None,
            "checked": self._seen if value == "unknown" else None,
            "planned": name in registered.planned,
            "note": _prose(note),
            **(own or {}),
        }
        qualifiers = {key: qualifier for key, qualifier in beside.items() if qualifier}
        return field_.written(value, qualifiers)

    def _source(self, plan: Plan, registered: Registered) -> str:
        """Return the id of what was read as a source; plan the file of an entry that is new."""
        if self.source:
            return self.source
        nct = plan.nct
        known = self._sources.known(Reference("nct", nct))
        if known:
            return known
        source_id = f"ctgov-{nct.lower()}"
        if source_id in self.atlas.records or (self.data / f"sources/{source_id}.yml").exists():
            raise Fault(f'the id "{source_id}" is taken by a source with another URL')
        title = clean(registered.fields.get("title"))
        record = record_of(registry_entry(nct, title, registered.updated), self._seen)
        plan.files[f"sources/{source_id}.yml"] = sound("sources", dump_record("sources", record))
        return source_id


def _remarked(raw: object) -> bool:
    """Return whether something is said of a value that may not be true of another."""
    return isinstance(raw, dict) and not {"note", "also"}.isdisjoint(raw)


def _sites_taken(
    raw: Any,  # noqa: ANN401
    registered: Registered,
    own: Mapping[str, Json],
) -> dict[KeyPath, object]:
    """Return the changes that give hospitals here their registered states, and add those missing.

    {} where a hospital would have to go, or has a remark, or one is not matched: that is for a
    person to look into.
    """
    base: KeyPath = ("sites", "value") if isinstance(raw, dict) else ("sites",)
    items = raw["value"] if isinstance(raw, dict) else raw
    if not isinstance(items, list):
        return {}
    named = [item["value"] if isinstance(item, dict) else item for item in items]
    changes: dict[KeyPath, object] = {}
    theirs = {clean(site.get("value")): site for site in mappings(registered.fields.get("sites"))}
    if "unknown" in theirs or not {*named} <= {*theirs}:
        return {}
    for hospital, site in theirs.items():
        index = named.index(hospital) if hospital in named else len(named)
        old = items[index] if index < len(items) else {}
        if _remarked(old):
            return {}
        same = isinstance(old, dict) and old.get("status") == site.get("status")
        if index == len(named):
            named.append(hospital)
        if not same:
            changes[(*base, index)] = {**site, **own}
    return changes


def reminded(kind: str, text: str, comments: Mapping[str, str]) -> str:
    """Return a text with a comment for each field that is left to a person, at its place."""
    rank = {name: index for index, name in enumerate(KINDS[kind].fields)}
    ends = [(rank[str(e.key.scalar)], e.value.end) for e in layout(text).entries if e.key]
    edits = []
    for name, words in comments.items():
        before = [end for place, end in ends if place <= rank[name]]
        place = line_of(text, before[-1])[1] if before else 0
        edits.append((place, place, f"# {name}: {words}\n"))
    return replaced(text, edits)


def as_prose(words: str) -> str:
    """Return plain words so that a field of inline Markdown shows them as they are."""
    if without_markup(words) == words and not list(mentions(words)):
        return words
    return re.sub(r"([\\`*_\[\]])", r"\\\1", words)


def _prose(note: Texts) -> Texts:
    return {language: as_prose(words) for language, words in note.items()}


def sound(kind: str, text: str) -> str:
    """Return a text of which the model has nothing to say. Raises Fault."""
    fields = parse_sound(text.encode())
    try:
        KINDS[kind].of(fields)
    except ValueError as error:
        raise Fault(str(error)) from None
    return text
