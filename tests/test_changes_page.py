"""The list of changes on a page: whole without its script, narrowed with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import expect

from macros.curating.change_words import ChangeWords
from macros.curating.history import history
from macros.features.changes import change_list
from macros.model.kinds import KINDS
from macros.page.context import Context
from macros.store.loading import Loader
from macros.store.tree import read_tree
from tests.repositories import Repository, company

PAGES = ("changes/", "ko/changes/")


def page(repository: Repository, language: str, month: str = "") -> html.HtmlElement:
    files, _problems = read_tree(repository.data, KINDS)
    atlas, _problems = Loader(repository.data).read_files(files, whole=False)
    context, words = Context(atlas, language, "../"), ChangeWords(atlas, language)
    made = change_list(context, history(repository.data), words, "assets/changes.js", month)
    return html.fromstring(f"<div>{made}</div>")


def options(tree: html.HtmlElement, name: str) -> list[tuple[str, str]]:
    found = tree.xpath(f"//select[@name='{name}']/option")
    return [(option.get("value"), option.text) for option in found]


@pytest.mark.parametrize("month", ["", "2024-01"])
def test_an_entry_says_by_what_it_is_found(repository: Repository, month: str) -> None:
    repository.write("companies/a.yml", company())
    repository.commit("Add it")
    repository.write("companies/a.yml", company(year=2017))
    repository.write("targets/t.yml", "name: T\n")
    repository.commit("Correct it")
    tree = page(repository, "en", month)
    entries = [dict(entry.attrib) for entry in tree.xpath("//ul[@class='changes']/li")]
    assert entries == [
        {"data-kind": "companies", "data-what": "changed", "data-field": "founded"},
        {"data-kind": "targets", "data-what": "added"},
        {"data-kind": "companies", "data-what": "added"},
    ]
    kinds = [("", "all"), ("companies", "Companies"), ("targets", "Targets")]
    assert sorted(options(tree, "kind")) == kinds
    assert options(tree, "what") == [("", "all"), ("added", "added"), ("changed", "changed")]
    assert options(tree, "field") == [("", "all"), ("founded", "Founded")]
    assert options(page(repository, "ko", month), "field") == [("", "전체"), ("founded", "설립")]


# The real site, in a browser.


@pytest.mark.parametrize("address", PAGES)
def test_a_reader_narrows_the_list_and_the_address_keeps_it(open_page, address: str) -> None:
    shown = open_page(address)
    entries = shown.locator(".changes > li")
    value = shown.locator("select[name=kind] option").nth(1).get_attribute("value")
    fitting = shown.locator(f".changes > li[data-kind~='{value}']").count()
    assert 0 < fitting <= entries.count()
    shown.select_option("select[name=kind]", value)
    visible = shown.locator(".changes > li:visible")
    assert visible.count() == fitting
    shown.wait_for_url(f"**?kind={value}")
    assert shown.locator(".changes-filter output").inner_text()
    shown.reload()
    assert visible.count() == fitting
    assert (
        shown.locator("h2:visible + ul.changes").count()
        == shown.locator("ul.changes:visible").count()
    )
    shown.select_option("select[name=kind]", "")
    assert visible.count() == entries.count()
    assert shown.errors == []


def test_without_a_script_it_is_the_whole_list(open_page) -> None:
    shown = open_page("changes/", java_script_enabled=False)
    entries = shown.locator(".changes > li")
    assert entries.count() == shown.locator(".changes > li:visible").count() > 0
    assert not shown.locator(".changes-filter").is_visible()


def test_the_page_of_a_month_is_narrowed_by_its_address(open_page, site: Path) -> None:
    month = max(path.parent.name for path in site.glob("changes/*/index.html"))
    shown = open_page(f"changes/{month}/?what=added&kind=nothing-such")
    expect(shown.locator(".pager")).to_have_count(0)  # the further pages are in this one
    entries = shown.locator(".changes > li").count()
    further = site.glob(f"changes/{month}/page/*/index.html")
    pages = [html.parse(str(page)) for page in (site / f"changes/{month}/index.html", *further)]
    assert entries == sum(len(page.xpath("//ul[@class='changes']/li")) for page in pages)
    fitting = shown.locator(".changes > li[data-what~='added']").count()
    assert shown.locator(".changes > li:visible").count() == fitting
    assert shown.locator("select[name=kind]").input_value() == ""
