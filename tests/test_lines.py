"""Where lines end, in a real browser: no Korean word is cut, nothing is wider than the screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.model.kinds import KINDS

WIDTHS = (360, 768, 1440)

# Returns the words that continue on another line or got signs, and by how much a page is too wide.
MEASURE = r"""() => {
  const cut = [];
  const range = document.createRange();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    if (!text.parentElement.checkVisibility()) continue;
    for (const word of text.data.matchAll(/[\uac00-\ud7a3]{2,}|CAR-T/g)) {
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const lines = [...range.getClientRects()].filter((box) => box.width);
      if (new Set(lines.map((box) => Math.round(box.top))).size > 1) cut.push(word[0]);
    }
  }
  const chips = [...document.querySelectorAll(".chip")]
    .filter((chip) => chip.getClientRects().length && chip.offsetHeight > 40)
    .map((chip) => chip.textContent);
  // What keeps a word whole takes no part in what a style says of its neighbours.
  const styled = [...document.querySelectorAll(".one-line")]
    .filter((word) => getComputedStyle(word, "::after").content !== "none")
    .map((word) => word.parentElement.textContent);
  return { cut, chips, styled, wider: document.documentElement.scrollWidth - innerWidth };
}"""


def korean_pages(site: Path) -> list[str]:
    """Return the heaviest page of each kind, and every page written by hand but for the compared.

    The comparison has columns as narrow as a phone needs them.
    """
    pages = list(site.glob("ko/guides/*/index.html"))
    pages += [site / "ko" / name / "index.html" for name in ("", "trials", "decisions", "data")]
    for kind in KINDS:
        of_kind = site.glob(f"ko/{kind}/*/index.html")
        pages.append(max(of_kind, key=lambda page: page.stat().st_size))
    return [f"{page.parent.relative_to(site).as_posix()}/" for page in pages]


@pytest.mark.parametrize("width", WIDTHS)
def test_no_korean_word_is_cut_at_the_end_of_a_line(site: Path, open_page, served, width) -> None:
    page = open_page("ko/", viewport={"width": width, "height": 900})
    wrong = {}
    for address in korean_pages(site):
        page.goto(served(site) + address)
        found = page.evaluate(MEASURE)
        if found["cut"] or found["chips"] or found["styled"] or found["wider"] > 0:
            wrong[address] = found
    assert not wrong
