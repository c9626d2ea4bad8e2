"""Synthetic records in the project's own schema: the same number and seed give the same bytes.

The fields are read off the models in macros/model/kinds/, so that a new field or kind is in the
benchmark by itself. Three links in ten go to the head of a Zipf-like order: there are hubs, as in
the real data.

    python -m tests.benchmark.generate FOLDER NUMBER FIGURES
"""

from __future__ import annotations

import json
import random
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import yaml

from macros.model import values as v
from macros.model.facts import Part
from macros.model.fields import Field
from macros.model.identifiers import Code, RegistryNumber
from macros.model.kinds import KINDS, Result
from macros.model.money import Money
from macros.model.numbers import Count, Number
from macros.model.partial_dates import PartialDate
from macros.model.record import Record
from macros.model.refs import Ref, SourceRef
from macros.model.urls import Url
from tests.benchmark import FEWEST
from tests.benchmark.words import EN, KO, SYLLABLES

ROOT = Path(__file__).resolve().parents[2]

SHARES = {
    "trials": 0.22,
    "products": 0.12,
    "companies": 0.10,
    "institutions": 0.08,
    "decisions": 0.06,
    "partnerships": 0.05,
    "indications": 0.03,
    "targets": 0.03,
    "therapies": 0.02,
}
"""Of all records; kinds not named have one in a hundred each, sources have the rest."""

ONLY = {
    "decision-type": ("orphan-designation", "expedited-designation", "safety-action"),
    "institution-type": ("hospital",),
    "stage": ("discontinued", "phase-3"),
    "trial-status": ("active-not-recruiting", "suspended", "withdrawn"),
}
"""Words that no check holds against another fact, where chance would soon find one that does."""

_EN, _KO = EN.split(), KO.split()


_ASCENDING = (("responders", "n"), ("low", "value", "high"))
"""Numbers of a result of which none is larger than the next."""


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):
    """Puts digits in quotes: a code such as 00418 is a text to YAML, but the check wants quotes."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    quotes = '"' if text.isdigit() else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=quotes)


_Dumper.add_representer(str, _text)


def chance(field: Field[Any]) -> float:
    """Return how often a record has a field."""
    if field.required or field.name == "family":  # a check asks for the family
        return 1
    return 0.8 if field.expected or issubclass(field.holds, Ref) else 0.25


class Records:
    """All records of one size; iterate for kind, id and what the file holds."""

    def __init__(self, number: int, seed: int = 7):
        if number < FEWEST:
            raise ValueError(f"at least {FEWEST} records are needed, not {number}")
        self.random = random.Random(seed)
        self.ids = _ids(number)
        self.links = self.citations = 0
        self._words = _vocabularies(ROOT / "data" / "vocabulary")
        self._count = 0

    def __iter__(self):
        for kind, ids in self.ids.items():
            for at, id_ in enumerate(ids):
                self._kind, self._at = kind, at
                yield kind, id_, self._record(KINDS[kind])

    def _record(self, model: type[Record]) -> dict[str, Any]:
        self._count += 1
        # One day for all dates of a record: whatever order a check asks for, they have it.
        self._day = "{}-{:02}-{:02}".format(
            *(self.random.randrange(*span) for span in ((2015, 2026), (1, 13), (1, 29)))
        )
        record: dict[str, Any] = {}
        if model.needs_sources:
            record["name"] = self._name()
            record["aliases"] = [f"{self._en(1).upper()}-{self._count}", f"{self._ko_name()}주"]
            record["summary"] = {"en": self._prose(75), "ko": self._prose(60, self._ko)}
            record["sources"] = self._sources(1)
            record["checked"] = "2026-11-22"
        for name, field in model.declared().items():
            given = self.random.random() < chance(field)
            if given and (model.needs_sources or field.shape != "parts"):
                value = self._field(field)
                if value not in (None, []):
                    record[name] = value
        if record.get("described") or isinstance(record.get("name"), str):
            # What describes a source is its name, in both languages as that of other records.
            record["name"] = {"en": f"Page {self._count}", "ko": f"페이지 {self._count}"}
        return record

    def _field(self, field: Field[Any]) -> Any:
        if not field.several:
            return self._fact(field) if field.shape == "one" else self._value(field)
        most = 2 if field.shape == "parts" else 3
        items = [self._value(field) for _ in range(self.random.randint(1, most))]
        items = [
            item for at, item in enumerate(items) if item is not None and item not in items[:at]
        ]
        if field.shape == "many" and items and self._once_in(4):
            return {"value": items, "sources": self._sources(1)}
        return items

    def _fact(self, field: Field[Any]) -> Any:
        """Return a fact in its short form, or with what it rests on; a few are disputed."""
        value = self._value(field)
        if value is None or self._once_in(2):
            return value
        fact = {"value": value, "sources": self._sources(self.random.choice((1, 1, 2)))}
        if self._once_in(3):
            fact["as_of"] = self._date()
        if self._once_in(6):
            fact["note"] = self._prose(12)
        if self._once_in(15):
            fact["planned"] = True
            fact.setdefault(
                "note", self._prose(12)
            )  # a plan that has passed says what became of it
        if self._once_in(15) and (other := self._value(field)) not in (None, value):
            fact["also"] = [{"value": other, "sources": self._sources(1)}]
        return fact

    def _value(self, field: Field[Any]) -> Any:
        if field.shape == "parts":
            return self._part(field.holds)
        for type_, make in self._makers():
            if issubclass(field.holds, type_):
                return make(field.holds)
        return field.example  # a type that is newer than this file

    def _makers(self):
        """Yield types of values, special ones first, with the function that makes one."""
        yield Ref, self._link
        yield v.Term, lambda type_: self.random.choice(self._words[type_.vocabulary])
        yield PartialDate, lambda _: self._date()
        yield Count, lambda _: self.random.randrange(3, 400)
        yield Number, lambda _: f"{self.random.randrange(100, 990) / 10}"
        yield RegistryNumber, lambda _: f"NCT{10_000_000 + self._count}"
        yield Code, self._code
        yield Url, lambda _: f"https://example.org/{self._kind}/{self._count}/{self._en(1)}"
        yield (
            Money,
            lambda _: {"amount": self.random.randrange(1, 900) * 10**8, "currency": "krw"},
        )
        yield v.Prose, lambda _: {"en": self._prose(16), "ko": self._prose(12, self._ko)}
        yield v.Words, self._two_languages
        yield v.Text, lambda _: self._en(5).capitalize()
        yield v.Flag, lambda _: True

    def _part(self, part: type[Part]) -> dict[str, Any] | None:
        found = {}
        for name, field in part.declared().items():
            if field.required or self._once_in(2) or issubclass(field.holds, Ref):
                value = self._field(field)
                if value not in (None, []):
                    found[name] = value
        for ascending in _ASCENDING if part is Result else ():
            names = [name for name in ascending if name in found]
            found |= zip(names, sorted((found[name] for name in names), key=float), strict=True)
        return {**found, "sources": self._sources(1)} if found else None

    def _link(self, type_: type[Ref]) -> str | None:
        kinds = type_.kinds or ("products", "trials", "companies", "institutions")
        kind = self.random.choice(kinds)
        found = self._pick(kind)
        if found and type_ is SourceRef:
            self.citations += 1
        elif found:
            self.links += 1
        return found

    def _pick(self, kind: str) -> str | None:
        """Return an id; one of the record's own kind stands before it, so that none goes round."""
        ids = self.ids[kind]
        end = self._at if kind == self._kind else len(ids)
        if not end:
            return None
        if self._once_in(10 / 3):
            return ids[(int(self.random.paretovariate(0.8)) - 1) % end]
        return ids[self.random.randrange(end)]

    def _sources(self, number: int) -> list[str]:
        found = list(dict.fromkeys(self._pick("sources") for _ in range(number)))
        self.citations += len(found)
        return found

    def _name(self) -> dict[str, str]:
        first, second = self.random.sample(_EN, 2)
        en = f"{first.capitalize()} {second.capitalize()} {self._count}"
        return {"en": en, "ko": self._ko_name()}

    def _ko_name(self) -> str:
        return "".join(self.random.choices(SYLLABLES, k=3)) + f" {self._count}"

    def _two_languages(self, _type: Any) -> Any:
        en = self._en(self.random.randint(2, 5)).capitalize()
        return {"en": en, "ko": self._ko(3)} if self._once_in(2) else en

    def _prose(self, length: int, words: Any = None) -> str:
        words = words or self._en
        link = self._link(Ref)
        sources = self._sources(1)
        first, rest = words(length // 2), words(length - length // 2)
        linked = f"[[{link}]]" if link else words(1)
        cited = f" [@{sources[0]}]" if sources else ""
        return f"{first.capitalize()} *{words(1)}* {linked} {rest}{cited}."

    def _code(self, type_: type[Code]) -> str:
        """Return a code that no other record has: two sources with one DOI would be an error."""
        like = type_.like.strip('"')
        own = re.sub(r"(?<=\d)\d+$", lambda end: f"{self._count:0{len(end[0])}}", like)
        return own if re.fullmatch(type_.pattern, own) else like

    def _date(self) -> str:
        return self._day[: self.random.choice((4, 7, 10, 10))]

    def _en(self, number: int) -> str:
        return " ".join(self.random.choices(_EN, k=number))

    def _ko(self, number: int) -> str:
        return " ".join(self.random.choices(_KO, k=number))

    def _once_in(self, number: float) -> bool:
        return self.random.random() * number < 1


def write(folder: Path, number: int, seed: int = 7) -> dict[str, float]:
    """Write a data folder; return its number of records and, a record, bytes, links, citations."""
    shutil.copytree(ROOT / "data" / "vocabulary", folder / "vocabulary")
    records = Records(number, seed)
    size = 0
    for kind, id_, record in records:
        text = yaml.dump(record, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
        path = folder / kind / f"{id_}.yml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        size += len(text.encode())
    return {
        "records": number,
        "bytes": round(size / number),
        "links": round(records.links / number, 1),
        "citations": round(records.citations / number, 1),
    }


def _ids(number: int) -> dict[str, list[str]]:
    counts = {
        kind: max(2, round(number * SHARES.get(kind, 0.01))) for kind in KINDS if kind != "sources"
    }
    counts["sources"] = number - sum(counts.values())
    return {
        kind: [f"{_slug(KINDS[kind].about.one.in_('en'))}-{at:05}" for at in range(count)]
        for kind, count in counts.items()
    }


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def _vocabularies(folder: Path) -> dict[str, list[str]]:
    found = {}
    for path in folder.glob("*.yml"):
        words = list(yaml.safe_load(path.read_text(encoding="utf-8"))["terms"])
        calm = [word for word in words if word in ONLY.get(path.stem, ())]
        found[path.stem] = calm or words
    return found


if __name__ == "__main__":
    figures = json.dumps(write(Path(sys.argv[1]), int(sys.argv[2])))
    Path(sys.argv[3]).write_text(figures, encoding="utf-8")
