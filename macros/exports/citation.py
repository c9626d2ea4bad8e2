"""How a page, a source or the data set is cited: in words, as BibTeX, as RIS, as CSL-JSON.

Titles may come from a stranger. Each form keeps one to one place: no brace of a title closes a
BibTeX field, no line break begins a new RIS field.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from macros.model.derived import data_date, verdict_of
from macros.model.inline import one_line
from macros.model.kinds import Claim, Source
from macros.model.languages import LANGUAGES, MONTHS
from macros.model.record import Record
from macros.page.context import Context
from macros.page.labels import label

_TEX = str.maketrans(
    {
        "\\": "\\textbackslash{}",
        # BibTeX counts braces even after a backslash; these commands have none to count.
        "{": "\\textbraceleft{}",
        "}": "\\textbraceright{}",
        "~": "\\textasciitilde{}",
        "^": "\\textasciicircum{}",
        **{char: f"\\{char}" for char in "$&%#_"},
    }
)


NO_DATE: dict[str, Any] = {"date-parts": [[]]}

FORMS = {"webpage": ("online", "ELEC"), "dataset": ("dataset", "DATA")}
"""What is cited, as CSL calls it, and as BibLaTeX and RIS do.

A paper is a page too: what is known of it is where it was read, which is often no journal.
"""

FOLDER = "cite"


@dataclass(frozen=True)
class Citation:
    """A page, a work that a page is about, or the data set, as something to cite.

    `key` is an id, `container` the site or what published the work, `date` that of the data or of
    the work, "" where unknown. `authors` are those of a work, none where none are known; of what
    the site wrote, None: its contributors. `language` is that of the page, `written_in` that of
    what is cited where it is another.
    """

    key: str
    title: str
    container: str
    date: str
    address: str
    language: str
    authors: tuple[str, ...] | None = None
    doi: str = ""
    written_in: str = ""
    form: str = "webpage"

    def words(self) -> str:
        """Return the citation as a sentence: after the AMA style, or as Korean lists have it."""
        date = LANGUAGES[self.language].date(self.date) if self.date else ""
        when = "cite_as_of" if self.authors is None else "cite_published"
        # The name of the site is enough where it is there already.
        named = self._authors if self.authors or not self.container else ()
        return label(
            "cite_words" if self.container else "cite_data",
            self.language,
            authors=f"{', '.join(map(one_line, named))}. " if named else "",
            title=one_line(self.title).removesuffix("."),  # the sentence of a claim ends in one
            site=one_line(self.container),
            when=label(when, self.language, date=date) if date else "",
            address=f"https://doi.org/{self.doi}" if self.doi else self.address,
        )

    def bibtex(self) -> str:
        """Return the citation for biblatex, which knows the day, and for BibTeX."""
        year, month, _day = self._parts
        authors = " and ".join(f"{{{_tex(name)}}}" for name in self._authors)
        fields = [
            ("title", f"{{{_tex(self.title)}}}"),  # the second pair keeps capitals as they are
            ("author", authors),
            ("organization", self.container and f"{{{_tex(self.container)}}}"),
            ("date", self.date),
            ("year", year),
            ("month", MONTHS[int(month) - 1].lower() if month else ""),
            ("doi", self.doi),
            ("url", self.address),
        ]
        lines = [
            f"  {name} = {value if name == 'month' else f'{{{value}}}'},"
            for name, value in fields
            if value
        ]
        return "\n".join([f"@{FORMS[self.form][0]}{{{self.id},", *lines, "}"])

    def ris(self) -> str:
        """Return the citation in the format of reference managers (RIS), lines ended by LF."""
        year, month, day = self._parts
        fields = [
            ("TY", FORMS[self.form][1]),
            ("ID", self.id),
            ("TI", one_line(self.title)),
            *(("AU", one_line(name)) for name in self._authors),
            ("PB", one_line(self.container)),
            ("PY", year),
            ("DA", f"{year}/{month}/{day}/" if year else ""),
            ("LA", self.written_in or self.language),
            ("DO", self.doi),
            ("UR", self.address),
        ]
        lines = [f"{tag}  - {value}" for tag, value in fields if value]
        return "\n".join([*lines, "ER  - "])

    def csl(self) -> str:
        """Return the citation as CSL-JSON: a list of one item."""
        return json.dumps([self.item()], ensure_ascii=False)

    def item(self) -> dict[str, Any]:
        """Return the citation as an item of CSL-JSON."""
        item: dict[str, Any] = {
            "id": self.id,
            "type": self.form,
            "title": one_line(self.title),
            "author": [{"literal": one_line(name)} for name in self._authors],
            "container-title": one_line(self.container),
            "issued": {"date-parts": [[int(part) for part in self._parts if part]]},
            "language": self.written_in or self.language,
            "DOI": self.doi,
            "URL": self.address,
        }
        return {key: value for key, value in item.items() if value and value != NO_DATE}

    @property
    def id(self) -> str:
        """What the citation is called in a list of references: pages of two languages are two."""
        return f"atlas-{self.key}-{self.language}"

    @cached_property
    def _authors(self) -> tuple[str, ...]:
        if self.authors is not None:
            return self.authors
        return (label("cite_contributors", self.language, site=self.container or self.title),)

    @cached_property
    def _parts(self) -> tuple[str, str, str]:
        year, month, day = (*self.date.split("-"), "", "")[:3]
        return year, month, day


def citation_of(context: Context, record: Record) -> Citation:
    """Return what it takes to cite a record's page; a source is cited as the work that it is.

    A title that the atlas gave to a work is in brackets, as lists of references have it.
    """
    title = context.name(record)
    if isinstance(record, Source):
        return Citation(
            record.id,
            f"[{title}]" if record.described else title,
            context.plain(record.publisher) if record.publisher else "",
            str(record.published or ""),
            str(record.url),
            context.language,
            tuple(map(str, record.authors)),
            str(record.doi or ""),
            written_in=str(record.language or ""),
        )
    return Citation(
        record.id,
        title_of(context, record),
        context.project.name,
        data_date(record),
        context.project.address(record),
        context.language,
    )


def title_of(context: Context, record: Record) -> str:
    """Return the name of a record; a claim never goes out of its page without its verdict."""
    name = context.name(record)
    if isinstance(record, Claim):
        return context.label("claim_check", verdict=context.plain(verdict_of(record)), claim=name)
    return name


def data_set_citation(name: str, date: str, address: str, language: str, doi: str) -> Citation:
    """Return the citation of all data: of the site's name, the date of the data, their page."""
    return Citation("data", name, "", date, address, language, doi=doi, form="dataset")


def citation_files(citations: Iterable[Citation]) -> Iterator[tuple[str, str]]:
    """Yield path and content of the files with all citations of one language."""
    every = list(citations)
    yield f"{FOLDER}/atlas.bib", "\n\n".join(one.bibtex() for one in every) + "\n"
    ris = "\n\n".join(one.ris() for one in every) + "\n"
    yield f"{FOLDER}/atlas.ris", ris.replace("\n", "\r\n")  # as its rules have it
    items = ",\n".join(json.dumps(one.item(), ensure_ascii=False) for one in every)
    yield f"{FOLDER}/atlas.csl.json", f"[\n{items}\n]\n"


def _tex(value: str) -> str:
    return one_line(value).translate(_TEX)
