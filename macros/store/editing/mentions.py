"""Ids in a text that nobody parsed: [[id]], [@source], and the macros of a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from macros.model.kinds import KINDS
from macros.model.refs import Ref

_MENTION = re.compile(r"(\[\[\s*)([a-z0-9-]+)(?=\s*[|\]])")
_CITATION = re.compile(r"\[@[^\[\]]*\]")
_CITED = re.compile(r"(@\s*|[,;]\s*@?\s*)([a-z0-9-]+)(?=\s*[,;\]])")
_MACRO = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_STRING = re.compile(r"""(["'])([a-z0-9-]+)(?=\1)""")

_LINK = re.compile(rf"""((?:\]\(|href=["'])[./]*(?:{"|".join(KINDS)})/)([a-z0-9-]+)(?=[/.#)"'])""")
_FILTER = re.compile(r"""(\w+)\s*=\s*(?:\[[^\]]*\]|"[^"]*"|'[^']*')""")
_ID_FIELDS = {
    name
    for model in KINDS.values()
    for name, field in model.declared().items()
    if issubclass(field.holds, Ref)
} | {"id"}


def read_pages(root: Path) -> dict[str, str]:
    """Return the pages of docs/ by their paths, whatever bytes they hold."""
    paths = sorted(p for p in (root / "docs").rglob("*.md") if p.is_file() and not p.is_symlink())
    return {
        path.relative_to(root).as_posix(): path.read_bytes().decode(errors="surrogateescape")
        for path in paths
    }


def renamed_in_prose(text: str, new_ids: Mapping[str, str]) -> str:
    """Return a text in which [[id]], [[id|words]] and [@id] name the new ids."""
    if "[[" not in text and "[@" not in text:
        return text

    def rename(match: re.Match[str]) -> str:
        return match[1] + new_ids.get(match[2], match[2])

    text = _MENTION.sub(rename, text)
    return _CITATION.sub(lambda citation: _CITED.sub(rename, citation[0]), text)


def renamed_in_pages(pages: Mapping[str, str], new_ids: Mapping[str, str]) -> dict[str, str]:
    """Return the pages, texts by path, that name one of the ids, with the new ones."""
    renamed = {path: renamed_in_page(text, new_ids) for path, text in pages.items()}
    return {path: text for path, text in renamed.items() if text != pages[path]}


def renamed_in_page(text: str, new_ids: Mapping[str, str]) -> str:
    """Return a page of docs/ in which macro calls, mentions and links name the new ids.

    A filter such as `stage="approved"` names an id only where its field contains ids.
    """

    def in_macro(macro: re.Match[str]) -> str:
        pieces, done = [], 0
        for words in _FILTER.finditer(macro[0]):
            if words[1].rpartition("__")[2] not in _ID_FIELDS:
                pieces += (_STRING.sub(rename, macro[0][done : words.start()]), words[0])
                done = words.end()
        return "".join([*pieces, _STRING.sub(rename, macro[0][done:])])

    def rename(match: re.Match[str]) -> str:
        return match[1] + new_ids.get(match[2], match[2])

    text = _LINK.sub(rename, _MACRO.sub(in_macro, text))
    return renamed_in_prose(text, new_ids)
