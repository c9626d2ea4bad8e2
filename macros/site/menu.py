"""The menu: `nav` in mkdocs.yml, with the kinds of records that it does not name, translated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from macros.model.kinds import KINDS
from macros.model.problems import Problem, did_you_mean

Item = str | dict[str, "str | list[Item]"]
"""An entry of `nav`: a page, or a title with a page or with entries below it."""

SECTIONS = [f"{kind}/index.md" for kind in KINDS]
"""The pages that list the records of a kind."""

OTHER_KINDS = "*/index.md"
"""The entry of `nav` that stands for the section pages of the kinds that it does not name."""


def menu(nav: Sequence[Item], titles: Mapping[str, str], docs: Path | None = None) -> list[Item]:
    """Return `nav` for MkDocs: every section page named, titles translated by `titles`.

    Where `docs` is given, pages that are not in that folder are left out, and parts without pages.
    Otherwise MkDocs reports a page that does not exist.
    """
    named = {page for page, _part in pages(nav)}
    others = [page for page in SECTIONS if page not in named]

    def keep(page: str) -> bool:
        return not docs or page in SECTIONS or ".md" not in page or (docs / page).exists()

    def entries(items: Sequence[Item]) -> Iterator[Item]:
        for item in items:
            if item == OTHER_KINDS:
                yield from others
            elif isinstance(item, str):
                yield from [item] * keep(item)
            else:
                for title, below in item.items():
                    shown = below if isinstance(below, str) else list(entries(below))
                    if keep(shown) if isinstance(shown, str) else shown:
                        yield {titles.get(title, title): shown}

    return list(entries(nav))


def pages(nav: Sequence[Item], part: str = "") -> Iterator[tuple[str, str]]:
    """Yield the pages of a menu, each with the title of the part that it is in."""
    for item in nav:
        for title, below in [("", item)] if isinstance(item, str) else item.items():
            if isinstance(below, str):
                yield below, part
            else:
                yield from pages(below, title)


def title_problems(nav: Sequence[Item], titles: Mapping[str, str], file: str) -> list[Problem]:
    """Return a problem for each title of `nav` without a translation, and the other way round."""
    used = list(titles_of(nav))
    texts = [
        (f'the nav title "{title}" is not translated', "Add it to extra.nav_translations.")
        for title in used
        if title not in titles
    ] + [
        (f'extra.nav_translations: the title "{title}" is not in nav', did_you_mean(title, used))
        for title in titles
        if title not in used
    ]
    return [Problem(file, 1, 1, "setting", message, fix) for message, fix in texts]


def titles_of(nav: Sequence[Item]) -> Iterator[str]:
    """Yield the titles of a menu."""
    for item in nav:
        for title, below in () if isinstance(item, str) else item.items():
            yield title
            if not isinstance(below, str):
                yield from titles_of(below)
