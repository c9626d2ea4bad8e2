"""Style sheets, scripts, fonts, images: what a page loads, what it may load, what it weighs."""

from __future__ import annotations

import gzip
import re
import struct
from functools import cache
from html import unescape
from pathlib import Path
from statistics import median

import pytest
from lxml import html
from playwright.sync_api import Browser

from macros.model.kinds import KINDS
from macros.site.assets import LATER, MACROS, MATERIAL, SCRIPTS, SOME_PAGES, STYLES, Assets
from macros.site.build import POLICY
from macros.site.social import ICONS, SIZE, SOCIAL_IMAGE
from tests.sites import CONFIGS, built, now

MOST = {"en": 100_000, "ko": 100_000}
"""Bytes, compressed, of a record's page on a first visit: page, styles, scripts, fonts."""


def folder_of(site: Path, language: str) -> Path:
    return site if language == "en" else site / language


def record_pages(site: Path, language: str) -> list[Path]:
    return [p for kind in KINDS for p in folder_of(site, language).glob(f"{kind}/*/index.html")]


@cache
def weight(file: Path) -> int:
    """Return a file's bytes as a server sends them; fonts are compressed already."""
    content = file.read_bytes()
    return len(content) if file.suffix == ".woff2" else len(gzip.compress(content, 6))


def styles_of(page: Path) -> list[Path]:
    """Return the files of the style sheets that a page names, but those without scripts."""
    tree = html.parse(str(page))
    links = tree.xpath("//link[@rel='stylesheet' and not(ancestor::noscript)]/@href")
    return [(page.parent / link).resolve() for link in links]


def faces(style: Path) -> list[tuple[Path, range | set[int]]]:
    """Return the font files of a style sheet with the characters that each serves."""
    found = []
    for block in re.findall(r"@font-face \{(.*?)\}", style.read_text(encoding="utf-8"), re.S):
        file = style.parent / re.search(r'url\("([^"]+)"\)', block)[1]
        characters: set[int] = set()
        for run in re.search(r"unicode-range: ([^;]+);", block)[1].split(","):
            first, _, last = run.strip().removeprefix("U+").partition("-")
            characters |= set(range(int(first, 16), int(last or first, 16) + 1))
        found.append((file, characters))
    return found


@pytest.mark.parametrize("language", CONFIGS)
def test_a_first_visit_stays_light(site: Path, language: str) -> None:
    styles = styles_of(folder_of(site, language) / "about/index.html")
    fonts = [face for style in styles for face in faces(style)]
    for page in record_pages(site, language):
        text = page.read_text(encoding="utf-8")
        tree = html.fromstring(text)
        loaded = tree.xpath(
            "//script/@src | //link[@rel='stylesheet' and not(ancestor::noscript)]/@href"
        )
        for folded in tree.xpath("//details[not(@open)]/*[not(self::summary)]"):
            folded.drop_tree()  # a browser asks for no font before it is opened
        shown = {ord(c) for c in tree.text_content()}
        used = {file for file, characters in fonts if shown & characters}
        used |= {page.parent / href for href in tree.xpath("//link[@as='font']/@href")}
        files = {(page.parent / path).resolve() for path in loaded} | {f.resolve() for f in used}
        total = weight(page) + sum(map(weight, files))
        assert total < MOST[language], (page, total)


def first_visit(page: Path) -> int:
    """Return what a browser loads for a page before a reader does anything."""
    tree = html.parse(str(page))
    loaded = tree.xpath("//script/@src | //link[@as='font']/@href")
    files = [*styles_of(page), *((page.parent / path).resolve() for path in loaded)]
    return weight(page) + sum(map(weight, files))


@pytest.mark.parametrize("language", CONFIGS)
@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("", 43_000),
        (now("products/anbal-cel/"), 55_000),
        ("trials/", 58_000),
        ("sources/", 65_000),
        ("sources/page/2/", 65_000),
        ("compare/", 85_000),
    ],
)
def test_what_most_visits_begin_with_is_lighter(site: Path, language, address, most) -> None:
    assert first_visit(folder_of(site, language) / address / "index.html") < most


@pytest.mark.parametrize("language", CONFIGS)
@pytest.mark.parametrize(("kind", "most"), [("products", 48_000), ("*", 45_000)])
def test_the_median_visit_of_a_record_is_light(site: Path, language, kind, most) -> None:
    """The median, so that no single record that grows is held to it."""
    folder = folder_of(site, language)
    pages = [p for p in record_pages(site, language) if p.relative_to(folder).match(f"{kind}/*/*")]
    assert median(map(first_visit, pages[:: 1 if kind == "products" else 7])) < most


LARGER = {"compare/": 310_000}
"""A larger page that does not grow with the number of records: all of a few products."""


@pytest.mark.parametrize("language", CONFIGS)
def test_no_page_grows_without_end(site: Path, language: str) -> None:
    folder = folder_of(site, language)
    for page in folder.rglob("index.html"):
        address = page.relative_to(folder).parent.as_posix().removeprefix("ko/") + "/"
        assert page.stat().st_size < LARGER.get(address, 300_000), address


@pytest.mark.parametrize("address", ["trials/", "sources/", "ko/sources/"])
def test_the_data_of_an_explorer_wait_for_a_reader(site: Path, open_page, address: str) -> None:
    page = open_page(address)
    page.wait_for_load_state("networkidle")
    entries = "performance.getEntriesByType('resource').map(entry => entry.name)"
    assert not [name for name in page.evaluate(entries) if "/explorer/" in name]
    page.locator(".explorer-count").hover()
    page.locator(".explorer[data-ready]").wait_for()
    assert [name for name in page.evaluate(entries) if "/explorer/" in name]


@pytest.mark.parametrize("language", CONFIGS)
def test_every_page_has_the_policy_and_no_script_or_style_of_its_own(site, language) -> None:
    pages = record_pages(site, language)[::20]
    for page in (*pages, *folder_of(site, language).glob("*/index.html")):
        tree = html.fromstring(page.read_text(encoding="utf-8"))
        if tree.xpath("//meta[@http-equiv='refresh']"):
            continue
        assert tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content") == [POLICY]
        assert not tree.xpath("//style | //@style"), page
        assert not tree.xpath("//script[not(@src) and not(contains(@type, 'json'))]"), page


def test_the_policy_stops_what_it_does_not_know(site: Path, browser: Browser, served) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(served(site))
    page.evaluate(
        """() => {
            document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.hit = 1'>");
            const script = document.createElement("script");
            script.textContent = "window.hit = 2";
            document.body.append(script);
            const other = document.createElement("img");
            other.src = "http://127.0.0.1:9/x.png";
            document.body.append(other);
        }"""
    )
    page.wait_for_timeout(300)
    assert page.evaluate("window.hit") is None
    assert sum("Content Security Policy" in line for line in said) >= 3, said
    page.close()


def test_every_file_of_styles_and_scripts_is_used_once() -> None:
    some = [name for names in SOME_PAGES.values() for name in names]
    assert sorted([MATERIAL, *STYLES, *some]) == sorted(_files("css"))
    scripts = [name for names in SCRIPTS.values() for name in names]
    assert sorted(scripts) == sorted(_files("js"))


def _files(ending: str) -> list[str]:
    found = (file.relative_to(MACROS) for file in MACROS.rglob(f"*.{ending}"))
    return [file.with_suffix("").as_posix() for file in found]


def test_scripts_and_styles_leave_comments_on_lines_of_their_own_behind_and_nothing_else() -> None:
    assets = Assets()
    for name, parts in SCRIPTS.items():
        kept, inside = [], False
        for part in parts:
            for line in (MACROS / f"{part}.js").read_text("utf-8").splitlines():
                text = line.strip()
                begins = text.startswith("//") or (text.startswith("/*") and "*/" not in text[:-2])
                if not (inside or begins):
                    kept.append(text)
                inside = (inside or text.startswith("/*")) and "*/" not in text
            kept.append("")
        published = assets.content(f"{name}.js")
        for later in LATER:
            published = published.replace(Path(assets.address(later)).name, later)
        assert [line for line in published.splitlines() if line] == [line for line in kept if line]
    sheet = assets.content("atlas.css")
    assert sheet.count("{") == sum(
        re.sub(r"/\*.*?\*/", "", (MACROS / f"{part}.css").read_text("utf-8"), flags=re.S).count("{")
        for part in STYLES
    )


def test_scripts_that_wait_are_where_the_first_one_looks_for_them(site: Path) -> None:
    (first,) = (site / "assets").glob("atlas-*.js")
    named = re.findall(r'"(\w+-[0-9a-f]+\.js)"', first.read_text(encoding="utf-8"))
    assert len(named) == len(LATER)
    assert all((site / "assets" / name).is_file() for name in named)


def test_an_address_changes_with_what_it_holds(monkeypatch) -> None:
    before = Assets()
    assert before.address("atlas.css") == Assets().address("atlas.css")
    assert set(before.files) == {before.address(name) for name in before._addresses}
    monkeypatch.setitem(SCRIPTS, "atlas", ("site/scripts/page",))
    assert Assets().address("atlas.js") != before.address("atlas.js")


def test_an_edition_beside_the_english_one_shares_its_styles_and_scripts(site: Path) -> None:
    assert [file.name for file in (site / "ko/assets").iterdir()] == [Path(SOCIAL_IMAGE).name]
    english, korean = Assets(), Assets("../")
    assert english.files == korean.files
    assert korean.address("atlas.js") == f"../{english.address('atlas.js')}"
    for page in (
        "index.html",
        "404.html",
        "trials/index.html",
        now("products/anbal-cel/index.html"),
    ):
        tree = html.parse(str(site / "ko" / page))
        for path in tree.xpath("//script/@src | //link[contains(@rel, 'icon')]/@href"):
            of_root = "/atlas/" if path.startswith("/") else ""  # the page of errors
            base = (site / "ko" / page).parent
            file = site / path.removeprefix(of_root) if of_root else base / path
            assert file.resolve().is_relative_to(site / "assets") and file.is_file(), path


def test_an_edition_alone_has_all_that_it_names(small_data: Path, tmp_path: Path) -> None:
    for folder, shared in (("site/ko", tmp_path / "site"), ("alone", tmp_path / "alone")):
        out = built(tmp_path / folder, data=small_data, language="ko")
        page = out / "products/example-cel/index.html"
        files = [
            *styles_of(page),
            *(page.parent / s for s in html.parse(page).xpath("//script/@src")),
        ]
        assert len(files) == 4
        for file in files:
            assert file.resolve().is_relative_to(shared / "assets") and file.is_file()


def test_style_sheets_and_font_wait_for_no_script(site: Path) -> None:
    for page in ("index.html", "404.html", "trials/index.html"):
        [head] = html.parse(str(site / page)).xpath("//head")
        kinds = [
            element.get("rel") or element.tag
            for element in head
            if element.get("src") or element.get("rel") in ("stylesheet", "preload")
        ]
        assert kinds == sorted(kinds, key="script".__eq__), page


@pytest.mark.parametrize("language", CONFIGS)
def test_what_the_program_writes_needs_one_font(site: Path, language: str) -> None:
    """The other one, twice as heavy, is for names in the data. Hangul is the system's."""
    page = folder_of(site, language) / "about/index.html"
    fonts = [face for style in styles_of(page) for face in faces(style)]
    assert all(file.is_file() for file, _characters in fonts)
    files = [f for glob in ("*.css", "*words.yml", "*.html") for f in MACROS.rglob(glob)]
    texts = [file.read_text(encoding="utf-8") for file in files]
    written = [re.sub(r"/\*.*?\*/", "", text, flags=re.S) for text in texts]
    shown = {ord(c) for text in written for c in unescape(text)}
    shown |= {int(code, 16) for text in written for code in re.findall(r"\\([0-9a-f]{4})", text)}
    others = set().union(*(c for file, c in fonts if file.name != "latin.woff2"))
    assert shown & others == set()


@pytest.mark.parametrize("language", CONFIGS)
def test_no_text_is_painted_in_one_family_and_then_in_another(
    site: Path, browser: Browser, served, language: str
) -> None:
    """The fonts that are asked for first serve the page; a late one waits for the next page."""
    page = browser.new_page()
    prefix = "" if language == "en" else f"{language}/"
    page.goto(f"{served(site)}{prefix}{now('products/anbal-cel/')}", wait_until="networkidle")
    shown = page.evaluate(
        """() => [...document.fonts].map(f => [f.family, f.status, f.display])
            .filter(([, status]) => status === "loaded")"""
    )
    assert shown
    assert {display for _family, _status, display in shown} == {"optional"}
    page.close()


@pytest.mark.parametrize("language", CONFIGS)
def test_images_have_the_size_that_the_page_says(site: Path, language: str) -> None:
    folder = folder_of(site, language)
    for path, size in {SOCIAL_IMAGE: SIZE, **{p: (n, n) for p, n in ICONS.items()}}.items():
        content = ((folder if path == SOCIAL_IMAGE else site) / path).read_bytes()
        assert content[:8] == b"\x89PNG\r\n\x1a\n"
        assert struct.unpack(">II", content[16:24]) == size
    tree = html.fromstring((folder / "about" / "index.html").read_text(encoding="utf-8"))
    (address,) = tree.xpath("//meta[@property='og:image']/@content")
    assert address.endswith(SOCIAL_IMAGE)


def test_light_and_dark_with_and_without_a_script(site: Path, browser: Browser, served) -> None:
    painted = "getComputedStyle(document.body).backgroundColor"
    colours = {}
    for scheme in ("light", "dark"):
        for script in (True, False):
            context = browser.new_context(color_scheme=scheme, java_script_enabled=script)
            page = context.new_page()
            page.goto(served(site) + "about/")
            colours[scheme, script] = page.evaluate(painted)
            context.close()
    assert colours["light", True] == colours["light", False]
    assert colours["dark", True] == colours["dark", False] != colours["light", True]


def test_the_choice_of_light_or_dark_is_kept(site: Path, browser: Browser, served) -> None:
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    page.goto(served(site))
    button = page.locator("button.scheme")
    assert button.get_attribute("aria-label") == "Switch to dark mode"
    button.click()
    page.goto(served(site) + "trials/")
    assert page.locator("html").get_attribute("data-md-color-scheme") == "slate"
    assert button.get_attribute("aria-label") == "Switch to light mode"
    context.close()
