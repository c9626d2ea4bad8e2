"""Whatever address of the site a published file names, there is a file at it."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.contracts.conftest import read_json

READ = {".json", ".atom", ".ics", ".ttl", ".txt", ".md", ".xml", ".csv", ".bib", ".ris", ".gz"}


BASES = {"api/v1", "api/v1/"}
"""What addresses begin with, in OpenAPI (`servers`) and DCAT (`endpointURL`): no files."""


@pytest.fixture(scope="module")
def root(api: Path) -> str:
    """The address of the site."""
    return read_json(api / "openapi.json")["servers"][0]["url"].removesuffix("api/v1")


def named(text: str, root: str) -> Iterator[str]:
    """Yield the paths, from the root of the site, of the addresses that a text names.

    >>> list(named('see <https://a.example/b/#c>, "https://a.example/d.json".', "https://a.example/"))
    ['b/', 'd.json']
    """
    # Below the root and no template; a full stop after an address is the sentence's.
    for match in re.finditer(re.escape(root) + r"([^\s\"'<>\\()\[\]{}|`,;#?]*)([{]?)", text):
        if not match[2]:
            yield unquote(match[1].rstrip(".:"))


def test_every_address_that_a_file_names_is_there(published: Path, root: str) -> None:
    missing: dict[str, str] = {}
    seen: set[str] = set()
    for file in published.rglob("*"):
        if file.suffix not in READ:
            continue
        content = file.read_bytes()
        content = gzip.decompress(content) if file.suffix == ".gz" else content
        # A calendar folds its lines.
        content = content.replace(b"\r\n ", b"") if file.suffix == ".ics" else content
        for path in set(named(content.decode(), root)) - seen:
            seen.add(path)
            place = published / path
            page = place / "index.html" if path.endswith("/") or not path else place
            if not page.is_file():
                missing[path] = file.relative_to(published).as_posix()
    assert missing.keys() <= BASES, missing
    assert len(seen) > len(list((published / "api").rglob("*.json")))


def test_an_address_that_is_not_there_is_found(published: Path, root: str) -> None:
    text = f'{{"url": "{root}no/such.json", "{root}{{kind}}.json", "see {root}data/."}}'
    assert list(named(text, root)) == ["no/such.json", "data/"]


def test_every_file_for_download_has_its_hash(tables: Path) -> None:
    sums = [line.split("  ") for line in (tables / "SHA256SUMS").read_text().splitlines()]
    assert {name for _sum, name in sums} == {p.name for p in tables.iterdir()} - {"SHA256SUMS"}
    for sum_, name in sums:
        assert hashlib.sha256((tables / name).read_bytes()).hexdigest() == sum_, name


def test_the_data_package_names_every_table_and_its_files(tables: Path) -> None:
    paths = [one["path"] for one in read_json(tables / "datapackage.json")["resources"]]
    assert len(set(paths)) == len(paths)
    assert all((tables / path).is_file() for path in paths)
    assert {p.name for p in tables.glob("*.csv")} <= set(paths)
