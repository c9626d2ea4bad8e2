"""How quickly an explorer answers: 2,000 synthetic trials in a real browser, milliseconds a filter.

    python -m tests.benchmark.explorer [--trials 2000] [--site FOLDER]

Measured from the click until script, style and layout are done: by the clock, and in time of the
browser's main thread, which other programs on the machine do not lengthen. `--site` takes a site
that is built already.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import statistics
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.benchmark.generate import SHARES, write
from tests.browser import launch
from tests.sites import built

FACETS = ("status", "phase", "targets", "indications", "sponsors", "sites")
WORDS = ("a", "an", "ant", "nct", "nct0", "nct01", "세포", "임상")

TICK = "() => document.querySelectorAll('[data-field=%s] input[type=checkbox]')[%d].click()"
TYPE = """() => {
  const field = document.querySelector("#explorer-text");
  field.value = "%s";
  field.dispatchEvent(new Event("input"));
}"""
TIMED = """(act) => {
  const began = performance.now();
  act();
  document.body.offsetHeight; // style and layout, now
  return performance.now() - began;
}"""

SHIFTS = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 500);
})"""


def main(arguments: list[str] | None = None) -> int:
    """Measure and report."""
    parser = argparse.ArgumentParser(description="How quickly an explorer answers.")
    parser.add_argument("--trials", type=int, default=2000)
    parser.add_argument("--site", type=Path)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="atlas-explorer-") as name:
        site = options.site or _build(Path(name), round(options.trials / SHARES["trials"]))
        weigh(site)
        with _served(site) as address, sync_playwright() as playwright:
            browser = launch(playwright)
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            for query in ("", "?status=suspended&sort=-start_date"):
                page.goto(f"{address}trials/{query}")
                page.locator(".explorer-count").hover()
                page.locator(".explorer[data-ready]").wait_for()
                print(f"layout shift, trials/{query or ' '} {page.evaluate(SHIFTS):.4f}")
            page.goto(f"{address}trials/")
            page.locator(".explorer-count").hover()
            page.locator(".explorer[data-ready]").wait_for()
            time_answers(page)
            browser.close()
    return 0


def weigh(site: Path) -> None:
    """Say what the files of each section weigh, as they are and compressed."""
    for page in ("trials", "sources"):
        files = [site / page / "index.html", *sorted(site.glob(f"explorer/{page}-*.json"))]
        for file in files:
            content = file.read_bytes()
            packed = len(gzip.compress(content)) / 1024
            print(f"{file.relative_to(site)}: {len(content) / 1024:.0f} KB, {packed:.0f} KB gzip")


def time_answers(page: Page) -> None:
    """Click values of every facet on and off, type, sort; say median and worst."""
    for facet in FACETS:
        button = page.locator(f"[data-field={facet}] > button")
        button.click()
        boxes = page.locator(f"[data-field={facet}] input[type=checkbox]")
        n = min(boxes.count(), 8)
        _say(page, f"filter {facet}", [TICK % (facet, at // 2) for at in range(2 * n)])
        button.press("Escape")  # the open list may cover the next filter's button
    _say(page, "three filters", [TICK % (facet, 0) for facet in FACETS[:3]] * 4)
    _say(page, "text", [TYPE % word for word in (*WORDS, "")])
    sort = "() => document.querySelectorAll('.explorer-by')[%d].click()"
    _say(page, "sort", [sort % at for at in (0, 0, 1, 1, 2, 2, 3, 3)])
    _say(page, "show all rows", ["() => document.querySelector('.explorer-rest button').click()"])


def _say(page: Page, what: str, acts: list[str]) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
    clock, thread = [], []
    for act in acts:
        before = _thread_time(devtools)
        clock.append(page.evaluate(f"() => ({TIMED})({act})"))
        thread.append(_thread_time(devtools) - before)
    devtools.detach()
    print(
        f"{what:20} n={len(acts):2}  clock: median {statistics.median(clock):6.1f}"
        f" worst {max(clock):6.1f} ms   main thread: median {statistics.median(thread):6.1f}"
        f" worst {max(thread):6.1f} ms"
    )


def _thread_time(devtools: CDPSession) -> float:
    """Return the milliseconds that the page's main thread has worked so far."""
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    return next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration") * 1000


def _build(folder: Path, number: int) -> Path:
    print(f"writing and building {number:,} records", file=sys.stderr)
    write(folder / "data", number)
    docs = folder / "docs"
    docs.mkdir()
    (docs / "index.md").write_text("# Synthetic\n", encoding="utf-8")
    # The pages alone: with the files for programs a build takes four times as long.
    return built(folder / "site", data=folder / "data", docs=docs, ATLAS_OUTPUTS="false")


class _served:
    """A folder at an address of this machine, for a while."""

    def __init__(self, folder: Path):
        handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
        handler.func.log_message = lambda *_args: None
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)

    def __enter__(self) -> str:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}/"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()


if __name__ == "__main__":
    sys.exit(main())
