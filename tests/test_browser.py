"""The real site in a real browser: citations, requests, screens, accessibility."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from macros.features.pictures.base import colours_of
from tests.accessibility import violations_on
from tests.sites import now

PAGES = (
    "",
    "about/",
    "methods/",
    "guides/",
    "trials/",
    "products/",
    "products/tisagenlecleucel/",
    "trials/nct05338931/",
    "companies/curocell/",
    "claims/claim-cd19-cd22-severance/",
    "institutions/samsung-medical-center/",
    "sources/ctgov-car-onc-2026-08-22-trials/",
    "ko/",
    "ko/products/anbal-cel/",
)
AXE_PAGES = (
    "",
    "decisions/",
    "trials/nct04181827/",  # time line, results
    "trials/nct05338931/",
    "products/tisagenlecleucel/",  # path, construct
    "ko/products/equecabtagene-autoleucel/",  # path, construct, results
    "claims/claim-cd19-cd22-severance/",
    "contribute/developers/",  # wide tables of Markdown
    "ko/",
    "ko/guides/where-it-is-given/",
)


def test_a_receipt_opens_without_javascript_by_keyboard(open_page) -> None:
    page = open_page("trials/nct05338931/", java_script_enabled=False)
    citation = page.locator(".record-section--sites details.citation").first
    body = citation.locator(".citation-body")
    assert not body.is_visible()
    citation.locator("summary").focus()
    page.keyboard.press("Enter")
    assert body.is_visible()
    assert citation.locator("summary").evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    said = body.inner_text()
    for part in ("Peter Jeong", "22 Aug 2026", "Copy of a primary source"):
        assert part in said
    number = body.locator("li > a").first.get_attribute("href")
    line = page.locator(f".references > {number}")
    assert "CAR-T Oncology Trials Monitor" in line.inner_text()
    assert line.locator("a.outside").get_attribute("href").startswith("https://")


def test_an_open_receipt_shows_the_line_of_its_source(open_page) -> None:
    page = open_page("trials/nct05338931/")
    citation = page.locator(".record-section--sites details.citation").first
    number = citation.locator("li > a").first.get_attribute("href")
    citation.locator("summary").click()
    said = page.locator(f".references > {number}").inner_text()
    expect(citation.locator("li").first).to_have_text(said)
    assert citation.locator("li a.outside").first.is_visible()


@pytest.mark.parametrize("address", PAGES)
def test_no_page_asks_a_third_party_or_complains(open_page, served, site, address) -> None:
    page = open_page("about/")
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(served(site) + address, wait_until="networkidle")
    own = served(site)
    assert [url for url in asked if not url.startswith((own, "data:", "blob:"))] == []
    assert said == []


@pytest.mark.parametrize("width", [320, 360, 768, 1440, 1920])
def test_no_page_is_wider_than_the_screen(open_page, served, site, width: int) -> None:
    page = open_page("", viewport={"width": width, "height": 800})
    for address in PAGES:
        page.goto(served(site) + now(address))
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, address


def test_marks_of_a_list_stand_inside_the_text(open_page) -> None:
    page = open_page("contribute/", viewport={"width": 320, "height": 800})
    for kind in ("ul", "ol"):
        inside = page.evaluate(
            """kind => {
              const items = document.querySelector(`.md-content__inner > ${kind} > li`);
              const text = document.querySelector(".md-content__inner > p");
              return items.getBoundingClientRect().left - text.getBoundingClientRect().left;
            }""",
            kind,
        )
        assert inside >= 20, kind


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize(
    "address",
    [
        "trials/",
        "sources/",
        "ko/trials/?status=recruiting&sort=name",
        "ko/compare/?products=anbal-cel,tisagenlecleucel",
    ],
)
def test_nothing_moves_when_scripts_start(open_page, address: str, width: int) -> None:
    page = open_page(address, viewport={"width": width, "height": 900})
    moved = page.evaluate(
        """() => new Promise((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += entry.value;
          }).observe({ type: "layout-shift", buffered: true });
          setTimeout(() => resolve(sum), 400);
        })"""
    )
    assert moved < 0.05


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 360)])
def test_axe_finds_nothing(open_page, served, site, scheme: str, width: int) -> None:
    page = open_page("", color_scheme=scheme, viewport={"width": width, "height": 900})
    found = {}
    for address in AXE_PAGES:
        page.goto(served(site) + now(address))
        violations = violations_on(page)
        if violations:
            found[address] = {v["id"]: v["nodes"][0]["html"][:200] for v in violations}
    assert found == {}


READ_PNG = """async png => {
  const image = new Image();
  image.src = "data:image/png;base64," + png;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const title = context.getImageData(48, 48, 352, 48).data;
  return {
    width: image.width,
    height: image.height,
    paper: [...context.getImageData(4, 4, 1, 1).data.slice(0, 3)],
    shades: new Set(title.filter((_, index) => index % 4 === 0)).size,
  };
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_picture_downloads_as_png_in_the_colours_of_the_page(
    open_page, site, tmp_path, scheme: str
) -> None:
    page = open_page("ko/products/tisagenlecleucel/", color_scheme=scheme)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    with page.expect_download() as download:
        page.locator("#picture-construct button[data-png]").click()
    assert download.value.suggested_filename == now("tisagenlecleucel") + "-construct.png"
    download.value.save_as(tmp_path / "picture.png")
    assert complaints == []
    svg = (site / f"ko/pictures/{now('tisagenlecleucel')}-construct.svg").read_text("utf-8")
    size = re.search(r' width="(\d+)" height="(\d+)"', svg)
    png = base64.b64encode((tmp_path / "picture.png").read_bytes()).decode()
    seen = page.evaluate(READ_PNG, png)
    assert (seen["width"], seen["height"]) == (2 * int(size[1]), 2 * int(size[2]))
    # In the margin is the paper of the scheme; words stand where the title is.
    paper = colours_of("slate" if scheme == "dark" else "default")["--atlas-paper"]
    assert "#{:02x}{:02x}{:02x}".format(*seen["paper"]) == paper
    assert seen["shades"] > 20


def test_the_table_of_a_picture_opens_without_javascript(open_page) -> None:
    page = open_page("products/tisagenlecleucel/", java_script_enabled=False)
    figure = page.locator("#picture-path")
    assert figure.locator("svg").is_visible()
    assert not figure.locator("button[data-png]").is_visible()
    assert not figure.locator("table").is_visible()
    figure.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert figure.locator("table").is_visible()
    assert "Reimbursement listing" in figure.locator("table").inner_text()
    address = figure.locator("a[download]").get_attribute("href")
    assert page.request.get(page.url + address).headers["content-type"] == "image/svg+xml"


@pytest.mark.parametrize(
    ("address", "parted"), [("ko/pictures/", True), ("pictures/deals-and-targets/", False)]
)
def test_no_printed_page_breaks_inside_a_picture_or_after_its_title(
    open_page, address, parted
) -> None:
    page = open_page(address)
    page.set_viewport_size({"width": 673, "height": 900})  # A4 without its margins
    page.emulate_media(media="print")
    whole = page.locator(".picture > figure:not(:has(> .picture-pages))")
    parts = page.locator(".picture-pages > div")
    assert whole.count() and bool(parts.count()) == parted
    for one in (*whole.all(), *parts.all()):
        assert one.bounding_box()["height"] < 920  # as high as a sheet in Letter format has room
        assert one.evaluate("one => getComputedStyle(one).breakInside") == "avoid"
    for title in page.locator(".picture-finding, h2[id]").all():
        assert title.evaluate("one => getComputedStyle(one).breakAfter") == "avoid"
    assert not page.locator(".picture-frame:has(+ .picture-pages)").first.is_visible()


@pytest.mark.parametrize(
    "address", ["ko/pictures/", "pictures/deals-and-targets/", "products/anbal-cel/"]
)
def test_on_a_phone_a_picture_is_whole_and_its_words_can_be_read(open_page, address: str) -> None:
    page = open_page(address, viewport={"width": 360, "height": 800})
    found = page.evaluate("""() => {
        const words = [...document.querySelectorAll(".picture-svg text")];
        const size = (e) => parseFloat(getComputedStyle(e).fontSize) * e.getScreenCTM().a;
        const ends = words.map((e) => e.getBoundingClientRect().right);
        return [words.length, Math.max(...ends), Math.min(...words.map(size))];
    }""")
    assert found[0] > 20 and found[1] <= 360 and found[2] > 8
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("address", ["ko/products/tisagenlecleucel/", "trials/nct04836507/"])
def test_a_hand_out_has_two_pages_and_leads_back(open_page, address: str) -> None:
    page = open_page(address)
    page.evaluate("""() => {
        window.print = () => {};
        addEventListener("afterprint", (event) => event.stopImmediatePropagation(), true);
    }""")
    page.locator("button.handout-open").click()
    handout = page.locator(".handout")
    handout.wait_for(state="attached")
    said = handout.text_content() or ""
    assert page.url in said and page.locator(".not-advice").text_content() in said
    assert handout.locator("svg path").count() == 1 and not handout.locator("[id]").count()
    for size in ("A4", "Letter"):
        assert len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(format=size))) <= 2, size
    # segno 1.6.6 makes the same squares but for a byte of padding; zxing-cpp reads this address.
    squares = "atlasQr.rows('https://atlas.example/products/example-cel/').flat().join('')"
    digest = hashlib.sha256(page.evaluate(squares).encode()).hexdigest()
    assert digest == "1ec1267031949b756c0f3423b24f20d2d1d43486bb444edf13db8513e7424962"


@pytest.mark.parametrize(("days", "warned"), [(59, False), (61, True)])
def test_an_old_comparison_warns_by_the_readers_clock(open_page, days: int, warned: bool) -> None:
    page = open_page("guides/recruiting-trials/")
    day = page.locator("[data-compared]").get_attribute("data-compared")
    page.clock.set_fixed_time(datetime.fromisoformat(day) + timedelta(days=days))
    page.reload()
    assert page.locator("[data-compared] strong").is_visible() is warned


def test_the_contents_mark_the_heading_that_is_read_and_the_other_language_takes_it(
    open_page,
) -> None:
    page = open_page("guides/cost-and-coverage/", viewport={"width": 1440, "height": 900})
    marked = page.locator(".contents a[aria-current]")
    for at in (2, 1):
        link = page.locator(".contents li > a").nth(at)
        target = link.get_attribute("href")
        page.locator(f'[id="{target.removeprefix("#")}"]').evaluate("e => e.scrollIntoView()")
        expect(marked).to_have_count(1)
        expect(marked).to_have_attribute("href", target)
        page.evaluate("scrollBy(0, -60)")  # back to the header
        twin = page.locator(".atlas-languages a[hreflang=ko]")
        twin.dispatch_event("pointerdown")
        assert twin.get_attribute("href").endswith(target)
