"""The things that the pages of records are about, as `mapping.yml` says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from macros.exports.data_set import DataSet
from macros.exports.plain_record import Plain, said_in
from macros.exports.schema_org.words import JsonText, Node, Words
from macros.model.basis import reservation, reservation_of
from macros.model.derived import country_of
from macros.model.fields import Field
from macros.model.identifiers import Code
from macros.model.kinds import Claim, Source
from macros.model.record import Record, fact_at
from macros.model.topic import TOPIC
from macros.model.values import GRADES
from macros.model.yaml_parser import read_yaml
from macros.page.labels import label

MAPPING: dict[str, Any] = read_yaml(Path(__file__).with_name("mapping.yml"))
"""What the file says, by kind; and `ratings`, of claims."""

RATINGS: dict[str, int] = MAPPING.pop("ratings")

UNCONFIRMED = [*GRADES][-1]

NOTED = ("additionalProperty", "legalStatus", "startDate")
"""Properties with which the note on a fact goes along; with others the fact stays out."""

OF_ONE = ("identifier", "sameAs", "isEncodedByBioChemEntity")
"""Properties that would make several codes the same thing."""


def certain(plain: Plain, path: str, noted: bool = False) -> Iterator[Plain]:
    """Yield the facts of a field that may be given plainly; with notes where these go along."""
    field = path.partition(".")[0]
    for fact in plain["facts"]:
        if (
            fact["field"] == field
            and fact["state"] == "known"
            and not (fact["planned"] or fact["also"] or fact["grade"] == UNCONFIRMED)
            and (noted or not fact["note"])
        ):
            yield fact


def _public_page(field: Field[Any], value: str) -> str | None:
    """Return the public page of an identifier."""
    return cast("Any", field.holds)(value).address()


def day(date: Plain) -> str:
    """Return a date that is a day, else ""."""
    return date["value"] if date and date["precision"] == "day" else ""


@dataclass(frozen=True)
class Things:
    """The things that the pages in one language are about."""

    data: DataSet
    words: Words

    @cached_property
    def contributors(self) -> Node:
        """Return who made the site."""
        return {
            "@type": "Organization",
            "@id": f"{self.data.root}#contributors",
            "name": label("cite_contributors", self.words.language, site=self.data.name),
        }

    def thing(self, record: Record) -> Node | None:
        """Return what a record's page is about, None where schema.org has no such thing."""
        plain = self.data.record(record)
        if isinstance(record, Claim):
            return self._review(record)
        type_ = self._type(record)
        if type_ is None:
            return None
        kind = MAPPING[record.about.id]
        own_words = record.about.own_words  # a name in another language is a translation
        names = record.aliases if own_words else record.own_names
        shown = record.name_in(self.words.language)
        node: Node = {
            "@type": type_,
            "@id": self.words.id(record),
            "name": self.words.name(record),
            "alternateName": [name for name in names if name != shown],
            "description": self._description(record, plain),
        }
        if isinstance(record, Source):
            return {**node, **self._work(record)}
        if "day" in kind:
            node["about"] = self.about(record)
        for path, properties in kind.get("fields", {}).items():
            for name in [properties] if isinstance(properties, str) else properties:
                for fact in certain(plain, path, noted=name in NOTED):
                    value = self._made(record, plain, fact, path, name)
                    values = node.setdefault(name, [])
                    if value is not None and value not in values:
                        values.append(value)
        return node

    def _type(self, record: Record) -> str | None:
        """Return the type of the thing that a record's page is about, None where it has none."""
        atlas = self.data.atlas
        return atlas.once(self._types, record.id, lambda: self._found_type(record))

    @cached_property
    def _types(self) -> dict[str, str | None]:
        return {}

    def _found_type(self, record: Record) -> str | None:
        kind = MAPPING.get(record.about.id, {})
        type_ = kind.get("type")
        rule = type_ if isinstance(type_, dict) else {}
        names = [kind.get("day"), rule.get("by"), rule.get("single"), *kind.get("only_with", ())]
        # These fields alone: a page that only names the record does not follow all it says.
        plain = said_in(self.data.atlas, record, filter(None, names))
        facts = plain["facts"]
        if "only_with" in kind and not any(
            fact["state"] == "known" and not fact["planned"] and fact["field"] in kind["only_with"]
            for fact in facts
        ):
            return None
        days = (day(fact["value"]) for fact in certain(plain, kind.get("day", ""), noted=True))
        if "day" in kind and not any(days):
            return None
        if not isinstance(type_, dict):
            return type_
        if "single" in rule:
            values = [fact for fact in facts if fact["field"] == rule["single"]]
            return rule["then" if len(values) == 1 else "else"]
        words = [fact["value"]["id"] for fact in certain(plain, rule["by"], noted=True)]
        if word := plain["values"].get(rule["by"]):
            words.append(word["id"])
        return next((rule[word] for word in words if word in rule), rule.get("else"))

    def _made(self, record: Record, plain: Plain, fact: Plain, path: str, name: str) -> JsonText:
        """Return what a property says of a fact, or of a part of it; None where it says nothing."""
        field, value = record.fields[fact["field"]], fact["value"]
        if "." in path:
            value = value[path.partition(".")[2]]
        is_code = issubclass(field.holds, Code)
        if value is None or (is_code and name in OF_ONE and len(field.items(record)) > 1):
            return None
        words = self.words
        match name:
            case "sameAs":
                return _public_page(field, value)
            case "code":
                system = field.labelled().in_(words.language)
                return {"@type": "MedicalCode", "codeValue": value, "codingSystem": system}
            case "isEncodedByBioChemEntity":
                return {"@type": "Gene", "identifier": value, "sameAs": _public_page(field, value)}
            case "status":
                word = MAPPING[record.about.id]["words"][field.name].get(value["id"])
                # An entry that is open and old says little of today.
                sound = word and not plain["computed"]["cautions"]
                return {"@id": f"https://schema.org/{word}"} if sound else None
            case "legalStatus":
                return self._legal_status(record, fact)
            case "studyLocation":
                return words.country(value["id"])
            case "address":
                country = words.label("country", country_of(record))
                place = {"addressLocality": words.words(value), "addressCountry": country}
                return {"@type": "PostalAddress", **place}
            case "drugClass":
                of = self.data.atlas.records[value["id"]]
                return {"@type": "DrugClass", "name": words.name(of), "url": words.address(of)}
            case "additionalProperty":
                of = self.data.atlas.records[value["id"]]
                return {
                    "@type": "PropertyValue",
                    "name": field.labelled().in_(words.language),
                    "value": of.name_in(words.language),
                    "url": words.address(of),
                    "description": words.together([fact["note"]]),
                }
            case _:
                return self._plainly(value)

    def _plainly(self, value: Plain) -> JsonText:
        """Return a value without more than it says itself."""
        if not isinstance(value, dict):
            return str(value)
        if "kind" in value:
            record = self.data.atlas.records[value["id"]]
            return self._mention(record) if self._type(record) else None
        if "vocabulary" in value:
            return self.words.label(value["vocabulary"], value["id"])
        return value["value"] if "precision" in value else self.words.words(value)

    def _legal_status(self, record: Record, fact: Plain) -> Node | None:
        """Return the approval of a product, always with its basis; None if it has none."""
        if fact["value"]["id"] != TOPIC.terms.approved:
            return None
        stage = fact_at(record, fact["field"])
        rests_on = reservation_of(self.data.atlas, stage) if stage else None
        texts = [self.words.definition(rests_on), fact["note"]]
        return {
            "@type": "DrugLegalStatus",
            "name": self.words.label(fact["value"]["vocabulary"], fact["value"]["id"]),
            "description": self.words.together(texts),
            "applicableLocation": self.words.country(TOPIC.country),
        }

    def _review(self, claim: Claim) -> Node | None:
        """Return the review of a claim, where the verdict gives a rating."""
        plain = self.data.record(claim)
        verdict = next(certain(plain, "verdict", noted=True), None)
        rating = verdict and RATINGS.get(verdict["value"]["id"])
        if not verdict or not rating:
            return None
        findings = (fact["value"] for fact in plain["facts"] if fact["field"] == "finding")
        made_in = (self.data.atlas.records[id_] for id_ in claim.made_in)
        return {
            "@type": "ClaimReview",
            "@id": self.words.id(claim),
            "url": self.words.address(claim),
            "inLanguage": self.words.language,
            "claimReviewed": self.words.name(claim),
            "datePublished": day(plain["checked"]),
            "author": self.contributors,
            "reviewBody": self.words.together(findings),
            "reviewRating": {
                "@type": "Rating",
                "alternateName": self.words.label("verdict", verdict["value"]["id"]),
                "ratingValue": rating,
                "bestRating": 5,
                "worstRating": 1,
                "ratingExplanation": self.words.together([verdict["note"]]),
            },
            "itemReviewed": {
                "@type": "Claim",
                "appearance": [
                    {**self._mention(source), "url": str(source.url)}
                    for source in made_in
                    if isinstance(source, Source)
                ],
                "about": self.about(claim),
            },
        }

    def _work(self, source: Source) -> Node:
        """Return what a source says of itself as a work. A description is not a title."""
        language = str(source.language or "")
        title = str(source.title) if source.title else ""
        name = source.name
        same = [source.doi.address()] if source.doi else []
        return {
            "name": self.words.in_(title, language or self.words.language),
            "description": self.words.words(name.texts) if name and not title else None,
            "inLanguage": language,
            "url": str(source.url),
            "sameAs": same,
            "archivedAt": str(source.archived or ""),
            "datePublished": str(source.published or ""),
            "publisher": {"@type": "Organization", "name": self.words.words(source.publisher.texts)}
            if source.publisher
            else None,
            "creditText": ", ".join(map(str, source.authors)),
        }

    def about(self, record: Record) -> list[Node]:
        """Return the things that an event, or a page without a thing, is about."""
        plain = self.data.record(record)
        nodes: dict[str, Node] = {}
        for path in MAPPING.get(plain["kind"], {}).get("about", []):
            name, _, part = path.partition(".")
            plain_values = plain["values"].get(name) or []
            values = [fact["value"] for fact in certain(plain, path, noted=True)] + plain_values
            for value in (value[part] if part else value for value in values):
                if value and value["id"] != plain["id"]:
                    nodes[value["id"]] = self._mention(self.data.atlas.records[value["id"]])
        return list(nodes.values())

    def _mention(self, record: Record) -> Node:
        """Return a record as another one's page names it."""
        type_ = self._type(record)
        where = {"@id": self.words.id(record)} if type_ else {"url": self.words.address(record)}
        return {"@type": type_ or "Thing", **where, "name": self.words.name(record)}

    def _description(self, record: Record, plain: Plain) -> JsonText:
        """Return what a record is: its summary, and what it is based on if that is weak.

        The note on the day of an event goes along.
        """
        dated_by = MAPPING[record.about.id].get("day", "")
        notes = [fact["note"] for fact in certain(plain, dated_by, noted=True)]
        rests_on = self.words.definition(reservation(self.data.atlas, record))
        return self.words.together([plain["summary"], *notes, rests_on])
