"""What a page says of itself: address, language, dates, licence, sources, what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from markupsafe import Markup

from macros.exports.csv_files import FOLDER
from macros.exports.data_set import DataSet
from macros.exports.descriptions.common import KEYWORDS, MEDIA_TYPES, version
from macros.exports.descriptions.common import page as page_of_data
from macros.exports.plain_record import LICENCE, Plain
from macros.exports.schema_org.things import Things, day
from macros.exports.schema_org.words import Node, Words
from macros.model.inline import one_line
from macros.model.kinds import KINDS, Source
from macros.model.languages import FALLBACK
from macros.model.record import Record
from macros.model.relations import date_of
from macros.model.topic import TOPIC
from macros.page.breadcrumb import PATH
from macros.page.text import html, json_in_script

DATA_PAGE = "data.md"
"""The page, by its path in the folder of pages, that describes the data set."""


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
        bare = ((key, _bare(each)) for key, each in value.items())
        return {key: each for key, each in bare if each not in (None, "", [])}
    if isinstance(value, list):
        bare = [_bare(each) for each in value]
        return bare[0] if len(bare) == 1 else bare
    return value


@dataclass(frozen=True)
class Pages:
    """What the pages in one language say of themselves. `root` is the address of that language."""

    data: DataSet
    language: str
    root: str

    @cached_property
    def words(self) -> Words:
        """What things are called."""
        return Words(self.data.atlas, self.language, self.root)

    @cached_property
    def things(self) -> Things:
        """What the pages are about."""
        return Things(self.data, self.words)

    def of_record(self, record: Record, page: Page) -> list[Node]:
        """Return the page of a record and the thing that it is about, if schema.org has one."""
        thing = self.things.thing(record)
        checked = day(self.data.record(record)["checked"])
        # Its citations are marked in the list of sources: 62 addresses, once more, weigh 2 kB.
        node = {**self._page("MedicalWebPage", page), "lastReviewed": checked}
        if thing is None:
            return [{**node, "about": self.things.about(record)}]
        return [{**node, "mainEntity": {"@id": thing["@id"]}}, thing]

    def of_page(self, source: str, page: Page, shown: str) -> list[Node]:
        """Return a page that is not a record's, and the site or the data set that it is about.

        `source` is its path in the folder of pages, `shown` its HTML.
        """
        if source == "index.md":
            site = {**self._site, "license": LICENCE, "publisher": self.things.contributors}
            return [{**self._page("WebPage", page), "breadcrumb": None, "isPartOf": site}]
        if source == DATA_PAGE:
            return self._data_set(page, re.findall(rf'href="[./]*({FOLDER}/[^"]+)"', shown))
        folder, _, name = source.partition("/")
        of_kind = folder in KINDS and name == "index.md"
        medical = "MedicalWebPage" if folder == "guides" else "WebPage"
        return [self._page("CollectionPage" if of_kind else medical, page)]

    def _data_set(self, page: Page, files: Iterable[str]) -> list[Node]:
        """Return the data set and the catalogue that it is in, with the files that a page names."""
        known = (date for record in self._dated() if (date := date_of(record)))
        first = min((str(date)[:4] for date in known), default="")
        root = page_of_data(self.data)
        set_, catalogue = f"{root}#dataset", f"{root}#catalog"
        of_both = {
            "name": self.data.name,
            "description": self.words.words(TOPIC.data_set.about),
            "license": LICENCE,
            "creator": self.things.contributors,
            "publisher": {"@id": self.things.contributors["@id"]},
            "inLanguage": list(self.data.roots),
            "isAccessibleForFree": True,
        }
        return [
            {**self._page("WebPage", page), "mainEntity": {"@id": set_}},
            {
                "@type": "Dataset",
                "@id": set_,
                **of_both,
                "url": page.address,
                "version": version(self.data),
                "dateModified": self.data.date,
                "keywords": KEYWORDS,
                "spatialCoverage": self.words.country(TOPIC.country),
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
                yield from self.data.atlas.of_kind(kind)

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
            "publisher": self.things.contributors,
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
