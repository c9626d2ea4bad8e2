"""Our own page around a record, cut out of a built site, for the peer to put its records into.

Both sites then have the same head, menu and foot byte for byte, and what differs is the work on
the records.
"""

from __future__ import annotations

import re
from pathlib import Path

ADDRESS = "https://korea-cart-atlas.github.io/atlas/"

Shell = list[dict[str, str]]
"""Pieces of a page in their order: `literal` text, and the name of the `slot` that follows it."""

_MARK = re.compile("\x00(\\w+)\x01")
_PART = re.compile(
    r'<nav class="path"[^>]*><ol><li>.*?</li><li><a href="\.\./([^"]*)">([^<]+)</a></li>'
)


def shells(site: Path, kinds: list[str]) -> dict[str, Shell]:
    """Return the home page and, of each kind, the page of a record and of the kind.

    Raises ValueError where a page of the site has none of the places that it is cut at.
    """
    found = {"home": [{"literal": (site / "index.html").read_text("utf-8"), "slot": ""}]}
    for kind in kinds:
        found[kind] = _around_record(site, kind)
        found[f"section-{kind}"] = _around_section(site, kind)
    return found


def menu_parts(site: Path, kinds: list[str]) -> dict[str, dict[str, str]]:
    """Return the parts of the menu that the pages of kinds are in, those in none left out.

    Each is its `name`, and the address `to` which it leads from the root.
    """
    found = {}
    for kind in kinds:
        part = _PART.search((site / kind / "index.html").read_text("utf-8"))
        if part:
            found[kind] = {"to": part[1], "name": part[2]}
    return found


def _around_record(site: Path, kind: str) -> Shell:
    """Cut the page of the first record of a kind at all that is the record's own."""
    pages = ((path, path.read_text("utf-8")) for path in sorted(site.glob(f"{kind}/*/index.html")))
    path, html = next((path, html) for path, html in pages if "record record--" in html)
    id_ = path.parent.name
    title = _found(r'<meta property="og:title" content="(.*?)">', html)
    description = _found(r'<meta name="description" content="(.*?)">', html)
    start, end = html.index('<div class="record record--'), html.rindex("</article>")
    html = html[:start] + _mark("content") + "\n" + html[end:]
    own = {  # the longer address goes before the one that it ends with
        "address_ko": f"{ADDRESS}ko/{kind}/{id_}/",
        "address": f"{ADDRESS}{kind}/{id_}/",
        "link_ko": f"../../ko/{kind}/{id_}/",
        "link": f"../../{kind}/{id_}/",
        "title": f">{title} –",
        "quoted_title": f'"{title}"',
        "description": description,
    }
    for slot, text in own.items():
        html = html.replace(text, _mark(slot))
    literals, slots = _MARK.split(html)[::2], _MARK.split(html)[1::2]
    return [
        {"literal": literal, "slot": slot}
        for literal, slot in zip(literals, [*slots, ""], strict=True)
    ]


def _around_section(site: Path, kind: str) -> Shell:
    html = (site / kind / "index.html").read_text("utf-8")
    start = html.index(">", html.index("<article")) + 1
    end = html.rindex("</article>")
    return [{"literal": html[:start], "slot": "content"}, {"literal": html[end:], "slot": ""}]


def _mark(slot: str) -> str:
    return f"\x00{slot}\x01"


def _found(pattern: str, html: str) -> str:
    match = re.search(pattern, html)
    if match is None:
        raise ValueError(f"the page of a record has no {pattern}")
    return match[1]
