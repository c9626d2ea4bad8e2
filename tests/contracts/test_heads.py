"""The heads of all pages: descriptions that differ and end at a word, links to the same in JSON."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from lxml import html

Head = Any


@pytest.fixture(scope="module")
def heads(published: Path) -> dict[str, Head]:
    """The head of every page by its path; not of pages that only lead on."""
    found = {}
    for path in sorted(published.rglob("index.html")):
        before, end, _ = path.read_bytes().decode().partition("</head>")
        if end:
            head = html.fromstring(f"{before}</head><body></body></html>").find("head")
            found[path.parent.relative_to(published).as_posix()] = head
    return found


def meta(head: Head, name: str) -> str:
    (content,) = head.xpath(f"meta[@name='{name}' or @property='{name}']/@content")
    return content


def edition(path: str) -> str:
    return "ko" if path == "ko" or path.startswith("ko/") else "en"


def test_no_two_pages_of_a_language_have_the_same_description(heads: dict[str, Head]) -> None:
    said = Counter((edition(path), meta(head, "description")) for path, head in heads.items())
    assert [text for text, count in said.items() if count > 1] == []


def test_a_description_ends_at_a_word(
    heads: dict[str, Head], records: dict[str, list[dict[str, Any]]]
) -> None:
    cut = 0
    for kind, of_kind in records.items():
        for record in of_kind:
            for code in ("en", "ko"):
                said = meta(
                    heads[f"{'ko/' if code == 'ko' else ''}{kind}/{record['id']}"], "description"
                )
                whole = record["summary"] and record["summary"][code]
                if whole and said.endswith("…"):
                    kept = said.removesuffix("…")
                    assert whole.startswith(kept), record["id"]
                    assert not whole[len(kept)].isalnum(), (record["id"], said[-30:])
                    cut += 1
    assert cut


def test_a_claim_is_never_described_without_its_verdict(
    heads: dict[str, Head], records: dict[str, list[dict[str, Any]]]
) -> None:
    for record in records["claims"]:
        said = meta(heads[f"claims/{record['id']}"], "description")
        assert said.startswith("Claim check ("), record["id"]


def test_licence_language_and_json_are_named(
    published: Path, heads: dict[str, Head], records: dict[str, list[dict[str, Any]]]
) -> None:
    locales = {"en": "en_GB", "ko": "ko_KR"}
    for path, head in heads.items():
        assert head.xpath("link[@rel='license']/@href"), path
        assert meta(head, "og:locale") == locales[edition(path)], path
        others = head.xpath("meta[@property='og:locale:alternate']/@content")
        assert {meta(head, "og:locale"), *others} == {*locales.values()}, path
    for kind, of_kind in records.items():
        for record in of_kind:
            path = f"{kind}/{record['id']}"
            (json,) = heads[path].xpath("link[contains(@rel, 'describedby')]/@href")
            assert (published / path / json).resolve().is_file(), path
            own = heads[path].xpath("link[@rel='canonical']/@href")
            cited = heads[path].xpath("link[@rel='cite-as']/@href")
            assert cited == ([] if kind == "sources" else own), path


def test_the_page_of_the_search_is_in_no_index(published: Path, heads: dict[str, Head]) -> None:
    assert meta(heads["search"], "robots") == "noindex"
    (own,) = heads["search"].xpath("link[@rel='canonical']/@href")
    for site_map in published.rglob("sitemap.xml"):
        assert f"<loc>{own}</loc>" not in site_map.read_text(encoding="utf-8")
