"""Hostile records do nothing: in the files, and in Chromium."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser

from macros.features.search.index import LONGEST
from macros.model.inline import plain
from macros.model.kinds import KINDS
from macros.store.loading import Loader
from tests.hostile import TEXTS
from tests.search_index import Index


def pages(site: Path) -> list[Path]:
    found = sorted(site.rglob("*.html"))
    assert len(found) > 2 * len(KINDS) * len(TEXTS)
    return found


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_hostile_records_are_sound_data(hostile_data: Path) -> None:
    atlas, problems = Loader(hostile_data).read()
    assert problems == []
    assert len(atlas.records) == len(KINDS) * len(TEXTS)


def test_no_page_holds_a_script_or_handler_from_the_data(hostile_site: Path) -> None:
    for page in pages(hostile_site):
        tree = html.fromstring(page.read_bytes().decode())
        for script in tree.iter("script"):
            is_data = script.get("type") in ("application/json", "application/ld+json")
            assert script.get("src") or is_data, f"{page}: {(script.text or '')[:80]}"
        for element in tree.iter(html.etree.Element):
            handlers = [name for name in element.attrib if name.lower().startswith("on")]
            assert not handlers, f"{page}: <{element.tag} {handlers}>"
            for name in ("href", "src", "action"):
                scheme = element.get(name, "").strip().lower().split(":")[0]
                assert scheme not in ("javascript", "data", "vbscript"), f"{page}: {name}"
        made_by_us = {element.tag for element in tree.find(".//article").iter(html.etree.Element)}
        assert not made_by_us & {"img", "iframe", "object", "plaintext", "textarea", "b"}, page


@pytest.mark.parametrize("kind", KINDS)
def test_the_name_stands_on_the_page_as_written(hostile_site: Path, kind: str) -> None:
    for name, text in TEXTS.items():
        page = hostile_site / kind / f"{kind}-{name}" / "index.html"
        tree = html.fromstring(page.read_bytes().decode())
        (heading,) = tree.iter("h1")
        wanted = f"{text} {kind} {name}"
        assert squeezed(heading.text_content()) == squeezed(plain(wanted))
        (title,) = tree.xpath("/html/head/title")
        assert title.text_content().rstrip().endswith("Korea CAR-T Atlas")
        assert len(list(tree.iter("body"))) == 1
        meta = tree.xpath("//meta[@name='description']")
        assert len(meta) == 1


def test_tables_and_scripts_of_data_keep_their_shape(hostile_site: Path) -> None:
    for page in pages(hostile_site):
        tree = html.fromstring(page.read_bytes().decode())
        for table in tree.iter("table"):
            widths = {len(row) for row in table.iter("tr")}
            assert len(widths) == 1, page
        for script in tree.xpath("//script[@type='application/json']"):
            json.loads(script.text)


def test_the_search_index_holds_hostile_names_as_plain_text(hostile_site: Path) -> None:
    for root in (hostile_site, hostile_site / "ko"):
        files = {f"search/{f.name}": f.read_text("utf-8") for f in root.glob("search/*.json")}
        index = Index(files)
        for kind in set(KINDS) - {"sources"}:
            names = index.names_of(kind)
            for name, text in TEXTS.items():
                wanted = squeezed(plain(f"{text} {kind} {name}"))
                own = names[f"{kind}/{kind}-{name}/"]
                assert any(wanted in other for other in own), (kind, name)
                assert not any("\n" in other or "\t" in other for other in own)
        assert not any(len(line) > LONGEST or "\n" in line for line in index.lines)


# The rest of the texts could break a page, not run in it: the tests above look at those.
COULD_RUN = ("script", "handler", "markdown", "scheme", "entities", "comment", "marks", "wiki")


def test_nothing_executes_in_chromium(hostile_site: Path, browser: Browser, served) -> None:
    base = served(hostile_site)
    context = browser.new_context()
    page = context.new_page()
    # Neither style nor search index has a part in this. Chromium itself refuses them: a route
    # would ask this process about every file, and take a quarter longer.
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setBlockedURLs", {"urls": ["*.css", "*/search/*.json"]})
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    addresses = [f"{kind}/{kind}-{name}/" for kind in KINDS for name in COULD_RUN]
    addresses += ["", "macros/", *(f"ko/{kind}/" for kind in KINDS)]
    for address in addresses:
        page.goto(base + address, wait_until="load")
        assert page.evaluate("window.hit") is None, address
    assert dialogs == []
    context.close()


def test_search_results_do_nothing(hostile_site: Path, browser: Browser, served) -> None:
    page = browser.new_page()
    page.goto(served(hostile_site))
    field = page.locator("#atlas-search-field")
    for query in ("script", "onerror", "companies", "javascript", "한글", "<script>", "nbsp; &lt;"):
        field.fill(query)
        page.locator(".atlas-search-panel .hit-name").first.wait_for()
        page.wait_for_load_state("networkidle")  # the lines of the results
        page.locator("[role=status]").filter(has_text="result").wait_for()
        assert page.evaluate("window.hit") is None, query
        inside = page.locator(".atlas-search-panel *").evaluate_all(
            "all => [...new Set(all.map(element => element.localName))]"
        )
        assert set(inside) <= {"p", "div", "a", "bdi", "span"}, query
        hrefs = page.locator(".atlas-search-panel a").evaluate_all("all => all.map(a => a.href)")
        assert all(href.startswith(served(hostile_site)) for href in hrefs), query
    page.close()
