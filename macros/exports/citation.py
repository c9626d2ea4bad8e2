"""How a page or a source is cited: in words, as BibTeX, as RIS, as CSL-JSON.

Titles may come from a stranger. Each form keeps one to one place: no brace of a title closes a
BibTeX field, no line break begins a new RIS field.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from macros.model.inline import one_line
from macros.model.languages import LANGUAGES, MONTHS
from macros.page.labels import label

_TEX = {
    "\\": "\\textbackslash{}",
    # BibTeX counts braces even after a backslash; these commands have none of their own to count.
    "{": "\\textbraceleft{}",
    "}": "\\textbraceright{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
    **{char: f"\\{char}" for char in "$&%#_"},
}


NO_DATE: dict[str, Any] = {"date-parts": [[]]}


@dataclass(frozen=True)
class Citation:
    """A page, or a work that a page is about, as something to cite.

    `key` is an id, `container` the site or what published the work, `date` that of the data or of
    the work, "" where unknown. The contributors of the site are its authors: its name stands for
    the site alone.
    """

    key: str
    title: str
    container: str
    date: str
    address: str
    language: str
    authors: tuple[str, ...] = ()
    doi: str = ""

    def words(self) -> str:
        """Return the citation as a sentence: after the AMA style, or as Korean lists have it."""
        date = LANGUAGES[self.language].date(self.date) if self.date else ""
        when = "cite_published" if self.authors or self.doi else "cite_as_of"
        names = ", ".join(map(one_line, self.authors))
        return label(
            "cite_words",
            self.language,
            authors=f"{names}. " if names and names != self.container else "",
            title=one_line(self.title).removesuffix("."),  # the sentence of a claim ends in one
            site=one_line(self.container),
            when=label(when, self.language, date=date) if date else "",
            address=f"https://doi.org/{self.doi}" if self.doi else self.address,
        )

    def bibtex(self) -> str:
        """Return the citation for biblatex, which knows the day, and for BibTeX."""
        year, month, _day = self._parts()
        authors = " and ".join(f"{{{_tex(name)}}}" for name in self._authors)
        fields = [
            ("title", f"{{{_tex(self.title)}}}"),  # the second pair keeps capitals as they are
            ("author", authors),
            ("organization", f"{{{_tex(self.container)}}}"),
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
        return "\n".join([f"@online{{{self._key},", *lines, "}"])

    def ris(self) -> str:
        """Return the citation in the format of reference managers (RIS), lines ended by LF."""
        year, month, day = self._parts()
        fields = [
            ("TY", "ELEC"),
            ("ID", self._key),
            ("TI", one_line(self.title)),
            *(("AU", one_line(name)) for name in self._authors),
            ("PB", one_line(self.container)),
            ("PY", year),
            ("DA", f"{year}/{month}/{day}/" if year else ""),
            ("LA", self.language),
            ("DO", self.doi),
            ("UR", self.address),
        ]
        lines = [f"{tag}  - {value}" for tag, value in fields if value]
        return "\n".join([*lines, "ER  - "])

    def csl(self) -> str:
        """Return the citation as CSL-JSON: a list of one item."""
        item: dict[str, Any] = {
            "id": self._key,
            "type": "webpage",
            "title": one_line(self.title),
            "author": [{"literal": one_line(name)} for name in self._authors],
            "container-title": one_line(self.container),
            "issued": {"date-parts": [[int(part) for part in self._parts() if part]]},
            "language": self.language,
            "DOI": self.doi,
            "URL": self.address,
        }
        return json.dumps(
            [{key: value for key, value in item.items() if value and value != NO_DATE}],
            ensure_ascii=False,
        )

    @property
    def _authors(self) -> tuple[str, ...]:
        return self.authors or (label("cite_contributors", self.language, site=self.container),)

    @property
    def _key(self) -> str:
        return f"atlas-{self.key}-{self.language}"

    def _parts(self) -> tuple[str, str, str]:
        year, month, day = (*self.date.split("-"), "", "")[:3]
        return year, month, day


def _tex(value: str) -> str:
    return "".join(_TEX.get(char, char) for char in one_line(value))
