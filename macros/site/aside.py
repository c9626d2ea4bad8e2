"""What macros return is kept from Markdown, which would read a record's name as a link or a list.

A block of HTML leaves an empty element in its place and comes back when the page is finished, for
Markdown would read it for nothing and take several in a row apart. Anything else leaves a mark and
comes back at the end of Markdown: addresses and titles of headings are made from what is shown.
"""

from __future__ import annotations

import re

from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor

BLOCKS = ("<div", "<dl", "<h", "<link", "<ol", "<p", "<script", "<table", "<ul")
"""How a block of HTML begins."""

_BLOCK = re.compile(r'<div data-aside="(\d{1,9})"></div>')
# Private-use characters: Markdown leaves them as they are, and no data have any.
_WORDS = re.compile("\ue002(\\d{1,9})\ue003")


class AsMarkdown(str):
    """What a macro returns to be read as Markdown: words of the program, no text from data."""


class Aside(Extension):
    """What is set aside in one build."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: list[str] = []

    def keep(self, html: str) -> str:
        """Return a placeholder for a piece of HTML until the page is made."""
        self._kept.append(html)
        number = len(self._kept) - 1
        block = html.startswith(BLOCKS)
        return f'<div data-aside="{number}"></div>' if block else f"\ue002{number}\ue003"

    def filled(self, page: str) -> str:
        """Return a page's HTML with all that was set aside."""
        return self.with_words(_BLOCK.sub(self._found, page))

    def with_words(self, page: str) -> str:
        """Return a page's HTML with what was set aside inside sentences."""
        return _WORDS.sub(self._found, page)

    def _found(self, match: re.Match[str]) -> str:
        number = int(match[1])  # a page written by hand may hold such a mark itself
        return self._kept[number] if number < len(self._kept) else match[0]

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Put the words back as the last step of Markdown."""
        md.postprocessors.register(_Words(self), "atlas-aside", -1000)


class _Words(Postprocessor):
    def __init__(self, aside: Aside):
        super().__init__()
        self._aside = aside

    def run(self, text: str) -> str:
        return self._aside.with_words(text)
