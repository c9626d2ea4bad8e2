"""What axe finds wrong on a page, by WCAG 2.2 AA and its own advice."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Part of WCAG 2.2 AA and 2.1 A, yet off unless asked for.
MORE = ("target-size", "label-content-name-mismatch")
# Without the elements that passed, of which nothing is asked: they take half of the time.
OPTIONS = {"rules": {rule: {"enabled": True} for rule in MORE}, "resultTypes": ["violations"]}


def violations_on(page: Page) -> list[dict[str, Any]]:
    """Return what axe finds once all animations have ended: text that fades in is too faint."""
    page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")
    return Axe().run(page, options=OPTIONS).response["violations"]
