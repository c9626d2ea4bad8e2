"""How a page is cited: in words, as BibTeX, as RIS, as CSL-JSON.

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


@dataclass(frozen=True)
class Citation:
    """A page as something to cite: `key` is its id, `date` that of its data, "" where unknown."""

    key: str
    title: str
    site: str
    date: str
    address: str
    language: str

    def words(self) -> str:
        """Return the citation as a sentence: after the AMA style, or as Korean lists have it."""
        date = LANGUAGES[self.language].date(self.date) if self.date else ""
        return label(
            "cite_words",
            self.language,
            title=one_line(self.title).removesuffix("."),  # the sentence of a claim ends in one
            site=one_line(self.site),
            when=label("cite_as_of", self.language, date=date) if date else "",
            address=self.address,
        )

    def bibtex(self) -> str:
        """Return the citation for BibTeX and biblatex."""
        year, month, _day = self._parts()
        fields = [
            ("title", f"{{{_tex(self.title)}}}"),  # the second pair keeps capitals as they are
            ("author", f"{{{_tex(self.site)}}}"),
            ("year", year),
            ("month", MONTHS[int(month) - 1].lower() if month else ""),
            ("note", f"Data as of {self.date}" if self.date else ""),
            ("url", self.address),
        ]
        lines = [
            f"  {name} = {value if name == 'month' else f'{{{value}}}'},"
            for name, value in fields
            if value
        ]
        return "\n".join([f"@misc{{atlas-{self.key},", *lines, "}"])

    def ris(self) -> str:
        """Return the citation in the format of reference managers (RIS), lines ended by LF."""
        year, month, day = self._parts()
        fields = [
            ("TY", "ELEC"),
            ("ID", f"atlas-{self.key}"),
            ("TI", one_line(self.title)),
            ("AU", one_line(self.site)),
            ("PY", year),
            ("DA", f"{year}/{month}/{day}/" if year else ""),
            ("LA", self.language),
            ("UR", self.address),
        ]
        lines = [f"{tag}  - {value}" for tag, value in fields if value]
        return "\n".join([*lines, "ER  - "])

    def csl(self) -> str:
        """Return the citation as CSL-JSON: a list of one item."""
        item: dict[str, Any] = {
            "id": f"atlas-{self.key}",
            "type": "webpage",
            "title": one_line(self.title),
            "author": [{"literal": one_line(self.site)}],
            "container-title": one_line(self.site),
            "issued": {"date-parts": [[int(part) for part in self._parts() if part]]},
            "language": self.language,
            "URL": self.address,
        }
        if not self.date:
            del item["issued"]
        return json.dumps([item], ensure_ascii=False)

    def _parts(self) -> tuple[str, str, str]:
        year, month, day = (*self.date.split("-"), "", "")[:3]
        return year, month, day


def _tex(value: str) -> str:
    return "".join(_TEX.get(char, char) for char in one_line(value))
