"""The only door from a value to a page: text, attribute, address, inline Markdown, JSON.

Whatever is in `data/` may come from a stranger. Each function here makes a value safe for
one place; templates use nothing else (and escape by default).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from functools import cache, lru_cache, partial
from typing import Any
from urllib.parse import urlsplit

from markdown_it.token import Token
from markupsafe import Markup, escape

from macros.model.inline import BIDI, MARKDOWN, ODD, is_inside, one_line, parsed, plain, source_ids
from macros.model.topic import TOPIC

Mention = Callable[[str, str | None, bool], Markup]  # id, words, inside a sentence → link
Citation = Callable[[list[str]], Markup]  # ids of sources → mark
Explain = Callable[[str], Markup]  # plain words → the same, terms explained


_SIGNS = re.compile("[&<>\"']")
_has_signs = _SIGNS.search
"""What HTML takes for its own. Few texts have any: to look costs less than to escape."""

_ODD = re.compile(f"{_SIGNS.pattern}|{ODD.pattern}|{BIDI.pattern}")


def text(value: object) -> Markup:
    """Return a value for the inside of an element."""
    if not _ODD.search(string := str(value)):
        return _markup(string)
    safe = escape(plain(string))
    # Marks that turn the direction of writing around stay inside their own value.
    return Markup("<bdi>{}</bdi>").format(safe) if BIDI.search(safe) else safe


def html(template: str, *values: object) -> Markup:
    """Return a template of HTML with a value at each `{}`; what is not HTML yet is escaped.

    The same as `Markup(template).format(...)`, in a tenth of the time: pages are made of this.

    >>> html('<b>{}</b>', "<i>")
    Markup('<b>&lt;i&gt;</b>')
    """
    parts = _pieces(template).copy()
    if len(parts) != 2 * len(values) + 1:
        raise ValueError(f"{len(values)} values for the {len(parts) // 2} places of {template!r}")
    at = 1
    for value in values:  # faster than a list put in between
        parts[at] = value if type(value) is Markup else _escaped(value)
        at += 2
    return _markup("".join(parts))


def joined(parts: Iterable[object], between: str = "") -> Markup:
    """Return pieces of HTML side by side; what is not HTML yet is escaped.

    The same as `Markup(between).join(parts)`, without looking at each piece twice.
    """
    return _markup(between.join([p if type(p) is Markup else _escaped(p) for p in parts]))


_markup: Callable[[str], Markup] = partial(str.__new__, Markup)
"""Makes Markup of a safe string, without its constructor, which looks for `__html__` first.

A tenth of the processor time of a build.
"""


def _escaped(value: object) -> str:
    return value if isinstance(value, str) and not _has_signs(value) else escape(value)


@cache
def _pieces(template: str) -> list[str]:
    """Return the pieces of a template with room for a value between each two."""
    texts = template.split("{}")
    pieces = [""] * (2 * len(texts) - 1)
    pieces[::2] = texts
    return pieces


@lru_cache(maxsize=10_000)
def attribute(value: object) -> Markup:
    """Return a value for the inside of a quoted attribute, or of <title>: on one line."""
    return escape(one_line(value))


def url(value: object) -> Markup:
    """Return a web address for an href, or "#" where it is none (http and https only)."""
    address = plain(value).strip()
    try:
        sound = urlsplit(address).scheme.lower() in ("http", "https")
    except ValueError:
        sound = False
    return escape(address) if sound else Markup("#")


def reference(*sources: str) -> Markup:
    """Return the mark that stands for the numbers of sources until the page is made.

    `references.numbered` puts the numbers in its place. Nothing from data can pass for a mark: its
    `<` is escaped on every way to a page.
    """
    return html("<n\ue010{}>", ", ".join(sources))


def citation(sources: Iterable[str]) -> Markup:
    """Return the mark of a citation in a sentence: numbers that will lead to the references."""
    return html('<sup class="cite">[<a\ue010{}>]</sup>', ", ".join(sources))


def on_one_line(page: str) -> str:
    """Return a page's HTML whose words with a hyphen, such as CAR-T, stay on one line.

    No style sheet says so of a word by itself, and a no-break hyphen would be another character
    for whoever copies or looks for it. Pictures, scripts and code stay as they are.

    >>> on_one_line('<p title="CAR-T">CAR-T cells</p><text>CAR-T</text>')
    '<p title="CAR-T"><span class="one-line">CAR-T</span> cells</p><text>CAR-T</text>'
    """
    return _ONE_LINE.sub(r'<span class="one-line">\g<0></span>', page)


_ONE_LINE = re.compile(
    rf"(?:{'|'.join(TOPIC.one_line)})(?=[^<>]*<(?!/(?:text|tspan|title|desc|script|option|pre|code)>))"
)


def json_in_script(value: object) -> Markup:
    """Return JSON for the inside of a <script> element."""
    dumped = json.dumps(value, ensure_ascii=False, sort_keys=True)
    for char in "<>&\u2028\u2029":
        dumped = dumped.replace(char, f"\\u{ord(char):04x}")
    return Markup(dumped)  # noqa: S704  (escaped above)


def prose(
    value: str, mention: Mention, citation: Citation, explain: Explain | None = None
) -> Markup:
    """Return inline Markdown as HTML: emphasis, code, links, [[id]], [@source].

    `mention` makes the link of an [[id]], `citation` the mark of a [@source], `explain` marks
    the terms in plain words and writes its dates; they are given what the text holds and return
    safe HTML. Anything else in the text is shown as written.
    """
    env = {"mention": mention, "citation": citation, "explain": explain or escape}
    return Markup(MARKDOWN.renderer.render(parsed(value), MARKDOWN.options, env))  # noqa: S704


Tokens = Sequence[Token]
Env = MutableMapping[str, Any]  # what `prose` gives the rules below


def _add_rules() -> None:
    def mention(_self: object, tokens: Tokens, at: int, _options: object, env: Env) -> str:
        match = tokens[at].meta["match"]
        return str(env["mention"](match[1], match[2], is_inside(tokens[:at])))

    def citation(_self: object, tokens: Tokens, at: int, _options: object, env: Env) -> str:
        return str(env["citation"](source_ids(tokens[at].meta["match"][1])))

    def link_open(_self: object, tokens: Tokens, at: int, _options: object, env: Env) -> str:
        address = str(tokens[at].attrs.get("href", ""))
        safe = escape(address) if address.startswith("mailto:") else url(address)
        leads = safe != "#"  # `[words]()` has no target: it is not a link
        env.setdefault("links", []).append(leads)
        return str(html('<a href="{}">', safe)) if leads else ""

    def link_close(_self: object, _tokens: Tokens, _at: int, _options: object, env: Env) -> str:
        return "</a>" if env["links"].pop() else ""

    MARKDOWN.add_render_rule("link_open", link_open)
    MARKDOWN.add_render_rule("link_close", link_close)

    def words(_self: object, tokens: Tokens, at: int, _options: object, env: Env) -> str:
        return str(env["explain"](tokens[at].content))

    MARKDOWN.add_render_rule("text", words)
    MARKDOWN.add_render_rule("mention", mention)
    MARKDOWN.add_render_rule("citation", citation)


_add_rules()
