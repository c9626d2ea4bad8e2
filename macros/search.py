"""The search index of one language: names to look in, and one line about each result.

The page's script (`theme/assets/search.js`) loads `search/names.json` when the search field is
first used, and of the lines only the parts in which the results of a page stand. What that comes
to for 10,000 records is held by `tests/test_search.py`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from macros.derive import names_of
from macros.pages.context import Context, name_of
from macros.pages.labels import label
from macros.pages.record import description_of
from macros.pages.values import is_none, plain_words
from macros.records import KINDS
from macros.records.base import Cited, Record
from macros.records.values import Prose
from macros.text import plain, without_markup

LONGEST = 90
"""Characters of a line."""

PART = 500
"""Lines in a part."""

LINES = {
    "companies": ("focus", "headquarters"),
    "decisions": ("date", "outcome", "authorities"),
    "events": ("date", "involves"),
    "facilities": ("operators", "city"),
    "indications": ("definition",),
    "institutions": ("type", "city", "role"),
    "partnerships": ("type", "date", "status"),
    "programmes": ("operators", "start"),
    "sources": ("publisher", "published"),
    "targets": ("role", "approved_names"),
    "therapies": ("definition",),
    "trials": ("phase", "status", "products", "indications"),
}
"""Fields that say in a line what a record is, where the columns of its tables do not."""

NAMES = ("generic_name", "gene_symbols", "listing")
"""Fields that people look for like a name."""

PAGES, HEADINGS = "pages", "headings"
WEIGHTS = {PAGES: 3.0, HEADINGS: 0.7}


@dataclass(frozen=True)
class HandWritten:
    """A page that is no record: address from the root, title, headings as (anchor, words)."""

    url: str
    title: str
    line: str = ""
    headings: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """One thing to be found. `names` begins with the one that is shown."""

    address: str
    names: list[str]
    line: str


def search_files(context: Context, pages: Iterable[HandWritten]) -> Iterator[tuple[str, str]]:
    """Yield path and content of the files that the search loads. `context` has the base ""."""
    kinds, lines = [], []
    for id_, path, end, rows in _groups(context, pages):
        kinds.append(
            {
                "id": id_,
                "path": path,
                "end": end,
                **_labels(id_, context.language),
                "rows": [[row.address, *row.names] for row in rows],
            }
        )
        lines += [row.line for row in rows]
    parts = []
    for start in range(0, len(lines), PART):
        content = _json(lines[start : start + PART])
        # A name of its own for each content: names and lines never come from different builds.
        mark = hashlib.sha256(content.encode()).hexdigest()[:10]
        parts.append(f"search/lines-{mark}.json")
        yield parts[-1], content
    yield "search/names.json", _json({"part": PART, "parts": parts, "kinds": kinds})


def line_of(context: Context, record: Record) -> str:
    """Return what a record is in one plain line: its state, whose it is, what it is about."""
    said: list[str] = []
    for name in LINES.get(record.about.id, record.about.columns):
        said += _values(context, getattr(record, name))[:2]
    line = " · ".join(dict.fromkeys(said)) or description_of(context, record)
    return shortened(line)


def shortened(line: str) -> str:
    """Return a line that is no longer than LONGEST, cut between words where that is possible."""
    line = " ".join(plain(line).split())
    if len(line) <= LONGEST:
        return line
    cut = line[: LONGEST - 1]
    words, blank, _ = cut.rpartition(" ")
    return (words if blank and len(words) > LONGEST // 2 else cut).rstrip(" ·,;:.(") + "…"


def _groups(
    context: Context, pages: Iterable[HandWritten]
) -> Iterator[tuple[str, str, str, list[Row]]]:
    """Yield id, beginning and end of addresses, and rows of each kind, pages first."""
    pages = list(pages)
    yield PAGES, "", "", [Row(page.url, [page.title], shortened(page.line)) for page in pages]
    yield (
        HEADINGS,
        "",
        "",
        [
            Row(f"{page.url}#{anchor}", [words], shortened(page.title))
            for page in pages
            for anchor, words in page.headings
        ],
    )
    # The heaviest first: the sources, which are most, stand in parts of their own at the end.
    for kind, model in sorted(KINDS.items(), key=lambda item: -item[1].about.weight):
        rows = [
            Row(record.id, _names(record, context.language), line_of(context, record))
            for record in context.atlas.of_kind(kind)
        ]
        if rows:
            yield model.about.id, f"{kind}/", "/", rows


def _labels(id_: str, language: str) -> dict[str, Any]:
    """Return what a kind is called, and how much it weighs."""
    if id_ in WEIGHTS:
        said = label(f"search_{id_}", language)
        return {"one": said, "many": said, "weight": WEIGHTS[id_]}
    about = KINDS[id_].about
    one, many = about.one.best(language)[0], about.many.best(language)[0]
    return {"one": one, "many": many, "weight": about.weight}


def _names(record: Record, language: str) -> list[str]:
    """Return all names of a record, each once, the one that is shown first."""
    names = [name_of(record, language), *names_of(record)]
    for name in NAMES:
        fact = getattr(record, name, None)
        for item in fact if isinstance(fact, list) else [fact]:
            if item is not None and not is_none(item.value):
                names.append(str(item.value))
    seen: dict[str, str] = {}
    for name in names:
        one_line = " ".join(plain(name).split())
        seen.setdefault(one_line.casefold().replace("-", " "), one_line)
    return list(seen.values())


def _values(context: Context, value: Any) -> list[str]:
    """Return the values of a field as plain words; plans are left out, they could be misread."""
    if isinstance(value, list):
        return [said for item in value for said in _values(context, item)]
    if isinstance(value, Cited):
        value = None if value.planned else value.value
    if value is None or is_none(value):
        return []
    said = plain_words(context, value)
    return [without_markup(said) if isinstance(value, Prose) else said]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
