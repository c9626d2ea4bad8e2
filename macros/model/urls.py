"""Web addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from macros.model.problems import one_line, write
from macros.model.values import Bad, Schema, Value, Words, like, shown, string


class Url(Value, str):
    """A web address, https or http."""

    what = Words(en="web address", ko="웹 주소")
    written = "Write https://… without spaces."
    column = "address"
    _sign = r"[^\s\x00-\x20\x7f\\<>\x22`{}|^]"
    _label = r"[^\s\x00-\x20\x7f\\<>\x22`{}|^/?#@:.\[\]]+"
    _private = (
        r"(?:(?:0|10|127)\.[0-9]+|169\.254|192\.168|172\.(?:1[6-9]|2[0-9]|3[01]))"
        r"\.[0-9]+\.[0-9]+(?:[:/?#]|$)"
        r"|[^/?#:]*\.(?:localhost|local|internal|lan|home)\.?(?:[:/?#]|$)"
    )
    _form = re.compile(
        rf"[Hh][Tt][Tt][Pp][Ss]?://(?!{_private})(?:{_label}\.)+{_label}\.?(?::[0-9]{{1,5}})?"
        rf"(?:[/?#]{_sign}*)?"
    )
    """A host on the web has a dot in it; other names and some numbers are of private networks."""

    @classmethod
    def read(cls, raw: object) -> Url:
        text = string(raw, "a web address")
        if not cls._form.fullmatch(text):
            raise Bad("bad-url", f"{shown(raw)} is not a web address", cls._why(text))
        return cls(text)

    @classmethod
    def _why(cls, text: str) -> str:
        """Return what to write for a text that is not a web address."""
        if cls._form.fullmatch(f"https://{text}"):
            return write(f"https://{text}", quoted=True)
        try:
            host = urlsplit(text).hostname
        except ValueError:
            host = None
        if host and ("." not in host or re.search(rf"//(?:{cls._private})", text)):
            return f'Write a public address; "{one_line(host)}" is in a private network.'
        return cls.written

    @classmethod
    def schema(cls, vocabularies: Mapping[str, Any]) -> Schema:
        return like(f"^(?:{cls._form.pattern})$", cls.written)

    def address(self) -> str:
        return str(self)

    @property
    def host(self) -> str:
        """The name of the host, such as pubmed.ncbi.nlm.nih.gov, without "www."."""
        return self.split("/")[2].lower().removeprefix("www.")
