"""The Markdown of the real site says what its JSON says, as a reader of CommonMark has it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.conftest import read_json
from tests.markdown_editions import Told, read

LANGUAGES = {"en": "", "ko": "ko/"}


@pytest.fixture(scope="module")
def terms(api: Path) -> dict[str, dict[str, Any]]:
    """The labels of the vocabularies, by list and word."""
    lists = read_json(api / "vocabulary.json")["vocabularies"]
    return {
        name: {term["id"]: term["label"] for term in one["terms"]} for name, one in lists.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_markdown_says_what_json_says(
    published: Path,
    records: dict[str, list[dict[str, Any]]],
    terms: dict[str, dict[str, Any]],
    counted: Counter[str],
    language: str,
) -> None:
    """Every fact with value, qualifiers, other values and sources; nothing more, nothing less."""
    every = {record["id"]: record for of_kind in records.values() for record in of_kind}
    told = Told(language, every, terms)
    found = []
    seen: Counter[str] = Counter()
    for record in every.values():
        if record["kind"] != "sources":
            file = published / LANGUAGES[language] / record["kind"] / record["id"] / "index.md"
            edition = read(file.read_text(encoding="utf-8"))
            seen[record["kind"]] += 1
            found += [(record["id"], one) for one in told.differences(record, edition)]
    assert found == []
    assert seen == {kind: n for kind, n in counted.items() if kind != "sources"}


@pytest.mark.parametrize("folder", LANGUAGES.values())
def test_all_that_llms_txt_names_is_published(published: Path, folder: str) -> None:
    root = read_json(published / "api/v1/openapi.json")["servers"][0]["url"].removesuffix("api/v1")
    text = (published / folder / "llms.txt").read_text(encoding="utf-8")
    addresses = re.findall(r"^- \[[^\]]+\]\(([^)\s]+)\)", text, flags=re.M)
    assert addresses
    for address in addresses:
        assert address.startswith(root)
        path = published / address.removeprefix(root)
        assert (path / "index.html" if path.is_dir() else path).is_file(), address


@pytest.mark.parametrize("folder", LANGUAGES.values())
def test_links_of_markdown_lead_to_files(published: Path, folder: str) -> None:
    site = published / folder
    files = list(site.glob("*/**/index.md"))
    assert files
    for file in files:
        links = re.findall(r"\]\((?!https?:)([^<)]+)\)", file.read_text(encoding="utf-8"))
        for link in set(links):
            path = file.parent / link
            assert (path / "index.html" if path.is_dir() else path).is_file(), (file, link)
