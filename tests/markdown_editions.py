"""Markdown editions as any reader of CommonMark has them, held against the JSON of the same record.

What each item should say is put together from the JSON alone: a value, a qualifier or a source that
is missing, changed or too many is a difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

import yaml
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from macros.model.atlas import Atlas
from macros.model.inline import one_line
from macros.model.languages import FALLBACK, LANGUAGES
from macros.model.topic import TOPIC
from macros.model.values import GRADES, STATES, Flag
from macros.page.labels import label, language_name

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@dataclass
class Line:
    """An item of a list: its words, the addresses that it links to, the items below it."""

    text: str
    links: list[str]
    below: list[Line] = field(default_factory=list)


@dataclass
class Edition:
    """A Markdown file: front matter, heading, paragraphs and lists by their headings."""

    head: dict[str, Any]
    title: str = ""
    paragraphs: dict[str, list[str]] = field(default_factory=dict)
    lists: dict[str, list[Line]] = field(default_factory=dict)


def read(markdown: str) -> Edition:
    """Return what a Markdown file says."""
    _, head, body = markdown.split("---\n", 2)
    edition = Edition(yaml.safe_load(head))
    section = ""
    for node in SyntaxTreeNode(READER.parse(body)).children:
        if node.type == "heading" and node.tag == "h1":
            edition.title = words(node)
        elif node.type == "heading":
            section = words(node)
        elif node.type == "paragraph":
            edition.paragraphs.setdefault(section, []).append(words(node))
        else:
            assert node.type in ("bullet_list", "ordered_list"), node.type
            edition.lists[section] = [line(item) for item in node.children]
    return edition


def line(item: SyntaxTreeNode) -> Line:
    """Return an item of a list, which is one paragraph and perhaps a list below it."""
    paragraph, *lists = item.children
    links = [str(node.attrs["href"]) for node in paragraph.walk() if node.type == "link"]
    return Line(words(paragraph), links, [line(one) for inner in lists for one in inner.children])


def words(node: SyntaxTreeNode) -> str:
    """Return the words of a node; anything but words, links and the bold reservation is refused."""
    found = [one for one in node.walk() if not one.children]
    assert {one.type for one in found} <= {"text", "inline"}, {one.type for one in found}
    return "".join(one.content for one in found)


def normal(text: str) -> str:
    """Return a text without numbers of sources and the blanks around them.

    The words of an address that shows itself are not encoded, whatever the address is.
    """
    bare = re.sub(r"(?:\[\d+\])+", "", unquote(one_line(text)))
    return re.sub(r" ?\(\)", "", re.sub(r" +([.,;:)])", r"\1", " ".join(bare.split())))


@dataclass
class Wanted:
    """What an item should say: its words ("…" for a label that JSON does not have), its sources."""

    text: str
    sources: list[str] = field(default_factory=list)
    below: list[Wanted] = field(default_factory=list)


@dataclass
class Told:
    """What a file should say in a language; `records` are those of the JSON by their ids.

    `terms` are the labels of the vocabularies, by list and word.
    """

    language: str
    records: Mapping[str, Mapping[str, Any]]
    terms: Mapping[str, Mapping[str, Any]]

    def differences(self, record: Mapping[str, Any], edition: Edition) -> Iterator[str]:
        """Yield where a Markdown edition does not say what the JSON of its record does."""
        if edition.title != one_line(self.title(record)):
            yield f"title {edition.title!r}"
        if record["summary"]:
            summary = edition.paragraphs[""][-1]
            if normal(summary) != normal(self.words(record["summary"])):
                yield f"summary {summary!r}"
        plain = [one for value in record["values"].values() for one in _several(value)]
        wanted = [self.fact(record, fact) for fact in record["facts"]]
        wanted += [Wanted(f"…: {self.value(value)}") for value in plain]
        items = edition.lists.get(self.label("md_facts"), [])
        references = edition.lists.get(self.label("sources"), [])
        yield from self.compared(record, items, wanted, references)
        absent = [name for name, state in record["fields"].items() if state == "absent"]
        [missing] = edition.paragraphs.get(self.label("md_not_recorded"), [""])
        if len(missing.split("; ") if missing else []) != len(absent):
            yield f"{missing!r} for {absent}"

    def compared(
        self,
        record: Mapping[str, Any],
        items: Sequence[Line],
        wanted: Sequence[Wanted],
        references: Sequence[Line],
    ) -> Iterator[str]:
        """Yield the differences of items, and of the sources to which their numbers lead."""
        if len(items) != len(wanted):
            yield f"{[item.text for item in items]} for {[one.text for one in wanted]}"
        for item, one in zip(items, wanted, strict=False):
            found, text = normal(item.text), normal(one.text)
            if not (found == text or text.startswith("…") and found.endswith(text[1:])):
                yield f"{item.text!r} for {one.text!r}"
            marks = re.search(r"((?:\[\d+\])*)$", item.text)
            numbers = re.findall(r"\d+", marks[1] if marks and one.sources else "")
            if len(numbers) != len(one.sources):
                yield f"{item.text!r} for {one.sources}"
            for number, id_ in zip(numbers, one.sources, strict=False):
                yield from self.source(record["sources"][id_], references[int(number) - 1])
            yield from self.compared(record, item.below, one.below, references)

    def fact(self, record: Mapping[str, Any], fact: Mapping[str, Any]) -> Wanted:
        """Return what the item of a fact should say."""
        head = self.words(fact["label"])
        if fact["state"] != "known":
            head += f": {STATES[fact['state']].label.in_(self.language)}"
        elif fact["type"] != "part":
            head += f": {self.value(fact['value'])}"
        inner = fact["value"] if fact["type"] == "part" else fact["details"]
        below = [
            Wanted(f"…: {self.value(one)}") for value in inner.values() for one in _several(value)
        ]
        others = [
            Wanted(
                f"{self.label('others_say')}: {self.value(other['value'])}"
                + self.qualifiers(record, other),
                other["sources"],
                self.note(other),
            )
            for other in fact["also"]
        ]
        text = head + self.qualifiers(record, fact)
        below += self.counted(record, fact)
        return Wanted(text, fact["sources"], [*below, *self.note(fact), *others])

    def counted(self, record: Mapping[str, Any], fact: Mapping[str, Any]) -> Iterator[Wanted]:
        """Yield what is computed from the counts of a result."""
        for item in record["computed"].get("interval", ()):
            if item["facts"] == [fact["id"]]:
                ends = {name: end["text"] for name, end in item["value"].items() if end}
                share = ends.pop("share", "")
                said = [LANGUAGES[self.language].measure(share, "%")] if share else []
                said += [self.label("interval_computed", **ends)] if ends else []
                yield Wanted(f"{self.label('md_counted')}: {'; '.join(said)}")

    def note(self, fact: Mapping[str, Any]) -> list[Wanted]:
        note = fact["note"]
        return [Wanted(f"{self.label('remark')}: {self.words(note)}")] if note else []

    def qualifiers(self, record: Mapping[str, Any], fact: Mapping[str, Any]) -> str:
        """Return the words in brackets behind a value."""
        marks = [self.label("planned")] if fact["planned"] else []
        if fact["value"] == {"id": TOPIC.terms.approved, "vocabulary": "stage"}:
            kinds = {record["sources"][id_]["kind"]["id"] for id_ in fact["sources"]}
            rests = next(word for word, of in TOPIC.basis.items() if kinds & {*of})
            if rests != next(iter(TOPIC.basis)):
                marks.append(self.words(self.terms["basis"][rests]))
        if fact["as_of"]:
            marks.append(self.label("as_of", date=fact["as_of"]["value"]))
        if fact["checked"]:
            marks.append(self.label("md_checked", date=fact["checked"]["value"]))
        if fact["grade"]:
            grade = GRADES[fact["grade"]].in_(self.language)
            marks.append(self.label("md_evidence", grade=grade))
        return f" ({'; '.join(marks)})" if marks else ""

    def source(self, source: Mapping[str, Any], reference: Line) -> Iterator[str]:
        """Yield what a reference lacks of a source: publisher, date, grade, address."""
        told = [GRADES[source["grade"]].in_(self.language)]
        told += [self.words(source["publisher"])] if source["publisher"] else []
        told += [source["published"]["value"]] if source["published"] else []
        lacking = [one for one in told if one_line(one) not in reference.text]
        if lacking or READER.normalizeLink(source["url"]) not in reference.links:
            yield f"{reference} for {source}"

    def value(self, value: Any) -> str:
        """Return the words of a value."""
        if isinstance(value, bool):
            return Flag(value).words(Atlas(), self.language)
        if isinstance(value, int):
            return f"{value:,}"
        if isinstance(value, str):
            return value
        if "amount" in value:
            amounts = [Decimal(value[name]["text"]) for name in ("amount", "to") if value[name]]
            own, currency = LANGUAGES[self.language], self.value(value["currency"])
            amount = "–".join(map(own.amount, amounts))
            return own.money(amount, currency, bool(value["about"]))
        if FALLBACK in value:
            return self.words(value)
        if "precision" in value:
            return value["value"]
        if "text" in value:
            return f"{Decimal(value['text']):,}"
        if "vocabulary" in value:
            term = self.terms[value["vocabulary"]].get(value["id"])
            return self.words(term, marked=False) if term else value["id"]
        return self.title(self.records[value["id"]])

    def title(self, record: Mapping[str, Any]) -> str:
        """Return what a record is called; a claim never without its verdict."""
        name = self.words(record["name"], marked=False)
        verdict = [fact for fact in record["facts"] if fact["field"] == "verdict"]
        if not verdict:
            return name
        return self.label("claim_check", verdict=self.value(verdict[0]["value"]), claim=name)

    def words(self, words: Mapping[str, Any], marked: bool = True) -> str:
        """Return a text, marked where it is in another language."""
        code = next(code for code in (self.language, FALLBACK, *LANGUAGES) if words[code])
        if code == self.language or not marked:
            return words[code]
        name = language_name(code, self.language)
        return f"{words[code]} ({self.label('md_in_language', name=name)})"

    def label(self, key: str, **values: object) -> str:
        return label(key, self.language, **values)


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
