"""The part of Material's style sheet that the site has does what the whole one does."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from macros.site import material
from macros.site.assets import MACROS, MATERIAL
from macros.site.material import needs_all, reduced
from tests.sites import SMALL_DOCS, built, now

WHOLE = material.sheet_of_theme()
PART = MACROS / f"{MATERIAL}.css"

PAGES = (
    *("", "products/anbal-cel/", "trials/", "sources/ctgov-car-onc-2026-08-22-trials/"),
    *("institutions/asan-medical-center/", "claims/", "compare/", "pictures/", "changes/"),
    *("guides/car-t-in-plain-words/", "contribute/developers/", "data/", "search/?q=car"),
    *("ko/", "ko/products/anbal-cel/", "ko/guides/glossary/"),
)
"""A page of each type; Korean ones differ in words only."""

COMPARE = """async (address) => {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  const part = document.querySelector("link[href*='material-']");
  await new Promise((done) => { link.onload = done; part.before(link); });
  const names = new Set();
  const collect = (rules) => {
    for (const rule of rules) {
      for (const name of rule.style ?? []) if (!name.startsWith("--")) names.add(name);
      collect(rule.cssRules ?? []);
    }
  };
  collect(link.sheet.cssRules);
  for (const folded of document.querySelectorAll("details")) folded.open = true;
  // Elements that every selector sees alike are looked at once.
  const kin = (e) => e ? `${e.localName}.${e.className}` : "";
  const seen = new Map();
  for (const e of document.querySelectorAll("body, body *:not(svg *)")) {
    const attributes = [...e.attributes].map((attribute) => attribute.name);
    const place = [e.previousElementSibling?.localName, Boolean(e.nextElementSibling)];
    const around = [kin(e.parentElement), kin(e.parentElement?.parentElement)];
    const key = [kin(e), ...attributes, ...place, ...around].join(" ");
    if (!seen.has(key)) seen.set(key, e);
  }
  const looks = (e) => ["", "::before", "::after"].map((pseudo) => {
    const style = getComputedStyle(e, pseudo);
    if (pseudo && style.content === "none") return "";
    return [...names].map((name) => `${name}: ${style.getPropertyValue(name)}`).join("\\n");
  });
  const differing = [];
  for (const scheme of ["default", "slate"]) {
    document.documentElement.dataset.mdColorScheme = scheme;
    link.sheet.disabled = true;
    part.sheet.disabled = false;
    const before = [...seen.values()].map(looks);
    link.sheet.disabled = false;
    part.sheet.disabled = true;
    [...seen.entries()].forEach(([key, e], at) => {
      if (looks(e).join() !== before[at].join()) differing.push(key);
    });
  }
  link.remove();
  part.sheet.disabled = false;
  return [seen.size, differing];
}"""


def test_the_part_is_made_of_the_sheet_that_is_installed(monkeypatch, tmp_path) -> None:
    committed = PART.read_text(encoding="utf-8")
    monkeypatch.setattr(material, "WRITTEN", tmp_path / "material.css")
    assert material.main() == 0
    assert (tmp_path / "material.css").read_text(encoding="utf-8") == committed


def test_what_stays_of_a_sheet() -> None:
    sheet = (
        ":root{--a:var(--b);--b:1px;--c:2px;--d:3px}.md-typeset p,.md-nav p{margin:var(--a)}"
        ".md-typeset code:not(.md-nav){top:0!important}[dir=rtl] a{left:0}#x{left:0}"
        "@media print{.md-nav{left:0}}@media print{a{left:0}}@keyframes k{to{left:0}}"
    )
    assert reduced(sheet, {"--d"}) == (
        ":root{--a:var(--b);--b:1px;--d:3px}\n.md-typeset p{margin:var(--a)}\n"
        ".md-typeset code:not(.md-nav){top:0!important}\n@media print{\na{left:0}\n}\n"
    )


def test_a_page_with_another_class_of_the_sheet_needs_all_of_it() -> None:
    whole, part = ".a{} .md-button{} .b{background:url(x.svg)}", ".a{}"
    assert not needs_all(whole, part, ['<p class="a own">', '<p class="svg">'])
    assert needs_all(whole, part, ["<p>", '<p class="own md-button">'])


@pytest.mark.parametrize("address", PAGES)
def test_every_element_looks_as_with_the_whole_sheet(
    site: Path, browser: Browser, served, address: str
) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.route("**/whole.css", lambda route: route.fulfill(path=WHOLE, content_type="text/css"))
    root = served(site)
    page.goto(root + now(address))
    with_what_scripts_add(page, address)
    for width in (1440, 360):
        page.set_viewport_size({"width": width, "height": 900})
        n, differing = page.evaluate(COMPARE, f"{root}whole.css")
        assert n > 50
        assert differing == [], width
    page.close()


def with_what_scripts_add(page: Page, address: str) -> None:
    """Open what scripts put on a page."""
    if address == "trials/":
        page.locator(".explorer-count").dispatch_event("pointerover")
        page.locator(".explorer[data-ready]").wait_for()
        page.locator("[data-field=status] > button").click()
        page.locator("[data-field=status] input").first.check()
    if address == "":
        page.locator("#atlas-search-field").fill("car")
        page.locator(".hit").first.wait_for()
    if address.startswith("search"):
        page.locator(".search-page .hit").first.wait_for()


def test_the_site_has_the_part_and_another_class_brings_the_whole(
    site: Path, small_data: Path, tmp_path: Path
) -> None:
    assert not list((site / "assets").rglob("main*.css"))
    docs = tmp_path / "docs"
    shutil.copytree(SMALL_DOCS, docs)
    (docs / "more.md").write_text("# More\n\n!!! tip\n    A tip.\n", encoding="utf-8")
    out = built(tmp_path / "site", data=small_data, docs=docs)
    (sheet,) = (out / "assets" / "stylesheets").glob("main.*.css")
    assert sheet.name in (out / "products/example-cel/index.html").read_text(encoding="utf-8")
