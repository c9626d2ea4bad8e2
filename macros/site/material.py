"""The site's part of Material's style sheet: the rules that its pages can use, one in eight.

Run by hand when Material's version or what is listed here changes, never by a build, which so
needs no parser; what it writes is committed, and a test compares. It needs the packages for the
tests:

    python -m macros.site.material

Most of the sheet is for Material's own header, menu, search and extensions of Markdown, which
this site does not have. A rule stays where its selector names nothing but `CLASSES`, `ATTRIBUTES`
and elements that are not `LEFT_OUT`. A site with a frame, styles or extensions of its own gets the
whole sheet, as does one of whose pages uses another class of it (`needs_all`).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import distribution, version
from pathlib import Path
from typing import Any

from macros.site.assets import MACROS, MATERIAL, STYLES

WRITTEN = MACROS / f"{MATERIAL}.css"

CLASSES = {"headerlink", "md-content", "md-content__inner", "md-typeset"}
"""The classes of Material that templates, macros, scripts and Markdown here use."""

NAMESAKES = {"c1", "note"}
"""Classes of pictures and citations: the sheet's of these names colour code and admonitions."""

ATTRIBUTES = {"align", "class", "data-md-color-scheme", "hidden", "open", "type"}
"""The attributes by which rules that stay may choose."""

LEFT_OUT = {"audio", "iframe", "video"}
"""Elements that no page has: the content security policy loads nothing into them."""

EXTENSIONS = {"admonition", "attr_list", "def_list", "fenced_code", "tables", "toc"}
"""The site's extensions of Markdown, those that MkDocs itself adds among them."""

_HEAD = "/* Rules of Material for MkDocs {}, MIT licence: written by macros/site/material.py. */\n"
_CLASS = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")
_ATTRIBUTE = re.compile(r"\[([\w-]+)")
_ELEMENT = re.compile(r"(?:^|[\s>+~])([a-z][a-z0-9]*)")
_NOT = re.compile(r":not\([^()]*\)")
_ADDRESS = re.compile(r"url\([^)]*\)")
_PROPERTY = re.compile(r"var\((--[\w-]+)")
_OF_ELEMENT = re.compile(r'class="([^"]*)"')


def main() -> int:
    """Write the style sheet; return the exit code."""
    own = "".join((MACROS / f"{name}.css").read_text("utf-8") for name in STYLES)
    css = reduced(sheet_of_theme().read_text("utf-8"), set(_PROPERTY.findall(own)))
    WRITTEN.write_text(_HEAD.format(version("mkdocs-material")) + css, "utf-8")
    return 0


def sheet_of_theme() -> Path:
    """Return the file of Material's style sheet."""
    folder = distribution("mkdocs-material").locate_file("material/templates/assets/stylesheets")
    (sheet,) = Path(str(folder)).glob("main.*.css")
    return sheet


def needs_all(whole: str, part: str, pages: Iterable[str]) -> bool:
    """Return whether pages, as HTML, use a class of the whole style sheet that a part has not."""
    others = _classes(whole) - _classes(part) - NAMESAKES
    used = (names.split() for page in pages for names in _OF_ELEMENT.findall(page))
    return any(not others.isdisjoint(names) for names in used)


def _classes(sheet: str) -> set[str]:
    return set(_CLASS.findall(_ADDRESS.sub("", sheet)))


def reduced(sheet: str, used: set[str]) -> str:
    """Return the rules of a style sheet that pages can use.

    `used` are the custom properties that other style sheets use.
    """
    import tinycss2

    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    properties = used
    while True:  # what a property is made of is wanted too
        css = "".join(_rules(rules, properties))
        more = used | set(_PROPERTY.findall(css))
        if more == properties:
            return css
        properties = more


def _rules(rules: Sequence[Any], properties: set[str]) -> Iterator[str]:
    """Yield the rules that stay, one a line, in their order."""
    import tinycss2

    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = ",".join(filter(_stays, _selectors(rule.prelude)))
            declared = ";".join(_declarations(rule.content, properties))
            if selectors and declared:
                yield f"{selectors}{{{declared}}}\n"
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            if css := "".join(_rules(inner, properties)):
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{\n{css}}}\n"
        elif rule.type == "at-rule" and rule.lower_at_keyword == "page":
            yield f"{rule.serialize()}\n"


def _selectors(prelude: Sequence[Any]) -> Iterator[str]:
    """Yield the selectors of a rule: the commas within brackets are not between two of them."""
    import tinycss2

    one: list[Any] = []
    for part in prelude:
        if part == ",":
            yield tinycss2.serialize(one).strip()
            one = []
        else:
            one.append(part)
    yield tinycss2.serialize(one).strip()


def _stays(selector: str) -> bool:
    """Return whether an element of a page may fit a selector."""
    needed = _NOT.sub("", selector)  # what it must not be it need not have
    return (
        "#" not in needed
        and CLASSES.issuperset(_CLASS.findall(needed))
        and ATTRIBUTES.issuperset(_ATTRIBUTE.findall(needed))
        and LEFT_OUT.isdisjoint(_ELEMENT.findall(needed))
    )


def _declarations(content: Sequence[Any], properties: set[str]) -> Iterator[str]:
    """Yield the declarations of a rule, those of custom properties where they are wanted."""
    import tinycss2

    node: Any
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if not node.name.startswith("--") or node.name in properties:
            value = tinycss2.serialize(node.value).strip()
            yield f"{node.name}:{value}{'!important' * node.important}"


if __name__ == "__main__":
    sys.exit(main())
