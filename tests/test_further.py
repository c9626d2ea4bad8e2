"""Long lists go on on further pages: every row once, linked both ways, without a script too."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from lxml import html
from playwright.sync_api import Browser, Route, expect

from macros.page.further import ROWS, Listing, room
from tests.accessibility import violations_on
from tests.conftest import copy_small, load, write
from tests.sites import CONFIGS, built
from tests.test_paths import files, same

MANY = 430
"""Companies: the list of their kind, of the subsidiaries of one, of the facts on a source."""

COMPANY = """\
name: {{en: Long company {n:03}, ko: 긴 목록 회사 {n:03}}}
sources: [example-register]
checked: "2024-05-06"
country: south-korea
founded: "{year}"
parent: examplecell
"""

LISTS = {
    "companies": ("companies/", "page"),
    "relation": ("companies/examplecell/", "companies-subsidiaries"),
    "citing": ("sources/example-register/", "citing"),
}
"""Address of the first page of each long list, and the folder or section of the others."""


@pytest.fixture(scope="module")
def long_data(shared) -> Path:
    def make(out: Path) -> None:
        data = copy_small(out)
        for n in range(MANY):
            content = COMPANY.format(n=n, year=1900 + n % 120)
            write(data, f"companies/long-{n:03}.yml", content)

    return shared("long", make) / "data"


@pytest.fixture(scope="module")
def long_site(long_data: Path, shared) -> Path:
    def make(out: Path) -> None:
        for language in CONFIGS:
            folder = out if language == "en" else out / language
            built(folder, data=long_data, language=language)

    return shared("long-site", make)


def pages_of(site: Path, name: str) -> list[tuple[str, html.HtmlElement]]:
    """Return address and content of the pages of a list, found by the links to the next."""
    address, section = LISTS[name]
    found = []
    while address:
        page = html.parse(str(site / address / "index.html")).getroot()
        [pager] = page.xpath(
            "//nav[@class='pager' and .//@href[contains(., $name)]]", name=f"{section}/"
        )
        found.append((address, page, pager))
        [href] = pager.xpath(".//a[@rel='next']/@href") or [""]
        address = urljoin(f"/{address}", href).lstrip("/") if href else ""
    return found


def rows_of(name: str, page: html.HtmlElement) -> list[str]:
    _address, section = LISTS[name]
    inside = page.xpath(f"//*[@id='{section}']/ancestor::section") or [page]
    return [
        html.tostring(row, encoding="unicode")
        for row in inside[0].xpath(".//table[contains(@class, 'records')]/tbody/tr")
    ]


def test_lists_share_the_room_of_a_page() -> None:
    assert (room([]), room([ROWS]), room([ROWS + 1])) == (ROWS, ROWS, ROWS)
    for lengths in ([1000, 1000], [150, 60, 3], [7, 500, 40, 900], [10] * 30, [50, 50, 100]):
        most = room(lengths)
        assert sum(min(length, most) for length in lengths) <= ROWS
        assert sum(min(length, most + 1) for length in lengths) > ROWS or most == ROWS


@pytest.mark.parametrize("length", [0, 1, 200, 201, 400, 401, 1000])
@pytest.mark.parametrize("first", [15, 200])
def test_every_row_is_on_one_page(length: int, first: int) -> None:
    listing = Listing(length, "trials/", "trials/page/", first)
    pages = [range(length)[listing.rows(n)] for n in range(1, listing.pages + 1)]
    assert list(chain(*pages)) == list(range(length))
    assert all(pages[1:]) and max(map(len, pages)) <= ROWS


@pytest.mark.parametrize("language", CONFIGS)
@pytest.mark.parametrize("name", LISTS)
def test_the_links_lead_to_every_row_once_and_back(
    long_site: Path, long_data: Path, language: str, name: str
) -> None:
    site = long_site if language == "en" else long_site / language
    found = pages_of(site, name)
    rows = [row for _address, page, _pager in found for row in rows_of(name, page)]
    names = {row: html.fromstring(f"<table>{row}</table>").xpath("string(.//th)") for row in rows}
    atlas = load(long_data)
    expected = {
        "companies": len(atlas.of_kind("companies")),
        "relation": MANY,
        "citing": len(atlas.citing("example-register")),
    }[name]
    assert len(rows) == expected > 2 * ROWS
    assert {f"Long company {n:03}" for n in range(MANY)} <= set(names.values()) or language == "ko"
    if name != "citing":  # a record has several facts
        assert len(set(names.values())) == expected
    for (before, _, _), (address, _, pager) in zip(found, found[1:], strict=False):
        [href] = pager.xpath(".//a[@rel='prev']/@href")
        assert urljoin(f"/{address}", href).partition("#")[0] == f"/{before}"
    for address, _page, pager in found:
        for href in pager.xpath(".//a[not(contains(@href, '.csv'))]/@href"):
            assert (site / urljoin(f"/{address}", href).partition("#")[0].lstrip("/")).is_dir()
        [csv] = pager.xpath(".//p/a/@href")
        assert (site / address / csv).resolve().is_file()


@pytest.mark.parametrize("language", CONFIGS)
def test_a_page_says_which_rows_it_has(long_site: Path, language: str) -> None:
    site = long_site if language == "en" else long_site / language
    said = [pager.xpath("string(p)") for _, _, pager in pages_of(site, "companies")]
    n = MANY + 2
    if language == "en":
        assert [words.partition(" ·")[0] for words in said] == [
            f"Rows 1–200 of {n}",
            f"Rows 201–400 of {n}",
            f"Rows 401–{n} of {n}",
        ]
    else:
        assert said[1].startswith(f"전체 {n}건 중 201–400번째")


def test_head_and_languages_are_those_of_the_page_itself(long_site: Path) -> None:
    titles = set()
    for name in LISTS:
        for address, page, _pager in pages_of(long_site, name)[1:]:
            [canonical] = page.xpath("//link[@rel='canonical']/@href")
            assert canonical.endswith(f"/{address}")
            twins = page.xpath("//div[@class='atlas-languages']/a/@href")
            there = [(long_site / address / twin / "index.html").resolve() for twin in twins]
            assert there == [long_site / f / address / "index.html" for f in ("", "ko")]
            assert all(file.is_file() for file in there)
            [title] = page.xpath("//title/text()")
            assert ", page " in title
            titles.add(title)
            assert len(page.xpath("//h1")) == 1
    assert len(titles) == sum(len(pages_of(long_site, name)) - 1 for name in LISTS)


def test_every_table_has_the_name_of_its_heading(long_site: Path) -> None:
    for name in LISTS:
        for _address, page, _pager in pages_of(long_site, name):
            tables = page.xpath("//table")
            named = [page.get_element_by_id(table.get("aria-labelledby")) for table in tables]
            assert named and {heading.tag for heading in named} <= {"h1", "h2"}


def test_the_site_map_has_them_and_the_search_has_not(long_site: Path) -> None:
    places = {e.text for e in ElementTree.parse(long_site / "sitemap.xml").iter() if e.text}
    further = [a for name in LISTS for a, _, _ in pages_of(long_site, name)[1:]]
    for address in further:
        assert sum(place.endswith(f"/atlas/{address}") for place in places) == 1
    names = "".join(f.read_text("utf-8") for f in (long_site / "search").glob("*.json"))
    assert not re.search(r"/page/\d|citing/\d|, page 2", names)


def test_both_paths_give_the_same_bytes(long_site: Path, long_data: Path, tmp_path: Path) -> None:
    plain = built(tmp_path / "plain", data=long_data, ATLAS_PLAIN="true")
    ours = {path: content for path, content in files(long_site).items() if path[:3] != "ko/"}
    same(ours, files(plain))


def test_the_script_finds_rows_of_every_page(long_site: Path, browser: Browser, served) -> None:
    page = browser.new_page()
    page.goto(f"{served(long_site)}companies/")
    rows = page.locator(".explorer tbody tr")
    expect(page.locator(".pager")).to_be_visible()
    assert rows.count() == ROWS and not page.locator(".explorer[data-ready]").count()
    page.locator("#explorer-text").click()
    page.keyboard.type("company 429")
    expect(rows).to_have_count(1)
    expect(rows.locator("a").first).to_have_attribute("href", re.compile("companies/long-429/$"))
    expect(page.locator(".pager")).to_have_count(0)
    page.wait_for_url("**/companies/?q=company%20429")  # written when the typing ends
    page.reload()  # an address that asks for something is answered at once
    expect(rows).to_have_count(1)
    with page.expect_download() as waiting:
        page.locator(".explorer-csv").click()
    text = Path(waiting.value.path()).read_text("utf-8-sig")
    assert "long-429" in text and "/companies/long-429/" in text
    page.goto(f"{served(long_site)}companies/?show=all&sort=-name")
    expect(rows.first).to_contain_text("샘플젠")
    page.close()


def test_what_is_typed_before_the_script_is_ready_is_not_lost(
    long_site: Path, browser: Browser, served
) -> None:
    page = browser.new_page()
    page.goto(f"{served(long_site)}companies/")
    held: list[Route] = []
    page.route("**/explorer/**", lambda route: held.append(route))
    page.locator("#explorer-text").click()
    page.keyboard.type("company ")
    while not held:
        page.wait_for_timeout(10)
    held[0].continue_()
    page.wait_for_url("**/companies/?q=company")
    page.keyboard.type("429")
    expect(page.locator(".explorer tbody tr")).to_have_count(1)
    page.wait_for_url("**/companies/?q=company%20429")
    page.close()


def test_a_press_before_the_script_is_ready_is_not_lost(
    long_site: Path, browser: Browser, served
) -> None:
    page = browser.new_page()
    page.goto(f"{served(long_site)}companies/")
    page.locator("[data-field=founded-year] > button, [data-field=year] > button").first.click()
    expect(page.locator(".facet-panel:not([hidden])")).to_have_count(1)
    page.close()


@pytest.mark.parametrize("script", [True, False])
def test_they_are_accessible(long_site: Path, browser: Browser, served, script: bool) -> None:
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    for address in ("companies/", "companies/page/2/", "ko/sources/example-register/citing/2/"):
        page.goto(served(long_site) + address)
        if script:
            assert violations_on(page) == []
        else:
            expect(page.locator(".pager a[rel=next]").first).to_be_visible()
    context.close()
