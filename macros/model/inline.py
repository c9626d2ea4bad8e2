"""Inline Markdown of the data, parsed: which records and sources a text names, its plain words.

Emphasis, code, links, `[[id]]` and `[[id|words]]` (records), `[@source-id]` (citations). How it
looks on a page is for `macros/page/text.py` to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

# HTML forbids most control characters; each is shown as its picture (U+2400…) or as U+FFFD.
# A tab or a return is a blank to HTML; as a blank it survives Markdown unchanged too.
_CONTROL = {n: 0x2400 + n for n in range(32) if chr(n) != "\n"} | {9: " ", 13: " "}
_CONTROL |= dict.fromkeys((*range(127, 160), 65534, 65535), 65533)
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

ODD = re.compile("[" + "".join(f"\\u{code:04x}" for code in _CONTROL) + "]")

_MENTION = re.compile(r"\[\[\s*([^\[\]|\n]{1,80}?)\s*(?:\|\s*([^\[\]|\n]{1,200}?)\s*)?\]\]")
_CITATION = re.compile(r"\[@\s*([^\[\]\n]{1,400}?)\s*\]")
_EITHER = re.compile(f"{_MENTION.pattern}|{_CITATION.pattern}")
_EASY = re.compile(rf"({_EITHER.pattern}|\*(?<!\S\*)[^\W_](?:[^*_\[\]`\\<]*[^\W_])?\*(?!\S))")
"""What is what it looks like where nothing else is marked: an emphasis too, between blanks.

Each of these patterns begins with a character of its own, which `re` finds many times faster.
"""
_HARD = re.compile(r"\*|_|`|\\|<|\]\(")  # emphasis, code, a sign that is meant, an address, a link
_MARKUP = re.compile(r"[\[*_`\\]")  # how each mark of Markdown begins


def plain(value: object) -> str:
    """Return a value as text that HTML can hold: control characters made visible, not escaped."""
    text = str(value)
    # Few texts have any, and a look is many times faster than a translation.
    return text.translate(_CONTROL) if ODD.search(text) else text


def plain_line(value: object) -> str:
    """Return a value as plain text on one line, not escaped."""
    text = str(value)
    if text.isprintable() and "  " not in text and text == text.strip():  # so are nearly all
        return text
    return " ".join(plain(text).split())


def one_line(value: object) -> str:
    """Return a value as plain text on one line that turns nothing around, not escaped."""
    text = str(value)
    return plain_line(text if text.isprintable() else BIDI.sub("", text))


def shortened(text: str, most: int) -> str:
    """Return a text on one line, no longer than `most`, cut between words where that is possible.

    >>> shortened("one two, three", 10), shortened("one two", 10)
    ('one two…', 'one two')
    """
    line = plain_line(text)
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    words, blank, _ = cut.rpartition(" ")
    return (words if blank and len(words) > most // 2 else cut).rstrip(" ·,;:.(") + "…"


def mentions(value: str) -> Iterator[tuple[str, str]]:
    """Yield ("record", id) for each [[id]] and ("source", id) for each [@id] of a text."""
    if "[[" not in value and "[@" not in value:
        return
    for token in _inline(value):
        if token.type == "mention":
            yield "record", token.meta["match"][1]
        elif token.type == "citation":
            yield from (("source", source) for source in source_ids(token.meta["match"][1]))


def without_markup(
    value: str,
    name: Callable[[str], str] = str,
    name_inside: Callable[[str], str] | None = None,
) -> str:
    """Return inline Markdown as plain text: for descriptions, search and previews.

    `name` gives the name of the record that an [[id]] without words leads to, `name_inside` the
    name as the middle of a sentence has it, where that is another.
    """
    names = (name, name_inside or name)
    text = "".join(_words(value, names)) if _MARKUP.search(value) else plain(value)
    text = " ".join(text.split())
    for sign in ".,;:)":
        text = text.replace(f" {sign}", sign)
    return text.replace(" ()", "").replace("()", "")  # brackets around nothing but citations


def is_inside(before: Sequence[Token]) -> bool:
    """Return whether what follows these tokens goes on with a sentence; citations end none."""
    text = "".join("x" if token.type == "mention" else token.content for token in before).rstrip()
    return bool(text) and text[-1] not in ".!?"


def _words(value: str, names: tuple[Callable[[str], str], Callable[[str], str]]) -> list[str]:
    words = []
    tokens = _inline(value)
    for at, token in enumerate(tokens):
        if token.type == "mention":
            match = token.meta["match"]
            words.append(match[2] or names[is_inside(tokens[:at])](match[1]))
        elif token.type in ("text", "code_inline", "text_special"):
            words.append(token.content)
        elif token.type == "citation" and words:
            # It goes with the blank before it: a Korean particle may follow.
            words[-1] = words[-1].rstrip()
    return words


def _inline(value: str) -> list[Token]:
    return parsed(value)[0].children or []


@lru_cache(maxsize=4_000)  # a page asks several times for a text; large where there are very many
def parsed(value: str) -> list[Token]:
    text = _one_line(value)
    easy = _easy_tokens(text)
    return (
        MARKDOWN.parseInline(text, {}) if easy is None else [Token("inline", "", 0, children=easy)]
    )


def _easy_tokens(text: str) -> list[Token] | None:
    """Return what the parser makes of a text, many times faster; None where it is not easy."""
    pieces, start = [], 0
    for piece in _EASY.finditer(text):
        pieces += [text[start : piece.start()], piece[0]]
        start = piece.end()
    pieces.append(text[start:])
    if any(map(_HARD.search, pieces[::2])):
        return None
    tokens = []
    for at, words in enumerate(pieces):
        if at % 2 == 0 and words:
            tokens.append(Token("text", "", 0, content=words))
        elif words.startswith("*"):
            tokens += [_EM_OPEN, Token("text", "", 0, content=words[1:-1], level=1), _EM_CLOSE]
        elif words:
            tokens.append(_link_token(words))
    return tokens


_EM_OPEN, _EM_CLOSE = Token("em_open", "em", 1, markup="*"), Token("em_close", "em", -1, markup="*")


@lru_cache(maxsize=5_000)  # nobody changes a token: texts share those of the same words
def _link_token(words: str) -> Token:
    name = "mention" if words.startswith("[[") else "citation"
    match = (_MENTION if name == "mention" else _CITATION).match(words)
    return Token(name, "", 0, meta={"match": match})


def _one_line(value: str) -> str:
    return plain(value).replace("\n", " ")


def source_ids(inside: str) -> list[str]:
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


_CJK = re.compile(
    "[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]"
)


def _emphasis(state: StateInline, silent: bool) -> bool:
    """markdown-it rule: as its own, but emphasis begins and ends beside Hangul as beside a blank.

    CommonMark 0.31.2, section 6.2, lets `**` after a sign close before a blank or a sign only: a
    Korean particle follows at once, as in `**카빅티(실타셀)**은`. Python-Markdown, which reads the
    pages written by hand, closes there. A single star between Latin letters or digits is one of a
    name: HLA-A*02:01.
    """
    if silent or state.src[state.pos] not in "*_":
        return False
    scanned = state.scanDelims(state.pos, state.src[state.pos] == "*")
    before = state.src[state.pos - 1 : state.pos]
    after = state.src[state.pos + scanned.length : state.pos + scanned.length + 1]
    opens, closes = scanned.can_open, scanned.can_close
    if state.src[state.pos] == "*":
        opens = opens or bool(_CJK.match(before) and after.strip())
        closes = closes or bool(_CJK.match(after) and before.strip())
        if (
            scanned.length == 1
            and (before + after).isascii()
            and before.isalnum()
            and after.isalnum()
        ):
            opens = closes = False
    for _ in range(scanned.length):
        state.push("text", "", 0).content = state.src[state.pos]
        place = len(state.tokens) - 1
        marker = ord(state.src[state.pos])
        state.delimiters.append(Delimiter(marker, scanned.length, place, -1, opens, closes))
    state.pos += scanned.length
    return True


_BEGUN = re.compile(r"\[(?:\[|@|(?<!\[\[)[\w-]+\]\])")


def unread_brackets(value: str) -> list[str]:
    """Return what looks like an [[id]] or [@source] that is not closed, each with what follows.

    >>> unread_brackets("[[a]] `[[` [[b and [@c"), unread_brackets("[@ ]")
    (['[[b and [@c', '[@c'], ['[@ ]'])
    """
    if not _BEGUN.search(_EITHER.sub(_without_empty, value)):
        return []
    brackets = []
    for token in _inline(value):
        if token.type == "text":
            brackets += [token.content[m.start() :][:40] for m in _BEGUN.finditer(token.content)]
        elif token.type == "citation" and not source_ids(token.meta["match"][1]):
            brackets.append(token.meta["match"][0])
    return brackets


def _without_empty(either: re.Match[str]) -> str:
    empty = either[3] is not None and not source_ids(either[3])
    return either[0] if empty else ""


MARKDOWN = MarkdownIt("zero", {"html": False}).enable(["emphasis", "backticks", "link", "escape"])
"""The parser of inline Markdown; `macros/page/text.py` adds how each piece is rendered."""

MARKDOWN.inline.ruler.before("link", "atlas", _atlas_link)
MARKDOWN.inline.ruler.at("emphasis", _emphasis)
MARKDOWN.validateLink = lambda url: bool(re.match(r"(https?://|mailto:)", url, re.I))
