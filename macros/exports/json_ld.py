"""Pages in terms of schema.org, as JSON-LD: what programs learn from a page itself.

`schema_org.yml` says which type and which properties the kinds have. schema.org knows no plan, no
doubt, no date of a statement and no source of a single fact. So only what is known, happened, is
told by no other source otherwise and is better than unconfirmed is given, and a fact with a note
only where the note goes along. All of it is in the record's JSON, to which the page leads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import yaml
from markupsafe import Markup

from macros.exports.csv_files import FOLDER
from macros.exports.data_set import DataSet
from macros.exports.descriptions.common import KEYWORDS, MEDIA_TYPES, version
from macros.exports.descriptions.common import page as about_page
from macros.exports.plain_record import LICENCE, Plain
from macros.model.atlas import Atlas
from macros.model.basis import reservation, reservation_of
from macros.model.derived import country_of
from macros.model.inline import one_line
from macros.model.kinds import KINDS, Claim, Source
from macros.model.languages import FALLBACK, LANGUAGES
from macros.model.record import Record, fact_at
from macros.model.relations import date_of
from macros.model.topic import TOPIC
from macros.model.values import GRADES, Code, Term
from macros.model.yaml_parser import LOADER
from macros.page.breadcrumb import PATH
from macros.page.labels import label
from macros.page.text import html, json_in_script

MAPPING: dict[str, Any] = yaml.load(Path(__file__).with_name("schema_org.yml").read_bytes(), LOADER)
"""What the file says, by kind; and `ratings`, of claims."""

UNCONFIRMED = [*GRADES][-1]

RATINGS: dict[str, int] = MAPPING.pop("ratings")

DATA_PAGE = "data.md"
"""The page, by its path in the folder of pages, that describes the data set."""

Node = dict[str, Any]
"""A thing, and what is said of it."""


@dataclass(frozen=True)
class Page:
    """A page: its address, plain title, language, and when it was changed."""

    address: str
    title: str
    language: str
    modified: str = ""


def script(graph: Iterable[Node]) -> Markup:
    """Return nodes as the one block of data in a page. A policy for scripts does not concern it."""
    data = {"@context": "https://schema.org", "@graph": [_bare(node) for node in graph]}
    return html('<script type="application/ld+json">{}</script>', json_in_script(data))


def _bare(value: Plain) -> Plain:
    """Return a value without what is empty; texts on one line, a list of one without its list."""
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, dict):
        made = {key: _bare(each) for key, each in value.items()}
        return {key: each for key, each in made.items() if each not in (None, "", [])}
    if isinstance(value, list):
        bare = [_bare(each) for each in value]
        return bare[0] if len(bare) == 1 else bare
    return value


@dataclass(frozen=True)
class JsonLd:
    """What the pages in one language say of themselves and of their records."""

    data: DataSet
    language: str
    root: str
    """The address of the site in the language."""

    @property
    def atlas(self) -> Atlas:
        """The records."""
        return self.data.atlas

    # Pages

    def of_record(self, record: Record, page: Page) -> list[Node]:
        """Return the page of a record and the thing that it is about, if schema.org has one."""
        plain = self.data.record(record)
        thing = self._thing(record, plain)
        cited = {id_: source["url"] for id_, source in plain["sources"].items()}
        for id_ in record.made_in if isinstance(record, Claim) else ():
            cited.pop(id_, None)  # where the claim was made; nothing rests on it
        node = {
            **self._page("MedicalWebPage", page),
            "lastReviewed": _day(plain["checked"]),
            "citation": list(cited.values()),
        }
        if thing is None:
            return [{**node, "about": self._about(plain)}]
        return [{**node, "mainEntity": {"@id": thing["@id"]}}, thing]

    def of_page(self, source: str, page: Page, shown: str) -> list[Node]:
        """Return a page that is not a record's, and the site or the data set that it is about.

        `source` is its path in the folder of pages, `shown` its HTML.
        """
        if source == "index.md":
            site = {**self._site, "license": LICENCE, "publisher": self._contributors}
            return [{**self._page("WebPage", page), "breadcrumb": None, "isPartOf": site}]
        if source == DATA_PAGE:
            return self._data_set(page, re.findall(rf'href="[./]*({FOLDER}/[^"]+)"', shown))
        folder, _, name = source.partition("/")
        of_kind = folder in KINDS and name == "index.md"
        medical = "MedicalWebPage" if folder == "guides" else "WebPage"
        return [self._page("CollectionPage" if of_kind else medical, page)]

    def _data_set(self, page: Page, files: Iterable[str]) -> list[Node]:
        """Return the data set and the catalogue that it is in, with the files that a page names."""
        address = page.address
        known = (date for record in self._dated() if (date := date_of(record)))
        first = min((str(date)[:4] for date in known), default="")
        root = about_page(self.data)
        set_, catalogue = f"{root}#dataset", f"{root}#catalog"
        of_both = {
            "name": self.data.name,
            "description": self._words(TOPIC.data_set.about),
            "license": LICENCE,
            "creator": self._contributors,
            "publisher": {"@id": self._contributors["@id"]},
            "inLanguage": list(self.data.roots),
            "isAccessibleForFree": True,
        }
        return [
            {**self._page("WebPage", page), "mainEntity": {"@id": set_}},
            {
                "@type": "Dataset",
                "@id": set_,
                **of_both,
                "url": address,
                "version": version(self.data),
                "dateModified": self.data.date,
                "keywords": KEYWORDS,
                "spatialCoverage": self._country(TOPIC.country),
                "temporalCoverage": f"{first}/.." if first else None,
                "includedInDataCatalog": {"@id": catalogue},
                "distribution": list(self._distribution(files)),
            },
            {
                "@type": "DataCatalog",
                "@id": catalogue,
                **of_both,
                "url": self.data.root,
                "dataset": {"@id": set_},
            },
        ]

    def _dated(self) -> Iterator[Record]:
        """Yield the records that happen at a time; sources only tell of it."""
        for kind, model in KINDS.items():
            if model is not Source:
                yield from self.atlas.of_kind(kind)

    def _distribution(self, files: Iterable[str]) -> Iterator[Node]:
        for path in dict.fromkeys(files):
            type_ = MEDIA_TYPES.get(path.rpartition(".")[2])
            if type_ and not path.endswith(".json"):  # that describes the others
                yield {
                    "@type": "DataDownload",
                    "name": Path(path).name,
                    "contentUrl": self.data.root + path,
                    "encodingFormat": type_,
                }

    def _page(self, type_: str, page: Page) -> Node:
        path = page.address.removeprefix(self.root)
        original = self.data.root + path
        others = [root + path for code, root in self.data.roots.items() if code != FALLBACK]
        is_original = page.address == original
        return {
            "@type": type_,
            "@id": page.address,
            "url": page.address,
            "name": page.title,
            "inLanguage": page.language,
            "dateModified": page.modified,
            "license": LICENCE,
            "isPartOf": self._site,
            "publisher": self._contributors,
            "breadcrumb": {"@id": page.address + PATH},
            "workTranslation": [{"@id": other} for other in others] if is_original else None,
            "translationOfWork": None if is_original else {"@id": original},
        }

    @cached_property
    def _site(self) -> Node:
        return {
            "@type": "WebSite",
            "@id": f"{self.data.root}#site",
            "name": self.data.name,
            "url": self.data.root,
        }

    @cached_property
    def _contributors(self) -> Node:
        return {
            "@type": "Organization",
            "@id": f"{self.data.root}#contributors",
            "name": label("cite_contributors", self.language, site=self.data.name),
        }

    # Things

    def _thing(self, record: Record, plain: Plain) -> Node | None:
        if isinstance(record, Claim):
            return self._review(record, plain)
        type_ = self._type(record)
        if type_ is None:
            return None
        kind = MAPPING[record.about.id]
        own_words = record.about.own_words  # a name in another language is a translation
        names = record.aliases if own_words else record.own_names
        node: Node = {
            "@type": type_,
            "@id": self._id(record),
            "name": self._name(record),
            "alternateName": [name for name in names if name != record.name_in(self.language)],
            "description": self._description(record, plain),
        }
        if isinstance(record, Source):
            return {**node, **self._work(record)}
        if "day" in kind:
            node["about"] = self._about(plain)
        for path, properties in kind.get("fields", {}).items():
            for name in [properties] if isinstance(properties, str) else properties:
                for fact in _certain(plain, path, noted=name in NOTED):
                    made = self._made(record, plain, fact, path, name)
                    said = node.setdefault(name, [])
                    if made is not None and made not in said:
                        said.append(made)
        return node

    def _type(self, record: Record) -> str | None:
        """Return the type of the thing that a record's page is about, None where it has none."""
        if record.id not in self._types:
            self._types[record.id] = self._found_type(record)
        return self._types[record.id]

    @cached_property
    def _types(self) -> dict[str, str | None]:
        return {}

    def _found_type(self, record: Record) -> str | None:
        kind = MAPPING.get(record.about.id, {})
        plain = self.data.record(record)
        facts = plain["facts"]
        if "only_with" in kind and not any(
            fact["state"] == "known" and not fact["planned"] and fact["field"] in kind["only_with"]
            for fact in facts
        ):
            return None
        days = (_day(fact["value"]) for fact in _certain(plain, kind.get("day", ""), noted=True))
        if "day" in kind and not any(days):
            return None
        type_ = kind.get("type")
        if not isinstance(type_, dict):
            return type_
        if "single" in type_:
            values = [fact for fact in facts if fact["field"] == type_["single"]]
            return type_["then" if len(values) == 1 else "else"]
        words = [fact["value"]["id"] for fact in _certain(plain, type_["by"], noted=True)]
        if word := plain["values"].get(type_["by"]):
            words.append(word["id"])
        return next((type_[word] for word in words if word in type_), type_.get("else"))

    def _made(
        self, record: Record, plain: Plain, fact: Plain, path: str, name: str
    ) -> Node | str | None:
        """Return what a property says of a fact, or of a part of it; None where it says nothing."""
        field = record.fields[fact["field"]]
        value, holds = fact["value"], cast("Any", field.holds)
        if "." in path:
            value = value[path.partition(".")[2]]
        several = len(field.items(record)) > 1
        if value is None or (several and issubclass(holds, Code) and name in OF_ONE):
            return None
        if name == "status":
            word = MAPPING[record.about.id]["words"][field.name].get(value["id"])
            # An entry that is open and old says little of today.
            sound = word and not plain["computed"]["cautions"]
            return {"@id": f"https://schema.org/{word}"} if sound else None
        if name == "legalStatus":
            return self._legal_status(record, fact) if value["id"] == TOPIC.terms.approved else None
        if name == "sameAs":
            return holds(value).address()
        if name == "code":
            system = field.labelled().in_(self.language)
            return {"@type": "MedicalCode", "codeValue": value, "codingSystem": system}
        if name == "isEncodedByBioChemEntity":
            return {"@type": "Gene", "identifier": value, "sameAs": holds(value).address()}
        if name == "studyLocation":
            return self._country(value["id"])
        if name == "address":
            return {
                "@type": "PostalAddress",
                "addressLocality": self._words(value),
                "addressCountry": self._label("country", country_of(record)),
            }
        if name == "drugClass":
            found = self.atlas.records[value["id"]]
            return {"@type": "DrugClass", "name": self._name(found), "url": self._address(found)}
        if name == "additionalProperty":
            found = self.atlas.records[value["id"]]
            return {
                "@type": "PropertyValue",
                "name": field.labelled().in_(self.language),
                "value": found.name_in(self.language),
                "url": self._address(found),
                "description": fact["note"] and self._words(fact["note"]),
            }
        return self._plainly(value)

    def _plainly(self, value: Plain) -> Node | str | None:
        """Return a value without more than it says itself."""
        if not isinstance(value, dict):
            return str(value)
        if "kind" in value:
            found = self.atlas.records[value["id"]]
            return self._mention(found) if self._type(found) else None
        if "vocabulary" in value:
            return self._label(value["vocabulary"], value["id"])
        return value["value"] if "precision" in value else self._words(value)

    def _legal_status(self, record: Record, fact: Plain) -> Node:
        """Return that a product is licensed; on what that rests is never left out."""
        stage = fact_at(record, fact["field"])
        rests_on = reservation_of(self.atlas, stage) if stage else None
        said = [self._definition(rests_on), fact["note"]]
        return {
            "@type": "DrugLegalStatus",
            "name": self._label(fact["value"]["vocabulary"], fact["value"]["id"]),
            "description": self._together(said),
            "applicableLocation": self._country(TOPIC.country),
        }

    def _review(self, claim: Claim, plain: Plain) -> Node | None:
        """Return the review of a claim, where the verdict gives a rating."""
        verdict = next(_certain(plain, "verdict", noted=True), None)
        rating = verdict and RATINGS.get(verdict["value"]["id"])
        if not verdict or not rating:
            return None
        findings = (fact["value"] for fact in plain["facts"] if fact["field"] == "finding")
        made_in = (self.atlas.records[id_] for id_ in claim.made_in)
        return {
            "@type": "ClaimReview",
            "@id": self._id(claim),
            "url": self._address(claim),
            "inLanguage": self.language,
            "claimReviewed": self._name(claim),
            "datePublished": _day(plain["checked"]),
            "author": self._contributors,
            "reviewBody": self._together(findings),
            "reviewRating": {
                "@type": "Rating",
                "alternateName": self._label("verdict", verdict["value"]["id"]),
                "ratingValue": rating,
                "bestRating": 5,
                "worstRating": 1,
                "ratingExplanation": self._together([verdict["note"]]),
            },
            "itemReviewed": {
                "@type": "Claim",
                "appearance": [
                    {**self._mention(source), "url": str(source.url)}
                    for source in made_in
                    if isinstance(source, Source)
                ],
                "about": self._about(plain),
            },
        }

    def _work(self, source: Source) -> Node:
        """Return what a source says of itself as a work. A description of it is no title."""
        language = str(source.language or "")
        title = str(source.title) if source.title else ""
        name = source.name
        same = [source.doi.address()] if source.doi else []
        return {
            "name": self._in(title, language or self.language),
            "description": self._words(name.texts) if name and not title else None,
            "inLanguage": language,
            "url": str(source.url),
            "sameAs": same,
            "archivedAt": str(source.archived or ""),
            "datePublished": str(source.published or ""),
            "publisher": {"@type": "Organization", "name": self._words(source.publisher.texts)}
            if source.publisher
            else None,
            "creditText": ", ".join(map(str, source.authors)),
        }

    def _about(self, plain: Plain) -> list[Node]:
        """Return the things that an event, or a page without a thing, is about."""
        found: dict[str, Node] = {}
        for path in MAPPING.get(plain["kind"], {}).get("about", []):
            name, _, part = path.partition(".")
            given = plain["values"].get(name) or []
            values = [fact["value"] for fact in _certain(plain, path, noted=True)] + given
            for value in (value[part] if part else value for value in values):
                if value and value["id"] != plain["id"]:
                    found[value["id"]] = self._mention(self.atlas.records[value["id"]])
        return list(found.values())

    def _mention(self, record: Record) -> Node:
        """Return a record as another one's page names it."""
        type_ = self._type(record)
        where = {"@id": self._id(record)} if type_ else {"url": self._address(record)}
        return {"@type": type_ or "Thing", **where, "name": self._name(record)}

    def _description(self, record: Record, plain: Plain) -> Node | str | None:
        """Return what a record is: its summary, and what it rests on where that is not much.

        The note on the day of an event goes along.
        """
        day = MAPPING[record.about.id].get("day", "")
        notes = [fact["note"] for fact in _certain(plain, day, noted=True)]
        rests_on = reservation(self.atlas, record)
        return self._together(
            [plain["summary"], *notes, self._definition(rests_on)],
        )

    # Words

    def _address(self, record: Record) -> str:
        return f"{self.root}{record.about.id}/{record.id}/"

    def _id(self, record: Record) -> str:
        return f"{self._address(record)}#it"

    def _name(self, record: Record) -> Node | str | None:
        if record.name is None:
            return record.name_in(self.language)
        return self._words(record.name.texts)

    def _country(self, word: str) -> Node:
        return {"@type": "Country", "name": self._label("country", word)}

    def _label(self, vocabulary: str, word: str | None) -> Node | str | None:
        term = self.atlas.vocabularies[vocabulary].terms.get(word or "")
        return self._words(term.label.texts) if term else None

    def _definition(self, word: Term | None) -> Mapping[str, str] | None:
        term = self.atlas.term(word) if word else None
        return term.definition.texts if term and term.definition else None

    def _words(self, texts: Mapping[str, str | None]) -> Node | str | None:
        """Return a text in the page's language, or else in another, marked as such."""
        return self._together([texts])

    def _together(self, texts: Iterable[Mapping[str, str | None] | None]) -> Node | str | None:
        """Return texts as one, in the language of the page where all of them have that."""
        all_ = [text for text in texts if text]
        for code in (self.language, *LANGUAGES):
            words = [text.get(code) for text in all_]
            if all_ and all(words):
                return self._in(" ".join(filter(None, words)), code)
        return None

    def _in(self, text: str, language: str) -> Node | str:
        """Return a text; where it is not in the page's language, with its own."""
        if language == self.language or not text:
            return text
        return {"@value": text, "@language": language}


NOTED = ("additionalProperty", "legalStatus", "startDate")
"""Properties with which the note on a fact goes along; with others the fact stays out."""

OF_ONE = ("identifier", "sameAs", "isEncodedByBioChemEntity")
"""Properties that would make several codes the same thing."""


def _certain(plain: Plain, path: str, noted: bool = False) -> Iterator[Plain]:
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


def _day(date: Plain) -> str:
    """Return a date that is a day, else ""."""
    return date["value"] if date and date["precision"] == "day" else ""
