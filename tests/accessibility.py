"""What axe finds wrong on a page."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def violations_on(page: Page) -> list[dict[str, Any]]:
    """Return what axe finds once all animations have ended: text that fades in is too faint."""
    page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")
    return Axe().run(page).response["violations"]
