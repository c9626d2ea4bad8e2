"""What every part of a page needs: the Atlas, the language, the way to the root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape

from macros.model.atlas import Atlas
from macros.model.facts import Fact
from macros.model.fields import Field
from macros.model.inline import plain_line
from macros.model.languages import LANGUAGES, with_units
from macros.model.order import name_order
from macros.model.record import Record
from macros.model.values import Value, Words
from macros.page.glossary import Glossary, explain
from macros.page.labels import label, language_name
from macros.page.text import attribute, citation, html, prose, text, url

T = TypeVar("T")

REPORT_FORM = "report-an-error.yml"  # in .github/ISSUE_TEMPLATE; `record` is a field of it


@dataclass(frozen=True)
class Project:
    """Where the project lives: its repository, its site in the language of the build."""

    repository: str = ""
    branch: str = "main"
    name: str = ""
    site: str = ""
    doi: str = ""
    """The identifier of all releases of the data, "" while there is none."""
    contact: str = ""
    """The address for mail, "" while none is set."""

    def address(self, record: Record) -> str:
        """Return the permanent address of the record's page."""
        return f"{self.site}{record.about.id}/{record.id}/"

    def edit(self, record: Record) -> str:
        """Return the address at which the record's file is edited."""
        return f"{self.repository}/edit/{self.branch}/{record.path}" if self.repository else ""

    def view(self, record: Record) -> str:
        """Return the address at which the record's file is read."""
        return f"{self.repository}/blob/{self.branch}/{record.path}" if self.repository else ""

    def history(self, record: Record) -> str:
        """Return the address of all changes of the record's file."""
        if not self.repository:
            return ""
        return f"{self.repository}/commits/{self.branch}/{record.path}"

    def new(self, kind: str, content: str) -> str:
        """Return the address of the form for a new file of a kind, with text to begin with."""
        form = urlencode({"filename": "new-id.yml", "value": content}, quote_via=quote)
        return f"{self.repository}/new/{self.branch}/data/{kind}?{form}" if self.repository else ""

    def report(self, record: Record) -> str:
        """Return the address of the form that reports an error, filled in with the record."""
        path = quote(record.path)
        form = f"template={REPORT_FORM}&title={path}&record={path}"
        return f"{self.repository}/issues/new?{form}" if self.repository else ""


@dataclass
class Context:
    """One page in the making. `base` leads from the page to the root of its language: "../../"."""

    atlas: Atlas
    language: str
    base: str
    project: Project = field(default_factory=Project)
    glossary: Glossary | None = None
    tables: str | None = None
    """Leads from the root of the language to the tables for programs; None where there are none."""
    made: dict[Any, Any] = field(default_factory=dict)  # shared by pages of one `base`
    explained: set[str] = field(default_factory=set)

    def label(self, key: str, **values: object) -> str:
        """Return one of the page's own words."""
        return label(key, self.language, **values)

    def words(self, words: Words) -> Markup:
        """Return a plain text in the page's language, marked where it is in the other one."""
        best, language = words.best(self.language)
        shown = _shown(best, language)
        return shown if language == self.language else html(_IN_LANGUAGE, language, shown)

    def plain(self, value: Value) -> str:
        """Return a value in plain words."""
        return value.words(self.atlas, self.language)

    def date(self, date: str) -> str:
        """Return a partial date in words."""
        return LANGUAGES[self.language].date(date)

    def name(self, record: Record) -> str:
        """Return a record's name in the page's language, as plain text."""
        return record.name_in(self.language)

    def by_name(self, record: Record) -> tuple:
        """Sort key: a record's name as the page's language orders names, then its id."""
        return name_order(plain_line(self.name(record)), self.language), record.id

    def place(self, record_id: str) -> tuple:
        """Return the same of the record of an id."""
        record = self.atlas.records.get(record_id)
        return self.by_name(record) if record else (name_order(record_id, self.language), record_id)

    def href(self, record: Record) -> str:
        """Return the relative address of a record's page."""
        return f"{self.base}{record.about.id}/{record.id}/"

    def fact_href(self, fact: Fact) -> str:
        """Return the relative address of a fact on the page of its record."""
        record = self.atlas.records[fact.record_id]
        return f"{self.href(record)}#{anchor(fact.field)}"

    def once(self, key: object, make: Callable[[], T]) -> T:
        """Return what `make` makes, made once for all pages that see it the same way."""
        return self.atlas.once(self.made, key, make)

    def link(self, record_id: str, words: str | None = None, inside: bool = False) -> Markup:
        """Return a link to a record, under its name or other words.

        `inside` a sentence a common noun begins with a small letter, and a claim ends without stop.
        """
        key = ("link", record_id, words, inside)
        return self.once(key, lambda: self._link(record_id, words, inside))

    def _link(self, record_id: str, words: str | None, inside: bool) -> Markup:
        record = self.atlas.records.get(record_id)
        if record is None:  # its file is broken; the check says so
            return text(words or record_id)
        shown = words or self.name(record)
        if inside and not words:
            shown = self.atlas.name_inside(record_id, self.language)
        return html('<a href="{}">{}</a>', self.href(record), text(with_units(shown)))

    def _mention(self, record_id: str, words: str | None, inside: bool = False) -> Markup:
        """Return the same in a sentence, which ends by itself: a claim's name has its own stop."""
        name = self.atlas.name(record_id, self.language)
        return self.link(record_id, words or (name[:-1] if name.endswith(".") else None), inside)

    def outside(self, address: str, words: str, property: str = "") -> Markup:
        """Return a link that leads out of the site.

        `property` is what it is of the page, to programs: a word of schema.org, as microdata.
        """
        return html(
            '<a class="outside"{} href="{}" rel="noopener external">{}</a>',
            html(' itemprop="{}"', property) if property else Markup(""),
            *(url(address), text(words)),
        )

    def explain(self, words: str) -> Markup:
        """Return plain words with the terms of the glossary explained, each once a page."""
        if self.glossary is None:
            return escape(words)
        return explain(self.glossary, words, self.explained)

    def prose(self, words: Words) -> Markup:
        """Return a text with inline Markdown, marked where it is in the other language.

        Its dates are written as a sentence has them.
        """
        best, language = words.best(self.language)
        explain = self.explain if language == self.language else escape
        dated = LANGUAGES[language].in_words
        shown = prose(best, self._mention, citation, lambda part: explain(with_units(dated(part))))
        if language == self.language:
            return shown
        return self.marked(shown, language)

    def marked(self, shown: Markup, language: str) -> Markup:
        """Return HTML with a small mark that says in which other language it is."""
        mark = '<span lang="{}">{}</span> <span class="tag tag--language">{}</span>'
        return html(mark, language, shown, attribute(language_name(language, self.language)))


_IN_LANGUAGE = '<span lang="{}">{}</span>'


@lru_cache(maxsize=10_000)  # most are labels, which every page has
def _shown(words: str, language: str) -> Markup:
    return text(with_units(LANGUAGES[language].in_words(words)))


def other_name(record: Record, language: str) -> tuple[str, str] | None:
    """Return the name in another language and which that is, where there is one to know."""
    name = record.name
    if name is None or record.about.own_words or name.best(language)[1] != language:
        return None
    shown = name.in_(language)
    others = (code for code in LANGUAGES if code != language and name.get(code))
    return next(((name.in_(code), code) for code in others if name.in_(code) != shown), None)


def anchor(field: Field) -> str:
    """Return the id of a field on the page of its record."""
    return "further" if field.name == "facts" else field.name.replace("_", "-")
