"""Which characters the bytes of a page are: as a browser reads them, and with no codec but these.

The labels are those of the WHATWG's Encoding Standard; what they mean there is not what Python
means by them (`euc-kr` has all Hangul). A label that is not here says nothing: Python has codecs
that take for ever over a page, and others that are not of the web.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

_LABELS = {
    "utf-8": "utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8",
    "cp949": "euc-kr cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601"
    " ksc_5601 windows-949",
    "cp1252": "windows-1252 ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1"
    " iso-ir-100 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii x-cp1252",
    "cp1250": "windows-1250 cp1250 x-cp1250",
    "cp1251": "windows-1251 cp1251 x-cp1251",
    "cp1254": "windows-1254 cp1254 csisolatin5 iso-8859-9 iso8859-9 iso_8859-9 l5 latin5",
    "iso8859-2": "iso-8859-2 csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 l2 latin2",
    "iso8859-15": "iso-8859-15 csisolatin9 iso8859-15 iso885915 iso_8859-15 l9",
    "koi8-r": "koi8-r cskoi8r koi koi8 koi8_r",
    "cp932": "shift_jis csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis",
    "euc_jp": "euc-jp cseucpkdfmtjapanese x-euc-jp",
    "gb18030": "gb18030 gbk chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 iso-ir-58"
    " x-gbk",
    "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
    "utf-16-le": "utf-16 utf-16le csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff",
    "utf-16-be": "utf-16be unicodefffe",
}
CODECS = {label: codec for codec, labels in _LABELS.items() for label in labels.split()}
"""The codec of each label."""

_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le"}
_MARKS[codecs.BOM_UTF16_BE] = "utf-16-be"

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';,/>]+)", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_META = re.compile(rb"<meta[\s/][^<>]{1,2000}", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w:.-]{1,40})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_XML = re.compile(rb"\s*<\?xml[^>]{1,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_HEAD = 400_000
"""How far into a page its own label is looked for: some come late."""


def text_of(body: bytes, kind: str) -> str:
    """Return the text of a page of which the server says that it is of a `kind`.

    A mark of Unicode goes before the server's label, that before the page's own; where there is
    none and it is not UTF-8, it may be Korean.

    >>> text_of("똠방각하".encode("cp949"), 'text/html; charset="KS_C_5601-1987"')
    '똠방각하'
    """
    for mark, codec in _MARKS.items():
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace")
    match = _CHARSET.search(kind)
    codec = CODECS.get(match[1].lower() if match else "") or _own(body)
    if not codec:
        codec = next((one for one in ("utf-8", "cp949") if _fits(body, one)), "utf-8")
    return body.decode(codec, "replace")


def _fits(body: bytes, codec: str) -> bool:
    try:
        body.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _own(body: bytes) -> str:
    """Return the codec that a page names itself, "" for none."""
    codec = next((CODECS[label] for label in _own_labels(body[:_HEAD]) if label in CODECS), "")
    # What has been read as ASCII so far is not in units of two bytes.
    return "utf-8" if codec.startswith("utf-16") else codec


def _own_labels(head: bytes) -> Iterator[str]:
    if declared := _XML.match(head):
        yield declared[1].decode("ascii", "replace").lower()
    for tag in _META.findall(_COMMENT.sub(b"", head)):
        pairs = _ATTRIBUTE.findall(tag.decode("latin-1"))
        attrs = {name.lower(): "".join(values).strip() for name, *values in pairs}
        if "charset" in attrs:
            yield attrs["charset"].lower()
        elif attrs.get("http-equiv", "").lower() == "content-type":
            yield from (label.lower() for label in _CHARSET.findall(attrs.get("content", "")))
