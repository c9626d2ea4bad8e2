"""`nav` in mkdocs.yml is the menu: its order, its parts, its titles in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from lxml import html

from macros.model.kinds import KINDS
from macros.site.menu import menu, pages, titles_of
from tests.sites import CONFIGS, ROOT

NAV = [
    {"Home": "index.md"},
    {"Therapy": ["trials/index.md", {"More": ["deep/page.md", {"Own": "own.md"}]}]},
    {"Others": ["*/index.md"]},
    "last.md",
]


def test_the_kinds_that_nav_does_not_name_are_where_it_says() -> None:
    others = [f"{kind}/index.md" for kind in KINDS if kind != "trials"]
    assert menu(NAV, {})[2] == {"Others": others}
    without = menu([NAV[1]], {})
    assert [page for page, _part in pages(without)] == ["trials/index.md", "deep/page.md", "own.md"]


def test_titles_are_translated_at_every_depth() -> None:
    korean = {"Home": "홈", "Therapy": "치료", "More": "더", "Own": "고유"}
    assert list(titles_of(menu(NAV, korean))) == ["홈", "치료", "더", "고유", "Others"]


def test_a_page_knows_its_part_of_the_menu() -> None:
    parts = dict(pages(NAV))
    assert parts["index.md"] == parts["last.md"] == ""
    assert parts["trials/index.md"] == "Therapy"
    assert parts["own.md"] == "More"


def test_with_other_pages_those_that_do_not_exist_go_and_parts_without_any(tmp_path: Path) -> None:
    (tmp_path / "index.md").touch()
    (tmp_path / "own.md").touch()
    more = {"Therapy": [{"More": ["deep/page.md", {"Own": "own.md"}]}, {"None": ["no.md"]}]}
    kept = menu([{"Home": "index.md"}, more, {"Away": "https://a.example/"}], {}, tmp_path)
    assert kept == [
        {"Home": "index.md"},
        {"Therapy": [{"More": [{"Own": "own.md"}]}]},
        {"Away": "https://a.example/"},
    ]


@pytest.mark.parametrize("language", CONFIGS)
def test_every_page_of_nav_is_in_the_menu_in_order(site: Path, language: str) -> None:
    nav = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8").replace("!ENV", ""))
    listed = [page for page, part in pages(menu(nav["nav"], {})) if part]
    home = site if language == "en" else site / language
    tree = html.fromstring((home / "index.html").read_text(encoding="utf-8"))
    shown = tree.xpath("//footer//nav//li/a/@href")
    assert shown == [page.removesuffix("index.md").replace(".md", "/") for page in listed]
