"""The only door from a value to a page: text, attribute, address, inline Markdown, JSON.

Whatever stands in `data/` may come from a stranger. Each function here makes a value safe for
one place; templates use nothing else (and escape by default).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup, escape

# HTML forbids most control characters; each is shown as its picture (U+2400…) or as U+FFFD.
# A tab or a return is a blank to HTML; as a blank it survives Markdown unchanged too.
_CONTROL = {n: 0x2400 + n for n in range(32) if chr(n) != "\n"} | {9: " ", 13: " "}
_CONTROL |= dict.fromkeys((*range(127, 160), 65534, 65535), 65533)
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_MENTION = re.compile(r"\[\[\s*([^\[\]|\n]{1,80}?)\s*(?:\|\s*([^\[\]|\n]{1,200}?)\s*)?\]\]")
_CITATION = re.compile(r"\[@\s*([^\[\]\n]{1,400}?)\s*\]")
_EITHER = re.compile(f"{_MENTION.pattern}|{_CITATION.pattern}")
_MAY_HIDE = re.compile(r"[`\\<]|\]\(")  # code, a sign that is meant, an address, a link

Mention = Callable[[str, str | None], Markup]  # id, words → link
Citation = Callable[[list[str]], Markup]  # ids of sources → mark
Explain = Callable[[str], Markup]  # plain words → the same, terms explained


def plain(value: object) -> str:
    """Return a value as text that HTML can hold: control characters made visible, not escaped."""
    return str(value).translate(_CONTROL)


def text(value: object) -> Markup:
    """Return a value for the inside of an element."""
    safe = escape(plain(value))
    # Marks that turn the direction of writing around stay inside their own value.
    return Markup("<bdi>{}</bdi>").format(safe) if _BIDI.search(safe) else safe


def html(template: str, *values: object) -> Markup:
    """Return a template of HTML with a value at each `{}`; what is not HTML yet is escaped.

    The same as `Markup(template).format(...)`, in a tenth of the time: pages are made of this.

    >>> html('<b>{}</b>', "<i>")
    Markup('<b>&lt;i&gt;</b>')
    """
    pieces = _pieces(template)
    if len(pieces) != len(values) + 1:
        raise ValueError(f"{len(values)} values for the {len(pieces) - 1} places of {template!r}")
    parts = [pieces[0]]
    for value, piece in zip(values, pieces[1:], strict=True):
        parts.append(value if type(value) is Markup else escape(value))
        parts.append(piece)
    return Markup("".join(parts))  # noqa: S704


def joined(parts: Iterable[object], between: str = "") -> Markup:
    """Return pieces of HTML side by side; what is not HTML yet is escaped.

    The same as `Markup(between).join(parts)`, without looking at each piece twice.
    """
    return Markup(between.join([p if type(p) is Markup else escape(p) for p in parts]))  # noqa: S704


@cache
def _pieces(template: str) -> list[str]:
    return template.split("{}")


@lru_cache(maxsize=10_000)
def attribute(value: object) -> Markup:
    """Return a value for the inside of a quoted attribute, or of <title>: on one line."""
    return escape(" ".join(_BIDI.sub("", plain(value)).split()))


def url(value: object) -> Markup:
    """Return a web address for an href, or "#" where it is none (http and https only)."""
    address = plain(value).strip()
    try:
        sound = urlsplit(address).scheme.lower() in ("http", "https")
    except ValueError:
        sound = False
    return escape(address) if sound else Markup("#")


def json_in_script(value: Any) -> Markup:
    """Return JSON for the inside of a <script> element."""
    dumped = json.dumps(value, ensure_ascii=False, sort_keys=True)
    for char in "<>&\u2028\u2029":
        dumped = dumped.replace(char, f"\\u{ord(char):04x}")
    return Markup(dumped)  # noqa: S704  (escaped above)


def mentions(value: str) -> Iterator[tuple[str, str]]:
    """Yield ("record", id) for each [[id]] and ("source", id) for each [@id] of a text."""
    if "[[" not in value and "[@" not in value:
        return
    for name, match in _found(value):
        if name == "mention":
            yield "record", match[1]
        else:
            yield from (("source", source) for source in _ids(match[1]))


def _found(value: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield the mentions and citations of a text in order.

    Where nothing can hide or make up a bracket, looking for them is enough and ten times faster.
    """
    if _MAY_HIDE.search(value):
        for token in _inline(value):
            if token.type in ("mention", "citation"):
                yield token.type, token.meta["match"]
        return
    for match in _EITHER.finditer(_one_line(value)):
        name, pattern = (
            ("mention", _MENTION) if match[0].startswith("[[") else ("citation", _CITATION)
        )
        yield name, pattern.match(match[0])


def prose(
    value: str, mention: Mention, citation: Citation, explain: Explain | None = None
) -> Markup:
    """Return inline Markdown as HTML: emphasis, code, links, [[id]], [@source].

    `mention` makes the link of an [[id]], `citation` the mark of a [@source], `explain` marks
    the terms in plain words; they are given what the text holds and return safe HTML. Anything
    else in the text is shown as written.
    """
    env = {"mention": mention, "citation": citation, "explain": explain or escape}
    return Markup(_MARKDOWN.renderer.render(_parsed(value), _MARKDOWN.options, env))  # noqa: S704


def without_markup(value: str, name: Callable[[str], str] = str) -> str:
    """Return inline Markdown as plain text: for descriptions, search and previews.

    `name` gives the name of the record that an [[id]] without words leads to.
    """
    words = []
    for token in _inline(value):
        if token.type == "mention":
            match = token.meta["match"]
            words.append(match[2] or name(match[1]))
        elif token.type in ("text", "code_inline", "text_special"):
            words.append(token.content)
    return re.sub(r" +([.,;:)])", r"\1", " ".join("".join(words).split()))


def _inline(value: str) -> list[Token]:
    return _parsed(value)[0].children or []


@lru_cache(maxsize=50_000)  # each text is parsed once: for the check, the page and its description
def _parsed(value: str) -> list[Token]:
    return _MARKDOWN.parseInline(_one_line(value), {})


def _one_line(value: str) -> str:
    return plain(value).replace("\n", " ")


def _ids(inside: str) -> list[str]:
    return [part.strip().lstrip("@") for part in re.split(r"[;,]", inside) if part.strip("@ ")]


def _atlas_link(state: StateInline, silent: bool) -> bool:
    """markdown-it rule: [[id]], [[id|words]] and [@source; @source]."""
    for name, pattern in (("mention", _MENTION), ("citation", _CITATION)):
        match = pattern.match(state.src, state.pos)
        if match:
            if not silent:
                token = state.push(name, "", 0)
                token.meta = {"match": match}
            state.pos = match.end()
            return True
    return False


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("zero", {"html": False}).enable(
        ["emphasis", "backticks", "link", "escape"]
    )
    markdown.inline.ruler.before("link", "atlas", _atlas_link)
    markdown.validateLink = lambda address: bool(re.match(r"(https?://|mailto:)", address, re.I))

    def mention(_self: Any, tokens: Any, index: int, _options: Any, env: Any) -> str:
        match = tokens[index].meta["match"]
        return str(env["mention"](match[1], match[2]))

    def citation(_self: Any, tokens: Any, index: int, _options: Any, env: Any) -> str:
        return str(env["citation"](_ids(tokens[index].meta["match"][1])))

    def link_open(_self: Any, tokens: Any, index: int, _options: Any, env: Any) -> str:
        address = str(tokens[index].attrs.get("href", ""))
        safe = escape(address) if address.startswith("mailto:") else url(address)
        leads = safe != "#"  # `[words]()` leads nowhere: it is no link
        env.setdefault("links", []).append(leads)
        return str(html('<a href="{}">', safe)) if leads else ""

    def link_close(_self: Any, _tokens: Any, _index: int, _options: Any, env: Any) -> str:
        return "</a>" if env["links"].pop() else ""

    markdown.add_render_rule("link_open", link_open)
    markdown.add_render_rule("link_close", link_close)

    def words(_self: Any, tokens: Any, index: int, _options: Any, env: Any) -> str:
        return str(env["explain"](tokens[index].content))

    markdown.add_render_rule("text", words)
    markdown.add_render_rule("mention", mention)
    markdown.add_render_rule("citation", citation)
    return markdown


_MARKDOWN = _markdown()
