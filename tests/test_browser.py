"""The real site in a real browser: receipts, requests, screens, accessibility."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

PAGES = (
    "",
    "about/",
    "methods/",
    "trials/",
    "products/tisagenlecleucel/",
    "trials/nct05338931/",
    "companies/curocell/",
    "claims/claim-cd19-cd22-severance/",
    "institutions/samsung-medical-center/",
    "sources/ctgov-car-onc-2026-08-22-trials/",
    "ko/",
    "ko/products/anbal-cel/",
)
AXE_PAGES = ("", "decisions/", "trials/nct05338931/", "claims/claim-cd19-cd22-severance/", "ko/")


@pytest.fixture
def open_page(browser: Browser, site: Path, served):
    """A function that opens an address of the site in a context of its own."""
    contexts = []

    def open_(address: str, **options: object) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.goto(served(site) + address)
        return page

    yield open_
    for context in contexts:
        context.close()


def test_a_receipt_opens_without_javascript_by_keyboard(open_page) -> None:
    page = open_page("trials/nct05338931/", java_script_enabled=False)
    receipt = page.locator("details.receipt").first
    body = receipt.locator(".receipt-body")
    assert not body.is_visible()
    receipt.locator("summary").focus()
    page.keyboard.press("Enter")
    assert body.is_visible()
    said = body.inner_text()
    for part in ("CAR-T Oncology Trials Monitor", "Registry", "22 Aug 2026", "Primary source"):
        assert part in said
    assert body.locator("a.outside").first.get_attribute("href").startswith("https://")


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


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_no_page_is_wider_than_the_screen(open_page, served, site, width: int) -> None:
    page = open_page("", viewport={"width": width, "height": 800})
    for address in PAGES:
        page.goto(served(site) + address)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, address


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page, served, site, scheme: str) -> None:
    page = open_page("", color_scheme=scheme, viewport={"width": 1440, "height": 900})
    found = {}
    for address in AXE_PAGES:
        page.goto(served(site) + address)
        violations = Axe().run(page).response["violations"]
        if violations:
            found[address] = {v["id"]: v["nodes"][0]["html"][:200] for v in violations}
    assert found == {}
