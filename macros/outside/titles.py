"""Titles as services write them → plain text; and titles that are those of no work at all."""

from __future__ import annotations

import html
import re
from pathlib import Path

from macros.model.values import Json
from macros.model.yaml_parser import read_yaml
from macros.outside.shape import clean

_MARKUP = (
    r"(?:jats:|mml:)?(?:i|b|u|em|strong|italic|bold|underline|roman|sup|sub|scp?|small|tt|monospace"
    r"|span|font|title|xref|inline-formula|tex-math|math|m(?:i|n|o|s|row|text|frac|sup|sub|subsup"
    r"|sqrt|root|over|under|underover|style|space|fenced|padded|table|t[rd])|semantics"
    r"|annotation(?:-xml)?)"
)
_ATTRIBUTES = r"(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))*\s*/?"
_TAG = re.compile(rf"</?{_MARKUP}{_ATTRIBUTES}>", re.IGNORECASE)
_BREAK = re.compile(rf"</?(?:jats:)?(?:br|p|break){_ATTRIBUTES}>", re.IGNORECASE)
_POWER = re.compile(r"(?<=\d)\s*<(?:jats:)?sup>\s*([-–−]?\d+)\s*</(?:jats:)?sup>", re.IGNORECASE)
_RAISED = str.maketrans("0123456789-–−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻")

_FORMS = read_yaml(Path(__file__).with_name("titles.yml"))
_NO_TITLE = {
    what: re.compile(rf"\W*(?:{'|'.join(forms)})\W*", re.IGNORECASE)
    for what, forms in _FORMS.items()
}
_BETWEEN = re.compile(r"\s*[|»·>]\s*|\s+[–—-]\s+")


def plain_title(value: Json) -> str:
    """Return a title without the publishers' markup but with everything else.

    >>> plain_title("&lt;i&gt;CD19&lt;/i&gt; at 10<sup>6</sup>, <scp>CRP</scp> <5 mg/L and >1")
    'CD19 at 10⁶, CRP <5 mg/L and >1'
    """
    if not isinstance(value, str):
        return ""
    text = html.unescape(html.unescape(value))  # some are escaped, and then escaped once more
    text = _POWER.sub(lambda power: power[1].translate(_RAISED), text)
    return clean(_TAG.sub("", _BREAK.sub(" ", text)))


def no_title(title: str) -> str:
    """Return what a page is by its title where it is not the page that was asked for, else "".

    >>> no_title("Just a moment..."), no_title("로그인 | 예시일보"), no_title("A login app")
    ('a robot check', 'a login', '')
    """
    if "\ufffd" in title:
        return "a text with broken characters"
    title = title[:300]  # no such title is longer, and a pattern may take its time
    parts = [title, *_BETWEEN.split(title)]
    return next((w for w, form in _NO_TITLE.items() if any(map(form.fullmatch, parts))), "")
