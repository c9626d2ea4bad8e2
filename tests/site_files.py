"""The files of a built site without what may differ between two sites that say the same.

That is the hash in a file's name, there and where the file is used; the numbers of references and
of an explorer's values, which are replaced by what they stand for; where a list is cut into files;
the order of references; the order of keys and the names of definitions in a JSON Schema.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HASHED = re.compile(
    r"(\bassets/[\w./-]+[-.]|\b(?:explorer|search)/[\w-]+-|\b(?:later|lines|names)-)"
    r"[0-9a-f]{8,}(?=[\w.]*\.(?:css|js|json|map)\b)"
)
REFERENCES = re.compile(r'(<ol class="references"[^>]*>)(.*?)(?=</ol>)', re.DOTALL)
REFERENCE = re.compile(r'<li id="ref-(\d+)">.*?</li>', re.DOTALL)
NUMBERS = re.compile(r'"#?ref-\d+"(?:>\d+(?=</a>))?|<summary[^>]*>[\d, ]+</summary>')
LINK = re.compile(r'href="(?:[^"]*?\bsources/)?([^"]+?)/?"')


def files_of(site: Path) -> dict[str, list[Path]]:
    """Return the files of a site by path without hash.

    Files whose names differ in their hash only are the parts of one list, in the order in which the
    other JSON files of the folder name them.
    """
    files: dict[str, list[Path]] = {}
    for file in sorted(path for path in site.rglob("*") if path.is_file()):
        files.setdefault(HASHED.sub(r"\1#", file.relative_to(site).as_posix()), []).append(file)
    for parts in files.values():
        if len(parts) > 1:
            lists = b"".join(map(Path.read_bytes, sorted(parts[0].parent.glob("*.json"))))
            parts.sort(key=lambda file: lists.find(file.name.encode()))
    return files


def comparable(parts: list[Path]) -> str:
    """Return the text of a file without hashes and numbers of references."""
    path, content = parts[0], b"".join(map(Path.read_bytes, parts))
    try:
        text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode()
    except UnicodeDecodeError:
        return f"not text, SHA-256 {hashlib.sha256(content).hexdigest()}"
    if len(parts) > 1:
        text = text.replace('"]["', '","').replace(']}{"', '],"')
    if path.name == "compare.json":
        text = _compare_file(text)
    if path.parent.name == "explorer" and path.suffix == ".json":
        text = _explorer_file(text)
    if path.parent.name == "schemas" and path.suffix == ".json":
        text = _schema(text)
    if path.suffix == ".html":
        text = _page(text)
    return HASHED.sub(r"\1#", text)


def _page(html: str) -> str:
    """Replace numbers by sources, and put the references in the order of their sources."""
    sources = {item[1]: _source(item[0]) for item in REFERENCE.finditer(html)}

    def in_order(listed: re.Match[str]) -> str:
        return listed[1] + "".join(sorted(re.split(r'(?=<li id="ref-)', listed[2])))

    return REFERENCES.sub(in_order, _with_sources(html, sources))


def _compare_file(text: str) -> str:
    """Do the same for a product's part of the comparison, whose list of sources is apart."""
    data = json.loads(text)
    sources = {str(number): _source(line) for number, line in enumerate(data["sources"], start=1)}

    def replaced(value: object) -> object:
        if isinstance(value, dict):
            return {key: replaced(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [replaced(inner) for inner in value]
        return _with_sources(value, sources) if isinstance(value, str) else value

    data["sources"].sort()
    return json.dumps(replaced(data), ensure_ascii=False, indent=1).replace(r"\"", '"')


def _explorer_file(text: str) -> str:
    """Replace the numbers of values by the values, "~" before those that count backwards."""

    def named(part: dict[str, Any]) -> dict[str, Any]:
        if "cells" in part:
            names = [value if isinstance(value, str) else value[0] for value in part["values"]]
            names += [f"~{name}" for name in reversed(names)]
            cells = [cell if isinstance(cell, list) else [cell] for cell in part["cells"]]
            part["cells"] = [[names[number] for number in cell] for cell in cells]
        return part

    data = json.loads(text, object_hook=named)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _schema(text: str) -> str:
    """Return the values in a JSON Schema, each in a line with the way to it through definitions."""
    schema = json.loads(text)
    definitions = schema.pop("$defs", {})

    def lines(way: str, value: Any) -> Iterator[str]:
        if isinstance(value, str) and value.startswith("#/$defs/"):
            value = definitions[value.removeprefix("#/$defs/")]
        if isinstance(value, dict):
            for key in sorted(value):
                yield from lines(f"{way}/{key}", value[key])
        elif isinstance(value, list):
            for place, inner in enumerate(value):
                yield from lines(f"{way}/{place}", inner)
        else:
            yield f"{way}: {value}"

    return "\n".join(lines("", schema))


def _with_sources(html: str, sources: dict[str, str]) -> str:
    """Replace each number of a reference by its source; one that leads nowhere remains."""

    def named(found: re.Match[str]) -> str:
        return re.sub(r"\d+", lambda number: sources.get(number[0], number[0]), found[0])

    return NUMBERS.sub(named, html)


def _source(reference: str) -> str:
    """Return the id of the source in a reference, or its address, or all of the reference."""
    link = LINK.search(reference)
    return link[1] if link else reference
